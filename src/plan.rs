//! Scenarios and settings → what will be done. Pure: nothing is sent, nothing is read.

use std::time::Duration;

use crate::{
    clock::Clock,
    config::ConfigError,
    exchange::{Note, Target},
    run::{Manners, Transport},
    scenario::{Credentials, Scenario, SecretSource},
    secret::Secret,
};

/// A run, resolved.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The issuer identifier to ask.
    pub issuer: String,
    /// What the record says of the target.
    pub target: Target,
    /// How requests are sent.
    pub transport: Transport,
    /// How the target is treated.
    pub manners: Manners,
    /// The number that keys and identifiers are derived from; random where there is none.
    pub seed: Option<u64>,
    /// The time that the whole run may take.
    pub time_limit: Duration,
    /// The clock.
    pub clock: Clock,
    /// Whether to fetch, after each scenario, what only the checks need: the other metadata, the JWK set, the client.
    pub evidence: bool,
    /// The scenarios, in the order of the report.
    pub scenarios: Vec<Planned>,
}

/// One scenario, resolved.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The scenario.
    pub scenario: Scenario,
    /// Its variables and secrets, in order.
    pub bindings: Vec<Binding>,
    /// The note on its credentials.
    pub note: Option<Note>,
    /// The command that runs only this scenario again.
    pub command: String,
}

impl Planned {
    /// The values that came from outside and are secrets, each with its variable's name.
    pub fn secrets(&self) -> impl Iterator<Item = (String, String)> {
        let secret = self.scenario.secrets.iter().filter(|secret| !secret.public);
        secret.filter_map(|secret| {
            let mut bindings = self.bindings.iter();
            let binding = bindings.find(|binding| binding.name == secret.name)?;
            Some((secret.name.clone(), binding.value.clone()?))
        })
    }
}

/// A variable and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The variable's name.
    pub name: String,
    /// Its value; absent for an optional secret that is not configured.
    pub value: Option<String>,
}

/// What keeps a scenario from being planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A secret that the scenario needs is not there.
    #[error(
        "scenario {scenario} needs {place}, which is not there\n  help: {help}, or leave the scenario out"
    )]
    Missing {
        /// The scenario.
        scenario: String,
        /// Where the secret was looked for.
        place: String,
        /// How to provide it.
        help: String,
    },
    /// A variable whose value is made of others has no value.
    #[error(
        "scenario {scenario}: the variable `{variable}` is made of `{lacking}`, which has no value"
    )]
    Variable {
        /// The scenario.
        scenario: String,
        /// The variable.
        variable: String,
        /// What it lacks.
        lacking: String,
    },
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A file that a secret should come from.
    #[error("scenario {scenario}: cannot read the secret from {path}: {source}")]
    File {
        /// The scenario.
        scenario: String,
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Finds a secret; `Ok(None)` where there is none.
pub type Lookup<'a> = dyn Fn(&SecretSource) -> Result<Option<Secret>, PlanError> + 'a;

/// Resolves a scenario: its variables have values, its note is written.
///
/// # Errors
///
/// A secret that the scenario cannot do without is missing, or cannot be read.
pub fn resolve(
    scenario: Scenario,
    command: String,
    lookup: &Lookup<'_>,
) -> Result<Planned, PlanError> {
    let mut bindings: Vec<Binding> = Vec::new();
    for secret in &scenario.secrets {
        let value = lookup(&secret.source).map_err(|error| error.of(&scenario))?;
        if value.is_none() && !secret.optional {
            let (place, help) = describe(&secret.source);
            return Err(PlanError::Missing {
                scenario: scenario.id.to_string(),
                place,
                help,
            });
        }
        let value = value.map(|value| value.reveal().to_owned());
        bindings.push(Binding {
            name: secret.name.clone(),
            value,
        });
    }
    for (name, template) in &scenario.vars {
        let value = |name: &str| {
            bindings
                .iter()
                .find(|binding| binding.name == name)?
                .value
                .as_deref()
        };
        let value = template
            .fill(value)
            .map_err(|lacking| PlanError::Variable {
                scenario: scenario.id.to_string(),
                variable: name.clone(),
                lacking,
            })?;
        bindings.push(Binding {
            name: name.clone(),
            value: Some(value),
        });
    }
    let note = note(&scenario, lookup)?;
    Ok(Planned {
        scenario,
        bindings,
        note,
        command,
    })
}

impl PlanError {
    /// The error, of this scenario: a lookup does not know for which one it is done.
    fn of(self, of: &Scenario) -> Self {
        match self {
            Self::File { path, source, .. } => Self::File {
                scenario: of.id.to_string(),
                path,
                source,
            },
            other => other,
        }
    }
}

/// Where a secret is looked for, and how to provide it.
fn describe(source: &SecretSource) -> (String, String) {
    match source {
        SecretSource::Config(place) => (
            format!("`{place}`"),
            "set it in issuercheck.toml, as `issuercheck init` shows".to_owned(),
        ),
        SecretSource::Env(name) => (
            format!("the environment variable `{name}`"),
            "set it".to_owned(),
        ),
        SecretSource::File(path) => (
            format!("a secret in the file `{path}`"),
            "write it into the first line of the file".to_owned(),
        ),
    }
}

/// The note on a scenario's credentials, in the form of the seed report.
fn note(scenario: &Scenario, lookup: &Lookup<'_>) -> Result<Option<Note>, PlanError> {
    let value = |place: &str, name: &str| {
        let found = lookup(&SecretSource::Config(format!("{place}.{name}")))?;
        Ok::<_, PlanError>(found.map(|value| bullet(name, value.reveal())))
    };
    let text = match &scenario.credentials {
        Credentials::None => return Ok(None),
        Credentials::Registration(place) => {
            let token = value(place, "initialAccessToken")?;
            let token = token.unwrap_or_else(|| {
                "* no initial access token: registration is expected to be open\n".to_owned()
            });
            format!(
                "\n\nThe test suite is using Dynamic Client Registration to retrieve credentials as part of this test, using \
                 the following configuration within `{place}`:\n{token}\nHence the `client_id` and `client_secret` can be \
                 found within the Dynamic Client Registration response below.\n\n      \n"
            )
        }
        Credentials::Configured(place) => {
            let id = value(place, "clientId")?.unwrap_or_default();
            let secret = value(place, "clientSecret")?.unwrap_or_default();
            format!(
                "\n\nThe test suite is using the credentials configured by `{place}` for this test:\n{id}{secret}\n\n\n\n"
            )
        }
    };
    Ok(Some(Note {
        title: "Credentials".to_owned(),
        text,
    }))
}

/// A text as prose of a page: one line, nothing in it acting as markup.
pub fn prose(text: &str) -> String {
    let special = |c: char| "\\`*_[]<>&#|~".contains(c);
    let mut line = String::new();
    for character in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if special(character) && character != '`' {
            line.push('\\');
        }
        line.push(character);
    }
    line
}

/// A line of the note; the code span is longer than any run of backticks in the value.
fn bullet(name: &str, value: &str) -> String {
    let longest = value
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    if longest == 0 {
        return format!("* **{name}**: `{value}`\n");
    }
    let fence = "`".repeat(longest + 1);
    format!("* **{name}**: {fence} {value} {fence}\n")
}
