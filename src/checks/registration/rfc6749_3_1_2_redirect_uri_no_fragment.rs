//! `rfc6749-3.1.2-redirect-uri-no-fragment`: a redirection URI has no fragment.

use super::shared_probes::{registered_uris, unless_refused};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.1.2-redirect-uri-no-fragment",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.1.2")],
    statement: "A redirection URI with a fragment is not registered.",
    level: Level::MustNot,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::RedirectUriFragment],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse redirection URIs with a fragment.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::RedirectUriFragment, On::Status(201)),
            Change::On(
                Probe::RedirectUriFragment,
                On::Text(
                    r#"{"client_id": "another", "redirect_uris": ["https://client.example/cb#fragment"], "grant_types": ["authorization_code"]}"#,
                ),
            ),
        ],
    )],
    faults: &["redirect-uri-fragment-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &["redirect_uris"];
    unless_refused(evidence, &[Probe::RedirectUriFragment], about, |client| {
        registered_uris(client, "a URI without a fragment", |uri| uri.contains('#'))
    })
}
