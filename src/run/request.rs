//! A step → the request to send.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::{
    connect::host_header,
    send::Outgoing,
    values::{Lack, Values},
};
use crate::{
    exchange::Action,
    scenario::{Act, ClientAuth, Over, Raw, Template, WellKnown},
};

/// The content codings that every request accepts, as the header field says.
const ACCEPT_ENCODING: &str = "gzip, deflate, br";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// The action of a step; `None` for a wait.
pub(super) fn action(act: &Act) -> Option<Action> {
    Some(match act {
        Act::Discover(_) => Action::Discover,
        Act::Jwks => Action::Jwks,
        Act::Register { .. } => Action::Register,
        Act::Manage { action, .. } | Act::Form { action, .. } => *action,
        Act::Resource { .. } => Action::Resource,
        Act::Raw(_) => Action::Raw,
        Act::Wait(_) => return None,
    })
}

/// The member of the metadata that names the endpoint which a step asks.
pub(super) fn endpoint(act: &Act) -> Option<&'static str> {
    match act {
        Act::Jwks => Some("jwks_uri"),
        Act::Register { .. } => Some("registration_endpoint"),
        Act::Form {
            action: Action::Introspect,
            ..
        } => Some("introspection_endpoint"),
        Act::Form {
            action: Action::Revoke,
            ..
        } => Some("revocation_endpoint"),
        Act::Form { .. } => Some("token_endpoint"),
        _ => None,
    }
}

/// The request of a step; `Ok(None)` for a wait.
pub(super) fn outgoing(act: &Act, issuer: &str, values: &Values) -> Result<Option<Outgoing>, Lack> {
    let url = endpoint(act)
        .map(|name| values.metadata(name).map(str::to_owned))
        .transpose()?;
    let url = url.unwrap_or_default();
    let draft = match act {
        Act::Wait(_) => return Ok(None),
        Act::Discover(place) => Draft::new("GET", well_known(issuer, *place)),
        Act::Jwks => Draft::new("GET", url),
        Act::Register { metadata, bearer } => Draft::new("POST", url)
            .bearer(values.fill_optional(bearer.as_ref())?)
            .json(values, metadata)?,
        Act::Manage {
            action,
            uri,
            bearer,
            metadata,
            base,
            without,
        } => {
            let method = match action {
                Action::UpdateClient => "PUT",
                Action::DeleteClient => "DELETE",
                _ => "GET",
            };
            let draft = Draft::new(method, values.need(uri)?)
                .bearer(values.fill_optional(bearer.as_ref())?);
            match metadata {
                Some(metadata) => draft.update(values, metadata, base.as_ref(), without)?,
                None => draft,
            }
        }
        Act::Form { auth, form, .. } => Draft::new("POST", url).form(values, auth, form)?,
        Act::Resource { url, bearer } => {
            Draft::new("GET", values.need(url)?).bearer(values.fill_optional(bearer.as_ref())?)
        }
        Act::Raw(request) => raw(values, request)?,
    };
    Ok(Some(draft.finish()))
}

/// A `GET`, with or without a bearer token.
pub(super) fn get(url: String, bearer: Option<String>) -> Outgoing {
    Draft::new("GET", url).bearer(bearer).finish()
}

/// A `DELETE` with a bearer token.
pub(super) fn delete(url: String, bearer: String) -> Outgoing {
    Draft::new("DELETE", url).bearer(Some(bearer)).finish()
}

/// Where metadata is published (OpenID Connect Discovery 1.0 §4.1, RFC 8414 §3.1).
pub(super) fn well_known(issuer: &str, place: WellKnown) -> String {
    let base = issuer.strip_suffix('/').unwrap_or(issuer);
    match place {
        WellKnown::OpenidConfiguration | WellKnown::Either => {
            format!("{base}/.well-known/openid-configuration")
        }
        WellKnown::OauthAuthorizationServer => {
            let after_scheme = base.find("://").map_or(0, |at| at + 3);
            let path = base
                .get(after_scheme..)
                .and_then(|rest| rest.find('/'))
                .map_or(base.len(), |at| after_scheme + at);
            let (origin, path) = base.split_at(path);
            format!("{origin}/.well-known/oauth-authorization-server{path}")
        }
    }
}

/// A request that is being written; its header fields are put into order at the end.
struct Draft {
    method: String,
    url: String,
    authorization: Option<String>,
    content_type: Option<&'static str>,
    body: Option<String>,
    given: Vec<(String, String)>,
    over: Over,
}

impl Draft {
    fn new(method: &str, url: String) -> Self {
        Self {
            method: method.to_owned(),
            url,
            authorization: None,
            content_type: None,
            body: None,
            given: Vec::new(),
            over: Over::Usual,
        }
    }

    fn bearer(mut self, token: Option<String>) -> Self {
        self.authorization = token.map(|token| format!("Bearer {token}"));
        self
    }

    fn json(mut self, values: &Values, metadata: &Value) -> Result<Self, Lack> {
        self.content_type = Some(JSON);
        self.body = Some(values.fill_json(metadata)?.unwrap_or_default().to_string());
        Ok(self)
    }

