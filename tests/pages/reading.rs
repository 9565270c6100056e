//! What a page that was read shows, and that nothing of it is lost.

use issuercheck::{
    exchange::{
        Action, Block, Content, Feature, Headers, Note, Origin, Outcome, Record, Spec, SpecOutcome,
        ValidationSeverity as Severity, Verdict,
    },
    report::page,
};
use time::macros::datetime;

use crate::{BROWSER, CONFIGURED, GROUPS, OLD, PAGES, REGISTRATION, blocks, kept, read, write};

#[test]
fn a_page_is_written_as_it_was_read() {
    for text in PAGES {
        assert_eq!(write(&read(text)), text);
        let body = text.trim_end_matches('\n');
        for tail in ["", "\n", "\n\n\n\n\n", "\n\n "] {
            let other = format!("{body}{tail}");
            assert_eq!(write(&read(&other)), other);
        }
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(write(&read(&crlf)), crlf);
        let mixed = text.replacen('\n', "\r\n", 40);
        assert_eq!(write(&read(&mixed)), mixed);
        let marked = format!("\u{feff}{text}");
        assert_eq!(write(&read(&marked)), marked);
    }
}

#[test]
fn a_record_file_between_reading_and_writing_changes_nothing() {
    for text in PAGES {
        let record = read(text);
        let again = Record::from_json(&serde_json::to_string(&record).unwrap()).unwrap();
        assert_eq!(again, record);
        assert_eq!(write(&again), text);
    }
}

#[test]
fn a_record_that_is_read_in_pieces_is_the_same() {
    let mut record = read(GROUPS);
    let scenarios = PAGES.iter().flat_map(|text| read(text).scenarios);
    record.scenarios = scenarios.collect();
    for text in [
        record.to_json().unwrap(),
        serde_json::to_string(&record).unwrap(),
    ] {
        let again = Record::from_pieces(text.as_bytes()).unwrap();
        assert_eq!(again.as_ref(), Some(&record));
        let versioned = text.replacen("\"version\":1", "\"version\":2", 1);
        let versioned = versioned.replacen("\"version\": 1", "\"version\": 2", 1);
        assert_ne!(versioned, text);
        let broken = [
            &versioned,
            &text.replacen("\"groups\"", "\"group\"", 1),
            &text.replacen("\"origin\"", "\"origins\"", 1),
            text.trim_end().trim_end_matches('}'),
        ];
        for text in broken {
            assert!(Record::from_json(text).is_err());
            assert_eq!(Record::from_pieces(text.as_bytes()).unwrap(), None);
        }
    }
}

#[test]
fn usual_content_is_kept_as_what_it_shows_alone() {
    assert_eq!(kept(&read(REGISTRATION)), 0);
    assert_eq!(kept(&read(CONFIGURED)), 0);
    // A header value that is a number, and the screenshots in place of a response.
    assert_eq!(kept(&read(BROWSER)), 2);
    // A body with backticks in a fence of three, a body that is not JSON, and the line after an empty section.
    assert_eq!(kept(&read(GROUPS)), 3);
    // Line ends are the page's, not its parts'.
    let crlf = read(&REGISTRATION.replace('\n', "\r\n"));
    assert_eq!((kept(&crlf), crlf.scenarios[0].crlf), (0, true));
}

#[test]
fn the_head_says_what_was_run() {
    let record = read(GROUPS);
    let scenario = &record.scenarios[0];
    assert_eq!(record.origin, Origin::Report);
    assert_eq!(record.time, datetime!(2025-03-04 09:05:07 UTC));
    assert_eq!(
        scenario.heading,
        "amending-quote >> amend-c1 (SimpleFlow >> Multiple)"
    );
    assert_eq!(
        scenario.id,
        "core/amending-quote/amend-c1_SimpleFlow_Multiple"
    );
    assert_eq!(
        scenario.page_name(),
        "amending-quote_amend-c1_SimpleFlow_Multiple.md"
    );
    assert_eq!(scenario.booking_flow, "SimpleFlow");
    assert_eq!(scenario.opportunity_type, "Multiple");
    let feature = Feature {
        category: "Core".into(),
        name: "Amending the Quote before B".into(),
        implemented: true,
    };
    assert_eq!(scenario.feature, feature);
    assert_eq!(scenario.title, "Amend, at C1, an existing Quote");
    assert_eq!(
        scenario.description,
        "Two C1s,\nthe second amends the first."
    );
    assert!(
        scenario
            .command
            .ends_with("core/amending-quote/implemented/amend-c1-test.js")
    );
    let verdict = Verdict {
        passed: 5,
        failures: 3,
        warnings: 2,
        suggestions: 1,
    };
    assert_eq!(scenario.verdict, Some(verdict));
}

#[test]
fn an_old_head_is_read_too() {
    let record = read(OLD);
    let scenario = &record.scenarios[0];
    assert_eq!(record.time, datetime!(2020-10-07 20:35:42 UTC));
    assert_eq!(scenario.id, "unknown-order/delete-order_Session");
    assert!(scenario.feature.implemented);
    assert_eq!(
        scenario.description,
        "Cancels an order that does not exist, expecting an error"
    );
    assert_eq!(
        (scenario.title.as_str(), scenario.command.as_str()),
        ("", "")
    );
    let exchanges: Vec<_> = scenario.exchanges().collect();
    let response = exchanges[0].response().unwrap();
    assert_eq!(
        (response.status, response.reason.as_deref()),
        (404, Some("Not Found"))
    );
    assert_eq!(response.duration_ms, Some(88.74098));
    assert_eq!(exchanges[1].request.body.json().unwrap()["@type"], "Order");
    assert_eq!(exchanges[2].outcome, Outcome::NotRecorded);
}

