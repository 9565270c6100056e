//! The rules of the OpenActive Open Booking API, each in a file of its own.

mod openactive_11_6_tls;
mod openactive_11_7_4_1_2_no_booking_scope;
mod openactive_11_7_4_1_2_orders_feed_scope;
mod openactive_11_7_4_1_scope_names;
mod openactive_11_7_4_1_token_lifetime_15_minutes;
mod openactive_11_7_4_2_2_client_and_seller_claims;
mod shared;

use crate::check::Check;

pub(super) const CHECKS: &[&Check] = &[
    &openactive_11_6_tls::CHECK,
    &openactive_11_7_4_1_scope_names::CHECK,
    &openactive_11_7_4_1_token_lifetime_15_minutes::CHECK,
    &openactive_11_7_4_1_2_orders_feed_scope::CHECK,
    &openactive_11_7_4_1_2_no_booking_scope::CHECK,
    &openactive_11_7_4_2_2_client_and_seller_claims::CHECK,
];
