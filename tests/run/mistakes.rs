//! Mistakes of the user's: each has its exit code, and nothing is sent.

use crate::support::{Answers, Connection, Received, SCENARIO, Sandbox, Server, assert_harmless};

fn server() -> Server {
    Server::http(|origin| {
        let answers = Answers::good(origin);
        move |request: &Received, to: &mut dyn Connection| answers.reply(request, to)
    })
}

/// Runs with these arguments in a folder with these files; what was said on stderr.
fn refused(files: &[(&str, &str)], arguments: &[&str], code: i32) -> String {
    let server = server();
    let sandbox = Sandbox::new();
    for (name, text) in files {
        sandbox.write(name, text);
    }
    let start = ["run", "--issuer", &server.origin];
    let done = sandbox.run(&[&start[..], arguments].concat());
    assert_eq!(done.code, Some(code), "{}{}", done.stdout, done.stderr);
    assert_eq!(done.stdout, "");
    assert_eq!(server.received(), []);
    assert!(!sandbox.path("reports").exists());
    assert_harmless(&done.stderr);
    done.stderr
}

#[test]
fn a_mistake_in_the_configuration() {
    let text =
        "jobs = 0\n[bookingPartners.primary.authentication.clientCredential]\nclientId = \"a\"\n";
    let said = refused(&[("issuercheck.toml", text)], &[SCENARIO], 3);
    assert!(said.contains("issuercheck.toml:1:8"), "{said}");
    assert!(said.contains("issuercheck.toml:2:"), "{said}");
    let said = refused(&[], &[SCENARIO, "--config", "nowhere.toml"], 3);
    assert!(said.contains("nowhere.toml"), "{said}");
}

#[test]
fn a_mistake_in_a_scenario() {
    let text = "title = \"x\"\n[[step]]\nid = \"a\"\ntitel = \"A\"\ndo.discover = \"nowhere\"\n";
    let said = refused(&[("mine.toml", text)], &["./mine.toml"], 3);
    assert!(said.contains("mine.toml:4:1"), "{said}");
    assert!(said.contains("mine.toml:5:"), "{said}");
    let said = refused(&[], &["no-such-scenario"], 3);
    assert!(said.contains("no-such-scenario"), "{said}");
}

#[test]
fn a_secret_is_missing() {
    let said = refused(&[], &["booking-partner-authentication"], 3);
    let place = "bookingPartners.primary.authentication.clientCredentials";
    assert!(said.contains(place), "{said}");
    let text = format!("[{place}]\nclientId = \"a\"\nclientSecret = {{ env = \"NOT_SET\" }}\n");
    let said = refused(
        &[("issuercheck.toml", &text)],
        &["booking-partner-authentication"],
        3,
    );
    assert!(said.contains("NOT_SET"), "{said}");
}

#[test]
fn certificates_to_trust_are_none() {
    let said = refused(&[("ca.pem", "hello")], &[SCENARIO, "--cacert", "ca.pem"], 3);
    assert!(
        said.contains("ca.pem") && said.contains("no PEM certificate"),
        "{said}"
    );
    let said = refused(&[], &[SCENARIO, "--cacert", "nowhere.pem"], 3);
    assert!(said.contains("nowhere.pem"), "{said}");
}

#[test]
fn a_flag_is_unknown() {
    let said = refused(&[], &["--isuer", "x"], 2);
    assert!(
        said.contains("--isuer") && said.contains("--issuer"),
        "{said}"
    );
    refused(&[], &["--timeout", "soon"], 2);
    refused(&[], &["--report", "docx=x"], 2);
}

#[test]
fn a_report_cannot_be_written() {
    let said = refused(
        &[("file", "")],
        &[SCENARIO, "--report", "markdown=file/out"],
        74,
    );
    assert!(said.contains("file/out"), "{said}");
    refused(
        &[("file", "")],
        &[SCENARIO, "--report", "record=file/record.json"],
        74,
    );
    refused(
        &[("file", "")],
        &[
            SCENARIO,
            "--report",
            "markdown=out",
            "--report",
            "json=file/a.json",
        ],
        74,
    );
}
