//! What several rules of the Open Booking API look at.

use super::super::token::shared::single_seller;
use crate::check::Applies;

/// The scope of the endpoints that book (Open Booking API §11.7.4.1).
pub(super) const OPEN_BOOKING: &str = "openactive-openbooking";

/// The scope of the Orders feed (Open Booking API §11.7.4.1).
pub(super) const ORDERS_FEED: &str = "openactive-ordersfeed";

/// §11.7.4 of the Open Booking API is about systems with several sellers.
pub(super) const SEVERAL_SELLERS: Applies =
    Applies::When("the system is not one with a single seller", |evidence| {
        Ok(!single_seller(evidence))
    });
