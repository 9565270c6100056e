//! Scenarios: TOML text in, checked [`Scenario`]s out, or every mistake with its place.

mod act;
mod auth;
mod catalog;
mod load;
mod mistake;
mod mistakes;
mod model;
mod order;
mod raw;
mod request;
mod schema;
mod scope;
mod select;
mod shape;
mod shape_act;
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
    Act, Capture, CaptureChange, CaptureFrom, Credentials, Part, Scenario, ScenarioId,
    SecretSource, SecretVar, Step, Template, TemplateError, WellKnown, When,
};
pub use request::{Assertion, AssertionChange, ClientAuth, Over, Raw};
pub use schema::schema;
pub use select::{Problem, SelectError, select};
pub use source::{Place, SourceFile};
pub use validate::parse;
