//! base64url as JOSE writes it (RFC 7515 §2).

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// base64url with or without padding: whether there is padding is a check's business.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The octets of a base64url text, padded or not; `None` where it is none.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    LENIENT.decode(text).ok()
}

/// What keeps a text from being base64url without padding; `None` where nothing does.
pub fn defect(text: &str) -> Option<String> {
    let foreign = |c: &char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_');
    if let Some(character) = text.chars().find(foreign) {
        return Some(format!("a text with the character {character:?}"));
    }
    (text.len() % 4 == 1).then(|| format!("a text of {} characters", text.len()))
}

#[cfg(test)]
mod tests {
    use super::{decode, defect};

    #[test]
    fn what_keeps_a_text_from_being_base64url_is_named() {
        for good in ["", "AQ", "AQA", "AQAB", "-_8"] {
            assert_eq!(defect(good), None);
        }
        assert!(defect("AQ==").is_some_and(|defect| defect.contains("'='")));
        assert!(defect("A+A").is_some_and(|defect| defect.contains("'+'")));
        assert!(defect("AQABA").is_some());
    }

    #[test]
    fn padding_does_not_keep_from_reading() {
        assert_eq!(decode("AQ=="), Some(vec![1]));
        assert_eq!(decode("AQ"), Some(vec![1]));
        assert_eq!(decode("A+A"), None);
    }
}
