//! Finds in a record the secrets that the target issued, and those that were sent.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use url::form_urlencoded;

use super::Redactor;
use crate::exchange::{Block, Body, Content, Exchange, Headers, Outcome, Record};

/// Parameters of a form or a query that are secrets there; as members of a JSON text the same names mean other things.
const SECRET_PARAMETERS: [&str; 2] = ["code", "token"];

/// Members and parameters whose values are secrets (RFC 6749, RFC 7591, RFC 7592, RFC 7523, RFC 8628, OpenID Connect).
pub(crate) const SECRET_MEMBERS: [&str; 12] = [
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

/// Secrets that one exchange can show. A target that shows more wants to keep the reader busy; its messages are withheld.
const MOST: usize = 64;

const WITHHELD: &str = "withheld: it holds more secrets than can be told apart";

impl Redactor {
    /// Learns every secret that the record shows: what the target issued, what was sent, what a note names.
    pub fn learn(&mut self, record: &Record) {
        for scenario in &record.scenarios {
            for block in scenario.groups.iter().flat_map(|group| &group.blocks) {
                self.learn_seen(Seen::in_block(block));
            }
        }
        let deletions = record
            .clients
            .iter()
            .filter_map(|client| client.exchange.as_ref());
        for exchange in deletions {
            self.learn_seen(Seen::in_exchange(exchange));
        }
    }

    fn learn_seen(&mut self, seen: Seen) {
        self.is_crowded |= seen.too_many;
        for (name, value) in seen.list {
            self.add(&name, &value);
        }
    }
}

/// Puts a word in the place of what shows more secrets than were learned from it.
pub(super) fn withhold_crowded(record: &mut Record) {
    for scenario in &mut record.scenarios {
        let groups = scenario.groups.iter_mut();
        let blocks = groups.flat_map(|group| &mut group.blocks);
        blocks.for_each(withhold);
    }
    let deletions = record.clients.iter_mut();
    for exchange in deletions.filter_map(|client| client.exchange.as_mut()) {
        withhold_exchange(exchange);
    }
}

fn withhold(block: &mut Block) {
    if !Seen::in_block(block).too_many {
        return;
    }
    match block {
        Block::Exchange { exchange, shown } => {
            *shown = None;
            hide(exchange);
        }
        Block::Text(text) => *text = format!("{WITHHELD}\n"),
        Block::Note(note) => note.text = format!("{WITHHELD}\n"),
        Block::Specs { .. } | Block::Validations { .. } => {}
    }
}

/// The same for an exchange that is in no block.
fn withhold_exchange(exchange: &mut Exchange) {
    if Seen::in_exchange(exchange).too_many {
        hide(exchange);
    }
}

fn hide(exchange: &mut Exchange) {
    exchange.request.body = Body::from_bytes(WITHHELD.into());
    if let Outcome::Response(response) = &mut exchange.outcome {
        response.body.content = Content::Text(WITHHELD.to_owned());
        response.headers = Headers::NotRecorded;
    }
}

/// The secrets that were seen, each with its name, in order.
#[derive(Default)]
struct Seen {
    list: Vec<(String, String)>,
    values: BTreeSet<String>,
    too_many: bool,
}

impl Seen {
    fn in_exchange(exchange: &Exchange) -> Self {
        let mut seen = Self::default();
        seen.learn_exchange(exchange);
        seen
    }

    fn in_block(block: &Block) -> Self {
        let mut seen = Self::default();
        match block {
            Block::Note(note) => seen.learn_note(&note.text),
            Block::Exchange { exchange, .. } => seen.learn_exchange(exchange),
            Block::Text(text) => {
                seen.learn_text(text);
                seen.learn_note(text);
            }
            Block::Specs { .. } | Block::Validations { .. } => {}
        }
        seen
    }

    fn add(&mut self, name: &str, value: &str) {
        if value.is_empty() || self.values.contains(value) {
            return;
        }
        if self.list.len() == MOST {
            self.too_many = true;
            return;
        }
        self.values.insert(value.to_owned());
        self.list.push((name.to_owned(), value.to_owned()));
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
        for quote in ['"', '\''] {
            let mut ends = text.match_indices(quote).map(|(at, _)| at).peekable();
            while let (Some(at), Some(end)) = (ends.next(), ends.peek()) {
                let name = text.get(at + 1..*end).unwrap_or_default();
                let after = text.get(end + 1..).unwrap_or_default();
                if let Some(name) = SECRET_MEMBERS.iter().find(|known| **known == name) {
                    self.learn_value(name, after);
                }
            }
        }
    }

    /// Learns the string that is the value of a member, from what follows the member's name.
    fn learn_value(&mut self, name: &str, after: &str) {
        let value = after.trim_start().strip_prefix([':', '=']);
        let value = value.map(str::trim_start);
        for quote in ['"', '\''] {
            if let Some(value) = value.and_then(|value| value.strip_prefix(quote)) {
                self.add(name, &unescaped(value, quote));
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
                "cookie" => header
                    .value
                    .split(';')
                    .for_each(|pair| self.learn_cookie(pair)),
                "set-cookie" => self.learn_cookie(&header.value),
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
                // As it stands, the password is a form of what it decodes to (RFC 6749 §2.3.1).
                let decoded = form_urlencoded::parse(format!("p={password}").as_bytes())
                    .next()
                    .map(|(_, value)| value.into_owned());
                let decoded = decoded.filter(|value| !value.contains(char::REPLACEMENT_CHARACTER));
                self.add("client_secret", decoded.as_deref().unwrap_or(password));
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

    /// Finds ``* **clientSecret**: `…` `` in a note; a value with backticks is between more of them.
    fn learn_note(&mut self, text: &str) {
        for name in SECRET_SETTINGS {
            let bullet = format!("**{name}**: `");
            for (at, found) in text.match_indices(&bullet) {
                let after = text.get(at + found.len()..).unwrap_or_default();
                let inside = after.trim_start_matches('`');
                let fence = "`".repeat(after.len() - inside.len() + 1);
                let value = inside.split(fence.as_str()).next().unwrap_or_default();
                let padded = value
                    .strip_prefix(' ')
                    .and_then(|value| value.strip_suffix(' '));
                self.add(name, padded.filter(|_| fence.len() > 1).unwrap_or(value));
            }
        }
    }
}

/// A JSON string's value from after its opening quote; what follows the end of the text is taken as it stands.
fn unescaped(text: &str, quote: char) -> String {
    let mut end = text.len();
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '\n' => {
                end = at;
                break;
            }
            ends if ends == quote && !escaped => {
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

    fn redactor(learn: impl Fn(&mut Seen)) -> Redactor {
        let mut seen = Seen::default();
        learn(&mut seen);
        let mut redactor = Redactor::default();
        for (name, value) in seen.list {
            redactor.add(&name, &value);
        }
        redactor
    }

    #[test]
    fn members_are_learned_from_broken_json_too() {
        let body = br#"{"access_token": "at\/can'ary","client_secret":"cut-off-ca"#;
        let redactor = redactor(|seen| seen.learn_body(&Body::from_bytes(body.to_vec())));
        assert_eq!(
            redactor.text("at/can'ary cut-off-ca"),
            "[access_token] [client_secret]"
        );
    }

    #[test]
    fn a_password_is_learned_from_basic_credentials() {
        let redactor = redactor(|seen| seen.learn_credentials("Basic aWQ6YSUyQmItc2VjcmV0"));
        assert_eq!(redactor.text("a+b-secret"), "[client_secret]");
        assert_eq!(
            redactor.text("Basic aWQ6YSUyQmItc2VjcmV0"),
            "Basic [basic_credentials]"
        );
    }

    #[test]
    fn queries_forms_cookies_and_notes_are_learned() {
        let redactor = redactor(|seen| {
            seen.learn_query("https://as.example/cb?code=canary-code&state=x");
            let form = b"grant_type=x&client_secret=canary+secret";
            seen.learn_body(&Body::from_bytes(form.to_vec()));
            seen.learn_cookie("session=canary-cookie; HttpOnly");
            seen.learn_note(
                "* **clientSecret**: `canary-note`\n* **initialAccessToken**: `` a`b-note ``\n",
            );
        });
        let text = "canary-code canary%20secret canary-cookie canary-note a`b-note";
        assert_eq!(
            redactor.text(text),
            "[code] [client_secret] [cookie session] [clientSecret] [initialAccessToken]"
        );
    }

    #[test]
    fn what_shows_too_many_secrets_is_withheld() {
        let tokens = (0..=MOST).map(|number| format!("\"access_token\":\"token-{number}\","));
        let mut block = Block::Text(tokens.collect());
        withhold(&mut block);
        assert_eq!(block, Block::Text(format!("{WITHHELD}\n")));
    }
}
