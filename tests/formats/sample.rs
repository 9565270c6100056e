//! One small record with every kind of outcome, and the same record of a hostile target.

use issuercheck::exchange::{
    Action, Block, Body, Connection, Content, Defect, Exchange, Failure, FailureKind, Feature,
    Finding, Group, Header, Headers, Origin, Outcome, OutcomeKind, Probe, Problem, Record, Request,
    Response, ScenarioRecord, Severity, Spec, SpecOutcome, Target,
};
use time::macros::datetime;

pub(crate) const STATUS: &str = "rfc7591-3.2.1-status-201";
pub(crate) const ISSUER: &str = "rfc8414-3.3-issuer-exact-match";
pub(crate) const PROVISIONED: &str = "rfc7591-3.2.1-provisioned-values-returned";
pub(crate) const NO_STORE: &str = "rfc6749-5.1-registration-no-store";
pub(crate) const CLAIMS: &str = "openactive-11.7.4.2.2-client-and-seller-claims";
pub(crate) const LIFETIME: &str = "openactive-11.7.4.1-token-lifetime-15-minutes";
pub(crate) const ORDERS: &str = "openactive-11.7.4.1.2-orders-feed-scope";

/// A scenario in which something is wrong, one in which nothing is, and one that got no response.
pub(crate) fn record() -> Record {
    let mut whole = scenario("client-credentials-flow", Some(findings()));
    whole.groups[0].blocks = vec![
        block(discovery()),
        block(registration()),
        block(token()),
        specs(SpecOutcome::Passed),
    ];
    let mut clean = scenario("clean", Some(vec![finding(ISSUER, OutcomeKind::Pass)]));
    clean.groups[0].blocks = vec![block(discovery()), specs(SpecOutcome::Passed)];
    let mut refused = scenario("refused", Some(vec![blocked(ISSUER, Severity::Failure)]));
    refused.groups[0].blocks = vec![block(unanswered()), specs(SpecOutcome::Failed)];
    Record {
        judged: None,
        format: Record::FORMAT.to_owned(),
        version: Record::VERSION,
        tool: "issuercheck 0.1.0".to_owned(),
        origin: Origin::Run,
        time: datetime!(2026-01-02 03:04:05 UTC),
        target: Target {
            issuer: Some("https://as.example".to_owned()),
            ..Target::default()
        },
        redacted: true,
        interrupted: false,
        out_of_time: false,
        clients: Vec::new(),
        scenarios: vec![whole, clean, refused],
    }
}

/// What a hostile target can write, in one text.
pub(crate) fn poison() -> String {
    let line = "x".repeat(1 << 20);
    format!(
        "::error::gone\n##[add-mask]a</td>]]>{}```\u{1b}[31m\u{9b}1m\u{202e}\0\u{ffff}\u{fffe}\r\n{{0}} [a](javascript:b) | % # \\ \
         'q' \"r\" &amp; {line}",
        "<script>alert(1)</script>"
    )
}

/// The record of a target that writes this into every text that it has a say in; after the first scenario its beginning, for
/// tests are built without optimization.
pub(crate) fn hostile(poison: &str) -> Record {
    let mut record = record();
    record.target.name = Some(poison.to_owned());
    let beginning: String = poison.chars().take(300).collect();
    for (index, scenario) in record.scenarios.iter_mut().enumerate() {
        let poison = if index == 0 { poison } else { &beginning };
        poison.clone_into(&mut scenario.title);
        for group in &mut scenario.groups {
            for block in &mut group.blocks {
                poison_block(block, poison);
            }
        }
        for finding in scenario.findings.iter_mut().flatten() {
            finding.reason = finding.reason.take().map(|_| poison.to_owned());
            for problem in &mut finding.problems {
                // A check cuts what it quotes of a target.
                let expected: String = poison.chars().take(300).collect();
                *problem = Problem::new(format!("register#/{poison}"), expected, poison);
            }
        }
    }
    record
}

