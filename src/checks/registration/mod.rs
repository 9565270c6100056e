//! The rules of client registration, each in a file of its own.

mod oidc_core_16_19_secret_length;
mod oidc_registration_2_grant_types_for_response_types;
mod oidc_registration_3_2_redirect_uris_not_replaced;
mod oidc_registration_3_bearer_initial_access_token;
mod rfc6749_10_10_client_secret_entropy;
mod rfc6749_5_1_registration_no_store;
mod rfc6749_a_1_client_id_charset;
mod rfc7591_2_default_auth_method;
mod rfc7591_2_metadata_member_types;
mod rfc7591_2_scope_is_string;
mod rfc7591_3_2_1_client_id_issued_at_value;
mod rfc7591_3_2_1_client_id_present;
mod rfc7591_3_2_1_confidential_gets_secret;
mod rfc7591_3_2_1_content_type_json;
mod rfc7591_3_2_1_echo_registered_metadata;
mod rfc7591_3_2_1_json_object_top_level;
mod rfc7591_3_2_1_provisioned_values_returned;
mod rfc7591_3_2_1_secret_expires_at_present;
mod rfc7591_3_2_1_secret_expires_at_value;
mod rfc7591_3_2_1_status_201;
mod rfc7591_3_post_json_accepted;
pub(super) mod shared;

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
];
