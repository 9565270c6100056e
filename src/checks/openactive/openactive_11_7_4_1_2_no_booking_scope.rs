//! `openactive-11.7.4.1.2-no-booking-scope`: bookings are not opened by client credentials.

use super::super::token::shared::scope_values;
use super::super::token_errors::shared::{GIVEN, coded};
use super::shared::SEVERAL_SELLERS;
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "openactive-11.7.4.1.2-no-booking-scope",
    aliases: &[],
    cites: &[Citation::of(Spec::OpenActive, "11.7.4.1.2")],
    statement: "In a system of several sellers, client credentials do not give the scope openactive-openbooking.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some(
        "It follows from the table that the section recommends; a system of a single seller may grant the scope.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::BookingScope],
    applies: SEVERAL_SELLERS,
    evaluate,
    remedy: "Give the scope openactive-openbooking by the authorization code grant alone, where a seller consents.",
    fails_on: &[
        Fixture::new(
            "granted",
            &[
                Change::On(Probe::BookingScope, On::Status(200)),
                Change::On(
                    Probe::BookingScope,
                    On::Text(
                        r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","scope":"openactive-openbooking"}"#,
                    ),
                ),
            ],
        ),
        Fixture::new(
            "a token, and no scope in the response",
            &[
                Change::On(Probe::BookingScope, On::Status(200)),
                Change::On(Probe::BookingScope, On::Text(GIVEN)),
            ],
        ),
    ],
    faults: &["booking-scope-granted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::BookingScope)?;
    if seen.access_token().is_none() {
        // Who could not authenticate, or asked in vain for another reason, learned nothing about the scope.
        let refusal = coded(seen)?;
        if refusal.error == "invalid_client" {
            let reason = format!("{} was refused for another reason", seen.label);
            return Err(Blocked::NotObserved(reason));
        }
        return Ok(Outcome::Pass);
    }
    let object = seen.object()?;
    let granted = object.get("scope");
    if granted.is_some_and(|granted| !scope_values(granted).contains(&BOOKING)) {
        return Ok(Outcome::Pass);
    }
    let observed = format!("a token, and scope {}", object.shown("scope"));
    let expected = "no scope openactive-openbooking";
    Ok(Outcome::fail(Problem::new(
        object.at("scope"),
        expected,
        observed,
    )))
}

const BOOKING: &str = "openactive-openbooking";
