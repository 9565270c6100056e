//! `rfc7591-5-redirect-uri-kinds`: a redirection URI is safe from whoever listens.

use super::shared_probes::{registered_uris, unless_refused};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-5-redirect-uri-kinds",
    aliases: &[],
    cites: &[Citation::rfc(7591, "5"), Citation::rfc(9700, "2.6")],
    statement: "A redirection URI is that of a remote site with TLS, of the local machine, or of an application-specific scheme.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "OpenID Connect Core 1.0 §3.1.2.1 left it to the server to allow http to confidential clients; RFC 9700 §2.6 leaves it to native ones on the loopback interface.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::RedirectUriRemoteHttp],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse http redirection URIs, unless they are of the loopback interface.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::RedirectUriRemoteHttp, On::Status(201)),
            Change::On(
                Probe::RedirectUriRemoteHttp,
                On::Text(
                    r#"{"client_id": "another", "redirect_uris": ["http://client.example/cb"], "grant_types": ["authorization_code"]}"#,
                ),
            ),
        ],
    )],
    faults: &["redirect-uri-remote-http-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &["redirect_uris"];
    unless_refused(evidence, &[Probe::RedirectUriRemoteHttp], about, |client| {
        registered_uris(client, "https for a remote site", |uri| {
            uri.starts_with("http://client.example")
        })
    })
}
