//! From the SCENARIO arguments of a command to scenarios.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::catalog::{SHIPPED, Shipped};
use super::{Mistakes, Scenario, load, suggest};

/// Every argument or file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.render(false, false).trim_end())]
pub struct SelectError {
    /// What is wrong, in the order of the arguments.
    pub problems: Vec<Problem>,
}

/// Why an argument or a file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Nothing has this name.
    #[error("no scenario, feature, category or file is called `{name}`")]
    Unknown {
        /// The argument.
        name: String,
        /// The nearest names.
        nearest: Vec<String>,
    },
    /// Several scenarios have this name.
    #[error("several scenarios are called `{name}`: {}", Quoted(.full))]
    Ambiguous {
        /// The argument.
        name: String,
        /// Their full names.
        full: Vec<String>,
    },
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The file is not UTF-8.
    #[error("{path}:{line}:{column}: not UTF-8")]
    NotText {
        /// The file.
        path: String,
        /// The line of the first byte that is not, counted from 1.
        line: usize,
        /// The character in that line, counted from 1.
        column: usize,
    },
    /// The file is larger than a scenario is.
    #[error("{path} has more than {largest} bytes")]
    TooLarge {
        /// The file.
        path: String,
        /// The largest size, in bytes.
        largest: u64,
    },
    /// The folder has no scenario files in it.
    #[error("{path} has no scenario files (*.toml) in it")]
    EmptyFolder {
        /// The folder.
        path: String,
    },
    /// Two of the scenarios would have the same page in the report.
    #[error("{first} and {second} both make the page {page}")]
    SamePage {
        /// One of them.
        first: String,
        /// The other one.
        second: String,
        /// The page's file name.
        page: String,
    },
    /// The file has mistakes.
    #[error("{0}")]
    Mistakes(Box<Mistakes>),
}

/// Words in backticks, with commas.
struct Quoted<'w>(&'w [String]);

/// The origin of a selected scenario, in the order of a report.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// The place in the catalog.
    Shipped(usize),
    /// The place among the arguments' files, and the file.
    File(usize, PathBuf),
}

