//! `issuercheck judge`: judges what was recorded, again, offline.

use super::{
    actions,
    args::Judge,
    deviations::Deviations,
    input,
    output::{self, check_writable},
    terminal::Terminal,
};
use crate::{
    check::{self, Selection},
    config::Environment,
    error::{Error, Exit},
    secret::Redactor,
};

/// Judges records and reports that were read back.
pub(super) fn run(
    arguments: &Judge,
    environment: &Environment,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let patterns = arguments.checks.clone().unwrap_or_default();
    let selection = Selection::new(&patterns, &arguments.profiles).map_err(Error::Selection)?;
    let deviations = Deviations::load(arguments.known_deviations.as_deref())?;
    let targets = arguments.output.reports.clone().unwrap_or_default();
    check_writable(&targets)?;
    let mut record = input::read(&arguments.inputs)?;
    check::judge_record(&mut record, &selection);
    deviations.accept(&mut record, terminal);
    if !arguments.output.reveal_secrets {
        let mut redactor = Redactor::default();
        redactor.learn(&record);
        record = redactor.record(record);
    }
    let format = arguments.output.format.unwrap_or_default();
    let fail_on = arguments.fail_on.unwrap_or_default();
    let exit = output::write(&record, &targets, format, fail_on, terminal)?;
    let annotations = arguments.annotations.unwrap_or_default();
    actions::tell(&record, annotations, environment, terminal);
    Ok(exit)
}
