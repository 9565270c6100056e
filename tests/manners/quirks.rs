//! Servers that are unusual and right: the run ends without a finding, and says what it did and what it could not ask.

use std::time::Duration;

use issuercheck::{
    exchange::{Action, SpecOutcome},
    issuer::Quirk,
    run::Manners,
};

use crate::bench::{Ran, Setup, run};

fn unusual(quirk: Quirk) -> Setup {
    Setup {
        quirks: vec![quirk],
        ..Setup::default()
    }
}

/// Nothing is found, and whatever was not asked has a reason.
fn assert_clean(ran: &Ran) {
    assert_eq!(ran.failures(), [""; 0]);
    for unsent in ran.unsent() {
        assert!(unsent.reason.len() > 20, "{unsent:?}");
    }
    assert!(!ran.record.interrupted && !ran.record.out_of_time);
}

fn assert_all_passed(ran: &Ran) {
    let scenarios = ran.record.scenarios.iter();
    for spec in scenarios.flat_map(issuercheck::exchange::ScenarioRecord::specs) {
        assert_eq!(spec.outcome, SpecOutcome::Passed, "{spec:?}");
    }
}

#[test]
fn an_initial_access_token_that_is_good_once() {
    let ran = run(&unusual(Quirk::OneUseInitialAccessToken));
    assert_clean(&ran);
    let unsent = ran.unsent();
    let why = "it is good for fewer uses than this run needs";
    assert!(
        unsent.iter().any(|unsent| unsent.reason.ends_with(why)),
        "{unsent:?}"
    );
    let registered = ran.exchanges().filter(|exchange| {
        exchange.action == Some(Action::Register)
            && exchange
                .response()
                .is_some_and(|response| response.status == 201)
    });
    assert_eq!(registered.count(), 1);
    assert_eq!(ran.left, 0);
}

#[test]
fn registration_that_is_open() {
    let ran = run(&Setup {
        settings: vec![("initialAccessToken", "")],
        ..unusual(Quirk::OpenRegistration)
    });
    assert_clean(&ran);
    assert_all_passed(&ran);
    assert_eq!(ran.left, 0);
}

#[test]
fn client_credentials_that_configured_clients_alone_have() {
    let ran = run(&unusual(Quirk::NoClientCredentialsForRegisteredClients));
    assert_clean(&ran);
    assert_eq!(ran.left, 0);
}

#[test]
fn scopes_of_the_servers_own() {
    let ran = run(&Setup {
        settings: vec![("scope", "embedded-scope")],
        ..unusual(Quirk::OwnScopesOnly)
    });
    // OpenActive asks for scopes of its own, which such a server does not have.
    let failures = ran.failures().into_iter();
    let others = failures.filter(|failure| !failure.contains(": openactive-"));
    assert_eq!(others.collect::<Vec<_>>(), [""; 0]);
    assert_eq!(ran.left, 0);
}

#[test]
fn a_scope_that_must_be_named() {
    let ran = run(&Setup {
        settings: vec![("scope", "")],
        ..unusual(Quirk::NeedsAScope)
    });
    assert_clean(&ran);
    assert_all_passed(&ran);
    let mut remarks = ran.remarks().into_iter();
    assert!(remarks.any(|remark| remark.starts_with("refused without a scope; asked again")));
    // What was refused for its scope is judged by the probe that asks for that, and by nothing else.
    let granted = ran
        .exchanges()
        .filter(|exchange| exchange.action == Some(Action::Token) && exchange.probe.is_plain());
    for exchange in granted {
        assert_eq!(exchange.response().unwrap().status, 200);
    }
}

#[test]
fn tokens_that_are_opaque() {
    let ran = run(&unusual(Quirk::OpaqueAccessTokens));
    assert_clean(&ran);
    assert_all_passed(&ran);
}

#[test]
fn grant_types_that_the_server_chooses() {
    let ran = run(&unusual(Quirk::RefusesGrantTypesMember));
    assert_clean(&ran);
    let note = "the registration was refused; asked again without `grant_types`";
    assert!(
        ran.remarks().iter().any(|remark| remark == note),
        "{:?}",
        ran.remarks()
    );
    assert_eq!(ran.left, 0);
}

#[test]
fn clients_that_are_known_after_a_while() {
    let ran = run(&unusual(Quirk::Settle));
    assert_clean(&ran);
    let mut remarks = ran.remarks().into_iter();
    assert!(remarks.any(|remark| remark.contains("was not known; asked again after a pause")));
    let settling = Setup {
        manners: Manners {
            settle: Duration::from_millis(320),
            ..Setup::default().manners
        },
        ..unusual(Quirk::Settle)
    };
    let ran = run(&settling);
    assert_clean(&ran);
    assert_all_passed(&ran);
    assert_eq!(ran.remarks(), [""; 0]);
}

#[test]
fn registration_access_tokens_that_rotate() {
    let ran = run(&unusual(Quirk::RotatingRegistrationAccessToken));
    assert_clean(&ran);
    assert_all_passed(&ran);
    assert_eq!(ran.left, 0, "{:?}", ran.record.clients);
}

#[test]
fn endpoints_that_are_not_there() {
    for quirk in [Quirk::NoIntrospection, Quirk::NoRevocation] {
        let ran = run(&unusual(quirk));
        assert_clean(&ran);
        assert_eq!(ran.left, 0);
    }
}
