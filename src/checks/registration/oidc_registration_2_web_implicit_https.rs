//! `oidc-registration-2-web-implicit-https`: a web client with the implicit grant is at a remote site with TLS.

use super::shared::{Found, has};
use super::shared_probes::{registered_uris, unless_refused};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-2-web-implicit-https",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcRegistration, "2")],
    statement: "The redirection URIs of a web client with the implicit grant are https ones, and not of localhost.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::WebImplicitHttp],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Check redirect_uris against application_type and grant_types.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::WebImplicitHttp, On::Status(201)),
            Change::On(
                Probe::WebImplicitHttp,
                On::Text(
                    r#"{"client_id": "another", "application_type": "web", "grant_types": ["implicit"], "redirect_uris": ["http://localhost/cb"]}"#,
                ),
            ),
        ],
    )],
    faults: &["web-client-implicit-http-localhost-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &[
        "application_type",
        "redirect_uris",
        "grant_types",
        "response_types",
    ];
    unless_refused(evidence, &[Probe::WebImplicitHttp], about, judge)
}

// A server without the implicit grant may register the client without it; application_type is web where it is not shown.
fn judge(client: &Object<'_>) -> Found {
    let implicit = has(client.get("grant_types"), "implicit");
    if !implicit || client.text("application_type") == Some("native") {
        return Ok(Vec::new());
    }
    let wrong = |uri: &str| !uri.starts_with("https://") || uri.starts_with("https://localhost");
    registered_uris(client, "an https URI of another host than localhost", wrong)
}
