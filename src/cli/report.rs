//! `issuercheck report`: renders a record, again.

use super::{
    args::Report,
    evidence::Prepared,
    input,
    output::{self, check_writable},
    terminal::Terminal,
};
use crate::{
    config::{Environment, FailOn},
    error::{Error, Exit},
    secret::Redactor,
};

/// Renders records and reports that were read back. A failed spec in them is not this command's failure.
pub(super) fn run(
    arguments: &Report,
    environment: &Environment,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let bundle = Prepared::new(&arguments.bundling, environment)?;
    let targets = arguments.output.reports.clone().unwrap_or_default();
    check_writable(&targets)?;
    let mut record = input::read(&arguments.inputs)?;
    if !arguments.output.reveal_secrets {
        let mut redactor = Redactor::default();
        redactor.learn(&record);
        record = redactor.record(record);
    }
    let format = arguments.output.format.unwrap_or_default();
    let exit = match output::write(&record, &targets, format, FailOn::default(), terminal)? {
        Exit::Departs | Exit::Blocked | Exit::NothingApplied => Exit::Clean,
        other => other,
    };
    Ok(match bundle {
        Some(bundle) => bundle.write(&record, Vec::new(), exit, terminal),
        None => exit,
    })
}
