//! `oidc-discovery-3-boolean-members`: flags are booleans.

use super::shared::openid;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-boolean-members",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcDiscovery, "3"),
        Citation::rfc(9101, "10.5"),
        Citation::rfc(9207, "3"),
        Citation::of(Spec::OidcFrontChannelLogout, "3"),
        Citation::of(Spec::OidcBackChannelLogout, "2.1"),
    ],
    statement: "Each member that is a flag is a JSON boolean.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The sections state the type without a keyword; it is treated as mandatory."),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Send flags as `true` or `false`, without quotation marks.",
    fails_on: &[
        Fixture::new(
            "a string",
            &[Change::Openid(
                "/request_parameter_supported",
                Some(r#""true""#),
            )],
        ),
        Fixture::new(
            "a number",
            &[Change::Openid(
                "/require_request_uri_registration",
                Some("1"),
            )],
        ),
        Fixture::new(
            "a flag of logout",
            &[Change::Openid(
                "/backchannel_logout_supported",
                Some(r#""false""#),
            )],
        ),
    ],
    faults: &["openid-metadata-flag-string"],
};

// The flags of PAR (RFC 9126) and mutual TLS (RFC 8705) belong to checks of their own.
const FLAGS: &[&str] = &[
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_request_uri_registration",
    "require_signed_request_object",
    "authorization_response_iss_parameter_supported",
    "frontchannel_logout_supported",
    "frontchannel_logout_session_supported",
    "backchannel_logout_supported",
    "backchannel_logout_session_supported",
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let document = openid(evidence)?;
    let wrong = |name: &&&str| document.get(name).is_some_and(|value| !value.is_boolean());
    let problems = FLAGS
        .iter()
        .filter(wrong)
        .map(|name| Problem::new(document.at(name), "true or false", document.shown(name)));
    Ok(Outcome::of(problems.collect()))
}
