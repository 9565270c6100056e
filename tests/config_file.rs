//! Configuration files that are wrong: every mistake is found in one pass, shown with its place and without a secret.

#![expect(clippy::panic, reason = "a helper of a test fails the test")]

use std::path::{Path, PathBuf};

use issuercheck::{
    config::{ConfigError, Environment, Flags, Mistakes, Settings, SourceFile},
    schema::Kind,
};
use proptest::prelude::*;

fn mistakes(name: &str, text: &str) -> Option<Mistakes> {
    let file = SourceFile {
        path: PathBuf::from(name),
        text: text.to_owned(),
    };
    match Settings::merge(&Flags::default(), &Environment::default(), Some(&file)) {
        Ok(_) => None,
        Err(ConfigError::Mistakes(mistakes)) => Some(*mistakes),
        Err(error) => panic!("{error}"),
    }
}

fn rendered(name: &str, text: &str) -> String {
    mistakes(name, text).map_or_else(String::new, |mistakes| mistakes.file.render(false, false))
}

const WRONG: &str = r#"isuer = "https://localhost:5003"
run_timeout = "10m"
timeout = 30
jobs = "4"
insecure = "yes"
color = "allways"
checks = ["all", 7, ""]
reports = "markdown=reports"
max-body = "1.5MiB"
issuer = "localhost:5003"
clock = 2022-07-22T10:48:08Z
seed = -1
jobs = 5
name = []

[bookingPartnersForSpecificTests.dynamicSecondary.authentication]
initialAcessToken = "canary"
initialAccessToken = { evn = "X" }

[bookingPartners.primary]
authentication = "canary"
[bookingPartners.second.authentication.clientCredentials]
clientId = 7
clientSecret = { env = "A", file = "b" }
[bookingPartners.third.authentication.clientCredentials]
clientId = { env = "" }
clientSecret = { file = 1 }
[bookingPartners."a.b"]
[bookingPartners.fourth.authentification]
"#;

#[test]
fn every_mistake_is_found_in_one_pass() {
    insta::assert_snapshot!(rendered("a.toml", WRONG));
}

/// The schema refuses what the reader refuses, one mistake at a time. What it cannot tell is what a text means beyond its
/// form: an address behind its scheme, and how long a duration is.
#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let schema = jsonschema::options()
        .should_validate_formats(true)
        .build(&Kind::Config.schema())
        .unwrap();
    let accepts = |text: &str| {
        let table: toml::Table = toml::from_str(text).unwrap();
        schema.is_valid(&serde_json::to_value(table).unwrap())
    };
    let (top, tables) = WRONG.split_once("\n\n").unwrap();
    let mut texts: Vec<String> = top.lines().map(str::to_owned).collect();
    let mut header = "";
    for line in tables.lines().filter(|line| !line.is_empty()) {
        if line.starts_with('[') {
            header = line;
            texts.push(line.to_owned());
        } else {
            texts.push(format!("{header}\n{line}"));
        }
    }
    let (mut refused, mut good) = (0, 0);
    for text in texts {
        if mistakes("a.toml", &text).is_some() {
            refused += 1;
            assert!(!accepts(&text), "{text}");
        } else {
            good += 1;
            assert!(accepts(&text), "{text}");
        }
    }
    assert!(refused >= 20 && good >= 3, "{refused} {good}");
    for text in [
        "timeout = \"30\"",
        "timeout = \"0s\"",
        "max-body = 0",
        "jobs = 65",
        "fail-on = \"never\"",
        "reports = [\"html5=a\"]",
        "issuer = \"https://as.example?a\"",
        "issuer = \"https://u@as.example\"",
        "name = \"\"",
        "checks = [\"\"]",
    ] {
        assert!(
            mistakes("a.toml", text).is_some() && !accepts(text),
            "{text}"
        );
    }
    // Too long, and no host: beyond a pattern.
    for text in ["timeout = \"25h\"", "issuer = \"https://a:99999\""] {
        assert!(
            mistakes("a.toml", text).is_some() && accepts(text),
            "{text}"
        );
    }
}

#[test]
fn a_json_file_may_name_its_schema() {
    let text = r#"{"$schema": "issuercheck.schema.json", "jobs": 2}"#;
    assert!(mistakes("a.json", text).is_none());
    let schema = jsonschema::validator_for(&Kind::Config.schema()).unwrap();
    assert!(schema.is_valid(&serde_json::from_str(text).unwrap()));
}

