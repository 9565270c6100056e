//! The challenges of a `WWW-Authenticate` header (RFC 9110 §11.6.1).

/// One challenge.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Challenge {
    /// The authentication scheme, in lower case.
    pub(super) scheme: String,
    /// The names of its parameters, in lower case.
    pub(super) parameters: Vec<String>,
}

/// The challenges of one field; what is no challenge is passed over.
pub(super) fn challenges(field: &str) -> Vec<Challenge> {
    let mut found: Vec<Challenge> = Vec::new();
    for item in items(field) {
        let name = item.trim_start_matches(is_token);
        let (name, rest) = item.split_at(item.len() - name.len());
        if name.is_empty() {
            continue;
        }
        // `name = value` is a parameter of the challenge before it; `scheme name = value` begins one.
        if rest.trim_start().starts_with('=') {
            if let Some(last) = found.last_mut() {
                last.parameters.push(name.to_ascii_lowercase());
            }
            continue;
        }
        let first = rest.trim_start();
        let value = first.trim_start_matches(is_token);
        let (parameter, value) = first.split_at(first.len() - value.len());
        let named = value.trim_start().starts_with('=') && !parameter.is_empty();
        found.push(Challenge {
            scheme: name.to_ascii_lowercase(),
            parameters: named
                .then(|| parameter.to_ascii_lowercase())
                .into_iter()
                .collect(),
        });
    }
    found
}

/// The parts between commas that are not within quotes.
fn items(field: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = field.split(|c: char| {
        let ends = c == ',' && !quoted;
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        ends
    });
    parts.map(str::trim).collect()
}

/// Whether a character is one of a token (RFC 9110 §5.6.2).
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge(scheme: &str, parameters: &[&str]) -> Challenge {
        Challenge {
            scheme: scheme.to_owned(),
            parameters: parameters.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn challenges_are_told_from_parameters() {
        for (field, expected) in [
            ("Basic", vec![challenge("basic", &[])]),
            ("Basic realm=\"a, b\"", vec![challenge("basic", &["realm"])]),
            (
                "BASIC Realm = \"a\\\", Bearer\" , charset=\"UTF-8\"",
                vec![challenge("basic", &["realm", "charset"])],
            ),
            (
                "Bearer error=\"x\", Basic realm=\"a\"",
                vec![
                    challenge("bearer", &["error"]),
                    challenge("basic", &["realm"]),
                ],
            ),
            (
                "Negotiate abc, Basic",
                vec![challenge("negotiate", &[]), challenge("basic", &[])],
            ),
            ("realm=\"a\"", vec![]),
            (", ,", vec![]),
        ] {
            assert_eq!(challenges(field), expected, "{field}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_field_is_read(field in ".*") {
            let _ = challenges(&field);
        }
    }
}
