//! Identifiers and secrets: from the operating system, or from a seed.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use rand::rngs::OsRng;
use rand::{RngCore, TryRngCore};
use sha2::{Digest, Sha256};

/// Where identifiers and secrets come from.
///
/// Under a seed a value follows from what it is for (its label and the request that led to it), not
/// from how many values were made before: scenarios that run side by side get the same values in
/// every run. Only requests that are equal in all that is hashed are told apart by their order.
pub(super) struct Entropy {
    seed: Option<u64>,
    made: Mutex<HashMap<[u8; 32], u64>>,
}

impl Entropy {
    pub(super) fn new(seed: Option<u64>) -> Self {
        Self {
            seed,
            made: Mutex::default(),
        }
    }

    /// 256 bits for one purpose, never the same twice.
    pub(super) fn bytes(&self, label: &str, material: &[u8]) -> [u8; 32] {
        let Some(seed) = self.seed else {
            return random();
        };
        let mut hash = Sha256::new();
        hash.update(seed.to_be_bytes());
        hash.update(label.as_bytes());
        hash.update([0]);
        hash.update(material);
        let purpose: [u8; 32] = hash.finalize().into();
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let times = made.entry(purpose).or_insert(0);
        *times += 1;
        Sha256::new()
            .chain_update(purpose)
            .chain_update(times.to_be_bytes())
            .finalize()
            .into()
    }

    /// An identifier in the form of a random UUID (RFC 9562 §5.4).
    pub(super) fn uuid(&self, label: &str, material: &[u8]) -> String {
        let bytes = self.bytes(label, material);
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.into_iter().take(16).enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            let byte = match index {
                6 => (byte & 0x0f) | 0x40,
                8 => (byte & 0x3f) | 0x80,
                _ => byte,
            };
            let _ = write!(text, "{byte:02x}"); // Writing to a String cannot fail.
        }
        text
    }

    /// A token of 256 bits in the characters of base64url.
    pub(super) fn token(&self, label: &str, material: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes(label, material))
    }

    /// A client secret of 256 bits. It keeps its padding: `=` is a character that the form encoding
    /// of RFC 6749 §2.3.1 changes, so a client that forgets to decode or a check about it has
    /// something to see, and `=` typed raw into `curl -u` still works.
    pub(super) fn secret(&self, label: &str, material: &[u8]) -> String {
        URL_SAFE.encode(self.bytes(label, material))
    }
}

/// 256 bits from the operating system. Where it has none to give, nothing that is worth serving can
/// be made: the connection's task ends with a panic.
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    OsRng.unwrap_err().fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::Entropy;

    #[test]
    fn a_seed_repeats_and_never_within_a_run() {
        let (one, two) = (Entropy::new(Some(7)), Entropy::new(Some(7)));
        let first = one.token("client", b"a");
        let second = one.token("client", b"a");
        assert_ne!(first, second);
        assert_ne!(first, one.token("secret", b"a"));
        assert_eq!(two.token("client", b"b").len(), 43);
        assert_eq!(
            (first, second),
            (two.token("client", b"a"), two.token("client", b"a"))
        );
    }

    #[test]
    fn without_a_seed_nothing_repeats() {
        let entropy = Entropy::new(None);
        assert_ne!(entropy.uuid("client", b""), entropy.uuid("client", b""));
    }

    #[test]
    fn uuids_have_their_version_and_variant() {
        let uuid = Entropy::new(Some(1)).uuid("client", b"");
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&uuid.as_bytes()[19]));
    }
}
