//! The commands, as a user runs them.

use std::{fs, path::Path};

use assert_cmd::{Command, assert::Assert};
use tempfile::TempDir;

use crate::keys::{KEY, OTHER};

const RUN: [&str; 7] = [
    "run",
    "--clock",
    "2026-01-02T03:04:05Z",
    "--seed",
    "1",
    "--report",
    "record=r.json",
];

fn issuercheck(folder: &Path, arguments: &[&str]) -> Assert {
    command(folder, arguments).assert()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_issuercheck"));
    command.current_dir(folder).env_clear().args(arguments);
    command
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

/// A folder with a bundle, a record and two key pairs.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    fs::write(at.join("key.pem"), KEY).unwrap();
    fs::write(at.join("other.pem"), OTHER).unwrap();
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"mine"}"#;
    fs::write(at.join("public.json"), jwk).unwrap();
    issuercheck(
        at,
        &[&RUN[..], &["--bundle", "e.zip", "--sign-key", "key.pem"]].concat(),
    )
    .code(0);
    folder
}

#[test]
fn what_run_writes_verify_accepts_and_report_writes_again() {
    let folder = folder();
    let at = folder.path();
    issuercheck(at, &["verify", "e.zip", "--key", "public.json"]).code(0);
    let json = issuercheck(at, &["verify", "e.zip", "--format", "json"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!(
        (&json["verdict"], &json["version"]),
        (&"valid".into(), &1.into())
    );
    assert_eq!(json["signature"]["state"], "unverified");
    let again = [
        "report",
        "r.json",
        "--bundle",
        "again.zip",
        "--sign-key",
        "key.pem",
    ];
    issuercheck(at, &again).code(0);
    let read = |name: &str| fs::read(at.join(name)).unwrap();
    assert!(read("e.zip") == read("again.zip"));
    // A bundle is a record that other commands read.
    issuercheck(at, &["judge", "e.zip"]).code(0);
    let by_variable = ["report", "e.zip", "--bundle", "by-variable.zip"];
    command(at, &by_variable)
        .env("ISSUERCHECK_SIGN_KEY", KEY)
        .assert()
        .code(0);
    assert!(read("e.zip") == read("by-variable.zip"));
}

#[test]
fn verify_says_what_is_wrong_by_its_exit_code() {
    let folder = folder();
    let at = folder.path();
    let mut bytes = fs::read(at.join("e.zip")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(at.join("changed.zip"), &bytes).unwrap();
    let changed = issuercheck(at, &["verify", "changed.zip"]).code(1);
    assert!(stdout(&changed).starts_with("changed.zip: NOT VALID\n"));
    assert!(stdout(&changed).contains("is not the file that the manifest names"));
    issuercheck(
        at,
        &[
            "report",
            "r.json",
            "--bundle",
            "f.zip",
            "--sign-key",
            "other.pem",
        ],
    )
    .code(0);
    issuercheck(at, &["verify", "f.zip", "--key", "public.json"]).code(1);
    for unusable in [
        &["verify", "r.json"][..],
        &["verify", "nowhere.zip"],
        &["verify", "e.zip", "--key", "key.pem"],
        &["verify", "e.zip", "--key", "nowhere.pem"],
        &[
            "report",
            "r.json",
            "--bundle",
            "g.zip",
            "--sign-key",
            "public.json",
        ],
        &[
            "certify",
            "r.json",
            "--id",
            "https://a.example",
            "--holder",
            "A",
        ],
    ] {
        issuercheck(at, unusable).code(3);
    }
    issuercheck(at, &["report", "r.json", "--bundle", "."]).code(74);
    issuercheck(at, &["report", "r.json", "--sign-key", "key.pem"]).code(2);
    issuercheck(
        at,
        &[
            "certify",
            "e.zip",
            "--id",
            "http://a.example",
            "--holder",
            "A",
        ],
    )
    .code(2);
    issuercheck(
        at,
        &[
            "certify",
            "e.zip",
            "--id",
            "https://a.example",
            "--holder",
            " ",
        ],
    )
    .code(2);
}

#[test]
fn certify_writes_a_page_that_verify_accepts_for_a_year() {
    let folder = folder();
    let at = folder.path();
    let arguments = [
        "certify",
        "e.zip",
        "--id",
        "https://a.example/1",
        "--holder",
        "Acme & Söhne",
    ];
    let page = stdout(&issuercheck(at, &arguments).code(0));
    issuercheck(
        at,
        &[
            &arguments[..],
            &["--output", "out/c.html", "--key", "public.json"],
        ]
        .concat(),
    )
    .code(0);
    assert!(page.as_bytes() == fs::read(at.join("out/c.html")).unwrap());
    let then = [
        "verify",
        "out/c.html",
        "--clock",
        "2026-12-31T00:00:00Z",
        "--key",
        "public.json",
    ];
    let verified = issuercheck(at, &then).code(0);
    assert!(stdout(&verified).contains("https://a.example/1 for Acme & Söhne"));
    let late = issuercheck(
        at,
        &["verify", "out/c.html", "--clock", "2027-01-03T00:00:00Z"],
    )
    .code(1);
    assert!(stdout(&late).contains("was valid until 2027-01-02"));
    fs::write(
        at.join("other.json"),
        r#"{"kty":"OKP","crv":"Ed25519","x":"A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg"}"#,
    )
    .unwrap();
    issuercheck(at, &[&arguments[..], &["--key", "other.json"]].concat()).code(1);
}

#[test]
fn certify_says_why_not() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let run = [
        "dynamic-client-registration/client-credentials-flow",
        "--checks",
        "rfc8414-*",
        "--bundle",
        "e.zip",
    ];
    issuercheck(at, &[&RUN[..], &run].concat()).code(0);
    let refused = issuercheck(
        at,
        &[
            "certify",
            "e.zip",
            "--id",
            "https://a.example",
            "--holder",
            "A",
        ],
    )
    .code(1);
    assert_eq!(stdout(&refused), "");
    for why in [
        "not all checks were asked",
        "client-credentials-use-case was not run",
    ] {
        assert!(stderr(&refused).contains(why), "{}", stderr(&refused));
    }
}

#[test]
fn hosts_are_redacted_in_the_bundle_alone() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    issuercheck(
        at,
        &[&RUN[..], &["--bundle", "e.zip", "--redact-hosts"]].concat(),
    )
    .code(0);
    let verified = issuercheck(at, &["verify", "e.zip"]).code(0);
    assert!(stdout(&verified).contains("https://host-1.example, run on 2026-01-02"));
    assert!(
        fs::read_to_string(at.join("r.json"))
            .unwrap()
            .contains("issuer.localhost")
    );
}
