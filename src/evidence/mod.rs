//! Read-only views of what a record shows, for the checks. Every function is total: what is not there is said to be not
//! observed, or blocked by what went wrong first.

mod address;
mod base64url;
mod certificate;
mod challenge;
mod documents;
mod entropy;
mod json;
mod jws;
mod jwt;
mod key;
mod language_tag;
mod management;
mod object;
mod probes;
mod registration;
mod seen;
mod signature;
mod token;

pub use address::{is_absolute_uri, is_https_url, is_web_url};
pub use base64url::defect as base64url_defect;
pub use certificate::{certificate_der, certifies};
pub use challenge::{Challenge, challenges};
pub use documents::{Document, Jwks};
pub use entropy::strength_bits;
pub use json::duplicates;
pub use jws::Jws;
pub use jwt::Jwt;
pub use key::{ENCRYPTING, Key, key_type};
pub use language_tag::{customary_case, is_language_tag};
pub use management::{ClientView, same_url};
pub use object::{Object, brief, cut};
pub use probes::Refusal;
pub use registration::Registration;
pub use seen::{Members, Seen, name as action_name};
pub use signature::{is_on_curve, verify};
pub use token::Token;

use std::cell::Cell;

use time::OffsetDateTime;

use crate::{
    check::Blocked,
    exchange::{Action, Origin, Record, ScenarioRecord, Target},
};

/// Why a rule about a secret has no verdict in a record that was redacted.
pub const REDACTED: &str = "the record holds the secret's name in its place";

/// What one scenario of a record shows.
#[derive(Debug)]
pub struct Evidence<'a> {
    target: &'a Target,
    scenario: &'a ScenarioRecord,
    redacted: bool,
    inferred: bool,
    /// The normal course of the flow.
    seen: Vec<Seen<'a>>,
    /// What was asked beyond it.
    probes: Vec<Seen<'a>>,
    /// Whether an exchange was looked at since [`Evidence::forget`]: of the scenario's own, or of another scenario.
    looked: Cell<(bool, bool)>,
}

/// Whether a value is the name that a redactor writes in a secret's place, as `[access_token-2]`.
fn is_name(value: &str) -> bool {
    let inside = value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'));
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    inside.is_some_and(|name| !name.is_empty() && name.chars().all(fits))
}

impl<'a> Evidence<'a> {
    /// The evidence of a scenario.
    pub fn new(record: &'a Record, scenario: &'a ScenarioRecord) -> Self {
        // What was not answered for now says nothing about any rule (RFC 6585 §4, RFC 9110 §15.6.4).
        let answered = Seen::all(scenario)
            .into_iter()
            .filter(|seen| !seen.is_throttled());
        let (seen, probes) = answered.partition(|seen| seen.exchange.probe.is_plain());
        Self {
            target: &record.target,
            scenario,
            // A page does not say whether secrets were replaced on it; what looks like a name is taken for one.
            redacted: record.redacted || record.origin == Origin::Report,
            inferred: record.origin == Origin::Report,
            seen,
            probes,
            looked: Cell::default(),
        }
    }

    /// Forgets which exchanges were looked at.
    pub(crate) fn forget(&self) {
        self.looked.set((false, false));
    }

    /// Whether all that was looked at is shown, and judged, in a scenario that comes before.
    pub(crate) fn looked_elsewhere(&self) -> bool {
        self.looked.get() == (false, true)
    }

    /// Whether a place of a finding is in an exchange that a scenario which comes before shows too.
    pub(crate) fn is_elsewhere(&self, at: &str) -> bool {
        let label = at.split(['#', '@', '!']).next().unwrap_or(at);
        let mut all = self.seen.iter().chain(&self.probes);
        all.any(|seen| seen.label == label && seen.exchange.shared)
    }

    fn look(&self, seen: &Seen<'_>) {
        let (own, other) = self.looked.get();
        let shared = seen.exchange.shared;
        self.looked.set((own || !shared, other || shared));
    }

