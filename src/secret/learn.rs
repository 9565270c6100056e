//! Finds in a record the secrets that the target issued, and those that were sent.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use url::form_urlencoded;

use super::Redactor;
use crate::exchange::{Block, Body, Exchange, Headers, Outcome, Record};

/// Parameters of a form or a query that are secrets there; as members of a JSON text the same names mean other things.
const SECRET_PARAMETERS: [&str; 2] = ["code", "token"];

/// Members and parameters whose values are secrets (RFC 6749, RFC 7591, RFC 7592, RFC 7523, RFC 8628, OpenID Connect).
const SECRET_MEMBERS: [&str; 12] = [
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "registration_access_token",
    "client_assertion",
    "assertion",
    "device_code",
    "password",
    "code_verifier",
    "id_token_hint",
    "logout_token",
];

/// Values of a credentials note that are secrets, by the names that configuration files give them.
const SECRET_SETTINGS: [&str; 2] = ["initialAccessToken", "clientSecret"];

impl Redactor {
    /// Learns every secret that the record shows: what the target issued, what was sent, what a note names.
    pub fn learn(&mut self, record: &Record) {
        for scenario in &record.scenarios {
            for block in scenario.groups.iter().flat_map(|group| &group.blocks) {
                match block {
                    Block::Note(note) => self.learn_note(&note.text),
                    Block::Exchange { exchange, .. } => self.learn_exchange(exchange),
                    Block::Text(text) => {
                        self.learn_text(text);
                        self.learn_note(text);
                    }
                    Block::Specs { .. } | Block::Validations { .. } => {}
                }
            }
        }
    }

    fn learn_exchange(&mut self, exchange: &Exchange) {
        self.learn_query(&exchange.request.url);
        self.learn_body(&exchange.request.body);
        self.learn_headers(&exchange.request.headers);
        if let Outcome::Response(response) = &exchange.outcome {
            self.learn_body(&response.body);
            self.learn_headers(&response.headers);
        }
    }

