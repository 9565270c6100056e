//! `rfc9068-3-resource-in-aud`: the token is for the resource it was asked for.

use super::shared::each;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-3-resource-in-aud",
    aliases: &[],
    cites: &[Citation::rfc(9068, "3"), Citation::rfc(8707, "2")],
    statement: "aud of an access token that was asked for with a resource parameter has the value of the parameter.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Active,
    probes: &[Probe::ResourceIndicator],
    applies: Applies::Rfc9068,
    evaluate,
    remedy: "Copy the resource parameter to aud.",
    fails_on: &[
        Fixture::new(
            "the same as without the parameter",
            &[Change::On(
                Probe::ResourceIndicator,
                On::Claim("aud", Some(r#""https://issuer.localhost/feeds/orders""#)),
            )],
        ),
        Fixture::new(
            "another one in a list",
            &[Change::On(
                Probe::ResourceIndicator,
                On::Claim("aud", Some(r#"["https://issuer.localhost/userinfo/"]"#)),
            )],
        ),
    ],
    faults: &["access-token-audience-fixed"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::ResourceIndicator)?;
    if seen.access_token().is_none() {
        return Err(Blocked::NotObserved(format!(
            "{} got no token for the resource",
            seen.label
        )));
    }
    let resource = seen.sent("resource").unwrap_or_default();
    let tokens = evidence.probed_jwts(&[Probe::ResourceIndicator])?;
    each(&tokens, |jwt| {
        if !jwt.is_rfc9068() {
            let reason = "the token for the resource does not follow RFC 9068";
            return Err(Blocked::Inapplicable(reason.to_owned()));
        }
        if jwt.claim("aud").is_none() {
            let reason = "the token for the resource has no aud";
            return Err(Blocked::By(reason.to_owned()));
        }
        let is = |value: &Value| value.as_str() == Some(&resource);
        let named = jwt.claim("aud").is_some_and(|aud| {
            let mut items = aud.as_array().into_iter().flatten();
            is(aud) || items.any(is)
        });
        let problem = || {
            let (at, observed) = (jwt.at_claim("aud"), jwt.shown_claim("aud"));
            Problem::new(at, format!("{resource:?}"), observed)
        };
        Ok((!named).then(problem))
    })
}
