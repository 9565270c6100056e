//! `rfc7662-2.2-members-consistent`: introspection is about the token.

use super::shared::{ENDPOINT, GOOD, each};
use super::shared_facts::Facts;
use crate::check::{Blocked, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-members-consistent",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2")],
    statement: "What introspection says of a token agrees with the token response and with the claims of the token.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The source states it without a keyword. scope and aud may be less than the whole, because a server may limit what each caller is told.",
    ),
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: GOOD,
    applies: ENDPOINT,
    evaluate,
    remedy: "Answer with the data of the token that was asked about.",
    fails_on: &[
        Fixture::new(
            "the client_id of the caller",
            &[Change::On(
                Probe::IntrospectByOtherClient,
                On::Body("/client_id", Some(r#""the-caller""#)),
            )],
        ),
        Fixture::new(
            "another exp",
            &[Change::On(
                Probe::Introspect,
                On::Body("/exp", Some("1767229999")),
            )],
        ),
        Fixture::new(
            "more scope",
            &[Change::On(
                Probe::Introspect,
                On::Body("/scope", Some(r#""openactive-ordersfeed admin""#)),
            )],
        ),
        Fixture::new(
            "another audience",
            &[Change::On(
                Probe::Introspect,
                On::Body("/aud", Some(r#"["https://other.example"]"#)),
            )],
        ),
        Fixture::new(
            "another issuer",
            &[Change::On(
                Probe::Introspect,
                On::Body("/iss", Some(r#""https://other.example""#)),
            )],
        ),
    ],
    faults: &["introspection-callers-client-id"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let tokens = evidence.tokens()?;
    let jwts = evidence.jwts().unwrap_or_default();
    each(evidence, GOOD, true, |object| {
        let sent = object.seen.sent("token");
        let mut meant = tokens
            .iter()
            .filter(|token| token.text("access_token") == sent.as_deref());
        let none = || Blocked::NotObserved("the record does not show the token".to_owned());
        let token = meant.next().ok_or_else(none)?;
        let mut jwts = jwts.iter();
        let jwt = jwts.find(|jwt| jwt.token.seen.label == token.seen.label);
        Ok(Facts { token, jwt }.problems(object))
    })
}
