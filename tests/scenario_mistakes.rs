//! Mistakes in scenario files: each kind, its place, its words; and any text at all.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use issuercheck::{
    scenario::{Mistake, Mistakes, SHIPPED, Scenario, ScenarioId, SourceFile, parse},
    schema::Kind,
};
use jsonschema::Validator;
use proptest::prelude::*;

fn read(text: &str) -> Result<Scenario, Mistakes> {
    let id = ScenarioId {
        category: "local".into(),
        feature: "scenarios".into(),
        name: "demo".into(),
    };
    let source = SourceFile {
        name: "scenarios/demo.toml".into(),
        text: text.into(),
    };
    parse(&source, id)
}

fn rendered(text: &str) -> String {
    let mistakes = read(text).unwrap_err();
    the_schema_refuses(text, &mistakes);
    mistakes.render(false, false)
}

/// The schema refuses what the reader refuses, but for mistakes that no schema can tell: they depend on another place of the
/// file, on what a text means beyond its form, or on how TOML writes a value.
fn the_schema_refuses(text: &str, mistakes: &Mistakes) {
    static SCHEMA: LazyLock<Validator> =
        LazyLock::new(|| jsonschema::validator_for(&Kind::Scenario.schema()).unwrap());
    let Ok(table) = toml::from_str::<toml::Table>(text) else {
        return;
    };
    let Ok(document) = serde_json::to_value(table) else {
        return;
    };
    let tells = |mistake: &Mistake| match mistake {
        Mistake::BadTemplate { .. }
        | Mistake::CredentialsUnused { .. }
        | Mistake::NeedsDiscovery { .. }
        | Mistake::NotJson { .. }
        | Mistake::NothingToCapture { .. }
        | Mistake::SameStepId { .. }
        | Mistake::SameVariable { .. }
        | Mistake::UnknownVariable { .. } => false,
        // A wait may be too long, an address wrong behind its scheme.
        Mistake::BadValue { expected, .. } => !matches!(*expected, "a wait" | "a URL"),
        _ => true,
    };
    let refused = !SCHEMA.is_valid(&document);
    assert!(refused || !mistakes.mistakes().iter().any(tells), "{text}");
}

/// A step that fetches metadata, for cases that need it.
const DISCOVER: &str =
    "title = \"Demo\"\n[[step]]\nid = \"discover\"\ndo.discover = \"openid-configuration\"\n";

fn after_discovery(text: &str) -> String {
    rendered(&format!("{DISCOVER}[[step]]\nid = \"next\"\n{text}"))
}

fn alone(text: &str) -> String {
    rendered(&format!(
        "title = \"Demo\"\n[[step]]\nid = \"only\"\n{text}"
    ))
}

fn head(text: &str) -> String {
    rendered(&format!("{text}\n{DISCOVER}"))
}

#[test]
fn syntax() {
    insta::assert_snapshot!(rendered(concat!(
        "title = Demo\n",
        "vars.a = \"x\\q\"\n",
        "vars.b = ${a} more\n",
        "vars.c = 1\n",
        "vars.c = 2\n",
        "[[step]]\n",
        "id = \"discover\"\n",
        "id = \"again\"\n",
        "do.discover = \"openid-configuratoin\"\n",
    )));
}

#[test]
fn syntax_that_leaves_the_structure_unclear() {
    insta::assert_snapshot!(rendered(
        "title = \"Demo\"\nunknown = 1\n[[step]\nid = \"a\"\ndo.discover = \"x\"\n"
    ));
}

#[test]
fn unknown_key() {
    insta::assert_snapshot!(after_discovery(
        "tilte = \"Register\"\ndo.register = { metdata = {}, metadata = {}, token = \"x\" }\ncapture.a = { json = \"/a\", secert = true }"
    ));
}

#[test]
fn missing_key() {
    insta::assert_snapshot!(rendered("[[step]]\n[[step]]\nid = \"a\"\ndo.resource = {}"));
}