    /// The issuer identifier that was asked for.
    ///
    /// # Errors
    ///
    /// The record does not show it.
    pub fn issuer(&self) -> Result<&'a str, Blocked> {
        let unknown =
            || Blocked::NotObserved("the record does not show which issuer was asked".to_owned());
        self.target.issuer.as_deref().ok_or_else(unknown)
    }

    /// Whether the issuer identifier was inferred from the address of its metadata, which does not show a slash at its end
    /// (OpenID Connect Discovery 1.0 §4.1): what a report shows.
    pub fn issuer_is_inferred(&self) -> bool {
        self.inferred
    }

    /// Says that a rule about `https` can be asked: the issuer that was asked is an `https` one. Where it is not, the whole
    /// run is without TLS, and the rule about the issuer's own scheme owns that.
    ///
    /// # Errors
    ///
    /// The issuer is an `http` one, or is not known.
    pub fn runs_over_https(&self) -> Result<(), Blocked> {
        if self.issuer()?.starts_with("https://") {
            return Ok(());
        }
        Err(Blocked::By(
            "the issuer itself is not an https URL".to_owned(),
        ))
    }

    /// The scenario that the evidence is of.
    pub fn scenario(&self) -> &'a ScenarioRecord {
        self.scenario
    }

    /// Whether certificates were left unverified (`--insecure`).
    pub fn insecure(&self) -> bool {
        self.target.insecure
    }

    /// Whether the scenario is one of OpenActive's: ours of that profile, or a report of its test suite.
    pub fn is_openactive(&self) -> bool {
        self.scenario
            .profiles
            .iter()
            .any(|profile| profile == "openactive")
            || self
                .scenario
                .command
                .starts_with("npm start -- --runInBand test/features/")
    }

    /// Every exchange of the normal course, in order.
    pub fn all(&self) -> &[Seen<'a>] {
        self.seen.iter().for_each(|seen| self.look(seen));
        &self.seen
    }

    /// The exchanges of an action in the normal course, in order.
    pub fn of(&self, action: Action) -> impl Iterator<Item = &Seen<'a>> {
        self.seen
            .iter()
            .filter(move |seen| seen.action() == Some(action))
            .inspect(|seen| self.look(seen))
    }

    /// The last exchange of an action.
    ///
    /// # Errors
    ///
    /// The record has none.
    pub fn last(&self, action: Action) -> Result<&Seen<'a>, Blocked> {
        let none =
            || Blocked::NotObserved(format!("the record has no {} exchange", seen::name(action)));
        self.of(action).last().ok_or_else(none)
    }

    /// The exchanges of the normal course that got a response; at least one.
    ///
    /// # Errors
    ///
    /// The record has no response.
    pub fn answered(&self) -> Result<Vec<&Seen<'a>>, Blocked> {
        let answered: Vec<_> = self
            .all()
            .iter()
            .filter(|seen| seen.response().is_some())
            .collect();
        if answered.is_empty() {
            return Err(Blocked::NotObserved(
                "the record has no response".to_owned(),
            ));
        }
        Ok(answered)
    }

    /// When an exchange took place: its own time, or the report's where the exchange has none.
    pub fn time(&self, seen: &Seen<'_>) -> OffsetDateTime {
        seen.exchange.time.unwrap_or(self.scenario.time)
    }

    /// Whether secrets were replaced by their names.
    pub fn is_redacted(&self) -> bool {
        self.redacted
    }

    /// A secret value, unless the record holds its name in its place.
    ///
    /// # Errors
    ///
    /// The record was redacted.
    pub fn secret<'s>(&self, value: &'s str) -> Result<&'s str, Blocked> {
        if self.redacted && is_name(value) {
            return Err(Blocked::NotObserved(REDACTED.to_owned()));
        }
        Ok(value)
    }
}
