//! Writes evidence bundles, and reads them and the keys that go with them.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use super::{args::Bundling, output, terminal::Terminal};
use crate::{
    bundle::{self, LARGEST, Options, PrivateKey, PublicKey},
    config::{Environment, SIGN_KEY_VARIABLE},
    error::{Error, Exit},
    exchange::Record,
};

/// A bundle that is to be written, with the key that signs it.
pub(super) struct Prepared<'a> {
    path: &'a Path,
    key: Option<PrivateKey>,
    redact_hosts: bool,
}

impl<'a> Prepared<'a> {
    /// Reads the key and tries whether the file can be written, before anything is sent. Nothing where no bundle is asked for.
    pub(super) fn new(
        arguments: &'a Bundling,
        environment: &Environment,
    ) -> Result<Option<Self>, Error> {
        let Some(path) = &arguments.bundle else {
            return Ok(None);
        };
        let pem = match (&arguments.sign_key, environment.var(SIGN_KEY_VARIABLE)) {
            (Some(file), _) => Some((file.display().to_string(), read_text(file)?)),
            (None, Some(pem)) => Some((SIGN_KEY_VARIABLE.to_owned(), pem.to_owned())),
            (None, None) => None,
        };
        let key = pem.map(|(what, pem)| {
            PrivateKey::from_pem(&pem).map_err(|source| Error::Key { what, source })
        });
        output::probe_file(path)?;
        Ok(Some(Self {
            path,
            key: key.transpose()?,
            redact_hosts: arguments.redact_hosts,
        }))
    }

    /// Writes the bundle of a record and says so; what keeps it from that is said as well, and its exit code wins.
    pub(super) fn write(
        &self,
        record: &Record,
        scenarios: Vec<String>,
        exit: Exit,
        terminal: &Terminal,
    ) -> Exit {
        let options = Options {
            scenarios,
            key: self.key.as_ref(),
            redact_hosts: self.redact_hosts,
        };
        let written = bundle::write(record, &options).map_err(Error::from);
        let written = written.and_then(|bytes| output::write_file(self.path, &bytes));
        match written {
            Ok(()) => {
                terminal.say(&format!("wrote {}", self.path.display()));
                exit
            }
            Err(error) => {
                terminal.error(&error);
                if exit == Exit::Bug {
                    exit
                } else {
                    error.exit()
                }
            }
        }
    }
}

/// Reads a file that claims to be a bundle or a certificate, as far as one can be long.
pub(super) fn read(path: &PathBuf) -> Result<Vec<u8>, Error> {
    let unreadable = |source| Error::Unreadable {
        path: path.clone(),
        source,
    };
    // A page holds its bundle in base64.
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX) / 2 * 3;
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

/// Reads the public key that a signature must be of.
pub(super) fn public_key(path: Option<&PathBuf>) -> Result<Option<PublicKey>, Error> {
    let Some(path) = path else {
        return Ok(None);
    };
    let key = PublicKey::from_text(&read_text(path)?).map_err(|source| Error::Key {
        what: path.display().to_string(),
        source,
    })?;
    Ok(Some(key))
}

fn read_text(path: &PathBuf) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Unreadable {
        path: path.clone(),
        source,
    })
}
