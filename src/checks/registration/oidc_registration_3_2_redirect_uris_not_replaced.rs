//! `oidc-registration-3.2-redirect-uris-not-replaced`: redirection URIs are registered as sent.

use std::collections::BTreeSet;

use serde_json::Value;

use super::shared::{Found, each_found, sent, shown, with};
use crate::check::{
    Applies, Blocked, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Registration};
use crate::spec::{Citation, Spec};

const MEMBER: &str = "redirect_uris";

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-3.2-redirect-uris-not-replaced",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "3.2")],
    statement: "The server may refuse or replace requested values, but not redirect_uris.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The ban is the exception to a permission; RFC 7591 alone allows the server to replace these values too.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        Applies::RegistrationHas(MEMBER),
        Applies::When("redirect_uris were sent", |evidence| {
            Ok(evidence
                .registrations()?
                .iter()
                .any(|one| sent(one, MEMBER).is_some()))
        }),
    ]),
    evaluate,
    remedy: "Register the redirection URIs character by character as sent, or refuse the registration.",
    fails_on: &[
        Fixture::new(
            "another URI",
            &[with("/redirect_uris/0", r#""https://client.example/cb/""#)],
        ),
        Fixture::new(
            "one URI more",
            &[with("/redirect_uris/9", r#""https://client.example/more""#)],
        ),
        Fixture::new("none left", &[with("/redirect_uris", "[]")]),
    ],
    faults: &["registration-redirect-uris-replaced"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_found(evidence, judge)
}

// The same strings in any order; the types of the members are for another rule.
fn judge(registration: &Registration<'_>) -> Found {
    let Some(sent) = sent(registration, MEMBER).and_then(texts) else {
        return Ok(Vec::new());
    };
    let Some(registered) = registration.get(MEMBER).and_then(texts) else {
        let unreadable = "redirect_uris is not shown as an array of strings";
        return Err(Blocked::By(unreadable.to_owned()));
    };
    if sent == registered {
        return Ok(Vec::new());
    }
    let expected = super::shared::cut(format!("{sent:?}, as sent"));
    let observed = shown(registration, MEMBER);
    Ok(vec![Problem::new(
        registration.at(MEMBER),
        expected,
        observed,
    )])
}

fn texts(value: &Value) -> Option<BTreeSet<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}