#[test]
fn not_one() {
    insta::assert_snapshot!(alone(
        "do.wait = \"1s\"\ndo.raw = { method = \"GET\", url = \"https://as.example\" }\ncapture.a = {}"
    ));
}

#[test]
fn not_one_where_other_keys_are() {
    insta::assert_snapshot!(alone(
        "do.raw = { method = \"GET\", url = \"https://as.example\" }\ncapture.a = { secret = true }"
    ));
}

#[test]
fn wrong_type() {
    insta::assert_snapshot!(after_discovery(concat!(
        "title = 7\n",
        "do.token = { auth = true, form = { expires = 3600, at = 2025-01-01, of = [] } }\n",
        "capture.a = \"/a\"\n",
        "capture.b = { json = \"/b\", secret = \"yes\" }\n",
    )));
}

#[test]
fn wrong_type_of_a_large_part() {
    insta::assert_snapshot!(rendered(
        "title = \"Demo\"\nvars = []\nsecrets.a = \"s3cret\"\n[step]\nid = \"a\"\n"
    ));
}

#[test]
fn wrong_type_of_an_action() {
    insta::assert_snapshot!(alone("do = \"discovr\""));
}

#[test]
fn unknown_word() {
    insta::assert_snapshot!(rendered(concat!(
        "title = \"Demo\"\n[[step]]\nid = \"a\"\ndo.discover = \"openid-config\"\n",
        "[[step]]\nid = \"b\"\ndo.token = { auth = \"basic\", form = {} }\n",
    )));
}

#[test]
fn unknown_action() {
    insta::assert_snapshot!(alone("do.intropsect = {}"));
}

#[test]
fn not_one_line() {
    insta::assert_snapshot!(rendered(&DISCOVER.replace("Demo", "De\\nmo")));
}

#[test]
fn no_steps() {
    insta::assert_snapshot!(rendered("title = \"Demo\""));
}

#[test]
fn bad_step_id() {
    insta::assert_snapshot!(rendered(
        &DISCOVER.replace("\"discover\"", "\"Discover it\"")
    ));
}

#[test]
fn same_step_id() {
    insta::assert_snapshot!(rendered(&format!(
        "{DISCOVER}[[step]]\nid = \"discover\"\ndo.wait = \"1s\""
    )));
}

#[test]
fn bad_variable_name() {
    insta::assert_snapshot!(head("vars.\"a b\" = \"1\"\nvars.metadata = \"2\""));
}

#[test]
fn same_variable() {
    insta::assert_snapshot!(head("vars.a = \"1\"\nsecrets.a = { env = \"A\" }"));
}

#[test]
fn unknown_variable() {
    insta::assert_snapshot!(after_discovery(concat!(
        "do.register = { bearer = \"${later}\", metadata = { redirect_uris = [\"x\", \"a ${redirect} ${redirect}\"] } }\n",
        "capture.redirect_uri = { json = \"/redirect_uris/0\" }\n",
        "[[step]]\nid = \"more\"\ndo.resource.url = \"${redirect_uir}\"\ncapture.later = { header = \"x\" }\n",
    )));
}

#[test]
fn bad_template() {
    insta::assert_snapshot!(after_discovery(
        "do.token = { auth = \"none\", form = { a = \"ab${x\", b = \"${}\", c = '${x y}', d = \"\\n${\" } }"
    ));
}

#[test]
fn needs_discovery() {
    insta::assert_snapshot!(alone(
        "when.metadata = \"jwks_uri\"\ndo.resource.url = \"${metadata.issuer}/x\"\n[[step]]\nid = \"b\"\ndo.jwks = {}"
    ));
}

#[test]
fn nothing_to_capture() {
    insta::assert_snapshot!(alone("do.wait = \"1s\"\ncapture.a = { json = \"/a\" }"));
}

#[test]
fn credentials_unused() {
    insta::assert_snapshot!(head(
        "credentials.configured = \"a.b\"\nvars.client_id = { config = \"a.b.clientId\" }"
    ));
}

