//! Says why a certificate is not trusted, and what helps.

use rustls::{CertificateError, pki_types::UnixTime};

use super::quote::quote;

const NAME_IT: &str =
    "name its authority with --cacert FILE, or accept any certificate with --insecure";

/// Why a certificate is not trusted, as a clause, with what to do about it.
pub(super) fn distrust(error: &CertificateError) -> String {
    match error {
        CertificateError::UnknownIssuer => format!("no trusted authority issued it; {NAME_IT}"),
        CertificateError::BadSignature => format!(
            "a trusted authority has the name of its issuer, but did not sign it; {NAME_IT}"
        ),
        CertificateError::Expired => "it has expired; renew it".to_owned(),
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("it expired at {}; renew it", date(*not_after))
        }
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("it is not valid before {}", date(*not_before))
        }
        CertificateError::NotValidForNameContext {
            expected,
            presented,
        } => {
            let names: Vec<_> = presented.iter().map(|name| bare(name)).collect();
            format!(
                "it is not for {}, only for {}; issue one that names this host",
                quote(&expected.to_str()),
                quote(&names.join(", "))
            )
        }
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "it is a self-signed certificate, which is not trusted; name it with --cacert FILE, or accept any certificate \
             with --insecure"
                .to_owned()
        }
        other => format!("{other}; {NAME_IT}"),
    }
}

/// `localhost` from `DnsName("localhost")`, as the TLS library shows it.
fn bare(name: &str) -> &str {
    let inside = name
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    inside.unwrap_or(name).trim_matches('"')
}

fn date(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    let format = &time::format_description::well_known::Rfc3339;
    let date = time::OffsetDateTime::from_unix_timestamp(seconds).ok();
    date.and_then(|date| date.format(format).ok())
        .unwrap_or_else(|| format!("{seconds} seconds after 1970"))
}
