//! The HTML report, read as a browser reads it: what a target sent is text, every link leads somewhere, and the page allows
//! nothing from elsewhere. `tests/browser` opens such pages in a real browser.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::STANDARD};
use html5ever::{ParseOpts, parse_document, tendril::TendrilSink};
use issuercheck::{
    exchange::{
        Action, Block, Body, Certificate, Connection, Exchange, Failure, FailureKind, Feature,
        Finding, Group, Header, Headers, Note, Origin, Outcome, OutcomeKind, Probe, Problem,
        Record, RegisteredClient, Request, Response, ScenarioRecord, Severity, Spec, SpecOutcome,
        Target, Tls, Unsent, Validation, ValidationSeverity,
    },
    report::{html, page},
};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use sha2::{Digest, Sha256};
use time::macros::datetime;

/// What a target writes into every field that it controls.
const MARKUP: &str = "</script></style><script>hacked()</script><img src=x onerror=hacked()> \"'><svg/onload=hacked()> \
    </td></title></details> ]]>--> [a](javascript:hacked()) `{{constructor}}` ``` &lt;b&gt; \
    \0\u{7}\u{1b}[31mred\u{1b}[0m\r\n\u{202e}gnp.exe\u{2066}\u{200b}\u{2028}\u{feff}";

/// Elements that the templates write.
const ELEMENTS: &str = "html head meta title link style script body a header p span nav button main section h1 h2 h3 h4 h5 h6 \
    strong em ul ol li dl dt dd div table caption thead tbody tr th td form label input select option article code pre bdi br \
    hr details summary time footer blockquote";

/// Attributes that the templates write.
const ATTRIBUTES: &str = "lang charset http-equiv content name rel href class id type hidden aria-label aria-labelledby \
    aria-describedby aria-hidden aria-live role tabindex datetime scope autocomplete spellcheck for value open data-p data-o \
    data-v data-s";

