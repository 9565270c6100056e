//! SCENARIO arguments: names of shipped scenarios, and files.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use issuercheck::scenario::select;

const STEPS: &str =
    "title = \"Demo\"\n[[step]]\nid = \"discover\"\ndo.discover = \"openid-configuration\"\n";
const FLOW: &str = "authentication/dynamic-client-registration/client-credentials-flow";
const USE_CASE: &str = "authentication/dynamic-client-registration/client-credentials-use-case";
const CONFIGURED: &str = "authentication/booking-partner-authentication/client-credentials-flow";

fn ids(arguments: &[&str]) -> Vec<String> {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    let scenarios = select(&arguments).unwrap();
    scenarios
        .iter()
        .map(|scenario| scenario.id.to_string())
        .collect()
}

fn refused(arguments: &[&str]) -> String {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    select(&arguments).unwrap_err().render(false, false)
}

fn write(folder: &Path, path: &str, text: &[u8]) -> String {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn no_argument_is_every_shipped_scenario() {
    let all = ids(&[]);
    assert_eq!(all.get(..3).unwrap(), [FLOW, USE_CASE, CONFIGURED]);
    assert_eq!(all.get(3..).unwrap(), ids(&["probes"]));
    let probes = [
        "registration-errors",
        "registration-management",
        "token-errors",
        "client-authentication",
        "introspection",
        "revocation",
        "protected-resource",
        "transport",
    ];
    for probe in probes {
        let found = ids(&[probe]);
        assert!(all.contains(found.first().unwrap()), "{probe}");
    }
}

#[test]
fn a_shipped_scenario_has_several_names() {
    assert_eq!(ids(&[FLOW]), [FLOW]);
    assert_eq!(
        ids(&["dynamic-client-registration/client-credentials-flow"]),
        [FLOW]
    );
    assert_eq!(ids(&["client-credentials-use-case"]), [USE_CASE]);
    assert_eq!(ids(&["dynamic-client-registration"]), [FLOW, USE_CASE]);
    assert_eq!(
        ids(&["authentication/dynamic-client-registration/"]),
        [FLOW, USE_CASE]
    );
    assert_eq!(ids(&["authentication"]), [FLOW, USE_CASE, CONFIGURED]);
}

#[test]
fn the_order_is_the_catalogs_and_nothing_is_there_twice() {
    assert_eq!(
        ids(&[
            "booking-partner-authentication",
            "client-credentials-use-case",
            "authentication"
        ]),
        [FLOW, USE_CASE, CONFIGURED]
    );
}

#[test]
fn an_unknown_name_is_answered_with_a_near_one() {
    assert_eq!(
        refused(&[
            "dynamic-client-registraton",
            "client-credentials-flows",
            "zzz",
            "client-credentials-flow"
        ]),
        concat!(
            "no scenario, feature, category or file is called `dynamic-client-registraton` ",
            "(did you mean `dynamic-client-registration`? `issuercheck list scenarios` shows all names)\n",
            "no scenario, feature, category or file is called `client-credentials-flows` ",
            "(did you mean `dynamic-client-registration/client-credentials-flow`, ",
            "`booking-partner-authentication/client-credentials-flow`? `issuercheck list scenarios` shows all names)\n",
            "no scenario, feature, category or file is called `zzz` (`issuercheck list scenarios` shows the names)\n",
            "several scenarios are called `client-credentials-flow`: ",
            "`dynamic-client-registration/client-credentials-flow`, `booking-partner-authentication/client-credentials-flow` ",
            "(write one of these names)\n",
        )
    );
}

#[test]
fn files_come_after_the_shipped_ones_and_a_folder_is_searched() {
    let folder = tempfile::tempdir().unwrap();
    let one = write(folder.path(), "mine/tokens/b.toml", STEPS.as_bytes());
    write(folder.path(), "mine/tokens/a.toml", STEPS.as_bytes());
    write(
        folder.path(),
        "mine/issuercheck.toml",
        b"issuer = \"https://as.example\"",
    );
    write(folder.path(), "mine/.hidden.toml", b"no");
    write(folder.path(), "mine/readme.md", b"no");
    let mine = folder.path().join("mine");
    let mine = mine.to_str().unwrap();
    assert_eq!(
        ids(&[&one, FLOW, mine]),
        [FLOW, "mine/tokens/b", "mine/tokens/a"]
    );
}

#[test]
fn every_problem_of_every_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap().to_owned();
    let binary = write(
        folder.path(),
        "x/binary.toml",
        b"title = \"a\"\nb = \"\xff\"",
    );
    let large = write(folder.path(), "x/large.toml", &vec![b'#'; 1024 * 1024 + 1]);
    let largest = write(folder.path(), "x/largest.toml", &vec![b'#'; 1024 * 1024]);
    let wrong = write(
        folder.path(),
        "x/wrong.toml",
        STEPS.replace("openid-", "").as_bytes(),
    );
    let first = write(folder.path(), "1/x/same.toml", STEPS.as_bytes());
    let second = write(folder.path(), "2/x/same.toml", STEPS.as_bytes());
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let missing = format!("{root}/{FLOW}.toml");
    let arguments = [
        binary,
        large,
        largest,
        wrong,
        first,
        second,
        missing,
        empty.to_str().unwrap().to_owned(),
    ];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let shown = refused(&arguments).replace(&root, "ROOT");
    let shown = shown.replace(&"#".repeat(120), "EXCERPT");
    // The system's words differ from system to system.
    let system = std::io::Error::from_raw_os_error(2).to_string();
    let shown = shown.replace(&system, "NOT FOUND");
    assert_eq!(
        shown,
        concat!(
            "ROOT/empty has no scenario files (*.toml) in it (write a `.toml` file as docs/scenarios.md says)\n",
            "ROOT/x/binary.toml:2:6: not UTF-8 (save the file as UTF-8)\n",
            "ROOT/x/large.toml has more than 1048576 bytes (split it into several scenarios)\n",
            "ROOT/x/largest.toml:1:1: missing key `title` in the scenario ",
            "(name the test, as `title = \"Client Credentials Flow\"`)\n  1 | EXCERPT…\n    | ^\n",
            "ROOT/x/largest.toml:1:1: the scenario has no steps ",
            "(write at least one `[[step]]` with an `id` and a `do`)\n  1 | EXCERPT…\n    | ^\n",
            "ROOT/x/wrong.toml:4:15: unknown metadata location `configuration` ",
            "(did you mean `openid-configuration`?)\n",
            "  4 | do.discover = \"configuration\"\n    |               ^^^^^^^^^^^^^^^\n",
            "cannot read ROOT/authentication/dynamic-client-registration/client-credentials-flow.toml: NOT FOUND ",
            "(the shipped scenario is called `dynamic-client-registration/client-credentials-flow`)\n",
            "ROOT/1/x/same.toml and ROOT/2/x/same.toml both make the page x_same.md ",
            "(rename one of the files, or name only one)\n",
        )
    );
}

#[test]
fn a_shipped_scenario_is_no_file() {
    let shown = refused(&["./dynamic-client-registration/client-credentials-flow.toml"]);
    assert!(
        shown.ends_with("(the shipped scenario is called `dynamic-client-registration/client-credentials-flow`)\n"),
        "{shown}"
    );
}
