//! `rfc7009-2-endpoint-https`: the revocation endpoint is an https URL.

use super::shared::https_endpoint;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2-endpoint-https",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2")],
    statement: "The URL of the revocation endpoint is an https one.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Revocation,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Serve the revocation endpoint over https and publish its https URL.",
    fails_on: &[
        Fixture::new(
            "an http URL",
            &[Change::Openid(
                "/revocation_endpoint",
                Some(r#""http://issuer.localhost/endpoint""#),
            )],
        ),
        Fixture::new(
            "at one location alone",
            &[Change::Oauth(
                "/revocation_endpoint",
                Some(r#""HTTP://issuer.localhost/endpoint""#),
            )],
        ),
        Fixture::new(
            "a path",
            &[Change::Openid(
                "/revocation_endpoint",
                Some(r#""/endpoint""#),
            )],
        ),
        Fixture::new(
            "not a string",
            &[Change::Openid("/revocation_endpoint", Some("true"))],
        ),
    ],
    faults: &["revocation-endpoint-http"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    https_endpoint(evidence, "revocation_endpoint")
}
