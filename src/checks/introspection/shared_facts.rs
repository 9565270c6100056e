//! What is known of a token, to hold what introspection says against it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    check::Problem,
    checks::token::shared::scope_values,
    evidence::{Jwt, Object, Token, brief},
    exchange::Probe,
};

/// Members that are the same for every caller.
const OF_THE_TOKEN: &[&str] = &["client_id", "exp", "iat", "nbf"];

/// Members that a server may tell one caller otherwise than another one (RFC 7662 §2.2).
const OF_THE_CALLER: &[&str] = &["iss", "sub", "jti"];

/// What is known of a token.
pub(super) struct Facts<'e, 'a> {
    /// The token response.
    pub(super) token: &'e Token<'a>,
    /// The token, where it is a JWT that the record shows.
    pub(super) jwt: Option<&'e Jwt<'a>>,
}

impl Facts<'_, '_> {
    /// Where introspection says something else.
    pub(super) fn problems(&self, said: &Object<'_>) -> Vec<Problem> {
        let own = said.seen.probe() != Probe::IntrospectByOtherClient;
        let of_the_caller = OF_THE_CALLER.iter().filter(|_| own);
        let mut problems: Vec<Problem> = OF_THE_TOKEN
            .iter()
            .chain(of_the_caller)
            .filter_map(|name| self.other_value(said, name))
            .collect();
        problems.extend(self.more_audience(said).filter(|_| own));
        problems.extend(self.more_scope(said));
        problems
    }

    fn claim(&self, name: &str) -> Option<&Value> {
        self.jwt.and_then(|jwt| jwt.claim(name))
    }

    /// A value of another type is the rule's about types.
    fn other_value(&self, said: &Object<'_>, name: &str) -> Option<Problem> {
        let value = said.get(name)?;
        let expected = match self.claim(name) {
            Some(claim) if is_same(claim, value)? => return None,
            Some(claim) => brief(claim),
            None if name == "client_id" => {
                let ids = self.token.client_ids();
                let id = value.as_str()?;
                if ids.iter().any(|known| known == id) {
                    return None;
                }
                format!("{:?}", ids.first()?)
            }
            None => return None,
        };
        Some(Problem::new(said.at(name), expected, said.shown(name)))
    }

    fn more_audience(&self, said: &Object<'_>) -> Option<Problem> {
        let claim = self.claim("aud")?;
        let (known, told) = (texts(claim), texts(said.get("aud")?));
        let problem = || Problem::new(said.at("aud"), brief(claim), said.shown("aud"));
        (!told.is_subset(&known)).then(problem)
    }

    /// The scope of the token is that of the token response, or the one that was asked for (RFC 6749 §5.1); that the token
    /// itself says another one is a rule of its own.
    fn more_scope(&self, said: &Object<'_>) -> Option<Problem> {
        let known = match self.token.get("scope") {
            Some(scope) => scope.clone(),
            None => Value::String(self.token.asked_scope()?),
        };
        let told = said.get("scope").filter(|scope| scope.is_string())?;
        let mut values = scope_values(&known);
        values.extend(self.claim("scope").into_iter().flat_map(scope_values));
        let more = scope_values(told)
            .iter()
            .any(|value| !values.contains(value));
        more.then(|| Problem::new(said.at("scope"), brief(&known), said.shown("scope")))
    }
}

/// Whether two values are the same, up to fractions of a second; `None` where they are of different types.
fn is_same(one: &Value, other: &Value) -> Option<bool> {
    match (one, other) {
        (Value::String(one), Value::String(other)) => Some(one == other),
        (Value::Number(one), Value::Number(other)) => {
            Some((one.as_f64()? - other.as_f64()?).abs() < 1.0)
        }
        _ => None,
    }
}

fn texts(value: &Value) -> BTreeSet<&str> {
    let items = value.as_array().into_iter().flatten();
    let texts = value.as_str().into_iter();
    texts.chain(items.filter_map(Value::as_str)).collect()
}
