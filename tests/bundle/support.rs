//! Records of the embedded issuer, and a writer of containers that writes what it is told.

use std::sync::LazyLock;

use issuercheck::{
    bundle::{self, Manifest, Options, Verdict, Verification},
    check::{Selection, judge_record},
    clock::Clock,
    embedded::{self, Known},
    exchange::{Record, sha256},
    issuer::Faults,
    report::{machine::JsonReport, page, summary},
    scenario,
    secret::Redactor,
};
use time::macros::datetime;

pub(crate) const BOOKING: &str = "booking-partner-authentication";

/// A record of these scenarios, judged and redacted.
pub(crate) fn record(scenarios: &[&str], faults: &[&str], checks: &[&str]) -> Record {
    let names: Vec<String> = scenarios.iter().map(|name| (*name).to_owned()).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let clock = Clock::Fixed(datetime!(2026-01-02 03:04:05 UTC));
    let scenarios = scenario::select(&names).unwrap();
    let faults = Faults::from_ids(faults.iter().copied()).unwrap();
    let run = embedded::record(scenarios, faults, clock, Some(1));
    let mut record = runtime.block_on(run).unwrap();
    judge_record(&mut record, &selection(checks));
    redacted(&record)
}

pub(crate) fn selection(checks: &[&str]) -> Selection {
    Selection {
        patterns: checks.iter().map(|check| (*check).to_owned()).collect(),
        profiles: Vec::new(),
    }
}

fn redacted(record: &Record) -> Record {
    let mut redactor = Redactor::default();
    for (name, secret) in Known::default().secrets() {
        redactor.add(&name, secret.reveal());
    }
    redactor.learn(record);
    redactor.record(record.clone())
}

/// A record of every shipped scenario that passes all checks.
pub(crate) fn whole() -> &'static Record {
    static WHOLE: LazyLock<Record> = LazyLock::new(|| record(&[], &[], &[]));
    &WHOLE
}

/// A record of one short scenario that was asked a few checks.
pub(crate) fn small() -> &'static Record {
    static SMALL: LazyLock<Record> =
        LazyLock::new(|| record(&[BOOKING], &[], &["oidc-discovery-4*"]));
    &SMALL
}

pub(crate) fn write(record: &Record) -> Vec<u8> {
    bundle::write(record, &Options::default()).unwrap()
}

pub(crate) fn verify(bytes: &[u8]) -> Verification {
    bundle::verify(bytes, None).unwrap().verification
}

/// Says that bytes are refused, and that what is wrong is said of this file.
pub(crate) fn refused(bytes: &[u8], file: &str, what: &str) {
    let found = verify(bytes);
    assert_eq!(found.verdict, Verdict::NotValid, "{file} {what}");
    let named = found.problems.iter().any(|problem| {
        problem.file.as_deref().unwrap_or("") == file && problem.what.contains(what)
    });
    assert!(named, "{file} {what}: {:#?}", found.problems);
}

/// The files of a container as we write it.
pub(crate) fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let long = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let mut files = Vec::new();
    let mut at = 0;
    while bytes[at..at + 4] == *b"PK\x03\x04" {
        let (size, name) = (long(at + 22), long(at + 26) & 0xffff);
        let path = String::from_utf8(bytes[at + 30..at + 30 + name].to_vec()).unwrap();
        at += 30 + name;
        files.push((path, bytes[at..at + size].to_vec()));
        at += size;
    }
    files
}

/// One file of a container that is made by hand.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) path: Vec<u8>,
    pub(crate) content: Vec<u8>,
    /// What is stored where it is not the content.
    pub(crate) packed: Option<Vec<u8>>,
    pub(crate) flags: u16,
    /// The upper half of the external attributes, as Unix writes them.
    pub(crate) mode: u16,
}

impl Made {
    pub(crate) fn new(path: &str, content: &[u8]) -> Self {
        Self {
            path: path.as_bytes().to_vec(),
            content: content.to_vec(),
            packed: None,
            flags: 1 << 11,
            mode: 0,
        }
    }
}

/// A container of these files, in this order.
pub(crate) fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let made: Vec<_> = files
        .iter()
        .map(|(path, content)| Made::new(path, content))
        .collect();
    make(&made)
}

pub(crate) fn make(files: &[Made]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let stored = file.packed.as_ref().unwrap_or(&file.content);
        let method: u16 = if file.packed.is_some() { 8 } else { 0 };
        let mut crc = flate2::Crc::new();
        crc.update(&file.content);
        let mut common = Vec::new();
        for short in [20, file.flags, method, 0, 0x21] {
            common.extend(short.to_le_bytes());
        }
        for long in [crc.sum(), length(stored), length(&file.content)] {
            common.extend(long.to_le_bytes());
        }
        common.extend(u16::try_from(file.path.len()).unwrap().to_le_bytes());
        let made_by: u16 = if file.mode == 0 { 20 } else { 0x0314 };
        directory.extend(b"PK\x01\x02".iter().chain(&made_by.to_le_bytes()));
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(file.mode.to_le_bytes());
        directory.extend(length(&bytes).to_le_bytes());
        directory.extend(&file.path);
        bytes.extend(b"PK\x03\x04".iter().chain(&common).chain(&[0, 0]));
        bytes.extend(file.path.iter().chain(stored));
    }
    let (start, count) = (length(&bytes), u16::try_from(files.len()).unwrap());
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend([length(&directory).to_le_bytes(), start.to_le_bytes()].concat());
    bytes.extend([0, 0]);
    bytes
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

/// A container of these files, with a manifest that names what they are now: what someone who knows the format can write.
pub(crate) fn rezip(
    mut files: Vec<(String, Vec<u8>)>,
    change: impl FnOnce(&mut Manifest),
) -> Vec<u8> {
    files[1..].sort();
    let mut manifest: Manifest = serde_json::from_slice(&files[0].1).unwrap();
    change(&mut manifest);
    let named = files
        .iter()
        .filter(|(path, _)| !path.starts_with("manifest."));
    manifest.files = named
        .map(|(path, content)| bundle::File {
            path: path.clone(),
            size: content.len() as u64,
            sha256: sha256(content),
        })
        .collect();
    files[0].1 = manifest.text().unwrap().into_bytes();
    zip(&files)
}

/// The files of a bundle with another record and all that is rendered of it.
pub(crate) fn with_record(bundle: &[u8], record: &Record) -> Vec<(String, Vec<u8>)> {
    let mut files = files(bundle);
    let mut put = |path: String, text: String| {
        files.retain(|(own, _)| *own != path);
        files.push((path, text.into_bytes()));
    };
    put("record.json".into(), record.to_json().unwrap());
    put("report.json".into(), JsonReport::of(record).text().unwrap());
    for scenario in &record.scenarios {
        let text = page::write(scenario, record.origin).unwrap();
        put(format!("reports/{}", scenario.page_name()), text);
    }
    put("reports/summary.md".into(), summary::write(record).unwrap());
    files[1..].sort();
    files
}
