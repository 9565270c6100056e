//! The tables of each action, and of how a client authenticates.

use super::auth;
use super::shape::{Form, Table, member, needed};

/// Where metadata is published.
pub(super) const LOCATIONS: &[&str] = &[
    "openid-configuration",
    "oauth-authorization-server",
    "either",
];

pub(super) const REGISTER: Table = &[
    needed(
        "metadata",
        Form::Object,
        "The client metadata, sent as JSON with its members in this order.",
    ),
    member("bearer", Form::HeaderValue, "The initial access token."),
];

pub(super) const MANAGE: Table = &[
    needed("uri", Form::Url, "The client configuration endpoint."),
    member(
        "bearer",
        Form::HeaderValue,
        "The registration access token.",
    ),
];

pub(super) const UPDATE: Table = &[
    needed("uri", Form::Url, "The client configuration endpoint."),
    member(
        "bearer",
        Form::HeaderValue,
        "The registration access token.",
    ),
    needed(
        "metadata",
        Form::Object,
        "The client metadata that replaces the registered one.",
    ),
    member(
        "base",
        Form::Template,
        "Metadata that the update starts from.",
    ),
    member(
        "without",
        Form::FilledList,
        "Members of it that are left out.",
    ),
];

pub(super) const FORM: Table = &[
    needed(
        "auth",
        Form::ClientAuthentication,
        "How the client authenticates; always written.",
    ),
    needed(
        "form",
        Form::Parameters,
        "The parameters, sent in the order of the file.",
    ),
];

pub(super) const RESOURCE: Table = &[
    needed("url", Form::Url, "The resource's URL."),
    member("bearer", Form::HeaderValue, "The access token."),
];

pub(super) const RAW: Table = &[
    needed("method", Form::Token, "The request method."),
    needed("url", Form::Url, "Where the request goes."),
    member("headers", Form::Headers, "Header fields, in order."),
    member("body", Form::Template, "The body."),
    member(
        "query",
        Form::Parameters,
        "Parameters that are added to the URL's query.",
    ),
    member(
        "auth",
        Form::ClientAuthentication,
        "How the client authenticates.",
    ),
    member(
        "form",
        Form::Parameters,
        "The parameters of a form in the body.",
    ),
    member("bearer", Form::HeaderValue, "A bearer token."),
    member(
        "over",
        Form::Word(|| words(&auth::OVER)),
        "What is below HTTP.",
    ),
];

/// The methods of client authentication (RFC 6749 §2.3), besides the word `none`.
pub(super) const METHODS: Table = &[
    member(
        "client_secret_basic",
        Form::Table(SECRET),
        "HTTP Basic (RFC 6749 §2.3.1).",
    ),
    member(
        "client_secret_post",
        Form::Table(SECRET),
        "Parameters of the form (RFC 6749 §2.3.1).",
    ),
    member(
        "private_key_jwt",
        Form::Table(KEY_ASSERTION),
        "An assertion signed with a key (RFC 7523 §2.2).",
    ),
    member(
        "client_secret_jwt",
        Form::Table(SECRET_ASSERTION),
        "An assertion signed with the client secret (OpenID Connect Core 1.0 §9).",
    ),
];

pub(super) const KEY_ASSERTION: Table = &[
    needed("client_id", Form::Template, "The client id."),
    needed("key", Form::Filled, "The name of the key."),
    member(
        "change",
        Form::Word(|| words(&auth::CHANGES)),
        "How the assertion departs from a good one.",
    ),
    member("alg", Form::Filled, "The JWS algorithm."),
    member(
        "audience",
        Form::Template,
        "The audience; without it, the issuer.",
    ),
];

pub(super) const SECRET_ASSERTION: Table = &[
    needed("client_id", Form::Template, "The client id."),
    needed("client_secret", Form::Template, "The client secret."),
    member(
        "change",
        Form::Word(|| words(&auth::CHANGES)),
        "How the assertion departs from a good one.",
    ),
    member("alg", Form::Filled, "The JWS algorithm."),
    member(
        "audience",
        Form::Template,
        "The audience; without it, the issuer.",
    ),
];

pub(super) fn words<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(word, _)| *word).collect()
}

pub(super) const SECRET: Table = &[
    needed("client_id", Form::Template, "The client id."),
    needed("client_secret", Form::Template, "The client secret."),
];
