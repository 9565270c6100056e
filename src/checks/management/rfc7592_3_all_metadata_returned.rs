//! `rfc7592-3-all-metadata-returned`: a read shows the client whole.

use super::shared::{MANAGED, client, each, read_without};
use crate::check::{Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::checks::registration::shared::{Found, cut};
use crate::evidence::{ClientView, Evidence};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc7592-3-all-metadata-returned",
    aliases: &[],
    cites: &[
        Citation::rfc(7592, "3"),
        Citation::rfc(7592, "2.1"),
        Citation::of(Spec::OidcRegistration, "4.3"),
    ],
    statement: "Reads and updates of a client show all metadata registered for it, and its registration_client_uri and registration_access_token.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "OpenID Connect Registration allows a read to leave out the last two, so without them an OpenID provider gets a suggestion.",
    ),
    subject: Subject::RegistrationManagement,
    mode: Mode::Passive,
    probes: &[],
    applies: MANAGED,
    evaluate,
    remedy: "Answer with the full client record, as registration does.",
    fails_on: &[
        Fixture::new("no redirect_uris", &[read_without("/redirect_uris")]),
        Fixture::new(
            "only client_id",
            &[Change::Text(Action::ReadClient, r#"{"client_id":"c"}"#)],
        ),
        Fixture::new("no client_id", &[read_without("/client_id")]),
        Fixture::new(
            "no registration_access_token",
            &[read_without("/registration_access_token")],
        ),
    ],
    faults: &["client-read-redirect-uris-missing"],
};

/// Client metadata of RFC 7591 §2 and OpenID Connect Registration 1.0 §2; a member of another name need not be metadata.
const METADATA: &[&str] = &[
    "redirect_uris",
    "token_endpoint_auth_method",
    "grant_types",
    "response_types",
    "client_name",
    "client_uri",
    "logo_uri",
    "scope",
    "contacts",
    "tos_uri",
    "policy_uri",
    "jwks_uri",
    "jwks",
    "software_id",
    "software_version",
    "application_type",
    "subject_type",
    "id_token_signed_response_alg",
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let openid = evidence.openid().is_ok_and(|document| document.is_some());
    each(evidence, |view| judge(view, openid))
}

fn judge(view: &ClientView<'_>, openid: bool) -> Found {
    let object = client(view)?;
    let read = view.seen.action() == Some(Action::ReadClient);
    let missing =
        |name: &str| Problem::new(cut(object.at(name)), "the registered value", "missing");
    let registered = view.registration.members.keys().map(String::as_str);
    // An update replaces what was registered: what it leaves out is gone.
    let metadata =
        registered.filter(|name| *name == "client_id" || !view.updated && is_metadata(name));
    let lost = metadata.filter(|name| view.registration.has(name) && !object.has(name));
    let mut problems: Vec<Problem> = lost.map(missing).collect();
    for name in ["registration_client_uri", "registration_access_token"] {
        if object.has(name) {
            continue;
        }
        let problem = missing(name);
        problems.push(if read && openid {
            problem.only(Severity::Suggestion)
        } else {
            problem
        });
    }
    Ok(problems)
}

fn is_metadata(name: &str) -> bool {
    let plain = name.split('#').next().unwrap_or_default();
    METADATA.contains(&plain)
}
