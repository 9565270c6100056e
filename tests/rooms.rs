//! What every room keeps: it passes a good record, it fails each of its fixtures, and its metadata are whole.
#![expect(clippy::unwrap_used, reason = "a test says so by failing")]

use std::{collections::BTreeSet, fs, path::Path};

use issuercheck::{
    check::{Check, Finding, OutcomeKind, Selection, Severity, judge},
    checks,
    clock::Clock,
    embedded::{self, Kind},
    exchange::Record,
    issuer::Faults,
    scenario,
};
use time::macros::datetime;

/// The records that all rooms pass: those of the embedded issuer's kinds, without faults.
fn baselines() -> [Record; 2] {
    [Kind::Usual, Kind::PathAndOpen].map(baseline)
}

fn baseline(kind: Kind) -> Record {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let scenarios = scenario::select(&[]).unwrap();
    let clock = Clock::Fixed(datetime!(2026-01-01 00:00 UTC));
    runtime
        .block_on(embedded::record_of(
            kind,
            scenarios,
            Faults::default(),
            clock,
            Some(1),
        ))
        .unwrap()
}

/// Every profile is on, so that no room is left out.
fn everything(check: &str) -> Selection {
    let profiles = ["openid", "openid-dynamic", "openactive", "rfc9068"];
    Selection {
        patterns: vec![check.to_owned()],
        profiles: profiles.map(str::to_owned).to_vec(),
    }
}

/// The embedded issuer is no dynamic OpenID Provider, and does not say that it is: what one must offer fails without a fault.
fn fails_without_fault(check: &Check) -> bool {
    check.id.starts_with("oidc-discovery-3-dynamic-op")
}

fn ask(check: &'static Check, record: &Record) -> Vec<Finding> {
    judge(record, &everything(check.id))
        .into_iter()
        .flat_map(|judgement| judgement.findings)
        .collect()
}

#[test]
fn every_room_passes_the_baseline_or_does_not_apply_to_it() {
    let records = baselines();
    let mut wrong = Vec::new();
    for check in checks::all() {
        for finding in records.iter().flat_map(|record| ask(check, record)) {
            let good = matches!(
                finding.outcome,
                OutcomeKind::Pass | OutcomeKind::NotApplicable | OutcomeKind::NotObserved
            );
            if !good && !fails_without_fault(check) {
                wrong.push(format!(
                    "{} {:?} {:?} {:?}",
                    check.id, finding.outcome, finding.problems, finding.reason
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_fails_each_of_its_fixtures() {
    let [record, other] = baselines();
    let mut wrong = Vec::new();
    for check in checks::all() {
        if check.fails_on.is_empty() {
            wrong.push(format!("{}: no fixture", check.id));
        }
        for fixture in check.fails_on {
            let mut findings = ask(check, &fixture.apply(&record));
            let fails = |findings: &[Finding]| {
                let mut outcomes = findings.iter().map(|finding| finding.outcome);
                outcomes.any(|outcome| outcome == OutcomeKind::Fail)
            };
            if !fails(&findings) {
                findings.extend(ask(check, &fixture.apply(&other)));
            }
            if !fails(&findings) {
                let outcomes: Vec<_> = findings
                    .iter()
                    .map(|finding| (finding.outcome, &finding.reason))
                    .collect();
                wrong.push(format!(
                    "{}: {:?} gives {outcomes:?}",
                    check.id, fixture.label
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn metadata_of_every_room_are_whole() {
    let mut ids = BTreeSet::new();
    for check in checks::all() {
        let id = check.id;
        for name in std::iter::once(&id).chain(check.aliases) {
            assert!(ids.insert(*name), "{name} is named twice");
        }
        assert!(!check.cites.is_empty(), "{id}: no citation");
        for sentence in [check.statement, check.remedy] {
            assert!(
                sentence.ends_with('.') && sentence.len() > 20,
                "{id}: {sentence}"
            );
        }
        if check.severity != check.level.severity() {
            assert!(
                check.note.is_some(),
                "{id}: {:?} weighs {:?} without a note",
                check.level,
                check.severity
            );
        }
        assert!(check.severity >= Severity::Suggestion);
        let known: BTreeSet<_> = Faults::known().map(|(id, _)| id).collect();
        for fault in check.faults {
            assert!(known.contains(fault), "{id}: there is no fault {fault}");
        }
        assert!(!check.faults.is_empty(), "{id}: no fault");
    }
}

#[test]
fn every_room_has_a_file_of_its_name() {
    let name = |id: &str| id.replace(['.', '-'], "_") + ".rs";
    let mut expected: BTreeSet<String> = checks::all().map(|check| name(check.id)).collect();
    for family in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks")).expect("src/checks")
    {
        let family = family.unwrap().path();
        let Ok(files) = fs::read_dir(&family) else {
            continue;
        };
        for file in files {
            let file = file.unwrap().file_name().into_string().unwrap();
            let known = file == "mod.rs" || file.starts_with("shared") || expected.remove(&file);
            assert!(known, "{} is no room's file", family.join(file).display());
        }
    }
    assert!(expected.is_empty(), "no file for {expected:?}");
}
