//! What several rooms of this family ask for: the document, a member of it, and whether it is a URL.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde_json::Value;
use url::Url;

use crate::check::{Applies, Blocked, Outcome, Problem, Verdict};
use crate::evidence::{Document, Evidence, Seen, cut};
use crate::exchange::{Action, Content, Outcome as Answer};

/// Where the answer at `openid-configuration` is judged, whatever it is.
pub(super) const ASKED: Applies = Applies::When(
    "openid-configuration was asked for, or metadata was read from it",
    |evidence| fetches(evidence).map(|all| !all.is_empty()),
);

/// The document at `openid-configuration`.
pub(super) fn openid<'a>(evidence: &Evidence<'a>) -> Result<Document<'a>, Blocked> {
    let none = || Blocked::NotObserved("there is no metadata at openid-configuration".to_owned());
    evidence.openid()?.ok_or_else(none)
}

/// The exchanges that asked for `openid-configuration`; none where the scenario asked for another location and no metadata
/// is at this one, which is then no defect.
pub(super) fn fetches<'e, 'a>(evidence: &'e Evidence<'a>) -> Result<Vec<&'e Seen<'a>>, Blocked> {
    let published = evidence.asked()?.is_openid() || evidence.openid()?.is_some();
    let all = evidence.of(Action::Discover);
    Ok(all.filter(|seen| published && seen.is_openid()).collect())
}

/// The status of an answer that succeeded.
pub(super) fn good_status(seen: &Seen<'_>) -> Result<u16, Blocked> {
    match seen.status() {
        Some(status) if seen.succeeded() => Ok(status),
        Some(status) => Err(Blocked::By(format!("{} got status {status}", seen.label))),
        None if seen.exchange.outcome == Answer::NotRecorded => Err(Blocked::NotObserved(format!(
            "the answer to {} is not recorded",
            seen.label
        ))),
        None => Err(Blocked::By(format!("{} got no response", seen.label))),
    }
}

/// The body of an answer as JSON; `None` where it is no JSON text.
pub(super) fn body(seen: &Seen<'_>) -> Result<Option<Value>, Blocked> {
    let unseen = |what: &str| {
        Err(Blocked::NotObserved(format!(
            "the body of {} {what}",
            seen.label
        )))
    };
    let Some(body) = seen.response().map(|response| &response.body) else {
        return unseen("is missing, as there was no response");
    };
    match (&body.content, body.text()) {
        (Content::NotRecorded, _) => unseen("is not recorded"),
        _ if body.defect.is_some() => unseen("is not whole"),
        (_, None) => Ok(None),
        (_, Some(text)) => match serde_json::from_str(text) {
            Ok(json) => Ok(Some(json)),
            // The grammar of RFC 8259 is kept, but a number or the depth is beyond what we read.
            Err(_) if serde_json::from_str::<IgnoredAny>(text).is_ok() => {
                unseen("is JSON of a depth or a size that is not read")
            }
            Err(_) => Ok(None),
        },
    }
}

/// The strings of a list. Another check owns a member that is no array of strings, and one that is empty.
pub(super) fn list<'d>(document: &'d Document<'_>, name: &str) -> Result<Vec<&'d str>, Blocked> {
    let items = document.get(name).and_then(Value::as_array);
    let strings: Option<Vec<&str>> =
        items.and_then(|items| items.iter().map(Value::as_str).collect());
    match strings {
        Some(strings) if !strings.is_empty() => Ok(strings),
        Some(_) => Err(Blocked::By(format!("{name} is an empty array"))),
        None => Err(Blocked::By(format!("{name} is no array of strings"))),
    }
}

/// Whether a member is published, and is what it should be.
pub(super) fn published(
    evidence: &Evidence<'_>,
    name: &str,
    expected: &str,
    right: impl FnOnce(&Value) -> bool,
) -> Verdict {
    let document = openid(evidence)?;
    if document.get(name).is_some_and(right) {
        return Ok(Outcome::Pass);
    }
    Ok(Outcome::fail(Problem::new(
        document.at(name),
        expected,
        document.shown(name),
    )))
}

/// Whether a list is published.
pub(super) fn published_list(evidence: &Evidence<'_>, name: &str, of: &str) -> Verdict {
    let document = openid(evidence)?;
    if document.has(name) {
        list(&document, name)?;
    }
    published(evidence, name, &format!("an array of {of}"), |_| true)
}

/// Whether a URL is published. Which scheme it has is another check's business.
pub(super) fn published_url(evidence: &Evidence<'_>, name: &str) -> Verdict {
    published(evidence, name, "an absolute https URL", |value| {
        absolute_url(value).is_some()
    })
}

/// Whether a list holds these values.
pub(super) fn lists(evidence: &Evidence<'_>, name: &str, wanted: &[&str]) -> Verdict {
    let document = openid(evidence)?;
    let listed = list(&document, name)?;
    let missing = wanted.iter().filter(|value| !listed.contains(value));
    let problems = missing.map(|value| {
        Problem::new(
            document.at(name),
            format!("a list with {value:?}"),
            document.shown(name),
        )
    });
    Ok(Outcome::of(problems.collect()))
}

/// What was seen to work, each with how that showed.
pub(super) type Used = BTreeMap<String, &'static str>;

/// Whether the list of each document, or what a missing one stands for, holds what works.
pub(super) fn lists_what_works(
    evidence: &Evidence<'_>,
    name: &str,
    default: &[&str],
    used: &Used,
) -> Verdict {
    let mut problems = Vec::new();
    for document in &evidence.documents()? {
        let listed = if document.has(name) {
            list(document, name)?
        } else {
            default.to_vec()
        };
        for (value, how) in used
            .iter()
            .filter(|(value, _)| !listed.contains(&value.as_str()))
        {
            let expected = format!("a list with {:?}, {how}", cut(value));
            problems.push(Problem::new(
                document.at(name),
                expected,
                document.shown(name),
            ));
        }
    }
    Ok(Outcome::of(problems))
}

/// A value that is an absolute URL with a host (RFC 3986 §3). The parser alone would forgive what is no URL: spaces,
/// backslashes, a missing `//`.
pub(super) fn absolute_url(value: &Value) -> Option<Url> {
    let text = value.as_str()?;
    let (_, rest) = text.split_once("://")?;
    let forgiven = |c: char| c.is_whitespace() || c.is_control() || c == '\\';
    if text.contains(forgiven) || rest.starts_with(['/', '?', '#']) {
        return None;
    }
    let url = Url::parse(text).ok().filter(Url::has_host)?;
    let scheme = text.get(..url.scheme().len())?;
    let told = text.get(url.scheme().len()..)?.starts_with("://");
    (told && scheme.eq_ignore_ascii_case(url.scheme())).then_some(url)
}

/// Whether a value is an issuer identifier: an `https` URL without query and fragment.
pub(super) fn is_issuer(value: &Value) -> bool {
    let whole = !value.as_str().is_some_and(|text| text.contains(['?', '#']));
    whole && absolute_url(value).is_some_and(|url| url.scheme() == "https")
}
