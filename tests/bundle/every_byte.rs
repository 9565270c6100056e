//! No byte of a bundle can be another one.

use std::{ops::Range, thread};

use issuercheck::bundle::{self, Options, PrivateKey, Verdict, Verification};

use crate::{
    keys::KEY,
    support::{files, small},
};

/// Bytes of a long file that are looked at: each of them is under the same digest.
const STEP: usize = 257;

#[test]
fn every_byte_matters_and_the_file_is_named() {
    let key = PrivateKey::from_pem(KEY).unwrap();
    let options = Options {
        key: Some(&key),
        ..Options::default()
    };
    let bytes = bundle::write(small(), &options).unwrap();
    let contents = contents(&bytes);
    let looked_at = |at: &usize| {
        let inside = contents.iter().find(|(_, range)| range.contains(at));
        inside.is_none_or(|(path, range)| {
            path.starts_with("manifest.") || (at - range.start).is_multiple_of(STEP)
        })
    };
    let places: Vec<usize> = (0..bytes.len()).filter(looked_at).collect();
    let half = places.len() / 2;
    let hold = |places: &[usize]| {
        for at in places {
            let mut changed = bytes.clone();
            changed[*at] ^= 1 << (at % 8);
            let found = bundle::verify(&changed, None).map(|opened| opened.verification);
            let inside = contents.iter().find(|(_, range)| range.contains(at));
            named(*at, found, inside.map(|(path, _)| path.as_str()));
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| hold(&places[..half]));
        hold(&places[half..]);
    });
}

fn named(at: usize, found: Result<Verification, bundle::NoContainer>, inside: Option<&str>) {
    let found = found.unwrap_or_else(|error| panic!("byte {at}: {error}"));
    assert_eq!(found.verdict, Verdict::NotValid, "byte {at}");
    assert!(!found.problems.is_empty(), "byte {at}");
    if let Some(path) = inside {
        let names = found
            .problems
            .iter()
            .any(|problem| problem.file.as_deref() == Some(path));
        // Where the manifest is broken, nothing else can be held against it.
        assert!(names, "byte {at} of {path}: {:?}", found.problems);
    }
}

/// Where each file's bytes are.
fn contents(bytes: &[u8]) -> Vec<(String, Range<usize>)> {
    let mut at = 0;
    let ranges = files(bytes).into_iter().map(|(path, content)| {
        let start = at + 30 + path.len();
        at = start + content.len();
        (path, start..at)
    });
    ranges.collect()
}

#[test]
fn a_bundle_that_was_cut_short_or_made_longer_is_refused() {
    let bytes = bundle::write(small(), &Options::default()).unwrap();
    for length in (0..bytes.len())
        .step_by(997)
        .chain([bytes.len() - 1, bytes.len() - 22])
    {
        if let Ok(opened) = bundle::verify(&bytes[..length], None) {
            assert_eq!(opened.verification.verdict, Verdict::NotValid, "{length}");
        }
    }
    for (longer, what) in [
        ([&bytes[..], b"x"].concat(), "bytes stand behind the end"),
        (
            [b"#!/bin/sh\n", &bytes[..]].concat(),
            "bytes stand before the container",
        ),
        (
            [&bytes[..], &bytes[..]].concat(),
            "bytes stand behind the end",
        ),
    ] {
        crate::support::refused(&longer, "", what);
    }
}
