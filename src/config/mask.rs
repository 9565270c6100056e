//! Hides what may be a secret in the text that excerpts are taken from. A mistake in a file that holds secrets must be
//! shown without them, and the file may be too broken to say what is what; so only what is surely harmless stays.

use super::credential;
use super::keys::KEYS;

/// The text with every character that may belong to a secret replaced by one of the same length in bytes, so that places
/// in it stay true. Keys, table headers, and lines that hold nothing but one setting stay as they are.
pub(super) fn secrets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut line_start = true;
    // Whether a key may come here: elsewhere, what looks like one is a value without quotes, as `abc.def` or `YWJj=`.
    let mut before_key = true;
    while !rest.is_empty() {
        if line_start {
            let (line, after) = rest.split_at(rest.find('\n').unwrap_or(rest.len()));
            if is_setting(line) || is_header(line) {
                out.push_str(line);
                rest = after;
            }
        }
        let Some(token) = next(rest) else { break };
        rest = rest.get(token.text.len()..).unwrap_or_default();
        let first = line_start;
        line_start = token.kind == Kind::Space && (line_start || token.text.contains('\n'));
        let key = token.kind == Kind::Word && before_key && is_key(rest);
        let shown = key && (first || is_known(token.text));
        before_key = match token.kind {
            Kind::Space => before_key || line_start,
            Kind::Mark => matches!(token.text, "{" | ",") || (before_key && token.text == "."),
            Kind::Word => key,
            Kind::Comment => false,
        };
        match token.kind {
            Kind::Word if shown => out.push_str(token.text),
            Kind::Space | Kind::Mark => out.push_str(token.text),
            Kind::Word | Kind::Comment => out.extend(token.text.chars().map(hidden)),
        }
    }
    out
}

/// Whether the line surely holds the value of one setting and nothing else.
fn is_setting(line: &str) -> bool {
    let line = line.trim();
    let Some((name, value)) = line.split_once(['=', ':']) else {
        return false;
    };
    let name = name.trim_end();
    let bare = name.trim_matches('"');
    // In JSON, more than two quotes are more than one member.
    let one = name == bare || value.matches('"').count() <= 2;
    let lower = value.to_lowercase();
    KEYS.iter().any(|key| key.name == bare)
        && one
        && !value.contains(['=', '{', '#', '@', '\''])
        && !value.contains("\"\"\"")
        && !["secret", "token"].iter().any(|word| lower.contains(word))
}

/// Whether a key in the middle of a line is one of ours.
fn is_known(key: &str) -> bool {
    let name = key.trim_matches(['"', '\'']);
    KEYS.iter().any(|key| key.name == name) || credential::KEYS.contains(&name)
}

/// Whether the line is the header of a table of credentials, closed or not.
fn is_header(line: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.[] \t\r".contains(c);
    line.starts_with("[bookingPartners") && line.chars().all(plain)
}

fn hidden(c: char) -> char {
    match (c, c.len_utf8()) {
        ('\n' | '\r' | '"' | '\'' | '#', _) => c,
        (_, 1) => '*',
        (_, 2) => '·',
        (_, 3) => '•',
        _ => '𐄁',
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Mark,
    Comment,
    Word,
}

struct Token<'a> {
    kind: Kind,
    text: &'a str,
}

fn next(rest: &str) -> Option<Token<'_>> {
    let first = rest.chars().next()?;
    let run = |end: &dyn Fn(char) -> bool| rest.find(end).unwrap_or(rest.len());
    let (kind, length) = match first {
        c if c.is_whitespace() => (Kind::Space, run(&|c| !c.is_whitespace())),
        '#' => (Kind::Comment, run(&|c| c == '\n')),
        '[' | ']' | '{' | '}' | '=' | ':' | ',' | '.' => (Kind::Mark, 1),
        '"' | '\'' => (Kind::Word, quoted(rest, first)),
        _ => {
            let ends = |c: char| c.is_whitespace() || "[]{}=:,.\"'#".contains(c);
            (Kind::Word, run(&ends))
        }
    };
    let text = rest.get(..length.max(first.len_utf8()))?;
    Some(Token { kind, text })
}

/// The length of a quoted string with its quotes. One that does not end on its line ends with the line, except between
/// tripled quotes.
fn quoted(rest: &str, quote: char) -> usize {
    let triple: String = [quote; 3].iter().collect();
    if rest.starts_with(&triple) {
        let inner = rest.get(3..).unwrap_or_default();
        return inner.find(&triple).map_or(rest.len(), |end| end + 6);
    }
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return at,
            c if c == quote && !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped && quote == '"',
        }
    }
    rest.len()
}

/// Whether what comes after a word makes it a key.
fn is_key(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t'])
        .starts_with(['=', ':', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_stay_and_secrets_go() {
        let text = "issuer = \"https://a\"\nclientSecrt = \"s3cret\" # s3cret\n[bookingPartners.b]\nx.y = { clientSecret = s3cret é }";
        let expected = "issuer = \"https://a\"\nclientSecrt = \"******\" #*******\n[bookingPartners.b]\nx.* = { clientSecret = ****** · }";
        assert_eq!(secrets(text), expected);
        assert_eq!(secrets(text).len(), text.len());
    }

    #[test]
    fn json_keeps_a_setting_that_has_a_line_of_its_own() {
        let text = "{\"jobs\": 4, \"initialAccessToken\": \"s3\\\"cret\",\n \"issuer\": \"https://a\",\n \"a\": [\"s3\"]}";
        let expected = "{\"jobs\": *, \"initialAccessToken\": \"***\"****\",\n \"issuer\": \"https://a\",\n \"a\": [\"**\"]}";
        assert_eq!(secrets(text), expected);
    }

    #[test]
    fn what_is_broken_is_masked_all_the_same() {
        for text in [
            "clientSecret = \"s3cret",
            "clientSecret s3cret",
            "clientSecret = s3cret.s3cret.s3cret",
            "clientSecret = s3cret==",
            "clientSecret = s3cret : s3cret",
            "s3cret",
            "clientSecret = \"\"\"\ns3cret\n\"\"\"",
            "clientSecret = [\n[\"s3cret\"]]",
            "issuer = \"https://u:s3cret@a\"",
            "jobs = 4\nname = \"a\n\"\nx: 's3cret'",
            "name = \"a\" clientSecret = \"s3cret\"",
            "jobs = { x : \"s3cret\" }",
            "\"issuer\": \"https://a\", \"a\": \"s3cret\"",
        ] {
            assert!(!secrets(text).contains("s3cret"), "{text}");
        }
    }
}
