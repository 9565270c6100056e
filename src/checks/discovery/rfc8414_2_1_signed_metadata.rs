//! `rfc8414-2.1-signed-metadata`: signed metadata is signed, and says by whom.

use serde_json::Value;

use super::shared::{each, unless};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Jws};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2.1-signed-metadata",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2.1")],
    statement: "The value of signed_metadata is a signed JWT that names in iss who attests to the metadata.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A JWT that holds signed_metadata in turn is a warning: the section says SHOULD NOT.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("signed_metadata"),
    evaluate,
    remedy: "Sign the JWT with a JWS algorithm and give it the claim iss.",
    fails_on: &[
        Fixture::new(
            "alg none",
            &[Change::Oauth(
                "/signed_metadata",
                Some(r#""eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUifQ.""#),
            )],
        ),
        Fixture::new(
            "no iss",
            &[Change::Oauth(
                "/signed_metadata",
                Some(r#""eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl""#),
            )],
        ),
        Fixture::new(
            "nested",
            &[Change::Oauth(
                "/signed_metadata",
                Some(
                    r#""eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUiLCJzaWduZWRfbWV0YWRhdGEiOiIifQ.c2lnbmF0dXJl""#,
                ),
            )],
        ),
        Fixture::new(
            "an object",
            &[Change::Oauth(
                "/signed_metadata",
                Some(r#"{"iss": "https://as.example"}"#),
            )],
        ),
    ],
    faults: &["oauth-metadata-signed-with-none"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let name = "signed_metadata";
        match document.text(name).and_then(Jws::read) {
            Some(jwt) => Ok(wrong(&document.at(name), &jwt)),
            None => Ok(unless(
                !document.has(name),
                document,
                name,
                "a JWS in compact serialization",
            )),
        }
    })
}

fn wrong(at: &str, jwt: &Jws) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |place: &str, expected, value: Option<&Value>| {
        let observed = value.map_or_else(|| "missing".to_owned(), Value::to_string);
        problems.push(Problem::new(format!("{at}/{place}"), expected, observed));
    };
    let (algorithm, issuer) = (jwt.header.get("alg"), jwt.payload.get("iss"));
    if algorithm
        .and_then(Value::as_str)
        .is_none_or(|name| name.eq_ignore_ascii_case("none"))
    {
        add("header/alg", "a JWS algorithm other than none", algorithm);
    } else if !jwt.signed {
        add("signature", "a signature", None);
    }
    if !issuer.is_some_and(Value::is_string) {
        add("claims/iss", "the attesting party", issuer);
    }
    if jwt.payload.contains_key("signed_metadata") {
        let at = format!("{at}/claims/signed_metadata");
        problems.push(Problem::new(at, "no such claim", "present").only(Severity::Warning));
    }
    problems
}
