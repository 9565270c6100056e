//! `rfc8259-8.1-utf8-no-bom`: JSON is UTF-8.

use super::shared::{has_json, is_utf16, json};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8259-8.1-utf8-no-bom",
    aliases: &[],
    cites: &[Citation::rfc(8259, "8.1")],
    statement: "JSON sent between systems is UTF-8 and does not begin with a byte order mark.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A charset parameter of another name is a suggestion: RFC 8259 §11 gives the parameter no meaning.",
    ),
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("a response is declared as JSON", has_json),
    evaluate,
    remedy: "Write JSON with a UTF-8 encoder that adds no byte order mark.",
    fails_on: &[
        Fixture::new(
            "a byte order mark",
            &[Change::Replace(Action::Discover, "{", "\u{feff}{")],
        ),
        Fixture::new(
            "Latin-1",
            &[Change::Bytes(
                Action::Discover,
                b"{\"service_documentation\":\"caf\xe9\"}",
            )],
        ),
        Fixture::new("UTF-16", &[Change::Bytes(Action::Discover, b"{\0}\0")]),
        Fixture::new(
            "a charset",
            &[Change::Header(
                Action::Discover,
                "content-type",
                Some("application/json; charset=iso-8859-1"),
            )],
        ),
    ],
    faults: &["introspection-byte-order-mark"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let declared = json(evidence)?;
    Ok(Outcome::of(declared.into_iter().flat_map(wrong).collect()))
}

fn wrong(seen: &Seen<'_>) -> Vec<Problem> {
    let Some(bytes) = seen.response().and_then(|response| response.body.bytes()) else {
        return Vec::new();
    };
    let observed = match std::str::from_utf8(bytes) {
        Err(error) => Some(format!(
            "bytes that are not UTF-8 after {} bytes",
            error.valid_up_to()
        )),
        Ok(text) if text.starts_with('\u{feff}') => {
            Some("a byte order mark at the beginning".to_owned())
        }
        Ok(text) if is_utf16(text) => {
            Some("UTF-16 or UTF-32: NUL bytes at the beginning".to_owned())
        }
        Ok(_) => None,
    };
    let encoding = observed
        .map(|observed| Problem::new(seen.at(""), "UTF-8 without a byte order mark", observed));
    let charset = charset(seen).map(|charset| {
        Problem::new(
            seen.at_header("content-type"),
            "no charset other than utf-8",
            charset,
        )
        .only(Severity::Suggestion)
    });
    encoding.into_iter().chain(charset).collect()
}

/// A charset that is named and is not UTF-8.
fn charset(seen: &Seen<'_>) -> Option<String> {
    let value = seen.headers().ok()?.get("content-type")?;
    let named = value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let charset = value.trim().trim_matches('"').to_ascii_lowercase();
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then_some(charset)
    })?;
    (!matches!(named.as_str(), "utf-8" | "utf8")).then_some(named)
}
