//! The credentials of the configuration, found by their place, and read only when they are used.

use std::path::PathBuf;

use super::{ConfigError, Environment, Origin, Settings, Sourced, load};
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

pub(super) fn is_name(name: &str) -> bool {
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
pub(super) fn flaw(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("is empty");
    }
    (text.contains(char::is_control)).then_some("has a line break or another control character")
}
