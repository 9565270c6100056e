//! `rfc7662-2-endpoint-tls`: the introspection endpoint is protected by TLS.

use super::shared::https_endpoint;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2-endpoint-tls",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2")],
    statement: "The introspection endpoint is protected by TLS: its URL is an https one.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("introspection_endpoint"),
    evaluate,
    remedy: "Serve the introspection endpoint over https and publish its https URL.",
    fails_on: &[
        Fixture::new(
            "an http URL",
            &[Change::Openid(
                "/introspection_endpoint",
                Some(r#""http://issuer.localhost/endpoint""#),
            )],
        ),
        Fixture::new(
            "at one location alone",
            &[Change::Oauth(
                "/introspection_endpoint",
                Some(r#""HTTP://issuer.localhost/endpoint""#),
            )],
        ),
        Fixture::new(
            "a path",
            &[Change::Openid(
                "/introspection_endpoint",
                Some(r#""/endpoint""#),
            )],
        ),
        Fixture::new(
            "not a string",
            &[Change::Openid("/introspection_endpoint", Some("true"))],
        ),
    ],
    faults: &["introspection-endpoint-http"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    https_endpoint(evidence, "introspection_endpoint")
}
