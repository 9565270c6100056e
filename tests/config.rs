//! Settings: which layer gives a value, which credential fills a place, and what `issuercheck config` says of it.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of a test fails the test"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use issuercheck::clock::Clock;
use issuercheck::config::{
    Color, ConfigError, DEFAULTS, Environment, FailOn, Flags, Format, KEYS, Origin, ReportFormat,
    ReportTarget, Settings, SourceFile, is_place,
};

const TOKEN: &str =
    "bookingPartnersForSpecificTests.dynamicSecondary.authentication.initialAccessToken";
const CLIENT_ID: &str = "bookingPartners.primary.authentication.clientCredentials.clientId";
const CLIENT_SECRET: &str = "bookingPartners.primary.authentication.clientCredentials.clientSecret";

fn environment(vars: &[(&str, &str)]) -> Environment {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Environment::from_vars(vars.iter().map(owned).collect::<BTreeMap<_, _>>())
}

fn file(text: &str) -> SourceFile {
    SourceFile {
        path: PathBuf::from("issuercheck.toml"),
        text: text.to_owned(),
    }
}

fn merge(flags: &Flags, vars: &[(&str, &str)], text: &str) -> Settings {
    match Settings::merge(flags, &environment(vars), Some(&file(text))) {
        Ok(settings) => settings,
        Err(error) => panic!("{}", error.render(false, false)),
    }
}

fn secret(settings: &Settings, place: &str) -> Option<(String, Origin)> {
    let found = settings.secret(place).unwrap()?;
    Some((found.value.reveal().to_owned(), found.origin))
}

fn at(line: usize, column: usize) -> Origin {
    let path = PathBuf::from("issuercheck.toml");
    Origin::File { path, line, column }
}

#[test]
fn without_anything_the_defaults_hold() {
    let settings = Settings::merge(&Flags::default(), &Environment::default(), None)
        .ok()
        .unwrap();
    assert_eq!(settings.issuer.value, None);
    assert_eq!(settings.jobs.value, 1);
    assert_eq!(settings.jobs.origin, Origin::Default);
    assert_eq!(settings.timeout.value, Duration::from_secs(30));
    assert_eq!(settings.run_timeout.value, Duration::from_mins(10));
    assert_eq!(settings.max_body.value, 1 << 20);
    assert_eq!(settings.max_wire_body.value, 1 << 20);
    assert_eq!(settings.checks.value, ["all"]);
    assert_eq!(settings.clock.value, Clock::System);
    assert_eq!(settings.scenarios.value, None);
    let report = |format, path: &str| ReportTarget {
        format,
        path: PathBuf::from(path),
    };
    let reports = [
        report(ReportFormat::Markdown, "reports"),
        report(ReportFormat::Record, "reports/record.json"),
    ];
    assert_eq!(settings.reports.value, reports);
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let text = "jobs = 1\nissuer = \"https://file\"\ncolor = \"never\"";
    let vars = [
        ("ISSUERCHECK_JOBS", "2"),
        ("ISSUERCHECK_ISSUER", "https://env"),
    ];
    let flags = Flags {
        jobs: Some(3),
        ..Flags::default()
    };
    let settings = merge(&flags, &vars, text);
    assert_eq!(
        (settings.jobs.value, settings.jobs.origin),
        (3, Origin::Flag("--jobs"))
    );
    assert_eq!(settings.issuer.value.as_deref(), Some("https://env"));
    assert_eq!(
        settings.issuer.origin,
        Origin::Env("ISSUERCHECK_ISSUER".to_owned())
    );
    assert_eq!(
        (settings.color.value, settings.color.origin),
        (Color::Never, at(3, 9))
    );
    assert_eq!(settings.fail_on.value, FailOn::Failure);
}

#[test]
fn an_empty_variable_hides_nothing() {
    let settings = merge(&Flags::default(), &[("ISSUERCHECK_JOBS", "")], "jobs = 1");
    assert_eq!(settings.jobs.origin, at(1, 8));
}

#[test]
fn every_setting_is_read_from_the_environment_and_from_the_file() {
    let samples = [
        "https://a/",
        "\"Acme\"",
        "ca.pem",
        "true",
        "7",
        "250ms",
        "9",
        "11s",
        "12s",
        "true",
        "true",
        "8080",
        "1s",
        "2s",
        "3KiB",
        "4KiB",
        "none",
        "warning",
        "json=a.json",
        "json",
        "always",
        "never",
        "2022-07-22T10:48:08Z",
        "5",
        "a/b",
    ];
    for (key, sample) in KEYS.iter().zip(samples) {
        let shown = |settings: &Settings| {
            let shown = settings.show(Format::Text);
            let line = shown
                .lines()
                .find(|line| line.starts_with(&format!("{} ", key.name)));
            line.unwrap().to_owned()
        };
        let from_env = shown(&merge(&Flags::default(), &[(key.env, sample)], ""));
        assert!(from_env.ends_with(key.env), "{from_env}");
        assert!(from_env.contains(sample), "{from_env}");
        // In the file as in default.toml: the same type, with another value.
        let value = match key.name {
            "insecure" | "jobs" | "seed" | "max-requests" | "keep-clients" | "passive"
            | "plain-http-port" => sample.to_owned(),
            "checks" | "reports" | "scenarios" => format!("[{sample:?}]"),
            _ => format!("{sample:?}"),
        };
        let text = format!("{} = {value}", key.name);
        let from_file = shown(&merge(&Flags::default(), &[], &text));
        assert!(from_file.contains("issuercheck.toml:1:"), "{from_file}");
    }
}

