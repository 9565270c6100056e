//! `issuercheck init`: a configuration to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::ConfigError;

/// The name of the file that `init` writes.
pub const START_FILE: &str = "issuercheck.toml";

/// The name of the schema that the starting file names for editors.
pub const START_SCHEMA: &str = "issuercheck.schema.json";

/// The issuer in the starting file, when none is given.
const ISSUER: &str = "https://localhost:5003";

/// Writes a commented starting configuration for an issuer into `folder` (the working folder: an empty path). Returns
/// what to tell the user: the file, and what to do next. The issuer is one that [`super::issuer`] let through.
///
/// # Errors
///
/// A file that is there already, unless `force`, and one that cannot be written.
pub fn init(folder: &Path, issuer: Option<&str>, force: bool) -> Result<String, ConfigError> {
    let path = folder.join(START_FILE);
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let text = start(issuer.unwrap_or(ISSUER));
    let written = options
        .open(&path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => Ok(next(&path)),
        Err(error) if !force && error.kind() == ErrorKind::AlreadyExists => {
            Err(ConfigError::Exists { path })
        }
        Err(source) => Err(ConfigError::Unwritable { path, source }),
    }
}

// The characters of an issuer need no escape in TOML: there is no quote and no backslash among them.
fn start(issuer: &str) -> String {
    include_str!("start.toml").replace(ISSUER, issuer)
}

fn next(path: &Path) -> String {
    format!(
        "\
Wrote {}. Next:

  1. Put your authorization server's issuer identifier into it.
  2. Set SELLER_INITIAL_ACCESS_TOKEN, or remove that section if registration is open to everyone.
  3. issuercheck config     shows every setting and where it comes from
  4. issuercheck run        runs the scenarios and writes reports/
",
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Environment, Flags, Settings};

    #[test]
    fn the_file_loads_without_a_mistake() {
        let folder = tempfile::tempdir().unwrap();
        let said = init(folder.path(), Some("https://as.example/a"), false).unwrap();
        assert!(said.contains("issuercheck.toml"));
        let (flags, environment) = (Flags::default(), Environment::default());
        let settings = Settings::load(&flags, &environment, folder.path())
            .ok()
            .unwrap();
        assert_eq!(
            settings.issuer.value.as_deref(),
            Some("https://as.example/a")
        );
        assert!(settings.file.is_some());
    }

    #[test]
    fn the_commented_lines_load_too() {
        let folder = tempfile::tempdir().unwrap();
        let text = start(ISSUER).replace("\n#", "\n").replace("\n ", "\n# ");
        std::fs::write(folder.path().join(START_FILE), text).unwrap();
        let (flags, environment) = (Flags::default(), Environment::default());
        let settings = Settings::load(&flags, &environment, folder.path());
        let settings = settings
            .map_err(|error| error.render(false, false))
            .ok()
            .unwrap();
        assert!(settings.cacert.value.is_some());
    }

    #[test]
    fn the_file_begins_with_the_schema_for_editors() {
        let first = start(ISSUER).lines().next().unwrap_or_default().to_owned();
        assert_eq!(first, format!("#:schema ./{START_SCHEMA}"));
    }

    #[test]
    fn a_file_that_is_there_is_kept_unless_forced() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(START_FILE), "mine").unwrap();
        let error = init(folder.path(), None, false).unwrap_err();
        assert!(
            error.to_string().ends_with(": it is there already"),
            "{error}"
        );
        assert_eq!(error.exit_code(), 3);
        let kept = std::fs::read_to_string(folder.path().join(START_FILE)).unwrap();
        assert_eq!(kept, "mine");
        init(folder.path(), None, true).unwrap();
        let written = std::fs::read_to_string(folder.path().join(START_FILE)).unwrap();
        assert!(written.contains(ISSUER));
    }
}
