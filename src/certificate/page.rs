//! The certificate as a page.

use askama::{
    Template,
    filters::{Html, escape},
};
use base64::{Engine, engine::general_purpose::STANDARD};
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
    /// A piece of the page cannot be written.
    #[error("the certificate's template does not render")]
    Template(#[from] askama::Error),
    /// A bundle that was not refused has no record.
    #[error("a bundle without a record was not refused")]
    NoRecord,
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
    let body = view.render()?;
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let Ok(title) = escape(&certificate.holder, Html);
    let description = json_ld::text(&view, certificate);
    // The style stands here and not in the template, so that its digest is of the very bytes between the tags.
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Conformance certificate: {title}</title>\n<style>{STYLE}</style>\n\
         {DESCRIPTION}{description}{DESCRIPTION_END}\n</head>\n{body}\n</html>\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_ends_where_it_should() {
        assert!(!STYLE.contains("</") && !STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
