//! `openactive-11.7.4.2.2-client-and-seller-claims`: access tokens name the client and the seller.

use super::super::token::shared::scope_values;
use super::shared::{OPEN_BOOKING, ORDERS_FEED, SEVERAL_SELLERS};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::evidence::Jwt;
use crate::spec::{Citation, Spec};
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "openactive-11.7.4.2.2-client-and-seller-claims",
    aliases: &[],
    cites: &[Citation::of(Spec::OpenActive, "11.7.4.2.2")],
    statement: "A JWT access token names its client in client_id or https://openactive.io/clientId, and, with openactive-openbooking, its seller in https://openactive.io/sellerId.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some(
        "Simply a recommendation: only the booking system reads its tokens, so other names do as well.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        SEVERAL_SELLERS,
        Applies::When(
            "a JWT access token has a scope of the Open Booking API",
            |evidence| Ok(evidence.jwts()?.iter().any(|jwt| !scopes(jwt).is_empty())),
        ),
    ]),
    evaluate,
    remedy: "Add the claim client_id, and https://openactive.io/sellerId for openactive-openbooking, to access tokens.",
    fails_on: &[
        Fixture::new(
            "no client",
            &[
                Change::Jose("typ", Some(r#""JWT""#)),
                Change::Claim("client_id", None),
            ],
        ),
        Fixture::new(
            "no seller",
            &[Change::Claim("scope", Some(r#""openactive-openbooking""#))],
        ),
    ],
    faults: &["openbooking-token-without-seller"],
};

const CLIENT_ID: &str = "https://openactive.io/clientId";
const SELLER_ID: &str = "https://openactive.io/sellerId";

/// The scopes of the Open Booking API that a token says it has, or else was granted.
fn scopes(jwt: &Jwt<'_>) -> Vec<&'static str> {
    let told = jwt.token.get("scope");
    let scope = jwt
        .claim("scope")
        .or(told)
        .map(scope_values)
        .unwrap_or_default();
    let mut known = vec![OPEN_BOOKING, ORDERS_FEED];
    known.retain(|name| scope.contains(name));
    known
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for jwt in evidence.jwts()? {
        let scopes = scopes(&jwt);
        let lacks = |name: &str| jwt.claim(name).is_none_or(Value::is_null);
        // RFC 9068 demands client_id of the tokens that follow it; that is another check's.
        if !scopes.is_empty() && !jwt.is_rfc9068() && lacks("client_id") && lacks(CLIENT_ID) {
            problems.push(Problem::new(
                jwt.at_claim("client_id"),
                "client_id or clientId",
                "missing",
            ));
        }
        if scopes.contains(&OPEN_BOOKING) && lacks(SELLER_ID) {
            problems.push(Problem::new(jwt.at_claim("sellerId"), SELLER_ID, "missing"));
        }
    }
    Ok(Outcome::of(problems))
}
