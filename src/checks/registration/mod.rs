//! The rules of client registration, each in a file of its own.

mod oidc_core_16_19_secret_length;
mod oidc_registration_2_auth_signing_alg_none_refused;
mod oidc_registration_2_grant_types_for_response_types;
mod oidc_registration_2_id_token_alg_none_refused;
mod oidc_registration_2_initiate_login_uri_https;
mod oidc_registration_2_jwks_private_key_refused;
mod oidc_registration_2_native_redirect_uris;
mod oidc_registration_2_web_implicit_https;
mod oidc_registration_3_2_redirect_uris_not_replaced;
mod oidc_registration_3_bearer_initial_access_token;
mod rfc6749_10_10_client_secret_entropy;
mod rfc6749_3_1_2_redirect_uri_absolute;
mod rfc6749_3_1_2_redirect_uri_no_fragment;
mod rfc6749_5_1_registration_no_store;
mod rfc6749_a_1_client_id_charset;
mod rfc7591_2_1_grant_response_consistency;
mod rfc7591_2_3_software_statement_precedence;
mod rfc7591_2_default_auth_method;
mod rfc7591_2_jwks_xor_jwks_uri;
mod rfc7591_2_metadata_member_types;
mod rfc7591_2_public_client_no_secret;
mod rfc7591_2_scope_is_string;
mod rfc7591_2_unknown_metadata_ignored;
mod rfc7591_3_2_1_client_id_issued_at_value;
mod rfc7591_3_2_1_client_id_present;
mod rfc7591_3_2_1_client_id_unique;
mod rfc7591_3_2_1_confidential_gets_secret;
mod rfc7591_3_2_1_content_type_json;
mod rfc7591_3_2_1_echo_registered_metadata;
mod rfc7591_3_2_1_json_object_top_level;
mod rfc7591_3_2_1_provisioned_values_returned;
mod rfc7591_3_2_1_secret_expires_at_present;
mod rfc7591_3_2_1_secret_expires_at_value;
mod rfc7591_3_2_1_secret_unique;
mod rfc7591_3_2_1_software_statement_returned;
mod rfc7591_3_2_1_status_201;
mod rfc7591_3_2_2_code_invalid_client_metadata;
mod rfc7591_3_2_2_code_invalid_redirect_uri;
mod rfc7591_3_2_2_code_invalid_software_statement;
mod rfc7591_3_2_2_error_description_ascii;
mod rfc7591_3_2_2_error_json;
mod rfc7591_3_2_2_error_member;
mod rfc7591_3_2_2_error_status_400;
mod rfc7591_3_2_2_invalid_initial_token_error;
mod rfc7591_3_2_2_malformed_json_refused;
mod rfc7591_3_open_registration;
mod rfc7591_3_post_json_accepted;
mod rfc7591_5_redirect_uri_kinds;
mod rfc7591_5_redirect_uris_required;
mod rfc9700_4_15_1_client_id_not_chosen;
pub(super) mod shared;
mod shared_probes;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc7591_3_post_json_accepted::CHECK,
    &oidc_registration_3_bearer_initial_access_token::CHECK,
    &rfc7591_3_2_1_status_201::CHECK,
    &rfc7591_3_2_1_content_type_json::CHECK,
    &rfc7591_3_2_1_json_object_top_level::CHECK,
    &rfc7591_3_2_1_client_id_present::CHECK,
    &rfc6749_a_1_client_id_charset::CHECK,
    &rfc7591_3_2_1_client_id_issued_at_value::CHECK,
    &rfc7591_3_2_1_confidential_gets_secret::CHECK,
    &rfc7591_3_2_1_secret_expires_at_present::CHECK,
    &rfc7591_3_2_1_secret_expires_at_value::CHECK,
    &rfc6749_10_10_client_secret_entropy::CHECK,
    &oidc_core_16_19_secret_length::CHECK,
    &rfc7591_3_2_1_echo_registered_metadata::CHECK,
    &rfc7591_3_2_1_provisioned_values_returned::CHECK,
    &oidc_registration_3_2_redirect_uris_not_replaced::CHECK,
    &rfc7591_2_metadata_member_types::CHECK,
    &rfc7591_2_scope_is_string::CHECK,
    &oidc_registration_2_grant_types_for_response_types::CHECK,
    &rfc7591_2_default_auth_method::CHECK,
    &rfc6749_5_1_registration_no_store::CHECK,
    &rfc7591_2_unknown_metadata_ignored::CHECK,
    &rfc7591_3_2_1_client_id_unique::CHECK,
    &rfc7591_3_2_1_secret_unique::CHECK,
    &rfc7591_2_public_client_no_secret::CHECK,
    &rfc9700_4_15_1_client_id_not_chosen::CHECK,
    &rfc7591_3_open_registration::CHECK,
    &rfc7591_3_2_2_invalid_initial_token_error::CHECK,
    &rfc7591_3_2_2_error_status_400::CHECK,
    &rfc7591_3_2_2_error_json::CHECK,
    &rfc7591_3_2_2_error_member::CHECK,
    &rfc7591_3_2_2_error_description_ascii::CHECK,
    &rfc7591_3_2_2_code_invalid_redirect_uri::CHECK,
    &rfc7591_3_2_2_code_invalid_client_metadata::CHECK,
    &rfc7591_3_2_2_malformed_json_refused::CHECK,
    &rfc6749_3_1_2_redirect_uri_no_fragment::CHECK,
    &rfc6749_3_1_2_redirect_uri_absolute::CHECK,
    &rfc7591_5_redirect_uri_kinds::CHECK,
    &rfc7591_5_redirect_uris_required::CHECK,
    &oidc_registration_2_web_implicit_https::CHECK,
    &oidc_registration_2_native_redirect_uris::CHECK,
    &rfc7591_2_jwks_xor_jwks_uri::CHECK,
    &oidc_registration_2_jwks_private_key_refused::CHECK,
    &rfc7591_2_1_grant_response_consistency::CHECK,
    &oidc_registration_2_id_token_alg_none_refused::CHECK,
    &oidc_registration_2_auth_signing_alg_none_refused::CHECK,
    &oidc_registration_2_initiate_login_uri_https::CHECK,
    &rfc7591_3_2_1_software_statement_returned::CHECK,
    &rfc7591_2_3_software_statement_precedence::CHECK,
    &rfc7591_3_2_2_code_invalid_software_statement::CHECK,
];
