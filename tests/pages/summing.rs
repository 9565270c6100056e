//! The summary page.

use issuercheck::{exchange::Origin, report::summary};

use crate::{CONFIGURED, PAGES, REGISTRATION, read, running::hostile};

#[test]
fn the_summary_counts_and_links() {
    let mut record = read(REGISTRATION);
    record
        .scenarios
        .extend(PAGES[1..].iter().flat_map(|text| read(text).scenarios));
    record.scenarios.push(hostile());
    insta::assert_snapshot!(summary::write(&record).unwrap());
}

#[test]
fn the_summary_says_loudly_what_weakens_it() {
    let mut record = read(CONFIGURED);
    record.origin = Origin::Run;
    record.target.insecure = true;
    record.interrupted = true;
    record.target.name = Some("A 'server'\n# of ours".into());
    insta::assert_snapshot!(summary::write(&record).unwrap());
}
