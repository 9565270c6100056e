//! `rfc7591-5-redirect-uris-required`: a grant with a redirection needs redirection URIs.

use super::shared::{Found, redirects};
use super::shared_probes::unless_refused;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-5-redirect-uris-required",
    aliases: &[],
    cites: &[Citation::rfc(7591, "5")],
    statement: "A client of a redirect-based grant is not registered without redirection URIs.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "RFC 7591 leaves it to the server whether a client without such a grant needs any; OpenID Connect Registration asks every client for them.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::RedirectUrisMissing],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a client of the authorization code grant that has no redirect_uris.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::RedirectUrisMissing, On::Status(201)),
            Change::On(
                Probe::RedirectUrisMissing,
                On::Text(r#"{"client_id": "another", "grant_types": ["authorization_code"]}"#),
            ),
        ],
    )],
    faults: &["redirect-uris-missing-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &["redirect_uris"];
    unless_refused(evidence, &[Probe::RedirectUrisMissing], about, judge)
}

fn judge(client: &Object<'_>) -> Found {
    let grants = client.get("grant_types").filter(|grants| grants.is_array());
    if grants.is_none() {
        let reason = format!("{} does not show grant_types", client.seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    if !redirects(grants) || !client.list("redirect_uris").is_empty() {
        return Ok(Vec::new());
    }
    let expected = format!("redirection URIs for {}", client.shown("grant_types"));
    let observed = client.shown("redirect_uris");
    Ok(vec![Problem::new(
        client.at("redirect_uris"),
        expected,
        observed,
    )])
}
