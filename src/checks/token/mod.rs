//! The rules of the token, introspection and revocation endpoints, each in a file of its own.

mod rfc6749_10_10_token_entropy;
mod rfc6749_2_3_1_basic_form_decoded;
mod rfc6749_2_3_1_basic_supported;
mod rfc6749_2_3_1_no_credentials_in_uri;
mod rfc6749_3_2_empty_parameter_omitted;
mod rfc6749_3_2_tls_required;
mod rfc6749_3_2_unknown_parameter_ignored;
mod rfc6749_3_3_missing_scope_handled;
mod rfc6749_3_3_scope_order_free;
mod rfc6749_3_3_scope_syntax;
mod rfc6749_4_4_2_form_charset_tolerated;
mod rfc6749_4_4_3_no_refresh_token;
mod rfc6749_5_1_access_token_present;
mod rfc6749_5_1_cache_control_no_store;
mod rfc6749_5_1_content_type_json;
mod rfc6749_5_1_expires_in_consistent;
mod rfc6749_5_1_expires_in_number;
mod rfc6749_5_1_expires_in_present;
mod rfc6749_5_1_pragma_no_cache;
mod rfc6749_5_1_scope_returned_for_default;
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
mod rfc8414_2_advertised_auth_methods_work;
mod rfc8707_2_audience_restricted;
mod rfc8707_2_invalid_target;
pub(super) mod shared;
mod shared_basic;
mod shared_probes;

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
    &rfc6749_3_2_tls_required::CHECK,
    &rfc6749_3_3_missing_scope_handled::CHECK,
    &rfc6749_5_1_scope_returned_for_default::CHECK,
    &rfc6749_3_2_unknown_parameter_ignored::CHECK,
    &rfc6749_4_4_2_form_charset_tolerated::CHECK,
    &rfc6749_3_2_empty_parameter_omitted::CHECK,
    &rfc6749_3_3_scope_order_free::CHECK,
    &rfc6749_2_3_1_no_credentials_in_uri::CHECK,
    &rfc8707_2_invalid_target::CHECK,
    &rfc8707_2_audience_restricted::CHECK,
    &rfc8414_2_advertised_auth_methods_work::CHECK,
];
