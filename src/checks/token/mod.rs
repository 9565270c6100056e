//! The rules of the token, introspection and revocation endpoints, each in a file of its own.

mod rfc6749_10_10_token_entropy;
mod rfc6749_2_3_1_basic_form_decoded;
mod rfc6749_2_3_1_basic_supported;
mod rfc6749_3_3_scope_syntax;
mod rfc6749_4_4_3_no_refresh_token;
mod rfc6749_5_1_access_token_present;
mod rfc6749_5_1_cache_control_no_store;
mod rfc6749_5_1_content_type_json;
mod rfc6749_5_1_expires_in_consistent;
mod rfc6749_5_1_expires_in_number;
mod rfc6749_5_1_expires_in_present;
mod rfc6749_5_1_pragma_no_cache;
mod rfc6749_5_1_scope_returned_when_different;
mod rfc6749_5_1_status_200;
mod rfc6749_5_1_token_type_present;
mod rfc6749_5_1_top_level_members;
mod rfc6749_7_1_token_type_known;
mod rfc6749_a_12_access_token_charset;
mod rfc6750_2_1_bearer_token_syntax;
mod rfc6750_5_3_short_lived;
mod rfc7009_2_endpoint_https;
mod rfc7662_2_endpoint_tls;
pub(super) mod shared;
mod shared_basic;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc6749_5_1_status_200::CHECK,
    &rfc6749_5_1_content_type_json::CHECK,
    &rfc6749_5_1_top_level_members::CHECK,
    &rfc6749_5_1_access_token_present::CHECK,
    &rfc6749_a_12_access_token_charset::CHECK,
    &rfc6750_2_1_bearer_token_syntax::CHECK,
    &rfc6749_5_1_token_type_present::CHECK,
    &rfc6749_7_1_token_type_known::CHECK,
    &rfc6749_5_1_expires_in_present::CHECK,
    &rfc6749_5_1_expires_in_number::CHECK,
    &rfc6749_5_1_expires_in_consistent::CHECK,
    &rfc6749_5_1_scope_returned_when_different::CHECK,
    &rfc6749_3_3_scope_syntax::CHECK,
    &rfc6749_5_1_cache_control_no_store::CHECK,
    &rfc6749_5_1_pragma_no_cache::CHECK,
    &rfc6749_4_4_3_no_refresh_token::CHECK,
    &rfc6749_2_3_1_basic_supported::CHECK,
    &rfc6749_2_3_1_basic_form_decoded::CHECK,
    &rfc6749_10_10_token_entropy::CHECK,
    &rfc6750_5_3_short_lived::CHECK,
    &rfc7662_2_endpoint_tls::CHECK,
    &rfc7009_2_endpoint_https::CHECK,
];
