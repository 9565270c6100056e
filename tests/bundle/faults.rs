//! Whatever is wrong with a target: what is bundled is what judging it again gives, with host names and without.

use std::{collections::BTreeSet, thread};

use issuercheck::{
    bundle::{self, BundleError, Options, Verdict},
    checks,
    exchange::{Block, Content, Outcome, Record},
};

use crate::support::{files, record, verify, whole, write};

const REDACT: Options<'_> = Options {
    scenarios: Vec::new(),
    key: None,
    redact_hosts: true,
};

fn outcomes(record: &Record) -> Vec<String> {
    let findings = record
        .scenarios
        .iter()
        .flat_map(|scenario| scenario.findings.iter().flatten());
    let of = |finding: &issuercheck::exchange::Finding| {
        let places: Vec<_> = finding.problems.iter().map(|problem| &problem.at).collect();
        format!(
            "{} {:?} {:?} {places:?}",
            finding.check, finding.outcome, finding.severity
        )
    };
    findings.map(of).collect()
}

#[test]
fn faults_are_bundled_and_found_again_with_hosts_and_without() {
    let claimed: BTreeSet<&str> = checks::all()
        .flat_map(|check| check.faults)
        .copied()
        .collect();
    // Every fault takes minutes; one of twenty is a sample of the places that findings name.
    let claimed: Vec<&str> = claimed.into_iter().step_by(20).collect();
    thread::scope(|scope| {
        for part in claimed.chunks(claimed.len().div_ceil(2)) {
            scope.spawn(|| part.iter().for_each(|fault| hold(fault)));
        }
    });
}

fn hold(fault: &str) {
    let record = record(&[], &[fault], &[]);
    let redacted = match bundle::write(&record, &REDACT) {
        Ok(redacted) => redacted,
        // A certificate or a token that names a host cannot be changed.
        Err(BundleError::Hosts(left)) => {
            assert!(holds_encoded_host(&record), "{fault}: {left}");
            assert_eq!(verify(&write(&record)).verdict, Verdict::Valid, "{fault}");
            return;
        }
        Err(error) => panic!("{fault}: {error}"),
    };
    let found = verify(&redacted);
    assert_eq!(
        found.verdict,
        Verdict::Valid,
        "{fault}: {:?}",
        found.problems
    );
    let before = outcomes(&record);
    assert_eq!(
        outcomes(&bundle::open(&redacted).unwrap()),
        before,
        "{fault}"
    );
}

/// Whether a response has a signed document in it that names the issuer.
fn holds_encoded_host(record: &Record) -> bool {
    let text = record.to_json().unwrap();
    // `issuer.localhost` and what stands around it, in each of the three ways that base64 cuts it.
    [
        "aXNzdWVyLmxvY2FsaG9zd",
        "lzc3Vlci5sb2NhbGhvc3",
        "pc3N1ZXIubG9jYWxob3N0",
    ]
    .iter()
    .any(|piece| text.contains(piece))
}

/// The record as if the target were a service with names of its own.
fn elsewhere() -> Record {
    let text = whole().to_json().unwrap();
    let text = text.replace("issuer.localhost", "login.acme-leisure.co.uk");
    let text = text.replace("127.0.0.1", "203.0.113.9");
    let mut record = Record::from_json(&text).unwrap();
    record.target.embedded = false;
    record.scenarios[0].command =
        "issuercheck run a/b --issuer https://login.acme-leisure.co.uk".into();
    record
}

#[test]
fn no_host_name_or_address_is_left_and_equality_is() {
    let record = elsewhere();
    let bytes = bundle::write(&record, &REDACT).unwrap();
    let found = verify(&bytes);
    assert_eq!(found.verdict, Verdict::Valid, "{:?}", found.problems);
    assert!(found.about.unwrap().hosts_redacted);
    for (path, content) in files(&bytes) {
        let text = String::from_utf8(content).unwrap().to_ascii_lowercase();
        for name in ["acme", "203.0.113.9"] {
            assert!(!text.contains(name), "{path} names {name}");
        }
    }
    let redacted = bundle::open(&bytes).unwrap();
    assert_eq!(
        redacted.target.issuer.as_deref(),
        Some("https://host-1.example")
    );
    assert_eq!(outcomes(&redacted), outcomes(&record));
    let serials = |record: &Record| -> BTreeSet<String> {
        let exchanges = record
            .scenarios
            .iter()
            .flat_map(issuercheck::exchange::ScenarioRecord::exchanges);
        let connections = exchanges.filter_map(|exchange| exchange.response()?.connection.clone());
        let certificates = connections
            .filter_map(|connection| connection.tls)
            .flat_map(|tls| tls.certificates);
        certificates
            .map(|certificate| format!("{} {}", certificate.serial, certificate.public_key_sha256))
            .collect()
    };
    assert_eq!(serials(&record).len(), serials(&redacted).len());
    assert!(serials(&record).is_disjoint(&serials(&redacted)));
}

#[test]
fn a_host_inside_an_encoded_value_is_said_and_not_published() {
    let mut record = elsewhere();
    // {"iss":"https://login.acme-leisure.co.uk"} as a part of a JWT.
    let jwt = r#"{"software_statement":"e30.eyJpc3MiOiJodHRwczovL2xvZ2luLmFjbWUtbGVpc3VyZS5jby51ayJ9.c2ln"}"#;
    let block = record.scenarios[0].groups[0]
        .blocks
        .iter_mut()
        .rev()
        .find_map(|block| match block {
            Block::Exchange { exchange, .. } => Some(exchange),
            _ => None,
        });
    let exchange = block.unwrap();
    let title = exchange.title.clone();
    let Outcome::Response(response) = &mut exchange.outcome else {
        panic!("no response");
    };
    response.body.content = Content::Text(jwt.into());
    let error = bundle::write(&record, &REDACT).unwrap_err();
    assert!(matches!(error, BundleError::Hosts(_)), "{error}");
    assert!(
        error
            .to_string()
            .contains(&format!("the {title} exchange of authentication/dynamic")),
        "{error}"
    );
}

#[test]
fn a_record_whose_findings_are_stale_is_not_bundled() {
    let mut record = whole().clone();
    record.scenarios[0].findings.as_mut().unwrap().remove(0);
    assert!(matches!(
        bundle::write(&record, &Options::default()),
        Err(BundleError::Stale(_))
    ));
    // A record that does not say which checks were asked names those that found something.
    let gone = whole().scenarios[0].findings.as_ref().unwrap()[0]
        .check
        .clone();
    for findings in record
        .scenarios
        .iter_mut()
        .filter_map(|scenario| scenario.findings.as_mut())
    {
        findings.retain(|finding| finding.check != gone);
    }
    record.judged = None;
    let bytes = write(&record);
    let found = verify(&bytes);
    assert_eq!(found.verdict, Verdict::Valid, "{:?}", found.problems);
    assert!(
        found
            .notes
            .iter()
            .any(|note| note.contains("only some of the checks"))
    );
}
