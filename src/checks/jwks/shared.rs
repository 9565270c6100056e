//! What rooms of this family share.

use serde_json::Value;

use crate::check::{Blocked, Outcome, Problem, Verdict};
use crate::evidence::{Evidence, Jwks, Key, base64url_defect};

/// Judges each key of the set that is an object.
pub(super) fn each_key<I: IntoIterator<Item = Problem>>(
    evidence: &Evidence<'_>,
    judge: impl Fn(&Jwks<'_>, &Key<'_>) -> I,
) -> Verdict {
    let jwks = evidence.key_set()?;
    let problems = jwks.objects().flat_map(|key| judge(&jwks, &key)).collect();
    Ok(Outcome::of(problems))
}

/// Judges each key like [`each_key`]; where nothing is wrong but some key cannot be read, there is no verdict.
pub(super) fn each_readable_key<I: IntoIterator<Item = Problem>>(
    evidence: &Evidence<'_>,
    readable: impl Fn(&Key<'_>) -> bool,
    judge: impl Fn(&Jwks<'_>, &Key<'_>) -> I,
) -> Verdict {
    let outcome = each_key(evidence, judge)?;
    let unread = evidence
        .key_set()?
        .objects()
        .find(|key| !readable(key))
        .map(|key| key.index);
    match unread {
        Some(index) if outcome == Outcome::Pass => Err(Blocked::By(format!(
            "the key at /keys/{index} cannot be read"
        ))),
        _ => Ok(outcome),
    }
}

/// What a JSON value is: key material is not shown.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The octets of a member in base64url without padding, or what there is instead, in words.
pub(super) fn octets(key: &Key<'_>, name: &str) -> Result<Vec<u8>, String> {
    let Some(text) = key.text(name) else {
        return Err(key.shown(name));
    };
    match (base64url_defect(text), key.octets(name)) {
        (Some(defect), _) => Err(defect),
        (None, Some(octets)) => Ok(octets),
        (None, None) => Err("no base64url".to_owned()),
    }
}
