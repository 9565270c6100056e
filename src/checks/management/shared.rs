//! What several rooms of the client configuration endpoint say alike.

use crate::{
    check::{Applies, Blocked, Change, Verdict},
    checks::registration::shared::{Found, together},
    evidence::{ClientView, Evidence, Object},
    exchange::Action,
};

/// Where a client can be managed: it was told where, and given a token for it.
pub(super) const MANAGED: Applies = Applies::When(
    "a client was given a registration_client_uri and a registration_access_token",
    |evidence| {
        let given = ["registration_client_uri", "registration_access_token"];
        Ok(evidence.registrations()?.iter().any(|registration| {
            given
                .iter()
                .all(|name| registration.text(name).is_some_and(|text| !text.is_empty()))
        }))
    },
);

/// A fixture's change: a read that shows this member.
pub(super) const fn read_with(pointer: &'static str, json: &'static str) -> Change {
    Change::Body(Action::ReadClient, pointer, Some(json))
}

/// A fixture's change: a read that does not show this member.
pub(super) const fn read_without(pointer: &'static str) -> Change {
    Change::Body(Action::ReadClient, pointer, None)
}

/// One verdict of every read and update of a client.
///
/// # Errors
///
/// The record has none.
pub(super) fn each(evidence: &Evidence<'_>, rule: impl Fn(&ClientView<'_>) -> Found) -> Verdict {
    let views = evidence.client_views()?;
    if views.is_empty() {
        return Err(Blocked::NotObserved(
            "no registered client was read or updated".to_owned(),
        ));
    }
    together(views.iter().map(rule))
}

/// The client that a successful read or update showed.
///
/// # Errors
///
/// It showed none; another rule is about that.
pub(super) fn client<'a>(view: &ClientView<'a>) -> Result<Object<'a>, Blocked> {
    let seen = view.seen.clone();
    match seen.members().filter(|_| seen.succeeded()) {
        Some(members) => Ok(Object { seen, members }),
        None => Err(Blocked::By(format!("{} got no client", seen.label))),
    }
}
