//! The credentials of the configuration, found by their place, and read only when they are used.

use std::ops::Range;
use std::path::PathBuf;

use super::node::{Entry, Table, Value};
use super::{ConfigError, Environment, Origin, Settings, Sourced, load, mistake};
use crate::diagnostic::Diagnostic;
use crate::secret::Secret;

/// The keys at the top of the file that lead to credentials.
pub(super) const TOP_LEVEL: [&str; 4] = [
    TOKEN,
    "bookingPartnersForSpecificTests",
    "bookingPartners",
    PROBES,
];

/// The table of what probes need to know of the target.
pub(super) const PROBES: &str = "probes";

/// What probes need to know of the target and may be shown.
pub(super) const PUBLIC: [&str; 5] = [
    "scope",
    "otherScope",
    "resource",
    "resourceIndicator",
    "browserClients",
];

/// What probes need of the target and must not be shown.
pub(super) const SECRETS: [&str; 3] = ["softwareStatement", "expiredToken", "refreshToken"];

/// The kinds of credential and the variables that fill every place of that kind which nothing else fills.
pub(super) const VARIABLES: [(&str, &str); 3] = [
    (TOKEN, "ISSUERCHECK_INITIAL_ACCESS_TOKEN"),
    (CLIENT_ID, "ISSUERCHECK_CLIENT_ID"),
    (CLIENT_SECRET, "ISSUERCHECK_CLIENT_SECRET"),
];

pub(super) const TOKEN: &str = "initialAccessToken";
pub(super) const CLIENT_ID: &str = "clientId";
pub(super) const CLIENT_SECRET: &str = "clientSecret";

/// Every key that credentials are written with, the names of booking partners aside.
pub(super) const KEYS: [&str; 18] = [
    TOKEN,
    "bookingPartnersForSpecificTests",
    "bookingPartners",
    "authentication",
    "clientCredentials",
    CLIENT_ID,
    CLIENT_SECRET,
    "env",
    "file",
    PROBES,
    "scope",
    "otherScope",
    "resource",
    "resourceIndicator",
    "browserClients",
    "softwareStatement",
    "expiredToken",
    "refreshToken",
];

/// A secret with its name.
#[derive(Clone, PartialEq, Eq)]
pub struct NamedSecret {
    /// The place it is for, as `bookingPartners.primary.authentication.clientCredentials.clientSecret`.
    pub place: String,
    /// The last part of the place, as `clientSecret`; reports show it instead of the secret.
    pub name: String,
    /// The secret.
    pub secret: Secret,
}

/// How a credential is given.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Given {
    Value(Secret),
    Env(String),
    File(PathBuf),
}

/// The credentials that were configured. It has no `Debug`.
#[derive(Clone)]
pub(super) struct Credentials {
    pub(super) placed: Vec<(String, Given, Origin)>,
    folder: PathBuf,
    environment: Environment,
}

/// Whether a credential can be configured at this place.
pub fn is_place(place: &str) -> bool {
    let parts: Vec<&str> = place.split('.').collect();
    match parts.as_slice() {
        [TOKEN] => true,
        [PROBES, name] => PUBLIC.contains(name) || SECRETS.contains(name),
        [
            "bookingPartners" | "bookingPartnersForSpecificTests",
            name,
            "authentication",
            rest @ ..,
        ] => {
            is_name(name)
                && matches!(
                    rest,
                    [TOKEN] | ["clientCredentials", CLIENT_ID | CLIENT_SECRET]
                )
        }
        _ => false,
    }
}

fn is_name(name: &str) -> bool {
    let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !name.is_empty() && name.chars().all(usable)
}

impl Settings {
    /// What is configured at a place that holds no secret: a `clientId`. `None` where nothing is, and for every place
    /// that holds a secret.
    ///
    /// # Errors
    ///
    /// A variable or a file that it refers to and that cannot be used.
    pub fn text(&self, place: &str) -> Result<Option<Sourced<String>>, ConfigError> {
        if !is_public(place) {
            return Ok(None);
        }
        let found = self.secret(place)?;
        Ok(found.map(|Sourced { value, origin }| Sourced {
            value: value.reveal().to_owned(),
            origin,
        }))
    }

    /// The secret that is configured for a place: what the file gives at that place and nothing else; where it gives
    /// nothing, the environment variable for all places of that kind; then the `initialAccessToken` at the top of the
    /// file. `None` where none of them is given.
    ///
    /// # Errors
    ///
    /// A variable or a file that it refers to and that cannot be used.
    pub fn secret(&self, place: &str) -> Result<Option<Sourced<Secret>>, ConfigError> {
        self.credentials.find(place)
    }

