//! `rfc7517-4.3-use-and-key-ops`: the two members for the use of a key are not both given, let alone against each other.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{ENCRYPTING, Evidence};
use crate::exchange::Action;
use crate::spec::Citation;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) static CHECK: Check = Check {
    id: "rfc7517-4.3-use-and-key-ops",
    aliases: &[],
    cites: &[Citation::rfc(7517, "4.3")],
    statement: "A key has use or key_ops but not both, both say the same where it has them, and key_ops is an array without repetition.",
    level: Level::ShouldNot,
    severity: Severity::Failure,
    note: Some(
        "Having both is a warning; both against each other, or an operation twice, breaks a MUST of the same section.",
    ),
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::KeyHas("key_ops"),
    evaluate,
    remedy: "Keep use alone; it says what others need to know of a published key.",
    fails_on: &[
        Fixture::new(
            "use sig for a key that encrypts",
            &[Change::Body(
                Action::Jwks,
                "/keys/0/key_ops",
                Some(r#"["encrypt"]"#),
            )],
        ),
        Fixture::new(
            "use besides key_ops",
            &[Change::Body(
                Action::Jwks,
                "/keys/0/key_ops",
                Some(r#"["verify"]"#),
            )],
        ),
        Fixture::new(
            "an operation twice",
            &[
                Change::Body(Action::Jwks, "/keys/0/use", None),
                Change::Body(
                    Action::Jwks,
                    "/keys/0/key_ops",
                    Some(r#"["verify","verify"]"#),
                ),
            ],
        ),
        Fixture::new(
            "key_ops is a string",
            &[
                Change::Body(Action::Jwks, "/keys/0/use", None),
                Change::Body(Action::Jwks, "/keys/0/key_ops", Some(r#""verify""#)),
            ],
        ),
    ],
    faults: &["jwks-use-against-key-ops"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each_key(evidence, |jwks, key| {
        let problem = |expected: &str| {
            let observed = format!("use {}, key_ops {}", key.shown("use"), key.shown("key_ops"));
            Some(Problem::new(
                jwks.at(key.index, "key_ops"),
                expected,
                observed,
            ))
        };
        let operations: Vec<&str> = match key.get("key_ops")? {
            Value::Array(items) if items.iter().all(Value::is_string) => {
                items.iter().filter_map(Value::as_str).collect()
            }
            _ => return problem("an array of strings"),
        };
        if operations.iter().collect::<BTreeSet<_>>().len() < operations.len() {
            return problem("each operation once");
        }
        let against: &[&str] = match key.text("use") {
            Some("sig") => ENCRYPTING,
            Some("enc") => &["sign", "verify"],
            Some(_) => &[],
            None => return None,
        };
        if operations
            .iter()
            .any(|operation| against.contains(operation))
        {
            return problem("operations that are within use");
        }
        problem("use or key_ops").map(|problem| problem.only(Severity::Warning))
    })
}
