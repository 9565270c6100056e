//! Reads a container that anybody may have made. It is read leniently, so that what was changed in it can be named; whether
//! it is one that we would write is decided by writing it again.

use std::{collections::BTreeSet, io::Read, ops::Range};

use flate2::read::DeflateDecoder;

use super::zip::{self, CENTRAL, END, Entry, LARGEST, LOCAL, MOST_FILES, Part};

/// What a container holds, and what about it is not as we write it.
#[derive(Debug, Default)]
pub(super) struct Container {
    /// The files that could be read, in the order of the directory.
    pub(super) entries: Vec<Entry>,
    /// What is wrong: the file, where it is one's, and what.
    pub(super) wrong: Vec<(Option<String>, String)>,
}

/// Why there is nothing to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoContainer {
    /// Not a ZIP file at all.
    #[error("it is neither a ZIP file nor a certificate page")]
    NotZip,
    /// A ZIP file of something else.
    #[error("it is a ZIP file, and no evidence bundle: it holds no record.json that can be read")]
    NotBundle,
    /// More files than a bundle has.
    #[error("it names more than {MOST_FILES} files")]
    TooMany,
    /// More bytes than a bundle has.
    #[error("its files have more than {} MiB together", LARGEST >> 20)]
    TooLarge,
}

/// A file as the container describes it.
struct Described {
    path: Vec<u8>,
    method: u16,
    flags: u16,
    packed: usize,
    at: usize,
    is_link: bool,
}

/// Reads a container by its directory, or by the files' own headers where the directory is broken.
pub(super) fn read(bytes: &[u8]) -> Result<Container, NoContainer> {
    if bytes.len() > LARGEST {
        return Err(NoContainer::TooLarge);
    }
    let by_directory = directory(bytes)?;
    let described = match by_directory {
        Some(described) => described,
        None => headers(bytes)?,
    };
    if described.is_empty() {
        return Err(NoContainer::NotZip);
    }
    let mut container = Container::default();
    let mut seen = BTreeSet::new();
    let mut used: Vec<Range<usize>> = Vec::new();
    let mut left = LARGEST;
    for file in &described {
        let path = String::from_utf8_lossy(&file.path).into_owned();
        let shown = Some(shown(&path));
        let found = reason_against(file, &path).map_or_else(
            || file.content(bytes, &mut left),
            |why| Err(Unusable::Because(why)),
        );
        match found {
            Err(Unusable::TooLarge) => return Err(NoContainer::TooLarge),
            Err(Unusable::Because(why)) => container.wrong.push((shown, why)),
            Ok(_) if !seen.insert(path.clone()) => {
                let why = "stands in the container more than once".to_owned();
                container.wrong.push((shown, why));
            }
            Ok((content, range)) => {
                let overlaps =
                    |other: &Range<usize>| other.start < range.end && range.start < other.end;
                if used.iter().any(overlaps) {
                    let why = "shares bytes with another file".to_owned();
                    container.wrong.push((shown, why));
                }
                used.push(range);
                container.entries.push(Entry { path, content });
            }
        }
    }
    container.compare(bytes);
    Ok(container)
}

impl Container {
    /// Compares with what we would write for the same files.
    fn compare(&mut self, bytes: &[u8]) {
        let Ok(written) = zip::write(&self.entries) else {
            self.wrong
                .push((None, "the container cannot be written again".to_owned()));
            return;
        };
        let whole = &written.bytes;
        let same = same_start(whole, bytes);
        if same == whole.len() && same == bytes.len() {
            return;
        }
        let more = bytes.len().saturating_sub(whole.len());
        let wrong = if same == whole.len() {
            (
                None,
                format!("{more} bytes stand behind the end of the container"),
            )
        } else if more > 0 && bytes.ends_with(whole) {
            (None, format!("{more} bytes stand before the container"))
        } else {
            place(written.part_at(same), same)
        };
        self.wrong.push(wrong);
    }

    /// A file, by its path.
    pub(super) fn file(&self, path: &str) -> Option<&[u8]> {
        let found = self.entries.iter().find(|entry| entry.path == path);
        found.map(|entry| entry.content.as_slice())
    }
}

fn place(part: Option<&Part>, at: usize) -> (Option<String>, String) {
    let (file, what) = match part {
        Some(Part::Header(path)) => (Some(path), "its header in the container"),
        Some(Part::Content(path)) => (Some(path), "its bytes in the container"),
        Some(Part::Directory(path)) => (Some(path), "its line in the container's directory"),
        Some(Part::End) | None => (None, "the end of the container"),
    };
    let why = format!("{what} is not as issuercheck writes it (byte {at})");
    (
        file.cloned(),
        why.replace(
            "its bytes in the container is",
            "its bytes in the container are",
        ),
    )
}

/// How many bytes are the same at the start of both.
fn same_start(one: &[u8], other: &[u8]) -> usize {
    const CHUNK: usize = 1 << 12;
    let mut chunks = one.chunks(CHUNK).zip(other.chunks(CHUNK));
    let whole = chunks.by_ref().position(|(one, other)| one != other);
    let Some(whole) = whole else {
        return one.len().min(other.len());
    };
    let start = whole * CHUNK;
    let rest = |bytes: &[u8]| bytes.get(start..).unwrap_or_default().to_vec();
    let pairs = rest(one).into_iter().zip(rest(other));
    start + pairs.take_while(|(one, other)| one == other).count()
}

/// A path as text that fits one line.
fn shown(path: &str) -> String {
    crate::report::line(&path.chars().take(200).collect::<String>())
}

