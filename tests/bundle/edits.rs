//! Files that were changed, added, removed, renamed; and edits by someone who knows the format.

use issuercheck::{
    bundle::Verdict,
    exchange::{OutcomeKind, Record},
};

use crate::support::{
    files, record, refused, rezip, small, verify, whole, with_record, write, zip,
};

#[test]
fn the_same_record_gives_the_same_bundle_and_it_is_valid() {
    let bytes = write(whole());
    assert!(bytes == write(whole()));
    assert!(bytes == write(&record(&[], &[], &[])));
    let found = verify(&bytes);
    assert_eq!(found.verdict, Verdict::Valid, "{:#?}", found.problems);
    let findings = found.findings.unwrap();
    assert_eq!(findings.judged, findings.same + findings.on_word);
    assert!(findings.same > findings.on_word);
    assert!(!found.checks.unwrap().any());
    // The writer of these tests writes the same container.
    assert!(bytes == zip(&files(&bytes)));
    assert!(bytes == rezip(files(&bytes), |_| ()));
}

#[test]
fn a_bundle_holds_what_belongs_to_its_record() {
    let paths: Vec<String> = files(&write(whole()))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        paths,
        [
            "manifest.json",
            "checks.json",
            "profiles/openactive.toml",
            "profiles/openid.toml",
            "record.json",
            "report.json",
            "reports/booking-partner-authentication_client-credentials-flow.md",
            "reports/discovery_metadata-locations.md",
            "reports/dynamic-client-registration_client-credentials-flow.md",
            "reports/dynamic-client-registration_client-credentials-use-case.md",
            "reports/introspection_introspection.md",
            "reports/registration_registration-errors.md",
            "reports/registration_registration-management.md",
            "reports/resource_protected-resource.md",
            "reports/revocation_revocation.md",
            "reports/summary.md",
            "reports/token_access-tokens.md",
            "reports/token_booking-scope.md",
            "reports/token_client-authentication.md",
            "reports/token_token-errors.md",
            "reports/token_token-requests.md",
            "reports/transport_transport.md",
            "scenarios/authentication/booking-partner-authentication/client-credentials-flow.toml",
            "scenarios/authentication/dynamic-client-registration/client-credentials-flow.toml",
            "scenarios/authentication/dynamic-client-registration/client-credentials-use-case.toml",
            "scenarios/probes/discovery/metadata-locations.toml",
            "scenarios/probes/introspection/introspection.toml",
            "scenarios/probes/registration/registration-errors.toml",
            "scenarios/probes/registration/registration-management.toml",
            "scenarios/probes/resource/protected-resource.toml",
            "scenarios/probes/revocation/revocation.toml",
            "scenarios/probes/token/access-tokens.toml",
            "scenarios/probes/token/booking-scope.toml",
            "scenarios/probes/token/client-authentication.toml",
            "scenarios/probes/token/token-errors.toml",
            "scenarios/probes/token/token-requests.toml",
            "scenarios/probes/transport/transport.toml",
        ]
    );
}

#[test]
fn a_changed_file_is_named() {
    for (path, _) in files(&write(small())).into_iter().skip(1) {
        let mut changed = files(&write(small()));
        let file = changed.iter_mut().find(|(own, _)| *own == path).unwrap();
        file.1.push(b' ');
        refused(
            &zip(&changed),
            &path,
            "is not the file that the manifest names",
        );
    }
}

#[test]
fn a_file_that_was_added_removed_renamed_or_moved_is_named() {
    let all = files(&write(small()));
    let mut more = all.clone();
    more.push(("notes.txt".into(), b"hello".to_vec()));
    refused(&zip(&more), "notes.txt", "was added");
    refused(
        &rezip(more, |_| ()),
        "notes.txt",
        "does not belong to this record",
    );
    for at in 0..all.len() {
        let mut fewer = all.clone();
        let (path, _) = fewer.remove(at);
        refused(&zip(&fewer), &path, "is missing");
        if at > 0 {
            let expected = if path == "record.json" {
                "is missing"
            } else {
                ""
            };
            if path != "record.json" {
                refused(&rezip(fewer, |_| ()), &path, expected);
            }
        }
    }
    let mut renamed = all.clone();
    renamed[2].0 = "profiles/another.toml".into();
    refused(&zip(&renamed), "profiles/another.toml", "was added");
    refused(&zip(&renamed), &all[2].0, "is missing");
    let mut moved = all;
    moved.swap(1, 2);
    refused(&zip(&moved), "", "another order");
}

