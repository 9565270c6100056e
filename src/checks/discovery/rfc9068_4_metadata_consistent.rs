//! `rfc9068-4-metadata-consistent`: both documents say the same.

use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, is_https_url};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-4-metadata-consistent",
    aliases: &[],
    cites: &[Citation::rfc(9068, "4")],
    statement: "Where metadata is published both for OpenID Connect Discovery and for RFC 8414, the two documents name the same endpoints.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "An issuer or a jwks_uri that differs, and a value that no endpoint can have, are for rules of their own.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        Applies::OpenidMetadata,
        Applies::OauthMetadata,
        Applies::Rfc9068,
    ]),
    evaluate,
    remedy: "Generate both documents from one configuration.",
    fails_on: &[
        Fixture::new(
            "another introspection endpoint",
            &[Change::Oauth(
                "/introspection_endpoint",
                Some(r#""https://issuer.localhost/other""#),
            )],
        ),
        Fixture::new(
            "another token endpoint",
            &[Change::Oauth(
                "/token_endpoint",
                Some(r#""https://issuer.localhost/other""#),
            )],
        ),
    ],
    faults: &["oauth-metadata-other-introspection-endpoint"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let (Some(openid), Some(oauth)) = (evidence.openid()?, evidence.oauth()?) else {
        return Ok(Outcome::Pass);
    };
    let named = oauth.members.keys();
    let named = named.filter(|name| name.ends_with("_endpoint"));
    let sound = |text: &&str| is_https_url(text) && !text.contains('#');
    let url = |text: Option<&str>| text.filter(sound).map(str::to_owned);
    let problems = named.filter_map(|name| {
        let (one, other) = (url(openid.text(name))?, url(oauth.text(name))?);
        let expected = format!("{one:?}, as at openid-configuration");
        (one != other).then(|| Problem::new(oauth.at(name), expected, format!("{other:?}")))
    });
    Ok(Outcome::of(problems.collect()))
}