/// A record with something of everything; `spoil` has its way with every text that a target controls.
fn record(spoil: &dyn Fn(&str) -> String) -> Record {
    let group = Group {
        title: spoil("primary"),
        blocks: vec![
            Block::Note(Note {
                title: spoil("Credentials"),
                text: format!("The test uses:\n\n * **clientId**: `{}`\n", spoil("abc")),
            }),
            exchange(
                "discover",
                Action::Discover,
                spoil,
                response(spoil, r#"{"issuer":"https://as.example/","iat":0}"#),
            ),
            exchange(
                "register",
                Action::Register,
                spoil,
                Outcome::Failure(Failure {
                    kind: FailureKind::Refused,
                    message: spoil("connection to 127.0.0.1:9 was refused"),
                }),
            ),
            Block::Specs {
                specs: specs(spoil),
                shown: None,
            },
            Block::Validations {
                validations: vec![Validation {
                    severity: ValidationSeverity::Warning,
                    message: spoil("something"),
                }],
                shown: None,
            },
            Block::Text(spoil("Other text")),
        ],
        shown: None,
    };
    let scenario = |id: &str| ScenarioRecord {
        source_sha256: None,
        id: spoil(id),
        heading: spoil("feature >> name"),
        time: datetime!(2022-07-22 10:48:08 UTC),
        booking_flow: spoil(""),
        opportunity_type: spoil(""),
        feature: Feature {
            category: spoil("Authentication"),
            name: spoil("Registration"),
            implemented: true,
        },
        title: spoil("Register"),
        description: spoil("It *registers* a client.\n\n* one\n* two"),
        command: spoil("issuercheck run feature/name"),
        profiles: Vec::new(),
        verdict: None,
        findings: Some(findings(spoil)),
        groups: vec![group.clone()],
        unsent: vec![Unsent {
            step: "token".to_owned(),
            title: spoil("Client Credentials Flow"),
            action: Some(Action::Token),
            probe: Probe::Plain,
            kind: issuercheck::exchange::UnsentKind::Blocked,
            reason: spoil("register did not complete"),
        }],
        shown: None,
        tail: None,
        crlf: false,
    };
    Record {
        judged: None,
        format: Record::FORMAT.to_owned(),
        version: Record::VERSION,
        tool: spoil(&Record::tool()),
        origin: Origin::Run,
        time: datetime!(2022-07-22 10:48:08 UTC),
        target: Target {
            issuer: Some(spoil("https://as.example")),
            name: Some(spoil("Example")),
            embedded: false,
            insecure: true,
        },
        redacted: true,
        interrupted: true,
        out_of_time: false,
        scenarios: vec![scenario("a/feature/name"), scenario("b/feature/name")],
        clients: vec![RegisteredClient {
            scenario: "a/feature/name".to_owned(),
            client_id: spoil("abc"),
            deleted: false,
            reason: Some(spoil("the server gave no registration_client_uri")),
            exchange: None,
        }],
    }
}

fn exchange(step: &str, action: Action, spoil: &dyn Fn(&str) -> String, outcome: Outcome) -> Block {
    let exchange = Box::new(Exchange {
        step: Some(step.to_owned()),
        title: spoil("Discovery"),
        action: Some(action),
        probe: if step == "register" {
            Probe::OpenRegistration
        } else {
            Probe::Plain
        },
        shared: false,
        time: Some(datetime!(2022-07-22 10:48:09 UTC)),
        request: Request {
            method: "GET".to_owned(),
            url: spoil("https://as.example/.well-known/openid-configuration"),
            headers: headers(&[("accept", &spoil("application/json"))]),
            body: Body::from_bytes(spoil("a=b%20c&d").into_bytes()),
        },
        outcome,
    });
    let shown = None;
    Block::Exchange { exchange, shown }
}

fn response(spoil: &dyn Fn(&str) -> String, body: &str) -> Outcome {
    let body = match spoil("") {
        nothing if nothing.is_empty() => body.to_owned(),
        text => serde_json::json!({ &text: [text, 1, null] }).to_string(),
    };
    let certificate = Certificate {
        subject: spoil("CN=as.example"),
        issuer: spoil("CN=ca.example"),
        names: vec![spoil("as.example")],
        ..Certificate::default()
    };
    Outcome::Response(Box::new(Response {
        status: 200,
        reason: Some(spoil("OK")),
        version: Some(spoil("HTTP/1.1")),
        headers: headers(&[
            ("Content-Type", "application/json"),
            (&spoil("x-a"), &spoil("b")),
        ]),
        body: Body::from_bytes(body.into_bytes()),
        duration_ms: Some(12.345),
        connection: Some(Connection {
            peer: Some("127.0.0.1:5003".to_owned()),
            tls: Some(Tls {
                version: "TLSv1.3".to_owned(),
                cipher_suite: "TLS13_AES_256_GCM_SHA384".to_owned(),
                alpn: None,
                verified: false,
                certificates: vec![certificate],
            }),
        }),
    }))
}

fn headers(fields: &[(&str, &str)]) -> Headers {
    let header = |(name, value): &(&str, &str)| Header {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    };
    Headers::Recorded(fields.iter().map(header).collect())
}

fn specs(spoil: &dyn Fn(&str) -> String) -> Vec<Spec> {
    let spec = |title: &str, outcome, reasons: &[&str]| Spec {
        title: spoil(title),
        outcome,
        reasons: reasons.iter().map(|reason| spoil(reason)).collect(),
    };
    vec![
        spec(
            "should complete Discovery successfully",
            SpecOutcome::Passed,
            &[],
        ),
        spec(
            "should complete Registration successfully",
            SpecOutcome::Failed,
            &["got `\"no\"`"],
        ),
        spec(
            "should complete the grant",
            SpecOutcome::NotRun,
            &["register did not complete"],
        ),
    ]
}

fn findings(spoil: &dyn Fn(&str) -> String) -> Vec<Finding> {
    let finding = |check: &str, outcome, severity| Finding {
        check: check.to_owned(),
        outcome,
        severity,
        problems: Vec::new(),
        reason: None,
        known: None,
    };
    let problem = |at: &str| Problem::new(at, spoil("\"a\""), spoil("\"b\""));
    vec![
        Finding {
            problems: vec![problem("register@date"), problem(&spoil("nowhere#/a"))],
            ..finding(
                "rfc9110-6.6.1-date-header",
                OutcomeKind::Fail,
                Severity::Warning,
            )
        },
        Finding {
            problems: vec![problem("discover#/issuer")],
            ..finding(
                "rfc8414-3.3-issuer-exact-match",
                OutcomeKind::Fail,
                Severity::Failure,
            )
        },
        Finding {
            problems: vec![problem("discover!status")],
            known: Some(spoil("Fixed in the next release.")),
            ..finding(
                "rfc8414-3.2-status-200-json",
                OutcomeKind::Fail,
                Severity::Failure,
            )
        },
        Finding {
            reason: Some(spoil("register got no response")),
            ..finding(
                "rfc7591-3.2.1-status-201",
                OutcomeKind::Blocked,
                Severity::Failure,
            )
        },
        finding("rfc8259-2-valid-json", OutcomeKind::Pass, Severity::Failure),
        finding(
            &spoil("a-check-of-another-version"),
            OutcomeKind::NotApplicable,
            Severity::Suggestion,
        ),
    ]
}

fn same(text: &str) -> String {
    text.to_owned()
}

/// What a browser makes of a page.
#[derive(Default)]
struct Tree {
    elements: Vec<(String, BTreeMap<String, String>)>,
    text: String,
    inside: BTreeMap<&'static str, String>,
    errors: Vec<String>,
}

impl Tree {
    fn of(page: &str) -> Self {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
        let mut tree = Self::default();
        tree.walk(&dom.document);
        tree.errors = dom
            .errors
            .borrow()
            .iter()
            .map(ToString::to_string)
            .collect();
        tree
    }

    fn walk(&mut self, node: &Handle) {
        match &node.data {
            NodeData::Text { contents } => self.text.push_str(&contents.borrow()),
            NodeData::Comment { .. } => self.errors.push("a comment".to_owned()),
            NodeData::Element { name, attrs, .. } => {
                let attributes = attrs.borrow();
                let attributes = attributes.iter();
                let attributes = attributes
                    .map(|one| (one.name.local.to_string(), one.value.to_string()))
                    .collect();
                let name = name.local.to_string();
                for own in ["style", "script"] {
                    if name == own {
                        let mut inside = Self::default();
                        node.children
                            .borrow()
                            .iter()
                            .for_each(|child| inside.walk(child));
                        self.inside.insert(own, inside.text);
                        self.elements.push((name, attributes));
                        return;
                    }
                }
                self.elements.push((name, attributes));
            }
            _ => {}
        }
        for child in node.children.borrow().iter() {
            self.walk(child);
        }
    }

    fn attributes(&self, name: &str) -> Vec<&str> {
        let elements = self.elements.iter();
        elements
            .filter_map(|(_, attributes)| attributes.get(name).map(String::as_str))
            .collect()
    }
}

/// Fails where the page is not made of what the templates write.
fn is_ours(tree: &Tree) {
    assert!(tree.errors.is_empty(), "{:?}", tree.errors);
    let known = |list: &'static str| list.split(' ').collect::<BTreeSet<_>>();
    let (elements, attributes) = (known(ELEMENTS), known(ATTRIBUTES));
    for (name, own) in &tree.elements {
        assert!(elements.contains(name.as_str()), "element {name}");
        for attribute in own.keys() {
            assert!(
                attributes.contains(attribute.as_str()),
                "attribute {attribute}"
            );
        }
    }
    assert_eq!(tree.inside.len(), 2);
    let ids = tree.attributes("id");
    let unique: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "an id is there twice");
    for name in ["aria-labelledby", "aria-describedby", "for"] {
        for target in tree.attributes(name) {
            assert!(unique.contains(target), "{name}={target}");
        }
    }
    for href in tree.attributes("href") {
        let fine = match href.strip_prefix('#') {
            Some(target) => unique.contains(target),
            None => [
                "https://www.rfc-editor.org/",
                "https://openid.net/",
                "https://openactive.io/",
                "data:image/svg+xml,",
            ]
            .iter()
            .any(|origin| href.starts_with(origin)),
        };
        assert!(fine, "href={href}");
    }
}

