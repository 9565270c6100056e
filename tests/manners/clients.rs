//! What becomes of the clients that a run registers.

use issuercheck::{issuer::Quirk, run::Manners};

use crate::bench::{Setup, run};

#[test]
fn every_client_is_deleted() {
    let ran = run(&Setup::default());
    assert!(ran.record.clients.len() > 2);
    for client in &ran.record.clients {
        assert!(client.deleted, "{client:?}");
    }
    assert_eq!(ran.left, 0);
}

#[test]
fn every_client_is_deleted_after_a_run_that_was_interrupted() {
    let whole = run(&Setup::default()).seen.len();
    let mut registered = 0;
    for at in [1, whole / 4, whole / 2, whole - whole / 4] {
        let ran = run(&Setup {
            interrupted_at: Some(at),
            ..Setup::default()
        });
        assert!(ran.record.interrupted, "after {at}");
        registered += ran.record.clients.len();
        // A client is unknown to the run where the answer to its registration was not waited for.
        let kept = ran.record.clients.iter().filter(|client| !client.deleted);
        assert_eq!(kept.count(), 0, "after {at}");
        assert_eq!(ran.left, 0, "after {at}: {:?}", ran.record.clients);
    }
    assert!(registered > 2);
}

#[test]
fn clients_are_kept_where_they_are_to_be() {
    let ran = run(&Setup {
        manners: Manners {
            delete_clients: false,
            ..Setup::default().manners
        },
        ..Setup::default()
    });
    let kept: Vec<_> = ran
        .record
        .clients
        .iter()
        .filter(|client| !client.deleted)
        .collect();
    assert_eq!(ran.left, kept.len());
    assert!(kept.len() > 2);
    for client in kept {
        let why = "registered clients were to be left (`delete-clients`)";
        assert_eq!(client.reason.as_deref(), Some(why));
        assert!(client.exchange.is_none());
    }
}

#[test]
fn clients_that_cannot_be_deleted_are_named() {
    let ran = run(&Setup {
        quirks: vec![Quirk::NoManagement],
        ..Setup::default()
    });
    assert_eq!(ran.failures(), [""; 0]);
    assert_eq!(ran.left, ran.record.clients.len());
    assert!(ran.left > 2);
    for client in &ran.record.clients {
        let why =
            "the server gave no client configuration endpoint and registration access token for it";
        assert_eq!(client.reason.as_deref(), Some(why));
    }
}
