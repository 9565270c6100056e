//! The forms in which others write a secret, and a search for it in any of them.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use url::form_urlencoded::byte_serialize;

/// What every secret of these tests begins with; nothing else in them does.
pub(crate) const CANARY: &str = "Kanari";

/// A text with each of its characters written by its number.
pub(crate) fn each_char(text: &str, write: fn(u32) -> String) -> String {
    let each: Vec<_> = text.chars().map(|c| write(u32::from(c))).collect();
    each.concat()
}

fn each_byte(text: &str, write: fn(u8) -> String) -> String {
    let each: Vec<_> = text.bytes().map(write).collect();
    each.concat()
}

/// A text as an HTML page has it.
pub(crate) fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    escaped.replace('>', "&gt;").replace('"', "&quot;")
}

/// A text in every form that this test knows.
pub(crate) fn encodings(text: &str) -> Vec<String> {
    let json = serde_json::to_string(text).unwrap();
    let mut encodings = vec![
        text.to_owned(),
        byte_serialize(text.as_bytes()).collect(),
        each_byte(text, |byte| format!("%{byte:02X}")),
        each_byte(text, |byte| format!("%{byte:02x}")),
        each_byte(text, |byte| format!("%25{byte:02x}")),
        each_byte(text, |byte| format!("{byte:02X}")),
        each_byte(text, |byte| format!("{byte:02x}")),
        each_char(text, |c| format!("&#{c};")),
        each_char(text, |c| format!("&#x{c:x};")),
        each_char(text, |c| format!("\\u{c:04x}")),
        html(text),
        json.trim_matches('"').to_owned(),
        serde_json::to_string(&json).unwrap(),
    ];
    for before in ["", "a", "ab"] {
        let base64 = STANDARD.encode(format!("{before}{text}"));
        encodings.push(base64.replace('/', "\\/"));
        encodings.push(byte_serialize(base64.as_bytes()).collect());
        encodings.push(URL_SAFE_NO_PAD.encode(format!("{before}{text}")));
        encodings.push(base64);
    }
    encodings
}

/// What some bytes have around the beginning of a secret, in whatever form.
pub(crate) fn leak(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let mut beginnings = encodings(CANARY);
    for before in ["", "a", "ab"] {
        // Of base64, only the characters that depend on nothing before or after.
        let encoded = STANDARD.encode(format!("{before}{CANARY}"));
        let start = (before.len() * 8).div_ceil(6);
        let end = (before.len() + CANARY.len()) * 8 / 6;
        beginnings.extend(encoded.get(start..end).map(str::to_owned));
    }
    beginnings.iter().find_map(|form| {
        let (before, after) = text.split_once(&form.to_lowercase())?;
        let before: Vec<_> = before.chars().rev().take(100).collect();
        let before: String = before.into_iter().rev().collect();
        let after: String = after.chars().take(100).collect();
        Some(format!("{before}[HERE: {form}]{after}"))
    })
}

#[test]
fn a_leak_is_found_in_every_form() {
    for form in encodings(&format!("{CANARY} and more")) {
        assert!(leak(format!("x {form} y").as_bytes()).is_some(), "{form}");
    }
    assert_eq!(leak(b"nothing of the kind"), None);
}
