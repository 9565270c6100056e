//! issuercheck runs scenarios against an OAuth 2.0 authorization server, records every exchange, and writes reports.
//!
//! The data flow has one direction:
//!
//! ```text
//! config + scenario → plan → run (exchanges) → record → judge (findings) → report
//! ```

pub mod bundle;
pub mod certificate;
pub mod check;
pub mod checks;
pub mod cli;
pub mod clock;
pub mod config;
pub mod diagnostic;
pub mod diff;
pub mod embedded;
pub mod error;
pub mod evidence;
pub mod exchange;
pub mod issuer;
pub mod plan;
pub mod profile;
pub mod report;
mod rsa_signature;
pub mod run;
pub mod scenario;
pub mod schema;
pub mod secret;
pub mod spec;
