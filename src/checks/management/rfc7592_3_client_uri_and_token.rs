//! `rfc7592-3-client-uri-and-token`: who can manage a client is told where, and given a token.

use url::Url;

use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::checks::registration::shared::{each, shown, with, without};
use crate::evidence::{Evidence, Registration};
use crate::spec::{Citation, Spec};

const URI: &str = "registration_client_uri";
const TOKEN: &str = "registration_access_token";

pub(super) static CHECK: Check = Check {
    id: "rfc7592-3-client-uri-and-token",
    aliases: &["oidc-registration-3.2-management-both-or-neither"],
    cites: &[
        Citation::rfc(7592, "3"),
        Citation::of(Spec::OidcRegistration, "3.2"),
    ],
    statement: "A registration response has both registration_client_uri, as an absolute URL, and registration_access_token, or neither of them.",
    level: Level::Required,
    severity: Severity::Failure,
    note: Some(
        "RFC 7592 requires both of a server that supports it; OpenID Connect Registration asks for both or neither.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the registration response has registration_client_uri or registration_access_token",
        |evidence| {
            let one =
                |registration: &Registration<'_>| registration.has(URI) || registration.has(TOKEN);
            Ok(evidence.registrations()?.iter().any(one))
        },
    ),
    evaluate,
    remedy: "Return registration_client_uri and registration_access_token each, or leave out both.",
    fails_on: &[
        Fixture::new("no token", &[without("/registration_access_token")]),
        Fixture::new(
            "the URI is null",
            &[with("/registration_client_uri", "null")],
        ),
        Fixture::new(
            "a relative URI",
            &[with("/registration_client_uri", r#""/register/c""#)],
        ),
        Fixture::new(
            "an empty token",
            &[with("/registration_access_token", r#""""#)],
        ),
    ],
    faults: &["registration-access-token-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, judge)
}

fn judge(registration: &Registration<'_>) -> Vec<Problem> {
    if !registration.has(URI) && !registration.has(TOKEN) {
        return Vec::new();
    }
    let absolute = registration
        .text(URI)
        .is_some_and(|uri| Url::parse(uri).is_ok());
    let given = registration
        .text(TOKEN)
        .is_some_and(|token| !token.is_empty());
    let uri = || {
        Problem::new(
            registration.at(URI),
            "an absolute URL",
            shown(registration, URI),
        )
    };
    let token = || {
        let observed = match registration.get(TOKEN) {
            None => "missing",
            Some(token) if token.is_string() => "an empty string",
            Some(_) => "a value that is no string",
        };
        Problem::new(
            registration.at(TOKEN),
            "a string that is not empty",
            observed,
        )
    };
    let problems = (!absolute).then(uri).into_iter();
    problems.chain((!given).then(token)).collect()
}
