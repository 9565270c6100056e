//! `oidc-core-13.3-no-null-members`: a member without a value is left out.

use serde_json::{Map, Value};

use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-core-13.3-no-null-members",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcCore, "13.3")],
    statement: "A parameter that has no value is left out of a JSON message instead of being sent as null.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "Registration responses and metadata have the same JSON form and are held to the same rule.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("a message of the provider is a JSON object", |evidence| {
        Ok(messages(evidence).next().is_some())
    }),
    evaluate,
    remedy: "Configure the serializer to skip members that are null.",
    fails_on: &[
        Fixture::new(
            "in a registration response",
            &[Change::Body(
                Action::Register,
                "/initiate_login_uri",
                Some("null"),
            )],
        ),
        Fixture::new(
            "in the metadata",
            &[Change::Openid("/service_documentation", Some("null"))],
        ),
        Fixture::new(
            "in a token response",
            &[Change::Body(Action::Token, "/refresh_token", Some("null"))],
        ),
    ],
    faults: &["registration-null-member", "openid-metadata-null-member"],
};

/// The JSON messages of OpenID Connect; what is at the location of RFC 8414, introspection and keys are not its own.
fn messages<'e>(
    evidence: &'e Evidence<'_>,
) -> impl Iterator<Item = (&'e Seen<'e>, Map<String, Value>)> {
    evidence.all().iter().filter_map(|seen| {
        let its_own = match seen.action()? {
            Action::Discover => seen
                .exchange
                .request
                .url
                .ends_with("/.well-known/openid-configuration"),
            Action::Register | Action::ReadClient | Action::UpdateClient | Action::Token => true,
            _ => false,
        };
        match seen.json() {
            Some(Value::Object(members)) if its_own => Some((seen, members)),
            _ => None,
        }
    })
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    Outcome::gather(messages(evidence).map(|(seen, members)| {
        let null = members.iter().filter(|(_, value)| value.is_null());
        let names: Vec<&str> = null.map(|(name, _)| name.as_str()).collect();
        let expected = "no members that are null";
        let problem = || Problem::new(seen.at(""), expected, format!("null: {}", names.join(", ")));
        Ok((!names.is_empty()).then(problem).into_iter().collect())
    }))
}
