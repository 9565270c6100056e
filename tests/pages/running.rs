//! Pages of a run against a target that sends what it likes.

use issuercheck::{
    exchange::{
        Action, Block, Body, Content, Defect, Exchange, Failure, FailureKind, Feature, Group,
        Header, Headers, Origin, Outcome, Probe, Request, Response, ScenarioRecord, Spec,
        SpecOutcome, Validation, ValidationSeverity, Verdict,
    },
    report::page,
};
use time::macros::datetime;

use crate::{REGISTRATION, kept, read, write};

pub(crate) fn run(blocks: Vec<Block>) -> ScenarioRecord {
    ScenarioRecord {
        id: "authentication/dynamic-client-registration/x".into(),
        heading: "dynamic-client-registration >> x".into(),
        time: datetime!(2026-01-02 03:04:05.678 +02:00),
        booking_flow: String::new(),
        opportunity_type: String::new(),
        feature: Feature {
            category: "Authentication".into(),
            name: "Dynamic Client Registration".into(),
            implemented: true,
        },
        title: "A hostile target".into(),
        description: "What it sends is text.\n".into(),
        command: "issuercheck run authentication/dynamic-client-registration/x".into(),
        profiles: Vec::new(),
        findings: None,
        unsent: Vec::new(),
        source_sha256: None,
        verdict: None,
        groups: vec![Group {
            title: "Group".into(),
            blocks,
            shown: None,
        }],
        shown: None,
        tail: None,
        crlf: false,
    }
}

pub(crate) fn exchange(title: &str, outcome: Outcome) -> Block {
    let header = |name: &str, value: &str| Header {
        name: name.into(),
        value: value.into(),
    };
    let exchange = Box::new(Exchange {
        step: Some("step".into()),
        title: title.into(),
        action: Some(Action::Raw),
        probe: Probe::Plain,
        shared: false,
        time: Some(datetime!(2026-01-02 03:04:05 UTC)),
        request: Request {
            method: "GET".into(),
            url: "https://[::1]:5003/![a](b)/`<i>`".into(),
            headers: Headers::Recorded(vec![
                header("accept", "application/json"),
                header("x", "a`` b\"\\\u{9b}\r\n## c"),
            ]),
            body: Body::empty(),
        },
        outcome,
    });
    Block::Exchange {
        exchange,
        shown: None,
    }
}

pub(crate) fn responded(content: Content, defect: Option<Defect>) -> Outcome {
    Outcome::Response(Box::new(Response {
        status: 200,
        reason: Some("OK\n## not a group".into()),
        version: Some("HTTP/1.1".into()),
        headers: Headers::Recorded(Vec::new()),
        body: Body {
            content,
            defect,
            ..Body::default()
        },
        duration_ms: Some(1.5),
        connection: None,
    }))
}

fn spec(title: &str, outcome: SpecOutcome, reasons: &[&str]) -> Spec {
    let reasons = reasons.iter().map(|reason| (*reason).to_owned()).collect();
    Spec {
        title: title.into(),
        outcome,
        reasons,
    }
}

