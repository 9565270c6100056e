//! `rfc7518-3.3-rsa-key-2048`: RSA keys are not short.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Key};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7518-3.3-rsa-key-2048",
    aliases: &[],
    cites: &[
        Citation::rfc(7518, "3.3"),
        Citation::rfc(7518, "3.5"),
        Citation::rfc(7518, "4.2"),
        Citation::rfc(7518, "4.3"),
    ],
    statement: "RSA keys have 2048 bits or more, whichever algorithm of JWA they are for.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::KeyType("RSA"),
    evaluate,
    remedy: "Make a new RSA key of 2048 bits or more and retire the short one.",
    fails_on: &[Fixture::new(
        "a key of 1024 bits",
        &[Change::Body(
            Action::Jwks,
            "/keys/0/n",
            Some(
                r#""tJc9DQ83KzobhSn30dH2i-wy8C_teDcIgWzT1PJ2zzWlkWGDOW2vIesGK_1mcdERftHQVjWZefTKOian0snp54SxQCJNEfi7eeLkwao--lX2KOehOsa7Lmm9F9isP5m8wVAy912gZN_c2W0o3n_qmMmlxpW_YVwlLNNfXidn61E""#,
            ),
        )],
    )],
    faults: &["jwks-rsa-1024"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let readable = |key: &Key<'_>| key.text("kty") != Some("RSA") || key.modulus_bits().is_some();
    shared::each_readable_key(evidence, readable, |jwks, key| {
        let rsa = Some(key).filter(|key| key.text("kty") == Some("RSA"));
        let bits = rsa?.modulus_bits().filter(|bits| *bits < 2048)?;
        let observed = format!("a modulus of {bits} bits");
        Some(Problem::new(
            jwks.at(key.index, "n"),
            "2048 bits or more",
            observed,
        ))
    })
}
