//! Scenario files of users: from a path to a [`Scenario`].

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::select::Problem;
use super::{Place, Scenario, ScenarioId, SourceFile, parse};

/// The largest scenario file, in bytes.
const LARGEST: u64 = 1024 * 1024;
/// How deep a folder's folders are searched.
const DEEPEST: usize = 8;
/// Files that are TOML and no scenarios.
const NOT_SCENARIOS: [&str; 2] = ["issuercheck.toml", "Cargo.toml"];

/// Reads one scenario file.
pub(super) fn file(path: &Path) -> Result<Scenario, Problem> {
    let name = path.display().to_string();
    let bytes = read(path).map_err(|error| match error {
        Unread::Large => Problem::TooLarge {
            path: name.clone(),
            largest: LARGEST,
        },
        Unread::Io(source) => Problem::Unreadable {
            path: name.clone(),
            source,
        },
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default());
        let Place { line, column } = Place::of(&before, before.len());
        Problem::NotText {
            path: name.clone(),
            line,
            column,
        }
    })?;
    parse(&SourceFile { name, text }, id(path))
        .map_err(|mistakes| Problem::Mistakes(Box::new(mistakes)))
}

enum Unread {
    Large,
    Io(io::Error),
}

fn read(path: &Path) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Unread::Io)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(Unread::Io)?;
    let large = u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST);
    if large { Err(Unread::Large) } else { Ok(bytes) }
}

/// The scenario files in a folder and the folders in it, by path.
pub(super) fn folder(path: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut found = Vec::new();
    search(path, DEEPEST, &mut found).map_err(|source| Problem::Unreadable {
        path: path.display().to_string(),
        source,
    })?;
    found.sort();
    if found.is_empty() {
        return Err(Problem::EmptyFolder {
            path: path.display().to_string(),
        });
    }
    Ok(found)
}

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        // A link to a folder is not followed: it could lead back here.
        if entry.file_type()?.is_dir() {
            if depth > 0 {
                search(&entry.path(), depth - 1, found)?;
            }
        } else if is_toml(&entry.path()) && !NOT_SCENARIOS.iter().any(|other| name == *other) {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// Whether a path has the extension of a scenario file.
pub(super) fn is_toml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// The id that a path gives: its last three parts, or `local`, the folder and the name.
fn id(path: &Path) -> ScenarioId {
    let mut parts = path.components().rev().map_while(|part| match part {
        Component::Normal(part) => Some(part),
        _ => None,
    });
    let name = parts
        .next()
        .map(Path::new)
        .and_then(Path::file_stem)
        .map(|stem| word(&stem.to_string_lossy()));
    let feature = parts.next().map(|part| word(&part.to_string_lossy()));
    let category = parts.next().map(|part| word(&part.to_string_lossy()));
    ScenarioId {
        category: category.unwrap_or_else(|| "local".to_owned()),
        feature: feature.unwrap_or_else(|| "scenarios".to_owned()),
        name: name.unwrap_or_else(|| "scenario".to_owned()),
    }
}

/// A part of an id: what can stand in a file name and in a command without quotes.
fn word(part: &str) -> String {
    let usable = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    part.chars()
        .map(|c| if usable(c) { c } else { '-' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_the_path() {
        let of = |path: &str| id(Path::new(path)).to_string();
        assert_eq!(of("a/b/c.toml"), "a/b/c");
        assert_eq!(of("/x/a/b/c.toml"), "a/b/c");
        assert_eq!(of("b/c.toml"), "local/b/c");
        assert_eq!(of("c.toml"), "local/scenarios/c");
        assert_eq!(of("./c.toml"), "local/scenarios/c");
        assert_eq!(of("../b/my c\n.toml"), "local/b/my-c-");
    }
}
