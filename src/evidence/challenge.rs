//! The challenges of `WWW-Authenticate` (RFC 9110 §11.6.1).

use crate::exchange::Headers;

/// How a client can authenticate, as a response says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// The authentication scheme, as it was written.
    pub scheme: String,
    /// The parameters, in order: names in lower case, values without quotes.
    pub parameters: Vec<(String, String)>,
}

impl Challenge {
    /// The first value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str())
    }

    /// How often a parameter is there.
    pub fn count(&self, name: &str) -> usize {
        let named = self.parameters.iter().filter(|(found, _)| found == name);
        named.count()
    }

    /// Whether the scheme is this one, in any case (RFC 9110 §11.1).
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }
}

/// Every challenge of a response, in order. What is no challenge is passed over.
pub fn challenges(headers: &Headers) -> Vec<Challenge> {
    headers
        .all("www-authenticate")
        .flat_map(|value| Reader::new(value).read())
        .collect()
}

/// A field value that is being read; it never goes back.
struct Reader<'t> {
    rest: &'t str,
    found: Vec<Challenge>,
}

fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

const SPACE: [char; 2] = [' ', '\t'];

impl<'t> Reader<'t> {
    fn new(rest: &'t str) -> Self {
        let found = Vec::new();
        Self { rest, found }
    }

    fn read(mut self) -> Vec<Challenge> {
        loop {
            // After a comma comes a parameter or a new challenge; after a scheme, a parameter or a token68.
            let skipped = self.rest.trim_start_matches([' ', '\t', ',']);
            let comma = self.gap(skipped).contains(',');
            self.rest = skipped;
            let word = self.take(is_token);
            if word.is_empty() {
                let mut rest = self.rest.chars();
                if rest.next().is_none() {
                    return self.found;
                }
                self.rest = rest.as_str();
                continue;
            }
            let after = self.rest.trim_start_matches(SPACE);
            match after.strip_prefix('=') {
                Some(value) if !self.found.is_empty() => self.parameter(word, value),
                _ => self.scheme(word, comma),
            }
        }
    }

    /// What lies between the reader and a later place.
    fn gap(&self, later: &str) -> &'t str {
        let end = self.rest.len() - later.len();
        self.rest.get(..end).unwrap_or_default()
    }

    fn take(&mut self, is: fn(char) -> bool) -> &'t str {
        let rest = self.rest.trim_start_matches(is);
        let taken = self.gap(rest);
        self.rest = rest;
        taken
    }

    /// A word without a value: a new scheme, unless it is the token68 of the one before it.
    fn scheme(&mut self, word: &str, comma: bool) {
        let fresh = self.found.last();
        let token68 = !comma && fresh.is_some_and(|last| last.parameters.is_empty());
        if !token68 {
            self.found.push(Challenge {
                scheme: word.to_owned(),
                parameters: Vec::new(),
            });
        }
    }

    fn parameter(&mut self, name: &str, value: &'t str) {
        self.rest = value.trim_start_matches(SPACE);
        let quoted = self.rest.starts_with('"');
        let value = match self.rest.strip_prefix('"') {
            Some(text) => self.quoted(text),
            None => self.take(is_token).to_owned(),
        };
        // Without a value it is the end of a token68.
        if value.is_empty() && !quoted {
            return;
        }
        if let Some(last) = self.found.last_mut() {
            last.parameters.push((name.to_ascii_lowercase(), value));
        }
    }

    /// A quoted string (RFC 9110 §5.6.4); one that does not end goes on to the end of the field.
    fn quoted(&mut self, text: &'t str) -> String {
        let mut value = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => break,
                '\\' => value.extend(chars.next()),
                _ => value.push(c),
            }
        }
        self.rest = chars.as_str();
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Header;
    use proptest::prelude::any;
    use proptest::proptest;

    fn read(value: &str) -> Vec<Challenge> {
        Reader::new(value).read()
    }

    fn challenge(scheme: &str, parameters: &[(&str, &str)]) -> Challenge {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Challenge {
            scheme: scheme.to_owned(),
            parameters: parameters.iter().map(own).collect(),
        }
    }

    #[test]
    fn challenges_are_told_apart() {
        let both = [
            challenge("Basic", &[("realm", "a, \"b\"")]),
            challenge("Bearer", &[("realm", "c"), ("error", "invalid_token")]),
        ];
        assert_eq!(
            read(r#"Basic realm="a, \"b\"", Bearer Realm=c, error = "invalid_token""#),
            both
        );
        assert_eq!(read("Bearer"), [challenge("Bearer", &[])]);
        assert_eq!(
            read("Negotiate YWJj==, Bearer error=x"),
            [
                challenge("Negotiate", &[]),
                challenge("Bearer", &[("error", "x")])
            ]
        );
        assert_eq!(
            read("Basic, Bearer"),
            [challenge("Basic", &[]), challenge("Bearer", &[])]
        );
        assert_eq!(read(r#"realm="no scheme""#).len(), 1);
        assert_eq!(read(""), []);
    }

    #[test]
    fn fields_add_up() {
        let field = |value: &str| Header {
            name: "WWW-Authenticate".to_owned(),
            value: value.to_owned(),
        };
        let headers = Headers::Recorded(vec![field("Basic realm=a"), field("bearer realm=b")]);
        let found = challenges(&headers);
        assert_eq!(found.len(), 2);
        assert!(found[1].is("Bearer") && found[1].get("realm") == Some("b"));
        assert_eq!(found[1].count("realm"), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
