//! The rules of HTTP, TLS and JSON that every endpoint follows, each in a file of its own.

mod rfc8259_2_valid_json;
mod rfc8259_4_unique_member_names;
mod rfc8259_8_1_utf8_no_bom;
mod rfc9110_15_5_2_401_has_challenge;
mod rfc9110_15_5_6_405_has_allow;
mod rfc9110_4_3_4_certificate_valid;
mod rfc9110_6_6_1_date_header;
mod rfc9110_8_3_content_type_present;
mod rfc9110_9_1_unsupported_method_405;
mod rfc9325_3_1_1_no_legacy_tls;
mod rfc9325_3_1_1_tls12_supported;
mod rfc9325_3_1_1_tls13;
mod rfc9325_4_5_rsa_2048_certificate;
mod shared;
mod shared_tls;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &rfc9110_4_3_4_certificate_valid::CHECK,
    &rfc9325_4_5_rsa_2048_certificate::CHECK,
    &rfc9110_6_6_1_date_header::CHECK,
    &rfc9110_8_3_content_type_present::CHECK,
    &rfc9110_15_5_2_401_has_challenge::CHECK,
    &rfc8259_8_1_utf8_no_bom::CHECK,
    &rfc8259_2_valid_json::CHECK,
    &rfc8259_4_unique_member_names::CHECK,
    &rfc9325_3_1_1_tls12_supported::CHECK,
    &rfc9325_3_1_1_tls13::CHECK,
    &rfc9325_3_1_1_no_legacy_tls::CHECK,
    &rfc9110_9_1_unsupported_method_405::CHECK,
    &rfc9110_15_5_6_405_has_allow::CHECK,
];
