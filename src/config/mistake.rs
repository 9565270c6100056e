//! The mistakes that a configuration file can hold, one function for each kind.

use std::ops::Range;

use super::value::BadValue;
use crate::diagnostic::{Diagnostic, nearest};

/// Text that is not TOML, or not JSON.
pub(super) fn syntax(language: &str, message: &str, span: Range<usize>) -> Diagnostic {
    let quoted = "text goes in quotes: `issuer = \"https://localhost:5003\"`";
    Diagnostic {
        message: format!("invalid {language}: {message}"),
        span,
        label: String::new(),
        help: Some(quoted.to_owned()).filter(|_| language == "TOML" && message.contains("quot")),
    }
}

/// A member that came before.
pub(super) fn duplicate(span: Range<usize>, key: &str) -> Diagnostic {
    Diagnostic {
        message: format!("`{key}` is given twice"),
        span,
        label: "given above already".to_owned(),
        help: Some("remove one of the two".to_owned()),
    }
}

/// A key that nothing reads.
pub(super) fn unknown_key(span: Range<usize>, key: &str, known: &[&str]) -> Diagnostic {
    let help = match nearest(key, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    Diagnostic {
        message: format!("unknown key `{key}`"),
        span,
        label: "nothing reads it".to_owned(),
        help: Some(help),
    }
}

/// A booking partner whose name cannot be part of a place.
pub(super) fn bad_name(span: Range<usize>, name: &str) -> Diagnostic {
    Diagnostic {
        message: format!("`{name}` cannot name a booking partner"),
        span,
        label: String::new(),
        help: Some("use letters, digits, `_` and `-`".to_owned()),
    }
}

/// A value of another type.
pub(super) fn wrong_type(span: Range<usize>, key: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic {
        message: format!("`{key}` is {found}, not {expected}"),
        span,
        label: format!("expected {expected}"),
        help: None,
    }
}

/// A value of the right type that means nothing.
pub(super) fn bad_value(span: Range<usize>, key: &str, bad: &BadValue) -> Diagnostic {
    Diagnostic {
        message: format!("`{key}` {bad}"),
        span,
        label: String::new(),
        help: Some(bad.help.clone()),
    }
}

/// A secret that is neither a value nor one reference.
pub(super) fn bad_secret(span: Range<usize>, key: &str, reason: &str) -> Diagnostic {
    Diagnostic {
        message: format!("`{key}` {reason}"),
        span,
        label: String::new(),
        help: Some(
            "give the value itself, `{ env = \"NAME\" }` or `{ file = \"path\" }`".to_owned(),
        ),
    }
}