#[test]
fn a_terminal_gets_drawings() {
    let text = "jobs = 4\nisuer = \"https://localhost:5003\"\ninitialAccessToken = 7\n";
    let drawn = mistakes("a.toml", text).unwrap().file.render(false, true);
    insta::assert_snapshot!(drawn);
}

const BROKEN: &str = "\
issuer = https://localhost:5003
jobs = 4x
timeout = \"30\"
initialAccessToken = canary
seed = 1 2
[bookingPartners.a
authentication = 7
";

#[test]
fn broken_syntax_hides_no_mistake_and_makes_none() {
    insta::assert_snapshot!(rendered("a.toml", BROKEN));
}

const JSON: &str = r#"{"isuer": 1, "jobs": "x",
 "timeout": 1.5, "name": null, "timeout": "1s",
 "bookingPartners": {"a": {"authentication": {"initialAccessToken": ""}}}}"#;

#[test]
fn mistakes_in_json_have_their_places_too() {
    insta::assert_snapshot!(rendered("a.json", JSON));
}

#[test]
fn mistakes_in_the_environment_are_found_in_the_same_pass() {
    let mut environment = Environment::default();
    let vars = &mut environment.vars;
    vars.insert("ISSUERCHECK_TIMEOUT".to_owned(), "soon".to_owned());
    vars.insert("ISSUERCHECK_REPORTS".to_owned(), "docx=a".to_owned());
    let file = SourceFile {
        path: PathBuf::from("a.toml"),
        text: "jobs = 0".to_owned(),
    };
    let error = Settings::merge(&Flags::default(), &environment, Some(&file))
        .err()
        .unwrap();
    assert_eq!(
        error.to_string(),
        "use the configuration: it has 3 mistakes"
    );
    let expected = "\
a.toml:1:8: `jobs` is not a number from 1 to 64: \"0\"
  1 | jobs = 0
    |        ^
  help: write, for example, `4`
environment variable ISSUERCHECK_TIMEOUT is not a duration: \"soon\"
  help: write `250ms`, `30s`, `10m` or `1h`
environment variable ISSUERCHECK_REPORTS has no such value: \"docx\"
  help: one of markdown, json, record, html, junit, sarif, tap, github, har
";
    assert_eq!(error.render(false, false), expected);
    assert_eq!(error.exit_code(), 3);
}

fn load(folder: &Path, config: Option<PathBuf>) -> Result<Settings, ConfigError> {
    let flags = Flags {
        config,
        ..Flags::default()
    };
    Settings::load(&flags, &Environment::default(), folder)
}

#[test]
fn a_file_that_is_not_there_matters_only_when_it_was_named() {
    let folder = tempfile::tempdir().unwrap();
    assert!(load(folder.path(), None).ok().unwrap().file.is_none());
    let error = load(folder.path(), Some(folder.path().join("a.toml")))
        .err()
        .unwrap();
    assert!(matches!(error, ConfigError::Missing { .. }));
    let mut environment = Environment::default();
    environment.vars.insert(
        "ISSUERCHECK_CONFIG".to_owned(),
        "/nowhere/at/all".to_owned(),
    );
    let error = Settings::load(&Flags::default(), &environment, folder.path())
        .err()
        .unwrap();
    let expected = "failed to find the configuration file /nowhere/at/all\n  \
                    help: `issuercheck init` writes a starting file\n";
    assert_eq!(error.render(false, false), expected);
}

#[test]
fn a_default_file_may_be_json_but_not_one_of_each() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("issuercheck.json"), r#"{"jobs": 9}"#).unwrap();
    assert_eq!(load(folder.path(), None).ok().unwrap().jobs.value, 9);
    std::fs::write(folder.path().join("issuercheck.toml"), "jobs = 8").unwrap();
    assert!(matches!(
        load(folder.path(), None).err().unwrap(),
        ConfigError::Two { .. }
    ));
}

