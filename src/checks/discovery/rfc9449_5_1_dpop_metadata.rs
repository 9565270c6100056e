//! `rfc9449-5.1-dpop-metadata`: proofs of possession are signed with private keys.

use serde_json::Value;

use super::shared::{each, list, unless};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9449-5.1-dpop-metadata",
    aliases: &[],
    cites: &[Citation::rfc(9449, "5.1"), Citation::rfc(9449, "4.2")],
    statement: "The algorithms for DPoP proofs are listed in an array that offers neither none nor a symmetric algorithm.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: Some(
        "The member is defined in section 5.1; the ban on none and on symmetric algorithms is in section 4.2.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("dpop_signing_alg_values_supported"),
    evaluate,
    remedy: "List asymmetric algorithms only, as ES256.",
    fails_on: &[
        Fixture::new(
            "HS256",
            &[Change::Oauth(
                "/dpop_signing_alg_values_supported",
                Some(r#"["ES256", "HS256"]"#),
            )],
        ),
        Fixture::new(
            "none",
            &[Change::Oauth(
                "/dpop_signing_alg_values_supported",
                Some(r#"["none"]"#),
            )],
        ),
        Fixture::new(
            "not an array",
            &[Change::Oauth(
                "/dpop_signing_alg_values_supported",
                Some(r#""ES256""#),
            )],
        ),
    ],
    faults: &["oauth-metadata-dpop-symmetric-algorithm"],
};

const ALGORITHMS: &str = "dpop_signing_alg_values_supported";

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        // At openid-configuration another rule says which members are arrays.
        let array = document.get(ALGORITHMS).is_none_or(Value::is_array);
        if !array && !document.openid {
            return Ok(unless(
                false,
                document,
                ALGORITHMS,
                "an array of algorithms",
            ));
        }
        let mut banned = list(document, ALGORITHMS)?;
        banned.retain(|algorithm| matches!(*algorithm, "none" | "HS256" | "HS384" | "HS512"));
        if banned.is_empty() {
            return Ok(Vec::new());
        }
        let expected = "asymmetric algorithms only";
        Ok(vec![Problem::new(
            document.at(ALGORITHMS),
            expected,
            format!("{banned:?}"),
        )])
    })
}
