//! `issuercheck schema`: prints the JSON Schema of a file.

use super::terminal::Terminal;
use crate::{
    error::{Error, Exit},
    schema::Kind,
};

/// Prints a schema, or the list of them.
pub(super) fn run(name: Option<&str>, terminal: &Terminal) -> Result<Exit, Error> {
    let Some(kind) = name.and_then(Kind::named) else {
        let lines = Kind::ALL
            .iter()
            .map(|(_, name, title)| format!("{name:8}  {title}\n"));
        return terminal.out(&lines.collect::<String>());
    };
    terminal.out(&text(kind)?)
}

/// The text of a schema.
pub(super) fn text(kind: Kind) -> Result<String, Error> {
    kind.text().map_err(|error| Error::Bug(error.to_string()))
}
