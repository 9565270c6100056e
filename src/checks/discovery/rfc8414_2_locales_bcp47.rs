//! `rfc8414-2-locales-bcp47`: languages are written as language tags.

use serde_json::Value;

use super::shared::{each, has_any};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, customary_case, is_language_tag};
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-locales-bcp47",
    aliases: &[],
    cites: &[
        Citation::rfc(8414, "2"),
        Citation::of(Spec::OidcDiscovery, "3"),
        Citation::rfc(5646, "2.2.9"),
    ],
    statement: "The languages in ui_locales_supported and claims_locales_supported are BCP 47 language tags.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The sections define the values without a keyword; a value of another form is no such value. A tag in unusual case is a suggestion (RFC 5646 §2.1.1).",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata has ui_locales_supported or claims_locales_supported",
        concerned,
    ),
    evaluate,
    remedy: "Write languages with hyphens, as en-GB or zh-Hans.",
    fails_on: &[
        Fixture::new(
            "an underscore",
            &[Change::Oauth(
                "/ui_locales_supported",
                Some(r#"["en", "en_GB"]"#),
            )],
        ),
        Fixture::new(
            "a name",
            &[Change::Oauth(
                "/claims_locales_supported",
                Some(r#"["english-"]"#),
            )],
        ),
        Fixture::new(
            "unusual case",
            &[Change::Oauth("/ui_locales_supported", Some(r#"["en-gb"]"#))],
        ),
    ],
    faults: &["oauth-metadata-ui-locale-with-underscore"],
};

const LISTS: &[&str] = &["ui_locales_supported", "claims_locales_supported"];

fn concerned(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    has_any(evidence, LISTS)
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let wrong = LISTS.iter().flat_map(|name| {
            let values = document.get(name).and_then(Value::as_array);
            let texts = values.into_iter().flatten().map(Value::as_str).enumerate();
            texts.filter_map(move |(index, text)| {
                wrong(document.at(&format!("{name}/{index}")), text?)
            })
        });
        Ok(wrong.collect())
    })
}

fn wrong(at: String, tag: &str) -> Option<Problem> {
    if !is_language_tag(tag) {
        return Some(Problem::new(
            at,
            "a BCP 47 language tag",
            format!("{tag:?}"),
        ));
    }
    let customary = customary_case(tag);
    (tag != customary).then(|| {
        Problem::new(
            at,
            format!("{customary:?}, the customary case"),
            format!("{tag:?}"),
        )
        .only(Severity::Suggestion)
    })
}
