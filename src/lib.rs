//! issuercheck runs scenarios against an OAuth 2.0 authorization server, records every exchange, and writes reports.
//!
//! The data flow has one direction:
//!
//! ```text
//! config + scenario → plan → run (exchanges) → record → judge (findings) → report
//! ```

pub mod clock;
pub mod exchange;
pub mod plan;
pub mod run;
pub mod scenario;
pub mod secret;