#[test]
fn a_small_report() {
    let page = html::text(&record(&same)).unwrap();
    let tree = Tree::of(&page);
    is_ours(&tree);
    let mut shown = page.clone();
    for own in tree.inside.values() {
        shown = shown.replace(own, "…");
    }
    let policy = tree.attributes("content")[0].replace('\'', "&#39;");
    insta::assert_snapshot!(shown.replace(&policy, "…"));
    assert_eq!(html::text(&record(&same)).unwrap(), page);
}

#[test]
fn what_a_target_writes_is_text() {
    let hostile = |text: &str| format!("{text}{MARKUP}");
    let page = html::text(&record(&hostile)).unwrap();
    let tree = Tree::of(&page);
    is_ours(&tree);
    assert!(!tree.inside["script"].contains("hacked"));
    let count = |text: &str| tree.text.matches(text).count();
    assert!(count("<img src=x onerror=hacked()>") > 50);
    assert!(count("\\u{0}\\u{7}\\u{1b}[31mred\\u{1b}[0m\\r\\n\\u{202e}gnp.exe\\u{2066}") > 20);
    // Markdown in a target's text gives emphasis at most: no link, no picture.
    assert!(count("[a](javascript:hacked())") > 20);
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!page.contains(acts), "a character that acts is on the page");
}

