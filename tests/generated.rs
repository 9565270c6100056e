//! docs/ and README.md say what the program says. `UPDATE=1 ./dev generated` rewrites what is generated.

#![expect(clippy::unwrap_used, reason = "a panic here is a failed test")]

use std::{fmt::Write, fs, path::Path};

use clap::{Command, CommandFactory};
use issuercheck::{
    checks,
    cli::Cli,
    error::Exit,
    issuer::{Faults, Quirk},
    schema::Kind,
};

const GENERATED: &str = "<!-- Generated: `UPDATE=1 ./dev generated` rewrites this file. -->";

#[test]
fn docs_cli_shows_the_help_of_every_command() {
    let mut program = Cli::command().term_width(100).disable_help_subcommand(true);
    program.build();
    let mut text = format!(
        "{GENERATED}\n\n# The command line\n\n{}",
        help(&mut program.clone())
    );
    for command in program.get_subcommands_mut() {
        write!(
            text,
            "\n## issuercheck {}\n\n{}",
            command.get_name().to_owned(),
            help(command)
        )
        .unwrap();
    }
    hold("docs/cli.md", &text);
}

fn help(command: &mut Command) -> String {
    let help = command.render_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    format!("```text\n{}\n```\n", lines.join("\n").trim_end())
}

#[test]
fn docs_faults_lists_every_fault() {
    let mut text = format!(
        "{GENERATED}\n\n# Faults\n\nWhat the embedded reference issuer does wrong when it is asked to, as in\n\
         `issuercheck serve --fault {}`. The flag may be given more than once.\n\n| fault | what the issuer then does |\n\
         |---|---|\n",
        Faults::known().next().unwrap().0
    );
    for (id, sentence) in Faults::known() {
        writeln!(text, "| `{id}` | {sentence} |").unwrap();
    }
    hold("docs/faults.md", &text);
}

#[test]
fn docs_quirks_lists_every_quirk() {
    let mut text = format!(
        "{GENERATED}\n\n# Quirks\n\nWhat the embedded reference issuer does otherwise than most when it is asked to, as in\n\
         `issuercheck serve --quirk {}`. The flag may be given more than once. No specification is broken:\n\
         a run has to cope, and finds nothing. `--delay`, `--error-pause`, `--throttle-every`, `--retry-after` and\n\
         `--close-every` disturb a run besides ([cli.md](cli.md)).\n\n| quirk | what the issuer then does |\n|---|---|\n",
        Quirk::all().next().unwrap().1
    );
    for (_, id, sentence) in Quirk::all() {
        writeln!(text, "| `{id}` | {sentence} |").unwrap();
    }
    hold("docs/quirks.md", &text);
}

/// A cell of a table: one line, no column of its own.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[test]
fn docs_checks_says_of_every_check_what_explain_says() {
    let mut text = format!(
        "{GENERATED}\n\n# Checks\n\n{} rules, each in a file of its own under `src/checks`. `issuercheck explain ID` shows one with \
         examples that break it.\n",
        checks::all().count()
    );
    let mut subject = None;
    for check in checks::all() {
        if subject != Some(check.subject) {
            subject = Some(check.subject);
            let name = serde_json::to_value(check.subject).unwrap();
            let heading = name.as_str().unwrap().replace('-', " ");
            writeln!(text, "\n## {heading}\n\n| check | rule | level → severity | applies when |\n|---|---|---|---|").unwrap();
        }
        let cites: Vec<_> = check
            .cites
            .iter()
            .map(|cite| format!("[{}]({})", cite.text(), cite.url()))
            .collect();
        let also: Vec<_> = check
            .aliases
            .iter()
            .map(|alias| format!("<br>`{alias}`"))
            .collect();
        let also = also.concat();
        writeln!(
            text,
            "| `{}`{also} | {} {}<br>*{}* | {} → {} | {} |",
            check.id,
            cell(check.statement),
            cites.join(", "),
            cell(check.remedy),
            check.level.keyword(),
            check.severity.word(),
            cell(&check.applies.sentence()),
        )
        .unwrap();
    }
    hold("docs/checks.md", &text);
}

#[test]
fn docs_schema_has_the_schema_of_every_file() {
    for (kind, ..) in Kind::ALL {
        hold(
            &format!("docs/schema/{}", kind.file()),
            &kind.text().unwrap(),
        );
    }
    let files = fs::read_dir("docs/schema").unwrap().count();
    assert_eq!(files, Kind::ALL.len());
}

#[test]
fn the_readme_has_a_row_for_every_exit_code() {
    let readme = fs::read_to_string("README.md").unwrap();
    let exits = [
        Exit::Clean,
        Exit::Departs,
        Exit::Usage,
        Exit::Unusable,
        Exit::Blocked,
        Exit::NothingApplied,
        Exit::Bug,
        Exit::Unwritable,
        Exit::Interrupted,
    ];
    for exit in exits {
        let code = exit as u8;
        assert!(readme.contains(&format!("\n| {code} |")), "{code}");
    }
}

/// What README.md shows of a page is on the page; `…` stands for what it leaves out.
#[test]
fn the_readme_shows_a_real_report() {
    let readme = fs::read_to_string("README.md").unwrap();
    let golden = Path::new("reports/golden");
    let excerpts = [
        (
            "````markdown\n",
            "````",
            "dynamic-client-registration_client-credentials-flow.md",
        ),
        ("```text\n", "```", "stdout.txt"),
    ];
    for (begin, end, name) in excerpts {
        let whole = fs::read_to_string(golden.join(name)).unwrap();
        let (_, excerpt) = readme.split_once(begin).unwrap();
        let (excerpt, _) = excerpt.split_once(&format!("\n{end}\n")).unwrap();
        for part in excerpt.split('…') {
            assert!(whole.contains(part), "{name} does not show:\n{part}");
        }
    }
}

fn hold(path: &str, text: &str) {
    if updating() {
        fs::write(path, text).unwrap();
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == text,
        "{path} is not up to date: UPDATE=1 ./dev generated rewrites it"
    );
}

#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the test says what it is to do"
)]
fn updating() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}
