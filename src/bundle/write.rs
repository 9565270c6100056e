//! A record → the bundle of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    catalogue::Catalogue,
    findings,
    hosts::{self, HostsLeft},
    manifest::{File, Manifest},
    sign::PrivateKey,
    zip::{self, Entry, TooMuch},
};
use crate::{
    evidence::Evidence,
    exchange::{Judged, Record, sha256},
    profile::{self, Profiles},
    report::{RenderError, machine::JsonReport, page, summary},
    scenario::SHIPPED,
};

/// What goes into a bundle besides the record.
#[derive(Default)]
pub struct Options<'a> {
    /// The texts of scenario files that were run; shipped ones need not be among them.
    pub scenarios: Vec<String>,
    /// The key that signs the manifest.
    pub key: Option<&'a PrivateKey>,
    /// Whether host names and addresses of the target are replaced.
    pub redact_hosts: bool,
}

/// Why a bundle cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It would be too large.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    /// Two scenarios have the same page.
    #[error("two scenarios of the record make the file {0}")]
    SamePath(String),
    /// A host name stays where it cannot be replaced.
    #[error(transparent)]
    Hosts(#[from] HostsLeft),
    /// Judging the record again gives other findings.
    #[error(
        "judged again, the record gives other findings ({0}); `issuercheck judge RECORD --report record=FILE` judges it first"
    )]
    Stale(String),
    /// A report cannot be rendered: our own mistake.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A file cannot be written as JSON: our own mistake.
    #[error("a file of the bundle has no JSON text")]
    Json(#[from] serde_json::Error),
}

/// What a bundle says of itself that its record does not.
pub(super) struct Stamp {
    pub(super) tool: String,
    pub(super) hosts_redacted: bool,
    pub(super) signed_by: Option<String>,
    pub(super) checks: String,
    pub(super) catalogue: String,
}

/// The bundle of a record: the same bytes for the same record, options and program version.
///
/// The record is taken as it is: redact it first. Where it does not say which checks were asked, those that found something
/// are named.
///
/// # Errors
///
/// It would be too large, two scenarios have the same page, or a host name cannot be replaced everywhere.
pub fn write(record: &Record, options: &Options<'_>) -> Result<Vec<u8>, BundleError> {
    let mut record = record.clone();
    if record.judged.is_none() {
        record.judged = judged(&record);
    }
    if options.redact_hosts {
        record = hosts::redact(&record, &options.scenarios)?;
    }
    findings::settle(&mut record).map_err(BundleError::Stale)?;
    let current = Catalogue::current();
    let stamp = Stamp {
        tool: Record::tool(),
        hosts_redacted: options.redact_hosts,
        signed_by: options.key.map(|key| key.public().thumbprint()),
        checks: Catalogue::current_text().to_owned(),
        catalogue: current.catalogue.clone(),
    };
    let mut entries = assemble(&record, &stamp, &options.scenarios)?;
    if let (Some(key), Some(manifest)) = (options.key, entries.first()) {
        let signature = entry(Manifest::SIGNATURE, key.sign(&manifest.content));
        entries.insert(1, signature);
    }
    Ok(zip::write(&entries)?.bytes)
}

/// The checks that a record must have been asked, by what they found.
fn judged(record: &Record) -> Option<Judged> {
    let scenarios = record.scenarios.iter();
    let findings = scenarios.filter_map(|scenario| scenario.findings.as_ref());
    let mut checks: Vec<String> = Vec::new();
    let mut any = false;
    for finding in findings.inspect(|_| any = true).flatten() {
        if !checks.contains(&finding.check) {
            checks.push(finding.check.clone());
        }
    }
    any.then(|| Judged {
        checks,
        profiles: Vec::new(),
    })
}

/// The files of a bundle, the manifest first, all but its signature.
pub(super) fn assemble(
    record: &Record,
    stamp: &Stamp,
    scenarios: &[String],
) -> Result<Vec<Entry>, BundleError> {
    let profiles = profiles(record);
    let mut files = reports(record, &stamp.tool)?;
    files.push(entry("record.json", record.to_json()?));
    files.push(entry("checks.json", stamp.checks.clone()));
    for name in &profiles {
        if let Some(text) = profile::text(name) {
            files.push(entry(&format!("profiles/{name}.toml"), text.to_owned()));
        }
    }
    files.extend(sources(record, scenarios));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let twice = files.windows(2).find_map(|pair| match pair {
        [one, other] if one.path == other.path => Some(one.path.clone()),
        _ => None,
    });
    if let Some(path) = twice {
        return Err(BundleError::SamePath(path));
    }
    let manifest = Manifest {
        format: Manifest::FORMAT.to_owned(),
        version: Manifest::VERSION,
        tool: stamp.tool.clone(),
        catalogue: stamp.catalogue.clone(),
        time: record.time,
        redacted: record.redacted,
        hosts_redacted: stamp.hosts_redacted,
        signed_by: stamp.signed_by.clone(),
        profiles: profiles.into_iter().collect(),
        files: files.iter().map(File::of).collect(),
    };
    files.insert(0, entry(Manifest::PATH, manifest.text()?));
    Ok(files)
}

fn entry(path: &str, text: String) -> Entry {
    Entry {
        path: path.to_owned(),
        content: text.into_bytes(),
    }
}

/// The reports, as this program renders them.
fn reports(record: &Record, tool: &str) -> Result<Vec<Entry>, BundleError> {
    let mut json = JsonReport::of(record);
    tool.clone_into(&mut json.tool);
    let mut files = vec![entry("report.json", json.text()?)];
    for scenario in &record.scenarios {
        let path = format!("reports/{}", scenario.page_name());
        files.push(entry(&path, page::write(scenario, record.origin)?));
    }
    files.push(entry("reports/summary.md", summary::write(record)?));
    Ok(files)
}

/// The profiles that are on for one of the scenarios.
fn profiles(record: &Record) -> BTreeSet<String> {
    let asked = record.judged.as_ref().map(|judged| judged.profiles.clone());
    let asked = asked.unwrap_or_default();
    let on = record.scenarios.iter().flat_map(|scenario| {
        let on = Profiles::of(&Evidence::new(record, scenario), &asked);
        on.names().to_vec()
    });
    on.collect()
}

/// The files of the scenarios, where their texts are the ones that were run.
fn sources(record: &Record, given: &[String]) -> Vec<Entry> {
    let shipped = SHIPPED.iter().map(|shipped| shipped.text);
    let texts = given.iter().map(String::as_str).chain(shipped);
    let texts: BTreeMap<String, &str> = texts.map(|text| (sha256(text.as_bytes()), text)).collect();
    let source = |id: &str, digest: &Option<String>| {
        let text = texts.get(digest.as_deref()?)?;
        Some(entry(&format!("scenarios/{id}.toml"), (*text).to_owned()))
    };
    let scenarios = record.scenarios.iter();
    scenarios
        .filter_map(|scenario| source(&scenario.id, &scenario.source_sha256))
        .collect()
}
