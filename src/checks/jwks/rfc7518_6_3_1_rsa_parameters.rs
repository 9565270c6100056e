//! `rfc7518-6.3.1-rsa-parameters`: an RSA key has its modulus and exponent, written as JOSE writes them.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7518-6.3.1-rsa-parameters",
    aliases: &[],
    cites: &[Citation::rfc(7518, "6.3.1"), Citation::rfc(7518, "2")],
    statement: "An RSA key has n and e in base64url without padding and without octets of zero in front.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::KeyType("RSA"),
    evaluate,
    remedy: "Write n and e as Base64urlUInt: big-endian, the fewest octets, base64url, no padding.",
    fails_on: &[
        Fixture::new(
            "e with a zero in front",
            &[Change::Body(Action::Jwks, "/keys/0/e", Some(r#""AAEAAQ""#))],
        ),
        Fixture::new(
            "e with padding",
            &[Change::Body(Action::Jwks, "/keys/0/e", Some(r#""Aw==""#))],
        ),
        Fixture::new(
            "n is missing",
            &[Change::Body(Action::Jwks, "/keys/0/n", None)],
        ),
        Fixture::new(
            "e is a number",
            &[Change::Body(Action::Jwks, "/keys/0/e", Some("65537"))],
        ),
        Fixture::new(
            "n in base64",
            &[Change::Replace(Action::Jwks, "_w2E2U2N", "/w2E2U2N")],
        ),
        Fixture::new(
            "an empty e",
            &[Change::Body(Action::Jwks, "/keys/0/e", Some(r#""""#))],
        ),
    ],
    faults: &["jwks-rsa-exponent-with-zero"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each_key(evidence, |jwks, key| {
        let of_type = key.text("kty") == Some("RSA");
        let names = ["n", "e"].into_iter().filter(move |_| of_type);
        let problems = names.filter_map(|name| {
            let observed = shared::octets(key, name).and_then(|octets| match octets.as_slice() {
                [] => Err("an empty string".to_owned()),
                [0, _, ..] => Err(format!("{} octets, the first of them 0", octets.len())),
                _ => Ok(()),
            });
            let expected = "an unsigned number in base64url, without zeros in front or padding";
            let at = jwks.at(key.index, name);
            observed
                .err()
                .map(|observed| Problem::new(at, expected, observed))
        });
        problems.collect::<Vec<_>>()
    })
}
