//! The rules of authorization server metadata, each in a file of its own.

mod oidc_core_13_3_no_null_members;
mod rfc6749_3_1_authorization_endpoint_no_fragment;
mod rfc6749_3_2_token_endpoint_no_fragment;
mod rfc6749_3_3_scopes_supported_syntax;
mod rfc7636_4_2_s256_supported;
mod rfc8414_2_1_signed_metadata;
mod rfc8414_2_auth_methods_registered;
mod rfc8414_2_auth_signing_algs_present;
mod rfc8414_2_auth_signing_algs_rs256;
mod rfc8414_2_authorization_endpoint_present;
mod rfc8414_2_introspection_auth_signing_algs;
mod rfc8414_2_issuer_https;
mod rfc8414_2_jwks_uri_https;
mod rfc8414_2_locales_bcp47;
mod rfc8414_2_response_types_supported;
mod rfc8414_2_revocation_auth_signing_algs;
mod rfc8414_2_scopes_supported;
mod rfc8414_2_token_endpoint_present;
mod rfc8414_3_1_trailing_slash_removed;
mod rfc8414_3_2_no_empty_arrays;
mod rfc8414_3_2_status_200_json;
mod rfc8414_3_3_issuer_exact_match;
mod rfc8414_3_well_known_location;
mod rfc8414_5_both_locations;
mod rfc8705_3_3_cert_bound_flag;
mod rfc9068_4_metadata_consistent;
mod rfc9126_5_par_metadata;
mod rfc9449_5_1_dpop_metadata;
mod rfc9700_2_1_1_pkce_advertised;
mod rfc9700_2_1_1_plain_not_advertised;
mod rfc9700_2_1_2_implicit_discouraged;
mod rfc9700_2_4_no_password_grant;
mod shared;
pub(super) mod shared_locations;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc8414_3_2_status_200_json::CHECK,
    &rfc8414_3_2_no_empty_arrays::CHECK,
    &rfc8414_3_3_issuer_exact_match::CHECK,
    &rfc8414_2_issuer_https::CHECK,
    &rfc8414_2_token_endpoint_present::CHECK,
    &rfc8414_2_authorization_endpoint_present::CHECK,
    &rfc8414_2_response_types_supported::CHECK,
    &rfc8414_2_jwks_uri_https::CHECK,
    &rfc8414_2_scopes_supported::CHECK,
    &rfc8414_2_auth_signing_algs_present::CHECK,
    &rfc8414_2_auth_signing_algs_rs256::CHECK,
    &rfc8414_2_revocation_auth_signing_algs::CHECK,
    &rfc8414_2_introspection_auth_signing_algs::CHECK,
    &rfc8414_2_auth_methods_registered::CHECK,
    &rfc8414_2_locales_bcp47::CHECK,
    &rfc8414_2_1_signed_metadata::CHECK,
    &rfc6749_3_3_scopes_supported_syntax::CHECK,
    &rfc6749_3_1_authorization_endpoint_no_fragment::CHECK,
    &rfc6749_3_2_token_endpoint_no_fragment::CHECK,
    &rfc7636_4_2_s256_supported::CHECK,
    &rfc9700_2_1_1_pkce_advertised::CHECK,
    &rfc9700_2_1_1_plain_not_advertised::CHECK,
    &rfc9700_2_4_no_password_grant::CHECK,
    &rfc9700_2_1_2_implicit_discouraged::CHECK,
    &rfc9126_5_par_metadata::CHECK,
    &rfc9449_5_1_dpop_metadata::CHECK,
    &rfc8705_3_3_cert_bound_flag::CHECK,
    &oidc_core_13_3_no_null_members::CHECK,
    &rfc8414_3_well_known_location::CHECK,
    &rfc8414_3_1_trailing_slash_removed::CHECK,
    &rfc8414_5_both_locations::CHECK,
    &rfc9068_4_metadata_consistent::CHECK,
];
