//! Bundles of another version, whose checks or reports were others.

use issuercheck::{
    bundle::{Catalogue, Verdict},
    exchange::{OutcomeKind, Record, sha256},
};

use crate::support::{files, rezip, small, verify, with_record, write};

const OLD: &str = "issuercheck 0.0.9";

/// The bundle of a record as another version wrote it, with another list of checks.
fn old(record: &Record, change: impl FnOnce(&mut Catalogue)) -> Vec<u8> {
    let mut files = with_record(&write(small()), record);
    let mut list = Catalogue::current().clone();
    change(&mut list);
    let lines = list
        .checks
        .iter()
        .map(|check| format!("{} {}\n", check.id, check.version));
    list.catalogue = sha256(lines.collect::<String>().as_bytes());
    for (path, content) in &mut files {
        match path.as_str() {
            "checks.json" => *content = list.text().unwrap().into_bytes(),
            "report.json" => {
                let text = String::from_utf8(content.clone()).unwrap();
                *content = text.replacen("issuercheck 0.1.0", OLD, 1).into_bytes();
            }
            _ => {}
        }
    }
    rezip(files, |manifest| {
        manifest.tool = OLD.into();
        manifest.catalogue = list.catalogue;
    })
}

fn edited() -> (Record, String) {
    let mut record = small().clone();
    let finding = &mut record.scenarios[0].findings.as_mut().unwrap()[0];
    finding.outcome = OutcomeKind::NotApplicable;
    let check = finding.check.clone();
    (record, check)
}

#[test]
fn a_bundle_of_another_version_with_the_same_checks_is_valid() {
    let found = verify(&old(small(), |_| ()));
    assert_eq!(
        found.verdict,
        Verdict::Valid,
        "{:?} {:?}",
        found.problems,
        found.unconfirmed
    );
    let added = verify(&old(small(), |list| list.checks.truncate(40)));
    assert!(!added.checks.unwrap().added.is_empty());
}

#[test]
fn a_finding_that_a_changed_check_explains_is_said_apart_from_an_edit() {
    let (record, check) = edited();
    let change = |list: &mut Catalogue| {
        list.checks
            .iter_mut()
            .find(|listed| listed.id == check)
            .unwrap()
            .version = sha256(b"old");
    };
    let found = verify(&old(&record, change));
    assert_eq!(found.verdict, Verdict::Unconfirmed, "{:?}", found.problems);
    assert!(
        found.unconfirmed[0]
            .what
            .contains("the check changed since"),
        "{:?}",
        found.unconfirmed
    );
    assert_eq!(found.checks.unwrap().changed, std::slice::from_ref(&check));
    // The same edit where the check is the same one.
    let found = verify(&old(&record, |_| ()));
    assert_eq!(found.verdict, Verdict::NotValid);
    // This version wrote no other list of checks.
    let mut list = Catalogue::current().clone();
    change(&mut list);
    let lines = list
        .checks
        .iter()
        .map(|check| format!("{} {}\n", check.id, check.version));
    list.catalogue = sha256(lines.collect::<String>().as_bytes());
    let mut own = with_record(&write(small()), &record);
    let file = own
        .iter_mut()
        .find(|(path, _)| path == "checks.json")
        .unwrap();
    file.1 = list.text().unwrap().into_bytes();
    let found = verify(&rezip(own, |manifest| manifest.catalogue = list.catalogue));
    assert_eq!(found.verdict, Verdict::NotValid);
    assert!(
        found
            .problems
            .iter()
            .any(|problem| problem.file.as_deref() == Some("checks.json"))
    );
}

#[test]
fn a_check_that_is_gone_or_new_is_said() {
    let first = small().scenarios[0].findings.as_ref().unwrap()[0]
        .check
        .clone();
    let mut record = small().clone();
    record.scenarios[0].findings.as_mut().unwrap().remove(0);
    let found = verify(&old(&record, |list| {
        list.checks.retain(|listed| listed.id != first);
    }));
    assert_eq!(found.verdict, Verdict::Unconfirmed, "{:?}", found.problems);
    assert!(
        found.unconfirmed[0]
            .what
            .contains("the check was added since")
    );
    let mut record = small().clone();
    record.scenarios[0].findings.as_mut().unwrap()[0].check = "rfc0000-1-old".into();
    let found = verify(&old(&record, |list| {
        list.checks
            .iter_mut()
            .find(|listed| listed.id == first)
            .unwrap()
            .id = "rfc0000-1-old".into();
    }));
    assert_eq!(found.verdict, Verdict::Unconfirmed, "{:?}", found.problems);
    assert_eq!(found.checks.unwrap().removed, ["rfc0000-1-old"]);
}

#[test]
fn a_report_that_this_version_writes_otherwise_is_not_confirmed() {
    let mut files = files(&old(small(), |_| ()));
    let file = files
        .iter_mut()
        .find(|(path, _)| path == "reports/summary.md")
        .unwrap();
    file.1.extend(b"\nIn the old form.\n");
    let found = verify(&rezip(files, |_| ()));
    assert_eq!(found.verdict, Verdict::Unconfirmed, "{:?}", found.problems);
    assert_eq!(
        found.unconfirmed[0].file.as_deref(),
        Some("reports/summary.md")
    );
}