#[test]
fn lists_in_the_environment_are_separated_by_commas() {
    let vars = [("ISSUERCHECK_CHECKS", "rfc7591-*, rfc8414-*,")];
    let settings = merge(&Flags::default(), &vars, "");
    assert_eq!(settings.checks.value, ["rfc7591-*", "rfc8414-*"]);
}

#[test]
fn paths_of_the_file_are_relative_to_the_file() {
    let source = SourceFile {
        path: PathBuf::from("conf/a.toml"),
        text: "cacert = \"ca.pem\"\nreports = [\"json=/out.json\", \"markdown=r\"]\n\
               scenarios = [\"feature/name\", \"mine.toml\", \"../all\"]"
            .to_owned(),
    };
    let environment = environment(&[("ISSUERCHECK_CACERT", "env.pem")]);
    let load = |environment: &Environment| {
        Settings::merge(&Flags::default(), environment, Some(&source))
            .ok()
            .unwrap()
    };
    let settings = load(&Environment::default());
    assert_eq!(settings.cacert.value, Some(PathBuf::from("conf/ca.pem")));
    let reports: Vec<_> = settings
        .reports
        .value
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(reports, ["json=/out.json", "markdown=conf/r"]);
    let scenarios = settings.scenarios.value.unwrap();
    assert_eq!(scenarios, ["feature/name", "conf/mine.toml", "conf/../all"]);
    assert_eq!(
        load(&environment).cacert.value,
        Some(PathBuf::from("env.pem"))
    );
}

#[test]
fn a_variable_that_is_nearly_ours_is_warned_of() {
    let vars = [
        ("ISSUERCHECK_ISUER", "https://a"),
        ("ISSUERCHECK_MY_OWN_SECRET", "x"),
    ];
    let settings = merge(&Flags::default(), &vars, "");
    let expected = "nothing reads the environment variable ISSUERCHECK_ISUER; did you mean ISSUERCHECK_ISSUER?";
    assert_eq!(settings.warnings, [expected]);
}

#[test]
fn the_examples_in_the_defaults_are_right() {
    let text: String = (DEFAULTS.lines())
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if rest.starts_with(|c: char| c != ' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let settings = merge(&Flags::default(), &[], &text);
    assert_eq!(settings.seed.value, Some(1));
    assert_eq!(
        settings.text(CLIENT_ID).unwrap().unwrap().value,
        "issuercheck"
    );
}

#[test]
fn the_most_specific_secret_fills_a_place() {
    let specific = "[bookingPartnersForSpecificTests.dynamicSecondary.authentication]\n\
                    initialAccessToken = \"specific\"";
    let generic = "initialAccessToken = \"generic\"";
    let vars = [("ISSUERCHECK_INITIAL_ACCESS_TOKEN", "variable")];
    let variable = Origin::Env("ISSUERCHECK_INITIAL_ACCESS_TOKEN".to_owned());
    let found = |vars, text: &str| secret(&merge(&Flags::default(), vars, text), TOKEN);

    let both = format!("{generic}\n{specific}");
    assert_eq!(
        found(&vars, &both),
        Some(("specific".to_owned(), at(3, 22)))
    );
    assert_eq!(
        found(&vars, generic),
        Some(("variable".to_owned(), variable))
    );
    assert_eq!(found(&[], generic), Some(("generic".to_owned(), at(1, 22))));
    assert_eq!(found(&[], ""), None);
}

#[test]
fn a_generic_token_is_no_client_secret() {
    let vars = [("ISSUERCHECK_CLIENT_SECRET", "s")];
    let settings = merge(&Flags::default(), &vars, "initialAccessToken = \"t\"");
    assert_eq!(secret(&settings, CLIENT_SECRET).unwrap().0, "s");
    assert_eq!(secret(&settings, CLIENT_ID), None);
    assert_eq!(secret(&settings, TOKEN).unwrap().0, "t");
}

#[test]
fn a_secret_comes_from_a_variable_or_from_the_first_line_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "from file\r\nsecond line\n").unwrap();
    let text = "[bookingPartners.primary.authentication]\ninitialAccessToken = { file = \"token\" }\n\
                clientCredentials.clientSecret = { env = \"MINE\" }";
    std::fs::write(folder.path().join("issuercheck.toml"), text).unwrap();
    let environment = environment(&[("MINE", "from variable")]);
    let settings = Settings::load(&Flags::default(), &environment, folder.path())
        .ok()
        .unwrap();
    let token = "bookingPartners.primary.authentication.initialAccessToken";
    assert_eq!(secret(&settings, token).unwrap().0, "from file");
    assert_eq!(secret(&settings, CLIENT_SECRET).unwrap().0, "from variable");
    let names: Vec<_> = settings
        .secrets()
        .into_iter()
        .map(|secret| secret.name)
        .collect();
    assert_eq!(names, ["initialAccessToken", "clientSecret"]);
}