#[test]
fn bad_value() {
    insta::assert_snapshot!(after_discovery(concat!(
        "capture.a = { json = \"client_id\" }\n",
        "capture.b = { json = \"/a~2\" }\n",
        "capture.c = { header = \"x y\" }\n",
        "do.raw = { method = \"PO ST\", url = \"as.example/token\", headers = [[\"a:\", \"b\"], [\"a\", \"b\\r\\nc: d\"], [\"a\"]] }\n",
        "[[step]]\nid = \"w1\"\ndo.wait = \"61s\"\n",
        "[[step]]\nid = \"w2\"\ndo.wait = \"soon\"\n",
        "[[step]]\nid = \"u\"\ndo.resource.url = \"https://[::1\"\n",
    )));
}

#[test]
fn bad_place() {
    insta::assert_snapshot!(head(
        "secrets.a = { config = \"a..b\" }\nsecrets.b = { config = \"a b\" }"
    ));
}

#[test]
fn not_json() {
    insta::assert_snapshot!(after_discovery(
        "do.register.metadata = { a = nan, b = 99999999999999999999, c = 07:32:00, d = 0xff, e = 1e400 }"
    ));
}

#[test]
fn drawn_for_a_terminal() {
    let text = format!(
        "{DISCOVER}[[step]]\nid = \"discover\"\ndo.register = {{ metadata = {{ a = \"ä ${{b}}\" }} }}"
    );
    let mistakes = read(&text).unwrap_err();
    insta::assert_snapshot!(mistakes.render(false, true));
    assert!(mistakes.render(true, true).contains("\u{1b}["));
}

/// One mistake at a time: a schema that refuses one of several would hide that it knows nothing of the others.
#[test]
fn the_schema_tells_each_mistake_alone() {
    let heads = [
        "tilte = \"x\"",
        "profile = 7",
        "vars = []",
        "vars.a = 1",
        "vars.a = { env = \"A\", file = \"b\" }",
        "vars.\"a b\" = \"1\"",
        "vars.metadata = \"1\"",
        "secrets.a = \"s3cret\"",
        "secrets.a = { config = \"a..b\" }",
        "secrets.a = { optional = true }",
        "credentials.registered = \"a.b\"",
    ];
    for text in heads {
        head(text);
    }
    let steps = [
        "do.token = { auth = \"basic\", form = {} }",
        "do.token = { auth = true, form = {} }",
        "do.token = { auth = \"none\", form = { expires = 3600 } }",
        "do.token = { auth = \"none\", form = { at = 2025-01-01 } }",
        "do.token.form = {}",
        "do.token = { auth.client_secret_basic = { client_id = \"a\" }, form = {} }",
        "do.intropsect = {}",
        "do = \"discover\"",
        "do.discover = \"openid-config\"",
        "do.jwks = { a = 1 }",
        "do.resource = {}",
        "do.resource.url = \"as.example/token\"",
        "do.register = { metdata = {} }",
        "do.register.metadata = []",
        "do.raw = { method = \"PO ST\", url = \"https://as.example\" }",
        "do.raw = { method = \"GET\", url = \"https://as.example\", headers = [[\"a\"]] }",
        "do.raw = { method = \"GET\", url = \"https://as.example\", headers = [[\"a:\", \"b\"]] }",
        "do.raw = { method = \"GET\", url = \"https://as.example\", headers = [[\"a\", \"b\\r\\nc\"]] }",
        "do = { wait = \"1s\", jwks = {} }",
        "title = 7\ndo.jwks = {}",
        "title = \"a\\nb\"\ndo.jwks = {}",
        "when.metadata = 7\ndo.jwks = {}",
        "capture.a = \"/a\"\ndo.jwks = {}",
        "capture.a = {}\ndo.jwks = {}",
        "capture.a = { json = \"client_id\" }\ndo.jwks = {}",
        "capture.a = { json = \"/a~2\" }\ndo.jwks = {}",
        "capture.a = { header = \"x y\" }\ndo.jwks = {}",
        "capture.a = { json = \"/a\", header = \"a\" }\ndo.jwks = {}",
        "capture.a = { json = \"/a\", secret = \"yes\" }\ndo.jwks = {}",
    ];
    for text in steps {
        after_discovery(text);
    }
    rendered(&DISCOVER.replace("\"discover\"", "\"Discover it\""));
    rendered(&DISCOVER.replace("[[step]]", "[step]"));
}

