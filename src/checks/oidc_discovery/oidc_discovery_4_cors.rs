//! `oidc-discovery-4-cors`: scripts of other origins can read what they need.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4-cors",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "4")],
    statement: "Scripts of other origins can read the metadata and the JWK set, as clients in a browser have to.",
    level: Level::Should,
    severity: Severity::Suggestion,
    note: Some(
        "It is asked only where the configuration says that there are clients in browsers (probes.browserClients); other ways than CORS are left open.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Active,
    probes: &[Probe::CrossOrigin],
    applies: Applies::Always,
    evaluate,
    remedy: "Send Access-Control-Allow-Origin from the endpoints that clients in a browser call.",
    fails_on: &[
        Fixture::new(
            "no header field",
            &[Change::On(
                Probe::CrossOrigin,
                On::Header("access-control-allow-origin", None),
            )],
        ),
        Fixture::new(
            "another origin",
            &[Change::On(
                Probe::CrossOrigin,
                On::Header("access-control-allow-origin", Some("https://other.example")),
            )],
        ),
    ],
    faults: &["openid-metadata-without-cors"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut answered = evidence.probed(&[Probe::CrossOrigin])?;
    answered.retain(|seen| seen.succeeded());
    if answered.is_empty() {
        let reason = "no answer to a script of another origin succeeded";
        return Err(Blocked::NotObserved(reason.to_owned()));
    }
    Outcome::gather(answered.into_iter().map(|seen| {
        let name = "access-control-allow-origin";
        let allowed = seen.headers()?.get(name);
        let origin = seen.exchange.request.headers.get("origin");
        if allowed == Some("*") || (origin.is_some() && allowed == origin) {
            return Ok(Vec::new());
        }
        let observed = allowed.unwrap_or("missing");
        let expected = "* or the origin that asked";
        Ok(vec![Problem::new(seen.at_header(name), expected, observed)])
    }))
}
