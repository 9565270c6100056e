//! `issuercheck run --dry-run`: every request that would be sent, and why; none is.

use serde_json::{Value, json};

use super::run::Job;
use crate::{
    check::Selection,
    checks,
    config::Format,
    embedded::{self, Embedded},
    error::{Error, Exit},
    exchange::{Action, Probe},
    plan::{Plan, Planned},
    scenario::{Act, ClientAuth, Over, Part, Raw, Scenario, Step, Template, WellKnown},
};

/// One step as it would be sent.
struct Shown {
    id: String,
    title: String,
    probe: Probe,
    /// The method and the URL; `None` for a wait.
    request: Option<(String, String)>,
    /// How the client authenticates, and what is in the body.
    parts: Vec<String>,
    /// What it waits for, and when it is not sent.
    conditions: Vec<String>,
    checks: Vec<&'static str>,
}

impl Job<'_> {
    /// Prints the plan.
    pub(super) async fn dry_run(
        &self,
        scenarios: Vec<Scenario>,
        selection: &Selection,
    ) -> Result<Exit, Error> {
        let embedded = match &self.settings.issuer.value {
            Some(_) => None,
            None => Some(self.start().await?),
        };
        let plan = self.plan(scenarios, embedded.as_ref())?;
        let text = match self.settings.format.value {
            Format::Json => as_json(&plan, selection)?,
            Format::Text => as_text(&plan, selection, embedded.as_ref()),
        };
        if let Some(embedded) = embedded {
            embedded.stop().await?;
        }
        self.terminal.out(&text)
    }
}

fn as_text(plan: &Plan, selection: &Selection, embedded: Option<&Embedded>) -> String {
    let issuer = embedded.map_or(plan.issuer.as_str(), |_| embedded::ISSUER);
    let mut lines = vec![format!("{issuer}: what would be sent; nothing is")];
    let mut count = 0;
    for planned in &plan.scenarios {
        lines.push(String::new());
        lines.push(planned.scenario.id.to_string());
        for step in &planned.scenario.steps {
            let shown = shown(planned, step, &plan.issuer, selection);
            count += usize::from(shown.request.is_some());
            lines.extend(shown.lines());
        }
    }
    lines.push(String::new());
    let longest = plan
        .scenarios
        .iter()
        .map(|planned| planned.scenario.longest_chain());
    lines.push(format!(
        "at most {count} requests in {} scenarios, the longest chain of which is {} requests; what is the same for several \
         scenarios is sent once",
        plan.scenarios.len(),
        longest.max().unwrap_or_default()
    ));
    if plan.evidence {
        lines.push(
            "for the checks, also once: the metadata at the other location, and the JWK set; for each scenario: its client"
                .to_owned(),
        );
    }
    if plan.manners.delete_clients {
        lines.push(
            "at the end, every registered client is deleted where the server allows it".to_owned(),
        );
    }
    lines.join("\n") + "\n"
}

fn as_json(plan: &Plan, selection: &Selection) -> Result<String, Error> {
    let scenarios: Vec<Value> = plan
        .scenarios
        .iter()
        .map(|planned| {
            let steps = planned.scenario.steps.iter();
            let steps: Vec<Value> = steps
                .map(|step| shown(planned, step, &plan.issuer, selection).json())
                .collect();
            json!({ "id": planned.scenario.id.to_string(), "steps": steps })
        })
        .collect();
    let document = json!({ "version": 1, "issuer": plan.issuer, "scenarios": scenarios });
    let text = serde_json::to_string_pretty(&document);
    text.map(|text| text + "\n")
        .map_err(|error| Error::Bug(error.to_string()))
}

