//! The embedded reference issuer as the target of a run: what `issuercheck run` does where no issuer is named.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use rustls::pki_types::CertificateDer;

use crate::{
    clock::Clock,
    error::Error,
    exchange::{Record, Target},
    issuer::{self, Faults, Issuer, Options, StaticClient},
    plan::{self, Plan},
    run::{self, Manners, Transport, Trust},
    scenario::{Scenario, SecretSource},
    secret::Secret,
};

/// The issuer identifier under which the embedded issuer is asked. Connections to it are routed to the port of loopback
/// that it listens on, so that no report depends on which port was free.
pub const ISSUER: &str = "https://issuer.localhost";
/// The same issuer where its identifier has a path, with a slash at its end.
const ISSUER_WITH_PATH: &str = "https://issuer.localhost/tenant/";
const AUTHORITY: &str = "issuer.localhost:443";
/// The same for http: the same listener, which answers with TLS alone.
const PLAIN_AUTHORITY: &str = "issuer.localhost:80";

/// What kind of issuer the embedded one is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Its identifier has no path, and registration needs an initial access token.
    #[default]
    Usual,
    /// Its identifier has a path with a slash at its end, and everybody may register a client.
    PathAndOpen,
}

/// What a run needs to know of the embedded issuer.
pub struct Embedded {
    running: Issuer,
    credentials: Known,
}

/// The credentials that the embedded issuer accepts.
#[derive(Clone)]
pub struct Known {
    issuer: &'static str,
    /// Absent where registration is open.
    initial_access_token: Option<Secret>,
    client_id: Secret,
    client_secret: Secret,
}

impl Default for Known {
    /// Fixed credentials: the embedded issuer lives for one run, on loopback, and holds nothing.
    fn default() -> Self {
        Self {
            issuer: ISSUER,
            initial_access_token: Some(Secret::new("embedded-initial-access-token")),
            client_id: Secret::new("embedded-client"),
            client_secret: Secret::new("embedded-client-secret-that-is-long"),
        }
    }
}

impl Known {
    /// What an issuer of this kind knows.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Usual => Self::default(),
            Kind::PathAndOpen => Self {
                issuer: ISSUER_WITH_PATH,
                initial_access_token: None,
                ..Self::default()
            },
        }
    }

    /// Options for an issuer that accepts them.
    pub fn options(&self) -> Options {
        let client = StaticClient {
            client_id: self.client_id.reveal().to_owned(),
            client_secret: self.client_secret.clone(),
            scope: "openactive-ordersfeed openactive-openbooking".to_owned(),
        };
        Options {
            initial_access_token: self.initial_access_token.clone(),
            clients: vec![client],
            ..Options::default()
        }
    }

    /// An address below the issuer.
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.issuer.trim_end_matches('/'))
    }

    /// The credential for a place of the configuration, by the last part of its name.
    pub fn lookup(&self, source: &SecretSource) -> Option<Secret> {
        let SecretSource::Config(place) = source else {
            return None;
        };
        match place.rsplit('.').next()? {
            "initialAccessToken" => self.initial_access_token.clone(),
            "clientId" => Some(self.client_id.clone()),
            "clientSecret" => Some(self.client_secret.clone()),
            "softwareStatement" => Some(Secret::new(issuer::SOFTWARE_STATEMENT)),
            "scope" => Some(Secret::new("openactive-ordersfeed")),
            "resource" => Some(Secret::new(self.url("/feeds/orders"))),
            // Not the resource that a token is for where none is asked for.
            "resourceIndicator" => Some(Secret::new(self.url("/userinfo"))),
            "otherScope" => Some(Secret::new("client-scope")),
            "browserClients" => Some(Secret::new("true")),
            _ => None,
        }
    }

    /// The secrets among them, by the names they have in the configuration.
    pub fn secrets(&self) -> Vec<(String, Secret)> {
        let token = self.initial_access_token.clone();
        let token = token.map(|token| ("initialAccessToken".to_owned(), token));
        let secret = ("clientSecret".to_owned(), self.client_secret.clone());
        token.into_iter().chain([secret]).collect()
    }
}

