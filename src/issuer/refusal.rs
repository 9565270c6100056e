//! Why a request is refused, and the response that says so.

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use super::app::App;
use super::faults::Fault;
use super::offer::REALM;
use super::reply::Reply;

/// A request that is refused: an OAuth error code and a description in the characters of RFC 6749
/// §5.2.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// Absent where RFC 6750 §3.1 wants no error information.
    pub(super) error: Option<&'static str>,
    pub(super) description: &'static str,
    pub(super) challenge: Option<Challenge>,
}

/// How the client could authenticate (RFC 9110 §11.6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    /// Client credentials (RFC 7617 §2).
    Basic,
    /// A bearer token (RFC 6750 §3), perhaps with a scope.
    Bearer {
        /// The scope that the resource asks for.
        scope: Option<&'static str>,
    },
}

impl Refusal {
    /// A 400 with an error code.
    pub(super) fn bad_request(error: &'static str, description: &'static str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error: Some(error),
            description,
            challenge: None,
        }
    }

    /// `invalid_request`.
    pub(super) fn invalid_request(description: &'static str) -> Self {
        Self::bad_request("invalid_request", description)
    }

    /// `invalid_client` (RFC 6749 §5.2). The status is 401 however the client tried to
    /// authenticate, as the section permits, and so it always has the challenge that RFC 9110
    /// §15.5.2 asks for.
    pub(super) fn invalid_client(description: &'static str) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            error: Some("invalid_client"),
            description,
            challenge: Some(Challenge::Basic),
        }
    }

    /// `invalid_client_metadata` (RFC 7591 §3.2.2).
    pub(super) fn invalid_client_metadata(description: &'static str) -> Self {
        Self::bad_request("invalid_client_metadata", description)
    }

    /// `invalid_redirect_uri` (RFC 7591 §3.2.2).
    pub(super) fn invalid_redirect_uri(description: &'static str) -> Self {
        Self::bad_request("invalid_redirect_uri", description)
    }

    /// A failure of our own.
    pub(super) fn server_error() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            ..Self::bad_request("server_error", "The request could not be served.")
        }
    }

    /// A body beyond what is read.
    pub(super) fn too_large() -> Self {
        Self {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            ..Self::invalid_request("The body is too large.")
        }
    }

    /// The response.
    pub(super) fn reply(&self) -> Reply {
        let reply = match self.error {
            Some(error) => {
                let body = json!({"error": error, "error_description": self.description});
                Reply::json(self.status, &body)
            }
            None => Reply::empty(self.status),
        };
        match self.challenge {
            Some(challenge) => reply
                .with(WWW_AUTHENTICATE, &self.challenge_text(challenge))
                .no_store(),
            None => reply.no_store(),
        }
    }

    /// The value of `WWW-Authenticate`.
    fn challenge_text(&self, challenge: Challenge) -> String {
        let Challenge::Bearer { scope } = challenge else {
            return format!("Basic realm=\"{REALM}\", charset=\"UTF-8\"");
        };
        let mut parameters = vec![format!("realm=\"{REALM}\"")];
        parameters.extend(scope.map(|scope| format!("scope=\"{scope}\"")));
        if let Some(error) = self.error {
            parameters.push(format!(
                "error=\"{error}\", error_description=\"{}\"",
                self.description
            ));
        }
        format!("Bearer {}", parameters.join(", "))
    }
}

/// The response to a request that is refused.
pub(super) fn refuse(app: &App, refusal: &Refusal) -> Reply {
    let reply = refusal.reply();
    if refusal.challenge == Some(Challenge::Basic) && app.has(Fault::BasicChallengeMissing) {
        return reply.without(&WWW_AUTHENTICATE);
    }
    reply
}
