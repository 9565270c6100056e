//! The certificate as a page.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use handlebars::Handlebars;
use sha2::{Digest, Sha256};

use super::{claim::Certificate, json_ld, view::View};
use crate::bundle;

/// What stands before the bundle in the page; the next quotation mark ends it.
pub(super) const EVIDENCE: &str = "href=\"data:application/zip;base64,";
/// What stands before the description that machines read.
pub(super) const DESCRIPTION: &str = "<script type=\"application/ld+json\">\n";
/// What ends it.
pub(super) const DESCRIPTION_END: &str = "\n</script>";

const STYLE: &str = include_str!("../../templates/certificate.css");

/// A page that could not be rendered: our own mistake, whatever the bundle holds.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// A template of ours is broken.
    #[error("the certificate's template is broken: {0}")]
    Template(String),
    /// A template asks for what its view does not have.
    #[error("the certificate's template and its view do not fit")]
    View(#[from] Box<handlebars::RenderError>),
    /// A bundle that was not refused has no record.
    #[error("a bundle without a record was not refused")]
    NoRecord,
}

static REGISTRY: LazyLock<Result<Handlebars<'static>, String>> = LazyLock::new(|| {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape);
    registry
        .register_template_string(
            "certificate",
            include_str!("../../templates/certificate.html.hbs"),
        )
        .map_err(|error| error.to_string())?;
    Ok(registry)
});

/// The text with references in place of the characters that mean something in HTML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The page of a certificate for a bundle that was not refused.
///
/// It says who signed the bundle and not whose key that is: it is the same whoever writes it.
///
/// # Errors
///
/// Mistakes of ours, whatever the bundle holds.
pub fn write(certificate: &Certificate, bundle: &[u8]) -> Result<String, PageError> {
    let opened = bundle::verify(bundle, None).map_err(|_| PageError::NoRecord)?;
    let parts = opened.record.as_ref().zip(opened.manifest.as_ref());
    let parts = parts.ok_or(PageError::NoRecord)?;
    let view = View::of(certificate, bundle, &opened, parts, STANDARD.encode(bundle));
    let registry = REGISTRY
        .as_ref()
        .map_err(|error| PageError::Template(error.clone()))?;
    let body = registry.render("certificate", &view).map_err(Box::new)?;
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let title = escape(&certificate.holder);
    let description = json_ld::text(&view, certificate);
    // The style stands here and not in the template, so that its digest is of the very bytes between the tags.
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Conformance certificate: {title}</title>\n<style>{STYLE}</style>\n\
         {DESCRIPTION}{description}{DESCRIPTION_END}\n</head>\n{body}</html>\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_can_be_read_and_the_style_ends_where_it_should() {
        assert!(REGISTRY.is_ok());
        assert!(!STYLE.contains("</") && !STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