    fn learn_body(&mut self, body: &Body) {
        let bytes = body.bytes().map(String::from_utf8_lossy);
        let Some(text) = bytes.as_deref().or_else(|| body.text()) else {
            return;
        };
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            self.learn_members(&value);
        }
        self.learn_text(text);
        if !text.contains(['{', '<', ' ']) {
            self.learn_form(text);
        }
    }

    fn learn_members(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn_members(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    if SECRET_MEMBERS.contains(&name.as_str()) {
                        self.learn_strings(name, value);
                    } else {
                        self.learn_members(value);
                    }
                }
            }
            _ => {}
        }
    }

    fn learn_strings(&mut self, name: &str, value: &Value) {
        match value {
            Value::String(text) => self.add(name, text),
            Value::Number(number) if number.to_string().len() > 4 => {
                self.add(name, &number.to_string());
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn_strings(name, item)),
            Value::Object(members) => {
                members
                    .values()
                    .for_each(|member| self.learn_strings(name, member));
            }
            _ => {}
        }
    }

    /// Finds `"access_token": "…"` also where the text is not JSON as a whole, or names a member twice.
    fn learn_text(&mut self, text: &str) {
        for name in SECRET_MEMBERS {
            for quote in ['"', '\''] {
                let member = format!("{quote}{name}{quote}");
                for (at, found) in text.match_indices(&member) {
                    let after = text
                        .get(at + found.len()..)
                        .unwrap_or_default()
                        .trim_start();
                    let value = after.strip_prefix([':', '=']).map(str::trim_start);
                    if let Some(value) = value.and_then(|value| value.strip_prefix(['"', '\''])) {
                        self.add(name, &unescaped(value));
                    }
                }
            }
        }
    }

    fn learn_form(&mut self, text: &str) {
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let name = name.as_ref();
            if SECRET_MEMBERS.contains(&name) || SECRET_PARAMETERS.contains(&name) {
                self.add(name, &value);
            }
        }
    }

    fn learn_query(&mut self, url: &str) {
        for part in url.split(['?', '#']).skip(1) {
            self.learn_form(part);
        }
    }

    fn learn_headers(&mut self, headers: &Headers) {
        for header in headers.list() {
            let name = header.name.to_ascii_lowercase();
            match name.as_str() {
                "authorization" | "proxy-authorization" => self.learn_credentials(&header.value),
                "cookie" | "set-cookie" => self.learn_cookie(&header.value),
                "location" => self.learn_query(&header.value),
                _ => {}
            }
        }
    }

    /// Credentials of any scheme (RFC 9110 §11.4), and the password inside `Basic` (RFC 7617 §2).
    fn learn_credentials(&mut self, value: &str) {
        let (scheme, credentials) = value.split_once(' ').unwrap_or(("", value));
        let credentials = credentials.trim();
        if scheme.eq_ignore_ascii_case("basic") {
            let pair = STANDARD
                .decode(credentials)
                .ok()
                .and_then(|pair| String::from_utf8(pair).ok());
            if let Some((_, password)) = pair.as_deref().and_then(|pair| pair.split_once(':')) {
                let decoded = form_urlencoded::parse(format!("p={password}").as_bytes())
                    .next()
                    .map(|(_, value)| value.into_owned());
                self.add("client_secret", &decoded.unwrap_or_default());
                self.add("client_secret", password);
            }
            self.add("basic_credentials", credentials);
        } else if scheme.is_empty() {
            self.add("authorization", credentials);
        } else {
            self.add(
                &format!("{}_token", scheme.to_ascii_lowercase()),
                credentials,
            );
        }
    }

    fn learn_cookie(&mut self, value: &str) {
        let pair = value.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.add(
                &format!("cookie {}", name.trim()),
                value.trim().trim_matches('"'),
            );
        }
    }

    /// Finds ``* **clientSecret**: `…` `` in a note.
    fn learn_note(&mut self, text: &str) {
        for name in SECRET_SETTINGS {
            let bullet = format!("**{name}**: `");
            for (at, found) in text.match_indices(&bullet) {
                let value = text.get(at + found.len()..).unwrap_or_default();
                self.add(name, value.split('`').next().unwrap_or_default());
            }
        }
    }
}

/// A JSON string's value from after its opening quote; what follows the end of the text is taken as it stands.
fn unescaped(text: &str) -> String {
    let mut end = text.len();
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' | '\'' | '\n' if !escaped => {
                end = at;
                break;
            }
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    let raw = text.get(..end).unwrap_or(text);
    serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| raw.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_learned_from_broken_json_too() {
        let mut redactor = Redactor::default();
        redactor.learn_body(&Body::from_bytes(
            br#"{"access_token": "at\/canary","client_secret":"cut-off-ca"#.to_vec(),
        ));
        assert_eq!(
            redactor.text("at/canary cut-off-ca"),
            "[access_token] [client_secret]"
        );
    }

    #[test]
    fn a_password_is_learned_from_basic_credentials() {
        let mut redactor = Redactor::default();
        redactor.learn_credentials("Basic aWQ6YSUyQmItc2VjcmV0");
        assert_eq!(redactor.text("a+b-secret"), "[client_secret]");
        assert_eq!(
            redactor.text("Basic aWQ6YSUyQmItc2VjcmV0"),
            "Basic [basic_credentials]"
        );
    }

    #[test]
    fn queries_forms_cookies_and_notes_are_learned() {
        let mut redactor = Redactor::default();
        redactor.learn_query("https://as.example/cb?code=canary-code&state=x");
        redactor.learn_body(&Body::from_bytes(
            b"grant_type=x&client_secret=canary+secret".to_vec(),
        ));
        redactor.learn_cookie("session=canary-cookie; HttpOnly");
        redactor.learn_note("* **clientSecret**: `canary-note`\n");
        let text = "canary-code canary%20secret canary-cookie canary-note";
        assert_eq!(
            redactor.text(text),
            "[code] [client_secret] [cookie session] [clientSecret]"
        );
    }
}
