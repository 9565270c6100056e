//! What several rules of metadata have in common.

use serde_json::Value;

use crate::{
    check::{Blocked, Outcome, Problem, Verdict},
    evidence::{Document, Evidence, Seen},
    exchange::Action,
};

/// What is wrong with one document; or why it cannot be said.
pub(super) type Found = Result<Vec<Problem>, Blocked>;

/// Asks the document of each location.
pub(super) fn each(evidence: &Evidence<'_>, ask: impl Fn(&Document<'_>) -> Found) -> Verdict {
    Outcome::gather(evidence.documents()?.iter().map(ask))
}

/// Asks the document of RFC 8414's location alone.
pub(super) fn oauth(evidence: &Evidence<'_>, ask: impl Fn(&Document<'_>) -> Found) -> Verdict {
    Outcome::gather(evidence.oauth()?.iter().map(ask))
}

/// Whether a document of either location has one of these members.
pub(super) fn has_any(evidence: &Evidence<'_>, names: &[&str]) -> Result<bool, Blocked> {
    let documents = evidence.documents()?;
    Ok(documents
        .iter()
        .any(|document| names.iter().any(|name| document.has(name))))
}

/// The strings of a list; none where it is missing.
///
/// # Errors
///
/// The member is not an array: that is another rule's business.
pub(super) fn list<'d>(document: &'d Document<'_>, name: &str) -> Result<Vec<&'d str>, Blocked> {
    match document.get(name) {
        None | Some(Value::Array(_)) => Ok(document.list(name)),
        Some(_) => Err(Blocked::By(format!(
            "{} is not an array",
            document.at(name)
        ))),
    }
}

/// Whether some supported grant uses the authorization endpoint (RFC 8414 §2).
pub(super) fn uses_authorization_endpoint(document: &Document<'_>) -> bool {
    document.supports_grant("authorization_code") || document.supports_grant("implicit")
}

/// Whether clients can authenticate with a JWT that they sign.
fn is_signed(method: &&str) -> bool {
    matches!(*method, "private_key_jwt" | "client_secret_jwt")
}

/// The algorithms have to be listed where the methods hold one with a signed JWT.
pub(super) fn algorithms_listed(document: &Document<'_>, methods: &str, algorithms: &str) -> Found {
    let listed = list(document, methods)?;
    let signed = listed.iter().find(|method| is_signed(method));
    let missing = signed.filter(|_| !document.has(algorithms));
    let problem = missing.map(|method| {
        let expected = format!("the algorithms for {method}, which {methods} lists");
        Problem::new(
            document.at(algorithms),
            expected,
            document.shown(algorithms),
        )
    });
    Ok(problem.into_iter().collect())
}

/// `none` is not among the algorithms.
pub(super) fn none_not_listed(document: &Document<'_>, algorithms: &str) -> Found {
    let none = list(document, algorithms)?.contains(&"none");
    Ok(unless(
        !none,
        document,
        algorithms,
        "algorithms other than \"none\"",
    ))
}

/// An endpoint's URL has no fragment; what is not a string has none either.
pub(super) fn no_fragment(evidence: &Evidence<'_>, endpoint: &str) -> Verdict {
    each(evidence, |document| {
        let with = document.text(endpoint).is_some_and(|url| url.contains('#'));
        Ok(unless(
            !with,
            document,
            endpoint,
            "a URL without a fragment",
        ))
    })
}

/// The problem with a member that is not right.
pub(super) fn unless(
    right: bool,
    document: &Document<'_>,
    name: &str,
    expected: &str,
) -> Vec<Problem> {
    let problem = || Problem::new(document.at(name), expected, document.shown(name));
    (!right).then(problem).into_iter().collect()
}

/// The answer at the location of RFC 8414, where it is one with metadata: where the scenario did not ask for it, only a
/// JSON object is.
pub(super) fn oauth_answer<'e, 'a>(
    evidence: &'e Evidence<'a>,
) -> Result<Option<&'e Seen<'a>>, Blocked> {
    let place = "/.well-known/oauth-authorization-server";
    let at = |seen: &&Seen<'_>| seen.exchange.request.url.contains(place);
    let Some(seen) = evidence.of(Action::Discover).find(at) else {
        let reason = "this metadata location was not asked".to_owned();
        return Err(Blocked::NotObserved(reason));
    };
    let asked = seen.label == evidence.asked()?.label;
    if asked && !seen.succeeded() {
        return Err(Blocked::By(format!("{} got no metadata", seen.label)));
    }
    if seen.response().is_none() {
        return Err(Blocked::NotObserved(format!(
            "{} got no response",
            seen.label
        )));
    }
    let object = || seen.json().is_some_and(|json| json.is_object());
    Ok((seen.succeeded() && (asked || object())).then_some(seen))
}