pub(crate) fn hostile() -> ScenarioRecord {
    let text = |text: &str| responded(Content::Text(text.into()), None);
    let cut = Defect::Cut {
        message: "reset\n---\nby <b>peer</b>".into(),
    };
    let coding = Defect::Undecodable {
        coding: "gz`ip".into(),
        message: "bad header.".into(),
    };
    let failure = Failure {
        kind: FailureKind::UnknownHost,
        message: "`x` is\n# unknown".into(),
    };
    run(vec![
        exchange(
            "HTML",
            text("</td>\n```\n## Specs\n]]><script>alert(1)</script>"),
        ),
        exchange(
            "JSON",
            text(r#"{"b":"```` \u202e","a":[],"b":{},"n":1.50,"s":"\ud800"}"#),
        ),
        exchange("JSON Text", text("\"grant_type=x\"")),
        exchange("Bytes", responded(Content::Bytes(vec![0xff, 0, 1]), None)),
        exchange("Empty", responded(Content::Empty, None)),
        exchange("Cut", responded(Content::Text("{\"a\":".into()), Some(cut))),
        exchange("Undecodable", responded(Content::NotRecorded, Some(coding))),
        exchange("Unanswered", Outcome::Failure(failure)),
        hostile_specs(),
        Block::Validations {
            validations: vec![Validation {
                severity: ValidationSeverity::Warning,
                message: "here\n * ✅ and there".into(),
            }],
            shown: None,
        },
    ])
}

fn hostile_specs() -> Block {
    Block::Specs {
        specs: vec![
            spec("should do this", SpecOutcome::Passed, &[]),
            spec(
                "should do that",
                SpecOutcome::Failed,
                &["expected `a`\n\n## Specs\r* ✅ all", "and more"],
            ),
            spec(
                "should go on",
                SpecOutcome::NotRun,
                &["that did not complete"],
            ),
        ],
        shown: None,
    }
}

#[test]
fn a_hostile_target_is_shown_as_text() {
    insta::assert_snapshot!(page::write(&hostile(), Origin::Run).unwrap());
}

#[test]
fn a_page_of_a_run_is_read_back() {
    let scenario = hostile();
    let text = page::write(&scenario, Origin::Run).unwrap();
    let record = read(&text);
    assert_eq!(write(&record), text);
    assert_eq!(kept(&record), 0);
    let back = &record.scenarios[0];
    assert_eq!(back.id, scenario.id);
    assert_eq!(
        back.verdict,
        Some(Verdict {
            passed: 1,
            failures: 1,
            warnings: 1,
            suggestions: 0
        })
    );
    assert_eq!(back.exchanges().count(), 8);
    for (was, is) in scenario.exchanges().zip(back.exchanges()) {
        assert_eq!(
            (&is.request.url, &is.request.headers),
            (&was.request.url, &was.request.headers)
        );
        match (&was.outcome, &is.outcome) {
            (Outcome::Response(was), Outcome::Response(is)) => {
                assert_eq!(is.body.defect, was.body.defect);
                match (&was.body.content, &is.body.content) {
                    (Content::Text(was), Content::ShownJson(is)) => assert_eq!(json(was), json(is)),
                    (Content::Empty, is) => assert_eq!(*is, Content::NotRecorded),
                    (was, is) => assert_eq!(is, was),
                }
            }
            (was, is) => assert_eq!(is, was),
        }
    }
    let specs: Vec<_> = back.specs().collect();
    assert_eq!(
        specs[2],
        &spec(
            "should go on",
            SpecOutcome::NotRun,
            &["that did not complete"]
        )
    );
    assert_eq!(specs[1].reasons.len(), 2);
}

// Half a surrogate pair is JSON, but no value of serde_json.
pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(&text.replace("\\ud800", "?")).unwrap()
}

#[test]
fn a_page_without_groups_is_read_back() {
    let mut scenario = run(Vec::new());
    scenario.groups.clear();
    let text = page::write(&scenario, Origin::Run).unwrap();
    let record = read(&text);
    assert_eq!((write(&record), kept(&record)), (text, 0));
}

#[test]
fn a_run_with_the_same_exchanges_gives_the_same_page() {
    let mut scenario = read(REGISTRATION).scenarios.remove(0);
    scenario.verdict = None;
    for block in scenario
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.blocks)
    {
        let Block::Exchange { exchange, .. } = block else {
            continue;
        };
        exchange.step = Some("step".into());
        as_sent(&mut exchange.request.body);
        if let Outcome::Response(response) = &mut exchange.outcome {
            as_sent(&mut response.body);
            response.reason = Some("Fine".into());
            response.duration_ms = Some(12.5);
            response.headers = Headers::Recorded(Vec::new());
        }
    }
    assert_eq!(page::write(&scenario, Origin::Run).unwrap(), REGISTRATION);
}

// The bytes that a page shows indented.
fn as_sent(body: &mut Body) {
    if let Some(value) = body.json() {
        body.content = Content::Text(value.to_string().replace('/', "\\/"));
    }
}
