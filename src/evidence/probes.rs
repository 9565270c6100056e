//! The answers to probes: questions that a normal run does not ask.

use super::{Evidence, Object, Seen};
use crate::{
    check::Blocked,
    exchange::{Outcome, Probe, UnsentKind},
};

/// A refusal in the form of RFC 6749 §5.2, which registration and revocation use too (RFC 7591 §3.2.2, RFC 7009 §2.2.1).
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// The members of the error object, and the exchange.
    pub object: Object<'a>,
    /// The error code.
    pub error: String,
}

impl<'a> std::ops::Deref for Refusal<'a> {
    type Target = Object<'a>;

    fn deref(&self) -> &Object<'a> {
        &self.object
    }
}

impl<'a> Evidence<'a> {
    /// Whether the scenario has one of these probes, sent or not.
    pub fn has_probe(&self, probes: &[Probe]) -> bool {
        let sent = self
            .scenario
            .exchanges()
            .any(|exchange| probes.contains(&exchange.probe));
        sent || self
            .scenario
            .unsent
            .iter()
            .any(|unsent| probes.contains(&unsent.probe))
    }

    /// Every exchange of these probes that was answered, in order; at least one.
    ///
    /// # Errors
    ///
    /// None was answered: it does not apply, what it needs went wrong before, or no answer came.
    pub fn probed(&self, probes: &[Probe]) -> Result<Vec<&Seen<'a>>, Blocked> {
        let answered: Vec<_> = self
            .sent_probes(probes)
            .filter(|seen| seen.response().is_some())
            .collect();
        if answered.is_empty() {
            return Err(self.unanswered(probes));
        }
        Ok(answered)
    }

    /// The answer to a probe: the last one where several steps ask it.
    ///
    /// # Errors
    ///
    /// As for [`Evidence::probed`].
    pub fn probe(&self, probe: Probe) -> Result<&Seen<'a>, Blocked> {
        let last = self.probed(&[probe])?.pop();
        last.ok_or_else(|| self.unanswered(&[probe]))
    }

    /// Every exchange of these probes, in order, whether an answer came or not; for rules about what is below HTTP.
    pub fn sent_probes(&self, probes: &[Probe]) -> impl Iterator<Item = &Seen<'a>> {
        let asked = self
            .probes
            .iter()
            .filter(move |seen| probes.contains(&seen.exchange.probe));
        asked.inspect(|seen| self.look(seen))
    }

    /// Every answered exchange, of the normal course and of every probe, in order of its kind.
    pub fn every_answer(&self) -> impl Iterator<Item = &Seen<'a>> {
        let every = self.all().iter().chain(&self.probes);
        every
            .filter(|seen| seen.response().is_some())
            .inspect(|seen| self.look(seen))
    }

    /// Why there is no answer to these probes.
    pub fn unanswered(&self, probes: &[Probe]) -> Blocked {
        if let Some(unsent) = self
            .scenario
            .unsent
            .iter()
            .find(|unsent| probes.contains(&unsent.probe))
        {
            let reason = format!("{} was not sent: {}", unsent.step, unsent.reason);
            return match unsent.kind {
                UnsentKind::Inapplicable => Blocked::Inapplicable(reason),
                UnsentKind::Withheld => Blocked::NotObserved(reason),
                UnsentKind::Blocked => Blocked::By(reason),
            };
        }
        let mut exchanges = self.scenario.exchanges();
        let asked = exchanges.find(|exchange| probes.contains(&exchange.probe));
        let reason = match asked.map(|exchange| (&exchange.outcome, exchange)) {
            Some((Outcome::Failure(failure), _)) => failure.message.clone(),
            Some((Outcome::Response(response), _)) if response.is_throttled() => {
                format!(
                    "the server asked to be asked later (status {})",
                    response.status
                )
            }
            Some(_) => "the record does not show the answer".to_owned(),
            None => {
                let names: Vec<_> = probes.iter().map(|probe| probe.name()).collect();
                format!(
                    "the record has no exchange of the probe {}",
                    names.join(" or ")
                )
            }
        };
        Blocked::NotObserved(reason)
    }
}

impl<'a> Seen<'a> {
    /// What the exchange asks beyond its action.
    pub fn probe(&self) -> Probe {
        self.exchange.probe
    }

    /// The response's JSON object.
    ///
    /// # Errors
    ///
    /// The body is not a JSON object; a rule of its own says so.
    pub fn object(&self) -> Result<Object<'a>, Blocked> {
        match self.members() {
            Some(members) => Ok(Object {
                seen: self.clone(),
                members,
            }),
            None => Err(Blocked::By(format!(
                "the body of {} is not a JSON object",
                self.label
            ))),
        }
    }

    /// The refusal: a 4xx answer whose body is a JSON object with a non-empty string `error`.
    ///
    /// # Errors
    ///
    /// The answer is another; rules of their own say what is wrong with it. An answer that is no refusal at all is for the
    /// caller to judge first, by its status.
    pub fn refusal(&self) -> Result<Refusal<'a>, Blocked> {
        let object = self.object()?;
        let error = object.text("error").filter(|error| !error.is_empty());
        let error = error.map(str::to_owned);
        error
            .map(|error| Refusal { object, error })
            .ok_or_else(|| Blocked::By(format!("{} has no error code", self.label)))
    }

    /// Whether the response is a 4xx one.
    pub fn refused(&self) -> bool {
        self.status()
            .is_some_and(|status| (400..500).contains(&status))
    }

    /// The access token that the response gave: 2xx, and a string `access_token` in a JSON object.
    pub fn access_token(&self) -> Option<String> {
        let json = self.json().filter(|_| self.succeeded())?;
        json.get("access_token")?.as_str().map(str::to_owned)
    }
}
