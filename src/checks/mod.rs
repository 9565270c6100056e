//! The checks: one file for each rule, one family for each endpoint.

mod access_token;
mod client_assertion;
mod discovery;
mod introspection;
mod jwks;
mod management;
mod oidc_discovery;
mod openactive;
mod registration;
mod resource;
mod revocation;
mod token;
mod token_errors;
mod transport;

use std::{collections::HashMap, sync::LazyLock};

use crate::check::Check;

const FAMILIES: &[&[&Check]] = &[
    transport::CHECKS,
    oidc_discovery::CHECKS,
    discovery::CHECKS,
    jwks::CHECKS,
    registration::CHECKS,
    management::CHECKS,
    token::CHECKS,
    token_errors::CHECKS,
    client_assertion::CHECKS,
    access_token::CHECKS,
    introspection::CHECKS,
    revocation::CHECKS,
    resource::CHECKS,
    openactive::CHECKS,
];

/// Every check, in the order of reports.
pub fn all() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

/// Every check under its id and its aliases: a report asks for one with each finding.
static BY_ID: LazyLock<HashMap<&str, &Check>> = LazyLock::new(|| {
    let mut by_id = HashMap::new();
    for check in all() {
        for id in std::iter::once(&check.id).chain(check.aliases) {
            by_id.entry(*id).or_insert(check);
        }
    }
    by_id
});

/// A check by its id or by one of its aliases.
pub fn find(id: &str) -> Option<&'static Check> {
    BY_ID.get(id).copied()
}
