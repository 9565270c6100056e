//! `openactive-11.7.4.1-scope-names`: the recommended scope names are offered.

use super::super::token::shared::cut;
use super::shared::SEVERAL_SELLERS;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "openactive-11.7.4.1-scope-names",
    aliases: &[],
    cites: &[Citation::of(Spec::OpenActive, "11.7.4.1")],
    statement: "The scopes are named openactive-openbooking and openactive-ordersfeed.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: Some(
        "openactive-identity is no name of the specification; the code flow needs openactive-openbooking, client credentials need openactive-ordersfeed.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[SEVERAL_SELLERS, Applies::MetadataHas("scopes_supported")]),
    evaluate,
    remedy: "Offer the scopes openactive-openbooking and openactive-ordersfeed, and list them in scopes_supported.",
    fails_on: &[
        Fixture::new(
            "a name of its own",
            &[Change::Openid(
                "/scopes_supported",
                Some(r#"["openid", "openactive-openbooking", "orders:read"]"#),
            )],
        ),
        Fixture::new(
            "neither",
            &[Change::Oauth("/scopes_supported", Some(r#"["openid"]"#))],
        ),
    ],
    faults: &["scopes-supported-orders-read"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    let mut read = false;
    for document in evidence.documents()? {
        if !document
            .get("scopes_supported")
            .is_some_and(Value::is_array)
        {
            continue;
        }
        let listed = document.list("scopes_supported");
        if listed.is_empty() {
            continue;
        }
        read = true;
        for name in ["openactive-openbooking", "openactive-ordersfeed"] {
            if !listed.contains(&name) {
                let observed = cut(&document.shown("scopes_supported"));
                problems.push(Problem::new(
                    document.at("scopes_supported"),
                    name,
                    observed,
                ));
            }
        }
    }
    if !read {
        return Err(Blocked::By(
            "scopes_supported lists nothing that can be read".to_owned(),
        ));
    }
    Ok(Outcome::of(problems))
}
