//! The settings by name: what a file, the environment and the command line call them.

/// The embedded defaults, which are also the reference documentation.
pub const DEFAULTS: &str = include_str!("default.toml");

/// A setting's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name in the file, as `run-timeout`.
    pub name: &'static str,
    /// The flag, as `--run-timeout`.
    pub flag: &'static str,
    /// The environment variable, as `ISSUERCHECK_RUN_TIMEOUT`.
    pub env: &'static str,
    /// How a file writes its value.
    pub(super) shape: Shape,
}

/// How a file writes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Integer,
    /// `1MiB` or `1048576`; where a unit is due, the value's own mistake says more than its type's.
    TextOrInteger,
    Boolean,
    List,
}

impl Shape {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Integer => "an integer",
            Self::TextOrInteger => "a string or an integer",
            Self::Boolean => "a boolean",
            Self::List => "a list of strings",
        }
    }
}

const fn key(name: &'static str, flag: &'static str, env: &'static str, shape: Shape) -> Key {
    Key {
        name,
        flag,
        env,
        shape,
    }
}

pub(super) const ISSUER: Key = key("issuer", "--issuer", "ISSUERCHECK_ISSUER", Shape::Text);
pub(super) const NAME: Key = key("name", "--name", "ISSUERCHECK_NAME", Shape::Text);
pub(super) const CACERT: Key = key("cacert", "--cacert", "ISSUERCHECK_CACERT", Shape::Text);
pub(super) const INSECURE: Key = key(
    "insecure",
    "--insecure",
    "ISSUERCHECK_INSECURE",
    Shape::Boolean,
);
pub(super) const JOBS: Key = key("jobs", "--jobs", "ISSUERCHECK_JOBS", Shape::Integer);
pub(super) const DELAY: Key = key(
    "delay",
    "--delay",
    "ISSUERCHECK_DELAY",
    Shape::TextOrInteger,
);
pub(super) const MAX_REQUESTS: Key = key(
    "max-requests",
    "--max-requests",
    "ISSUERCHECK_MAX_REQUESTS",
    Shape::Integer,
);
pub(super) const RETRY_LIMIT: Key = key(
    "retry-limit",
    "--retry-limit",
    "ISSUERCHECK_RETRY_LIMIT",
    Shape::TextOrInteger,
);
pub(super) const SETTLE: Key = key(
    "settle",
    "--settle",
    "ISSUERCHECK_SETTLE",
    Shape::TextOrInteger,
);
pub(super) const KEEP_CLIENTS: Key = key(
    "keep-clients",
    "--keep-clients",
    "ISSUERCHECK_KEEP_CLIENTS",
    Shape::Boolean,
);
pub(super) const PASSIVE: Key = key(
    "passive",
    "--passive",
    "ISSUERCHECK_PASSIVE",
    Shape::Boolean,
);
pub(super) const PLAIN_HTTP_PORT: Key = key(
    "plain-http-port",
    "--plain-http-port",
    "ISSUERCHECK_PLAIN_HTTP_PORT",
    Shape::Integer,
);
pub(super) const TIMEOUT: Key = key(
    "timeout",
    "--timeout",
    "ISSUERCHECK_TIMEOUT",
    Shape::TextOrInteger,
);
pub(super) const RUN_TIMEOUT: Key = key(
    "run-timeout",
    "--run-timeout",
    "ISSUERCHECK_RUN_TIMEOUT",
    Shape::TextOrInteger,
);
pub(super) const MAX_BODY: Key = key(
    "max-body",
    "--max-body",
    "ISSUERCHECK_MAX_BODY",
    Shape::TextOrInteger,
);
pub(super) const MAX_WIRE_BODY: Key = key(
    "max-wire-body",
    "--max-wire-body",
    "ISSUERCHECK_MAX_WIRE_BODY",
    Shape::TextOrInteger,
);
pub(super) const CHECKS: Key = key("checks", "--checks", "ISSUERCHECK_CHECKS", Shape::List);
pub(super) const FAIL_ON: Key = key("fail-on", "--fail-on", "ISSUERCHECK_FAIL_ON", Shape::Text);
pub(super) const REPORTS: Key = key("reports", "--report", "ISSUERCHECK_REPORTS", Shape::List);
pub(super) const FORMAT: Key = key("format", "--format", "ISSUERCHECK_FORMAT", Shape::Text);
pub(super) const COLOR: Key = key("color", "--color", "ISSUERCHECK_COLOR", Shape::Text);
pub(super) const ANNOTATIONS: Key = key(
    "annotations",
    "--annotations",
    "ISSUERCHECK_ANNOTATIONS",
    Shape::Text,
);
pub(super) const CLOCK: Key = key("clock", "--clock", "ISSUERCHECK_CLOCK", Shape::Text);
pub(super) const SEED: Key = key("seed", "--seed", "ISSUERCHECK_SEED", Shape::Integer);
pub(super) const SCENARIOS: Key = key(
    "scenarios",
    "SCENARIO",
    "ISSUERCHECK_SCENARIOS",
    Shape::List,
);

/// Every setting, in the order of `default.toml`.
pub const KEYS: &[Key] = &[
    ISSUER,
    NAME,
    CACERT,
    INSECURE,
    JOBS,
    DELAY,
    MAX_REQUESTS,
    RETRY_LIMIT,
    SETTLE,
    KEEP_CLIENTS,
    PASSIVE,
    PLAIN_HTTP_PORT,
    TIMEOUT,
    RUN_TIMEOUT,
    MAX_BODY,
    MAX_WIRE_BODY,
    CHECKS,
    FAIL_ON,
    REPORTS,
    FORMAT,
    COLOR,
    ANNOTATIONS,
    CLOCK,
    SEED,
    SCENARIOS,
];

/// A member that names the schema of a file, for editors; it is no setting.
pub(super) const SCHEMA: &str = "$schema";

/// The variable that names the configuration file.
pub(super) const CONFIG_VARIABLE: &str = "ISSUERCHECK_CONFIG";

/// What begins the name of every variable of ours.
/// The environment variable that may hold the key which signs evidence bundles, as PEM.
pub const SIGN_KEY_VARIABLE: &str = "ISSUERCHECK_SIGN_KEY";
pub(super) const PREFIX: &str = "ISSUERCHECK_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_setting_agree() {
        for key in KEYS {
            let expected = format!("{PREFIX}{}", key.name.replace('-', "_").to_uppercase());
            assert_eq!(key.env, expected);
            let flag = match key.name {
                "reports" => "--report".to_owned(),
                "scenarios" => "SCENARIO".to_owned(),
                name => format!("--{name}"),
            };
            assert_eq!(key.flag, flag);
        }
    }

    #[test]
    fn the_defaults_say_every_setting_in_order() {
        let mut rest = DEFAULTS;
        for key in KEYS {
            let head = format!("\n# {}, {}\n", key.flag, key.env);
            let (_, after) = rest.split_once(&head).expect(key.name);
            let line = after.lines().next().unwrap_or_default();
            let line = line.strip_prefix('#').unwrap_or(line);
            assert!(line.starts_with(&format!("{} = ", key.name)), "{line}");
            rest = after;
        }
    }
}