#[test]
fn a_line_of_a_megabyte_is_cut_and_the_page_says_so() {
    let long = |text: &str| format!("{text}{}", "x".repeat(1 << 20));
    let page = html::text(&record(&long)).unwrap();
    is_ours(&Tree::of(&page));
    assert!(page.len() < 1 << 20, "{} bytes", page.len());
    assert!(page.contains("more characters are left out here; the record"));
}

#[test]
fn the_policy_allows_what_is_inside_and_nothing_else() {
    let tree = Tree::of(&html::text(&record(&same)).unwrap());
    let hash = |name: &str| {
        let digest = Sha256::digest(&tree.inside[name]);
        format!("'sha256-{}'", STANDARD.encode(digest))
    };
    assert_eq!(
        tree.attributes("content")[0],
        format!(
            "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; form-action 'none'",
            hash("style"),
            hash("script")
        )
    );
}

#[test]
fn a_finding_leads_to_its_exchange() {
    let tree = Tree::of(&html::text(&record(&same)).unwrap());
    let hrefs = tree.attributes("href");
    for target in [
        "#exchange-feature-name-discover",
        "#exchange-feature-name-register",
        "#finding-feature-name-rfc8414-3.3-issuer-exact-match",
        "#finding-feature-name-rfc8414-3.3-issuer-exact-match-2",
    ] {
        assert!(hrefs.contains(&target), "{target}");
    }
    let ids = tree.attributes("id");
    for id in [
        "check-rfc8414-3.3-issuer-exact-match",
        "scenario-feature-name--rfc7591-3.2.1-status-201",
        "outcome-not-applicable",
        "scenario-feature-name",
    ] {
        assert!(ids.contains(&id), "{id}");
    }
}

#[test]
fn nothing_that_was_replaced_is_decoded() {
    let jwt = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.c2ln";
    let with_token = |token: &str| {
        let mut record = record(&same);
        for exchange in record.scenarios[0].exchanges_mut() {
            exchange.request.body =
                Body::from_bytes(format!(r#"{{"access_token":"{token}"}}"#).into());
        }
        html::text(&record).unwrap()
    };
    assert!(with_token(jwt).contains("JWT in"));
    for replaced in ["[access_token]", "eyJhbGciOiJub25lIn0.[client_secret].c2ln"] {
        assert!(!with_token(replaced).contains("JWT in"), "{replaced}");
    }
}

#[test]
fn a_published_page_becomes_html_too() {
    for entry in std::fs::read_dir("tests/pages").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let record = page::read(&text, name).expect("a page");
        let tree = Tree::of(&html::text(&record).unwrap());
        is_ours(&tree);
        let exchanges = tree.attributes("class");
        let exchanges = exchanges
            .iter()
            .filter(|class| **class == "exchange")
            .count();
        assert_eq!(exchanges, record.scenarios[0].exchanges().count(), "{name}");
    }
}
