//! Which module may use which, how long things may be, and what must not come in. CONTRIBUTING.md shows the same table.

#![expect(
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a panic here is a failed test"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What a module may use besides itself; a module that is not here may not be.
const MAY_USE: &[(&str, &[&str])] = &[
    ("main", &["cli", "config"]),
    ("clock", &[]),
    ("diagnostic", &[]),
    ("exchange", &[]),
    ("secret", &["exchange"]),
    ("spec", &[]),
    ("rsa_signature", &[]),
    ("scenario", &["secret", "exchange", "clock", "diagnostic"]),
    ("config", &["secret", "exchange", "clock", "diagnostic"]),
    (
        "plan",
        &["scenario", "config", "exchange", "secret", "clock", "run"],
    ),
    ("run", &["plan", "scenario", "exchange", "secret", "clock"]),
    (
        "evidence",
        &["check", "exchange", "rsa_signature", "spec", "secret"],
    ),
    (
        "check",
        &[
            "evidence",
            "checks",
            "profile",
            "exchange",
            "spec",
            "secret",
            "diagnostic",
        ],
    ),
    (
        "checks",
        &["check", "evidence", "exchange", "spec", "secret"],
    ),
    ("profile", &["check", "evidence", "exchange", "spec"]),
    (
        "diff",
        &["checks", "evidence", "exchange", "report", "secret", "spec"],
    ),
    (
        "schema",
        &["config", "diff", "exchange", "report", "scenario"],
    ),
    ("report", &["check", "checks", "exchange", "spec", "secret"]),
    (
        "bundle",
        &[
            "check", "checks", "evidence", "exchange", "profile", "report", "scenario", "secret",
            "spec",
        ],
    ),
    (
        "certificate",
        &["bundle", "checks", "exchange", "report", "scenario"],
    ),
    ("issuer", &["clock", "rsa_signature", "secret"]),
    (
        "embedded",
        &[
            "clock", "error", "exchange", "issuer", "plan", "run", "scenario", "secret",
        ],
    ),
    (
        "error",
        &[
            "bundle",
            "certificate",
            "check",
            "config",
            "diagnostic",
            "exchange",
            "plan",
            "report",
            "run",
            "scenario",
            "secret",
        ],
    ),
    (
        "cli",
        &[
            "bundle",
            "certificate",
            "check",
            "checks",
            "clock",
            "config",
            "diagnostic",
            "diff",
            "embedded",
            "error",
            "evidence",
            "exchange",
            "issuer",
            "plan",
            "profile",
            "report",
            "run",
            "scenario",
            "schema",
            "secret",
            "spec",
        ],
    ),
];

/// Crates that only some modules may name: whoever judges or renders has neither a network nor a runtime.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("tokio", &["run", "issuer", "cli"]),
    ("hyper", &["run", "issuer"]),
    ("axum", &["issuer"]),
];

/// What plan may take of run: the description of the transport, not what performs it.
const PLAN_TAKES_OF_RUN: &[&str] = &["Manners", "Transport", "Trust"];

const MOST_LINES: usize = 400;
const MOST_LINES_OF_A_FUNCTION: usize = 50;

/// Functions that are longer until they are split; none may be added.
const LONGER: &[&str] = &[
    // One arm for each kind of change.
    "src/check/fixture.rs: apply_to",
    "src/check/fixture.rs: sentence",
];

/// A source file as the compiler reads it: comments and the insides of literals are blank, its unit tests are left out.
struct Source {
    path: PathBuf,
    module: String,
    code: String,
}

