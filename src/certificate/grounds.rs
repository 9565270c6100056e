//! Why there is no certificate for a bundle.

use std::collections::BTreeSet;

use crate::{
    bundle::{Opened, Verdict},
    exchange::{
        Finding, Origin, OutcomeKind, Record, ScenarioRecord, Severity, SpecOutcome, sha256,
    },
    report::line,
    scenario::{SHIPPED, Scenario, Shipped},
};

/// Why there is no certificate for what was opened; empty where there can be one.
///
/// A certificate speaks of features: each one that a scenario of the record belongs to must have all its shipped scenarios in
/// the record, as they are shipped, and each must have passed with every check asked.
pub fn refusals(opened: &Opened) -> Vec<String> {
    let verification = &opened.verification;
    let mut refusals = Vec::new();
    if verification.verdict != Verdict::Valid {
        let troubles = verification
            .problems
            .iter()
            .chain(&verification.unconfirmed);
        let named = troubles.map(|trouble| match &trouble.file {
            Some(file) => format!("the bundle is not valid: {file} {}", trouble.what),
            None => format!("the bundle is not valid: {}", trouble.what),
        });
        refusals.extend(named);
    }
    if let Some(record) = &opened.record {
        refusals.extend(of_run(record));
        refusals.extend(of_features(record));
        refusals.extend(record.scenarios.iter().flat_map(of_scenario));
    }
    refusals
}

fn of_run(record: &Record) -> impl Iterator<Item = String> {
    let judged = record.judged.as_ref();
    let all = judged.is_some_and(|judged| judged.checks.iter().any(|one| one == "all"));
    let grounds = [
        (
            record.origin == Origin::Report,
            "the record was read back from pages, which do not show all that happened",
        ),
        (
            record.target.issuer.is_none(),
            "the record does not name the issuer",
        ),
        (
            record.target.insecure,
            "certificates were not verified (--insecure)",
        ),
        (record.interrupted, "the run was interrupted"),
        (record.out_of_time, "the run reached its time limit"),
        (
            !record.redacted,
            "the evidence shows secrets, and a certificate is published",
        ),
        (!all, "not all checks were asked (--checks)"),
        (record.scenarios.is_empty(), "no scenario was run"),
    ];
    grounds
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, why)| why.to_owned())
}

/// What is missing of the features that the record declares.
fn of_features(record: &Record) -> Vec<String> {
    let mut refusals = Vec::new();
    let ids: Vec<&str> = record
        .scenarios
        .iter()
        .map(|scenario| scenario.id.as_str())
        .collect();
    let mut seen = BTreeSet::new();
    for id in &ids {
        if !seen.insert(id) {
            refusals.push(format!("{} is in the record more than once", line(id)));
        }
    }
    let declared: BTreeSet<_> = ids
        .iter()
        .filter_map(|id| shipped(id))
        .map(feature)
        .collect();
    for wanted in SHIPPED
        .iter()
        .filter(|shipped| declared.contains(&feature(shipped)))
    {
        let id = wanted.id().to_string();
        if !ids.contains(&id.as_str()) {
            refusals.push(format!(
                "{id} was not run: the feature {} has it",
                wanted.feature
            ));
        }
    }
    refusals
}

fn shipped(id: &str) -> Option<&'static Shipped> {
    SHIPPED
        .iter()
        .find(|shipped| shipped.id().to_string() == id)
}

fn feature(shipped: &Shipped) -> (&'static str, &'static str) {
    (shipped.category, shipped.feature)
}

fn of_scenario(scenario: &ScenarioRecord) -> Vec<String> {
    let id = line(&scenario.id);
    let Some(shipped) = shipped(&scenario.id) else {
        return vec![format!(
            "{id} is no scenario of issuercheck's own, and a certificate speaks of no other"
        )];
    };
    let mut refusals = Vec::new();
    if scenario.source_sha256.as_deref() != Some(&sha256(shipped.text.as_bytes())) {
        refusals.push(format!(
            "{id} was run from another file than the one of this version"
        ));
    } else if let Ok(own) = shipped.scenario()
        && !is_of(scenario, &own)
    {
        refusals.push(format!(
            "{id} does not have the labels and specs of its file"
        ));
    }
    for spec in scenario.specs() {
        let title = line(&spec.title);
        match spec.outcome {
            SpecOutcome::Passed => {}
            SpecOutcome::Failed => refusals.push(format!("{id} failed: {title}")),
            SpecOutcome::NotRun => refusals.push(format!("{id} was not run to its end: {title}")),
        }
    }
    let Some(findings) = &scenario.findings else {
        refusals.push(format!("{id} was not judged"));
        return refusals;
    };
    refusals.extend(
        findings
            .iter()
            .filter_map(of_finding)
            .map(|why| format!("{id} {why}")),
    );
    refusals
}

/// Whether a scenario's record has what its file says of it.
fn is_of(record: &ScenarioRecord, own: &Scenario) -> bool {
    let specs = own.steps.iter().filter_map(|step| step.spec.as_ref());
    record.feature.implemented
        && record.feature.category == own.category
        && record.feature.name == own.feature
        && record.title == own.title
        && record.profiles == own.profiles
        && specs.eq(record.specs().map(|spec| &spec.title))
}

/// A failure counts whether it was accepted for now or not.
fn of_finding(finding: &Finding) -> Option<String> {
    let check = line(&finding.check);
    match finding.outcome {
        OutcomeKind::Broken => Some(format!("was not judged: {check} is broken")),
        OutcomeKind::Fail if finding.severity == Severity::Failure => {
            Some(format!("failed: {check}"))
        }
        OutcomeKind::Blocked if finding.severity == Severity::Failure => {
            Some(format!("was blocked: {check} could not be judged"))
        }
        _ => None,
    }
}
