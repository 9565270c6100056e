//! The rules of the JWK set, each in a file of its own.

mod oidc_core_10_1_jwks_key_for_alg;
mod oidc_discovery_3_jwks_no_private_keys;
mod oidc_discovery_3_jwks_use_required;
mod oidc_discovery_3_jwks_x5c_matches;
mod rfc7517_4_1_kty_present;
mod rfc7517_4_3_use_and_key_ops;
mod rfc7517_4_5_kid_distinct;
mod rfc7517_4_unique_member_names;
mod rfc7517_5_keys_array;
mod rfc7518_3_3_rsa_key_2048;
mod rfc7518_6_2_1_ec_parameters;
mod rfc7518_6_3_1_rsa_parameters;
mod shared;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc7517_5_keys_array::CHECK,
    &rfc7517_4_1_kty_present::CHECK,
    &rfc7517_4_unique_member_names::CHECK,
    &rfc7517_4_5_kid_distinct::CHECK,
    &rfc7517_4_3_use_and_key_ops::CHECK,
    &oidc_discovery_3_jwks_no_private_keys::CHECK,
    &oidc_discovery_3_jwks_use_required::CHECK,
    &rfc7518_6_3_1_rsa_parameters::CHECK,
    &rfc7518_6_2_1_ec_parameters::CHECK,
    &rfc7518_3_3_rsa_key_2048::CHECK,
    &oidc_discovery_3_jwks_x5c_matches::CHECK,
    &oidc_core_10_1_jwks_key_for_alg::CHECK,
];
