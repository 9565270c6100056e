//! `issuercheck report`: renders a record, again.

use super::{
    args::Report,
    input,
    output::{self, check_writable},
    terminal::Terminal,
};
use crate::{
    config::FailOn,
    error::{Error, Exit},
    secret::Redactor,
};

/// Renders records and reports that were read back. A failed spec in them is not this command's failure.
pub(super) fn run(arguments: &Report, terminal: &Terminal) -> Result<Exit, Error> {
    let targets = arguments.output.reports.clone().unwrap_or_default();
    check_writable(&targets)?;
    let mut record = input::read(&arguments.inputs)?;
    if !arguments.output.reveal_secrets {
        let mut redactor = Redactor::default();
        redactor.learn(&record);
        record = redactor.record(&record);
    }
    let format = arguments.output.format.unwrap_or_default();
    match output::write(&record, &targets, format, FailOn::default(), terminal)? {
        Exit::Departs | Exit::Blocked | Exit::NothingApplied => Ok(Exit::Clean),
        other => Ok(other),
    }
}
