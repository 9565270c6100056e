//! Configuration: flags, environment and file in, [`Settings`] out, in which each value knows where it came from.
//!
//! Flags win over the environment (`ISSUERCHECK_*`), the environment wins over `issuercheck.toml` (or `.json`), and the
//! file wins over the embedded `default.toml`. Every mistake in the file is found in one pass.

mod choice;
mod credential;
mod credential_file;
mod environment;
mod error;
mod init;
mod json;
mod keys;
mod load;
mod mask;
mod merge;
mod mistake;
mod node;
mod schema;
mod settings;
mod show;
mod value;

pub use choice::{Annotations, Color, FailOn, Format, ReportFormat, ReportTarget};
pub use credential::{NamedSecret, is_place};
pub use environment::Environment;
pub use error::{ConfigError, Mistakes};
pub use init::{START_FILE, START_SCHEMA, init};
pub use keys::{DEFAULTS, KEYS, Key, SIGN_KEY_VARIABLE};
pub use load::SourceFile;
pub use schema::schema;
pub use settings::{Flags, Origin, Settings, Sourced};
pub use value::{
    BadValue, boolean, clock, count, duration, issuer, jobs, line, path, port, seed, size, word,
};
