//! What the rules about versions of TLS have in common.

use std::collections::BTreeSet;

use url::{Position, Url};

use crate::evidence::{Evidence, Seen};

/// The place of the version of TLS that was negotiated, or should have been.
pub(super) fn at_version(seen: &Seen<'_>) -> String {
    format!("{}!version", seen.label)
}

/// The host and the port that were asked, where the URL is an `https` one.
pub(super) fn host(seen: &Seen<'_>) -> Option<String> {
    let url = Url::parse(&seen.exchange.request.url).ok()?;
    let authority = &url[Position::BeforeHost..Position::AfterPort];
    (url.scheme() == "https").then(|| authority.to_owned())
}

/// The first of these exchanges with each host and port.
pub(super) fn by_host<'e, 'a: 'e>(
    exchanges: impl Iterator<Item = &'e Seen<'a>>,
) -> Vec<&'e Seen<'a>> {
    let mut hosts = BTreeSet::new();
    exchanges
        .filter(|seen| host(seen).is_some_and(|host| hosts.insert(host)))
        .collect()
}

/// The version of TLS in which a normal request to the same host was answered.
pub(super) fn newest<'e>(evidence: &'e Evidence<'_>, seen: &Seen<'_>) -> Option<&'e str> {
    let mut same = evidence
        .all()
        .iter()
        .filter(|other| host(other) == host(seen));
    same.find_map(|other| other.tls().map(|tls| tls.version.as_str()))
}