#[test]
fn a_file_that_cannot_be_a_configuration_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let error = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        load(folder.path(), Some(path.clone()))
            .err()
            .unwrap()
            .render(false, false)
    };
    assert!(error(b"jobs = 1\n# \xff").contains("a.toml:2: it is not UTF-8\n"));
    assert!(error(b"\xff\xfej\0").contains("save the file as UTF-8"));
    assert!(error(&vec![b'#'; (1 << 20) + 1]).contains("it is larger than 1 MiB"));
    let error = load(folder.path(), Some(folder.path().to_owned()))
        .err()
        .unwrap();
    assert!(matches!(error, ConfigError::Unreadable { .. }));
    assert!(!error.render(true, true).is_empty());
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    std::fs::write(&path, "\u{feff}jobs = 7\r\nseed = 1\r\n").unwrap();
    let settings = load(folder.path(), Some(path.clone())).ok().unwrap();
    assert_eq!((settings.jobs.value, settings.seed.value), (7, Some(1)));
    assert!(settings.seed.origin.to_string().ends_with("a.toml:2:8"));
    std::fs::write(&path, "\u{feff}jobs = 0\r\n").unwrap();
    let error = load(folder.path(), Some(path))
        .err()
        .unwrap()
        .render(false, false);
    assert!(error.contains("a.toml:1:8: "), "{error}");
    assert!(error.contains("  1 | jobs = 0\n"), "{error}");
}

const SECRETS: &str = r#"issuer = "https://localhost:5003"
initialAccessToken = "canary" # canary
[bookingPartners.primary.authentication]
clientCredentials = { clientId = "me", clientSecret = "canary" }
initialAccessToken = '''canary'''
"#;

const SECRETS_JSON: &str = r#"{"issuer": "https://localhost:5003", "initialAccessToken": "canary",
"bookingPartners": {"primary": {"authentication": {"clientCredentials": {"clientSecret": "canary"}}}}}"#;

/// Breaks the text at every place in several ways; whatever the mistake, no secret is in its message.
#[test]
fn no_way_to_break_a_file_shows_its_secrets() {
    for (name, text) in [("a.toml", SECRETS), ("a.json", SECRETS_JSON)] {
        for at in 0..text.len() {
            let (before, after) = text.split_at(at);
            let rest = after.get(1..).unwrap_or_default();
            let changed = [
                "", "\"", "=", "[", ".", "
", ",", "x",
            ];
            let broken = changed
                .iter()
                .flat_map(|c| [format!("{before}{c}{rest}"), format!("{before}{c}{after}")])
                .chain([before.to_owned()]);
            for broken in broken.filter(|text| text.contains("canary")) {
                let shown = rendered(name, &broken);
                assert!(!shown.contains("canary"), "{broken}\n{shown}");
            }
        }
    }
}

fn total(name: &str, text: &str) {
    let Some(found) = mistakes(name, text) else {
        return;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for mistake in found.file.list() {
        assert!(text.get(mistake.span.clone()).is_some(), "{mistake:?}");
    }
    assert!(found.file.render(false, false).starts_with(name));
    assert!(!found.file.render(true, true).is_empty());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*|[\\x00-\\x7f]*|(\\[|\\{|\"|=|[a-z]|\\.|,|:|\n|é| |1)*") {
        total("a.toml", &text);
        total("a.json", &text);
    }

    #[test]
    fn a_mutated_file_is_read_or_refused(at in 0..WRONG.len(), cut in 0..9_usize, add in "\\PC{0,3}|\"|\\[|\n") {
        let end = (at + cut).min(WRONG.len());
        let text = format!("{}{add}{}", &WRONG.get(..at).unwrap(), &WRONG.get(end..).unwrap());
        total("a.toml", &text);
    }

    #[test]
    fn a_mutated_json_file_is_read_or_refused(at in 0..JSON.len(), cut in 0..9_usize, add in "\\PC{0,3}|\"|\\[|\n") {
        let end = (at + cut).min(JSON.len());
        total("a.json", &format!("{}{add}{}", JSON.get(..at).unwrap(), JSON.get(end..).unwrap()));
    }
}

#[test]
fn deep_nesting_is_refused() {
    for open in ["[", "{\"a\":", "a=["] {
        let text = open.repeat(5_000);
        total("a.json", &text);
        total("a.toml", &text);
        total("a.toml", &format!("a = {text}"));
        total("a.toml", &format!("a = {}", "{a=".repeat(5_000)));
        total("a.toml", &"a.".repeat(5_000));
    }
}
