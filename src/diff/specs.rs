//! The spec lines of a scenario.

use super::{Change, Presences, SpecDiff, pairs::Pairs};
use crate::exchange::{ScenarioRecord, Spec, SpecOutcome};

/// What became of each spec line that changed or is broken, and how many both have.
pub(super) fn compare(
    old: Option<&ScenarioRecord>,
    new: Option<&ScenarioRecord>,
) -> (Vec<SpecDiff>, Presences) {
    let list = |scenario: Option<&ScenarioRecord>| -> Vec<Spec> {
        let specs = scenario.into_iter().flat_map(ScenarioRecord::specs);
        specs.cloned().collect()
    };
    let (old, new) = (list(old), list(new));
    let mut pairs = Pairs::new(old.len(), new.len());
    pairs.by(
        |at| Some(&old.get(at)?.title),
        |at| Some(&new.get(at)?.title),
    );
    let mut presences = Presences::default();
    let mut diffs = Vec::new();
    for (of_old, of_new) in pairs.list() {
        let (old, new) = (
            of_old.and_then(|at| old.get(at)),
            of_new.and_then(|at| new.get(at)),
        );
        presences.count(old.is_some(), new.is_some());
        let change = change(old.map(|spec| spec.outcome), new.map(|spec| spec.outcome));
        let Some((change, spec)) = change.zip(new.or(old)) else {
            continue;
        };
        let reasons = [new, old].into_iter().flatten();
        let reasons = reasons.map(|spec| &spec.reasons).find(|r| !r.is_empty());
        diffs.push(SpecDiff {
            title: spec.title.clone(),
            change,
            old: old.map(|spec| spec.outcome),
            new: new.map(|spec| spec.outcome),
            reasons: reasons.cloned().unwrap_or_default(),
        });
    }
    (diffs, presences)
}

/// What became of a spec line; nothing where it is kept in NEW as before, or tried now and kept.
fn change(old: Option<SpecOutcome>, new: Option<SpecOutcome>) -> Option<Change> {
    use SpecOutcome::{Failed, NotRun, Passed};
    match (old, new) {
        (Some(Passed), Some(Failed)) => Some(Change::NewlyBroken),
        (Some(Failed), Some(Failed)) => Some(Change::StillBroken),
        (Some(NotRun) | None, Some(Failed)) => Some(Change::BrokenUnseen),
        (Some(Failed), Some(Passed)) => Some(Change::Mended),
        (Some(Failed), Some(NotRun) | None) => Some(Change::NoLongerShown),
        (Some(Passed), Some(NotRun)) => Some(Change::NoLongerJudged),
        (None, Some(Passed | NotRun)) => Some(Change::Appeared),
        (Some(Passed | NotRun), None) => Some(Change::Disappeared),
        (Some(Passed | NotRun), Some(Passed)) | (Some(NotRun), Some(NotRun)) | (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_tried_was_not_shown_to_be_kept() {
        use SpecOutcome::{Failed, NotRun, Passed};
        assert_eq!(
            change(Some(NotRun), Some(Failed)),
            Some(Change::BrokenUnseen)
        );
        assert_eq!(
            change(Some(Passed), Some(Failed)),
            Some(Change::NewlyBroken)
        );
        assert_eq!(
            change(Some(Failed), Some(NotRun)),
            Some(Change::NoLongerShown)
        );
        assert_eq!(change(Some(NotRun), Some(Passed)), None);
    }
}