impl Embedded {
    /// Starts the embedded issuer on a free port of loopback.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub async fn start(
        credentials: Known,
        clock: Clock,
        seed: Option<u64>,
        faults: Faults,
    ) -> Result<Self, Error> {
        let options = Options {
            faults,
            issuer: Some(credentials.issuer.to_owned()),
            clock,
            seed,
            ..credentials.options()
        };
        Self::start_with(credentials, options).await
    }

    /// Starts it with these options: those of [`Known::options`], with more.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub async fn start_with(credentials: Known, options: Options) -> Result<Self, Error> {
        let running = issuer::start(options)
            .await
            .map_err(|error| Error::Issuer(error.to_string()))?;
        Ok(Self::of(running, credentials))
    }

    /// An issuer that runs already, under the issuer identifier [`ISSUER`].
    pub fn of(running: Issuer, credentials: Known) -> Self {
        Self {
            running,
            credentials,
        }
    }

    /// The issuer itself: what it was asked, and what it holds.
    pub fn issuer(&self) -> &Issuer {
        &self.running
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// The certificates to trust.
    pub fn trust(&self) -> Trust {
        Trust::Only(
            self.running
                .certificate_der()
                .map(|der| CertificateDer::from(der.to_vec()))
                .into_iter()
                .collect(),
        )
    }

    /// Where to connect instead.
    pub fn routes(&self) -> BTreeMap<String, SocketAddr> {
        let authorities = [AUTHORITY, PLAIN_AUTHORITY].into_iter();
        authorities
            .map(|authority| (authority.to_owned(), self.address()))
            .collect()
    }

    /// How requests are sent to it.
    pub fn transport(&self, clock: Clock) -> Transport {
        Transport {
            trust: self.trust(),
            routes: self.routes(),
            timeout: Duration::from_secs(30),
            max_wire_body: 1 << 20,
            max_body: 1 << 20,
            clock,
            plain_http_port: Transport::PLAIN_HTTP_PORT,
        }
    }

    /// The credential for a place of the configuration, by the last part of its name: what [`Known::lookup`] finds, and
    /// tokens of the configured client, made anew for each question, so that no scenario spoils another's.
    pub fn lookup(&self, source: &SecretSource) -> Option<Secret> {
        let SecretSource::Config(place) = source else {
            return None;
        };
        let client = self.credentials.client_id.reveal();
        match place.rsplit('.').next()? {
            "refreshToken" => self.running.mint_refresh_token(client).ok(),
            "expiredToken" => self.running.mint_expired_access_token(client).ok(),
            _ => self.credentials.lookup(source),
        }
    }

    /// The credentials that it accepts.
    pub fn credentials(&self) -> &Known {
        &self.credentials
    }

    /// Ends it.
    ///
    /// # Errors
    ///
    /// A handler of it panicked: a mistake of ours.
    pub async fn stop(self) -> Result<(), Error> {
        self.running
            .stop()
            .await
            .map_err(|error| Error::Bug(error.to_string()))
    }
}

/// Runs scenarios, with all evidence that checks need, against an embedded issuer with these faults.
///
/// # Errors
///
/// The issuer does not start, or a scenario needs what is not there.
pub async fn record(
    scenarios: Vec<Scenario>,
    faults: Faults,
    clock: Clock,
    seed: Option<u64>,
) -> Result<Record, Error> {
    record_of(Kind::Usual, scenarios, faults, clock, seed).await
}

/// As [`record`], against an issuer of this kind.
///
/// # Errors
///
/// As for [`record`].
pub async fn record_of(
    kind: Kind,
    scenarios: Vec<Scenario>,
    faults: Faults,
    clock: Clock,
    seed: Option<u64>,
) -> Result<Record, Error> {
    let embedded = Embedded::start(Known::of(kind), clock, seed, faults).await?;
    let issuer = embedded.credentials.issuer;
    let lookup = |source: &SecretSource| Ok(embedded.lookup(source));
    let resolve = |scenario: Scenario| {
        let command = format!(
            "issuercheck run {}/{}",
            scenario.id.feature, scenario.id.name
        );
        plan::resolve(scenario, command, &lookup)
    };
    let planned: Result<Vec<_>, _> = scenarios.into_iter().map(resolve).collect();
    let plan = Plan {
        issuer: issuer.to_owned(),
        target: Target {
            issuer: Some(issuer.to_owned()),
            embedded: true,
            ..Target::default()
        },
        transport: embedded.transport(clock),
        manners: Manners {
            jobs: 4,
            ..Manners::default()
        },
        seed,
        time_limit: Duration::from_mins(1),
        clock,
        evidence: true,
        scenarios: planned?,
    };
    let (stopper, stop) = run::stop();
    let (_, at_once) = run::stop();
    let record = run::run(&plan, &stopper, &stop, &at_once, None).await;
    embedded.stop().await?;
    Ok(record)
}
