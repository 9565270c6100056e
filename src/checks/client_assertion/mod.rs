//! The rules of client assertions (RFC 7521, RFC 7523), each in a file of its own.

mod oidc_core_9_assertion_single_use;
mod oidc_registration_2_auth_signing_alg_enforced;
mod rfc7521_4_2_assertion_client_id_match;
mod rfc7523_3_2_assertion_error_code;
mod rfc7523_3_assertion_audience;
mod rfc7523_3_assertion_exp_required;
mod rfc7523_3_assertion_expired;
mod rfc7523_3_assertion_issuer_audience_accepted;
mod rfc7523_3_assertion_not_before;
mod rfc7523_3_assertion_signature;
mod rfc7523_3_assertion_sub_iss;
mod rfc7523bis_4_token_endpoint_audience_refused;
mod rfc8725_3_1_assertion_alg_confusion;
mod shared;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc7523_3_assertion_audience::CHECK,
    &rfc7523_3_assertion_issuer_audience_accepted::CHECK,
    &rfc7523bis_4_token_endpoint_audience_refused::CHECK,
    &rfc7523_3_assertion_expired::CHECK,
    &rfc7523_3_assertion_exp_required::CHECK,
    &rfc7523_3_assertion_sub_iss::CHECK,
    &rfc7523_3_assertion_signature::CHECK,
    &rfc7523_3_assertion_not_before::CHECK,
    &rfc7521_4_2_assertion_client_id_match::CHECK,
    &oidc_core_9_assertion_single_use::CHECK,
    &oidc_registration_2_auth_signing_alg_enforced::CHECK,
    &rfc8725_3_1_assertion_alg_confusion::CHECK,
    &rfc7523_3_2_assertion_error_code::CHECK,
];