/// The findings of a record that departs from a rule, edited so that it does not.
fn mended(record: &Record) -> Record {
    let mut mended = record.clone();
    for finding in mended
        .scenarios
        .iter_mut()
        .flat_map(|scenario| &mut scenario.findings)
        .flatten()
    {
        if finding.outcome == OutcomeKind::Fail {
            finding.outcome = OutcomeKind::Pass;
            finding.problems.clear();
        }
    }
    mended
}

#[test]
fn edited_findings_are_refused_however_well_they_were_zipped_again() {
    let record = record(&[], &["issuer-trailing-slash"], &[]);
    let bytes = write(&record);
    assert_eq!(verify(&bytes).verdict, Verdict::Valid);
    let edited = with_record(&bytes, &mended(&record));
    refused(
        &zip(&edited),
        "record.json",
        "is not the file that the manifest names",
    );
    let again = rezip(edited, |_| ());
    refused(
        &again,
        "record.json",
        "oidc-discovery-4.3-issuer-exact-match says pass; judged again, it is fail (failure)",
    );
    assert_eq!(
        verify(&again)
            .problems
            .iter()
            .filter(|problem| !problem.what.contains("finding"))
            .count(),
        0
    );
}

#[test]
fn findings_that_were_left_out_added_or_put_in_another_order_are_refused() {
    let bytes = write(small());
    let with = |change: &dyn Fn(&mut Record)| {
        let mut record = small().clone();
        change(&mut record);
        rezip(with_record(&bytes, &record), |_| ())
    };
    let first = small().scenarios[0].findings.as_ref().unwrap()[0].clone();
    let findings = |record: &mut Record| record.scenarios[0].findings.take().unwrap();
    let left_out = with(&|record| {
        let mut all = findings(record);
        all.remove(0);
        record.scenarios[0].findings = Some(all);
    });
    refused(
        &left_out,
        "record.json",
        &format!("{} is missing", first.check),
    );
    let none = with(&|record| record.scenarios[0].findings = None);
    refused(&none, "record.json", "is missing");
    let unasked = with(&|record| record.judged = None);
    refused(
        &unasked,
        "record.json",
        "does not say which checks were asked",
    );
    let added = with(&|record| {
        let mut all = findings(record);
        all[0].check = "rfc0000-1-made-up".into();
        record.scenarios[0].findings = Some(all);
    });
    refused(
        &added,
        "record.json",
        "rfc0000-1-made-up says pass, and the check is not asked",
    );
    let turned = with(&|record| {
        let mut all = findings(record);
        all.reverse();
        record.scenarios[0].findings = Some(all);
    });
    refused(&turned, "record.json", "another order");
}

#[test]
fn reports_and_lists_that_the_record_does_not_yield_are_refused() {
    let bytes = write(small());
    for path in [
        "report.json",
        "reports/summary.md",
        "checks.json",
        "profiles/openid.toml",
    ] {
        let mut edited = files(&bytes);
        let file = edited.iter_mut().find(|(own, _)| own == path).unwrap();
        file.1.push(b'\n');
        let what = if path == "checks.json" {
            "is not a list of checks"
        } else {
            "is not what the record yields"
        };
        refused(&rezip(edited, |_| ()), path, what);
    }
    // A scenario's text that is not the one that was run belongs to nothing.
    let mut edited = files(&bytes);
    edited.last_mut().unwrap().1.push(b'\n');
    let path = edited.last().unwrap().0.clone();
    refused(&rezip(edited, |_| ()), &path, "");
    for change in [
        |manifest: &mut issuercheck::bundle::Manifest| manifest.redacted = false,
        |manifest: &mut issuercheck::bundle::Manifest| manifest.profiles.clear(),
        |manifest: &mut issuercheck::bundle::Manifest| manifest.time += time::Duration::DAY,
        |manifest: &mut issuercheck::bundle::Manifest| manifest.signed_by = Some("somebody".into()),
    ] {
        let found = verify(&rezip(files(&bytes), change));
        assert_eq!(found.verdict, Verdict::NotValid);
        assert!(
            found.problems.iter().all(|problem| problem
                .file
                .as_ref()
                .unwrap()
                .starts_with("manifest.j"))
        );
    }
}
