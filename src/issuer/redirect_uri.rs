//! Redirect URIs: which may be registered, and which request names a registered one.

use url::Url;

/// Hosts of the loopback interface (RFC 8252 §7.3, §8.3).
const LOOPBACK: &[&str] = &["localhost", "127.0.0.1", "[::1]"];

/// Why a redirect URI cannot be registered; `Ok` if it can. RFC 7591 §5 names three kinds: remote
/// over https, loopback over http, and an application's own scheme. OpenID Connect Registration 1.0
/// §2 leaves native applications the last two.
pub(super) fn check(uri: &str, native: bool) -> Result<(), &'static str> {
    if !uri.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("A redirect URI is empty or holds a character that no URI has.");
    }
    if uri.contains('#') {
        return Err("A redirect URI has a fragment.");
    }
    let Ok(url) = Url::parse(uri) else {
        return Err("A redirect URI is not absolute.");
    };
    let loopback = LOOPBACK.contains(&url.host_str().unwrap_or_default());
    match url.scheme() {
        "https" if !native => Ok(()),
        "https" => Err("A native application has an https redirect URI."),
        "http" if loopback => Ok(()),
        "http" => Err("A redirect URI leaves the machine without TLS."),
        own if native && own.contains('.') => Ok(()),
        _ => {
            Err("A redirect URI has a scheme that is neither https nor a native application's own.")
        }
    }
}

/// The same for a web application that is to get tokens from the authorization endpoint: over https
/// alone, and not on the user's own machine (OpenID Connect Registration 1.0 §2).
pub(super) fn check_implicit(uri: &str) -> Result<(), &'static str> {
    let url = Url::parse(uri).ok();
    let fits =
        url.is_some_and(|url| url.scheme() == "https" && url.host_str() != Some("localhost"));
    if fits {
        Ok(())
    } else {
        Err(
            "A web application of the implicit grant has a redirect URI without https, or on localhost.",
        )
    }
}

/// Whether a request names this registered redirect URI: the same characters (RFC 9700 §2.1), but
/// for the port of a native application's loopback address (RFC 8252 §7.3).
pub(super) fn matches(registered: &str, requested: &str, native: bool) -> bool {
    if registered == requested {
        return true;
    }
    let any_port = |uri| loopback_path(uri).filter(|_| native);
    any_port(registered).is_some_and(|path| any_port(requested) == Some(path))
}

/// The host and what follows the port of an http URI on a loopback address.
fn loopback_path(uri: &str) -> Option<(&'static str, &str)> {
    for host in ["http://127.0.0.1", "http://[::1]"] {
        let Some(rest) = uri.strip_prefix(host) else {
            continue;
        };
        let rest = rest.strip_prefix(':').map_or(rest, |port| {
            port.trim_start_matches(|c: char| c.is_ascii_digit())
        });
        if rest.is_empty() || rest.starts_with(['/', '?']) {
            return Some((host, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert};
    use proptest::proptest;

    use super::{check, matches};

    proptest! {
        #[test]
        fn any_text_is_judged(uri in any::<String>(), other in any::<String>(), native in any::<bool>()) {
            let _ = check(&uri, native);
            prop_assert!(matches(&uri, &uri, native));
            prop_assert!(native || uri == other || !matches(&uri, &other, native));
        }
    }

    #[test]
    fn web_applications_register_https_and_loopback() {
        for good in [
            "https://c.example/cb?a=1",
            "http://localhost:3000/cb",
            "http://[::1]/cb",
        ] {
            assert_eq!(check(good, false), Ok(()));
        }
        for bad in [
            "",
            "/cb",
            "cb",
            " https://c.example",
            "https://c.example/cb#",
            "http://c.example/cb",
            "javascript:alert(1)",
            "com.example.app:/cb",
            "https://c.example/\u{e9}",
            "http://localhost.c.example",
        ] {
            assert!(check(bad, false).is_err(), "{bad}");
        }
    }

    #[test]
    fn native_applications_register_their_own_scheme_and_loopback() {
        assert_eq!(check("com.example.app:/cb", true), Ok(()));
        assert_eq!(check("http://127.0.0.1/cb", true), Ok(()));
        assert!(check("https://c.example/cb", true).is_err());
        assert!(check("data:text/html,x", true).is_err());
    }

    #[test]
    fn requests_match_by_character_but_for_a_loopback_port() {
        assert!(matches(
            "https://c.example/cb",
            "https://c.example/cb",
            false
        ));
        assert!(!matches(
            "https://c.example/cb",
            "https://c.example/cb/",
            false
        ));
        assert!(!matches(
            "https://c.example/cb",
            "https://c.example:443/cb",
            false
        ));
        assert!(matches(
            "http://127.0.0.1/cb",
            "http://127.0.0.1:51004/cb",
            true
        ));
        assert!(matches("http://[::1]:1/cb", "http://[::1]/cb", true));
        assert!(!matches(
            "http://127.0.0.1/cb",
            "http://127.0.0.1:51004/cb",
            false
        ));
        assert!(!matches(
            "http://127.0.0.1/cb",
            "http://127.0.0.1:1/evil",
            true
        ));
        assert!(!matches(
            "http://127.0.0.1/cb",
            "http://127.0.0.1.evil.example/cb",
            true
        ));
        assert!(!matches(
            "http://127.0.0.1/cb",
            "http://127.0.0.1:1@evil.example/cb",
            true
        ));
    }
}
