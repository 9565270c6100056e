//! The values that a scenario's variables have while it runs.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde_json::Value;

use super::assertion::{Keys, Signer, Wanted};
use crate::{
    clock::Clock,
    plan::Binding,
    scenario::{Assertion, ClientAuth, Part, Template},
};

/// What is known so far.
#[derive(Clone, Debug)]
pub(super) struct Values {
    bound: BTreeMap<String, Bound>,
    issuer: String,
    keys: Arc<Keys>,
    clock: Clock,
    /// The step that they are for, by its scenario and its id.
    step: String,
    metadata: Option<Arc<Value>>,
    /// The title of the step that should have fetched the metadata and did not complete.
    metadata_missing: Option<String>,
}

#[derive(Clone, Debug)]
enum Bound {
    /// A value.
    Value(String),
    /// An optional secret that was not configured, or an optional capture that was not there.
    Absent,
    /// The step of this title should have given it and did not complete.
    Missing(String),
    /// The step of this title should have given it and was withheld.
    Withheld(String),
    /// The step of this title completed and may have given it, but did not.
    NotGiven(String),
}

/// Why a step cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// The step of this title did not complete.
    Step(String),
    /// The step of this title was withheld, for a reason that says nothing about any rule.
    Withheld(String),
    /// The metadata has no such member, or it is not a string.
    Metadata(String),
    /// The step of the second name completed without giving the variable of the first.
    NotGiven(String, String),
    /// A variable without a value, for another reason.
    Variable(String),
    /// The step of the metadata lists no such value.
    NotListed(String, String),
    /// The issuer is no `https` URL.
    NotHttps,
    /// A client assertion could not be made, for this reason.
    Assertion(String),
}

impl Values {
    pub(super) fn new(bindings: &[Binding], issuer: &str, keys: Arc<Keys>, clock: Clock) -> Self {
        let mut bound = BTreeMap::new();
        for binding in bindings {
            let value = binding.value.clone().map_or(Bound::Absent, Bound::Value);
            bound.insert(binding.name.clone(), value);
        }
        let after_scheme = issuer.find("://").map_or(0, |at| at + 3);
        let rest = issuer.get(after_scheme..).unwrap_or_default();
        let path = rest.find('/').map_or(issuer.len(), |at| after_scheme + at);
        let (origin, path) = issuer.split_at(path);
        let slash = path.len() > 1 && path.ends_with('/');
        let slash = if slash {
            Bound::Value("/".to_owned())
        } else {
            Bound::Absent
        };
        bound.insert("issuer.slash".to_owned(), slash);
        let path = path.strip_suffix('/').unwrap_or(path);
        let path = Some(path.to_owned()).filter(|path| !path.is_empty());
        bound.insert("issuer".to_owned(), Bound::Value(issuer.to_owned()));
        bound.insert("issuer.origin".to_owned(), Bound::Value(origin.to_owned()));
        bound.insert(
            "issuer.path".to_owned(),
            path.map_or(Bound::Absent, Bound::Value),
        );
        Self {
            bound,
            issuer: issuer.to_owned(),
            keys,
            clock,
            step: String::new(),
            metadata: None,
            metadata_missing: None,
        }
    }

    /// The same values, for a step.
    pub(super) fn for_step(&self, scenario: &str, step: &str) -> Self {
        Self {
            step: format!("{scenario}#{step}"),
            ..self.clone()
        }
    }

    pub(super) fn bind(&mut self, name: &str, value: String) {
        self.bound.insert(name.to_owned(), Bound::Value(value));
    }

    /// Notes that a step did not complete, and what it should have given.
    pub(super) fn miss(&mut self, name: &str, step: &str) {
        self.bound
            .insert(name.to_owned(), Bound::Missing(step.to_owned()));
    }

    /// Notes that a step was withheld, and what it should have given.
    pub(super) fn withhold(&mut self, name: &str, step: &str) {
        self.bound
            .insert(name.to_owned(), Bound::Withheld(step.to_owned()));
    }

    /// Notes that a step completed without what it may have given.
    pub(super) fn do_without(&mut self, name: &str, step: &str) {
        self.bound
            .insert(name.to_owned(), Bound::NotGiven(step.to_owned()));
    }

    pub(super) fn set_metadata(&mut self, metadata: Value) {
        self.metadata = Some(Arc::new(metadata));
        self.metadata_missing = None;
    }

    pub(super) fn miss_metadata(&mut self, step: &str) {
        if self.metadata.is_none() {
            self.metadata_missing = Some(step.to_owned());
        }
    }

