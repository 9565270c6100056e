//! Containers that no bundle is in, or in another way than we write it.

use std::io::Write;

use flate2::{Compression, write::DeflateEncoder};
use issuercheck::bundle::{self, MOST_FILES, NoContainer, Verdict};

use crate::support::{Made, files, make, refused, small, verify, write};

fn made() -> Vec<Made> {
    let files = files(&write(small()));
    files
        .iter()
        .map(|(path, content)| Made::new(path, content))
        .collect()
}

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_bundle_that_another_program_zipped_is_refused_and_its_edits_are_named() {
    let mut files = made();
    for file in &mut files {
        file.packed = Some(deflated(&file.content));
    }
    refused(
        &make(&files),
        "manifest.json",
        "is not as issuercheck writes it",
    );
    let at = files
        .iter()
        .position(|file| file.path == b"report.json")
        .unwrap();
    files[at].content.push(b' ');
    files[at].packed = Some(deflated(&files[at].content));
    refused(
        &make(&files),
        "report.json",
        "is not the file that the manifest names",
    );
}

#[test]
fn hostile_files_are_refused_by_name() {
    let link = Made {
        mode: 0o12_0777,
        ..Made::new("reports/link.md", b"/etc/passwd")
    };
    let encrypted = Made {
        flags: (1 << 11) | 1,
        ..Made::new("reports/x.md", b"x")
    };
    let folder = Made {
        mode: 0o4_0755,
        ..Made::new("reports/", b"")
    };
    let unreadable = Made {
        path: b"reports/\xff.md".to_vec(),
        ..Made::new("", b"x")
    };
    let broken = Made {
        packed: Some(b"\xff\xff\xff".to_vec()),
        ..Made::new("reports/y.md", b"y")
    };
    for (file, name, what) in [
        (link, "reports/link.md", "is a link"),
        (encrypted, "reports/x.md", "is encrypted"),
        (folder, "reports/", "is a folder"),
        (unreadable, "reports/\u{fffd}.md", "not UTF-8"),
        (broken, "reports/y.md", "compressed bytes are broken"),
        (
            Made::new("../../etc/cron.d/x", b"x"),
            "../../etc/cron.d/x",
            "leads out",
        ),
        (Made::new("/etc/passwd", b"x"), "/etc/passwd", "leads out"),
        (
            Made::new("reports\\x.md", b"x"),
            "reports\\x.md",
            "leads out",
        ),
        (Made::new("C:x.md", b"x"), "C:x.md", "leads out"),
        (
            Made::new("reports//x.md", b"x"),
            "reports//x.md",
            "leads out",
        ),
        (
            Made::new("a\u{1b}[31mb", b"x"),
            "a\\u001b[31mb",
            "control characters",
        ),
        (
            Made::new("record.json", b"{}"),
            "record.json",
            "more than once",
        ),
        (Made::new("zzz.md", b"x"), "zzz.md", "was added"),
    ] {
        let mut files = made();
        files.push(file);
        refused(&make(&files), name, what);
    }
}

#[test]
fn what_is_hidden_in_the_container_is_refused() {
    let bytes = write(small());
    let end = bytes.len() - 22;
    let mut commented = bytes.clone();
    commented[end + 20] = 5;
    commented.extend(b"hello");
    refused(&commented, "", "the end of the container");
    // A file's bytes that the directory does not name.
    let mut files = made();
    files.push(Made::new("hidden", b"hidden"));
    let mut hidden = make(&files);
    let line = 46 + "hidden".len();
    let end = hidden.len() - 22;
    hidden.drain(end - line..end);
    let end = hidden.len() - 22;
    let count = u16::try_from(files.len() - 1).unwrap().to_le_bytes();
    hidden[end + 8..end + 10].copy_from_slice(&count);
    hidden[end + 10..end + 12].copy_from_slice(&count);
    let size = u32::from_le_bytes(hidden[end + 12..end + 16].try_into().unwrap());
    let size = size - u32::try_from(line).unwrap();
    hidden[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    let found = verify(&hidden);
    assert_eq!(found.verdict, Verdict::NotValid);
    assert!(
        found.problems[0].what.contains("directory"),
        "{:?}",
        found.problems
    );
}

#[test]
fn bombs_are_refused_before_they_swell() {
    let zeros = vec![0; 1 << 20];
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..300 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let one = Made {
        packed: Some(bomb),
        ..Made::new("record.json", b"")
    };
    let refusal = |files: &[Made]| bundle::verify(&make(files), None).err();
    assert_eq!(refusal(&[one]), Some(NoContainer::TooLarge));
    let many: Vec<_> = (0..=MOST_FILES)
        .map(|n| Made::new(&format!("{n}"), b""))
        .collect();
    assert_eq!(refusal(&many), Some(NoContainer::TooMany));
}

#[test]
fn files_that_share_their_bytes_are_counted_each_time() {
    // The directory names one file of 4 MiB a hundred times.
    let file = Made {
        packed: Some(deflated(&vec![0; 4 << 20])),
        ..Made::new("record.json", b"")
    };
    let mut bytes = make(&[file]);
    let end = bytes.len() - 22;
    let line = bytes[end - 46 - 11..end].to_vec();
    let tail = bytes.split_off(end);
    let start = bytes.len() - line.len();
    for _ in 1..100 {
        bytes.extend(&line);
    }
    let size = u32::try_from(bytes.len() - start).unwrap();
    bytes.extend(&tail);
    let end = bytes.len() - 22;
    for at in [8, 10] {
        bytes[end + at..end + at + 2].copy_from_slice(&100_u16.to_le_bytes());
    }
    bytes[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    assert_eq!(
        bundle::verify(&bytes, None).err(),
        Some(NoContainer::TooLarge)
    );
}

#[test]
fn what_is_no_bundle_cannot_be_verified() {
    let refusal = |bytes: &[u8]| bundle::verify(bytes, None).err();
    assert_eq!(refusal(b""), Some(NoContainer::NotZip));
    assert_eq!(refusal(b"PK"), Some(NoContainer::NotZip));
    assert_eq!(refusal(b"{}"), Some(NoContainer::NotZip));
    assert_eq!(refusal(&make(&[])), Some(NoContainer::NotZip));
    assert_eq!(
        refusal(&make(&[Made::new("a", b"b")])),
        Some(NoContainer::NotBundle)
    );
    let manifest = Made::new("manifest.json", b"{}");
    refused(&make(&[manifest]), "manifest.json", "is not a manifest");
}
