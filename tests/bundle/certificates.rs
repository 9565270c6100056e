//! Certificates: who gets one, and that no byte of one can be another.

use issuercheck::{
    bundle::{self, Options, PrivateKey, PublicKey, Verdict, Verification},
    certificate::{self, Certificate},
    exchange::{OutcomeKind, Record, Severity},
};
use time::{
    OffsetDateTime,
    macros::{date, datetime},
};

use crate::{
    keys::{KEY, OTHER},
    support::{BOOKING, record, rezip, small, whole, with_record, write},
};

const THEN: OffsetDateTime = datetime!(2026-06-01 00:00 UTC);

fn certificate(holder: &str) -> Certificate {
    Certificate {
        id: "https://certificates.example/17?a=1&b=2".into(),
        holder: certificate::holder(holder).unwrap(),
        valid_until: date!(2027 - 01 - 02),
    }
}

fn page(holder: &str) -> String {
    certificate::write(&certificate(holder), &write(whole())).unwrap()
}

fn verify(page: &str) -> Verification {
    certificate::verify(page.as_bytes(), None, THEN).unwrap()
}

fn refusals(bundle: &[u8]) -> Vec<String> {
    certificate::refusals(&bundle::verify(bundle, None).unwrap())
}

fn is_refused(bundle: &[u8], why: &str) {
    let refusals = refusals(bundle);
    assert!(
        refusals.iter().any(|refusal| refusal.contains(why)),
        "{why}: {refusals:?}"
    );
}

#[test]
fn a_run_that_passed_gets_a_certificate_that_is_valid() {
    assert_eq!(refusals(&write(whole())), Vec::<String>::new());
    let page = page("Acme Leisure Ltd");
    assert!(page == self::page("Acme Leisure Ltd"));
    let found = verify(&page);
    assert_eq!(found.verdict, Verdict::Valid, "{:?}", found.problems);
    let claim = found.certificate.unwrap();
    assert_eq!(claim.holder, "Acme Leisure Ltd");
    assert_eq!(
        (claim.valid_from.as_str(), claim.valid_until.as_str()),
        ("2026-01-02", "2027-01-02")
    );
}

#[test]
fn a_feature_with_a_scenario_that_is_missing_failed_or_blocked_gets_none() {
    let scenario = "dynamic-client-registration/client-credentials-flow";
    let missing = write(&record(&[scenario], &[], &[]));
    is_refused(
        &missing,
        "dynamic-client-registration/client-credentials-use-case was not run",
    );
    // One whole feature is enough.
    assert_eq!(
        refusals(&write(&record(&[BOOKING], &[], &[]))),
        Vec::<String>::new()
    );
    let failed = write(&record(&[], &["issuer-trailing-slash"], &[]));
    is_refused(&failed, "failed: oidc-discovery-4.3-issuer-exact-match");
    let unregistered = write(&record(&[], &["registration-client-id-missing"], &[]));
    is_refused(
        &unregistered,
        "failed: should complete Dynamic Client Registration successfully",
    );
    is_refused(&unregistered, "was not run to its end");
    is_refused(&write(small()), "not all checks were asked");
}

#[test]
fn a_run_that_proves_too_little_gets_none() {
    let with = |change: fn(&mut Record)| {
        let mut record = whole().clone();
        change(&mut record);
        rezip(with_record(&write(whole()), &record), |manifest| {
            manifest.redacted = record.redacted;
        })
    };
    is_refused(&with(|record| record.target.insecure = true), "--insecure");
    is_refused(&with(|record| record.interrupted = true), "interrupted");
    is_refused(&with(|record| record.out_of_time = true), "time limit");
    is_refused(&with(|record| record.redacted = false), "shows secrets");
    is_refused(
        &with(|record| record.origin = issuercheck::exchange::Origin::Report),
        "read back from pages",
    );
    is_refused(
        &with(|record| record.scenarios[0].feature.name = "FAPI 2.0".into()),
        "does not have the labels",
    );
    is_refused(
        &with(|record| record.scenarios[0].feature.implemented = false),
        "does not have the labels",
    );
    is_refused(
        &with(|record| record.scenarios[0].source_sha256 = None),
        "from another file",
    );
    is_refused(
        &with(|record| record.scenarios[1].id = record.scenarios[0].id.clone()),
        "more than once",
    );
    is_refused(
        &with(|record| record.scenarios[0].id = "my/own/scenario".into()),
        "speaks of no other",
    );
    is_refused(
        &with(|record| {
            let finding = &mut record.scenarios[0].findings.as_mut().unwrap()[0];
            (finding.outcome, finding.severity) = (OutcomeKind::Blocked, Severity::Failure);
        }),
        "was blocked",
    );
    is_refused(
        &with(|record| {
            let finding = &mut record.scenarios[0].findings.as_mut().unwrap()[0];
            (finding.outcome, finding.known) = (OutcomeKind::Fail, Some("later".into()));
        }),
        "failed: ",
    );
    let mut broken = write(whole());
    broken[200] ^= 1;
    is_refused(&broken, "the bundle is not valid: manifest.json");
}

