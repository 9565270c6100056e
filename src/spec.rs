//! The documents that checks cite, and where their sections are.

/// A document that checks cite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spec {
    /// An RFC, by its number.
    Rfc(u16),
    /// The draft that updates RFC 7523.
    Rfc7523Bis,
    /// OAuth 2.1, a draft.
    OauthV21,
    /// OpenID Connect Core 1.0.
    OidcCore,
    /// OpenID Connect Discovery 1.0.
    OidcDiscovery,
    /// OpenID Connect Dynamic Client Registration 1.0.
    OidcRegistration,
    /// OpenID Connect Front-Channel Logout 1.0.
    OidcFrontChannelLogout,
    /// OpenID Connect Back-Channel Logout 1.0.
    OidcBackChannelLogout,
    /// OpenActive Open Booking API 1.0.
    OpenActive,
}

/// A section of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The document.
    pub spec: Spec,
    /// The section, as `3.2.1`, or the appendix, as `A.1`.
    pub section: &'static str,
}

/// The anchors of sections in documents whose anchors are not their numbers.
const ANCHORS: &[(Spec, &str, &str)] = &[
    (Spec::Rfc7523Bis, "4", "section-4"),
    (Spec::OauthV21, "5.1", "section-5.1"),
    (Spec::OidcDiscovery, "3", "ProviderMetadata"),
    (Spec::OidcDiscovery, "4", "ProviderConfig"),
    (Spec::OidcDiscovery, "4.1", "ProviderConfigurationRequest"),
    (Spec::OidcDiscovery, "4.2", "ProviderConfigurationResponse"),
    (
        Spec::OidcDiscovery,
        "4.3",
        "ProviderConfigurationValidation",
    ),
    (Spec::OidcCore, "3.1.2.1", "AuthRequest"),
    (Spec::OidcCore, "9", "ClientAuthentication"),
    (Spec::OidcCore, "10.1", "Signing"),
    (Spec::OidcCore, "10.1.1", "RotateSigKeys"),
    (Spec::OidcCore, "13.3", "JSONSerialization"),
    (Spec::OidcCore, "15.1", "ServerMTI"),
    (Spec::OidcCore, "16.19", "SymmetricKeyEntropy"),
    (Spec::OidcRegistration, "2", "ClientMetadata"),
    (Spec::OidcRegistration, "3", "ClientRegistration"),
    (Spec::OidcRegistration, "3.2", "RegistrationResponse"),
    (Spec::OidcRegistration, "4.1", "AccessURL"),
    (Spec::OidcRegistration, "4.2", "ReadRequest"),
    (Spec::OidcRegistration, "4.3", "ReadResponse"),
    (Spec::OidcRegistration, "4.4", "ReadError"),
    (Spec::OidcRegistration, "5", "SectorIdentifierValidation"),
    (Spec::OidcFrontChannelLogout, "3", "rfc.section.3"),
    (Spec::OidcBackChannelLogout, "2.1", "rfc.section.2.1"),
    (Spec::OpenActive, "11.6", "security"),
    (Spec::OpenActive, "11.7", "authentication"),
    (Spec::OpenActive, "11.7.4.1", "oauth-flows-and-scopes"),
    (Spec::OpenActive, "11.7.4.1.1", "authorization-code-flow"),
    (Spec::OpenActive, "11.7.4.1.2", "client-credentials-flow"),
    (Spec::OpenActive, "11.7.4.2.1", "id-token-claims"),
    (Spec::OpenActive, "11.7.4.2.2", "access-token-claims"),
];

impl Spec {
    /// The document's name, as `RFC 8414`.
    pub fn name(self) -> String {
        match self {
            Self::Rfc(number) => format!("RFC {number}"),
            Self::Rfc7523Bis => "RFC 7523bis (draft-ietf-oauth-rfc7523bis)".to_owned(),
            Self::OauthV21 => "OAuth 2.1 (draft-ietf-oauth-v2-1)".to_owned(),
            Self::OidcCore => "OpenID Connect Core 1.0".to_owned(),
            Self::OidcDiscovery => "OpenID Connect Discovery 1.0".to_owned(),
            Self::OidcRegistration => "OpenID Connect Dynamic Client Registration 1.0".to_owned(),
            Self::OidcFrontChannelLogout => "OpenID Connect Front-Channel Logout 1.0".to_owned(),
            Self::OidcBackChannelLogout => "OpenID Connect Back-Channel Logout 1.0".to_owned(),
            Self::OpenActive => "OpenActive Open Booking API 1.0".to_owned(),
        }
    }

    fn page(self) -> String {
        match self {
            Self::Rfc(number) => format!("https://www.rfc-editor.org/rfc/rfc{number}"),
            Self::Rfc7523Bis => {
                "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-rfc7523bis".to_owned()
            }
            Self::OauthV21 => {
                "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1".to_owned()
            }
            Self::OidcCore => "https://openid.net/specs/openid-connect-core-1_0.html".to_owned(),
            Self::OidcDiscovery => {
                "https://openid.net/specs/openid-connect-discovery-1_0.html".to_owned()
            }
            Self::OidcRegistration => {
                "https://openid.net/specs/openid-connect-registration-1_0.html".to_owned()
            }
            Self::OidcFrontChannelLogout => {
                "https://openid.net/specs/openid-connect-frontchannel-1_0.html".to_owned()
            }
            Self::OidcBackChannelLogout => {
                "https://openid.net/specs/openid-connect-backchannel-1_0.html".to_owned()
            }
            Self::OpenActive => "https://openactive.io/open-booking-api/EditorsDraft/".to_owned(),
        }
    }
}

impl Citation {
    /// A section of an RFC.
    pub const fn rfc(number: u16, section: &'static str) -> Self {
        Self {
            spec: Spec::Rfc(number),
            section,
        }
    }

    /// A section of another document.
    pub const fn of(spec: Spec, section: &'static str) -> Self {
        Self { spec, section }
    }

    /// The citation as people write it, as `RFC 8414 §3.3`.
    pub fn text(&self) -> String {
        format!("{} §{}", self.spec.name(), self.section)
    }

    /// The address of the section.
    pub fn url(&self) -> String {
        if let Spec::Rfc(_) = self.spec {
            let letter = self
                .section
                .chars()
                .next()
                .is_some_and(|first| first.is_ascii_alphabetic());
            let kind = if letter { "appendix" } else { "section" };
            return format!("{}#{kind}-{}", self.spec.page(), self.section);
        }
        let anchor = ANCHORS
            .iter()
            .find(|(spec, section, _)| *spec == self.spec && *section == self.section);
        anchor.map_or_else(
            || self.spec.page(),
            |(_, _, anchor)| format!("{}#{anchor}", self.spec.page()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_have_addresses() {
        assert_eq!(
            Citation::rfc(8414, "3.3").url(),
            "https://www.rfc-editor.org/rfc/rfc8414#section-3.3"
        );
        assert_eq!(
            Citation::rfc(6749, "A.1").url(),
            "https://www.rfc-editor.org/rfc/rfc6749#appendix-A.1"
        );
        let discovery = Citation::of(Spec::OidcDiscovery, "4.3");
        assert!(
            discovery
                .url()
                .ends_with("#ProviderConfigurationValidation")
        );
        assert_eq!(discovery.text(), "OpenID Connect Discovery 1.0 §4.3");
    }
}