#[test]
fn modules_use_only_what_is_left_of_them() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == source.module) else {
            wrong.push(format!("{} has no row in MAY_USE", source.module));
            continue;
        };
        for path in paths_into_the_crate(&source.code) {
            let module = path.split("::").next().unwrap_or_default();
            if module != source.module && !allowed.contains(&module) {
                wrong.push(format!(
                    "{}: {} may not use {path}",
                    source.path.display(),
                    source.module
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_plan_describes_how_requests_are_sent_and_sends_none() {
    let plan = sources().into_iter().find(|source| source.module == "plan");
    for path in paths_into_the_crate(&plan.unwrap().code) {
        if let Some(item) = path.strip_prefix("run::") {
            assert!(PLAN_TAKES_OF_RUN.contains(&item), "plan uses run::{item}");
        }
    }
}

#[test]
fn network_and_runtime_stay_where_they_belong() {
    for source in sources() {
        for (name, modules) in ONLY_IN {
            let named = source
                .code
                .match_indices(&format!("{name}::"))
                .any(|(at, _)| {
                    let before = source.code[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                });
            assert!(
                !named || modules.contains(&source.module.as_str()),
                "{} names {name}",
                source.path.display()
            );
        }
    }
}

#[test]
fn files_stay_small() {
    for source in sources() {
        let lines = source.code.lines().count();
        assert!(
            lines <= MOST_LINES,
            "{} has {lines} lines without its tests",
            source.path.display()
        );
    }
}

#[test]
fn functions_stay_small() {
    let mut long = Vec::new();
    for source in sources() {
        for (name, lines) in functions(&source.code) {
            let place = format!("{}: {name}", source.path.display());
            if lines > MOST_LINES_OF_A_FUNCTION && !LONGER.contains(&place.as_str()) {
                long.push(format!("{place} has {lines} lines"));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn templates_escape_what_they_print() {
    // Nothing is escaped in these: no other report may be made of them.
    for path in files(Path::new("templates"), "md") {
        let name = path.file_name().unwrap().to_string_lossy();
        assert!(name.starts_with("page_") || name == "summary.md", "{name}");
    }
    for path in files(Path::new("templates"), "html") {
        let text = fs::read_to_string(&path).unwrap();
        let safe = text
            .split('|')
            .skip(1)
            .any(|filter| filter.trim_start().starts_with("safe"));
        assert!(!safe, "{}", path.display());
    }
    for path in files(Path::new("src"), "rs") {
        let text = fs::read_to_string(&path).unwrap();
        let attributes = text.split("#[template(").skip(1);
        let mut attributes = attributes.filter_map(|rest| rest.split(")]").next());
        assert!(
            !attributes.any(|attribute| attribute.contains("escape")),
            "{}",
            path.display()
        );
    }
}

/// aws-lc-rs costs some 30 ms at its first use, openssl needs a system library.
#[test]
fn tls_is_rustls_with_ring() {
    let lock = fs::read_to_string("Cargo.lock").unwrap();
    let packages: BTreeSet<&str> = lock
        .lines()
        .filter_map(|line| line.strip_prefix("name = "))
        .map(|name| name.trim_matches('"'))
        .collect();
    assert!(packages.contains("ring"));
    for banned in [
        "aws-lc-rs",
        "aws-lc-sys",
        "native-tls",
        "openssl",
        "openssl-sys",
        "reqwest",
    ] {
        assert!(!packages.contains(banned), "{banned} is in Cargo.lock");
    }
}

#[test]
fn the_reader_of_sources_reads_what_the_compiler_reads() {
    let text = "use crate::{\n    a::b,\n    c::{d, e::f},\n};\n// crate::x::y\nfn g<'a>() {\n    \
                let _ = ('{', \"crate::x {\", r#\"\"{\"#, crate::h::i());\n}\n#[cfg(test)]\nmod tests {\n}\n";
    let code = without_tests(&blank(text));
    assert_eq!(
        paths_into_the_crate(&code),
        ["a::b", "c::d", "c::e::f", "h::i"]
    );
    assert_eq!(functions(&code), [("g".to_owned(), 3)]);
}

fn sources() -> Vec<Source> {
    let paths = files(Path::new("src"), "rs");
    assert!(paths.len() > 1, "no sources");
    let sources = paths.into_iter().filter_map(|path| {
        let inside = path.strip_prefix("src").unwrap().to_owned();
        let first = inside.components().next()?.as_os_str().to_str()?.to_owned();
        let module = first.trim_end_matches(".rs").to_owned();
        let code = without_tests(&blank(&fs::read_to_string(&path).unwrap()));
        (module != "lib").then_some(Source { path, module, code })
    });
    sources.collect()
}

/// Every file below a folder with this extension, in order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The code with comments and the insides of literals as spaces; lines stay where they are.
fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_or_comment(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(
                chars[at..end]
                    .iter()
                    .map(|&c| if c == '\n' { c } else { ' ' }),
            );
            at = end;
        }
    }
    out
}

/// Where a comment or literal that begins here ends; here, if none begins.
fn literal_or_comment(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let is_word = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let find = |from: usize, wanted: &[char]| {
        let found = rest[from..].windows(wanted.len()).position(|w| w == wanted);
        found.map_or(chars.len(), |found| at + from + found + wanted.len())
    };
    match rest {
        ['/', '/', ..] => find(0, &['\n']) - 1,
        ['/', '*', ..] => find(2, &['*', '/']),
        ['"', ..] => string_end(chars, at + 1),
        ['r', '"' | '#', ..] if !is_word(at.checked_sub(1).and_then(|at| chars.get(at))) => {
            let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
            if rest.get(1 + hashes) != Some(&'"') {
                return at;
            }
            let mut close = vec!['"'];
            close.extend(std::iter::repeat_n('#', hashes));
            find(2 + hashes, &close)
        }
        ['\'', '\\', _, ..] => find(3, &['\'']),
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

fn string_end(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn without_tests(code: &str) -> String {
    code.find("#[cfg(test)]\nmod tests {")
        .map_or(code, |at| &code[..at])
        .to_owned()
}

/// What follows `crate::`, groups in braces written out.
fn paths_into_the_crate(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, marker) in code.match_indices("crate::") {
        expand("", &code[at + marker.len()..], &mut found);
    }
    // The package's own name is how main.rs says `crate`.
    for (at, marker) in code.match_indices("issuercheck::") {
        expand("", &code[at + marker.len()..], &mut found);
    }
    found
}

/// Adds the paths that a piece of a `use` stands for; what is left after them.
fn expand<'a>(prefix: &str, text: &'a str, found: &mut Vec<String>) -> &'a str {
    let text = text.trim_start();
    if let Some(inside) = text.strip_prefix('{') {
        let mut rest = inside.trim_start();
        while !rest.is_empty() && !rest.starts_with('}') {
            rest = expand(prefix, rest, found).trim_start();
            rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        }
        return rest.strip_prefix('}').unwrap_or(rest);
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    let path = if prefix.is_empty() {
        word.to_owned()
    } else {
        format!("{prefix}::{word}")
    };
    if let Some(rest) = rest.strip_prefix("::") {
        return expand(&path, rest, found);
    }
    found.push(path);
    rest.trim_start_matches(|c: char| c != ',' && c != '}' && c != ';')
}

/// Each function and its number of lines.
fn functions(code: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, marker) in code.match_indices("fn ") {
        let begins = code[..at].chars().next_back();
        let name = code[at + marker.len()..].split(['(', '<']).next();
        let name = name.unwrap_or_default().trim();
        let is_word = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if begins.is_some_and(|c| !c.is_whitespace()) || !is_word || name.is_empty() {
            continue;
        }
        let mut brackets = 0_usize;
        let signature = code[at..].find(|c| {
            match c {
                '[' | '(' => brackets += 1,
                ']' | ')' => brackets -= 1,
                _ => {}
            }
            brackets == 0 && matches!(c, '{' | ';')
        });
        let signature = signature.unwrap_or_default();
        if code[at + signature..].starts_with('{') {
            let body = &code[at..at + signature + block(&code[at + signature..])];
            found.push((name.to_owned(), body.lines().count()));
        }
    }
    found
}

/// The length of the block that the text begins with.
fn block(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}
