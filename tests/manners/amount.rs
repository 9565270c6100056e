//! How many requests a run sends, and how fast.

use std::time::Duration;

use issuercheck::{
    exchange::{Action, ScenarioRecord},
    run::Manners,
    scenario,
};

use crate::bench::{Setup, run};

#[test]
fn what_scenarios_have_in_common_is_asked_once() {
    let ran = run(&Setup::default());
    let plain = ran.exchanges().filter(|exchange| {
        exchange.action == Some(Action::Discover)
            && exchange.probe.is_plain()
            && exchange.request.url.ends_with("openid-configuration")
    });
    assert_eq!(plain.count(), 1);
}

#[test]
fn no_more_requests_than_the_run_may_send() {
    let whole = run(&Setup::default());
    for most in [0, 1, 7] {
        let limited = run(&Setup {
            manners: Manners {
                max_requests: Some(most),
                ..Setup::default().manners
            },
            ..Setup::default()
        });
        let deletions = limited.record.clients.iter();
        let deletions = deletions.filter(|client| client.exchange.is_some()).count();
        let sent = limited.seen.len() - deletions;
        assert_eq!(u64::try_from(sent).unwrap(), most);
        assert_eq!(limited.left, 0);
        assert_eq!(limited.failures(), [""; 0]);
        let why = format!("the run may send {most} requests, and has sent them");
        let unsent = limited.unsent();
        assert!(
            unsent.iter().any(|unsent| unsent.reason == why),
            "{unsent:?}"
        );
    }
    assert!(whole.seen.len() > 7);
}

#[test]
fn requests_keep_their_distance() {
    let delay = Duration::from_millis(40);
    let ran = run(&Setup {
        manners: Manners {
            delay,
            ..Setup::default().manners
        },
        scenarios: vec!["dynamic-client-registration/client-credentials-flow"],
        ..Setup::default()
    });
    assert!(ran.seen.len() > 4);
    let whole = ran.seen.last().unwrap().at - ran.seen.first().unwrap().at;
    let gaps = u32::try_from(ran.seen.len() - 1).unwrap();
    // What is late at its arrival, the first not least, shortens what is seen between.
    assert!(whole >= delay * (gaps - 1), "{gaps} gaps in {whole:?}");
}

/// A client that several scenarios use is registered for the first of them.
#[test]
fn a_client_that_is_shared_is_registered_once() {
    let ran = run(&Setup::default());
    let own = ran.exchanges().filter(|exchange| {
        exchange.request.method == "POST" && exchange.request.url.ends_with("/register")
    });
    assert_eq!(ran.count("POST /register"), own.count());
    let scenarios = scenario::select(&[]).unwrap();
    for scenario in &scenarios {
        let steps = scenario.steps.iter();
        for step in steps.filter(|step| step.shared) {
            let all = ran.record.scenarios.iter();
            let copies = all
                .flat_map(ScenarioRecord::exchanges)
                .filter(|exchange| exchange.step.as_deref() == Some(&step.id));
            let own = copies.filter(|exchange| !exchange.shared);
            assert_eq!(own.count(), 1, "{} {}", scenario.id, step.id);
        }
    }
}
