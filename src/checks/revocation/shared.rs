//! What several rooms about tokens that are revoked say alike.

use crate::{
    check::{Blocked, Outcome, Problem, Verdict},
    evidence::{Evidence, Seen},
    exchange::{Action, Probe},
};

/// Every request that revokes a token which was issued for that.
const REVOCATIONS: &[Probe] = &[
    Probe::Revoke,
    Probe::RevokeWrongHint,
    Probe::RevokeUnknownHint,
    Probe::RevokeWrongSecret,
    Probe::RevokeByOtherClient,
];

/// What tells a token that is good from one that is not: it called a good one good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::checks) enum Channel {
    /// The introspection endpoint (RFC 7662).
    Introspection,
    /// A protected resource.
    Resource,
}

/// What an exchange shows of a token.
#[derive(Clone, Debug)]
pub(in crate::checks) struct Sight {
    at: String,
    observed: String,
    /// Whether the token is good.
    pub(in crate::checks) alive: bool,
}

impl Sight {
    /// The problem of a token that should have ended.
    pub(in crate::checks) fn alive_still(self) -> Problem {
        Problem::new(self.at, "a token that is no longer good", self.observed)
    }

    /// The problem of a token that should not have ended.
    pub(super) fn dead_already(self) -> Problem {
        Problem::new(self.at, "a token that is still good", self.observed)
    }
}

/// Where it can be seen whether a token is good; introspection, where that works.
pub(in crate::checks) fn channel(evidence: &Evidence<'_>) -> Option<Channel> {
    let all = [Channel::Introspection, Channel::Resource];
    all.into_iter().find(|channel| works(evidence, *channel))
}

/// Whether a good token was called good there.
fn works(evidence: &Evidence<'_>, channel: Channel) -> bool {
    let probe = match channel {
        Channel::Introspection => Probe::LiveIntrospected,
        Channel::Resource => Probe::LiveUsed,
    };
    let seen = evidence.probe(probe).ok();
    let sight = seen.and_then(|seen| sight(channel, seen));
    sight.is_some_and(|sight| sight.alive)
}

/// What an exchange shows of its token; `None` where it is not of this kind, or shows nothing.
pub(in crate::checks) fn sight(channel: Channel, seen: &Seen<'_>) -> Option<Sight> {
    let status = seen.status()?;
    match (channel, seen.action()?) {
        (Channel::Introspection, Action::Introspect) => {
            let alive = seen.object().ok()?.get("active")?.as_bool()?;
            (status == 200).then(|| Sight {
                at: seen.at("/active"),
                observed: alive.to_string(),
                alive,
            })
        }
        (Channel::Resource, Action::Resource) => {
            let alive = seen.succeeded();
            (alive || status == 401).then(|| Sight {
                at: seen.at_status(),
                observed: status.to_string(),
                alive,
            })
        }
        _ => None,
    }
}

/// What no verdict can be had without.
pub(in crate::checks) fn invisible() -> Blocked {
    let reason = "neither introspection nor a protected resource shows what became of the token";
    Blocked::NotObserved(reason.to_owned())
}

/// What became of the token of a revocation, as the exchanges of these probes show.
///
/// # Errors
///
/// None shows it, what shows it contradicts itself, or another revocation was about the same token.
pub(super) fn became(
    evidence: &Evidence<'_>,
    revocation: &Seen<'_>,
    probes: &[Probe],
) -> Result<Sight, Blocked> {
    let token = revocation.sent("token");
    let same = evidence.sent_probes(REVOCATIONS);
    if same.filter(|seen| seen.sent("token") == token).count() > 1 {
        let reason = "the server gave the same token several times, so what revoked it is not seen";
        return Err(Blocked::NotObserved(reason.to_owned()));
    }
    let last = |channel| {
        let answers = evidence.sent_probes(probes);
        let own = answers
            .filter(|seen| seen.sent("token").or_else(|| seen.bearer_token()) == token)
            .filter(|_| works(evidence, channel));
        own.filter_map(|seen| sight(channel, seen)).last()
    };
    match (last(Channel::Introspection), last(Channel::Resource)) {
        (Some(told), Some(used)) if told.alive && !used.alive => {
            let reason = "introspection calls a token good that the protected resource refuses";
            Err(Blocked::By(reason.to_owned()))
        }
        (Some(told), _) => Ok(told),
        (None, Some(used)) => Ok(used),
        (None, None) => Err(invisible()),
    }
}

/// Whether a revocation was refused because the server revokes no tokens of the type (RFC 7009 §2.2.1).
pub(super) fn is_unsupported(seen: &Seen<'_>) -> bool {
    let refusal = seen.refusal().ok().filter(|_| seen.refused());
    refusal.is_some_and(|refusal| refusal.error == "unsupported_token_type")
}

/// An answer as a finding shows it: its status, and its error code where it has one.
pub(super) fn answer(seen: &Seen<'_>) -> String {
    let status = seen.status().unwrap_or_default();
    match seen.refusal() {
        Ok(refusal) if seen.refused() => format!("{status} {}", refusal.error),
        _ => status.to_string(),
    }
}

/// Why an answer says nothing about a rule.
pub(super) fn unclear(seen: &Seen<'_>) -> Blocked {
    Blocked::NotObserved(format!("{} got status {}", seen.label, answer(seen)))
}

/// The revocation of a token by its client, with nothing wrong about it.
///
/// # Errors
///
/// It did not succeed: the endpoint takes other credentials, or does not revoke access tokens.
pub(super) fn revoked<'e, 'a>(evidence: &'e Evidence<'a>) -> Result<&'e Seen<'a>, Blocked> {
    let seen = evidence.probe(Probe::Revoke)?;
    if seen.succeeded() {
        Ok(seen)
    } else if is_unsupported(seen) {
        let reason = "the server does not revoke access tokens";
        Err(Blocked::Inapplicable(reason.to_owned()))
    } else {
        Err(unclear(seen))
    }
}

/// The verdict on a revocation with a hint that says nothing true: it is carried out as without one.
pub(super) fn despite_hint(evidence: &Evidence<'_>, probe: Probe, after: &[Probe]) -> Verdict {
    let plain = revoked(evidence)?;
    let seen = evidence.probe(probe)?;
    let status = seen.status().unwrap_or_default();
    match status {
        200..300 => {}
        401 | 403 | 500.. => return Err(unclear(seen)),
        _ => {
            let problem = Problem::new(seen.at_status(), "200", answer(seen));
            return Ok(Outcome::fail(problem));
        }
    }
    let sight = became(evidence, seen, after)?;
    if !sight.alive {
        return Ok(Outcome::Pass);
    }
    let without = became(
        evidence,
        plain,
        &[Probe::RevokedIntrospected, Probe::RevokedUsed],
    )?;
    if without.alive {
        let reason = format!("{} has no effect without a wrong hint either", plain.label);
        return Err(Blocked::By(reason));
    }
    Ok(Outcome::fail(sight.alive_still()))
}
