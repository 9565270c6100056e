//! What every failure of a target has to come to.

use std::{io, time::Duration};

use issuercheck::exchange::SpecOutcome;

use super::{
    answers::Answers,
    binary::Sandbox,
    server::{Connection, Received, Server},
};

/// The steps of the seed's scenario.
pub(crate) const STEPS: [&str; 3] = [
    "Discovery",
    "Dynamic Client Registration",
    "Client Credentials Flow",
];

/// A server whose answer to one step is hostile, while the others are good.
pub(crate) fn answering(step: usize, hostile: impl Fn(&str) -> Vec<u8>) -> Server {
    Server::http(|origin| {
        let mut answers = Answers::good(origin);
        *answers.of(step) = hostile(origin);
        move |request: &Received, to: &mut dyn Connection| answers.reply(request, to)
    })
}

/// A server that treats every connection as the script says.
pub(crate) fn doing(
    script: impl Fn(&mut dyn Connection) -> io::Result<()> + Send + Sync + 'static,
) -> Server {
    Server::http(|_| move |_: &Received, to: &mut dyn Connection| script(to))
}

/// Runs the seed's scenario against an issuer and asserts all that is promised of a failure at this step: exit code 1, in
/// bounded time; the steps before it passed, its reasons are these, the steps after it were not run and say why; nothing
/// that controls a terminal reaches one; and the record gives the same reports again. `{issuer}` in a reason is the issuer.
pub(crate) fn assert_fails(
    issuer: &str,
    step: usize,
    reasons: &[&str],
    arguments: &[&str],
) -> Sandbox {
    let sandbox = Sandbox::with_token("the-initial-access-token");
    let arguments = [&["--timeout", "1s"], arguments].concat();
    let done = sandbox.run_scenario(issuer, &arguments);
    assert_eq!(done.code, Some(1), "{}{}", done.stdout, done.stderr);
    assert!(done.took < Duration::from_secs(15), "{:?}", done.took);
    assert_harmless(&done.stdout);
    assert_harmless(&done.stderr);
    let reasons: Vec<_> = reasons
        .iter()
        .map(|reason| reason.replace("{issuer}", issuer))
        .collect();
    for (index, (spec, title)) in sandbox.specs().iter().zip(STEPS).enumerate() {
        assert_eq!(spec.title, format!("should complete {title} successfully"));
        let failed = STEPS[step];
        let (outcome, reasons) = match index {
            _ if index < step => (SpecOutcome::Passed, Vec::new()),
            _ if index == step => (SpecOutcome::Failed, reasons.clone()),
            _ => (
                SpecOutcome::NotRun,
                vec![format!("\"{failed}\" did not complete")],
            ),
        };
        assert_eq!((spec.outcome, &spec.reasons), (outcome, &reasons));
        for reason in &reasons {
            let shown = reason.replace("`\"", "\"").replace("\"`", "\"");
            assert!(done.stdout.contains(&shown), "{}", done.stdout);
        }
    }
    assert_rendered_again(&sandbox);
    sandbox
}

/// Asserts that the record of a run gives the run's reports again, itself included.
pub(crate) fn assert_rendered_again(sandbox: &Sandbox) {
    let arguments = [
        "report",
        "record.json",
        "--report",
        "markdown=again",
        "--report",
        "json=again.json",
        "--report",
        "record=record-again.json",
    ];
    let done = sandbox.run(&arguments);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(sandbox.files("out"), sandbox.files("again"));
    assert_eq!(sandbox.read("report.json"), sandbox.read("again.json"));
    assert_eq!(
        sandbox.read("record.json"),
        sandbox.read("record-again.json")
    );
    for (_, page) in sandbox.files("out") {
        assert_harmless(&String::from_utf8(page).unwrap());
    }
}

/// Asserts that nothing in the text controls a terminal or reorders what it shows.
pub(crate) fn assert_harmless(text: &str) {
    let harmful = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    assert_eq!(text.chars().find(|c| harmful(*c)), None, "{text}");
}
