//! `oidc-registration-2-initiate-login-uri-https`: a login starts over TLS.

use super::shared_probes::{if_understood, unless_refused};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-2-initiate-login-uri-https",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "2")],
    statement: "An initiate_login_uri that is no https URI is not registered.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some("It is a rule for the value, which a client breaks first."),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::InitiateLoginUriHttp],
    applies: Applies::Always,
    evaluate,
    remedy: "Check the scheme of initiate_login_uri.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::InitiateLoginUriHttp, On::Status(201)),
            Change::On(
                Probe::InitiateLoginUriHttp,
                On::Text(
                    r#"{"client_id": "another", "initiate_login_uri": "http://client.example/login"}"#,
                ),
            ),
        ],
    )],
    faults: &["initiate-login-uri-http-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &["initiate_login_uri"];
    let verdict = unless_refused(evidence, &[Probe::InitiateLoginUriHttp], about, |client| {
        let name = "initiate_login_uri";
        let wrong = client.text(name).filter(|uri| uri.starts_with("http://"));
        let problem = |uri| Problem::new(client.at(name), "an https URI", format!("{uri:?}"));
        Ok(wrong.map(problem).into_iter().collect())
    });
    if_understood(evidence, "initiate_login_uri", verdict)
}
