//! The rules of JWT access tokens, each in a file of its own.

mod oidc_core_10_1_kid_when_several_keys;
mod rfc6749_3_3_scope_claim_consistent;
mod rfc7515_2_base64url_unpadded;
mod rfc7519_4_1_4_exp_in_future;
mod rfc7519_4_1_7_jti_unique;
mod rfc7519_4_1_claim_types;
mod rfc7519_4_unique_claim_names;
mod rfc8693_4_2_scope_claim_string;
mod rfc8693_4_3_client_id_matches;
mod rfc8725_3_11_distinguishable_from_id_token;
mod rfc9068_2_1_alg_not_none;
mod rfc9068_2_1_signed;
mod rfc9068_2_1_typ;
mod rfc9068_2_1_typ_short_form;
mod rfc9068_2_2_1_no_user_authentication_claims;
mod rfc9068_2_2_3_scope_claim;
mod rfc9068_2_2_aud_present;
mod rfc9068_2_2_client_id_present;
mod rfc9068_2_2_exp_present;
mod rfc9068_2_2_iat_present;
mod rfc9068_2_2_iss_present;
mod rfc9068_2_2_jti_present;
mod rfc9068_2_2_sub_identifies_client;
mod rfc9068_2_2_sub_present;
mod rfc9068_3_resource_in_aud;
mod rfc9068_4_asymmetric;
mod rfc9068_4_iss_matches_issuer;
mod rfc9068_4_keys_advertised;
mod rfc9068_4_signature_valid;
mod shared;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc9068_2_1_typ::CHECK,
    &rfc9068_2_1_typ_short_form::CHECK,
    &rfc9068_2_1_signed::CHECK,
    &rfc9068_2_1_alg_not_none::CHECK,
    &rfc9068_4_asymmetric::CHECK,
    &rfc9068_2_2_iss_present::CHECK,
    &rfc9068_2_2_exp_present::CHECK,
    &rfc9068_2_2_aud_present::CHECK,
    &rfc9068_2_2_sub_present::CHECK,
    &rfc9068_2_2_client_id_present::CHECK,
    &rfc9068_2_2_iat_present::CHECK,
    &rfc9068_2_2_jti_present::CHECK,
    &rfc9068_4_iss_matches_issuer::CHECK,
    &rfc9068_4_signature_valid::CHECK,
    &rfc9068_4_keys_advertised::CHECK,
    &oidc_core_10_1_kid_when_several_keys::CHECK,
    &rfc7519_4_1_claim_types::CHECK,
    &rfc7519_4_1_4_exp_in_future::CHECK,
    &rfc7519_4_unique_claim_names::CHECK,
    &rfc7515_2_base64url_unpadded::CHECK,
    &rfc8693_4_3_client_id_matches::CHECK,
    &rfc9068_2_2_3_scope_claim::CHECK,
    &rfc8693_4_2_scope_claim_string::CHECK,
    &rfc6749_3_3_scope_claim_consistent::CHECK,
    &rfc9068_2_2_1_no_user_authentication_claims::CHECK,
    &rfc8725_3_11_distinguishable_from_id_token::CHECK,
    &rfc7519_4_1_7_jti_unique::CHECK,
    &rfc9068_2_2_sub_identifies_client::CHECK,
    &rfc9068_3_resource_in_aud::CHECK,
];
