//! The `issuercheck` command: the only place that touches process-wide state.

use std::process::ExitCode;

use issuercheck::{cli, config::Environment};

fn main() -> ExitCode {
    cli::run(std::env::args_os(), &Environment::capture()).into()
}
