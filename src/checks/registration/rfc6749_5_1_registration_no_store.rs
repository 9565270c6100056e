//! `rfc6749-5.1-registration-no-store`: answers with credentials are stored nowhere.

use serde_json::Value;

use super::shared::{Found, cut, together};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-registration-no-store",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1"), Citation::rfc(7591, "3.2.1")],
    statement: "A response that carries a client secret or a registration access token is best marked Cache-Control: no-store.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some(
        "RFC 6749 demands it of token responses; RFC 7591 and RFC 7592 show it in their examples alone.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "an answer about a client holds a secret or a token",
        |evidence| Ok(with_credentials(evidence).next().is_some()),
    ),
    evaluate,
    remedy: "Send Cache-Control: no-store with registration and client configuration responses.",
    fails_on: &[
        Fixture::new(
            "no Cache-Control",
            &[Change::Header(Action::Register, "cache-control", None)],
        ),
        Fixture::new(
            "no-cache alone",
            &[Change::Header(
                Action::ReadClient,
                "cache-control",
                Some("no-cache"),
            )],
        ),
    ],
    faults: &["registration-cache-control-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together(with_credentials(evidence).map(judge))
}

fn with_credentials<'e, 'a>(evidence: &'e Evidence<'a>) -> impl Iterator<Item = &'e Seen<'a>> {
    evidence.all().iter().filter(|seen| {
        let about_client = matches!(
            seen.action(),
            Some(Action::Register | Action::ReadClient | Action::UpdateClient)
        );
        let holds = |json: Value| {
            ["client_secret", "registration_access_token"]
                .iter()
                .any(|name| {
                    json.get(name)
                        .and_then(Value::as_str)
                        .is_some_and(|text| !text.is_empty())
                })
        };
        about_client && seen.succeeded() && seen.json().is_some_and(holds)
    })
}

fn judge(seen: &Seen<'_>) -> Found {
    let values: Vec<&str> = seen.headers()?.all("cache-control").collect();
    let directives = values.iter().flat_map(|value| value.split(','));
    if directives
        .map(str::trim)
        .any(|directive| directive.eq_ignore_ascii_case("no-store"))
    {
        return Ok(Vec::new());
    }
    let observed = if values.is_empty() {
        "missing".to_owned()
    } else {
        cut(values.join(", "))
    };
    Ok(vec![Problem::new(
        seen.at_header("cache-control"),
        "no-store",
        observed,
    )])
}
