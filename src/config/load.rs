//! Finds the configuration file and reads its text.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::node::Syntax;
use super::{ConfigError, Environment, Flags, keys};

/// A configuration is a few lines; this is where a wrong file shows itself.
const MOST: u64 = 1 << 20;

/// A configuration file.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path, as messages name it. The extension `json` means JSON, any other TOML.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl SourceFile {
    pub(super) fn syntax(&self) -> Syntax {
        let json = |end: &std::ffi::OsStr| end.eq_ignore_ascii_case("json");
        if self.path.extension().is_some_and(json) {
            Syntax::Json
        } else {
            Syntax::Toml
        }
    }

    /// The text without a byte order mark.
    pub(super) fn text(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// One that is not there, cannot be read, is too large, or is not UTF-8.
    pub fn open(path: &Path) -> Result<Self, ConfigError> {
        read(path)?.ok_or_else(|| ConfigError::Missing {
            path: path.to_owned(),
        })
    }
}

/// The configuration file that a flag or the environment names, or that lies in `folder`.
pub(super) fn find(
    flags: &Flags,
    environment: &Environment,
    folder: &Path,
) -> Result<Option<SourceFile>, ConfigError> {
    let variable = environment.var(keys::CONFIG_VARIABLE).map(PathBuf::from);
    if let Some(path) = flags.config.clone().or(variable) {
        return SourceFile::open(&path).map(Some);
    }
    let toml = read(&folder.join("issuercheck.toml"))?;
    let json = read(&folder.join("issuercheck.json"))?;
    match (toml, json) {
        (Some(toml), Some(json)) => Err(ConfigError::Two {
            toml: toml.path,
            json: json.path,
        }),
        (toml, json) => Ok(toml.or(json)),
    }
}

fn read(path: &Path) -> Result<Option<SourceFile>, ConfigError> {
    let path = path.to_owned();
    let bytes = match bytes(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(ConfigError::Unreadable { path, source }),
    };
    if bytes.len() as u64 > MOST {
        return Err(ConfigError::TooLarge { path });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(SourceFile { path, text })),
        Err(error) => {
            let valid = error
                .as_bytes()
                .iter()
                .take(error.utf8_error().valid_up_to());
            let line = valid.filter(|byte| **byte == b'\n').count() + 1;
            Err(ConfigError::NotUtf8 { path, line })
        }
    }
}

/// The first bytes of a file, up to one more than a configuration may have.
pub(super) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
