//! The matrix: without a fault nothing fails and nothing is blocked; with one fault, exactly the checks that claim it fail.
#![expect(clippy::unwrap_used, reason = "a test says so by failing")]

use std::{collections::BTreeSet, sync::Mutex};

use issuercheck::{
    check::{Finding, OutcomeKind, Selection, judge},
    checks,
    clock::Clock,
    embedded::{self, Kind},
    issuer::Faults,
    scenario::{self, Scenario},
};
use time::macros::datetime;

/// The faults that only an issuer shows whose identifier has a path, or where everybody may register a client.
const WITH_PATH_OR_OPEN: &[&str] = &[
    "registration-closed",
    "openid-metadata-slash-kept",
    "oauth-metadata-slash-kept",
    "oauth-metadata-appended",
    "openid-metadata-not-inserted",
];

fn findings(kind: Kind, scenarios: &[Scenario], faults: Faults, profiles: &[&str]) -> Vec<Finding> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let clock = Clock::Fixed(datetime!(2026-01-01 00:00 UTC));
    let record = runtime
        .block_on(embedded::record_of(
            kind,
            scenarios.to_vec(),
            faults,
            clock,
            Some(1),
        ))
        .unwrap();
    let selection = Selection {
        patterns: Vec::new(),
        profiles: profiles.iter().map(|name| (*name).to_owned()).collect(),
    };
    judge(&record, &selection)
        .into_iter()
        .flat_map(|judgement| judgement.findings)
        .collect()
}

fn with(findings: &[Finding], outcome: OutcomeKind) -> BTreeSet<&str> {
    findings
        .iter()
        .filter(|finding| finding.outcome == outcome)
        .map(|finding| finding.check.as_str())
        .collect()
}

#[test]
fn no_fault_no_failure_nothing_blocked() {
    for kind in [Kind::Usual, Kind::PathAndOpen] {
        let findings = findings(
            kind,
            &scenario::select(&[]).unwrap(),
            Faults::default(),
            &["rfc9068"],
        );
        for bad in [OutcomeKind::Fail, OutcomeKind::Blocked, OutcomeKind::Broken] {
            assert_eq!(with(&findings, bad), BTreeSet::new(), "{kind:?} {bad:?}");
        }
    }
}

#[test]
fn one_fault_fails_exactly_the_checks_that_claim_it() {
    let scenarios = scenario::select(&[]).unwrap();
    let claimed: BTreeSet<&str> = checks::all()
        .flat_map(|check| check.faults)
        .copied()
        .collect();
    let asked = asked_for();
    let asked: Vec<&str> = asked.split(',').filter(|fault| !fault.is_empty()).collect();
    let faults = claimed
        .into_iter()
        .filter(|fault| asked.is_empty() || asked.contains(fault));
    let faults = Mutex::new(faults);
    let wrong = Mutex::new(Vec::new());
    // Runs side by side: each has an issuer and a thread of its own.
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, Into::into) {
            scope.spawn(|| {
                loop {
                    let next = faults.lock().unwrap().next();
                    let Some(fault) = next else { return };
                    let found = departures(fault, &scenarios);
                    wrong.lock().unwrap().extend(found);
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where what fails with a fault is not what claims it.
fn departures(fault: &'static str, scenarios: &[Scenario]) -> Vec<String> {
    // The embedded issuer is no dynamic OpenID Provider: that profile is on only where a fault makes it look like one.
    let dynamic = fault.starts_with("openid-metadata-dynamic-");
    // The probes are of any server's: the operator says that it offers an Open Booking API.
    let open = fault == "orders-feed-open";
    let profiles: &[&str] = if dynamic {
        &["rfc9068", "openid-dynamic"]
    } else if open {
        &["rfc9068", "openactive"]
    } else {
        &["rfc9068"]
    };
    let kind = if WITH_PATH_OR_OPEN.contains(&fault) {
        Kind::PathAndOpen
    } else {
        Kind::Usual
    };
    let faults = Faults::from_ids([fault]).unwrap();
    let findings = findings(kind, scenarios, faults, profiles);
    let failed = with(&findings, OutcomeKind::Fail);
    let claims: BTreeSet<_> = checks::all()
        .filter(|check| check.faults.contains(&fault))
        .map(|check| check.id)
        .collect();
    let mut wrong = Vec::new();
    if failed != claims {
        let missed = claims.difference(&failed).map(|missed| {
            let mut of = findings.iter().filter(|finding| finding.check == **missed);
            let found = of.next_back();
            (missed, found.map(|found| (found.outcome, &found.reason)))
        });
        let missed: Vec<_> = missed.collect();
        let extra: Vec<_> = failed.difference(&claims).collect();
        wrong.push(format!(
            "{fault}: claimed and not failed {missed:?}; failed and not claimed {extra:?}"
        ));
    }
    let broken = with(&findings, OutcomeKind::Broken);
    if !broken.is_empty() {
        wrong.push(format!("{fault}: broken {broken:?}"));
    }
    wrong
}

/// `MATRIX=fault,fault` asks these alone, while a room is being written.
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the test says what it is to do"
)]
fn asked_for() -> String {
    std::env::var("MATRIX").unwrap_or_default()
}
