//! The checks: one file for each rule, one family for each endpoint.

mod access_token;
mod discovery;
mod jwks;
mod management;
mod oidc_discovery;
mod openactive;
mod registration;
mod token;
mod transport;

use crate::check::Check;

const FAMILIES: &[&[&Check]] = &[
    transport::CHECKS,
    oidc_discovery::CHECKS,
    discovery::CHECKS,
    jwks::CHECKS,
    registration::CHECKS,
    management::CHECKS,
    token::CHECKS,
    access_token::CHECKS,
    openactive::CHECKS,
];

/// Every check, in the order of reports.
pub fn all() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

/// A check by its id or by one of its aliases.
pub fn find(id: &str) -> Option<&'static Check> {
    all().find(|check| check.id == id || check.aliases.contains(&id))
}