    /// Every secret that can be read, for the redactor. A reference that leads nowhere is left out: it matters only
    /// where it is used.
    pub fn secrets(&self) -> Vec<NamedSecret> {
        let placed = self
            .credentials
            .placed
            .iter()
            .filter_map(|(place, given, origin)| {
                let secret = self.credentials.resolve(place, given, origin).ok()?;
                Some((place.as_str(), secret))
            });
        let variables = VARIABLES.iter().filter_map(|(kind, _)| {
            let (_, value) = self.credentials.variable(kind)?;
            Some((*kind, Secret::new(value)))
        });
        placed
            .chain(variables)
            .filter(|(place, _)| !is_public(place))
            .map(|(place, secret)| NamedSecret {
                place: place.to_owned(),
                name: kind(place).to_owned(),
                secret,
            })
            .collect()
    }
}

/// Whether what is configured at a place is no secret.
pub(super) fn is_public(place: &str) -> bool {
    kind(place) == CLIENT_ID || place.starts_with("probes.") && PUBLIC.contains(&kind(place))
}

fn kind(place: &str) -> &str {
    place.rsplit('.').next().unwrap_or_default()
}

impl Credentials {
    pub(super) fn new(
        placed: Vec<(String, Given, Origin)>,
        folder: PathBuf,
        environment: Environment,
    ) -> Self {
        Self {
            placed,
            folder,
            environment,
        }
    }

    fn find(&self, place: &str) -> Result<Option<Sourced<Secret>>, ConfigError> {
        let at = |wanted: &str| self.placed.iter().find(|(place, ..)| place == wanted);
        let read = |(place, given, origin): &(String, Given, Origin)| {
            let value = self.resolve(place, given, origin)?;
            Ok(Some(Sourced {
                value,
                origin: origin.clone(),
            }))
        };
        if let Some(found) = at(place).filter(|(place, ..)| place != TOKEN) {
            return read(found);
        }
        if let Some((variable, value)) = self.variable(place) {
            let origin = Origin::Env(variable.to_owned());
            let value = usable(value.to_owned(), place, &origin)?;
            return Ok(Some(Sourced { value, origin }));
        }
        at(TOKEN)
            .filter(|_| kind(place) == TOKEN)
            .map_or(Ok(None), read)
    }

    /// The variable for all places of this kind, and its value.
    pub(super) fn variable(&self, place: &str) -> Option<(&'static str, &str)> {
        let (_, variable) = VARIABLES.iter().find(|(name, _)| *name == kind(place))?;
        Some((variable, self.environment.var(variable)?))
    }

    pub(super) fn resolve(
        &self,
        place: &str,
        given: &Given,
        origin: &Origin,
    ) -> Result<Secret, ConfigError> {
        match given {
            Given::Value(secret) => Ok(secret.clone()),
            Given::Env(name) => match self.environment.var(name) {
                Some(value) => usable(value.to_owned(), place, origin),
                None => Err(ConfigError::SecretVariable {
                    place: place.to_owned(),
                    name: name.clone(),
                    origin: origin.clone(),
                }),
            },
            Given::File(path) => {
                let path = self.folder.join(path);
                let bytes = load::bytes(&path).map_err(|source| ConfigError::SecretFile {
                    place: place.to_owned(),
                    path,
                    origin: origin.clone(),
                    source,
                })?;
                let first = bytes
                    .split(|byte| *byte == b'\n')
                    .next()
                    .unwrap_or_default();
                // What is not UTF-8 becomes a control character here and is refused below.
                let text = std::str::from_utf8(first).unwrap_or("\0");
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                usable(text.trim_end_matches('\r').to_owned(), place, origin)
            }
        }
    }
}

fn usable(text: String, place: &str, origin: &Origin) -> Result<Secret, ConfigError> {
    match flaw(&text) {
        None => Ok(Secret::new(text)),
        Some(reason) => Err(ConfigError::SecretValue {
            place: place.to_owned(),
            origin: origin.clone(),
            reason,
        }),
    }
}

/// Why a secret cannot be sent, in words that do not show it.
fn flaw(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("is empty");
    }
    (text.contains(char::is_control)).then_some("has a line break or another control character")
}

type Found = (String, Given, Range<usize>);

