//! The commands: what the command line says → what the modules do, and the exit code.

mod actions;
mod args;
mod certify;
mod deviations;
mod diff;
mod diff_args;
mod dry_run;
mod evidence;
mod explain;
mod input;
mod judge;
mod list;
mod manners_args;
mod output;
mod planning;
mod progress;
mod report;
mod run;
mod schema;
mod serve;
mod serve_args;
mod setup;
mod terminal;
mod verify;

use clap::{CommandFactory, Parser, error::ErrorKind};

pub use args::Cli;
pub use output::{write_report, write_reports};

use crate::{
    config::Environment,
    error::{Error, Exit},
};
use args::Command;
use terminal::Terminal;

/// Runs the command that the arguments name; what it prints goes to stdout and stderr.
pub fn run(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
    environment: &Environment,
) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let shown = matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            );
            // There is nowhere left to say that help could not be printed.
            let _ = error.print();
            return if shown { Exit::Clean } else { Exit::Usage };
        }
    };
    let terminal = Terminal::new(environment, cli.color.unwrap_or_default());
    let done = match &cli.command {
        Command::Run(arguments) => run::run(arguments, cli.color, environment, &terminal),
        Command::Report(arguments) => report::run(arguments, environment, &terminal),
        Command::Judge(arguments) => judge::run(arguments, environment, &terminal),
        Command::Diff(arguments) => diff::run(arguments, &terminal),
        Command::Verify(arguments) => verify::run(arguments, &terminal),
        Command::Certify(arguments) => certify::run(arguments, &terminal),
        Command::Explain { check } => explain::run(check, &terminal),
        Command::Serve(arguments) => serve::run(arguments, &terminal),
        Command::List(arguments) => list::run(arguments, &terminal),
        Command::Init(arguments) => setup::init(arguments, &terminal),
        Command::Config(arguments) => setup::config(arguments, environment, &terminal),
        Command::Schema { file } => schema::run(file.as_deref(), &terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "issuercheck", &mut script);
            terminal.out_bytes(&script)
        }
        Command::Man => man(&terminal),
    };
    done.unwrap_or_else(|error| {
        terminal.error(&error);
        error.exit()
    })
}

fn man(terminal: &Terminal) -> Result<Exit, Error> {
    let mut page = Vec::new();
    let written = clap_mangen::Man::new(Cli::command()).render(&mut page);
    written.map_err(|source| Error::Unwritable {
        what: "the manual page".to_owned(),
        source,
    })?;
    terminal.out_bytes(&page)
}
