//! The rules of the revocation endpoint, each in a file of its own.

mod rfc7009_2_1_client_authentication;
mod rfc7009_2_1_effect_immediate;
mod rfc7009_2_1_hint_extends_search;
mod rfc7009_2_1_other_clients_token;
mod rfc7009_2_2_1_error_format;
mod rfc7009_2_2_status_200;
mod rfc7009_2_2_unknown_hint_ignored;
mod rfc7009_2_2_unknown_token_200;
mod rfc7009_2_access_tokens_supported;
mod rfc7009_2_refresh_tokens_supported;
pub(in crate::checks) mod shared;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc7009_2_refresh_tokens_supported::CHECK,
    &rfc7009_2_access_tokens_supported::CHECK,
    &rfc7009_2_2_status_200::CHECK,
    &rfc7009_2_2_unknown_token_200::CHECK,
    &rfc7009_2_1_effect_immediate::CHECK,
    &rfc7009_2_1_hint_extends_search::CHECK,
    &rfc7009_2_2_unknown_hint_ignored::CHECK,
    &rfc7009_2_1_client_authentication::CHECK,
    &rfc7009_2_1_other_clients_token::CHECK,
    &rfc7009_2_2_1_error_format::CHECK,
];
