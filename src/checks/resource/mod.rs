//! The rules of protected resources, each in a file of its own.

mod oauth21_5_1_query_token_ignored;
mod openactive_11_7_resource_requires_authentication;
mod rfc6749_7_expired_token_refused;
mod rfc6750_2_1_header_method;
mod rfc6750_2_one_method_only;
mod rfc6750_3_1_insufficient_scope_403;
mod rfc6750_3_1_invalid_token_401;
mod rfc6750_3_1_no_error_without_credentials;
mod rfc6750_3_www_authenticate;
mod rfc9068_4_jwt_tampering_refused;
pub(super) mod shared;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc6750_2_1_header_method::CHECK,
    &rfc6750_3_www_authenticate::CHECK,
    &rfc6750_3_1_invalid_token_401::CHECK,
    &rfc6750_3_1_no_error_without_credentials::CHECK,
    &rfc6750_3_1_insufficient_scope_403::CHECK,
    &rfc6750_2_one_method_only::CHECK,
    &oauth21_5_1_query_token_ignored::CHECK,
    &rfc6749_7_expired_token_refused::CHECK,
    &rfc9068_4_jwt_tampering_refused::CHECK,
    &openactive_11_7_resource_requires_authentication::CHECK,
];
