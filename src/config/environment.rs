//! What the process finds around itself, captured once.

use std::collections::BTreeMap;
use std::io::IsTerminal;

/// The columns of a terminal that does not say.
const WIDTH: usize = 80;

/// The environment of the process. Only `main` captures it; everything else is handed it, and tests build it.
#[derive(Clone, PartialEq, Eq)]
pub struct Environment {
    /// The environment variables. It has no `Debug`: some of them are secrets.
    pub vars: BTreeMap<String, String>,
    /// Whether stdout is a terminal.
    pub stdout_tty: bool,
    /// Whether stderr is a terminal.
    pub stderr_tty: bool,
    /// Whether a CI system runs us.
    pub ci: bool,
    /// The columns of the terminal.
    pub width: usize,
}

impl Default for Environment {
    /// No variables, no terminal, no CI.
    fn default() -> Self {
        Self::from_vars(BTreeMap::new())
    }
}

impl Environment {
    /// The environment of this process. A variable that is not UTF-8 is left out.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the environment"
    )]
    pub fn capture() -> Self {
        let vars = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self {
            stdout_tty: std::io::stdout().is_terminal(),
            stderr_tty: std::io::stderr().is_terminal(),
            ..Self::from_vars(vars)
        }
    }

    /// An environment with these variables, and what follows from them, away from a terminal.
    pub fn from_vars(vars: BTreeMap<String, String>) -> Self {
        let set = |name: &str| vars.get(name).is_some_and(|value| !value.is_empty());
        let ci = vars
            .get("CI")
            .is_some_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
        // These systems do not set CI.
        let ci = ci
            || ["TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION"]
                .into_iter()
                .any(set);
        let width = vars.get("COLUMNS").and_then(|columns| columns.parse().ok());
        Self {
            ci,
            width: width.filter(|width| *width > 0).unwrap_or(WIDTH),
            stdout_tty: false,
            stderr_tty: false,
            vars,
        }
    }

    /// A variable's value. An empty variable counts as not set.
    pub fn var(&self, name: &str) -> Option<&str> {
        let value = self.vars.get(name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, value: &str) -> Environment {
        Environment::from_vars(BTreeMap::from([(name.to_owned(), value.to_owned())]))
    }

    #[test]
    fn an_empty_variable_is_not_set() {
        assert_eq!(with("A", "").var("A"), None);
        assert_eq!(with("A", "b").var("A"), Some("b"));
    }

    #[test]
    fn ci_and_width_follow_from_variables() {
        assert!(with("CI", "true").ci);
        assert!(with("TF_BUILD", "True").ci);
        assert!(!with("CI", "false").ci);
        assert_eq!(with("COLUMNS", "120").width, 120);
        assert_eq!(with("COLUMNS", "0").width, WIDTH);
    }
}
