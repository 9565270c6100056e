//! The rules of how the token endpoint refuses what it must not answer with a token, each in a file of its own.

mod rfc6749_2_3_one_auth_method;
mod rfc6749_3_2_post_only;
mod rfc6749_3_2_repeated_parameter;
mod rfc6749_4_4_confidential_clients_only;
mod rfc6749_5_2_basic_401;
mod rfc6749_5_2_basic_challenge;
mod rfc6749_5_2_content_type_json;
mod rfc6749_5_2_error_charset;
mod rfc6749_5_2_error_description_charset;
mod rfc6749_5_2_error_member;
mod rfc6749_5_2_error_uri_syntax;
mod rfc6749_5_2_invalid_client_no_auth;
mod rfc6749_5_2_invalid_client_unknown;
mod rfc6749_5_2_invalid_client_wrong_secret;
mod rfc6749_5_2_invalid_grant;
mod rfc6749_5_2_invalid_scope;
mod rfc6749_5_2_malformed_request_no_5xx;
mod rfc6749_5_2_missing_grant_type;
mod rfc6749_5_2_status_400;
mod rfc6749_5_2_unauthorized_client;
mod rfc6749_5_2_unsupported_grant_type;
mod rfc7591_2_grant_types_enforced;
mod rfc7617_2_realm_in_challenge;
pub(super) mod shared;
mod shared_challenge;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc6749_5_2_status_400::CHECK,
    &rfc6749_5_2_content_type_json::CHECK,
    &rfc6749_5_2_error_member::CHECK,
    &rfc6749_5_2_error_charset::CHECK,
    &rfc6749_5_2_error_description_charset::CHECK,
    &rfc6749_5_2_error_uri_syntax::CHECK,
    &rfc6749_5_2_invalid_client_unknown::CHECK,
    &rfc6749_5_2_invalid_client_wrong_secret::CHECK,
    &rfc6749_5_2_invalid_client_no_auth::CHECK,
    &rfc6749_5_2_basic_401::CHECK,
    &rfc6749_5_2_basic_challenge::CHECK,
    &rfc7617_2_realm_in_challenge::CHECK,
    &rfc6749_5_2_unsupported_grant_type::CHECK,
    &rfc6749_5_2_missing_grant_type::CHECK,
    &rfc6749_5_2_invalid_scope::CHECK,
    &rfc6749_5_2_unauthorized_client::CHECK,
    &rfc7591_2_grant_types_enforced::CHECK,
    &rfc6749_5_2_invalid_grant::CHECK,
    &rfc6749_4_4_confidential_clients_only::CHECK,
    &rfc6749_2_3_one_auth_method::CHECK,
    &rfc6749_3_2_repeated_parameter::CHECK,
    &rfc6749_3_2_post_only::CHECK,
    &rfc6749_5_2_malformed_request_no_5xx::CHECK,
];