impl Shown {
    fn lines(&self) -> Vec<String> {
        let request = self.request.as_ref();
        let request = request.map_or_else(String::new, |(method, url)| format!("{method} {url}"));
        let mut lines = vec![format!("  {:24} {request}", self.id)];
        lines.push(format!("    why   {}", self.why()));
        lines.extend(self.parts.iter().map(|part| format!("    with  {part}")));
        lines.extend(
            self.conditions
                .iter()
                .map(|condition| format!("    when  {condition}")),
        );
        if !self.checks.is_empty() {
            lines.push(format!("    for   {}", self.checks.join(" ")));
        }
        lines
    }

    fn why(&self) -> String {
        if self.probe.is_plain() {
            self.title.clone()
        } else {
            format!("{}: {}", self.probe.name(), self.probe.purpose())
        }
    }

    fn json(&self) -> Value {
        let (method, url) = self.request.clone().unzip();
        json!({
            "step": self.id,
            "title": self.title,
            "probe": self.probe.name(),
            "why": self.why(),
            "method": method,
            "url": url,
            "with": self.parts,
            "when": self.conditions,
            "checks": self.checks,
        })
    }
}

fn shown(planned: &Planned, step: &Step, issuer: &str, selection: &Selection) -> Shown {
    let text = |template: &Template| filled(planned, template);
    let (request, parts) = request(planned, &step.act, issuer, &text);
    let asked = checks::all().filter(|check| selection.asks(check) && !selection.is_none());
    let asked = asked.filter(|check| check.probes.contains(&step.probe));
    let mut conditions: Vec<String> = Vec::new();
    let when = &step.when;
    conditions.extend(
        when.metadata
            .iter()
            .map(|name| format!("the metadata has `{name}`")),
    );
    let lists = when.lists.iter();
    conditions
        .extend(lists.map(|(name, value)| format!("`{name}` in the metadata lists `{value}`")));
    conditions.extend(when.has.iter().map(|name| format!("`{name}` has a value")));
    let lacks = when.lacks.iter();
    conditions.extend(lacks.map(|name| format!("`{name}` has no value")));
    conditions.extend(when.https.then(|| "the issuer is an https URL".to_owned()));
    conditions.extend(step.after.iter().map(|id| format!("{id} is over")));
    conditions.extend(
        step.shared
            .then(|| "no other scenario has sent the same".to_owned()),
    );
    Shown {
        id: step.id.clone(),
        title: step.title.clone(),
        probe: step.probe,
        request,
        parts,
        conditions,
        checks: asked.map(|check| check.id).collect(),
    }
}

type Text<'a> = dyn Fn(&Template) -> String + 'a;

/// The method and URL of a step, and what goes with them.
fn request(
    planned: &Planned,
    act: &Act,
    issuer: &str,
    text: &Text<'_>,
) -> (Option<(String, String)>, Vec<String>) {
    let send = |method: &str, url: String| Some((method.to_owned(), url));
    let bearer = |token: &Option<Template>| {
        token
            .iter()
            .map(|token| format!("Bearer {}", text(token)))
            .collect()
    };
    let body = |metadata: &Value| filled_json(planned, metadata).to_string();
    match act {
        Act::Wait(time) => (None, vec![format!("a pause of {time:?}")]),
        Act::Discover(place) => {
            let url = format!("{issuer} /.well-known/{}", location(*place));
            (send("GET", url), Vec::new())
        }
        Act::Jwks => (send("GET", "${metadata.jwks_uri}".to_owned()), Vec::new()),
        Act::Register {
            metadata,
            bearer: token,
        } => {
            let mut parts: Vec<String> = bearer(token);
            parts.push(body(metadata));
            (
                send("POST", "${metadata.registration_endpoint}".to_owned()),
                parts,
            )
        }
        Act::Manage {
            action,
            uri,
            bearer: token,
            metadata,
            ..
        } => {
            let mut parts: Vec<String> = bearer(token);
            parts.extend(metadata.as_ref().map(body));
            (send(method(*action), text(uri)), parts)
        }
        Act::Form { action, auth, form } => of_form(*action, auth, form, text),
        Act::Resource { url, bearer: token } => (send("GET", text(url)), bearer(token)),
        Act::Raw(raw) => of_raw(raw, text),
    }
}

