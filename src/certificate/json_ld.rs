//! The certificate as JSON-LD, in the words of schema.org where it has them.

use serde_json::{Value, json};

use super::{
    claim::{Certificate, day},
    view::{Feature, Scenario, View},
};

/// The description that machines read, as JSON that can stand in a page.
pub(super) fn text(view: &View, certificate: &Certificate) -> String {
    let value = json!({
        "@context": ["https://schema.org", {"issuercheck": "urn:issuercheck:certificate:"}],
        "@type": "Certification",
        "@id": certificate.id,
        "url": certificate.id,
        "name": format!("Conformance certificate of {}", certificate.holder),
        "certificationIdentification": certificate.id,
        "about": {
            "@type": "WebAPI",
            "name": view.target,
            "url": view.issuer,
            "provider": {"@type": "Organization", "name": certificate.holder},
        },
        "auditDate": view.tested_on,
        "validFrom": view.tested_on,
        "expires": day(certificate.valid_until),
        "issuercheck:version": 1,
        "issuercheck:tool": {
            "@type": "SoftwareApplication",
            "name": "issuercheck",
            "softwareVersion": view.tool.strip_prefix("issuercheck ").unwrap_or(&view.tool),
        },
        "issuercheck:catalogue": view.catalogue,
        "issuercheck:profiles": view.profiles,
        "issuercheck:features": features(view),
        "issuercheck:demonstration": view.embedded,
        "issuercheck:hostsRedacted": view.hosts_redacted,
        "issuercheck:evidence": {
            "@type": "DataDownload",
            "encodingFormat": "application/zip",
            "contentSize": view.evidence_size.to_string(),
            "sha256": view.evidence_sha256,
            "issuercheck:signedBy": view.signed_by,
        },
    });
    fit(&serde_json::to_string_pretty(&value).unwrap_or_default())
}

/// The features, each with its scenarios.
fn features(view: &View) -> Vec<Value> {
    let scenario = |scenario: &Scenario| {
        json!({
            "issuercheck:id": scenario.id,
            "name": scenario.title,
            "issuercheck:outcome": "passed",
            "issuercheck:specsPassed": scenario.specs,
            "issuercheck:checksPassed": scenario.passed,
            "issuercheck:warnings": scenario.warnings,
            "issuercheck:suggestions": scenario.suggestions,
        })
    };
    let feature = |feature: &Feature| {
        json!({
            "name": feature.label,
            "issuercheck:implemented": true,
            "issuercheck:scenarios": feature.scenarios.iter().map(scenario).collect::<Vec<_>>(),
        })
    };
    view.features.iter().map(feature).collect()
}

/// JSON in which nothing ends or begins a part of a page (HTML, restrictions for contents of script elements).
fn fit(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            c => text.push(c),
        }
    }
    text
}

/// What a description claims.
pub(super) fn read(text: &str) -> Option<Certificate> {
    let value: Value = serde_json::from_str(text).ok()?;
    let member = |name: &str| value.get(name).and_then(Value::as_str);
    let provider = value
        .pointer("/about/provider/name")
        .and_then(Value::as_str);
    Some(Certificate {
        id: super::claim::id(member("@id")?).ok()?,
        holder: super::claim::holder(provider?).ok()?,
        valid_until: super::claim::parse_day(member("expires")?)?,
    })
}
