//! What holds for every format.

use issuercheck::config::ReportFormat;

use crate::{render, sample};

/// The formats that are one file.
fn files() -> impl Iterator<Item = ReportFormat> {
    ReportFormat::ALL
        .iter()
        .map(|(format, _)| *format)
        .filter(|format| *format != ReportFormat::Markdown)
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let record = sample::hostile("a\u{1b}b");
    for format in files() {
        assert_eq!(render(&record, format), render(&record, format), "{format}");
    }
}

#[test]
fn a_record_of_nothing_can_be_rendered() {
    let mut record = sample::record();
    record.scenarios.clear();
    for format in files() {
        assert!(!render(&record, format).is_empty(), "{format}");
    }
}

/// What a person may print on a terminal has no control character but the end of a line; a record and HAR have it escaped as
/// JSON does.
#[test]
fn no_control_character_of_a_target_is_written_as_it_is() {
    let record = sample::hostile("a\u{1b}[31m\0\u{7}b\u{9b}c");
    for format in files() {
        let text = render(&record, format);
        let found = text
            .chars()
            .find(|c| c.is_ascii_control() && !matches!(c, '\n' | '\t'));
        assert_eq!(found, None, "{format}");
    }
}
