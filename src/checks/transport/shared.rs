//! What several rules of HTTP, TLS and JSON have in common.

use std::collections::BTreeSet;

use time::{
    OffsetDateTime, PrimitiveDateTime, format_description::BorrowedFormatItem,
    macros::format_description,
};
use url::{Position, Url};

use crate::{
    check::{Blocked, Outcome, Problem, Verdict},
    evidence::{Evidence, Seen},
    exchange::Headers,
};

/// Whether a media type is JSON's, or one with its structured syntax suffix (RFC 6839 §3.1).
fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// The responses with a body that is declared as JSON and recorded whole, byte by byte.
///
/// # Errors
///
/// There is none, and of some response the record does not show it.
pub(super) fn json<'e, 'a>(evidence: &'e Evidence<'a>) -> Result<Vec<&'e Seen<'a>>, Blocked> {
    let mut found = Vec::new();
    let mut unknown = None;
    for seen in evidence.answered()? {
        let media_type = match seen.media_type() {
            Ok(media_type) => media_type.unwrap_or_default(),
            Err(blocked) => {
                unknown = Some(blocked);
                continue;
            }
        };
        let Some(body) = seen.response().map(|response| &response.body) else {
            continue;
        };
        match body.bytes() {
            _ if !is_json(&media_type) || body.defect.is_some() => {}
            None => {
                let reason = "the record does not show the bytes of bodies".to_owned();
                unknown = Some(Blocked::NotObserved(reason));
            }
            Some([]) => {}
            Some(_) => found.push(seen),
        }
    }
    match unknown {
        Some(blocked) if found.is_empty() => Err(blocked),
        _ => Ok(found),
    }
}

/// Whether there is a response that [`json`] gives.
pub(super) fn has_json(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    json(evidence).map(|found| !found.is_empty())
}

/// The text of a body, without a byte order mark, where it is UTF-8; what is not belongs to the rule about UTF-8.
pub(super) fn json_text<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    let text = seen.response()?.body.text()?;
    (!is_utf16(text)).then(|| text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Whether a text that can be read as UTF-8 is UTF-16 or UTF-32: no JSON text has a NUL at its beginning.
pub(super) fn is_utf16(text: &str) -> bool {
    text.bytes().take(4).any(|byte| byte == 0)
}

/// Asks each response of which the record shows the header fields.
///
/// # Errors
///
/// There is none.
pub(super) fn each_with_headers(
    evidence: &Evidence<'_>,
    ask: impl Fn(&Seen<'_>, &Headers) -> Vec<Problem>,
) -> Verdict {
    let answered = evidence.answered()?;
    let shown: Vec<_> = answered
        .iter()
        .filter_map(|seen| seen.headers().ok().map(|headers| (seen, headers)))
        .collect();
    if shown.is_empty() {
        let reason = "the record does not show response headers".to_owned();
        return Err(Blocked::NotObserved(reason));
    }
    Ok(Outcome::of(
        shown
            .iter()
            .flat_map(|(seen, headers)| ask(seen, headers))
            .collect(),
    ))
}

/// The exchanges with an `https` URL that show something, one for each host and port.
pub(super) fn hosts<'e, 'a>(
    evidence: &'e Evidence<'a>,
    shows: impl Fn(&Seen<'a>) -> bool,
) -> Vec<&'e Seen<'a>> {
    let mut hosts = BTreeSet::new();
    let https = evidence.all().iter().filter(|seen| shows(seen));
    https
        .filter(|seen| {
            let url = Url::parse(&seen.exchange.request.url).ok();
            let host = url.filter(|url| url.scheme() == "https").map(|url| {
                let authority = &url[Position::BeforeHost..Position::AfterPort];
                authority.to_owned()
            });
            host.is_some_and(|host| hosts.insert(host))
        })
        .collect()
}

/// Whether an `https` URL was asked.
pub(super) fn over_https(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    if evidence.all().is_empty() {
        return Err(Blocked::NotObserved(
            "the record has no exchange".to_owned(),
        ));
    }
    Ok(!hosts(evidence, |_| true).is_empty())
}

/// `IMF-fixdate` of RFC 9110 §5.6.7, the only form of a date that a sender may use.
const IMF_FIXDATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// A date as a header field has it.
pub(super) fn http_date(value: &str) -> Option<OffsetDateTime> {
    let date = PrimitiveDateTime::parse(value, IMF_FIXDATE).ok()?;
    Some(date.assume_utc())
}
