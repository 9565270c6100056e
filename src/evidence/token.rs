//! Access tokens that the client credentials grant gave (RFC 6749 §4.4).

use super::{Evidence, Jwt, Object, Seen};
use crate::{
    check::Blocked,
    exchange::{Action, Probe},
};

/// A successful answer to a client credentials request.
#[derive(Clone, Debug)]
pub struct Token<'a> {
    /// The response's members, and the exchange.
    pub object: Object<'a>,
}

impl<'a> std::ops::Deref for Token<'a> {
    type Target = Object<'a>;

    fn deref(&self) -> &Object<'a> {
        &self.object
    }
}

impl Token<'_> {
    /// The scope that was asked for.
    pub fn asked_scope(&self) -> Option<String> {
        self.seen.sent("scope")
    }

    /// The readings of the identifier of the client that asked: the parameter `client_id`, or the user name of Basic
    /// credentials, form-encoded as RFC 6749 §2.3.1 has it or not. Empty where the request shows neither.
    pub fn client_ids(&self) -> Vec<String> {
        if let Some(id) = self.seen.sent("client_id") {
            return vec![id];
        }
        let Some((id, _)) = self.seen.basic_credentials() else {
            return Vec::new();
        };
        let decoded = url::form_urlencoded::parse(format!("id={id}").as_bytes())
            .next()
            .map(|(_, id)| id.into_owned());
        std::iter::once(id).chain(decoded).collect()
    }
}

fn is_client_credentials(seen: &Seen<'_>) -> bool {
    seen.sent("grant_type").as_deref() == Some("client_credentials")
}

impl<'a> Evidence<'a> {
    /// The exchanges of client credentials requests, whatever came of them.
    pub fn token_requests(&self) -> impl Iterator<Item = &Seen<'a>> {
        self.of(Action::Token)
            .filter(|seen| is_client_credentials(seen))
    }

    /// The successful answers to client credentials requests: 2xx and a JSON object. Empty where none was tried.
    ///
    /// # Errors
    ///
    /// A token was asked for and none was given.
    pub fn tokens(&self) -> Result<Vec<Token<'a>>, Blocked> {
        let mut tried = None;
        let mut all = Vec::new();
        for seen in self.token_requests() {
            tried = Some(&seen.label);
            if let Some(members) = seen.members().filter(|_| seen.succeeded()) {
                all.push(Token {
                    object: Object {
                        seen: seen.clone(),
                        members,
                    },
                });
            }
        }
        match tried {
            Some(label) if all.is_empty() => Err(Blocked::By(format!("{label} got no token"))),
            _ => Ok(all),
        }
    }

    /// The access tokens that have the form of a signed JWT. Empty where they are opaque.
    ///
    /// # Errors
    ///
    /// No token was given, or the record holds a token's name in its place.
    pub fn jwts(&self) -> Result<Vec<Jwt<'a>>, Blocked> {
        let mut all = Vec::new();
        for token in self.tokens()? {
            let Some(text) = token.text("access_token") else {
                continue;
            };
            let text = self.secret(text)?.to_owned();
            all.extend(Jwt::read(token, text));
        }
        Ok(all)
    }

    /// The access tokens that the answers to these probes gave, where they have the form of a signed JWT.
    ///
    /// # Errors
    ///
    /// None of the probes was answered, or the record holds a token's name in its place.
    pub fn probed_jwts(&self, probes: &[Probe]) -> Result<Vec<Jwt<'a>>, Blocked> {
        let mut all = Vec::new();
        for seen in self.probed(probes)? {
            let Some(text) = seen.access_token() else {
                continue;
            };
            let text = self.secret(&text)?.to_owned();
            let object = seen.object()?;
            all.extend(Jwt::read(Token { object }, text));
        }
        Ok(all)
    }

    /// The access tokens that say they follow RFC 9068: their `typ` is `at+jwt` or `application/at+jwt`, in any case.
    ///
    /// # Errors
    ///
    /// As for [`Evidence::jwts`].
    pub fn rfc9068(&self) -> Result<Vec<Jwt<'a>>, Blocked> {
        Ok(self.jwts()?.into_iter().filter(Jwt::is_rfc9068).collect())
    }

    /// The access token that the answer to a probe gave, where it has the form of a signed JWT; `None` where it is opaque.
    ///
    /// # Errors
    ///
    /// The answer gave no token, or the record holds the token's name in its place.
    pub fn jwt_of(&self, seen: &Seen<'a>) -> Result<Option<Jwt<'a>>, Blocked> {
        let none = || Blocked::By(format!("{} got no token", seen.label));
        let text = seen.access_token().ok_or_else(none)?;
        let text = self.secret(&text)?.to_owned();
        let object = seen.object()?;
        Ok(Jwt::read(Token { object }, text))
    }
}