fn poison_block(block: &mut Block, poison: &str) {
    match block {
        Block::Specs { specs, .. } => {
            for reason in specs.iter_mut().flat_map(|spec| &mut spec.reasons) {
                poison.clone_into(reason);
            }
        }
        Block::Exchange { exchange, .. } => {
            let field = || Header {
                name: poison.to_owned(),
                value: poison.to_owned(),
            };
            exchange.request.url = format!("https://as.example/?a={poison}");
            exchange.request.headers = Headers::Recorded(vec![field()]);
            match &mut exchange.outcome {
                Outcome::Response(response) => {
                    response.reason = Some(poison.to_owned());
                    response.headers = Headers::Recorded(vec![
                        field(),
                        header("content-type", poison),
                        header("set-cookie", &format!("a={poison}; expires={poison}")),
                        header("location", poison),
                    ]);
                    response.body.content = Content::Text(poison.to_owned());
                    response.body.defect = Some(Defect::Cut {
                        message: poison.to_owned(),
                    });
                }
                Outcome::Failure(failure) => poison.clone_into(&mut failure.message),
                Outcome::NotRecorded => {}
            }
        }
        _ => {}
    }
}

fn scenario(name: &str, findings: Option<Vec<Finding>>) -> ScenarioRecord {
    ScenarioRecord {
        source_sha256: None,
        id: format!("authentication/dynamic-client-registration/{name}"),
        heading: format!("dynamic-client-registration >> {name}"),
        time: datetime!(2026-01-02 05:04:06.5 +02:00),
        booking_flow: String::new(),
        opportunity_type: String::new(),
        feature: Feature::default(),
        title: "A client registers".to_owned(),
        description: String::new(),
        command: format!("issuercheck run dynamic-client-registration/{name}"),
        profiles: Vec::new(),
        unsent: Vec::new(),
        verdict: None,
        findings,
        groups: vec![Group {
            title: "Group".to_owned(),
            blocks: Vec::new(),
            shown: None,
        }],
        shown: None,
        tail: None,
        crlf: false,
    }
}

pub(crate) fn finding(check: &str, outcome: OutcomeKind) -> Finding {
    Finding {
        check: check.to_owned(),
        outcome,
        severity: Severity::Failure,
        problems: Vec::new(),
        reason: None,
        known: None,
    }
}

fn failed(check: &str, severity: Severity, problems: Vec<Problem>) -> Finding {
    Finding {
        severity,
        problems,
        ..finding(check, OutcomeKind::Fail)
    }
}

fn blocked(check: &str, severity: Severity) -> Finding {
    Finding {
        severity,
        reason: Some("discovery got no response".to_owned()),
        ..finding(check, OutcomeKind::Blocked)
    }
}

fn findings() -> Vec<Finding> {
    let status = Problem::new("register!status", "201", "200");
    let more = Problem::new("register#/scope", "a string", "7");
    let known = Finding {
        known: Some("mended in the next release".to_owned()),
        ..failed(CLAIMS, Severity::Failure, vec![status.clone()])
    };
    let broken = Finding {
        reason: Some("the check itself failed; please report it".to_owned()),
        ..finding("rfc0000-1-of-another-version", OutcomeKind::Broken)
    };
    vec![
        finding(ISSUER, OutcomeKind::Pass),
        failed(STATUS, Severity::Failure, vec![status.clone(), more]),
        failed(PROVISIONED, Severity::Warning, vec![status.clone()]),
        failed(NO_STORE, Severity::Suggestion, vec![status]),
        known,
        Finding {
            reason: Some("the record does not show response headers".to_owned()),
            ..finding(LIFETIME, OutcomeKind::NotObserved)
        },
        finding(ORDERS, OutcomeKind::NotApplicable),
        blocked("rfc6749-5.1-content-type-json", Severity::Warning),
        broken,
    ]
}

fn specs(first: SpecOutcome) -> Block {
    let failed = first == SpecOutcome::Failed;
    let spec = |title: &str, outcome, reason: &str| Spec {
        title: title.to_owned(),
        outcome,
        reasons: if failed {
            vec![reason.to_owned()]
        } else {
            Vec::new()
        },
    };
    let next = if failed { SpecOutcome::NotRun } else { first };
    let refused = "expected a response from `\"https://as.example\"`; nothing listens there";
    let specs = vec![
        spec("should complete Discovery successfully", first, refused),
        spec("should register", next, "\"Discovery\" did not complete"),
        spec("should register", next, "\"Discovery\" did not complete"),
    ];
    Block::Specs { specs, shown: None }
}