#[test]
fn many_mistakes_are_counted() {
    let text = (0..300).fold(String::new(), |text, n| format!("{text}k{n} = 1\n"));
    let shown = rendered(&format!("{text}{DISCOVER}"));
    assert_eq!(shown.matches("unknown key").count(), 100);
    assert!(
        shown.ends_with("scenarios/demo.toml: and 200 more\n"),
        "{shown}"
    );
}

#[test]
fn line_ends_and_the_byte_order_mark_change_nothing() {
    let windows = format!("\u{feff}{}", DISCOVER.replace('\n', "\r\n"));
    let mut scenario = read(&windows).unwrap();
    assert_eq!(scenario.text, windows);
    scenario.text = DISCOVER.to_owned();
    assert_eq!(scenario, read(DISCOVER).unwrap());
    let wrong = windows.replace("openid-configuration", "nowhere");
    assert_eq!(
        rendered(&wrong),
        rendered(&DISCOVER.replace("openid-configuration", "nowhere"))
    );
}

#[test]
fn a_deeply_nested_text_is_a_mistake_and_no_crash() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
        format!(
            "{DISCOVER}[[step]]\nid=\"a\"\ndo.register.metadata.{}a = 1",
            "a.".repeat(100_000)
        ),
        "=\n".repeat(500_000),
    ] {
        assert!(!rendered(&text).is_empty());
    }
}

/// Whatever the text, every mistake is inside it.
fn hold(text: &str) {
    let Err(mistakes) = read(text) else { return };
    assert!(!mistakes.mistakes().is_empty());
    for mistake in mistakes.mistakes() {
        let (start, length) = (mistake.at().offset(), mistake.at().len());
        let inside = mistakes.text().get(start..start + length);
        assert!(inside.is_some(), "{mistake:?} in {text:?}");
    }
    assert!(!mistakes.render(false, false).is_empty());
    assert!(!mistakes.render(false, true).is_empty());
}

/// A shipped scenario with some of its lines or characters changed.
fn mutated() -> impl Strategy<Value = String> {
    let change = (
        any::<prop::sample::Index>(),
        0..12usize,
        "[\\[\\]{}\"'.=$#é\\n a-z0-9\\\\]{0,6}",
    );
    (0..SHIPPED.len(), prop::collection::vec(change, 1..8)).prop_map(|(place, changes)| {
        let mut text: Vec<char> = SHIPPED.get(place).unwrap().text.chars().collect();
        for (at, length, new) in changes {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, new.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_has_mistakes_inside_it(text in any::<String>()) {
        hold(&text);
    }

    #[test]
    fn a_changed_scenario_is_read_or_has_mistakes_inside_it(text in mutated()) {
        hold(&text);
    }
}

#[test]
fn secret_in_file() {
    let text = format!("secrets.a = \"s3cret\"\nsecrets.b = '''s3\ncret'''\n{DISCOVER}");
    let shown = rendered(&text);
    insta::assert_snapshot!(shown);
    let drawn = read(&text).unwrap_err().render(false, true);
    assert!(!drawn.contains("s3") && !drawn.contains("cret'"), "{drawn}");
}

#[test]
fn syntax_that_leaves_a_bracket_open() {
    let text = concat!(
        "tilte = \"Demo\"\n[[step]]\nid = \"a\"\n",
        "do.register = { metadata = { a = 1 }\n",
        "capture.x = { json = \"/a\" }\n[[step]]\nid = \"b\"\n"
    );
    insta::assert_snapshot!(rendered(text));
}