#[test]
fn no_byte_of_the_page_can_be_another() {
    let bundle = write(&record(&[BOOKING], &[], &[]));
    let page = certificate::write(&certificate("Acme"), &bundle)
        .unwrap()
        .into_bytes();
    let evidence = b"base64,";
    let start = page
        .windows(7)
        .position(|window| window == evidence)
        .unwrap()
        + 7;
    let end = start + page[start..].iter().position(|byte| *byte == b'"').unwrap();
    let around = (0..start).chain(end..page.len()).step_by(61);
    for at in around.chain((start..end).step_by(20_011)) {
        let mut changed = page.clone();
        changed[at] ^= 1;
        if certificate::is_page(&changed) {
            let found = certificate::verify(&changed, None, THEN).unwrap();
            assert_eq!(found.verdict, Verdict::NotValid, "byte {at}");
            assert!(!found.problems.is_empty(), "byte {at}");
        }
    }
}

#[test]
fn a_page_that_says_more_than_its_evidence_is_refused() {
    let page = page("Acme");
    for (from, to, why) in [
        (
            "<h1>Acme",
            "<h1>Acme Bank",
            "is not the one that is written for its evidence, from line",
        ),
        (
            "None failed",
            "Nothing ever fails",
            "is not the one that is written",
        ),
        (
            "</body>",
            "<script>alert(1)</script></body>",
            "is not the one that is written",
        ),
        (
            "\"expires\": \"2027-01-02\"",
            "\"expires\": \"2028-01-02\"",
            "is not the one that is written",
        ),
        (
            "\"expires\": \"2027-01-02\"",
            "\"expires\": \"soon\"",
            "description cannot be read",
        ),
        ("base64,UEsD", "base64,!!!!", "is not base64"),
        (
            "base64,UEsD",
            "base64,AAAA",
            "is not as issuercheck writes it",
        ),
        (
            "data:application/zip",
            "data:text/html",
            "no evidence bundle",
        ),
    ] {
        let found = verify(&page.replacen(from, to, 1));
        assert_eq!(found.verdict, Verdict::NotValid, "{to}");
        assert!(
            found
                .problems
                .iter()
                .any(|problem| problem.what.contains(why)),
            "{to}: {:?}",
            found.problems
        );
    }
    // A page that is written for a bundle which gets no certificate.
    let none = certificate::write(&certificate("Acme"), &write(small())).unwrap();
    let found = verify(&none);
    assert!(
        found.problems[0]
            .what
            .contains("there is no certificate for this: not all checks were asked")
    );
}

#[test]
fn a_certificate_is_valid_for_a_time() {
    let page = page("Acme");
    let at = |time| certificate::verify(page.as_bytes(), None, time).unwrap();
    assert_eq!(at(datetime!(2026-01-02 00:00 UTC)).verdict, Verdict::Valid);
    assert_eq!(at(datetime!(2027-01-02 23:59 UTC)).verdict, Verdict::Valid);
    assert!(
        at(datetime!(2027-01-03 00:00 UTC)).problems[0]
            .what
            .contains("was valid until 2027-01-02")
    );
    assert!(
        at(datetime!(2026-01-01 23:59 UTC)).problems[0]
            .what
            .contains("is not valid before 2026-01-02")
    );
    let long = Certificate {
        valid_until: date!(2099 - 01 - 01),
        ..certificate("Acme")
    };
    let long = certificate::write(&long, &write(whole())).unwrap();
    assert!(verify(&long).problems[0].what.contains("for that long"));
}

#[test]
fn a_key_says_whose_evidence_it_is_and_leaves_the_page_as_it_is() {
    let key = PrivateKey::from_pem(KEY).unwrap();
    let options = Options {
        key: Some(&key),
        ..Options::default()
    };
    let bundle = bundle::write(whole(), &options).unwrap();
    let page = certificate::write(&certificate("Acme"), &bundle).unwrap();
    assert!(page.contains(&key.public().thumbprint()));
    let with = |key: Option<&PublicKey>| {
        certificate::verify(page.as_bytes(), key, THEN)
            .unwrap()
            .verdict
    };
    assert_eq!(with(None), Verdict::Valid);
    assert_eq!(with(Some(&key.public())), Verdict::Valid);
    let other = PrivateKey::from_pem(OTHER).unwrap().public();
    assert_eq!(with(Some(&other)), Verdict::NotValid);
}

#[test]
fn a_hostile_name_is_text() {
    for holder in [
        "</title><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "href=\"data:application/zip;base64,AAAA\"",
        "{{holder}} {{{holder}}} & ' ` = \\",
        "<script type=\"application/ld+json\">",
    ] {
        let page = page(holder);
        let found = verify(&page);
        assert_eq!(
            found.verdict,
            Verdict::Valid,
            "{holder}: {:?}",
            found.problems
        );
        assert_eq!(found.certificate.unwrap().holder, holder);
        assert_eq!(page.matches("<script").count(), 1, "{holder}");
        assert_eq!(page.matches("</script").count(), 1, "{holder}");
        assert_eq!(page.matches("<img").count(), 0, "{holder}");
        assert_eq!(page.matches("href=\"data:").count(), 1, "{holder}");
    }
}