/// The credentials in the file, each with its place and the span of its value, and the mistakes.
pub(super) fn read(table: &Table) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut walk = Walk::default();
    for entry in table {
        match entry.key.as_str() {
            TOKEN => walk.credential(TOKEN, entry),
            key @ ("bookingPartners" | "bookingPartnersForSpecificTests") => {
                walk.partners(key, entry);
            }
            PROBES => walk.probes(entry),
            _ => {}
        }
    }
    (walk.found, walk.mistakes)
}

#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    mistakes: Vec<Diagnostic>,
}

impl Walk {
    fn probes(&mut self, entry: &Entry) {
        let known: Vec<&str> = PUBLIC.into_iter().chain(SECRETS).collect();
        for entry in self.table(PROBES, entry) {
            if known.contains(&entry.key.as_str()) {
                self.credential(&format!("{PROBES}.{}", entry.key), entry);
            } else {
                self.unknown(entry, &known);
            }
        }
    }

    fn partners(&mut self, place: &str, entry: &Entry) {
        for partner in self.table(place, entry) {
            if !is_name(&partner.key) {
                let span = partner.key_span.clone();
                self.mistakes.push(mistake::bad_name(span, &partner.key));
                continue;
            }
            let place = format!("{place}.{}", partner.key);
            for entry in self.table(&place, partner) {
                match entry.key.as_str() {
                    "authentication" => {
                        self.authentication(&format!("{place}.authentication"), entry);
                    }
                    _ => self.unknown(entry, &["authentication"]),
                }
            }
        }
    }

    fn authentication(&mut self, place: &str, entry: &Entry) {
        for entry in self.table(place, entry) {
            let inner = format!("{place}.{}", entry.key);
            match entry.key.as_str() {
                TOKEN => self.credential(&inner, entry),
                "clientCredentials" => self.client(&inner, entry),
                _ => self.unknown(entry, &[TOKEN, "clientCredentials"]),
            }
        }
    }

    fn client(&mut self, place: &str, entry: &Entry) {
        for entry in self.table(place, entry) {
            match entry.key.as_str() {
                CLIENT_ID | CLIENT_SECRET => {
                    self.credential(&format!("{place}.{}", entry.key), entry);
                }
                _ => self.unknown(entry, &[CLIENT_ID, CLIENT_SECRET]),
            }
        }
    }

    fn table<'t>(&mut self, place: &str, entry: &'t Entry) -> &'t [Entry] {
        if let Value::Table(entries) = &entry.node.value {
            return entries;
        }
        let found = entry.node.value.kind();
        self.mistakes
            .push(mistake::wrong_type(entry.place(), place, "a table", found));
        &[]
    }

    fn unknown(&mut self, entry: &Entry, known: &[&str]) {
        let span = entry.key_span.clone();
        self.mistakes
            .push(mistake::unknown_key(span, &entry.key, known));
    }

    fn credential(&mut self, place: &str, entry: &Entry) {
        let given = match &entry.node.value {
            Value::Text(text) => match flaw(text) {
                None => Ok(Given::Value(Secret::new(text.as_str()))),
                Some(reason) => Err(reason),
            },
            Value::Table(members) => return self.reference(place, entry, members),
            _ => Err("is neither a string nor a table"),
        };
        match given {
            Ok(given) => self.found.push((place.to_owned(), given, entry.place())),
            Err(reason) => self
                .mistakes
                .push(mistake::bad_secret(entry.place(), place, reason)),
        }
    }

    fn reference(&mut self, place: &str, entry: &Entry, members: &Table) {
        for member in members {
            if !matches!(member.key.as_str(), "env" | "file") {
                self.unknown(member, &["env", "file"]);
            }
        }
        let of = |name: &str| members.iter().find(|member| member.key == name);
        let (member, make): (&Entry, fn(String) -> Given) = match (of("env"), of("file")) {
            (Some(env), None) => (env, Given::Env),
            (None, Some(file)) => (file, |path| Given::File(path.into())),
            (None, None) if !members.is_empty() => return,
            _ => {
                let reason = "needs exactly one of `env` and `file`";
                return self
                    .mistakes
                    .push(mistake::bad_secret(entry.place(), place, reason));
            }
        };
        match &member.node.value {
            Value::Text(text) if !text.is_empty() && !text.contains(char::is_control) => {
                let span = member.node.span.clone();
                self.found
                    .push((place.to_owned(), make(text.clone()), span));
            }
            Value::Text(_) => {
                let span = member.place();
                self.mistakes
                    .push(mistake::bad_secret(span, &member.key, "names nothing"));
            }
            other => {
                let (span, found) = (member.place(), other.kind());
                self.mistakes
                    .push(mistake::wrong_type(span, &member.key, "a string", found));
            }
        }
    }
}
