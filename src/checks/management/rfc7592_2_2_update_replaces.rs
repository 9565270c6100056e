//! `rfc7592-2.2-update-replaces`: what an update brings takes the place of what was registered.

use super::shared_probes::{REDIRECT_URIS, done, registered_at, sent, shown_after};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7592-2.2-update-replaces",
    aliases: &[],
    cites: &[Citation::rfc(7592, "2.2")],
    statement: "The values of an update replace those that were registered, and are not added to them.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::RegistrationManagement,
    mode: Mode::Active,
    probes: &[Probe::Update, Probe::ReadUpdated],
    applies: Applies::Always,
    evaluate,
    remedy: "Overwrite each member with the value of the update.",
    fails_on: &[
        Fixture::new(
            "both URIs in the answer",
            &[Change::On(
                Probe::Update,
                On::Body(
                    "/redirect_uris",
                    Some(r#"["https://client.example/cb","https://client.example/other"]"#),
                ),
            )],
        ),
        Fixture::new(
            "both URIs in the read after it",
            &[Change::On(
                Probe::ReadUpdated,
                On::Body(
                    "/redirect_uris",
                    Some(r#"["https://client.example/other","https://client.example/cb"]"#),
                ),
            )],
        ),
    ],
    faults: &["client-update-merges"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let update = done(evidence, Probe::Update)?;
    let before = registered_at(evidence, &update.exchange.request.url);
    let before = before.ok_or_else(|| unknown(update))?;
    let wanted = sent(update, REDIRECT_URIS).unwrap_or_default();
    let clients = shown_after(evidence, update, Probe::ReadUpdated)?;
    Outcome::gather(clients.iter().map(|client| {
        let found = client
            .get(REDIRECT_URIS)
            .ok_or_else(|| unknown(&client.seen))?;
        let old = before.list(REDIRECT_URIS);
        let added = client
            .list(REDIRECT_URIS)
            .iter()
            .any(|uri| old.contains(uri));
        if *found == wanted {
            return Ok(Vec::new());
        }
        let asked = wanted.as_array().into_iter().flatten();
        let kept_alone = !asked
            .clone()
            .any(|uri| client.list(REDIRECT_URIS).iter().any(|found| uri == found));
        if kept_alone || !added {
            return Err(Blocked::NotObserved(format!(
                "{} does not show the values of the update, which a server may ignore",
                client.seen.label
            )));
        }
        let at = client.at(REDIRECT_URIS);
        Ok(vec![Problem::new(
            at,
            wanted.to_string(),
            client.shown(REDIRECT_URIS),
        )])
    }))
}

fn unknown(seen: &Seen<'_>) -> Blocked {
    Blocked::NotObserved(format!("{} does not show the redirect_uris", seen.label))
}
