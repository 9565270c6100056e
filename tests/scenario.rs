//! The shipped scenarios: what they send, and the words of the reports they make.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use issuercheck::exchange::Action;
use issuercheck::scenario::{
    Act, ClientAuth, Credentials, SHIPPED, Scenario, ScenarioId, SourceFile, Template, parse,
};

fn shipped(id: &str) -> Scenario {
    let found = SHIPPED
        .iter()
        .find(|shipped| shipped.id().to_string() == id);
    found.unwrap().scenario().unwrap()
}

fn filled(template: &Template) -> String {
    template.fill(|_| Some("http://localhost:3000/cb")).unwrap()
}

/// The client metadata as it goes over the wire, `${redirect_uri}` filled.
fn metadata(scenario: &Scenario) -> String {
    let metadata = scenario.steps.iter().find_map(|step| match &step.act {
        Act::Register { metadata, .. } => Some(metadata.to_string()),
        _ => None,
    });
    let redirect_uri = scenario
        .vars
        .iter()
        .find(|(name, _)| name == "redirect_uri");
    let redirect_uri = redirect_uri
        .map(|(_, value)| filled(value))
        .unwrap_or_default();
    metadata.unwrap().replace("${redirect_uri}", &redirect_uri)
}

fn form(act: &Act) -> String {
    let Act::Form { form, .. } = act else {
        panic!("no form: {act:?}")
    };
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in form {
        body.append_pair(name, &filled(value));
    }
    body.finish()
}

#[test]
fn the_first_scenario_sends_the_bytes_of_the_published_report() {
    let scenario = shipped("authentication/dynamic-client-registration/client-credentials-flow");
    let metadata = metadata(&scenario);
    assert_eq!(metadata.len(), 413, "{metadata}");
    assert!(
        metadata.starts_with(r#"{"redirect_uris":["http://localhost:3000/cb"],"grant_types":["#)
    );
    let form = form(&scenario.steps[2].act);
    assert_eq!(
        form,
        "grant_type=client_credentials&scope=openactive-ordersfeed"
    );
    assert_eq!(form.len(), 57);
}

#[test]
fn the_first_scenario_has_the_words_of_the_published_report() {
    let scenario = shipped("authentication/dynamic-client-registration/client-credentials-flow");
    assert_eq!(
        scenario.title,
        "Client Credentials Flow and Access Orders Feed"
    );
    assert_eq!(scenario.description, "...");
    assert_eq!(scenario.category, "Authentication");
    assert_eq!(
        scenario.feature,
        "Dynamic Client Registration for Multiple Seller Systems"
    );
    assert_eq!(scenario.group, "Open ID Connect Authentication");
    let place = "bookingPartnersForSpecificTests.dynamicSecondary.authentication";
    assert_eq!(
        scenario.credentials,
        Credentials::Registration(place.to_owned())
    );
    let lines: Vec<_> = scenario
        .steps
        .iter()
        .map(|s| (s.title.as_str(), s.spec.as_deref().unwrap()))
        .collect();
    assert_eq!(
        lines,
        [
            ("Discovery", "should complete Discovery successfully"),
            (
                "Dynamic Client Registration",
                "should complete Dynamic Client Registration successfully"
            ),
            (
                "Client Credentials Flow",
                "should complete Client Credentials Flow successfully"
            ),
        ]
    );
    assert_eq!(
        scenario.id.page_name(),
        "dynamic-client-registration_client-credentials-flow.md"
    );
}

#[test]
fn the_use_case_asks_for_the_scope_that_was_granted_and_follows_the_token() {
    let scenario =
        shipped("authentication/dynamic-client-registration/client-credentials-use-case");
    let actions: Vec<_> = scenario
        .steps
        .iter()
        .filter_map(|step| match &step.act {
            Act::Form {
                action,
                auth: ClientAuth::Basic { .. },
                ..
            } => Some((*action, step.when.metadata.join(" "))),
            _ => None,
        })
        .collect();
    assert_eq!(
        actions,
        [
            (Action::Token, String::new()),
            (Action::Introspect, "introspection_endpoint".to_owned()),
            (Action::Revoke, "revocation_endpoint".to_owned()),
            (
                Action::Introspect,
                "introspection_endpoint revocation_endpoint".to_owned()
            ),
        ]
    );
    let Act::Form { form, .. } = &scenario.steps[2].act else {
        panic!()
    };
    assert_eq!(
        form[1],
        ("scope".to_owned(), Template::parse("${scope}").unwrap())
    );
}

#[test]
fn the_configured_client_comes_from_the_place_that_the_report_names() {
    let scenario = shipped("authentication/booking-partner-authentication/client-credentials-flow");
    let place = "bookingPartners.primary.authentication.clientCredentials";
    assert_eq!(
        scenario.credentials,
        Credentials::Configured(place.to_owned())
    );
    let outside: Vec<_> = scenario
        .secrets
        .iter()
        .map(|var| (var.name.as_str(), var.public))
        .collect();
    assert_eq!(outside, [("client_id", true), ("client_secret", false)]);
}

#[test]
fn the_examples_of_the_reference_are_without_mistake() {
    let reference = include_str!("../docs/scenarios.md");
    let blocks = reference.split("```toml\n").skip(1);
    let blocks: Vec<&str> = blocks
        .map(|block| block.split("```").next().unwrap())
        .collect();
    let whole = blocks
        .iter()
        .filter(|block| block.contains("[[step]]") && block.contains("title"));
    // An example of a part stands where it would in a scenario.
    let before = "title = \"Part\"\nvars.configured_client_id = \"c\"\nsecrets.initial_access_token = { env = \"T\", optional = true }\n\
        [[step]]\nid = \"first\"\ndo.discover = \"openid-configuration\"\n\
        [[step]]\nid = \"second\"\ndo.register.metadata = {}\n\
        capture.client_id = { json = \"/client_id\" }\n\
        capture.client_secret = { json = \"/client_secret\", secret = true }\n\
        capture.access_token = { json = \"/access_token\", secret = true }\n\
        capture.registration_client_uri = { json = \"/registration_client_uri\" }\n\
        capture.registration_access_token = { json = \"/registration_access_token\", secret = true }\n";
    let parts = blocks.iter().flat_map(|block| block.split("\n\n"));
    let parts: Vec<String> = parts
        .filter_map(|part| match part.split(['.', ' ']).next() {
            Some("do") => Some(format!("{before}[[step]]\nid = \"part\"\n{part}")),
            Some("capture") => Some(format!(
                "{before}[[step]]\nid = \"part\"\ndo.jwks = {{}}\n{part}"
            )),
            Some("vars" | "secrets") => Some(
                part.to_owned() + "\ntitle = \"Part\"\n[[step]]\nid = \"part\"\ndo.wait = \"1s\"",
            ),
            _ => None,
        })
        .collect();
    assert!(
        whole.clone().count() >= 2 && parts.len() >= 14,
        "the reference has lost its examples"
    );
    for text in whole.map(ToString::to_string).chain(parts) {
        let id = ScenarioId {
            category: "local".into(),
            feature: "docs".into(),
            name: "example".into(),
        };
        let source = SourceFile {
            name: "docs/scenarios.md".into(),
            text,
        };
        if let Err(mistakes) = parse(&source, id) {
            panic!("{}", mistakes.render(false, false));
        }
    }
}
