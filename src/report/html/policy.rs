//! What the page carries with it, and the Content-Security-Policy (CSP Level 3) that allows nothing else.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::markup::Markup;

const STYLE: &str = include_str!("../../../templates/report.css");
const SCRIPT: &str = include_str!("../../../templates/report.js");

/// The inside of `<style>`.
pub(super) fn style() -> Markup {
    own(STYLE)
}

/// The inside of `<script>`.
pub(super) fn script() -> Markup {
    own(SCRIPT)
}

fn own(text: &'static str) -> Markup {
    let mut markup = Markup::default();
    markup.own(text);
    markup
}

/// The policy: our style and our script by their hashes, pictures only from inside the page, and nothing more.
pub(super) fn policy() -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside_does_not_end_its_element() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</"));
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
