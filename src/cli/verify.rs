//! `issuercheck verify`: says whether an evidence bundle or a certificate is what its writer wrote.

use super::{args::Verify, evidence, terminal::Terminal};
use crate::{
    bundle::{self, About, Changes, Compared, Signature, Trouble, Verdict, Verification},
    certificate,
    clock::Clock,
    config::Format,
    error::{Error, Exit},
    report::line,
};

/// Ids that are named one by one.
const NAMED: usize = 10;

/// Verifies a file.
pub(super) fn run(arguments: &Verify, terminal: &Terminal) -> Result<Exit, Error> {
    let key = evidence::public_key(arguments.key.as_ref())?;
    let bytes = evidence::read(&arguments.file)?;
    let verification = if certificate::is_page(&bytes) {
        let now = arguments.clock.unwrap_or(Clock::System).now();
        certificate::verify(&bytes, key.as_ref(), now)?
    } else {
        let opened = bundle::verify(&bytes, key.as_ref()).map_err(|source| Error::Bundle {
            path: arguments.file.clone(),
            source,
        })?;
        opened.verification
    };
    let document = match arguments.format.unwrap_or_default() {
        Format::Text => text(&arguments.file.display().to_string(), &verification),
        Format::Json => {
            let text = serde_json::to_string_pretty(&verification);
            text.map_err(|error| Error::Bug(error.to_string()))? + "\n"
        }
    };
    terminal.out(&document)?;
    Ok(match verification.verdict {
        Verdict::Valid => Exit::Clean,
        Verdict::NotValid => Exit::Departs,
        Verdict::Unconfirmed => Exit::Blocked,
    })
}

/// The verification for people.
fn text(file: &str, verification: &Verification) -> String {
    let word = match verification.verdict {
        Verdict::Valid => "valid",
        Verdict::NotValid => "NOT VALID",
        Verdict::Unconfirmed => "not confirmed: another version of issuercheck wrote it",
    };
    let mut lines = vec![format!("{file}: {word}"), String::new()];
    let mut fact = |name: &str, text: String| lines.push(format!("  {name:<11} {}", line(&text)));
    if let Some(claim) = &verification.certificate {
        fact("certificate", format!("{} for {}", claim.id, claim.holder));
        fact(
            "valid",
            format!("{} to {}", claim.valid_from, claim.valid_until),
        );
    }
    if let Some(about) = &verification.about {
        for (name, text) in facts(about) {
            fact(name, text);
        }
    }
    fact("signature", signature(&verification.signature));
    if let Some(findings) = &verification.findings {
        fact("findings", compared(findings));
    }
    if let Some(changes) = &verification.checks {
        fact("checks", changed(changes));
    }
    let list = |lines: &mut Vec<String>, icon: &str, troubles: &[Trouble]| {
        if !troubles.is_empty() {
            lines.push(String::new());
        }
        lines.extend(troubles.iter().map(|trouble| match &trouble.file {
            Some(file) => format!("  {icon} {file} {}", line(&trouble.what)),
            None => format!("  {icon} {}", line(&trouble.what)),
        }));
    };
    list(&mut lines, "✗", &verification.problems);
    list(&mut lines, "?", &verification.unconfirmed);
    if !verification.notes.is_empty() {
        lines.push(String::new());
    }
    lines.extend(
        verification
            .notes
            .iter()
            .map(|note| format!("  note: {}", line(note))),
    );
    lines.join("\n") + "\n"
}

fn facts(about: &About) -> Vec<(&'static str, String)> {
    let mut facts = vec![("written by", about.tool.clone())];
    let date = about.time.date();
    if let Some(run) = &about.run {
        let issuer = run
            .target
            .issuer
            .clone()
            .unwrap_or_else(|| "an issuer that is not named".to_owned());
        facts.push(("about", format!("{issuer}, run on {date}")));
        let (specs, findings) = (run.specs, run.findings);
        facts.push((
            "it says",
            format!(
                "{} passed, {} failures, {} warnings, {} suggestions in {} scenario{}",
                specs.passed,
                specs.failed + findings.failures,
                findings.warnings,
                findings.suggestions,
                run.scenarios.len(),
                if run.scenarios.len() == 1 { "" } else { "s" }
            ),
        ));
    }
    let hidden = match (about.redacted, about.hosts_redacted) {
        (true, true) => "secrets and host names are replaced by other names",
        (true, false) => "secrets are replaced by their names",
        (false, true) => "host names are replaced by other names",
        (false, false) => "nothing",
    };
    facts.push(("redacted", hidden.to_owned()));
    facts
}

fn signature(signature: &Signature) -> String {
    match signature {
        Signature::None => "none".to_owned(),
        Signature::Unverified { kid } => format!("by the key {kid}, not verified"),
        Signature::Verified { kid } => format!("by the key {kid}, which was given"),
        Signature::Broken => "broken".to_owned(),
    }
}

fn compared(findings: &Compared) -> String {
    let differ = findings
        .judged
        .saturating_sub(findings.same + findings.on_word);
    format!(
        "{} judged again: {} the same, {differ} not, {} that rest on the writer's word",
        findings.judged, findings.same, findings.on_word
    )
}

fn changed(changes: &Changes) -> String {
    if !changes.any() {
        return "unchanged since".to_owned();
    }
    let named = |what: &str, ids: &[String]| {
        let more = ids.len().saturating_sub(NAMED);
        let shown: Vec<_> = ids.iter().take(NAMED).cloned().collect();
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        (!ids.is_empty()).then(|| format!("{what} since: {}{more}", shown.join(", ")))
    };
    let parts = [
        named("changed", &changes.changed),
        named("added", &changes.added),
        named("removed", &changes.removed),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
