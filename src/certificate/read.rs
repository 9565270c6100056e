//! The bytes of a page that claims to be a certificate → what is wrong with it.

use base64::{Engine, engine::general_purpose::STANDARD};
use time::{OffsetDateTime, UtcOffset};

use super::{
    claim::{Certificate, ValidFor, day},
    grounds::refusals,
    json_ld,
    page::{self, DESCRIPTION, DESCRIPTION_END, EVIDENCE, PageError},
};
use crate::bundle::{self, Claim, Opened, PublicKey, Verdict, Verification};

/// Whether bytes claim to be a certificate page.
pub fn is_page(bytes: &[u8]) -> bool {
    let start = bytes.get(..16).unwrap_or_default().to_ascii_lowercase();
    start.starts_with(b"<!doctype html>")
}

/// Verifies a page: the bundle in it, that it still is grounds for a certificate, that it is the page which is written for it,
/// and that it is valid at this time.
///
/// # Errors
///
/// Mistakes of ours, whatever the page holds.
pub fn verify(
    bytes: &[u8],
    key: Option<&PublicKey>,
    now: OffsetDateTime,
) -> Result<Verification, PageError> {
    let broken = |what: &str| {
        let mut verification = Verification::begin();
        verification.add_problem(None, what);
        Ok(verification)
    };
    let Ok(page) = std::str::from_utf8(bytes) else {
        return broken("the page is not UTF-8");
    };
    let Some(evidence) = between(page, EVIDENCE, "\"") else {
        return broken("the page has no evidence bundle in it");
    };
    let Ok(bundle) = STANDARD.decode(evidence) else {
        return broken("the evidence bundle in the page is not base64");
    };
    let mut opened = match bundle::verify(&bundle, key) {
        Ok(opened) => opened,
        Err(why) => {
            return broken(&format!(
                "the evidence bundle in the page cannot be used: {why}"
            ));
        }
    };
    let claimed = between(page, DESCRIPTION, DESCRIPTION_END).and_then(json_ld::read);
    let Some(certificate) = claimed else {
        opened
            .verification
            .add_problem(None, "the page's description cannot be read");
        return Ok(opened.verification);
    };
    hold(&certificate, page, &bundle, &mut opened)?;
    in_time(&certificate, now, &mut opened);
    Ok(opened.verification)
}

/// Holds the page against the one that is written for its bundle.
fn hold(
    certificate: &Certificate,
    page: &str,
    bundle: &[u8],
    opened: &mut Opened,
) -> Result<(), PageError> {
    if opened.record.is_none() || opened.verification.verdict == Verdict::NotValid {
        return Ok(());
    }
    let expected = page::write(certificate, bundle)?;
    if opened.verification.verdict == Verdict::Valid {
        for why in refusals(opened) {
            opened
                .verification
                .add_problem(None, format!("there is no certificate for this: {why}"));
        }
    }
    if expected != page {
        let mut lines = expected.split('\n').zip(page.split('\n')).zip(1_usize..);
        let differs = lines.find(|((one, other), _)| one != other);
        let number = differs.map_or_else(|| expected.lines().count(), |(_, number)| number);
        let what = format!(
            "the page is not the one that is written for its evidence, from line {number} on"
        );
        opened.verification.add_problem(None, what);
    }
    Ok(())
}

fn in_time(certificate: &Certificate, now: OffsetDateTime, opened: &mut Opened) {
    let Some(record) = &opened.record else {
        return;
    };
    let from = record.time.to_offset(UtcOffset::UTC).date();
    let until = certificate.valid_until;
    let today = now.to_offset(UtcOffset::UTC).date();
    opened.verification.certificate = Some(Claim {
        id: certificate.id.clone(),
        holder: certificate.holder.clone(),
        valid_from: day(from),
        valid_until: day(until),
    });
    let note = "who the certificate is for, and its identifier, are the words of whoever wrote the page: compare it with the \
                one that is published under the identifier";
    opened.verification.notes.push(note.to_owned());
    if until > ValidFor::LONGEST.from(from) || until < from {
        opened
            .verification
            .add_problem(None, "no certificate is valid for that long");
    }
    if today > until {
        let what = format!("the certificate was valid until {}", day(until));
        opened.verification.add_problem(None, what);
    } else if today < from {
        let what = format!("the certificate is not valid before {}", day(from));
        opened.verification.add_problem(None, what);
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(start)?;
    let (inside, _) = after.split_once(end)?;
    Some(inside)
}
