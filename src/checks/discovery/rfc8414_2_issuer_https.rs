//! `rfc8414-2-issuer-https`: the issuer identifier is an https URL.

use super::shared::{oauth, unless};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict,
};
use crate::evidence::{Document, Evidence, is_https_url};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-issuer-https",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "The metadata has an issuer, which is an https URL without query and fragment.",
    level: Level::Required,
    severity: Severity::Failure,
    note: Some(
        "An issuer other than the one that was asked for is the business of rfc8414-3.3-issuer-exact-match; one that openid-configuration names as well, of oidc-discovery-3-issuer-https.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OauthMetadata,
    evaluate,
    remedy: "Publish an issuer that is an https URL without ? and #.",
    fails_on: &[
        Fixture::new("no issuer", &[Change::Oauth("/issuer", None)]),
        Fixture::new(
            "http",
            &[
                Change::Issuer("http://as.example"),
                Change::Oauth("/issuer", Some(r#""http://as.example""#)),
            ],
        ),
        Fixture::new(
            "a query",
            &[
                Change::Issuer("https://as.example?tenant=1"),
                Change::Oauth("/issuer", Some(r#""https://as.example?tenant=1""#)),
            ],
        ),
    ],
    faults: &["oauth-metadata-issuer-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    oauth(evidence, |document| {
        let right = document
            .text("issuer")
            .is_some_and(|issuer| is_https_url(issuer) && !issuer.contains(['?', '#']));
        if !right {
            owned_by_another(evidence, document)?;
        }
        Ok(unless(
            right,
            document,
            "issuer",
            "an https URL without query and fragment",
        ))
    })
}

fn owned_by_another(evidence: &Evidence<'_>, document: &Document<'_>) -> Result<(), Blocked> {
    let asked = evidence.metadata()?;
    if asked.openid && asked.get("issuer") == document.get("issuer") {
        return Err(Blocked::By(format!("{} is the same", asked.at("issuer"))));
    }
    let differs = document.has("issuer") && document.text("issuer") != Some(evidence.issuer()?);
    if differs {
        return Err(Blocked::By(format!(
            "{} is not the issuer that was asked for",
            document.at("issuer")
        )));
    }
    Ok(())
}
