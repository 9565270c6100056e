//! `rfc9068-2.2-sub-identifies-client`: the subject is the client.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Jwt};
use crate::exchange::Probe;
use crate::spec::Citation;

const PROBES: &[Probe] = &[Probe::SecondToken, Probe::OtherClientsToken];

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2-sub-identifies-client",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2")],
    statement: "sub of an access token that was got by client credentials corresponds to the client: it is the same in each token of a client, and another one for another client.",
    level: Level::Should,
    severity: Severity::Suggestion,
    note: Some("Which identifier of the client it is is the choice of the server."),
    subject: Subject::AccessToken,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Use the client_id as sub, or another identifier of the client that does not change.",
    fails_on: &[
        Fixture::new(
            "another one in each token",
            &[Change::On(
                Probe::SecondToken,
                On::Claim("sub", Some(r#""4711""#)),
            )],
        ),
        Fixture::new(
            "the same for all clients",
            &[
                Change::Claim("sub", Some(r#""service""#)),
                Change::On(Probe::SecondToken, On::Claim("sub", Some(r#""service""#))),
                Change::On(
                    Probe::OtherClientsToken,
                    On::Claim("sub", Some(r#""service""#)),
                ),
            ],
        ),
    ],
    faults: &["access-token-sub-random"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut tokens = evidence.rfc9068()?;
    tokens.extend(evidence.probed_jwts(PROBES)?);
    tokens.retain(|jwt| jwt.is_rfc9068() && jwt.claim("sub").is_some());
    tokens.retain(|jwt| !jwt.token.client_ids().is_empty());
    let mut tokens = tokens.iter();
    let first = tokens.next();
    let few = || Blocked::NotObserved("the record shows no two tokens with sub".to_owned());
    let first = first.filter(|_| tokens.len() > 0).ok_or_else(few)?;
    let problem = |jwt: &Jwt<'_>| {
        let same_client = jwt.token.client_ids() == first.token.client_ids();
        let same_sub = jwt.claim("sub") == first.claim("sub");
        let label = &first.token.seen.label;
        let expected = if same_client {
            format!("{}, as in {label}", first.shown_claim("sub"))
        } else {
            format!("another one than in {label}, which is of another client")
        };
        let problem = Problem::new(jwt.at_claim("sub"), expected, jwt.shown_claim("sub"));
        (same_client != same_sub).then_some(problem)
    };
    Ok(Outcome::of(tokens.filter_map(problem).collect()))
}
