//! `issuercheck init` and `issuercheck config`.

use std::{fs, path::Path};

use super::{
    args::{Config, Init},
    schema,
    terminal::Terminal,
};
use crate::{
    config::{self, Environment, Flags, START_SCHEMA, Settings},
    error::{Error, Exit},
    schema::Kind,
};

/// Writes a starting configuration file, and the schema that it names for editors.
pub(super) fn init(arguments: &Init, terminal: &Terminal) -> Result<Exit, Error> {
    let next = config::init(Path::new(""), arguments.issuer.as_deref(), arguments.force)?;
    fs::write(START_SCHEMA, schema::text(Kind::Config)?).map_err(|source| Error::Unwritable {
        what: START_SCHEMA.to_owned(),
        source,
    })?;
    terminal.out(&format!(
        "{next}\nEditors that know TOML schemas complete and check it by {START_SCHEMA}, which was written, too.\n"
    ))
}

/// Shows each setting and where it came from.
pub(super) fn config(
    arguments: &Config,
    environment: &Environment,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let flags = Flags {
        config: arguments.config.config.clone(),
        ..Flags::default()
    };
    let settings = Settings::load(&flags, environment, Path::new(""))?;
    let format = arguments.format.unwrap_or(settings.format.value);
    terminal.out(&settings.show(format))
}
