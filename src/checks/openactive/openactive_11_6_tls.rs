//! `openactive-11.6-tls`: an Open Booking API is protected by TLS throughout.

use super::super::token::shared::cut;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};
use url::Url;

pub(super) static CHECK: Check = Check {
    id: "openactive-11.6-tls",
    aliases: &[],
    cites: &[Citation::of(Spec::OpenActive, "11.6")],
    statement: "All requests and responses of an Open Booking API are protected by TLS.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The document says SSL. An http URL that a check of another document reports is not reported again.",
    ),
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Metadata,
    evaluate,
    remedy: "Serve every endpoint over https and publish https URLs alone.",
    fails_on: &[
        Fixture::new(
            "the token endpoint at one location",
            &[Change::Oauth(
                "/token_endpoint",
                Some(r#""http://issuer.localhost/token""#),
            )],
        ),
        Fixture::new(
            "an endpoint of another specification",
            &[Change::Openid(
                "/end_session_endpoint",
                Some(r#""http://issuer.localhost/end""#),
            )],
        ),
    ],
    faults: &["oauth-metadata-token-endpoint-http"],
};

/// Endpoints that have a rule, and a check, of their own wherever they are named.
const OWN_RULE: &[&str] = &[
    "introspection_endpoint",
    "revocation_endpoint",
    "pushed_authorization_request_endpoint",
];

/// Endpoints that OpenID Connect Discovery, and its check, covers in its own document.
const OF_DISCOVERY: &[&str] = &[
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "registration_endpoint",
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    evidence.runs_over_https()?;
    let openid = evidence.openid().ok().flatten();
    let mut problems = Vec::new();
    for document in evidence.documents()? {
        for name in document
            .members
            .keys()
            .filter(|name| name.ends_with("_endpoint"))
        {
            let url = document.text(name).unwrap_or_default();
            // What both documents name is one cause; the document of OpenID Connect shows it.
            let owned = match &openid {
                Some(_) if document.openid => OF_DISCOVERY.contains(&name.as_str()),
                Some(openid) => openid.text(name) == Some(url),
                None => false,
            };
            if is_http(url) && !owned && !OWN_RULE.contains(&name.as_str()) {
                let observed = cut(&format!("{url:?}"));
                problems.push(Problem::new(
                    document.at(&cut(name)),
                    "an https URL",
                    observed,
                ));
            }
        }
    }
    for seen in evidence.of(Action::Resource) {
        let (at, url) = (seen.label.clone(), &seen.exchange.request.url);
        if is_http(url) {
            problems.push(Problem::new(at, "a request over https", cut(url)));
        }
    }
    Ok(Outcome::of(problems))
}

fn is_http(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.scheme() == "http")
}
