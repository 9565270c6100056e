//! What happened: the record of a run, down to every exchange. Judging and rendering need nothing else.
//!
//! Input: what the runner saw, or what a published report shows. Output: plain data that is written as `record.json`.

mod body;
mod connection;
mod digest;
mod finding;
mod label;
mod message;
mod pieces;
mod probe;
mod record;
mod unsent;

pub use body::{Body, Content, Defect};
pub use connection::{Certificate, Connection, Tls};
pub use digest::{hexadecimal, sha256};
pub use finding::{Finding, OutcomeKind, Problem, Severity};
pub use message::{
    Action, Exchange, Failure, FailureKind, Header, Headers, Outcome, Request, Response,
};
pub use probe::Probe;
pub use record::{
    Block, Feature, Group, Judged, Note, Origin, Record, RecordError, ScenarioRecord, Shown, Spec,
    SpecOutcome, Target, Validation, ValidationSeverity, Verdict,
};
pub use unsent::{RegisteredClient, Unsent, UnsentKind};
