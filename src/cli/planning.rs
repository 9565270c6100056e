//! Settings and scenarios → the plan of a run.

use std::{fs, path::Path};

use rustls::pki_types::{CertificateDer, pem::PemObject};

use super::run::Job;
use crate::{
    clock::Clock,
    embedded::{self, Embedded},
    error::Error,
    exchange::Target,
    plan::{self, Plan, PlanError, Planned},
    run::{Manners, Transport, Trust},
    scenario::{Scenario, SecretSource},
    secret::Secret,
};

impl Job<'_> {
    /// Whether no scenario was named, so that all that are shipped run.
    fn runs_all(&self) -> bool {
        self.settings
            .scenarios
            .value
            .as_ref()
            .is_none_or(Vec::is_empty)
    }

    pub(super) fn clock(&self) -> Clock {
        self.settings.clock.value
    }

    pub(super) fn plan(
        &self,
        scenarios: Vec<Scenario>,
        embedded: Option<&Embedded>,
    ) -> Result<Plan, Error> {
        let planned = self.resolve(scenarios, embedded)?;
        let issuer = self
            .settings
            .issuer
            .value
            .clone()
            .unwrap_or_else(|| embedded::ISSUER.to_owned());
        let target = Target {
            issuer: Some(issuer.clone()),
            name: self.settings.name.value.clone(),
            embedded: embedded.is_some(),
            insecure: self.settings.insecure.value && embedded.is_none(),
        };
        Ok(Plan {
            issuer,
            target,
            transport: self.transport(embedded)?,
            manners: Manners {
                jobs: self.settings.jobs.value,
                max_requests: self.settings.max_requests.value,
                delay: self.settings.delay.value.unwrap_or_default(),
                retry_limit: self.settings.retry_limit.value,
                settle: self.settings.settle.value.unwrap_or_default(),
                delete_clients: !self.settings.keep_clients.value,
            },
            seed: self.settings.seed.value,
            time_limit: self.settings.run_timeout.value,
            clock: self.clock(),
            evidence: self
                .settings
                .checks
                .value
                .iter()
                .all(|pattern| pattern != "none"),
            scenarios: planned,
        })
    }

    /// The scenarios with what they take from outside.
    fn resolve(
        &self,
        scenarios: Vec<Scenario>,
        embedded: Option<&Embedded>,
    ) -> Result<Vec<Planned>, Error> {
        let lookup = |source: &SecretSource| self.lookup(source, embedded);
        let (mut planned, mut unplanned) = (Vec::new(), Vec::new());
        for scenario in scenarios {
            let command = self.command(&scenario);
            match plan::resolve(scenario, command, &lookup) {
                Ok(resolved) => planned.push(resolved),
                Err(missing @ PlanError::Missing { .. }) if self.runs_all() => {
                    unplanned.push(missing);
                }
                Err(error) => return Err(error.into()),
            }
        }
        // A scenario that nobody asked for by name is left out; where none is left, the first says what is missing.
        if planned.is_empty()
            && let Some(missing) = unplanned.pop()
        {
            return Err(missing.into());
        }
        for missing in unplanned {
            self.terminal.say(&format!("left out: {missing}"));
        }
        Ok(planned)
    }

    fn transport(&self, embedded: Option<&Embedded>) -> Result<Transport, Error> {
        let bytes = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
        let trust = match embedded {
            Some(embedded) => embedded.trust(),
            None if self.settings.insecure.value => Trust::Any,
            None => self
                .settings
                .cacert
                .value
                .as_deref()
                .map_or(Ok(Trust::System), certificates)?,
        };
        Ok(Transport {
            trust,
            routes: embedded.map(Embedded::routes).unwrap_or_default(),
            timeout: self.settings.timeout.value,
            max_wire_body: bytes(self.settings.max_wire_body.value),
            max_body: bytes(self.settings.max_body.value),
            clock: self.clock(),
            plain_http_port: self.settings.plain_http_port.value,
        })
    }

    /// A secret from the configuration, the environment or a file; the embedded issuer has its own.
    fn lookup(
        &self,
        source: &SecretSource,
        embedded: Option<&Embedded>,
    ) -> Result<Option<Secret>, PlanError> {
        if let Some(embedded) = embedded {
            return Ok(embedded.lookup(source));
        }
        match source {
            SecretSource::Config(place) => {
                let public = self
                    .settings
                    .text(place)?
                    .map(|text| Secret::new(text.value));
                let secret = self.settings.secret(place)?.map(|secret| secret.value);
                Ok(secret.or(public))
            }
            SecretSource::Env(name) => Ok(self.environment.var(name).map(Secret::new)),
            SecretSource::File(path) => match fs::read_to_string(path) {
                Ok(text) => Ok(text.lines().next().map(Secret::new)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(source) => Err(PlanError::File {
                    scenario: String::new(),
                    path: path.clone(),
                    source,
                }),
            },
        }
    }

    /// The command that runs only this scenario again.
    fn command(&self, scenario: &Scenario) -> String {
        let id = &scenario.id;
        let mut words = vec![
            "issuercheck".to_owned(),
            "run".to_owned(),
            format!("{}/{}", id.feature, id.name),
        ];
        let mut flag = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                words.extend([name.to_owned(), value]);
            }
        };
        let path = |path: &Path| path.display().to_string();
        flag("--issuer", self.arguments.issuer.clone());
        flag(
            "--config",
            self.arguments.config.config.as_deref().map(path),
        );
        flag("--cacert", self.arguments.cacert.as_deref().map(path));
        if self.arguments.insecure {
            words.push("--insecure".to_owned());
        }
        let words: Vec<_> = words.iter().map(|word| shell_word(word)).collect();
        words.join(" ")
    }
}

/// A word as a shell reads it.
fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn certificates(path: &Path) -> Result<Trust, Error> {
    let failed = |why: String| Error::CaCert {
        path: path.to_owned(),
        why,
    };
    let bytes = fs::read(path).map_err(|error| failed(error.to_string()))?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let certificates = certificates.map_err(|error| failed(error.to_string()))?;
    if certificates.is_empty() {
        return Err(failed(
            "it holds no PEM certificate (`-----BEGIN CERTIFICATE-----`)".to_owned(),
        ));
    }
    Ok(Trust::Only(certificates))
}
