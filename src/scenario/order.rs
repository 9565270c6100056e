//! Which steps of a scenario must be over before another one: those whose values it uses, those that it names, and, for
//! the normal course, every step before it.

use serde_json::Value;

use super::{Act, ClientAuth, Scenario, Step, Template};
use crate::exchange::Action;

impl Scenario {
    /// For each step, the steps that must be over before it, by their places.
    ///
    /// A step of the normal course comes after the one before it. A probe comes after the steps that it uses a value of,
    /// and beside all others; one that registers a client also after the normal course's token requests. A wait comes after
    /// everything before it, and before everything after it.
    pub fn order(&self) -> Vec<Vec<usize>> {
        let mut order: Vec<Vec<usize>> = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let earlier = self.steps.iter().enumerate().take(index);
            let wait = matches!(step.act, Act::Wait(_));
            let used = variables(step);
            let before = earlier.clone().filter(|(place, other)| {
                let plain = other.probe.is_plain();
                let discovery = matches!(other.act, Act::Discover(_)) && plain;
                let last_plain = step.probe.is_plain()
                    && plain
                    && !self
                        .steps
                        .iter()
                        .take(index)
                        .skip(place + 1)
                        .any(|between| between.probe.is_plain());
                let gives = other
                    .captures
                    .iter()
                    .any(|capture| used.contains(&capture.name))
                    || other.otherwise.iter().any(|(name, _)| used.contains(name));
                // Whether clients are known at once is learned with the first of them.
                let learns = matches!(step.act, Act::Register { .. })
                    && plain
                    && is_token_request(&other.act);
                wait || matches!(other.act, Act::Wait(_))
                    || learns
                    || discovery
                    || last_plain
                    || gives
                    || step.after.contains(&other.id)
            });
            order.push(before.map(|(place, _)| place).collect());
        }
        order
    }

    /// The most steps that come one after another because one needs the other.
    pub fn longest_chain(&self) -> usize {
        let mut lengths: Vec<usize> = Vec::new();
        for before in self.order() {
            let longest = before.iter().filter_map(|place| lengths.get(*place)).max();
            lengths.push(longest.copied().unwrap_or_default() + 1);
        }
        lengths.into_iter().max().unwrap_or_default()
    }
}

impl Act {
    /// Whether its request holds what a key pair of the tool's makes: a JWK set, or a signature.
    pub fn takes_a_key(&self) -> bool {
        let signs = match self {
            Self::Form { auth, .. } => matches!(auth, ClientAuth::PrivateKeyJwt { .. }),
            Self::Raw(raw) => matches!(raw.auth, ClientAuth::PrivateKeyJwt { .. }),
            _ => false,
        };
        let is_set = |name: &String| name.starts_with("jwks.") || name.starts_with("private_jwks.");
        signs || act_variables(self).iter().any(is_set)
    }
}

fn is_token_request(act: &Act) -> bool {
    matches!(act, Act::Form { action, .. } if *action == Action::Token)
}

/// The variables that a step uses, by name.
fn variables(step: &Step) -> Vec<String> {
    let mut names: Vec<String> = step.when.has.clone();
    names.extend(step.when.lacks.iter().cloned());
    let captures = step
        .captures
        .iter()
        .flat_map(|capture| capture.instead.iter().chain(&capture.or));
    let others = step.otherwise.iter().map(|(_, template)| template);
    for template in captures.chain(others) {
        names.extend(template.variables().map(str::to_owned));
    }
    names.extend(act_variables(&step.act));
    names
}

/// The variables that a request is made with, by name.
fn act_variables(act: &Act) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for template in templates(act) {
        names.extend(template.variables().map(str::to_owned));
    }
    if let Some(metadata) = json(act) {
        in_json(metadata, &mut names);
    }
    names
}

fn templates(act: &Act) -> Vec<&Template> {
    match act {
        Act::Discover(_) | Act::Jwks | Act::Wait(_) => Vec::new(),
        Act::Register { bearer, .. } => bearer.iter().collect(),
        Act::Manage {
            uri, bearer, base, ..
        } => std::iter::once(uri).chain(bearer).chain(base).collect(),
        Act::Form { auth, form, .. } => {
            let form = form.iter().map(|(_, template)| template);
            of_auth(auth).into_iter().chain(form).collect()
        }
        Act::Resource { url, bearer } => std::iter::once(url).chain(bearer).collect(),
        Act::Raw(raw) => {
            let pairs = raw
                .query
                .iter()
                .chain(&raw.headers)
                .chain(raw.form.iter().flatten());
            let pairs = pairs.map(|(_, template)| template);
            let rest = std::iter::once(&raw.url)
                .chain(&raw.bearer)
                .chain(&raw.body);
            of_auth(&raw.auth)
                .into_iter()
                .chain(rest)
                .chain(pairs)
                .collect()
        }
    }
}

fn of_auth(auth: &ClientAuth) -> Vec<&Template> {
    match auth {
        ClientAuth::None => Vec::new(),
        ClientAuth::Basic {
            client_id,
            client_secret,
        }
        | ClientAuth::Post {
            client_id,
            client_secret,
        } => vec![client_id, client_secret],
        ClientAuth::SecretJwt {
            client_id,
            client_secret,
            assertion,
        } => {
            let audience = assertion.audience.iter();
            [client_id, client_secret]
                .into_iter()
                .chain(audience)
                .collect()
        }
        ClientAuth::PrivateKeyJwt {
            client_id,
            assertion,
            ..
        } => std::iter::once(client_id)
            .chain(&assertion.audience)
            .collect(),
    }
}

fn json(act: &Act) -> Option<&Value> {
    match act {
        Act::Register { metadata, .. } => Some(metadata),
        Act::Manage { metadata, .. } => metadata.as_ref(),
        _ => None,
    }
}

fn in_json(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let template = Template::parse(text).ok();
            let variables = template.iter().flat_map(Template::variables);
            names.extend(variables.map(str::to_owned));
        }
        Value::Array(items) => items.iter().for_each(|item| in_json(item, names)),
        Value::Object(members) => members.values().for_each(|item| in_json(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::select;

    #[test]
    fn steps_that_take_a_key_are_told() {
        let names = ["probes/token/client-authentication".to_owned()];
        let scenarios = select(&names).unwrap();
        let mut told = 0;
        for step in &scenarios[0].steps {
            // How the steps are written is read a second time, as text.
            let written = format!("{:?}", step.act);
            let takes = written.contains("PrivateKeyJwt") || written.contains("jwks.");
            assert_eq!(step.act.takes_a_key(), takes, "{}", step.id);
            told += usize::from(takes);
        }
        assert!(0 < told && told < scenarios[0].steps.len(), "{told}");
    }
}
