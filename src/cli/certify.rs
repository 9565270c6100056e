//! `issuercheck certify`: writes a conformance certificate, or says why there is none.

use time::UtcOffset;

use super::{args::Certify, evidence, output, terminal::Terminal};
use crate::{
    bundle,
    certificate::{self, Certificate},
    error::{Error, Exit},
};

/// Writes the page for a bundle.
pub(super) fn run(arguments: &Certify, terminal: &Terminal) -> Result<Exit, Error> {
    let key = evidence::public_key(arguments.key.as_ref())?;
    let bytes = evidence::read(&arguments.bundle)?;
    let opened = bundle::verify(&bytes, key.as_ref()).map_err(|source| Error::Bundle {
        path: arguments.bundle.clone(),
        source,
    })?;
    let refusals = certificate::refusals(&opened);
    let (true, Some(record)) = (refusals.is_empty(), &opened.record) else {
        terminal.say(&format!(
            "no certificate for {}:",
            arguments.bundle.display()
        ));
        for refusal in refusals {
            terminal.say(&format!("  ✗ {refusal}"));
        }
        return Ok(Exit::Departs);
    };
    let first = record.time.to_offset(UtcOffset::UTC).date();
    let certificate = Certificate {
        id: arguments.id.clone(),
        holder: arguments.holder.clone(),
        valid_until: arguments.valid_for.from(first),
    };
    let page = certificate::write(&certificate, &bytes)?;
    match &arguments.output {
        Some(path) => {
            output::write_file(path, page.as_bytes())?;
            terminal.say(&format!("wrote {}", path.display()));
            Ok(Exit::Clean)
        }
        None => terminal.out(&page),
    }
}
