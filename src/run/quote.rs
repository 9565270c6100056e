//! Quotes what a target sent, in a sentence of ours.

/// Characters shown of a quoted text.
const SHOWN: usize = 120;

/// A text as a JSON string in a code span: one line, nothing in it is markup or a control, cut after some characters.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("`\"");
    for character in text.chars().take(SHOWN) {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '`' => quoted.push_str("\\u0060"),
            plain if plain == ' ' || plain.is_ascii_graphic() || is_harmless(plain) => {
                quoted.push(plain);
            }
            other => {
                let mut units = [0; 2];
                for unit in other.encode_utf16(&mut units) {
                    quoted.extend(format!("\\u{unit:04x}").chars());
                }
            }
        }
    }
    quoted.push_str(if text.chars().nth(SHOWN).is_some() {
        "…\"`"
    } else {
        "\"`"
    });
    quoted
}

/// A JSON value in a code span, cut after some characters.
pub(super) fn quote_json(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => quote(text),
        other => format!(
            "`{}`",
            quote(&other.to_string())
                .trim_matches(['`', '"'])
                .replace("\\\"", "\"")
        ),
    }
}

/// Letters and the like; neither controls, nor marks that change the direction of text, nor invisible characters.
fn is_harmless(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '§' | '–' | '—' | '…' | '€' | '£' | '°')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_quoted_text_is_markup_or_a_control() {
        assert_eq!(
            quote("a`b\n\u{1b}[1m\u{202e}é"),
            "`\"a\\u0060b\\n\\u001b[1m\\u202eé\"`"
        );
        assert_eq!(quote(&"x".repeat(200)).chars().count(), 125);
        assert_eq!(
            quote_json(&serde_json::json!({"a": [1, "b"]})),
            "`{\"a\":[1,\"b\"]}`"
        );
    }
}
