//! The answers of a server that does all the seed's scenario asks for.

use std::io;

use super::server::{Connection, Received};

/// A whole response with a body and its length.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let mut bytes =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n").into_bytes();
    bytes.extend(body);
    bytes
}

/// A response with a JSON body.
pub(crate) fn json(status: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    answer(status, "Content-Type: application/json\r\n", body)
}

/// What each endpoint answers, as the bytes of a response.
pub(crate) struct Answers {
    pub(crate) discovery: Vec<u8>,
    pub(crate) registration: Vec<u8>,
    pub(crate) token: Vec<u8>,
}

impl Answers {
    /// Answers that complete the scenario.
    pub(crate) fn good(origin: &str) -> Self {
        Self {
            discovery: json("200 OK", metadata(origin)),
            registration: json("201 Created", registered()),
            token: json("200 OK", token()),
        }
    }

    /// The answer to a step of the scenario.
    pub(crate) fn of(&mut self, step: usize) -> &mut Vec<u8> {
        match step {
            0 => &mut self.discovery,
            1 => &mut self.registration,
            _ => &mut self.token,
        }
    }

    /// Answers a request by its path.
    pub(crate) fn reply(&self, request: &Received, to: &mut dyn Connection) -> io::Result<()> {
        to.write_all(match request.path() {
            "/register" => &self.registration,
            "/token" => &self.token,
            _ => &self.discovery,
        })
    }
}

/// Metadata with all that the scenario needs.
pub(crate) fn metadata(issuer: &str) -> String {
    format!(
        r#"{{"issuer":"{issuer}","token_endpoint":"{issuer}/token","registration_endpoint":"{issuer}/register"}}"#
    )
}

/// The answer to a registration.
pub(crate) fn registered() -> String {
    r#"{"client_id":"the-client","client_secret":"the-client-secret"}"#.to_owned()
}

/// The answer to a token request.
pub(crate) fn token() -> String {
    r#"{"access_token":"the-access-token","token_type":"Bearer","expires_in":3600}"#.to_owned()
}
