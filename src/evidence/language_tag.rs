//! Language tags (BCP 47: RFC 5646).

/// Tags that are registered and do not follow the syntax (RFC 5646 §2.1, `irregular`).
const IRREGULAR: &[&str] = &[
    "en-GB-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "sgn-BE-FR",
    "sgn-BE-NL",
    "sgn-CH-DE",
];

/// Whether a text is a well-formed language tag (RFC 5646 §2.2.9); its subtags need not be registered.
pub fn is_language_tag(text: &str) -> bool {
    let subtags: Vec<&str> = text.split('-').collect();
    let proper = |subtag: &&str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if !subtags.iter().all(proper) {
        return false;
    }
    let irregular = IRREGULAR.iter().any(|tag| tag.eq_ignore_ascii_case(text));
    irregular || is_private(&subtags) || is_langtag(&subtags)
}

/// The tag in the customary case (RFC 5646 §2.1.1): scripts in title case, regions in upper case, all else in lower case.
pub fn customary_case(tag: &str) -> String {
    let mut after_singleton = false;
    let mut written = Vec::new();
    for (index, subtag) in tag.split('-').enumerate() {
        let lower = subtag.to_ascii_lowercase();
        let inside = index > 0 && !after_singleton;
        written.push(match subtag.len() {
            2 if inside => subtag.to_ascii_uppercase(),
            4 if inside => capitalized(&lower),
            _ => lower,
        });
        after_singleton |= subtag.len() == 1;
    }
    written.join("-")
}

fn capitalized(lower: &str) -> String {
    let mut characters = lower.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn is_private(subtags: &[&str]) -> bool {
    matches!(subtags, [first, _, ..] if first.eq_ignore_ascii_case("x"))
}

/// `langtag` of RFC 5646 §2.1: language, script, region, variants, extensions, private use.
fn is_langtag(subtags: &[&str]) -> bool {
    let letters = |subtag: &str| subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digit_first = |subtag: &str| subtag.starts_with(|c: char| c.is_ascii_digit());
    let [language, rest @ ..] = subtags else {
        return false;
    };
    if language.len() < 2 || !letters(language) {
        return false;
    }
    let mut rest = rest;
    if language.len() <= 3 {
        rest = skip(rest, 3, |subtag| subtag.len() == 3 && letters(subtag));
    }
    rest = skip(rest, 1, |subtag| subtag.len() == 4 && letters(subtag));
    rest = skip(rest, 1, |subtag| {
        (subtag.len() == 2 && letters(subtag))
            || (subtag.len() == 3 && subtag.bytes().all(|byte| byte.is_ascii_digit()))
    });
    rest = skip(rest, usize::MAX, |subtag| {
        subtag.len() >= 5 || (subtag.len() == 4 && digit_first(subtag))
    });
    while let [singleton, tail @ ..] = rest {
        if singleton.len() != 1 || is_private(rest) {
            break;
        }
        let after = skip(tail, usize::MAX, |subtag| subtag.len() >= 2);
        if after.len() == tail.len() {
            return false;
        }
        rest = after;
    }
    rest.is_empty() || is_private(rest)
}

/// The subtags after at most so many of a kind.
fn skip<'s, 't>(subtags: &'s [&'t str], most: usize, kind: impl Fn(&str) -> bool) -> &'s [&'t str] {
    let count = subtags
        .iter()
        .take(most)
        .take_while(|subtag| kind(subtag))
        .count();
    subtags.get(count..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_5646_are_well_formed() {
        for good in [
            "de",
            "en-GB",
            "zh-Hans",
            "sr-Latn-RS",
            "es-419",
            "sl-rozaj-biske",
            "de-CH-1901",
            "sl-IT-nedis",
            "hy-Latn-IT-arevela",
            "de-CH-x-phonebk",
            "x-whatever",
            "zh-cmn-Hans-CN",
            "en-US-u-islamcal",
            "en-a-myext-b-another",
            "i-klingon",
            "art-lojban",
            "zh-min-nan",
            "fr-fr",
        ] {
            assert!(is_language_tag(good), "{good}");
        }
        for bad in [
            "",
            "en_GB",
            "e",
            "english-",
            "-en",
            "de-419-DE",
            "a-DE",
            "en-",
            "en-a",
            "x",
            "en-x",
            "abcdefghi",
            "C.UTF-8",
            "*",
            "en-GB-xyz",
        ] {
            assert!(!is_language_tag(bad), "{bad}");
        }
    }

    #[test]
    fn the_customary_case_is_that_of_the_registry() {
        for tag in [
            "en-GB",
            "zh-Hans-CN",
            "en-ca-x-ca",
            "sgn-BE-FR",
            "az-Latn-x-latn",
            "mn-Cyrl-MN",
        ] {
            let wanted = if tag == "en-ca-x-ca" {
                "en-CA-x-ca"
            } else {
                tag
            };
            assert_eq!(customary_case(&tag.to_ascii_uppercase()), wanted);
        }
    }
}
