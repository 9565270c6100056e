//! What a scenario file can say, as lists: its JSON Schema is made of them, and a test holds them against the reader. What
//! the reader learns to read is one line here.

use super::step;
use crate::exchange::Probe;

pub(super) use super::shape_act::{
    FORM, LOCATIONS, MANAGE, METHODS, RAW, REGISTER, RESOURCE, UPDATE, words,
};

/// A table of a scenario file: its members.
pub(super) type Table = &'static [Member];

/// A member of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) form: Form,
    /// Whether the table must have it.
    pub(super) needed: bool,
    /// What it is, in a sentence.
    pub(super) about: &'static str,
}

/// What a value can be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// One line of text that is not blank.
    Line,
    /// Any text.
    Text,
    /// A text that is not empty.
    Filled,
    /// One such text, or several.
    FilledOnes,
    /// Several such texts.
    FilledList,
    /// One such text, or several, by the names of metadata members.
    Lists,
    /// A text with `${name}` in it.
    Template,
    /// The same for a header field: without control characters.
    HeaderValue,
    /// The same for an address.
    Url,
    /// The id of a step.
    StepId,
    /// A place in the configuration.
    Place,
    /// A JSON pointer to a member (RFC 6901).
    Pointer,
    /// A token of HTTP (RFC 9110 §5.6.2).
    Token,
    /// A wait.
    Wait,
    /// Yes or no.
    Flag,
    /// One of these words; a function, so that it can be made of what the reader has.
    Word(fn() -> Vec<&'static str>),
    /// Any JSON object; strings in it are templates.
    Object,
    /// Parameters by their names, each a template or several.
    Parameters,
    /// Header fields, each a name and a value.
    Headers,
    /// How a client authenticates.
    ClientAuthentication,
    /// A table of these members.
    Table(Table),
    /// A table with exactly one of these members.
    OneOf(Table),
    /// A table with exactly one of the first and any of the second.
    OneOfWith(Table, Table),
    /// Tables, values by the names of variables.
    Variables(&'static Form),
    /// The first or the second.
    Either(&'static Form, &'static Form),
    /// Several tables of these members, at least one.
    Tables(Table),
}

pub(super) const fn member(name: &'static str, form: Form, about: &'static str) -> Member {
    Member {
        name,
        form,
        needed: false,
        about,
    }
}

pub(super) const fn needed(name: &'static str, form: Form, about: &'static str) -> Member {
    Member {
        name,
        form,
        needed: true,
        about,
    }
}

/// The whole file.
pub(super) const SCENARIO: Table = &[
    needed("title", Form::Line, "The name of the test."),
    member("description", Form::Text, "What the scenario shows."),
    member(
        "category",
        Form::Line,
        "The category's label; without it, made of the file's path.",
    ),
    member(
        "feature",
        Form::Line,
        "The feature's label; without it, made of the file's path.",
    ),
    member(
        "group",
        Form::Line,
        "The heading that the steps stand under; without it, the feature.",
    ),
    member(
        "profile",
        Form::Line,
        "The profile that the scenario puts on, as `issuercheck list profiles` names it.",
    ),
    member(
        "credentials",
        Form::OneOf(CREDENTIALS),
        "Where the report says that the credentials come from.",
    ),
    member(
        "vars",
        Form::Variables(&Form::Either(
            &Form::Template,
            &Form::OneOfWith(SOURCES, OPTIONAL),
        )),
        "Variables with values that may be shown.",
    ),
    member(
        "secrets",
        Form::Variables(&Form::OneOfWith(SOURCES, OPTIONAL)),
        "Variables with values that may not be shown.",
    ),
    needed("step", Form::Tables(STEP), "The steps, in order."),
];

pub(super) const CREDENTIALS: Table = &[
    member(
        "registration",
        Form::Place,
        "A client is registered with the initial access token at PLACE.initialAccessToken.",
    ),
    member(
        "configured",
        Form::Place,
        "The client at PLACE.clientId and PLACE.clientSecret is used.",
    ),
];

/// Where a value from outside comes from.
pub(super) const SOURCES: Table = &[
    member("config", Form::Place, "A place in the configuration."),
    member("env", Form::Filled, "An environment variable."),
    member("file", Form::Filled, "A file; its first line is the value."),
];

pub(super) const OPTIONAL: Table = &[member(
    "optional",
    Form::Flag,
    "Whether the scenario runs without it.",
)];

pub(super) const STEP: Table = &[
    needed("id", Form::StepId, "The step's name in its scenario."),
    member(
        "title",
        Form::Line,
        "The heading of the exchange; without it, the usual name of the action.",
    ),
    member(
        "spec",
        Form::Line,
        "The step's line in the report; it passes when the step completes.",
    ),
    member(
        "probe",
        Form::Word(|| Probe::ALL.iter().map(|probe| probe.name()).collect()),
        "What the step asks beyond its action.",
    ),
    member(
        "after",
        Form::FilledOnes,
        "The steps before this one that must be over.",
    ),
    member(
        "shared",
        Form::Flag,
        "Whether the step is performed once for all scenarios of a run.",
    ),
    member(
        "otherwise",
        Form::Variables(&Form::Template),
        "The values of variables with which the step is performed once more.",
    ),
    member(
        "when",
        Form::Table(WHEN),
        "The step runs only where this holds.",
    ),
    needed(
        "do",
        Form::OneOf(ACTIONS),
        "What the step does: exactly one action.",
    ),
    member(
        "capture",
        Form::Variables(&Form::OneOfWith(CAPTURE_FROM, CAPTURE)),
        "What to keep of the response, by the names of variables.",
    ),
];

pub(super) const WHEN: Table = &[
    member(
        "metadata",
        Form::FilledOnes,
        "The metadata has this member, or all of these.",
    ),
    member(
        "lists",
        Form::Lists,
        "The metadata lists these values in the members of these names.",
    ),
    member("has", Form::FilledOnes, "These variables have values."),
    member(
        "lacks",
        Form::FilledOnes,
        "These variables have none: the probe stands in for one that would use them.",
    ),
    member(
        "https",
        Form::Flag,
        "Whether the issuer must be an https one.",
    ),
];

/// Where a captured value is.
pub(super) const CAPTURE_FROM: Table = &[
    member(
        "json",
        Form::Pointer,
        "A JSON pointer (RFC 6901) into the response's body.",
    ),
    member("header", Form::Token, "A header field of the response."),
    member("sent", Form::Filled, "A part of the request."),
];

pub(super) const CAPTURE: Table = &[
    member(
        "change",
        Form::Word(|| words(&step::CHANGES)),
        "How the value is changed.",
    ),
    member(
        "as",
        Form::Template,
        "What is kept in the place of the value, where the response has it.",
    ),
    member(
        "or",
        Form::Template,
        "The value where the response has none.",
    ),
    member(
        "secret",
        Form::Flag,
        "Whether the value is replaced by its name in reports.",
    ),
    member(
        "optional",
        Form::Flag,
        "Whether the step completes without it.",
    ),
];

/// What a step can do.
pub(super) const ACTIONS: Table = &[
    member(
        "discover",
        Form::Word(|| LOCATIONS.to_vec()),
        "Fetches authorization server metadata (RFC 8414 §3, OpenID Connect Discovery 1.0 §4).",
    ),
    member(
        "jwks",
        Form::Table(&[]),
        "Fetches the JWK set (RFC 7517 §5).",
    ),
    member(
        "register",
        Form::Table(REGISTER),
        "Registers a client (RFC 7591 §3.1).",
    ),
    member(
        "read-client",
        Form::Table(MANAGE),
        "Reads a client (RFC 7592 §2.1).",
    ),
    member(
        "update-client",
        Form::Table(UPDATE),
        "Updates a client (RFC 7592 §2.2).",
    ),
    member(
        "delete-client",
        Form::Table(MANAGE),
        "Deletes a client (RFC 7592 §2.3).",
    ),
    member(
        "token",
        Form::Table(FORM),
        "Asks for a token (RFC 6749 §3.2).",
    ),
    member(
        "introspect",
        Form::Table(FORM),
        "Introspects a token (RFC 7662 §2.1).",
    ),
    member(
        "revoke",
        Form::Table(FORM),
        "Revokes a token (RFC 7009 §2.1).",
    ),
    member(
        "resource",
        Form::Table(RESOURCE),
        "Uses a token at a protected resource (RFC 6750 §2).",
    ),
    member("raw", Form::Table(RAW), "Sends what no other action can."),
    member("wait", Form::Wait, "Waits, from `1ms` to `60s`."),
];
