//! What nobody should take a verification for.

use super::verdict::{Signature, Verification};
use crate::exchange::{Origin, Record};

/// What the verification does not prove, and what a reader should know of the run.
pub(super) fn of(found: &Verification, record: Option<&Record>) -> Vec<String> {
    let mut notes: Vec<String> = signature(&found.signature).into_iter().collect();
    let Some(record) = record else {
        let note = "the record was not judged again, since the bundle was changed or is not signed as asked";
        notes.push(note.to_owned());
        return notes;
    };
    let compared = found.findings.clone().unwrap_or_default();
    if compared.on_word > 0 {
        let voucher = match found.signature {
            Signature::None | Signature::Broken => "; nobody signed for them",
            Signature::Unverified { .. } | Signature::Verified { .. } => "",
        };
        notes.push(format!(
            "{} findings were made before secrets were replaced by their names; they cannot be made again and rest on \
             the word of whoever wrote the bundle{voucher}",
            compared.on_word
        ));
    }
    if compared.accepted > 0 {
        notes.push(format!(
            "{} findings were accepted for now (--known-deviations)",
            compared.accepted
        ));
    }
    notes.extend(of_run(record).map(str::to_owned));
    notes
}

fn signature(signature: &Signature) -> Option<String> {
    match signature {
        Signature::None => Some(
            "it is not signed: this shows that its parts agree with each other, not who made it, nor that the record \
             was not changed before the bundle was written"
                .to_owned(),
        ),
        Signature::Unverified { kid } => Some(format!(
            "it is signed with the key {kid}; whose key that is was not asked (--key)"
        )),
        Signature::Verified { kid } => Some(format!(
            "it is what the holder of the key {kid} signed; what is in the record is that holder's word"
        )),
        Signature::Broken => None,
    }
}

fn of_run(record: &Record) -> impl Iterator<Item = &'static str> {
    let judged = record.judged.as_ref();
    let some = judged.is_some_and(|judged| judged.checks.iter().all(|one| one != "all"));
    let target = &record.target;
    let is_run = record.origin == Origin::Run;
    let stopped = record.interrupted || record.out_of_time;
    let notes = [
        (judged.is_none(), "no check was asked"),
        (some, "only some of the checks were asked (--checks)"),
        (!is_run, "the record was read back from markdown pages"),
        (
            target.embedded,
            "the target is the embedded reference issuer",
        ),
        (
            target.insecure,
            "certificates were not verified (--insecure)",
        ),
        (stopped, "the run was stopped before its end"),
        (
            is_run && !record.redacted,
            "it shows secrets (--reveal-secrets)",
        ),
    ];
    notes
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, note)| note)
}
