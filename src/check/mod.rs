//! The engine: what a check is, when it applies, what it yields, and `judge`, which asks every check of one record.
//!
//! Input: [`crate::evidence::Evidence`]. Output: findings. Pure: no clock, no network, no configuration.

mod applies;
mod deviation;
mod edit;
mod fixture;
mod judge;
mod model;

pub use applies::Applies;
pub use deviation::{Deviation, Stale, accept};
pub use edit::On;
pub use fixture::{Change, Fixture};
pub use judge::{Judgement, Selection, SelectionError, judge, judge_record, judge_scenario};
pub use model::{Blocked, Check, Level, Mode, Outcome, Subject, Verdict};

pub use crate::exchange::{Finding, OutcomeKind, Problem, Severity};
