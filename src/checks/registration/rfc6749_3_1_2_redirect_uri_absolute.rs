//! `rfc6749-3.1.2-redirect-uri-absolute`: a redirection URI is absolute.

use super::shared::together;
use super::shared_probes::{registered_uris, unless_refused};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, is_absolute_uri};
use crate::exchange::{Action, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-3.1.2-redirect-uri-absolute",
    aliases: &[],
    cites: &[Citation::rfc(6749, "3.1.2")],
    statement: "A redirection URI is absolute: neither a relative nor an empty one is registered.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse redirection URIs that have no scheme.",
    fails_on: &[
        Fixture::new(
            "a relative one",
            &[
                Change::On(Probe::RedirectUriRelative, On::Status(201)),
                Change::On(
                    Probe::RedirectUriRelative,
                    On::Text(
                        r#"{"client_id": "another", "redirect_uris": ["/cb"], "grant_types": ["authorization_code"]}"#,
                    ),
                ),
            ],
        ),
        Fixture::new(
            "an empty one",
            &[
                Change::On(Probe::RedirectUriEmpty, On::Status(201)),
                Change::On(
                    Probe::RedirectUriEmpty,
                    On::Text(
                        r#"{"client_id": "another", "redirect_uris": [""], "grant_types": ["authorization_code"]}"#,
                    ),
                ),
            ],
        ),
        Fixture::new(
            "in the normal course",
            &[Change::Body(
                Action::Register,
                "/redirect_uris/0",
                Some(r#""/cb""#),
            )],
        ),
    ],
    faults: &[
        "redirect-uri-relative-registered",
        "redirect-uri-empty-registered",
    ],
};

const PROBES: &[Probe] = &[Probe::RedirectUriRelative, Probe::RedirectUriEmpty];

const EXPECTED: &str = "an absolute URI";

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let relative = |uri: &str| !is_absolute_uri(uri);
    let probed = unless_refused(evidence, PROBES, &["redirect_uris"], |client| {
        registered_uris(client, EXPECTED, relative)
    });
    let plain = evidence.registrations().unwrap_or_default();
    let shown = plain.iter().filter(|client| client.has("redirect_uris"));
    let plain = together(shown.map(|client| registered_uris(client, EXPECTED, relative)));
    match (plain, probed) {
        (Ok(Outcome::Fail(mut problems)), probed) => {
            if let Ok(Outcome::Fail(more)) = probed {
                problems.extend(more);
            }
            Ok(Outcome::Fail(problems))
        }
        (_, probed) => probed,
    }
}
