//! A scenario as the planner needs it: checked, with every name resolved.

use std::time::Duration;

use serde_json::Value;

use crate::exchange::{Action, Probe};

use super::request::{ClientAuth, Raw};

/// One scenario: what to do, in order. It acts; it never judges.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// `category/feature/name`, as in the file's path.
    pub id: ScenarioId,
    /// The text of its file.
    pub text: String,
    /// The name of the test, as `Client Credentials Flow and Access Orders Feed`.
    pub title: String,
    /// What the scenario shows.
    pub description: String,
    /// The category's label, as `Authentication`.
    pub category: String,
    /// The feature's label.
    pub feature: String,
    /// The heading of the group in the report, as `Open ID Connect Authentication`.
    pub group: String,
    /// Where the credentials come from; the report says so in a note.
    pub credentials: Credentials,
    /// Profiles that the scenario puts on, as `openactive`.
    pub profiles: Vec<String>,
    /// Variables with fixed values, in order.
    pub vars: Vec<(String, Template)>,
    /// Variables with values from outside, in order; they have their values before those of `vars` are filled.
    pub secrets: Vec<SecretVar>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// The path-like name of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId {
    /// The category, as `authentication`.
    pub category: String,
    /// The feature, as `dynamic-client-registration`.
    pub feature: String,
    /// The name, as `client-credentials-flow`.
    pub name: String,
}

/// Where a scenario's credentials come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// The scenario says nothing of credentials.
    #[default]
    None,
    /// A client is registered with the initial access token found below this place in the configuration, as
    /// `bookingPartnersForSpecificTests.dynamicSecondary.authentication`.
    Registration(String),
    /// A configured client is used, whose `clientId` and `clientSecret` are below this place in the configuration, as
    /// `bookingPartners.primary.authentication.clientCredentials`.
    Configured(String),
}

/// A variable whose value comes from outside; a secret, unless it was declared in `vars`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretVar {
    /// The variable's name.
    pub name: String,
    /// Where the value comes from.
    pub source: SecretSource,
    /// Whether the scenario runs without it; `${name}` is then absent, and so is a header or member made of it alone.
    pub optional: bool,
    /// Whether the value is no secret and may be shown, as a client id may: it was declared in `vars`.
    pub public: bool,
}

/// Where a secret value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// A place in the configuration, as `bookingPartners.primary.authentication.clientCredentials.clientSecret`.
    Config(String),
    /// An environment variable.
    Env(String),
    /// The first line of a file.
    File(String),
}

/// One step: one request, or a wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The id, unique in its scenario.
    pub id: String,
    /// The title, as in `### Discovery Request`.
    pub title: String,
    /// The spec line, as `should complete Discovery successfully`.
    pub spec: Option<String>,
    /// What the step asks beyond its action.
    pub probe: Probe,
    /// The ids of steps that must be over before this one, besides those whose values it uses.
    pub after: Vec<String>,
    /// Whether another scenario of the same run that sends the same request may use the answer too.
    pub shared: bool,
    /// Where the step does not complete, these variables get these values, and it is performed once more.
    pub otherwise: Vec<(String, Template)>,
    /// When the step runs.
    pub when: When,
    /// What to do.
    pub act: Act,
    /// What to keep of the response for later steps.
    pub captures: Vec<Capture>,
}

/// When a step runs; always, where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// The metadata has all of these members.
    pub metadata: Vec<String>,
    /// Each of these members of the metadata lists the value beside it; where a member is missing, its default counts
    /// (RFC 8414 §2).
    pub lists: Vec<(String, String)>,
    /// All of these variables have values.
    pub has: Vec<String>,
    /// None of these variables has a value: the step stands in for another one that would use them.
    pub lacks: Vec<String>,
    /// The issuer is an `https` URL.
    pub https: bool,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Fetches authorization server metadata.
    Discover(WellKnown),
    /// Fetches the JWK set named by the metadata's `jwks_uri`.
    Jwks,
    /// Registers a client at `registration_endpoint`.
    Register {
        /// The client metadata; strings in it are templates.
        metadata: Value,
        /// The initial access token.
        bearer: Option<Template>,
    },
    /// Reads, updates or deletes a client at its client configuration endpoint.
    Manage {
        /// Which of the three: `ReadClient`, `UpdateClient` or `DeleteClient`.
        action: Action,
        /// The client configuration endpoint.
        uri: Template,
        /// The registration access token.
        bearer: Option<Template>,
        /// The client metadata of an update; strings in it are templates.
        metadata: Option<Value>,
        /// The client information that an update starts from, as a response had it.
        base: Option<Template>,
        /// Members that an update leaves out.
        without: Vec<String>,
    },
    /// Posts a form to the token, introspection or revocation endpoint.
    Form {
        /// Which of the three: `Token`, `Introspect` or `Revoke`.
        action: Action,
        /// How the client authenticates.
        auth: ClientAuth,
        /// The parameters, in order.
        form: Vec<(String, Template)>,
    },
    /// Uses an access token at a protected resource.
    Resource {
        /// The resource's URL.
        url: Template,
        /// The access token.
        bearer: Option<Template>,
    },
    /// A request that no other action can express.
    Raw(Raw),
    /// Waits.
    Wait(Duration),
}

