//! `rfc7591-3.2.1-client-id-unique`: no two clients have the same identifier.

use super::shared_probes::registered_clients;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object, Seen};
use crate::exchange::{Action, Probe};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-client-id-unique",
    aliases: &["oidc-registration-3.2-client-id-unique"],
    cites: &[
        Citation::rfc(7591, "3.2.1"),
        Citation::of(Spec::OidcRegistration, "3.2"),
    ],
    statement: "Every registration of another client gets a client_id of its own.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: Some(
        "OpenID Connect says MUST NOT and RFC 7591 SHOULD NOT: a warning where only the latter binds, and where an initial access token may be bound to one client.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::SecondClient],
    applies: Applies::Always,
    evaluate,
    remedy: "Generate an identifier for each registration.",
    fails_on: &[Fixture::new(
        "every registration gets the same",
        &[
            Change::Body(Action::Register, "/client_id", Some(r#""demo""#)),
            Change::On(
                Probe::SecondClient,
                On::Body("/client_id", Some(r#""demo""#)),
            ),
        ],
    )],
    faults: &["client-id-follows-policy-uri"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let clients = registered_clients(evidence)?;
    let bound = |seen: &Seen<'_>| seen.exchange.request.headers.get("authorization").is_some();
    let provider = matches!(evidence.openid(), Ok(Some(_)));
    let problem = |(index, client): (usize, &Object<'_>)| {
        let id = client.text("client_id")?;
        let earlier = clients.iter().take(index);
        let twin = earlier
            .rev()
            .find(|earlier| earlier.text("client_id") == Some(id))?;
        let observed = format!("{}, as of {}", client.shown("client_id"), twin.seen.label);
        let problem = Problem::new(client.at("client_id"), "an identifier of its own", observed);
        let weaker = !provider || bound(&client.seen) && bound(&twin.seen);
        Some(if weaker {
            problem.only(Severity::Warning)
        } else {
            problem
        })
    };
    let problems = clients.iter().enumerate().filter_map(problem);
    Ok(Outcome::of(problems.collect()))
}
