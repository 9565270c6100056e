//! Asks every check of a record.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Blocked, Check, Finding, Outcome, OutcomeKind, Problem, Severity};
use crate::{
    checks,
    evidence::{Evidence, REDACTED},
    exchange::{Judged, Record, ScenarioRecord},
    profile::Profiles,
};

/// Which checks are asked.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Patterns of ids, as `rfc7591-*`; none means all. `none` alone means none.
    pub patterns: Vec<String>,
    /// Profiles that are on besides those of the scenario.
    pub profiles: Vec<String>,
}

/// What all checks found in one scenario.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The scenario's id.
    pub scenario: String,
    /// The findings, in the order of the checks.
    pub findings: Vec<Finding>,
}

/// A pattern or a profile that names nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// No check's id matches the pattern.
    #[error("no check matches `{pattern}`{}; `issuercheck list checks` lists them", hint(near.as_deref()))]
    NoCheck {
        /// The pattern.
        pattern: String,
        /// The nearest id.
        near: Option<String>,
    },
    /// There is no such profile.
    #[error("there is no profile `{name}`{}; `issuercheck list profiles` lists them", hint(near.as_deref()))]
    NoProfile {
        /// The name.
        name: String,
        /// The nearest name.
        near: Option<String>,
    },
}

fn hint(near: Option<&str>) -> String {
    near.map(|near| format!(" (did you mean `{near}`?)"))
        .unwrap_or_default()
}

impl Selection {
    /// The checks that patterns name, with profiles by their names.
    ///
    /// # Errors
    ///
    /// A pattern that no check's id matches, or a profile that is not there.
    pub fn new(patterns: &[String], profiles: &[String]) -> Result<Self, SelectionError> {
        for pattern in patterns
            .iter()
            .filter(|pattern| !matches!(pattern.as_str(), "all" | "none"))
        {
            let one = Self {
                patterns: vec![pattern.clone()],
                profiles: Vec::new(),
            };
            if !checks::all().any(|check| one.asks(check)) {
                let near = crate::diagnostic::nearest(pattern, checks::all().map(|check| check.id));
                let near = near.map(str::to_owned);
                return Err(SelectionError::NoCheck {
                    pattern: pattern.clone(),
                    near,
                });
            }
        }
        let known = || {
            crate::profile::all()
                .iter()
                .map(|profile| profile.name.as_str())
        };
        for name in profiles {
            if !known().any(|known| known == name) {
                let near = crate::diagnostic::nearest(name, known()).map(str::to_owned);
                return Err(SelectionError::NoProfile {
                    name: name.clone(),
                    near,
                });
            }
        }
        Ok(Self {
            patterns: patterns.to_vec(),
            profiles: profiles.to_vec(),
        })
    }

    /// What a record says of the selection.
    fn judged(&self) -> Judged {
        let all = self.patterns.is_empty();
        Judged {
            checks: if all {
                vec!["all".to_owned()]
            } else {
                self.patterns.clone()
            },
            profiles: self.profiles.clone(),
        }
    }

    /// Whether a check is asked.
    pub fn asks(&self, check: &Check) -> bool {
        let all = self.patterns.is_empty() || self.patterns.iter().any(|pattern| pattern == "all");
        all || self.patterns.iter().any(|pattern| {
            std::iter::once(&check.id)
                .chain(check.aliases)
                .any(|id| matches(pattern, id))
        })
    }

    /// Whether no check is asked.
    pub fn is_none(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern == "none")
    }
}

/// Whether an id matches a pattern, in which `*` stands for any characters.
fn matches(pattern: &str, id: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| id.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}

/// Asks the selected checks of every scenario of a record.
pub fn judge(record: &Record, selection: &Selection) -> Vec<Judgement> {
    record
        .scenarios
        .iter()
        .map(|scenario| Judgement {
            scenario: scenario.id.clone(),
            findings: judge_scenario(record, scenario, selection),
        })
        .collect()
}

/// Asks the selected checks of every scenario, and puts what they find into the record.
pub fn judge_record(record: &mut Record, selection: &Selection) {
    let judged: Vec<_> = record
        .scenarios
        .iter()
        .map(|scenario| (!selection.is_none()).then(|| judge_scenario(record, scenario, selection)))
        .collect();
    record.judged = (!selection.is_none()).then(|| selection.judged());
    for (scenario, findings) in record.scenarios.iter_mut().zip(judged) {
        let before = scenario.findings.take().unwrap_or_default();
        scenario.findings = findings.map(|findings| keep(&before, findings));
    }
}

