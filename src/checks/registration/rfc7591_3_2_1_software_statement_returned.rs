//! `rfc7591-3.2.1-software-statement-returned`: a software statement that was used is returned.

use super::shared_probes::statement;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Jws};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-software-statement-returned",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1")],
    statement: "A software statement that was used is returned as it was sent, and what was registered from it is returned as well.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A server may leave out a claim of the statement that it has no use for, so a missing one is a warning.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::SoftwareStatement],
    applies: Applies::Always,
    evaluate,
    remedy: "Return software_statement as it was sent, and the metadata from it as members of their own.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::On(
                Probe::SoftwareStatement,
                On::Body("/software_statement", None),
            )],
        ),
        Fixture::new(
            "another",
            &[Change::On(
                Probe::SoftwareStatement,
                On::Body("/software_statement", Some(r#""a.b.c""#)),
            )],
        ),
        Fixture::new(
            "a claim is missing",
            &[Change::On(
                Probe::SoftwareStatement,
                On::Body("/client_name", None),
            )],
        ),
    ],
    faults: &["software-statement-not-returned"],
};

/// Client metadata that a statement may have (RFC 7591 §2); what else it claims is about the statement itself.
const METADATA: &[&str] = &[
    "redirect_uris",
    "token_endpoint_auth_method",
    "grant_types",
    "response_types",
    "client_name",
    "client_uri",
    "logo_uri",
    "scope",
    "contacts",
    "tos_uri",
    "policy_uri",
    "jwks_uri",
    "jwks",
    "software_id",
    "software_version",
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let (client, sent) = statement(evidence)?;
    let name = "software_statement";
    let mut problems = Vec::new();
    if client.text(name) != Some(sent.as_str()) {
        let observed = if client.has(name) {
            "another value"
        } else {
            "missing"
        };
        problems.push(Problem::new(
            client.at(name),
            "the statement that was sent",
            observed,
        ));
    }
    let claims = Jws::read(&sent).map(|statement| statement.payload);
    let claims = claims.unwrap_or_default();
    let missing = METADATA
        .iter()
        .filter(|name| claims.contains_key(**name) && !client.has(name));
    problems.extend(missing.map(|name| {
        let expected = "the value in force, as the statement has one";
        Problem::new(client.at(name), expected, "missing").only(Severity::Warning)
    }));
    Ok(Outcome::of(problems))
}
