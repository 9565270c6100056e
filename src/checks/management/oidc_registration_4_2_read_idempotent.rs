//! `oidc-registration-4.2-read-idempotent`: reading a client changes nothing.

use super::shared_probes::{done, shown};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-4.2-read-idempotent",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "4.2")],
    statement: "Reading a client does not change what is registered for it.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "Another registration_access_token is allowed: RFC 7592 §2.1 has the client go on with the one that it was given last.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::Read, Probe::ReadAgain],
    applies: Applies::Always,
    evaluate,
    remedy: "Leave the client as it is when it is read.",
    fails_on: &[
        Fixture::new(
            "another secret",
            &[Change::On(
                Probe::ReadAgain,
                On::Body(
                    "/client_secret",
                    Some(r#""another-secret-than-the-one-before""#),
                ),
            )],
        ),
        Fixture::new(
            "another name",
            &[Change::On(
                Probe::ReadAgain,
                On::Body("/client_name", Some(r#""read twice""#)),
            )],
        ),
        Fixture::new(
            "a member more",
            &[Change::On(Probe::ReadAgain, On::Body("/reads", Some("2")))],
        ),
    ],
    faults: &["client-read-secret-changes"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let first = done(evidence, Probe::Read)?;
    let second = done(evidence, Probe::ReadAgain)?;
    let both = shown(first).zip(shown(second));
    let (before, after) = both.ok_or_else(|| {
        Blocked::By(format!(
            "{} or {} shows no client",
            first.label, second.label
        ))
    })?;
    let mut names: Vec<&String> = before.members.keys().collect();
    names.extend(
        after
            .members
            .keys()
            .filter(|name| !before.members.contains_key(*name)),
    );
    let changed = names.into_iter().filter(|name| {
        *name != "registration_access_token"
            && before.members.get(*name) != after.members.get(*name)
    });
    let problems = changed.map(|name| {
        Problem::new(
            after.at(name),
            "what the read before it showed",
            observed(&after, name),
        )
    });
    Ok(Outcome::of(problems.collect()))
}

/// A member as a finding shows it; a secret is not shown.
fn observed(client: &Object<'_>, name: &str) -> String {
    if name == "client_secret" && client.has(name) {
        "another value".to_owned()
    } else {
        client.shown(name)
    }
}