    /// An update: the client information that it starts from, without what no client sends (RFC 7592 §2.2), and the
    /// members of its own.
    fn update(
        self,
        values: &Values,
        metadata: &Value,
        base: Option<&Template>,
        without: &[String],
    ) -> Result<Self, Lack> {
        const SERVERS_OWN: [&str; 4] = [
            "registration_access_token",
            "registration_client_uri",
            "client_secret_expires_at",
            "client_id_issued_at",
        ];
        let base = values.fill_optional(base)?;
        let base = base.and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let mut members = match base {
            Some(Value::Object(members)) => members,
            _ => serde_json::Map::new(),
        };
        let own = values.fill_json(metadata)?;
        for (name, member) in own
            .as_ref()
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            members.insert(name.clone(), member.clone());
        }
        members.retain(|name, _| {
            !SERVERS_OWN.contains(&name.as_str()) && !without.iter().any(|other| other == name)
        });
        Ok(self.body(JSON, Value::Object(members).to_string()))
    }

    fn body(mut self, content_type: &'static str, body: String) -> Self {
        self.content_type = Some(content_type);
        self.body = Some(body);
        self
    }

    fn form(
        mut self,
        values: &Values,
        auth: &ClientAuth,
        form: &[(String, Template)],
    ) -> Result<Self, Lack> {
        let mut parameters = form_urlencoded::Serializer::new(String::new());
        append(&mut parameters, values, form)?;
        for (name, value) in self.authenticate(values, auth)? {
            parameters.append_pair(name, &value);
        }
        Ok(self.body(FORM, parameters.finish()))
    }

    /// Authenticates in the header field, or gives the parameters that do (RFC 6749 §2.3.1, RFC 7521 §4.2).
    fn authenticate(
        &mut self,
        values: &Values,
        auth: &ClientAuth,
    ) -> Result<Vec<(&'static str, String)>, Lack> {
        Ok(match auth {
            ClientAuth::None => Vec::new(),
            ClientAuth::Basic {
                client_id,
                client_secret,
            } => {
                let pair = (values.need(client_id)?, values.need(client_secret)?);
                self.authorization = Some(basic(&pair.0, &pair.1));
                Vec::new()
            }
            ClientAuth::Post {
                client_id,
                client_secret,
            } => vec![
                ("client_id", values.need(client_id)?),
                ("client_secret", values.need(client_secret)?),
            ],
            ClientAuth::PrivateKeyJwt { .. } | ClientAuth::SecretJwt { .. } => {
                const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                vec![
                    ("client_assertion_type", TYPE.to_owned()),
                    ("client_assertion", values.assertion(auth)?),
                ]
            }
        })
    }

    /// Header fields in the order of the report; what a scenario gave comes first and is not added again.
    fn finish(self) -> Outgoing {
        let host = Url::parse(&self.url)
            .map(|url| host_header(&url))
            .unwrap_or_default();
        let length = self.body.as_ref().map(|body| body.len().to_string());
        let ours = [
            ("authorization", self.authorization),
            ("accept", Some(JSON.to_owned())),
            ("content-type", self.content_type.map(str::to_owned)),
            ("content-length", length),
            ("accept-encoding", Some(ACCEPT_ENCODING.to_owned())),
            ("host", Some(host)),
        ];
        let mut headers = self.given;
        for (name, value) in ours {
            let given = headers
                .iter()
                .any(|(given, _)| given.eq_ignore_ascii_case(name));
            if let (Some(value), false) = (value, given) {
                headers.push((name.to_owned(), value));
            }
        }
        Outgoing {
            method: self.method,
            url: self.url,
            headers,
            body: self.body.map(String::into_bytes),
            over: self.over,
        }
    }
}

fn append(
    parameters: &mut form_urlencoded::Serializer<'_, String>,
    values: &Values,
    form: &[(String, Template)],
) -> Result<(), Lack> {
    for (name, template) in form {
        if let Some(value) = values.fill(template)? {
            parameters.append_pair(name, &value);
        }
    }
    Ok(())
}

fn raw(values: &Values, raw: &Raw) -> Result<Draft, Lack> {
    let mut url = values.need(&raw.url)?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    append(&mut query, values, &raw.query)?;
    let query = query.finish();
    if !query.is_empty() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&query);
    }
    let mut draft = Draft::new(&raw.method, url);
    draft.over = raw.over;
    draft.body = values.fill_optional(raw.body.as_ref())?;
    match &raw.form {
        Some(form) => draft = draft.form(values, &raw.auth, form)?,
        // Without a form there is only the header field to authenticate in.
        None => drop(draft.authenticate(values, &raw.auth)?),
    }
    if let Some(token) = values.fill_optional(raw.bearer.as_ref())? {
        draft = draft.bearer(Some(token));
    }
    for (name, template) in &raw.headers {
        if let Some(value) = values.fill(template)? {
            draft.given.push((name.clone(), value));
        }
    }
    Ok(draft)
}

/// HTTP Basic credentials of a client: id and secret are form-urlencoded first (RFC 6749 §2.3.1).
fn basic(client_id: &str, client_secret: &str) -> String {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!(
        "Basic {}",
        STANDARD.encode(format!("{}:{}", encode(client_id), encode(client_secret)))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_form_urlencoded_before_basic() {
        let pair = STANDARD
            .decode(basic("a b:c", "p%ü").strip_prefix("Basic ").unwrap())
            .unwrap();
        assert_eq!(String::from_utf8(pair).unwrap(), "a+b%3Ac:p%25%C3%BC");
    }

    #[test]
    fn well_known_locations_are_appended_or_inserted() {
        let openid = WellKnown::OpenidConfiguration;
        let oauth = WellKnown::OauthAuthorizationServer;
        assert_eq!(
            well_known("https://as.example/a/", openid),
            "https://as.example/a/.well-known/openid-configuration"
        );
        assert_eq!(
            well_known("https://as.example/a", oauth),
            "https://as.example/.well-known/oauth-authorization-server/a"
        );
        assert_eq!(
            well_known("https://as.example", oauth),
            "https://as.example/.well-known/oauth-authorization-server"
        );
    }
}
