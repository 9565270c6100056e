//! A server that is slow, that asks to be asked later, or whose connections end: no rule is broken by that.

use std::time::Duration;

use issuercheck::{check::OutcomeKind, exchange::Probe, issuer::Interference};

use crate::bench::{Ran, Setup, run};

/// What no longer passes is not judged; what was not broken is not broken now.
fn assert_no_blame(undisturbed: &Ran, disturbed: &Ran) {
    let before = undisturbed.verdicts();
    let mut blamed = Vec::new();
    for (key, outcome) in disturbed.verdicts() {
        let unchanged = before.get(&key) == Some(&outcome);
        let no_verdict = matches!(
            outcome,
            OutcomeKind::Pass
                | OutcomeKind::NotObserved
                | OutcomeKind::Blocked
                | OutcomeKind::NotApplicable
        );
        if !unchanged && !no_verdict {
            blamed.push(format!("{key:?} {:?} → {outcome:?}", before.get(&key)));
        }
    }
    assert!(blamed.is_empty(), "{}", blamed.join("\n"));
    assert!(!disturbed.record.interrupted && !disturbed.record.out_of_time);
    assert_eq!(
        disturbed.record.scenarios.len(),
        undisturbed.record.scenarios.len()
    );
}

fn disturbed(interference: Interference) -> Setup {
    Setup {
        interference,
        ..Setup::default()
    }
}

#[test]
fn a_server_that_asks_to_be_asked_later_is() {
    let undisturbed = run(&Setup::default());
    assert_eq!(undisturbed.failures(), [""; 0]);
    for retry_after in [Some(0), None] {
        let run = run(&disturbed(Interference {
            throttle_every: 5,
            retry_after,
            ..Interference::default()
        }));
        assert_no_blame(&undisturbed, &run);
        let later: Vec<_> = run
            .exchanges()
            .filter(|exchange| {
                exchange
                    .response()
                    .is_some_and(|response| response.status == 429)
            })
            .collect();
        assert!(later.len() > 1, "{}", later.len());
        for exchange in later {
            assert_eq!(exchange.probe, Probe::Aside, "{}", exchange.request.url);
        }
        // A deletion that was asked to come later once too often is left, and the record says so.
        let left = run.record.clients.iter().filter(|client| !client.deleted);
        let said = left.filter(|client| client.reason.is_some()).count();
        assert_eq!(run.left, said, "{:?}", run.record.clients);
    }
}

#[test]
fn a_wait_that_is_too_long_is_not_waited() {
    let undisturbed = run(&Setup::default());
    let run = run(&disturbed(Interference {
        throttle_every: 5,
        retry_after: Some(3600),
        ..Interference::default()
    }));
    assert!(run.took < Duration::from_secs(30), "{:?}", run.took);
    assert_no_blame(&undisturbed, &run);
    let reason = "the server asked to be asked later (status 429)";
    let unsent = run.unsent();
    assert!(
        unsent.iter().any(|unsent| unsent.reason == reason),
        "{unsent:?}"
    );
}

#[test]
fn a_connection_that_ends_is_nobodys_fault() {
    let undisturbed = run(&Setup::default());
    let run = run(&disturbed(Interference {
        close_every: 7,
        ..Interference::default()
    }));
    assert_no_blame(&undisturbed, &run);
    let ended = run
        .exchanges()
        .filter(|exchange| exchange.response().is_none());
    assert!(ended.count() > 1);
    for client in &run.record.clients {
        assert_eq!(client.deleted, client.reason.is_none(), "{client:?}");
    }
    let kept = run.record.clients.iter().filter(|client| !client.deleted);
    assert_eq!(kept.count(), run.left);
}

#[test]
fn an_error_that_takes_its_time_is_waited_for() {
    let undisturbed = run(&Setup::default());
    let pause = Duration::from_millis(300);
    let run = run(&disturbed(Interference {
        error_pause: pause,
        ..Interference::default()
    }));
    assert_eq!(run.verdicts(), undisturbed.verdicts());
    assert!(run.took >= pause, "{:?}", run.took);
    assert_eq!(run.left, 0);
}
