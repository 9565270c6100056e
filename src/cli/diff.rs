//! `issuercheck diff`: compares two records or reports.

use std::path::Path;

use super::{
    deviations::Deviations,
    diff_args::{Diff, DiffFormat},
    input,
    terminal::Terminal,
};
use crate::{
    check::{self, Selection},
    config::FailOn,
    diff::{self, Comparison, Findings, Input, Options},
    error::{Error, Exit},
    exchange::{OutcomeKind, Record},
    secret::Redactor,
};

/// Compares OLD and NEW.
pub(super) fn run(arguments: &Diff, terminal: &Terminal) -> Result<Exit, Error> {
    let patterns = arguments.checks.clone().unwrap_or_default();
    let selection = Selection::new(&patterns, &arguments.profiles).map_err(Error::Selection)?;
    let deviations = Deviations::load(arguments.known_deviations.as_deref())?;
    let mut old = Judged::read(&arguments.old, arguments.recorded, &selection)?;
    let mut new = Judged::read(&arguments.new, arguments.recorded, &selection)?;
    deviations.accept_quietly(&mut old.record);
    deviations.accept(&mut new.record, terminal);
    if !arguments.reveal_secrets {
        (old, new) = (old.redacted(), new.redacted());
    }
    let options = Options {
        count_volatile: arguments.volatile,
    };
    let comparison = diff::compare(old.input(), new.input(), options);
    let document = match arguments.format {
        DiffFormat::Text => diff::text(&comparison, terminal.color_out),
        DiffFormat::Markdown => diff::markdown(&comparison),
        DiffFormat::Json => comparison
            .json()
            .map_err(|error| Error::Bug(error.to_string()))?,
    };
    terminal.out(&document)?;
    let fail_on = arguments.fail_on.unwrap_or_default();
    Ok(exit(&comparison, &new.record, fail_on, arguments.strict))
}

/// One of the two, judged.
struct Judged {
    source: String,
    record: Record,
    findings: Findings,
}

impl Judged {
    /// Reads and judges one of the two. `recorded` keeps the findings that it holds.
    fn read(path: &Path, recorded: bool, selection: &Selection) -> Result<Self, Error> {
        let mut record = input::read_one(path)?;
        let held: Vec<_> = record
            .scenarios
            .iter()
            .map(|scenario| scenario.findings.clone().filter(|_| recorded))
            .collect();
        check::judge_record(&mut record, selection);
        let mut findings = Findings::Judged;
        for (scenario, held) in record.scenarios.iter_mut().zip(held) {
            if held.is_some() {
                scenario.findings = held;
                findings = Findings::Recorded;
            }
        }
        Ok(Self {
            source: path.display().to_string(),
            record,
            findings,
        })
    }

    fn redacted(self) -> Self {
        let mut redactor = Redactor::default();
        redactor.learn(&self.record);
        Self {
            record: redactor.record(self.record),
            ..self
        }
    }

    fn input(&self) -> Input<'_> {
        Input {
            record: &self.record,
            source: &self.source,
            findings: self.findings,
        }
    }
}

/// 70 wins, then 1, 5, 0.
fn exit(comparison: &Comparison, new: &Record, fail_on: FailOn, strict: bool) -> Exit {
    let totals = &comparison.totals;
    let mut findings = new.scenarios.iter().flat_map(|scenario| &scenario.findings);
    let unshown = totals.broken_unseen.any(fail_on.least())
        || totals.no_longer_judged.specs > 0
        || totals.no_longer_shown.specs > 0
        || totals.specs.disappeared > 0
        || totals.scenarios.disappeared > 0;
    if findings.any(|findings| findings.iter().any(|f| f.outcome == OutcomeKind::Broken)) {
        Exit::Bug
    } else if totals.newly_broken.any(fail_on.least()) || strict && unshown {
        Exit::Departs
    } else if totals.scenarios.both == 0 {
        Exit::NothingApplied
    } else {
        Exit::Clean
    }
}
