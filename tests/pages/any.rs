//! Pages with anything in them.

use issuercheck::{
    exchange::{Content, Origin},
    report::page,
};
use proptest::prelude::*;

use crate::{
    PAGES, REGISTRATION, kept, read,
    running::{exchange, json, responded, run},
    write,
};

fn assert_identity(text: &str) {
    if let Ok(record) = page::read(text, "any.md") {
        assert_eq!(write(&record), text);
    }
}

/// A line that means something in a page, or nothing.
fn any_line() -> impl Strategy<Value = String> {
    let known: Vec<String> = PAGES
        .iter()
        .flat_map(|text| text.lines())
        .map(str::to_owned)
        .collect();
    let odd = [
        "",
        " ",
        "---",
        "```",
        "````json",
        "## ",
        "##",
        "### ",
        "### Specs",
        "### Validations",
        "### X Request",
        "GET x",
        "* ✅ ",
        "* ❌\u{fe0f} x",
        "    - y",
        " * 📝 z",
        "* **a:** `1`",
        "* **a:** `[\"b\",2]`",
        "\r",
        "# x",
        "Response status code: 9.",
        "Response body: 3 bytes that are not UTF-8, in base64.",
        "\"/wAB\"",
        "No response (refused): x.",
        "Incomplete body: it did not end within 5 ms.",
    ];
    prop_oneof![
        prop::sample::select(known),
        prop::sample::select(odd.map(str::to_owned).to_vec()),
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        assert_identity(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_changed_page_is_written_as_it_was_read(
        page in prop::sample::select(PAGES.to_vec()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize, any_line()), 1..12),
    ) {
        let mut lines: Vec<String> = page.split('\n').map(str::to_owned).collect();
        for (at, removed, added) in changes {
            // The first line makes it a page.
            let at = 1 + at.index(lines.len() - 1);
            let end = (at + removed).min(lines.len());
            lines.splice(at..end, [added]);
        }
        assert_identity(&lines.join("\n"));
    }

    #[test]
    fn a_page_of_odd_lines_is_written_as_it_was_read(lines in prop::collection::vec(any_line(), 0..40)) {
        let first = REGISTRATION.lines().next().unwrap();
        assert_identity(&format!("{first}\n# x\n\n## y\n{}", lines.join("\n")));
    }

    #[test]
    fn any_body_of_a_run_is_read_back(text in any::<String>(), quoted in any::<bool>()) {
        let text = if quoted { serde_json::to_string(&[&text]).unwrap() } else { text };
        let body = Content::from_bytes(text.clone().into_bytes());
        let page = page::write(&run(vec![exchange("Any", responded(body, None))]), Origin::Run).unwrap();
        let record = read(&page);
        prop_assert_eq!(write(&record), page);
        prop_assert_eq!(kept(&record), 0);
        let exchange = record.scenarios[0].exchanges().next().unwrap();
        match &exchange.response().unwrap().body.content {
            Content::Text(is) => prop_assert_eq!(is, &text),
            Content::ShownJson(is) => prop_assert_eq!(json(is), json(&text)),
            content => prop_assert!(text.is_empty() && *content == Content::NotRecorded),
        }
    }
}
