//! What the command line says of a certificate.

use std::str::FromStr;

use time::{Date, Duration, Month, macros::format_description};
use url::Url;

/// What a certificate says besides its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its identifier: the address under which it is published.
    pub id: String,
    /// Who it is for.
    pub holder: String,
    /// The last day on which it is valid.
    pub valid_until: Date,
}

/// A value that a certificate cannot have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadClaim(&'static str);

/// How long a certificate is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValidFor {
    days: i64,
    months: i32,
}

/// The longest that a certificate is valid, in months: evidence of what a server did grows old.
const MOST_MONTHS: i32 = 36;
const MOST_DAYS: i64 = 1096;
const MOST_CHARACTERS: usize = 200;

/// An identifier.
///
/// # Errors
///
/// It is not an `https` URL.
pub fn id(text: &str) -> Result<String, BadClaim> {
    let bad = |c: char| !c.is_ascii_graphic() || "\"<>\\^`{|}".contains(c);
    let is_url = text.starts_with("https://") && Url::parse(text).is_ok();
    if !is_url || text.contains(bad) || text.len() > 10 * MOST_CHARACTERS {
        return Err(BadClaim(
            "an identifier is an https URL, as `https://certificates.example/17`",
        ));
    }
    Ok(text.to_owned())
}

/// A holder's name.
///
/// # Errors
///
/// It is empty, too long, or has characters that are not seen.
pub fn holder(text: &str) -> Result<String, BadClaim> {
    let text = text.trim();
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    if text.is_empty() || text.chars().count() > MOST_CHARACTERS {
        return Err(BadClaim("a holder's name has 1 to 200 characters"));
    }
    if text.contains(hidden) {
        return Err(BadClaim(
            "a holder's name has no control characters and none that are not seen",
        ));
    }
    Ok(text.to_owned())
}

impl FromStr for ValidFor {
    type Err = BadClaim;

    fn from_str(text: &str) -> Result<Self, BadClaim> {
        let bad = BadClaim("write days, months or years, as `90d`, `6m` or `1y`, at most 3y");
        let unit = text.chars().last().ok_or_else(|| bad.clone())?;
        let number = text
            .strip_suffix(unit)
            .and_then(|number| number.parse::<u16>().ok());
        let number = number
            .filter(|number| *number > 0)
            .ok_or_else(|| bad.clone())?;
        let (days, months) = match unit {
            'd' => (i64::from(number), 0),
            'm' => (0, i32::from(number)),
            'y' => (0, i32::from(number) * 12),
            _ => return Err(bad),
        };
        if days > MOST_DAYS || months > MOST_MONTHS {
            return Err(bad);
        }
        Ok(Self { days, months })
    }
}

impl ValidFor {
    /// The longest.
    pub(super) const LONGEST: Self = Self {
        days: 0,
        months: MOST_MONTHS,
    };

    /// The last day, counted from the first.
    pub fn from(self, first: Date) -> Date {
        let months = first.year() * 12 + i32::from(u8::from(first.month())) - 1 + self.months;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let month = u8::try_from(month)
            .ok()
            .and_then(|month| Month::try_from(month).ok());
        let month = month.unwrap_or(Month::January);
        let day = first.day().min(month.length(year));
        let later = Date::from_calendar_date(year, month, day).unwrap_or(Date::MAX);
        later.saturating_add(Duration::days(self.days))
    }
}

/// A day, as 2026-01-31.
pub(super) fn day(date: Date) -> String {
    let written = date.format(format_description!("[year]-[month]-[day]"));
    written.unwrap_or_default()
}

/// A day that was written so.
pub(super) fn parse_day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_validity_ends_on_the_same_day_or_the_last_of_its_month() {
        let until = |text: &str, first| text.parse::<ValidFor>().map(|valid| valid.from(first));
        assert_eq!(
            until("1y", date!(2026 - 01 - 31)),
            Ok(date!(2027 - 01 - 31))
        );
        assert_eq!(
            until("1y", date!(2028 - 02 - 29)),
            Ok(date!(2029 - 02 - 28))
        );
        assert_eq!(
            until("1m", date!(2026 - 12 - 31)),
            Ok(date!(2027 - 01 - 31))
        );
        assert_eq!(
            until("30d", date!(2026 - 12 - 31)),
            Ok(date!(2027 - 01 - 30))
        );
        for bad in [
            "",
            "1",
            "0d",
            "-1y",
            "4y",
            "37m",
            "1097d",
            "1w",
            "1é",
            "99999999999d",
        ] {
            assert!(until(bad, date!(2026 - 01 - 01)).is_err(), "{bad}");
        }
    }

    #[test]
    fn identifiers_and_names_are_what_they_seem() {
        assert!(id("https://certificates.example/17?a=b&c=d#e").is_ok());
        for bad in [
            "",
            "http://a.example",
            "https://",
            "javascript:alert(1)",
            "https://a.example/\"",
            "https://a b.example",
        ] {
            assert!(id(bad).is_err(), "{bad}");
        }
        assert_eq!(
            holder(" Acme & Sons <Ltd> ").as_deref(),
            Ok("Acme & Sons <Ltd>")
        );
        for bad in ["", "  ", "a\nb", "a\u{202e}b", "a\u{200b}b", "a\u{1b}[31m"] {
            assert!(holder(bad).is_err(), "{bad:?}");
        }
        assert!(holder(&"a".repeat(201)).is_err());
    }
}
