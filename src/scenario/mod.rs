//! Scenarios: TOML text in, checked [`Scenario`]s out, or every mistake with its place.

mod act;
mod catalog;
mod load;
mod mistake;
mod mistakes;
mod model;
mod raw;
mod scope;
mod select;
mod source;
mod step;
mod suggest;
mod syntax;
mod validate;
mod values;

pub use catalog::{SHIPPED, Shipped};
pub use mistake::Mistake;
pub use mistakes::Mistakes;
pub use model::{
    Act, Capture, CaptureFrom, ClientAuth, Credentials, Part, Scenario, ScenarioId, SecretSource,
    SecretVar, Step, Template, TemplateError, WellKnown,
};
pub use select::{Problem, SelectError, select};
pub use source::{Place, SourceFile};
pub use validate::parse;
