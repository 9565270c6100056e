//! `issuercheck init` and `issuercheck config`.

use std::path::Path;

use super::{
    args::{Config, Init},
    terminal::Terminal,
};
use crate::{
    config::{self, Environment, Flags, Settings},
    error::{Error, Exit},
};

/// Writes a starting configuration file.
pub(super) fn init(arguments: &Init, terminal: &Terminal) -> Result<Exit, Error> {
    let next = config::init(Path::new(""), arguments.issuer.as_deref(), arguments.force)?;
    terminal.out(&next)
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