/// The well-known name of metadata (RFC 8414 §3).
fn location(place: WellKnown) -> &'static str {
    match place {
        WellKnown::OauthAuthorizationServer => "oauth-authorization-server",
        WellKnown::OpenidConfiguration | WellKnown::Either => "openid-configuration",
    }
}

/// The method that manages a client (RFC 7592 §2).
fn method(action: Action) -> &'static str {
    match action {
        Action::UpdateClient => "PUT",
        Action::DeleteClient => "DELETE",
        _ => "GET",
    }
}

fn of_form(
    action: Action,
    auth: &ClientAuth,
    form: &[(String, Template)],
    text: &Text<'_>,
) -> (Option<(String, String)>, Vec<String>) {
    let endpoint = match action {
        Action::Introspect => "introspection_endpoint",
        Action::Revoke => "revocation_endpoint",
        _ => "token_endpoint",
    };
    let parts = authenticated(auth, text)
        .into_iter()
        .chain([pairs(form, text)]);
    let url = format!("${{metadata.{endpoint}}}");
    (Some(("POST".to_owned(), url)), parts.collect())
}

fn of_raw(raw: &Raw, text: &Text<'_>) -> (Option<(String, String)>, Vec<String>) {
    let mut url = text(&raw.url);
    if !raw.query.is_empty() {
        url = format!("{url}?{}", pairs(&raw.query, text));
    }
    let mut parts: Vec<String> = authenticated(&raw.auth, text).into_iter().collect();
    let headers = raw.headers.iter();
    parts.extend(headers.map(|(name, value)| format!("{name}: {}", text(value))));
    parts.extend(raw.form.as_ref().map(|form| pairs(form, text)));
    parts.extend(raw.body.as_ref().map(text));
    parts.extend((raw.over != Over::Usual).then(|| format!("over {:?}", raw.over)));
    (Some((raw.method.clone(), url)), parts)
}

fn authenticated(auth: &ClientAuth, text: &Text<'_>) -> Option<String> {
    Some(match auth {
        ClientAuth::None => return None,
        ClientAuth::Basic { client_id, .. } => {
            format!("client_secret_basic as {}", text(client_id))
        }
        ClientAuth::Post { client_id, .. } => format!("client_secret_post as {}", text(client_id)),
        ClientAuth::PrivateKeyJwt { client_id, .. } => {
            format!("private_key_jwt as {}", text(client_id))
        }
        ClientAuth::SecretJwt { client_id, .. } => {
            format!("client_secret_jwt as {}", text(client_id))
        }
    })
}

fn pairs(form: &[(String, Template)], text: &Text<'_>) -> String {
    let pairs: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{name}={}", text(value)))
        .collect();
    pairs.join("&")
}

/// A template with the values that may be shown; what is a secret, or comes later, stays a name.
fn filled(planned: &Planned, template: &Template) -> String {
    let public = |name: &str| {
        let secret = planned
            .scenario
            .secrets
            .iter()
            .any(|secret| secret.name == name && !secret.public);
        let binding = planned
            .bindings
            .iter()
            .find(|binding| binding.name == name)?;
        binding.value.as_deref().filter(|_| !secret)
    };
    let parts = template.0.iter().map(|part| match part {
        Part::Text(text) => text.clone(),
        Part::Variable(name) => public(name).map_or_else(|| format!("${{{name}}}"), str::to_owned),
    });
    parts.collect()
}

fn filled_json(planned: &Planned, value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let filled = Template::parse(text).map(|template| filled(planned, &template));
            Value::String(filled.unwrap_or_else(|_| text.clone()))
        }
        Value::Array(items) => items
            .iter()
            .map(|item| filled_json(planned, item))
            .collect(),
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, item)| (name.clone(), filled_json(planned, item)))
                .collect()
        }
        other => other.clone(),
    }
}