#[test]
fn a_reference_that_leads_nowhere_matters_when_it_is_used() {
    let text = "[bookingPartners.primary.authentication]\ninitialAccessToken = { file = \"/nowhere/to/be/found\" }\n\
                clientCredentials.clientSecret = { env = \"MINE\" }";
    let vars = [("ISSUERCHECK_CLIENT_SECRET", "not in its stead")];
    let settings = merge(&Flags::default(), &vars, text);
    let error = settings.secret(CLIENT_SECRET).err().unwrap();
    let expected = format!(
        "failed to read `{CLIENT_SECRET}` (issuercheck.toml:3:42): the environment variable MINE is not set\n  \
         help: set MINE, or take `{CLIENT_SECRET}` out of the configuration\n"
    );
    assert_eq!(error.render(false, false), expected);
    assert_eq!(error.exit_code(), 3);
    let token = "bookingPartners.primary.authentication.initialAccessToken";
    let error = settings.secret(token).err().unwrap();
    assert!(matches!(error, ConfigError::SecretFile { .. }));
    assert_eq!(settings.secrets().len(), 1);
}

#[test]
fn a_secret_that_cannot_be_sent_is_refused_without_showing_it() {
    let vars = [("ISSUERCHECK_CLIENT_SECRET", "canary\r\nx: y")];
    let settings = merge(&Flags::default(), &vars, "");
    let said = settings
        .secret(CLIENT_SECRET)
        .err()
        .unwrap()
        .render(false, false);
    assert!(said.contains("has a line break"), "{said}");
    assert!(!said.contains("canary"), "{said}");
}

#[test]
fn only_a_client_id_is_read_as_text() {
    let vars = [
        ("ISSUERCHECK_CLIENT_ID", "me"),
        ("ISSUERCHECK_CLIENT_SECRET", "s"),
    ];
    let settings = merge(&Flags::default(), &vars, "");
    assert_eq!(settings.text(CLIENT_ID).unwrap().unwrap().value, "me");
    assert!(settings.text(CLIENT_SECRET).unwrap().is_none());
}

#[test]
fn places_are_known() {
    for place in [TOKEN, CLIENT_ID, CLIENT_SECRET, "initialAccessToken"] {
        assert!(is_place(place), "{place}");
    }
    for place in [
        "",
        "clientId",
        "bookingPartners.a.b",
        "bookingPartners..authentication.initialAccessToken",
    ] {
        assert!(!is_place(place), "{place}");
    }
}

#[test]
fn config_shows_values_and_origins_and_no_secret() {
    let text = "timeout = \"1500ms\"\nmax-body = \"1KB\"\ninitialAccessToken = \"canary\"\n\
                [bookingPartners.primary.authentication.clientCredentials]\n\
                clientId = \"me\"\nclientSecret = { env = \"MINE\" }\n\
                [bookingPartners.secondary.authentication.clientCredentials]\nclientSecret = \"canary\"";
    let vars = [
        ("ISSUERCHECK_JOBS", "8"),
        ("ISSUERCHECK_INITIAL_ACCESS_TOKEN", "canary"),
    ];
    let flags = Flags {
        issuer: Some("https://localhost:5003/".to_owned()),
        ..Flags::default()
    };
    let settings = merge(&flags, &vars, text);
    insta::assert_snapshot!(settings.show(Format::Text));

    let json = settings.show(Format::Json);
    assert!(!json.contains("canary"));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["settings"][0]["value"], "https://localhost:5003/");
    assert_eq!(json["settings"][12]["origin"]["line"], 1);
    assert_eq!(json["credentials"][3]["state"], "set");
    assert_eq!(json["credentials"][5]["from"], "environment variable MINE");
}

#[test]
fn the_documentation_holds_the_defaults() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let docs = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = docs.split_once("<!-- settings:").unwrap();
    let (mark, rest) = rest.split_once("-->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- end -->").unwrap();
    let mut table = "\n| setting | flag | environment variable |\n|---|---|---|\n".to_owned();
    for key in KEYS {
        _ = writeln!(table, "| `{}` | `{}` | `{}` |", key.name, key.flag, key.env);
    }
    let expected = format!(
        "{head}<!-- settings:{mark}-->\n{table}\n```toml\n{DEFAULTS}```\n\n<!-- end -->{tail}"
    );
    #[expect(
        clippy::disallowed_methods,
        reason = "how tests are told to write what they compare"
    )]
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    assert_eq!(
        docs, expected,
        "UPDATE=1 cargo test --test config writes it"
    );
}