/// The scenarios that the arguments name: shipped ones in catalog order, then files in the order given, none twice; all
/// shipped ones without any argument.
///
/// An argument is `category/feature/name`, `feature/name`, a name that only one scenario has, a feature, a category,
/// or a path of a `.toml` file or of a folder of them. A shipped name comes before a path of the same spelling, unless
/// the path ends in `.toml` or begins with `.` or `/`.
///
/// # Errors
///
/// Every argument that names nothing, every file that cannot be read, and every mistake in every file.
pub fn select(arguments: &[String]) -> Result<Vec<Scenario>, SelectError> {
    let mut problems = Vec::new();
    let mut origins = Vec::new();
    if arguments.is_empty() {
        origins.extend((0..SHIPPED.len()).map(Origin::Shipped));
    }
    for argument in arguments {
        match resolve(argument) {
            Ok(Named::Shipped(places)) => origins.extend(places.into_iter().map(Origin::Shipped)),
            Ok(Named::Files(paths)) => paths
                .into_iter()
                .for_each(|path| add_file(&mut origins, path)),
            Err(problem) => problems.push(problem),
        }
    }
    origins.sort();
    origins.dedup();
    let mut scenarios = Vec::new();
    for origin in &origins {
        match read(origin) {
            Ok(scenario) => scenarios.push((origin, scenario)),
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(same_pages(&scenarios));
    if problems.is_empty() {
        Ok(scenarios
            .into_iter()
            .map(|(_, scenario)| scenario)
            .collect())
    } else {
        Err(SelectError { problems })
    }
}

enum Named {
    Shipped(Vec<usize>),
    Files(Vec<PathBuf>),
}

/// Adds a file unless it is there already, by whatever path.
fn add_file(origins: &mut Vec<Origin>, path: PathBuf) {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let known = origins.iter().any(|origin| match origin {
        Origin::File(_, other) => real(other) == real(&path),
        Origin::Shipped(_) => false,
    });
    if !known {
        origins.push(Origin::File(origins.len(), path));
    }
}

fn read(origin: &Origin) -> Result<Scenario, Problem> {
    match origin {
        Origin::File(_, path) => load::file(path),
        Origin::Shipped(place) => SHIPPED.get(*place).map_or_else(
            || Err(unknown(&place.to_string())),
            |shipped| {
                shipped
                    .scenario()
                    .map_err(|mistakes| Problem::Mistakes(Box::new(mistakes)))
            },
        ),
    }
}

fn resolve(argument: &str) -> Result<Named, Problem> {
    let path = Path::new(argument);
    if load::is_toml(path) || argument.starts_with(['.', '/']) || path.is_absolute() {
        return if path.is_dir() {
            load::folder(path).map(Named::Files)
        } else {
            Ok(Named::Files(vec![path.to_owned()]))
        };
    }
    if let Some(places) = shipped(argument)? {
        return Ok(Named::Shipped(places));
    }
    if path.is_dir() {
        return load::folder(path).map(Named::Files);
    }
    if path.exists() {
        Ok(Named::Files(vec![path.to_owned()]))
    } else {
        Err(unknown(argument))
    }
}

/// The shipped scenarios that a name stands for.
fn shipped(name: &str) -> Result<Option<Vec<usize>>, Problem> {
    let parts: Vec<&str> = name.trim_end_matches('/').split('/').collect();
    let matching = |predicate: &dyn Fn(&Shipped) -> bool| -> Vec<usize> {
        let places = SHIPPED
            .iter()
            .enumerate()
            .filter(|(_, shipped)| predicate(shipped));
        places.map(|(place, _)| place).collect()
    };
    let places = match *parts.as_slice() {
        [category, feature, name] => {
            matching(&|s| (s.category, s.feature, s.name) == (category, feature, name))
        }
        [first, second] => matching(&|s| {
            (s.feature, s.name) == (first, second) || (s.category, s.feature) == (first, second)
        }),
        [word] => {
            let groups = matching(&|s| s.category == word || s.feature == word);
            let named = matching(&|s| s.name == word);
            if groups.is_empty() && named.len() > 1 {
                let full = named.iter().filter_map(|place| SHIPPED.get(*place));
                let full = full
                    .map(|shipped| format!("{}/{}", shipped.feature, shipped.name))
                    .collect();
                return Err(Problem::Ambiguous {
                    name: word.to_owned(),
                    full,
                });
            }
            if groups.is_empty() { named } else { groups }
        }
        _ => Vec::new(),
    };
    Ok((!places.is_empty()).then_some(places))
}

fn unknown(name: &str) -> Problem {
    let mut known: Vec<String> = Vec::new();
    for shipped in SHIPPED {
        let short = format!("{}/{}", shipped.feature, shipped.name);
        let words = [
            shipped.id().to_string(),
            short,
            shipped.feature.into(),
            shipped.category.into(),
        ];
        known.extend(words);
    }
    let nearest = suggest::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
    let nearest = nearest.map_or_else(|| by_bare_name(name), |nearest| vec![nearest]);
    Problem::Unknown {
        name: name.to_owned(),
        nearest,
    }
}

/// The shipped scenarios whose bare name is near to what was written.
fn by_bare_name(name: &str) -> Vec<String> {
    let bare = name.rsplit('/').next().unwrap_or(name);
    let nearest = suggest::nearest(bare, SHIPPED.iter().map(|shipped| shipped.name));
    let alike = SHIPPED
        .iter()
        .filter(|shipped| Some(shipped.name) == nearest);
    alike
        .map(|shipped| format!("{}/{}", shipped.feature, shipped.name))
        .collect()
}

/// Scenarios whose pages would overwrite each other.
fn same_pages(scenarios: &[(&Origin, Scenario)]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (place, (origin, scenario)) in scenarios.iter().enumerate() {
        let page = scenario.id.page_name();
        let earlier = scenarios.iter().take(place);
        if let Some((first, _)) = earlier
            .clone()
            .find(|(_, other)| other.id.page_name() == page)
        {
            let (first, second) = (first.to_string(), origin.to_string());
            problems.push(Problem::SamePage {
                first,
                second,
                page,
            });
        }
    }
    problems
}

impl Problem {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unknown { nearest, .. } if nearest.is_empty() => {
                Some("`issuercheck list scenarios` shows the names".to_owned())
            }
            Self::Unknown { nearest, .. } => Some(format!(
                "did you mean {}? `issuercheck list scenarios` shows all names",
                Quoted(nearest)
            )),
            Self::Ambiguous { .. } => Some("write one of these names".to_owned()),
            Self::Unreadable { path, source } => unreadable_help(path, source),
            Self::NotText { .. } => Some("save the file as UTF-8".to_owned()),
            Self::TooLarge { .. } => Some("split it into several scenarios".to_owned()),
            Self::EmptyFolder { .. } => {
                Some("write a `.toml` file as docs/scenarios.md says".to_owned())
            }
            Self::SamePage { .. } => Some("rename one of the files, or name only one".to_owned()),
            Self::Mistakes(_) => None,
        }
    }
}

fn unreadable_help(path: &str, source: &io::Error) -> Option<String> {
    if source.kind() != io::ErrorKind::NotFound {
        return None;
    }
    let name = path.strip_suffix(".toml").unwrap_or(path);
    // The last three parts of the path may be a full name, the last two a shorter one.
    let cuts = name
        .rmatch_indices('/')
        .map(|(at, _)| at + 1)
        .skip(1)
        .take(2);
    let mut names = cuts.chain([0]).filter_map(|cut| name.get(cut..));
    let known = names.find(|name| shipped(name).is_ok_and(|places| places.is_some()));
    known.map(|name| format!("the shipped scenario is called `{name}`"))
}

impl SelectError {
    /// The problems as text, as [`Mistakes::render`] shows them.
    pub fn render(&self, color: bool, fancy: bool) -> String {
        let mut text = String::new();
        for problem in &self.problems {
            if let Problem::Mistakes(mistakes) = problem {
                text.push_str(&mistakes.render(color, fancy));
                continue;
            }
            text += &problem.to_string();
            if let Some(help) = problem.help() {
                text += " (";
                text += &help;
                text += ")";
            }
            text.push('\n');
        }
        text
    }
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(String::as_str).collect();
        f.write_str(&suggest::list(&words))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shipped(place) => match SHIPPED.get(*place) {
                Some(shipped) => write!(f, "{}", shipped.id()),
                None => write!(f, "{place}"),
            },
            Self::File(_, path) => write!(f, "{}", path.display()),
        }
    }
}
