//! `oidc-registration-2-native-redirect-uris`: a native client is on the local machine.

use super::shared::Found;
use super::shared_probes::{if_understood, registered_uris, unless_refused};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Object};
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-2-native-redirect-uris",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcRegistration, "2"),
        Citation::rfc(8252, "7.2"),
    ],
    statement: "The redirection URIs of a native client have a custom scheme, or are http ones of the loopback interface.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "RFC 8252 recommends https URIs that an application has claimed, which this rule leaves no room for.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::NativeRemoteHttps],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Check redirect_uris against application_type.",
    fails_on: &[Fixture::new(
        "registered",
        &[
            Change::On(Probe::NativeRemoteHttps, On::Status(201)),
            Change::On(
                Probe::NativeRemoteHttps,
                On::Text(
                    r#"{"client_id": "another", "application_type": "native", "redirect_uris": ["https://client.example/cb"]}"#,
                ),
            ),
        ],
    )],
    faults: &["native-client-https-registered"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let about = &["application_type"];
    let verdict = unless_refused(evidence, &[Probe::NativeRemoteHttps], about, judge);
    if_understood(evidence, "application_type", verdict)
}

fn judge(client: &Object<'_>) -> Found {
    if client.text("application_type") != Some("native") {
        let reason = format!("{} does not show a native client", client.seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    let expected = "a custom scheme, or http on the loopback interface";
    registered_uris(client, expected, |uri| uri.starts_with("https://"))
}
