//! Scenarios: TOML text in, checked [`Scenario`]s out, or every mistake with its place.

mod model;

pub use model::{
    Act, Capture, CaptureFrom, ClientAuth, Credentials, Part, Scenario, ScenarioId, SecretSource,
    SecretVar, Step, Template, TemplateError, WellKnown,
};
