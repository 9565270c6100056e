//! Request bodies: bounded, and read strictly.

use axum::extract::Request;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::refusal::Refusal;

/// The most that is read of a body, in bytes.
pub(super) const BODY_LIMIT: usize = 64 * 1024;

/// Parameters that may be given more than once: RFC 8707 §2 says so of the resource.
const REPEATABLE: &[&str] = &["resource"];

/// The body of a request.
pub(super) async fn read_body(request: Request) -> Result<Vec<u8>, Refusal> {
    match Limited::new(request.into_body(), BODY_LIMIT)
        .collect()
        .await
    {
        Ok(body) => Ok(body.to_bytes().to_vec()),
        Err(error) if error.is::<LengthLimitError>() => Err(Refusal::too_large()),
        Err(_) => Err(Refusal::invalid_request("The body did not arrive whole.")),
    }
}

/// Whether the media type of a body is this one, whatever its parameters (RFC 9110 §8.3.1).
pub(super) fn has_media_type(headers: &HeaderMap, expected: &str) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(expected)
}

/// The parameters of a request. An empty one counts as left out (RFC 6749 §3.1, §3.2).
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    parameters: Vec<(String, String)>,
}

impl Form {
    /// Reads a form body (RFC 6749 §4.4.2, appendix B), in which no parameter is repeated.
    pub(super) async fn read(request: Request) -> Result<Self, Refusal> {
        if !has_media_type(request.headers(), "application/x-www-form-urlencoded") {
            return Err(Refusal::invalid_request(
                "The body has to be application/x-www-form-urlencoded.",
            ));
        }
        let form = Self::parse(&read_body(request).await?)?;
        if form.repeated().is_some() {
            return Err(Refusal::invalid_request("A parameter is repeated."));
        }
        Ok(form)
    }

    /// The same, without a look at whether a parameter is repeated.
    pub(super) async fn read_repetitive(request: Request) -> Result<Self, Refusal> {
        Self::parse(&read_body(request).await?)
    }

    /// Adds the parameters of another form after its own.
    pub(super) fn extend(&mut self, other: Self) {
        self.parameters.extend(other.parameters);
    }

    /// The names of the parameters, those of empty ones included.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(|(name, _)| name.as_str())
    }

    /// Decodes parameters; unlike a browser it refuses percent-encoding that is cut short and what
    /// is not UTF-8.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut parameters = Vec::new();
        for pair in bytes
            .split(|&byte| byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let mut halves = pair.splitn(2, |&byte| byte == b'=');
            let name = decode(halves.next().unwrap_or_default());
            let value = decode(halves.next().unwrap_or_default());
            let (Some(name), Some(value)) = (name, value) else {
                return Err(Refusal::invalid_request("A parameter is not well-formed."));
            };
            parameters.push((name, value));
        }
        Ok(Self { parameters })
    }

    /// The value of a parameter, if it has one.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(given, _)| given == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The values of a parameter that may be repeated, but for empty ones.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let given = self
            .parameters
            .iter()
            .filter(move |(given, _)| given == name);
        given
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The name of a parameter that is given more than once and must not be.
    pub(super) fn repeated(&self) -> Option<&str> {
        let mut names: Vec<&str> = self.names().collect();
        names.sort_unstable();
        let twice = names.windows(2).filter_map(|pair| match pair {
            [one, other] if one == other => Some(*one),
            _ => None,
        });
        twice.into_iter().find(|name| !REPEATABLE.contains(name))
    }
}

/// Undoes `application/x-www-form-urlencoded`; `None` for what no encoder writes.
pub(super) fn decode(encoded: &[u8]) -> Option<String> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter();
    while let Some(&byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => hex_digit(*rest.next()?)? << 4 | hex_digit(*rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq};
    use proptest::proptest;

    use super::{Form, decode};

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
            let _ = Form::parse(&bytes).map(|form| form.repeated().map(str::to_owned));
        }

        #[test]
        fn what_an_encoder_writes_is_read(name in "[a-z]{1,5}", value in any::<String>()) {
            let mut encoder = url::form_urlencoded::Serializer::new(String::new());
            let body = encoder.append_pair(&name, &value).finish();
            let form = Form::parse(body.as_bytes()).unwrap();
            prop_assert_eq!(form.value(&name).unwrap_or_default(), value);
        }
    }

    #[test]
    fn forms_are_decoded_strictly() {
        let form = Form::parse(b"a=1+2&b=%C3%A9&c&d=&e=x%3Dy=z").unwrap();
        assert_eq!(form.value("a"), Some("1 2"));
        assert_eq!(form.value("b"), Some("\u{e9}"));
        assert_eq!(form.value("c"), None);
        assert_eq!(form.value("d"), None);
        assert_eq!(form.value("e"), Some("x=y=z"));
        assert!(Form::parse(b"a=%4").is_err());
        assert!(Form::parse(b"a=%zz").is_err());
        assert!(Form::parse(b"a=%ff").is_err());
        assert_eq!(Form::parse(b"").unwrap(), Form::default());
        assert_eq!(decode(b"%e2%82%ac"), Some("\u{20ac}".into()));
    }

    #[test]
    fn repetition_is_seen_even_of_empty_parameters() {
        assert_eq!(Form::parse(b"a=&b=1&a=").unwrap().repeated(), Some("a"));
        assert_eq!(
            Form::parse(b"resource=a&resource=b").unwrap().repeated(),
            None
        );
    }
}
