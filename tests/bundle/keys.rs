//! Bundles that somebody signed.

use issuercheck::bundle::{self, Options, PrivateKey, PublicKey, Signature, Verdict, Verification};

use crate::support::{files, rezip, small, verify, zip};

/// The key of RFC 8037 appendix A.
pub(crate) const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
/// Another one.
pub(crate) const OTHER: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE KEY-----\n";

fn signed(pem: &str) -> (Vec<u8>, PublicKey) {
    let key = PrivateKey::from_pem(pem).unwrap();
    let options = Options {
        key: Some(&key),
        ..Options::default()
    };
    (bundle::write(small(), &options).unwrap(), key.public())
}

fn verify_with(bytes: &[u8], key: &PublicKey) -> Verification {
    bundle::verify(bytes, Some(key)).unwrap().verification
}

fn says(found: &Verification, what: &str) {
    assert_eq!(found.verdict, Verdict::NotValid);
    assert!(
        found
            .problems
            .iter()
            .any(|problem| problem.what.contains(what)),
        "{:?}",
        found.problems
    );
}

#[test]
fn the_same_record_and_key_give_the_same_bundle() {
    let (bytes, key) = signed(KEY);
    assert!(bytes == signed(KEY).0);
    let found = verify_with(&bytes, &key);
    assert_eq!(found.verdict, Verdict::Valid);
    let kid = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k".to_owned();
    assert_eq!(found.signature, Signature::Verified { kid: kid.clone() });
    let found = verify(&bytes);
    assert_eq!(found.verdict, Verdict::Valid);
    assert_eq!(found.signature, Signature::Unverified { kid });
    assert!(found.notes[0].contains("whose key that is was not asked"));
}

#[test]
fn a_signature_by_another_key_or_none_is_refused_where_a_key_is_given() {
    let (bytes, key) = signed(KEY);
    let (forged, other) = signed(OTHER);
    says(&verify_with(&forged, &key), "not by the one that was given");
    says(
        &verify_with(&bytes, &other),
        "not by the one that was given",
    );
    let unsigned = bundle::write(small(), &Options::default()).unwrap();
    says(&verify_with(&unsigned, &key), "is not signed");
}

#[test]
fn a_signature_that_was_taken_off_or_put_on_is_refused() {
    let (bytes, key) = signed(KEY);
    let mut off = files(&bytes);
    off.remove(1);
    says(&verify(&zip(&off)), "the manifest says that it was signed");
    // Taken off the manifest as well, it is an unsigned bundle; a key says that it was not signed.
    let clean = rezip(off, |manifest| manifest.signed_by = None);
    assert_eq!(verify(&clean).verdict, Verdict::Valid);
    assert_eq!(verify(&clean).signature, Signature::None);
    says(&verify_with(&clean, &key), "is not signed");
    // Another manifest under the same signature.
    let moved = rezip(files(&bytes), |manifest| manifest.hosts_redacted = true);
    says(
        &verify(&moved),
        "the signature is not one over this manifest",
    );
    // Another signature over the same manifest.
    let mut swapped = files(&bytes);
    swapped[1] = files(&signed(OTHER).0)[1].clone();
    says(
        &verify(&zip(&swapped)),
        "the signature is not one over this manifest",
    );
}
