//! The rules of token introspection (RFC 7662), each in a file of its own.

mod rfc7662_2_1_authorization_required;
mod rfc7662_2_1_hint_extends_search;
mod rfc7662_2_1_missing_token;
mod rfc7662_2_1_post_form;
mod rfc7662_2_2_active_boolean;
mod rfc7662_2_2_fresh_token_active;
mod rfc7662_2_2_inactive_for_unknown;
mod rfc7662_2_2_inactive_reveals_nothing;
mod rfc7662_2_2_json_object;
mod rfc7662_2_2_members_consistent;
mod rfc7662_2_2_scope_string;
mod rfc7662_2_2_time_members_integer;
mod rfc7662_2_3_invalid_credentials_401;
mod rfc7662_4_expired_inactive;
mod rfc7662_4_get_disallowed;
mod rfc7662_4_revoked_inactive;
mod rfc7662_4_tampered_inactive;
mod shared;
mod shared_facts;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc7662_2_1_authorization_required::CHECK,
    &rfc7662_2_3_invalid_credentials_401::CHECK,
    &rfc7662_2_1_post_form::CHECK,
    &rfc7662_2_2_json_object::CHECK,
    &rfc7662_2_2_active_boolean::CHECK,
    &rfc7662_2_2_fresh_token_active::CHECK,
    &rfc7662_2_2_inactive_for_unknown::CHECK,
    &rfc7662_2_2_inactive_reveals_nothing::CHECK,
    &rfc7662_2_2_scope_string::CHECK,
    &rfc7662_2_2_time_members_integer::CHECK,
    &rfc7662_2_1_hint_extends_search::CHECK,
    &rfc7662_4_revoked_inactive::CHECK,
    &rfc7662_4_expired_inactive::CHECK,
    &rfc7662_4_tampered_inactive::CHECK,
    &rfc7662_2_1_missing_token::CHECK,
    &rfc7662_4_get_disallowed::CHECK,
    &rfc7662_2_2_members_consistent::CHECK,
];