    /// A member of the metadata that is a string.
    pub(super) fn metadata(&self, name: &str) -> Result<&str, Lack> {
        if let Some(step) = &self.metadata_missing {
            return Err(Lack::Step(step.clone()));
        }
        let member = self
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.get(name));
        member
            .and_then(Value::as_str)
            .ok_or_else(|| Lack::Metadata(name.to_owned()))
    }

    /// A member of the metadata that is an array of strings; `None` where there is no such member.
    pub(super) fn metadata_list(&self, name: &str) -> Option<Vec<String>> {
        let items = self.metadata.as_ref()?.get(name)?.as_array()?;
        Some(
            items
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Says that a member of the metadata lists a value; where it is missing, its default counts (RFC 8414 §2).
    pub(super) fn lists(&self, member: &str, value: &str) -> Result<(), Lack> {
        if let Some(step) = &self.metadata_missing {
            return Err(Lack::Step(step.clone()));
        }
        let default: &[&str] = match member {
            "grant_types_supported" => &["authorization_code", "implicit"],
            "token_endpoint_auth_methods_supported"
            | "revocation_endpoint_auth_methods_supported" => &["client_secret_basic"],
            "response_modes_supported" => &["query", "fragment"],
            _ => &[],
        };
        let listed = self.metadata_list(member);
        let lists = listed.map_or_else(
            || default.contains(&value),
            |listed| listed.iter().any(|listed| listed == value),
        );
        let not = || Lack::NotListed(member.to_owned(), value.to_owned());
        lists.then_some(()).ok_or_else(not)
    }

    /// Says that a variable has a value.
    pub(super) fn has(&self, name: &str) -> Result<(), Lack> {
        let value = self.value(name)?;
        value.map(drop).ok_or_else(|| self.absent(name))
    }

    /// Says that the issuer is an `https` URL.
    pub(super) fn https(&self) -> Result<(), Lack> {
        let https = self.issuer.starts_with("https://");
        https.then_some(()).ok_or(Lack::NotHttps)
    }

    /// The value of a variable; `Ok(None)` for an optional secret that was not configured.
    fn value(&self, name: &str) -> Result<Option<Cow<'_, str>>, Lack> {
        if let Some(member) = name.strip_prefix("metadata.") {
            return self.metadata(member).map(|member| Some(member.into()));
        }
        if let Some(key) = name.strip_prefix("alg.") {
            return Ok(Some(self.alg(key).into()));
        }
        if let Some(jwks) = self.jwks(name) {
            return jwks.map(|jwks| Some(jwks.to_string().into()));
        }
        match self.bound.get(name) {
            Some(Bound::Value(value)) => Ok(Some(value.into())),
            Some(Bound::Absent | Bound::NotGiven(_)) => Ok(None),
            Some(Bound::Missing(step)) => Err(Lack::Step(step.clone())),
            Some(Bound::Withheld(step)) => Err(Lack::Withheld(step.clone())),
            None => Err(Lack::Variable(name.to_owned())),
        }
    }

    /// The algorithm of a key that the tool makes: the cheapest that the metadata lists for client assertions; RS256, which
    /// every OpenID Provider knows, where it lists none (OpenID Connect Discovery 1.0 §3).
    fn alg(&self, key: &str) -> &'static str {
        let listed = self.metadata_list("token_endpoint_auth_signing_alg_values_supported");
        let listed = listed.unwrap_or_default();
        let known = ["ES256", "RS256", "PS256", "ES384"];
        let known = known
            .iter()
            .filter(|alg| !key.starts_with("rsa") || !alg.starts_with("ES"));
        let mut known = known.filter(|alg| listed.iter().any(|listed| listed == **alg));
        known.next().copied().unwrap_or("RS256")
    }

    /// The JWK set of `jwks.NAME` or `private_jwks.NAME`, where that is what a name is.
    fn jwks(&self, name: &str) -> Option<Result<Value, Lack>> {
        let (kind, key) = name.split_once('.')?;
        let private = match kind {
            "jwks" => false,
            "private_jwks" => true,
            _ => return None,
        };
        let jwk = self.keys.jwk(key, self.alg(key), private);
        let set = |mut jwk: Value| {
            // One RSA key is used with several algorithms, so it names none (RFC 7517 §4.4).
            let members = jwk.as_object_mut().filter(|_| key.starts_with("rsa"));
            members.and_then(|members| members.shift_remove("alg"));
            serde_json::json!({ "keys": [jwk] })
        };
        Some(jwk.map(set).map_err(Lack::Assertion))
    }

    /// A client assertion (RFC 7523 §3).
    pub(super) fn assertion(&self, auth: &ClientAuth) -> Result<String, Lack> {
        let endpoint = self.metadata("token_endpoint").unwrap_or_default();
        let now = self.clock.now();
        let make = |client_id: &str, signer, assertion: &Assertion, alg: &str| {
            let audience = self.fill_optional(assertion.audience.as_ref())?;
            let wanted = Wanted {
                step: &self.step,
                client_id,
                audience: audience.as_deref().unwrap_or(&self.issuer),
                endpoint,
                signer,
                change: assertion.change,
                alg,
                now,
            };
            self.keys.assertion(&wanted).map_err(Lack::Assertion)
        };
        match auth {
            ClientAuth::PrivateKeyJwt {
                client_id,
                key,
                assertion,
            } => {
                let alg = assertion.alg.as_deref().unwrap_or_else(|| self.alg(key));
                let signer = Signer::Key(key, self.alg(key));
                make(&self.need(client_id)?, signer, assertion, alg)
            }
            ClientAuth::SecretJwt {
                client_id,
                client_secret,
                assertion,
            } => {
                let alg = assertion.alg.as_deref().unwrap_or("HS256");
                let secret = self.need(client_secret)?;
                make(
                    &self.need(client_id)?,
                    Signer::Secret(&secret),
                    assertion,
                    alg,
                )
            }
            _ => Err(Lack::Assertion("the method uses no assertion".to_owned())),
        }
    }

    /// The text of a template; `Ok(None)` where it is made of one absent variable alone.
    pub(super) fn fill(&self, template: &Template) -> Result<Option<String>, Lack> {
        if let [Part::Variable(name)] = template.0.as_slice() {
            return self.value(name).map(|value| value.map(Cow::into_owned));
        }
        let mut text = String::new();
        for part in &template.0 {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Variable(name) => text.push_str(&self.value(name)?.unwrap_or_default()),
            }
        }
        Ok(Some(text))
    }

    /// The text of a template that must have one.
    pub(super) fn need(&self, template: &Template) -> Result<String, Lack> {
        let name = || template.variables().next().unwrap_or_default();
        self.fill(template)?.ok_or_else(|| self.absent(name()))
    }

    /// Why a variable is absent.
    fn absent(&self, name: &str) -> Lack {
        match self.bound.get(name) {
            Some(Bound::NotGiven(step)) => Lack::NotGiven(name.to_owned(), step.clone()),
            _ => Lack::Variable(name.to_owned()),
        }
    }

    /// The text of a template that may be missing.
    pub(super) fn fill_optional(
        &self,
        template: Option<&Template>,
    ) -> Result<Option<String>, Lack> {
        template.map_or(Ok(None), |template| self.fill(template))
    }

    /// A JSON value whose strings are templates; members made of an absent variable alone are left out.
    pub(super) fn fill_json(&self, value: &Value) -> Result<Option<Value>, Lack> {
        Ok(Some(match value {
            Value::String(text) => {
                let Ok(template) = Template::parse(text) else {
                    return Ok(Some(value.clone()));
                };
                if let [Part::Variable(name)] = template.0.as_slice()
                    && let Some(jwks) = self.jwks(name)
                {
                    return jwks.map(Some);
                }
                return Ok(self.fill(&template)?.map(Value::String));
            }
            Value::Array(items) => {
                let filled: Result<Vec<_>, _> =
                    items.iter().map(|item| self.fill_json(item)).collect();
                Value::Array(filled?.into_iter().flatten().collect())
            }
            Value::Object(members) => {
                let mut filled = serde_json::Map::new();
                for (name, member) in members {
                    if let Some(member) = self.fill_json(member)? {
                        filled.insert(name.clone(), member);
                    }
                }
                Value::Object(filled)
            }
            other => other.clone(),
        }))
    }
}

impl Lack {
    /// Why the step was not run, as a line of the report.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Step(step) => format!("\"{step}\" did not complete"),
            Self::Withheld(step) => format!("\"{step}\" was not sent"),
            Self::Metadata(member) => format!("the metadata has no `{member}`"),
            Self::NotGiven(name, step) => format!("\"{step}\" gave no `{name}`"),
            Self::Variable(name) => format!("`{name}` has no value"),
            Self::NotListed(member, value) => {
                format!("`{member}` in the metadata does not list `{value}`")
            }
            Self::NotHttps => "the issuer is not an https URL".to_owned(),
            Self::Assertion(reason) => reason.clone(),
        }
    }

    /// The title of the step that is to blame, where one is.
    pub(super) fn step(&self) -> Option<&str> {
        match self {
            Self::Step(step) | Self::Withheld(step) => Some(step),
            _ => None,
        }
    }
}