fn block(exchange: Exchange) -> Block {
    Block::Exchange {
        exchange: Box::new(exchange),
        shown: None,
    }
}

fn header(name: &str, value: &str) -> Header {
    Header {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

fn exchange(step: &str, action: Action, method: &str, path: &str, outcome: Outcome) -> Exchange {
    Exchange {
        step: Some(step.to_owned()),
        title: format!("{step} Request"),
        action: Some(action),
        probe: Probe::default(),
        shared: false,
        time: Some(datetime!(2026-01-02 03:04:06.5 UTC)),
        request: Request {
            method: method.to_owned(),
            url: format!("https://as.example{path}"),
            headers: Headers::Recorded(vec![header("host", "as.example")]),
            body: Body::empty(),
        },
        outcome,
    }
}

fn responded(status: u16, headers: Headers, body: Body) -> Outcome {
    Outcome::Response(Box::new(Response {
        status,
        reason: Some("OK".to_owned()),
        version: Some("HTTP/1.1".to_owned()),
        headers,
        body,
        duration_ms: Some(12.5),
        connection: Some(Connection {
            peer: Some("[::1]:5003".to_owned()),
            tls: None,
        }),
    }))
}

fn text(text: &str) -> Body {
    Body::from_bytes(text.as_bytes().to_vec())
}

fn discovery() -> Exchange {
    let headers = vec![
        header("content-type", "application/json"),
        header("content-encoding", "gzip"),
        header(
            "set-cookie",
            "sid=1; Path=/; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Secure; HttpOnly",
        ),
    ];
    let body = Body {
        decoded: vec!["gzip".to_owned()],
        wire_bytes: Some(31),
        ..text("{\"issuer\":\"https://as.example\"}\n")
    };
    let outcome = responded(200, Headers::Recorded(headers), body);
    exchange(
        "discover",
        Action::Discover,
        "GET",
        "/.well-known/oauth-authorization-server?a=b%20c&d",
        outcome,
    )
}

fn registration() -> Exchange {
    let body = Body {
        defect: Some(Defect::TimedOut { limit_ms: 100 }),
        ..Body::from_bytes(vec![0xff, 0, 1])
    };
    let headers = vec![header("Location", "https://as.example/elsewhere")];
    let outcome = responded(200, Headers::Recorded(headers), body);
    let mut exchange = exchange("register", Action::Register, "POST", "/register", outcome);
    exchange.request.headers = Headers::Recorded(vec![
        header("content-type", "application/json"),
        header("cookie", "a=1; b=2"),
    ]);
    exchange.request.body = text("{\"client_name\":\"x\"}");
    exchange
}

/// An exchange as a report shows it: without response headers, time and duration.
fn token() -> Exchange {
    let body = Body {
        content: Content::ShownJson("{\n  \"access_token\": \"[access_token]\"\n}".to_owned()),
        ..Body::default()
    };
    let mut outcome = responded(200, Headers::NotRecorded, body);
    if let Outcome::Response(response) = &mut outcome {
        response.duration_ms = None;
        response.version = None;
        response.connection = None;
    }
    let mut exchange = exchange("token", Action::Token, "POST", "/token", outcome);
    exchange.time = None;
    exchange.request.headers = Headers::Recorded(vec![header(
        "content-type",
        "application/x-www-form-urlencoded",
    )]);
    exchange.request.body = text("grant_type=client_credentials&scope=a+b");
    exchange
}

fn unanswered() -> Exchange {
    let failure = Failure {
        kind: FailureKind::Refused,
        message: "the connection to [::1]:5003 was refused".to_owned(),
    };
    exchange(
        "discover",
        Action::Discover,
        "GET",
        "/",
        Outcome::Failure(failure),
    )
}