#[test]
fn an_exchange_is_what_the_page_shows_and_no_more() {
    let record = read(REGISTRATION);
    assert_eq!(record.target.issuer.as_deref(), Some("https://as.example"));
    let exchanges: Vec<_> = record.scenarios[0].exchanges().collect();
    let actions: Vec<_> = exchanges.iter().map(|exchange| exchange.action).collect();
    assert_eq!(
        actions,
        [
            Some(Action::Discover),
            Some(Action::Register),
            Some(Action::Token)
        ]
    );
    assert_eq!(exchanges[0].request.body.content, Content::NotRecorded);
    assert_eq!(
        exchanges[1].request.body.json().unwrap()["client_name"],
        "A \"client\" \\ é 😀"
    );
    let response = exchanges[2].response().unwrap();
    assert_eq!(response.headers, Headers::NotRecorded);
    assert_eq!((&response.version, &response.connection), (&None, &None));
    assert_eq!(response.duration_ms, None);
    assert_eq!(response.body.bytes(), None);
    assert_eq!(response.body.json().unwrap()["scope"], "orders");
}

#[test]
fn a_request_is_shown_as_it_was_sent() {
    let record = read(REGISTRATION);
    let token = record.scenarios[0].exchanges().nth(2).unwrap();
    assert_eq!(
        (token.title.as_str(), token.step.as_ref(), token.time),
        ("Client Credentials Flow", None, None)
    );
    assert_eq!(
        (token.request.method.as_str(), token.request.url.as_str()),
        ("POST", "https://as.example/token")
    );
    let names: Vec<_> = token
        .request
        .headers
        .list()
        .iter()
        .map(|header| header.name.as_str())
        .collect();
    let sent = [
        "authorization",
        "accept",
        "content-type",
        "content-length",
        "accept-encoding",
        "host",
    ];
    assert_eq!(names, sent);
    assert_eq!(token.request.headers.get("Content-Length"), Some("42"));
    assert_eq!(
        token.request.body.bytes(),
        Some(&b"grant_type=client_credentials&scope=orders"[..])
    );
}

#[test]
fn a_note_is_verbatim() {
    let record = read(CONFIGURED);
    let Some(Block::Note(Note { title, text })) = blocks(&record).next() else {
        panic!("the first block is the note");
    };
    assert_eq!(title, "Credentials");
    assert!(text.starts_with(
        "\n\nThe test suite is using the credentials below for this test:\n* **clientId**"
    ));
    assert!(text.ends_with("* **initialAccessToken**: `initial-1`\n\n\n\n\n"));
}

#[test]
fn blocks_between_exchanges_do_not_hide_them() {
    let record = read(BROWSER);
    let actions: Vec<_> = record.scenarios[0]
        .exchanges()
        .map(|exchange| exchange.action)
        .collect();
    let (discover, token, jwks) = (
        Some(Action::Discover),
        Some(Action::Token),
        Some(Action::Jwks),
    );
    assert_eq!(actions, [discover, None, token, jwks, token]);
    let browser = record.scenarios[0].exchanges().nth(1).unwrap();
    assert_eq!(browser.outcome, Outcome::NotRecorded);
    assert_eq!(browser.request.headers.get("content-length"), Some("349"));
    let notes = blocks(&record).filter(|block| matches!(block, Block::Note(_)));
    assert_eq!(notes.count(), 3);
}

#[test]
fn specs_and_validations_are_read_with_their_reasons() {
    let record = read(GROUPS);
    let scenario = &record.scenarios[0];
    let titles: Vec<_> = scenario
        .groups
        .iter()
        .map(|group| group.title.as_str())
        .collect();
    assert_eq!(
        titles[1],
        "Fetch Opportunities >> validation of Feed extract for Item 0"
    );
    assert_eq!((titles.len(), titles[3]), (6, ""));
    let specs: Vec<_> = scenario.specs().collect();
    let failed = |spec: &&&Spec| spec.outcome == SpecOutcome::Failed;
    assert_eq!((specs.len(), specs.iter().filter(failed).count()), (7, 2));
    assert_eq!(specs[2].reasons.len(), 2);
    assert!(specs[2].reasons[0].starts_with("Error: no match\n\n    Expected: true\n"));
    assert_eq!(specs[2].reasons[1], "Error: and no other");
    let validations = blocks(&record).find_map(|block| match block {
        Block::Validations { validations, .. } => Some(validations),
        _ => None,
    });
    let severities: Vec<_> = validations
        .unwrap()
        .iter()
        .map(|validation| validation.severity)
        .collect();
    assert_eq!(
        severities,
        [
            Severity::Failure,
            Severity::Warning,
            Severity::Warning,
            Severity::Suggestion
        ]
    );
}

#[test]
fn a_text_that_is_no_page_is_refused_with_its_place() {
    let first = REGISTRATION.lines().next().unwrap();
    for (text, place) in [
        (String::new(), "x.md:1:1: "),
        ("\0\u{1}\u{fffd}".to_owned(), "x.md:1:1: "),
        (
            "# Another page\n\n## With groups\n".to_owned(),
            "x.md:1:1: ",
        ),
        (first.replace("Mar", "Mrz"), "x.md:1:53: "),
        (format!("{first}\n\n## No heading\n"), "x.md:2:1: "),
    ] {
        let error = page::read(&text, "x.md").unwrap_err().to_string();
        assert!(error.starts_with(place), "{error}");
    }
}
