//! The container: a ZIP file that has exactly one form for its content.
//!
//! Files are stored, not compressed: what a compressor makes of a text depends on the library and its version, and a reader
//! that decompresses can be made to swell. All else that a ZIP file leaves open (times, attributes, comments) is fixed.

use std::ops::Range;

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path, with `/` between its parts.
    pub path: String,
    /// The bytes.
    pub content: Vec<u8>,
}

/// The most files that a bundle may have.
pub const MOST_FILES: usize = 10_000;
/// The largest a bundle may be, in bytes, and all files of a container that claims to be one together.
pub const LARGEST: usize = 256 << 20;

pub(super) const LOCAL: u32 = 0x0403_4b50;
pub(super) const CENTRAL: u32 = 0x0201_4b50;
pub(super) const END: u32 = 0x0605_4b50;

/// The version of ZIP that is needed: 2.0.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// The first day that a ZIP file can name, 1980-01-01: the record says when things happened.
const DATE: u16 = 0x21;

/// A part of a container, for the words about what differs in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What precedes a file.
    Header(String),
    /// A file's bytes.
    Content(String),
    /// A file's line in the directory at the end.
    Directory(String),
    /// The last bytes.
    End,
}

/// A container, and where its parts are.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// The parts, in order.
    pub(super) parts: Vec<(Range<usize>, Part)>,
}

/// Why files do not fit into a bundle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// Too many files.
    #[error("a bundle holds at most {MOST_FILES} files, this one would hold {0}")]
    Files(usize),
    /// Too many bytes.
    #[error("a bundle holds at most {} MiB, this one would be larger", LARGEST >> 20)]
    Bytes,
}

/// The container of these files, in this order.
///
/// # Errors
///
/// They are too many, or too large together.
pub(super) fn write(entries: &[Entry]) -> Result<Written, TooMuch> {
    let count = u16::try_from(entries.len()).ok();
    let Some(count) = count.filter(|count| usize::from(*count) <= MOST_FILES) else {
        return Err(TooMuch::Files(entries.len()));
    };
    let mut written = Written::default();
    let mut directory = Vec::new();
    for entry in entries {
        let at = number(written.bytes.len())?;
        let line = Line::of(entry, at)?;
        let header = [LOCAL.to_le_bytes().as_slice(), &line.common, &[0, 0]].concat();
        written.push(&header, Part::Header(entry.path.clone()));
        written.extend_last(entry.path.as_bytes());
        written.push(&entry.content, Part::Content(entry.path.clone()));
        directory.push((line, entry));
    }
    let start = number(written.bytes.len())?;
    for (line, entry) in directory {
        let made_by = VERSION.to_le_bytes();
        let begin = [CENTRAL.to_le_bytes().as_slice(), &made_by, &line.common].concat();
        written.push(&begin, Part::Directory(entry.path.clone()));
        // No extra field, no comment, the first disk, no attributes.
        written.extend_last(&[0; 12]);
        written.extend_last(&line.at.to_le_bytes());
        written.extend_last(entry.path.as_bytes());
    }
    let size = number(written.bytes.len())? - start;
    let count = count.to_le_bytes();
    let (size, start) = (size.to_le_bytes(), start.to_le_bytes());
    let begin = END.to_le_bytes();
    let end: [&[u8]; 7] = [&begin, &[0; 4], &count, &count, &size, &start, &[0; 2]];
    written.push(&end.concat(), Part::End);
    Ok(written)
}

/// What a file's header and its line in the directory have in common.
struct Line {
    common: Vec<u8>,
    at: u32,
}

impl Line {
    fn of(entry: &Entry, at: u32) -> Result<Self, TooMuch> {
        let size = number(entry.content.len())?;
        let name = u16::try_from(entry.path.len()).map_err(|_| TooMuch::Bytes)?;
        let mut common = Vec::new();
        for short in [VERSION, FLAGS, 0, 0, DATE] {
            common.extend_from_slice(&short.to_le_bytes());
        }
        for long in [crc32(&entry.content), size, size] {
            common.extend_from_slice(&long.to_le_bytes());
        }
        common.extend_from_slice(&name.to_le_bytes());
        Ok(Self { common, at })
    }
}

impl Written {
    fn push(&mut self, bytes: &[u8], part: Part) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.parts.push((start..self.bytes.len(), part));
    }

    fn extend_last(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        let end = self.bytes.len();
        if let Some((range, _)) = self.parts.last_mut() {
            range.end = end;
        }
    }

    /// The part that holds a byte; nothing behind the end.
    pub(super) fn part_at(&self, offset: usize) -> Option<&Part> {
        let found = self.parts.iter().find(|(range, _)| range.contains(&offset));
        found.map(|(_, part)| part)
    }
}

/// A size or an offset; anything that is too large for a bundle is too large for its format as well.
fn number(size: usize) -> Result<u32, TooMuch> {
    let fits = u32::try_from(size).ok().filter(|_| size <= LARGEST);
    fits.ok_or(TooMuch::Bytes)
}

/// The checksum that ZIP uses.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, content: &[u8]) -> Entry {
        Entry {
            path: path.into(),
            content: content.into(),
        }
    }

    #[test]
    fn parts_cover_every_byte_once() {
        let written = write(&[entry("a", b"1"), entry("b/c", b""), entry("d", b"22")]).unwrap();
        let mut at = 0;
        for (range, _) in &written.parts {
            assert_eq!(range.start, at);
            at = range.end;
        }
        assert_eq!(at, written.bytes.len());
        assert_eq!(written.part_at(0), Some(&Part::Header("a".into())));
        assert_eq!(written.part_at(31), Some(&Part::Content("a".into())));
        assert_eq!(written.part_at(at - 1), Some(&Part::End));
        assert_eq!(written.part_at(at), None);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let many = vec![entry("a", b""); MOST_FILES + 1];
        assert_eq!(write(&many).unwrap_err(), TooMuch::Files(MOST_FILES + 1));
        let large = entry("a", &vec![0; LARGEST + 1]);
        assert_eq!(write(&[large]).unwrap_err(), TooMuch::Bytes);
    }
}