/// What was found about a secret before its name was put in its place stays found.
fn keep(before: &[Finding], findings: Vec<Finding>) -> Vec<Finding> {
    let old = |finding: Finding| {
        let redacted = finding.reason.as_deref() == Some(REDACTED);
        let before = before
            .iter()
            .find(|before| redacted && before.check == finding.check);
        before
            .map(|before| Finding {
                known: None,
                ..before.clone()
            })
            .unwrap_or(finding)
    };
    findings.into_iter().map(old).collect()
}

/// Asks the selected checks of one scenario.
pub fn judge_scenario(
    record: &Record,
    scenario: &ScenarioRecord,
    selection: &Selection,
) -> Vec<Finding> {
    if selection.is_none() {
        return Vec::new();
    }
    let evidence = Evidence::new(record, scenario);
    let profiles = Profiles::of(&evidence, &selection.profiles);
    checks::all()
        .filter(|check| selection.asks(check))
        .filter(|check| check.probes.is_empty() || evidence.has_probe(check.probes))
        .filter_map(|check| {
            let severity = profiles.severity(check)?;
            evidence.forget();
            let finding = ask(check, severity, &evidence);
            once(finding, check, &evidence)
        })
        .collect()
}

/// What a scenario shows that another one before it shows too is reported there, and only there.
fn once(mut finding: Finding, check: &Check, evidence: &Evidence<'_>) -> Option<Finding> {
    if finding.outcome == OutcomeKind::Broken || !check.probes.is_empty() {
        return Some(finding);
    }
    if evidence.looked_elsewhere() {
        return None;
    }
    if finding.outcome == OutcomeKind::Fail {
        finding
            .problems
            .retain(|problem| !evidence.is_elsewhere(&problem.at));
        if finding.problems.is_empty() {
            finding.outcome = OutcomeKind::Pass;
        }
    }
    Some(finding)
}

fn ask(check: &'static Check, severity: Severity, evidence: &Evidence<'_>) -> Finding {
    let none = |outcome, reason| Finding {
        check: check.id.to_owned(),
        outcome,
        severity,
        problems: Vec::new(),
        reason,
        known: None,
    };
    // A room that panics is a mistake of ours: it is caught here, reported as broken, and ends the process with 70.
    let asked = catch_unwind(AssertUnwindSafe(|| match check.applies.holds(evidence) {
        Ok(true) => (check.evaluate)(evidence).map(Some),
        Ok(false) => Ok(None),
        Err(blocked) => Err(blocked),
    }));
    match asked {
        Err(_) => none(
            OutcomeKind::Broken,
            Some("the check itself failed; please report it".to_owned()),
        ),
        Ok(Ok(None)) => none(OutcomeKind::NotApplicable, None),
        Ok(Ok(Some(Outcome::Pass))) => none(OutcomeKind::Pass, None),
        Ok(Err(Blocked::NotObserved(reason))) => none(OutcomeKind::NotObserved, Some(reason)),
        Ok(Err(Blocked::By(reason))) => none(OutcomeKind::Blocked, Some(reason)),
        Ok(Err(Blocked::Inapplicable(reason))) => none(OutcomeKind::NotApplicable, Some(reason)),
        Ok(Ok(Some(Outcome::Fail(problems)))) => {
            let weigh = |problem: &Problem| {
                problem
                    .severity
                    .map_or(severity, |lower| lower.min(severity))
            };
            let severity = problems.iter().map(weigh).max().unwrap_or(severity);
            Finding {
                check: check.id.to_owned(),
                outcome: OutcomeKind::Fail,
                severity,
                problems,
                reason: None,
                known: None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_ids() {
        assert!(matches("rfc8414-*", "rfc8414-2-issuer"));
        assert!(matches("*issuer*", "rfc8414-2-issuer-https"));
        assert!(matches("rfc*https", "rfc8414-2-issuer-https"));
        assert!(matches("exact", "exact"));
        assert!(!matches("exact", "exact-not"));
        assert!(!matches("rfc7591-*", "rfc8414-2-issuer"));
    }
}
