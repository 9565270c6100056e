//! The rules of the client configuration endpoint, each in a file of its own.

mod oidc_registration_3_2_registration_client_uri_https;
mod rfc7592_2_1_client_id_unchanged;
mod rfc7592_2_1_read_200_json;
mod rfc7592_3_all_metadata_returned;
mod rfc7592_3_client_uri_and_token;
mod rfc7592_5_registration_token_entropy;
mod shared;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc7592_3_client_uri_and_token::CHECK,
    &oidc_registration_3_2_registration_client_uri_https::CHECK,
    &rfc7592_5_registration_token_entropy::CHECK,
    &rfc7592_2_1_read_200_json::CHECK,
    &rfc7592_2_1_client_id_unchanged::CHECK,
    &rfc7592_3_all_metadata_returned::CHECK,
];
