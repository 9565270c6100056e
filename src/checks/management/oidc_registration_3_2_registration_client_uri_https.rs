//! `oidc-registration-3.2-registration-client-uri-https`: a client is managed over TLS.

use url::Url;

use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::checks::registration::shared::{each, shown, with};
use crate::evidence::{Evidence, Registration};
use crate::spec::{Citation, Spec};

const MEMBER: &str = "registration_client_uri";

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-3.2-registration-client-uri-https",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcRegistration, "3.2"),
        Citation::rfc(7592, "2"),
    ],
    statement: "registration_client_uri is an https URL.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::RegistrationHas(MEMBER),
    evaluate,
    remedy: "Return the https URL of the client configuration endpoint; behind a proxy, build it from the public address.",
    fails_on: &[Fixture::new(
        "an http URL",
        &[with(
            "/registration_client_uri",
            r#""http://issuer.localhost/register/client""#,
        )],
    )],
    faults: &["registration-client-uri-http"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    evidence.runs_over_https()?;
    each(evidence, judge)
}

// What is no absolute URL at all is for another rule.
fn judge(registration: &Registration<'_>) -> Option<Problem> {
    let url = registration
        .text(MEMBER)
        .and_then(|uri| Url::parse(uri).ok());
    let insecure = url.is_some_and(|url| url.scheme() != "https");
    let problem = || {
        let observed = shown(registration, MEMBER);
        Problem::new(registration.at(MEMBER), "an https URL", observed)
    };
    insecure.then(problem)
}
