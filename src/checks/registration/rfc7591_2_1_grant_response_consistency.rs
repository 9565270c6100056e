//! `rfc7591-2.1-grant-response-consistency`: grant types and response types agree.

use super::shared::{Found, has};
use super::shared_probes::unless_refused;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2.1-grant-response-consistency",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2.1")],
    statement: "A client is not registered with response types that its grant types do not allow.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::GrantResponseMismatch],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse what contradicts itself with invalid_client_metadata, or register values that agree and return them.",
    fails_on: &[
        Fixture::new(
            "code without authorization_code",
            &[
                Change::On(Probe::GrantResponseMismatch, On::Status(201)),
                Change::On(
                    Probe::GrantResponseMismatch,
                    On::Text(
                        r#"{"client_id": "another", "grant_types": ["client_credentials"], "response_types": ["code"]}"#,
                    ),
                ),
            ],
        ),
        Fixture::new(
            "token without implicit",
            &[
                Change::On(Probe::GrantResponseMismatch, On::Status(201)),
                Change::On(
                    Probe::GrantResponseMismatch,
                    On::Text(
                        r#"{"client_id": "another", "grant_types": ["authorization_code"], "response_types": ["token"]}"#,
                    ),
                ),
            ],
        ),
    ],
    faults: &["registration-grant-response-mismatch"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &["grant_types", "response_types"];
    unless_refused(evidence, &[Probe::GrantResponseMismatch], about, judge)
}

fn judge(client: &Object<'_>) -> Found {
    let list = |name| client.get(name).filter(|value| value.is_array());
    let (Some(grants), Some(_)) = (list("grant_types"), list("response_types")) else {
        let reason = format!("{} does not show what was registered", client.seen.label);
        return Err(Blocked::NotObserved(reason));
    };
    let types = client.list("response_types");
    let mut words = types.iter().flat_map(|value| value.split(' '));
    let contradicts = words.any(|word| {
        let needed = match word {
            "code" => "authorization_code",
            "token" | "id_token" => "implicit",
            _ => return false,
        };
        !has(Some(grants), needed)
    });
    let expected = format!(
        "response types of the grant types {}",
        client.shown("grant_types")
    );
    let observed = client.shown("response_types");
    let problem = || Problem::new(client.at("response_types"), expected, observed);
    Ok(contradicts.then(problem).into_iter().collect())
}
