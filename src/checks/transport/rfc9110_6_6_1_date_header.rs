//! `rfc9110-6.6.1-date-header`: responses are dated.

use time::Duration;

use super::shared::{each_with_headers, http_date};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::{Action, Headers};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9110-6.6.1-date-header",
    aliases: &[],
    cites: &[Citation::rfc(9110, "6.6.1"), Citation::rfc(9110, "5.6.7")],
    statement: "An origin server that has a clock gives its 2xx, 3xx and 4xx responses a Date header, in the form that HTTP has for dates.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "Lowered from failure: generic HTTP hygiene without effect on the OAuth exchange. A date more than five minutes away from our clock is a suggestion, as such a clock breaks exp and iat.",
    ),
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Always,
    evaluate,
    remedy: "Let the HTTP stack write the Date header, and keep the server's clock synchronized.",
    fails_on: &[
        Fixture::new("no Date", &[Change::Header(Action::Discover, "date", None)]),
        Fixture::new(
            "another form of date",
            &[Change::Header(
                Action::Discover,
                "date",
                Some("2026-01-01T00:00:00Z"),
            )],
        ),
        Fixture::new(
            "a clock that is an hour behind",
            &[Change::Header(
                Action::Discover,
                "date",
                Some("Wed, 31 Dec 2025 23:00:00 GMT"),
            )],
        ),
    ],
    faults: &["date-missing"],
};

const TOLERANCE: Duration = Duration::minutes(5);

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_with_headers(evidence, |seen, headers| {
        if !seen
            .status()
            .is_some_and(|status| (200..500).contains(&status))
        {
            return Vec::new();
        }
        let problem = match headers.get("date") {
            None => Some(Problem::new(
                seen.at_header("date"),
                "a Date header",
                "missing",
            )),
            Some(value) => wrong(evidence, seen, headers, value.trim()),
        };
        problem.into_iter().collect()
    })
}

fn wrong(
    evidence: &Evidence<'_>,
    seen: &Seen<'_>,
    headers: &Headers,
    value: &str,
) -> Option<Problem> {
    let at = seen.at_header("date");
    let Some(date) = http_date(value) else {
        return Some(Problem::new(
            at,
            "a date as Sun, 06 Nov 1994 08:49:37 GMT",
            format!("{value:?}"),
        ));
    };
    let recorded = seen.exchange.time.map(|_| evidence.time(seen))?;
    // What a cache kept has the date of its origin (RFC 9111 §5.1).
    let age = headers
        .get("age")
        .and_then(|age| age.trim().parse::<u32>().ok());
    let apart = (date + Duration::seconds(age.unwrap_or_default().into()) - recorded).abs();
    (apart > TOLERANCE).then(|| {
        let expected = format!("a time within five minutes of {recorded}");
        Problem::new(at, expected, value).only(Severity::Suggestion)
    })
}
