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
            other => push_harmless(&mut quoted, other),
        }
    }
    quoted.push_str(if is_cut(text) { "…\"`" } else { "\"`" });
    quoted
}

/// A JSON value in a code span, cut after some characters.
pub(super) fn quote_json(value: &serde_json::Value) -> String {
    if let serde_json::Value::String(text) = value {
        return quote(text);
    }
    let text = value.to_string();
    let mut quoted = String::from("`");
    for character in text.chars().take(SHOWN) {
        push_harmless(&mut quoted, character);
    }
    quoted.push_str(if is_cut(&text) { "…`" } else { "`" });
    quoted
}

fn is_cut(text: &str) -> bool {
    text.chars().nth(SHOWN).is_some()
}

/// Writes a character as it is, or as the escape that JSON has for it.
fn push_harmless(quoted: &mut String, character: char) {
    let plain = character == ' ' || character.is_ascii_graphic() || is_harmless(character);
    if plain && character != '`' {
        quoted.push(character);
        return;
    }
    let mut units = [0; 2];
    for unit in character.encode_utf16(&mut units) {
        quoted.extend(format!("\\u{unit:04x}").chars());
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
        assert_eq!(
            quote_json(&serde_json::json!(["\u{1b}`\"\\"])),
            r#"`["\u001b\u0060\"\\"]`"#
        );
    }
}