/// Why a file cannot be in a bundle, whatever it holds.
fn reason_against(file: &Described, path: &str) -> Option<String> {
    let bad_part = |part: &str| matches!(part, "" | "." | "..");
    let why = if std::str::from_utf8(&file.path).is_err() {
        "its name is not UTF-8"
    } else if path.ends_with('/') {
        "is a folder, and a bundle has none"
    } else if path.starts_with('/') || path.contains(['\\', ':']) || path.split('/').any(bad_part) {
        "its name leads out of the bundle"
    } else if path.chars().any(char::is_control) {
        "its name has control characters"
    } else if file.is_link {
        "is a link, and a bundle has none"
    } else if file.flags & 1 != 0 {
        "is encrypted"
    } else {
        return None;
    };
    Some(why.to_owned())
}

enum Unusable {
    TooLarge,
    Because(String),
}

impl Described {
    /// The file's bytes, and those of the container that it takes.
    ///
    /// What is read is taken from what is left, so that files which share their bytes do not swell.
    fn content(&self, bytes: &[u8], left: &mut usize) -> Result<(Vec<u8>, Range<usize>), Unusable> {
        let because = |why: &str| Unusable::Because(why.to_owned());
        let lengths = || {
            Some((
                short(bytes, self.at.checked_add(26)?)?,
                short(bytes, self.at.checked_add(28)?)?,
            ))
        };
        let (name, extra) =
            lengths().ok_or_else(|| because("its header is not in the container"))?;
        let start = self.at + 30 + usize::from(name) + usize::from(extra);
        let range = start..start.saturating_add(self.packed);
        let packed = bytes.get(range.clone());
        let packed = packed.ok_or_else(|| because("its bytes are not in the container"))?;
        let content = match self.method {
            0 => packed.to_vec(),
            8 => inflate(packed, left)?,
            _ => return Err(because("is compressed in a way that is not known here")),
        };
        *left = left.checked_sub(content.len()).ok_or(Unusable::TooLarge)?;
        // Sizes and checksums that are not the content's show when the container is written again.
        Ok((content, self.at..range.end))
    }
}

fn inflate(packed: &[u8], left: &mut usize) -> Result<Vec<u8>, Unusable> {
    let mut content = Vec::new();
    let limit = u64::try_from(*left).unwrap_or(u64::MAX).saturating_add(1);
    let read = DeflateDecoder::new(packed)
        .take(limit)
        .read_to_end(&mut content);
    if read.is_err() {
        *left = left.saturating_sub(content.len());
        return Err(Unusable::Because(
            "its compressed bytes are broken".to_owned(),
        ));
    }
    Ok(content)
}

/// The files that the directory at the end names; nothing where it is broken.
fn directory(bytes: &[u8]) -> Result<Option<Vec<Described>>, NoContainer> {
    let Some(end) = end(bytes) else {
        return Ok(None);
    };
    let read = || {
        Some((
            short(bytes, end + 10)?,
            long(bytes, end + 12)?,
            long(bytes, end + 16)?,
        ))
    };
    let Some((count, size, start)) = read() else {
        return Ok(None);
    };
    if usize::from(count) > MOST_FILES {
        return Err(NoContainer::TooMany);
    }
    // What was put before the container moves it.
    let moved = end.checked_sub(size).and_then(|at| at.checked_sub(start));
    let Some(moved) = moved else {
        return Ok(None);
    };
    let mut at = moved + start;
    let mut files = Vec::new();
    for _ in 0..count {
        let Some((file, next)) = line(bytes, at, moved) else {
            return Ok(None);
        };
        files.push(file);
        at = next;
    }
    Ok((at == end).then_some(files))
}

/// Where the last record begins; it is followed by a comment that nobody needs.
fn end(bytes: &[u8]) -> Option<usize> {
    let mark = END.to_le_bytes();
    let from = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    let tail = bytes.get(from..)?;
    let found = tail.windows(4).rposition(|window| window == mark)?;
    Some(from + found)
}

fn line(bytes: &[u8], at: usize, moved: usize) -> Option<(Described, usize)> {
    if long(bytes, at)? != usize::try_from(CENTRAL).ok()? {
        return None;
    }
    let lengths = [28, 30, 32].map(|field| short(bytes, at + field).map(usize::from));
    let [Some(name), Some(extra), Some(comment)] = lengths else {
        return None;
    };
    let path = bytes.get(at + 46..at + 46 + name)?.to_vec();
    let (made_by, mode) = (short(bytes, at + 4)? >> 8, short(bytes, at + 40)?);
    let file = Described {
        path,
        flags: short(bytes, at + 8)?,
        method: short(bytes, at + 10)?,
        packed: long(bytes, at + 20)?,
        at: long(bytes, at + 42)?.checked_add(moved)?,
        is_link: made_by == 3 && mode & 0o17_0000 == 0o12_0000,
    };
    Some((file, at + 46 + name + extra + comment))
}

/// The files by their own headers, one behind the other, as far as they can be followed.
fn headers(bytes: &[u8]) -> Result<Vec<Described>, NoContainer> {
    let mut files = Vec::new();
    let mut at = 0;
    while let Some((file, next)) = header(bytes, at) {
        if files.len() == MOST_FILES {
            return Err(NoContainer::TooMany);
        }
        files.push(file);
        at = next;
    }
    Ok(files)
}

fn header(bytes: &[u8], at: usize) -> Option<(Described, usize)> {
    if long(bytes, at)? != usize::try_from(LOCAL).ok()? {
        return None;
    }
    let (name, extra) = (
        usize::from(short(bytes, at + 26)?),
        usize::from(short(bytes, at + 28)?),
    );
    let packed = long(bytes, at + 18)?;
    let file = Described {
        path: bytes.get(at + 30..at + 30 + name)?.to_vec(),
        flags: short(bytes, at + 6)?,
        method: short(bytes, at + 8)?,
        packed,
        at,
        is_link: false,
    };
    Some((file, at + 30 + name + extra + packed))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}
