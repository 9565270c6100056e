//! What follows from what a page shows: the scenario's name, what each exchange is for, and the issuer.

use serde_json::Value;
use url::Url;

use crate::exchange::{Action, Block, Exchange, ScenarioRecord};

/// `category/feature/name`, as far as the page shows it: feature and name from the heading, or else from the file's name;
/// the category from the command, or else from the feature's label.
pub(super) fn scenario_id(scenario: &ScenarioRecord, file: &str) -> String {
    let file = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let (feature, name) = match scenario.heading.split_once(" >> ") {
        Some((feature, name)) => (
            feature,
            name.replace(" (", "_")
                .replace(" >> ", "_")
                .replace(')', ""),
        ),
        None => stem
            .split_once('_')
            .map_or(("report", stem.to_owned()), |(feature, name)| {
                (feature, name.to_owned())
            }),
    };
    let feature = slug(feature);
    let category = category_in(&scenario.command, &feature)
        .or(Some(scenario.feature.category.as_str()).filter(|label| !label.is_empty()))
        .map(|category| slug(category).to_lowercase());
    match category {
        Some(category) => format!("{category}/{feature}/{}", slug(&name)),
        None => format!("{feature}/{}", slug(&name)),
    }
}

// The part before the feature in a path of the command.
fn category_in<'a>(command: &'a str, feature: &str) -> Option<&'a str> {
    let (before, _) = command.split_once(&format!("/{feature}/"))?;
    let category = before
        .rsplit(|c: char| c == '/' || c.is_whitespace())
        .next()?;
    Some(category).filter(|category| !category.is_empty())
}

// Fit for a file's name: it may name the page that is written from the record.
fn slug(text: &str) -> String {
    let keep = |c: char| {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
            c
        } else {
            '-'
        }
    };
    let slug: String = text.chars().map(keep).collect();
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() {
        "page".to_owned()
    } else {
        slug.to_owned()
    }
}

/// Says of each exchange what it is for where that follows from what is shown, and gives the issuer that the first discovery
/// asked for.
pub(super) fn actions(scenario: &mut ScenarioRecord) -> Option<String> {
    let mut known = Known::default();
    let blocks = scenario
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.blocks);
    for block in blocks {
        if let Block::Exchange { exchange, .. } = block {
            exchange.action = known.action(exchange);
            known.learn(exchange);
        }
    }
    known.issuer
}

/// What earlier exchanges showed.
#[derive(Default)]
struct Known {
    issuer: Option<String>,
    metadata: Option<Value>,
    client_configuration: Option<String>,
}

impl Known {
    fn action(&self, exchange: &Exchange) -> Option<Action> {
        let url = &exchange.request.url;
        let is = |member: &str| {
            self.endpoint(member)
                .is_some_and(|endpoint| same_url(endpoint, url))
        };
        let client = self.client_configuration.as_deref();
        let managed = client.is_some_and(|endpoint| same_url(endpoint, url));
        match exchange.request.method.as_str() {
            "GET" if is("jwks_uri") => Some(Action::Jwks),
            "GET" if issuer_of(url).is_some() => Some(Action::Discover),
            "GET" if managed => Some(Action::ReadClient),
            "PUT" if managed => Some(Action::UpdateClient),
            "DELETE" if managed => Some(Action::DeleteClient),
            "POST" if is("token_endpoint") && asks_for_token(exchange) => Some(Action::Token),
            "POST" if is("registration_endpoint") => Some(Action::Register),
            "POST" if is("introspection_endpoint") => Some(Action::Introspect),
            "POST" if is("revocation_endpoint") => Some(Action::Revoke),
            _ => None,
        }
    }

    fn learn(&mut self, exchange: &Exchange) {
        let json = || exchange.response()?.body.json();
        match exchange.action {
            Some(Action::Discover) => {
                self.issuer = self
                    .issuer
                    .take()
                    .or_else(|| issuer_of(&exchange.request.url));
                self.metadata = json().filter(Value::is_object).or(self.metadata.take());
            }
            Some(Action::Register) => {
                let uri = json().and_then(|client| {
                    Some(client.get("registration_client_uri")?.as_str()?.to_owned())
                });
                self.client_configuration = uri.or(self.client_configuration.take());
            }
            _ => {}
        }
    }

    fn endpoint(&self, member: &str) -> Option<&str> {
        self.metadata.as_ref()?.get(member)?.as_str()
    }
}

fn asks_for_token(exchange: &Exchange) -> bool {
    let form = exchange.request.body.text().unwrap_or_default();
    form.split('&').any(|pair| pair.starts_with("grant_type="))
}

// A request shows the URL as the client normalized it, metadata as the server wrote it.
fn same_url(left: &str, right: &str) -> bool {
    left == right
        || Url::parse(left).is_ok_and(|left| Url::parse(right).is_ok_and(|right| left == right))
}

/// The issuer whose metadata has this URL (OpenID Connect Discovery 1.0 §4.1, RFC 8414 §3.1).
fn issuer_of(url: &str) -> Option<String> {
    if url.contains(['?', '#']) {
        return None;
    }
    if let Some(issuer) = url.strip_suffix("/.well-known/openid-configuration") {
        return Some(issuer.to_owned());
    }
    let (origin, path) = url.split_once("/.well-known/oauth-authorization-server")?;
    let is_origin = origin
        .split_once("://")
        .is_some_and(|(_, host)| !host.contains('/'));
    let inserted = path.is_empty() || path.starts_with('/');
    (is_origin && inserted).then(|| format!("{origin}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_url_names_the_issuer() {
        for (url, issuer) in [
            (
                "https://as.example/.well-known/openid-configuration",
                Some("https://as.example"),
            ),
            (
                "https://as.example/a/.well-known/openid-configuration",
                Some("https://as.example/a"),
            ),
            (
                "https://as.example/.well-known/oauth-authorization-server/a",
                Some("https://as.example/a"),
            ),
            (
                "https://as.example/.well-known/oauth-authorization-server",
                Some("https://as.example"),
            ),
            (
                "https://as.example/.well-known/openid-configuration/jwks",
                None,
            ),
            (
                "https://as.example/a/.well-known/oauth-authorization-server",
                None,
            ),
            ("https://as.example/token", None),
        ] {
            assert_eq!(issuer_of(url).as_deref(), issuer, "{url}");
        }
    }

    #[test]
    fn a_name_from_a_page_cannot_leave_the_folder() {
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug(".."), "page");
        assert_eq!(slug("amend-c1_Multiple"), "amend-c1_Multiple");
    }

    #[test]
    fn the_category_is_before_the_feature() {
        let command = "npm start -- --runInBand test/features/core/unknown/implemented/x-test.js";
        assert_eq!(category_in(command, "unknown"), Some("core"));
        assert_eq!(category_in("issuercheck run unknown/x", "unknown"), None);
        assert_eq!(
            category_in("issuercheck run core/unknown/x", "unknown"),
            Some("core")
        );
    }
}
