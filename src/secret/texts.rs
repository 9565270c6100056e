//! Every text of a record in which a secret can stand, to be changed in place. What a record needs to be read again stays as
//! it is: the words that name a choice, times, numbers, and the names of scenarios and steps.

use crate::exchange::{
    Block, Body, Certificate, Content, Defect, Exchange, Header, Headers, Outcome, Record,
    Response, ScenarioRecord,
};

/// What is known of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is whole.
    Whole,
    /// It ends where reading stopped.
    Cut,
    /// It is a sentence of ours that may quote the beginning of a text, with an ellipsis after it.
    Sentence,
}

/// Calls `change` with every text of a record that came from outside or may quote what did.
pub fn each_text(record: &mut Record, change: &impl Fn(&mut String)) {
    each(record, &|text, _| change(text));
}

/// Calls `change` with every such text.
pub(super) fn each(record: &mut Record, change: &impl Fn(&mut String, Kind)) {
    let target = &mut record.target;
    for text in target.issuer.iter_mut().chain(&mut target.name) {
        change(text, Kind::Whole);
    }
    for client in &mut record.clients {
        change(&mut client.client_id, Kind::Whole);
        let reason = client.reason.iter_mut();
        reason.for_each(|reason| change(reason, Kind::Sentence));
        if let Some(exchange) = &mut client.exchange {
            each_of_exchange(exchange, change);
        }
    }
    for scenario in &mut record.scenarios {
        each_of_scenario(scenario, change);
    }
}

fn each_of_scenario(scenario: &mut ScenarioRecord, change: &impl Fn(&mut String, Kind)) {
    let own = [
        &mut scenario.heading,
        &mut scenario.booking_flow,
        &mut scenario.opportunity_type,
        &mut scenario.feature.category,
        &mut scenario.feature.name,
        &mut scenario.title,
        &mut scenario.description,
        &mut scenario.command,
    ];
    for text in own.into_iter().chain(&mut scenario.shown) {
        change(text, Kind::Whole);
    }
    for finding in scenario.findings.iter_mut().flatten() {
        let places = finding.problems.iter_mut();
        let places = places.flat_map(|problem| {
            [
                &mut problem.at,
                &mut problem.expected,
                &mut problem.observed,
            ]
        });
        for text in places.chain(&mut finding.reason).chain(&mut finding.known) {
            change(text, Kind::Sentence);
        }
    }
    for unsent in &mut scenario.unsent {
        change(&mut unsent.title, Kind::Whole);
        change(&mut unsent.reason, Kind::Sentence);
    }
    for group in &mut scenario.groups {
        for text in std::iter::once(&mut group.title).chain(&mut group.shown) {
            change(text, Kind::Whole);
        }
        for block in &mut group.blocks {
            each_of_block(block, change);
        }
    }
}

fn each_of_block(block: &mut Block, change: &impl Fn(&mut String, Kind)) {
    match block {
        Block::Note(note) => {
            change(&mut note.title, Kind::Whole);
            change(&mut note.text, Kind::Whole);
        }
        Block::Exchange { exchange, shown } => {
            each_of_exchange(exchange, change);
            if let Some(text) = shown {
                change(text, Kind::Whole);
            }
        }
        Block::Specs { specs, shown } => {
            for spec in specs {
                change(&mut spec.title, Kind::Whole);
                let reasons = spec.reasons.iter_mut();
                reasons.for_each(|reason| change(reason, Kind::Sentence));
            }
            let shown = shown.iter_mut();
            shown.for_each(|text| change(text, Kind::Sentence));
        }
        Block::Validations { validations, shown } => {
            for validation in validations {
                change(&mut validation.message, Kind::Sentence);
            }
            let shown = shown.iter_mut();
            shown.for_each(|text| change(text, Kind::Sentence));
        }
        Block::Text(text) => change(text, Kind::Whole),
    }
}

fn each_of_exchange(exchange: &mut Exchange, change: &impl Fn(&mut String, Kind)) {
    change(&mut exchange.title, Kind::Whole);
    change(&mut exchange.request.url, Kind::Whole);
    each_of_headers(&mut exchange.request.headers, change);
    each_of_body(&mut exchange.request.body, change);
    match &mut exchange.outcome {
        Outcome::Response(response) => each_of_response(response, change),
        Outcome::Failure(failure) => change(&mut failure.message, Kind::Sentence),
        Outcome::NotRecorded => {}
    }
}

fn each_of_response(response: &mut Response, change: &impl Fn(&mut String, Kind)) {
    if let Some(reason) = &mut response.reason {
        change(reason, Kind::Whole);
    }
    each_of_headers(&mut response.headers, change);
    each_of_body(&mut response.body, change);
    let connection = response.connection.as_mut();
    let tls = connection.and_then(|connection| connection.tls.as_mut());
    for certificate in tls.into_iter().flat_map(|tls| &mut tls.certificates) {
        let Certificate {
            subject,
            issuer,
            names,
            ..
        } = certificate;
        for text in [subject, issuer].into_iter().chain(names) {
            change(text, Kind::Whole);
        }
    }
}

fn each_of_headers(headers: &mut Headers, change: &impl Fn(&mut String, Kind)) {
    if let Headers::Recorded(headers) = headers {
        for Header { name, value } in headers {
            change(name, Kind::Whole);
            change(value, Kind::Whole);
        }
    }
}

fn each_of_body(body: &mut Body, change: &impl Fn(&mut String, Kind)) {
    let kind = if body.defect.is_some() {
        Kind::Cut
    } else {
        Kind::Whole
    };
    match &mut body.content {
        Content::Text(text) | Content::ShownJson(text) => change(text, kind),
        Content::Bytes(bytes) => {
            // Bytes that are not text can hold a secret all the same; they are kept only where they hold none.
            let lossy = String::from_utf8_lossy(bytes).into_owned();
            let mut changed = lossy.clone();
            change(&mut changed, kind);
            if changed != lossy {
                body.content = Content::Text(changed);
            }
        }
        Content::NotRecorded | Content::Empty => {}
    }
    for coding in &mut body.decoded {
        change(coding, Kind::Whole);
    }
    match &mut body.defect {
        Some(
            Defect::Cut { message }
            | Defect::Malformed { message }
            | Defect::Undecodable { message, .. },
        ) => change(message, Kind::Sentence),
        Some(Defect::TooLarge { .. } | Defect::TimedOut { .. }) | None => {}
    }
}
