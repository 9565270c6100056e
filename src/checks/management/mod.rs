//! The rules of the client configuration endpoint, each in a file of its own.

mod oidc_registration_3_2_registration_client_uri_https;
mod oidc_registration_4_1_token_bound_to_client;
mod oidc_registration_4_2_read_idempotent;
mod oidc_registration_4_4_no_404;
mod rfc7592_2_1_client_id_unchanged;
mod rfc7592_2_1_invalid_token_401;
mod rfc7592_2_1_read_200_json;
mod rfc7592_2_2_update_200_json;
mod rfc7592_2_2_update_client_id_mismatch;
mod rfc7592_2_2_update_invalid_metadata_400;
mod rfc7592_2_2_update_omitted_deleted;
mod rfc7592_2_2_update_own_secret_refused;
mod rfc7592_2_2_update_replaces;
mod rfc7592_2_3_delete_204;
mod rfc7592_2_3_delete_unsupported_405;
mod rfc7592_2_3_deleted_client_tokens;
mod rfc7592_2_3_deleted_client_unusable;
mod rfc7592_2_token_required;
mod rfc7592_2_unsupported_method;
mod rfc7592_3_all_metadata_returned;
mod rfc7592_3_client_uri_and_token;
mod rfc7592_5_deleted_token_401;
mod rfc7592_5_registration_token_entropy;
mod shared;
mod shared_probes;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc7592_3_client_uri_and_token::CHECK,
    &oidc_registration_3_2_registration_client_uri_https::CHECK,
    &rfc7592_5_registration_token_entropy::CHECK,
    &rfc7592_2_1_read_200_json::CHECK,
    &rfc7592_2_1_client_id_unchanged::CHECK,
    &rfc7592_3_all_metadata_returned::CHECK,
    &rfc7592_2_token_required::CHECK,
    &rfc7592_2_1_invalid_token_401::CHECK,
    &oidc_registration_4_1_token_bound_to_client::CHECK,
    &oidc_registration_4_4_no_404::CHECK,
    &rfc7592_2_2_update_200_json::CHECK,
    &rfc7592_2_2_update_replaces::CHECK,
    &rfc7592_2_2_update_omitted_deleted::CHECK,
    &rfc7592_2_2_update_client_id_mismatch::CHECK,
    &rfc7592_2_2_update_own_secret_refused::CHECK,
    &rfc7592_2_2_update_invalid_metadata_400::CHECK,
    &rfc7592_2_unsupported_method::CHECK,
    &rfc7592_2_3_delete_204::CHECK,
    &rfc7592_2_3_delete_unsupported_405::CHECK,
    &rfc7592_2_3_deleted_client_unusable::CHECK,
    &rfc7592_5_deleted_token_401::CHECK,
    &rfc7592_2_3_deleted_client_tokens::CHECK,
    &oidc_registration_4_2_read_idempotent::CHECK,
];
