//! The rules of OpenID Connect Discovery, each in a file of its own.

mod oidc_discovery_3_auth_methods_default;
mod oidc_discovery_3_authorization_endpoint_present;
mod oidc_discovery_3_boolean_members;
mod oidc_discovery_3_claims_supported;
mod oidc_discovery_3_dynamic_op_grant_types;
mod oidc_discovery_3_dynamic_op_response_types;
mod oidc_discovery_3_endpoints_https;
mod oidc_discovery_3_grant_types_default;
mod oidc_discovery_3_id_token_alg_present;
mod oidc_discovery_3_id_token_alg_rs256;
mod oidc_discovery_3_issuer_https;
mod oidc_discovery_3_jwks_uri_present;
mod oidc_discovery_3_registration_endpoint;
mod oidc_discovery_3_request_object_algs;
mod oidc_discovery_3_response_types_supported;
mod oidc_discovery_3_scopes_list_openid;
mod oidc_discovery_3_scopes_supported;
mod oidc_discovery_3_subject_types_supported;
mod oidc_discovery_3_token_auth_alg_none;
mod oidc_discovery_3_token_endpoint_present;
mod oidc_discovery_3_userinfo_endpoint;
mod oidc_discovery_4_1_trailing_slash_removed;
mod oidc_discovery_4_2_content_type_json;
mod oidc_discovery_4_2_json_object;
mod oidc_discovery_4_2_multi_valued_are_arrays;
mod oidc_discovery_4_2_no_empty_arrays;
mod oidc_discovery_4_2_status_200;
mod oidc_discovery_4_3_issuer_exact_match;
mod oidc_discovery_4_cors;
mod oidc_discovery_4_well_known_location;
mod shared;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &oidc_discovery_4_well_known_location::CHECK,
    &oidc_discovery_4_2_status_200::CHECK,
    &oidc_discovery_4_2_content_type_json::CHECK,
    &oidc_discovery_4_2_json_object::CHECK,
    &oidc_discovery_4_2_multi_valued_are_arrays::CHECK,
    &oidc_discovery_4_2_no_empty_arrays::CHECK,
    &oidc_discovery_4_3_issuer_exact_match::CHECK,
    &oidc_discovery_3_issuer_https::CHECK,
    &oidc_discovery_3_authorization_endpoint_present::CHECK,
    &oidc_discovery_3_token_endpoint_present::CHECK,
    &oidc_discovery_3_jwks_uri_present::CHECK,
    &oidc_discovery_3_endpoints_https::CHECK,
    &oidc_discovery_3_response_types_supported::CHECK,
    &oidc_discovery_3_subject_types_supported::CHECK,
    &oidc_discovery_3_id_token_alg_present::CHECK,
    &oidc_discovery_3_id_token_alg_rs256::CHECK,
    &oidc_discovery_3_userinfo_endpoint::CHECK,
    &oidc_discovery_3_registration_endpoint::CHECK,
    &oidc_discovery_3_scopes_supported::CHECK,
    &oidc_discovery_3_scopes_list_openid::CHECK,
    &oidc_discovery_3_claims_supported::CHECK,
    &oidc_discovery_3_token_auth_alg_none::CHECK,
    &oidc_discovery_3_boolean_members::CHECK,
    &oidc_discovery_3_request_object_algs::CHECK,
    &oidc_discovery_3_dynamic_op_response_types::CHECK,
    &oidc_discovery_3_dynamic_op_grant_types::CHECK,
    &oidc_discovery_3_grant_types_default::CHECK,
    &oidc_discovery_3_auth_methods_default::CHECK,
    &oidc_discovery_4_1_trailing_slash_removed::CHECK,
    &oidc_discovery_4_cors::CHECK,
];