/// Where metadata is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WellKnown {
    /// `/.well-known/openid-configuration`, appended to the issuer (OpenID Connect Discovery 1.0 §4).
    OpenidConfiguration,
    /// The first, and where nothing is there, the second.
    Either,
    /// `/.well-known/oauth-authorization-server`, inserted before the issuer's path (RFC 8414 §3.1).
    OauthAuthorizationServer,
}

/// What to keep of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The variable's name.
    pub name: String,
    /// Where the value is.
    pub from: CaptureFrom,
    /// How the value is changed before it is kept.
    pub change: Option<CaptureChange>,
    /// What is kept in the place of the value where the step gives it.
    pub instead: Option<Template>,
    /// What is kept instead where the step does not give the value.
    pub or: Option<Template>,
    /// Whether the value is a secret.
    pub secret: bool,
    /// Whether the step completes without it; a parameter, member or header made of it alone is then left out.
    pub optional: bool,
}

/// Where a captured value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptureFrom {
    /// A JSON pointer into the response body (RFC 6901).
    Json(String),
    /// A response header field.
    Header(String),
    /// A parameter of the form that was sent.
    Sent(String),
}

/// How a captured value is changed; a value that cannot be changed so is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptureChange {
    /// A JWT with another claim beside its own, so that the signature no longer fits.
    TamperedJwt,
    /// A JWT without signature, its algorithm `none`.
    UnsignedJwt,
    /// A JWT whose `typ` is another, so that the signature no longer fits.
    ForeignTyp,
    /// A URL in which the `client_id` of the same response is replaced by one that does not exist.
    UnknownClient,
}

/// A string with `${name}` in it; the whole template language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(pub Vec<Part>);

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it stands.
    Text(String),
    /// A variable's value. `metadata.NAME` is a string member of the metadata that the last discovery fetched.
    Variable(String),
}

/// A template that is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// `${` without its `}`, at this byte offset.
    Unclosed(usize),
    /// `${}` or a name with other characters than letters, digits, `_`, `-` and `.`, at this byte offset.
    BadName(usize),
}

impl TemplateError {
    /// The byte offset of the `${`.
    pub fn at(self) -> usize {
        match self {
            Self::Unclosed(at) | Self::BadName(at) => at,
        }
    }
}

impl Scenario {
    /// Whether it asks what a normal run does not.
    pub fn has_probes(&self) -> bool {
        self.steps.iter().any(|step| !step.probe.is_plain())
    }
}

impl ScenarioId {
    /// The file name of the scenario's page, as `dynamic-client-registration_client-credentials-flow.md`.
    pub fn page_name(&self) -> String {
        format!("{}_{}.md", self.feature, self.name)
    }
}

impl std::fmt::Display for ScenarioId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.category, self.feature, self.name)
    }
}

impl Template {
    /// Reads a template. `$${` stands for `${` as text.
    ///
    /// # Errors
    ///
    /// The first variable in it that is not closed or has no usable name.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            if let Some(before) = before.strip_suffix('$') {
                plain.push_str(before);
                plain.push_str("${");
                rest = after;
                continue;
            }
            plain.push_str(before);
            let at = text.len() - after.len() - 2;
            let (name, after) = after.split_once('}').ok_or(TemplateError::Unclosed(at))?;
            let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
            if name.is_empty() || !name.chars().all(usable) {
                return Err(TemplateError::BadName(at));
            }
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Variable(name.to_owned()));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self(parts))
    }

    /// The names of the variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Variable(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The text, with each variable's value in its place.
    ///
    /// # Errors
    ///
    /// The name of the first variable that has no value.
    pub fn fill<'a>(&self, value: impl Fn(&str) -> Option<&'a str>) -> Result<String, String> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Variable(name) => text.push_str(value(name).ok_or_else(|| name.clone())?),
            }
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_and_an_escape_is_text() {
        let template = Template::parse("a${x}b$${x}${m.y}").unwrap();
        let filled = template.fill(|name| Some(if name == "x" { "1" } else { "2" }));
        assert_eq!(filled.unwrap(), "a1b${x}2");
        assert_eq!(template.variables().collect::<Vec<_>>(), ["x", "m.y"]);
    }

    #[test]
    fn a_broken_template_says_where() {
        assert_eq!(Template::parse("ab${x"), Err(TemplateError::Unclosed(2)));
        assert_eq!(Template::parse("a${}"), Err(TemplateError::BadName(1)));
        assert_eq!(Template::parse("a${x y}"), Err(TemplateError::BadName(1)));
    }

    #[test]
    fn a_variable_without_value_is_named() {
        assert_eq!(
            Template::parse("${x}").unwrap().fill(|_| None),
            Err("x".to_owned())
        );
    }
}
