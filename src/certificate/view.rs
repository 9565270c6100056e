//! What the page's template prints.

use askama::Template;
use time::UtcOffset;

use super::claim::{Certificate, day};
use crate::{
    bundle::{Manifest, Opened, Signature},
    checks,
    exchange::{Finding, OutcomeKind, Record, ScenarioRecord, Severity, sha256},
    report::{line, tally::Specs},
};

/// A certificate as strings and numbers.
#[derive(Debug, Template)]
#[template(path = "certificate.html")]
pub(super) struct View {
    pub(super) id: String,
    pub(super) holder: String,
    pub(super) target: String,
    pub(super) issuer: String,
    pub(super) embedded: bool,
    pub(super) hosts_redacted: bool,
    pub(super) tested_on: String,
    pub(super) valid_until: String,
    pub(super) tool: String,
    pub(super) catalogue: String,
    pub(super) profiles: Vec<String>,
    pub(super) features: Vec<Feature>,
    pub(super) totals: Totals,
    pub(super) advice: Vec<Advice>,
    pub(super) notes: Vec<String>,
    pub(super) signed_by: Option<String>,
    pub(super) evidence_sha256: String,
    pub(super) evidence_size: usize,
    pub(super) evidence: String,
}

/// A feature and its scenarios.
#[derive(Debug)]
pub(super) struct Feature {
    pub(super) label: String,
    pub(super) scenarios: Vec<Scenario>,
}

/// A scenario that passed.
#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) specs: usize,
    pub(super) passed: usize,
    pub(super) warnings: usize,
    pub(super) suggestions: usize,
}

/// Numbers over all scenarios.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) scenarios: usize,
    pub(super) specs: usize,
    pub(super) asked: usize,
    pub(super) passed: usize,
    pub(super) not_applicable: usize,
    pub(super) not_observed: usize,
    pub(super) warnings: usize,
    pub(super) suggestions: usize,
}

/// A recommendation that is not followed.
#[derive(Debug)]
pub(super) struct Advice {
    pub(super) severity: &'static str,
    pub(super) check: String,
    pub(super) statement: String,
    pub(super) cites: Vec<Cite>,
    pub(super) scenarios: Vec<String>,
}

/// A section that states a rule.
#[derive(Debug)]
pub(super) struct Cite {
    pub(super) text: String,
    pub(super) url: String,
}

impl View {
    /// The view of a bundle that was opened.
    pub(super) fn of(
        certificate: &Certificate,
        bundle: &[u8],
        opened: &Opened,
        (record, manifest): (&Record, &Manifest),
        evidence: String,
    ) -> Self {
        let target = &record.target;
        let issuer = target.issuer.clone().unwrap_or_default();
        Self {
            id: certificate.id.clone(),
            holder: certificate.holder.clone(),
            target: line(target.name.as_ref().unwrap_or(&issuer)),
            issuer: line(&issuer),
            embedded: target.embedded,
            hosts_redacted: manifest.hosts_redacted,
            tested_on: day(record.time.to_offset(UtcOffset::UTC).date()),
            valid_until: day(certificate.valid_until),
            tool: manifest.tool.clone(),
            catalogue: manifest.catalogue.clone(),
            profiles: manifest.profiles.clone(),
            features: features(record),
            totals: Totals::of(record),
            advice: advice(record),
            notes: opened.verification.notes.clone(),
            signed_by: match &opened.verification.signature {
                Signature::Unverified { kid } | Signature::Verified { kid } => Some(kid.clone()),
                Signature::None | Signature::Broken => None,
            },
            evidence_sha256: sha256(bundle),
            evidence_size: bundle.len(),
            evidence,
        }
    }
}

fn failing(scenario: &ScenarioRecord, severity: Severity) -> impl Iterator<Item = &Finding> {
    let findings = scenario.findings.iter().flatten();
    findings
        .filter(move |finding| finding.outcome == OutcomeKind::Fail && finding.severity == severity)
}

fn number(scenario: &ScenarioRecord, outcome: OutcomeKind) -> usize {
    let findings = scenario.findings.iter().flatten();
    findings
        .filter(|finding| finding.outcome == outcome)
        .count()
}

fn features(record: &Record) -> Vec<Feature> {
    let mut features: Vec<Feature> = Vec::new();
    for scenario in &record.scenarios {
        let label = line(&format!(
            "{} / {}",
            scenario.feature.category, scenario.feature.name
        ));
        let shown = Scenario {
            id: line(&scenario.id),
            title: line(&scenario.title),
            specs: Specs::of(scenario).passed,
            passed: number(scenario, OutcomeKind::Pass),
            warnings: failing(scenario, Severity::Warning).count(),
            suggestions: failing(scenario, Severity::Suggestion).count(),
        };
        match features.iter_mut().find(|feature| feature.label == label) {
            Some(feature) => feature.scenarios.push(shown),
            None => features.push(Feature {
                label,
                scenarios: vec![shown],
            }),
        }
    }
    features
}

fn advice(record: &Record) -> Vec<Advice> {
    let mut list: Vec<Advice> = Vec::new();
    for severity in [Severity::Warning, Severity::Suggestion] {
        for scenario in &record.scenarios {
            for finding in failing(scenario, severity) {
                let known = list.iter_mut().find(|advice| advice.check == finding.check);
                match known {
                    Some(advice) => advice.scenarios.push(line(&scenario.title)),
                    None => list.push(Advice::of(finding, scenario)),
                }
            }
        }
    }
    list
}

impl Advice {
    fn of(finding: &Finding, scenario: &ScenarioRecord) -> Self {
        let check = checks::find(&finding.check);
        let cites = check.map(|check| check.cites).unwrap_or_default();
        Self {
            severity: finding.severity.word(),
            check: line(&finding.check),
            statement: check
                .map(|check| check.statement.to_owned())
                .unwrap_or_default(),
            cites: cites
                .iter()
                .map(|cite| Cite {
                    text: cite.text(),
                    url: cite.url(),
                })
                .collect(),
            scenarios: vec![line(&scenario.title)],
        }
    }
}

impl Totals {
    fn of(record: &Record) -> Self {
        let mut totals = Self {
            scenarios: record.scenarios.len(),
            specs: Specs::of_all(record).passed,
            ..Self::default()
        };
        for scenario in &record.scenarios {
            totals.asked += scenario.findings.as_ref().map_or(0, Vec::len);
            totals.passed += number(scenario, OutcomeKind::Pass);
            totals.not_applicable += number(scenario, OutcomeKind::NotApplicable);
            totals.not_observed += number(scenario, OutcomeKind::NotObserved);
            totals.warnings += failing(scenario, Severity::Warning).count();
            totals.suggestions += failing(scenario, Severity::Suggestion).count();
        }
        totals
    }
}
