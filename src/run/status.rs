//! Whether a response has the status that its step is completed with and a whole body, and what it says of itself where not.

use http::StatusCode;
use serde_json::Value;

use super::{complete::first_line, quote::quote};
use crate::exchange::{Action, Defect, Exchange, Response};

/// What speaks against a response by its status alone.
pub(super) fn status(
    action: Action,
    exchange: &Exchange,
    response: &Response,
) -> Result<(), Vec<String>> {
    let status = response.status;
    let (complete, wanted) = match action {
        Action::Register => ((200..300).contains(&status), "status 201 or another 2xx"),
        Action::DeleteClient => (status == 204, "status 204"),
        Action::Resource => ((200..300).contains(&status), "a 2xx status"),
        Action::Raw => (true, ""),
        _ => (status == 200, "status 200"),
    };
    if complete {
        return Ok(());
    }
    let reason = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let mut came = format!(
        "{status}{}",
        reason
            .map(|reason| format!(" {reason}"))
            .unwrap_or_default()
    );
    if let (300..400, Some(location)) = (status, response.headers.get("location")) {
        came = format!("{came} to {} (redirects are not followed)", quote(location));
    }
    Err(vec![format!(
        "expected {wanted} from {}, got {came}{}{}",
        quote(&exchange.request.url),
        description(response),
        initial_access_token(action, exchange, status)
    )])
}

/// What a refused registration says of the initial access token (RFC 7591 §3).
fn initial_access_token(action: Action, exchange: &Exchange, status: u16) -> &'static str {
    if action != Action::Register || !matches!(status, 401 | 403) {
        return "";
    }
    match exchange.request.headers.get("authorization") {
        Some(_) => "; the initial access token that was sent was not accepted",
        None => "; no initial access token is configured, and none was sent",
    }
}

/// What the answer says of itself: an OAuth error (RFC 6749 §5.2, RFC 7591 §3.2.2), or what kind of body it has.
fn description(response: &Response) -> String {
    let json = response.body.json();
    let member = |name: &str| {
        json.as_ref()
            .and_then(|json| json.get(name))
            .and_then(Value::as_str)
    };
    if let Some(error) = member("error") {
        let details = member("error_description").map(|text| format!(": {}", quote(text)));
        return format!(
            " with error {}{}",
            quote(error),
            details.unwrap_or_default()
        );
    }
    if let (401, Some(challenge)) = (response.status, response.headers.get("www-authenticate")) {
        return format!(" with the challenge {}", quote(challenge));
    }
    match (response.headers.get("content-type"), response.body.text()) {
        (Some(kind), Some(text)) if !text.is_empty() => {
            format!(
                " with a body of {}, which begins {}",
                quote(kind),
                quote(first_line(text))
            )
        }
        (None, Some(text)) if !text.is_empty() => {
            format!(" with a body that begins {}", quote(first_line(text)))
        }
        _ => String::new(),
    }
}

/// What is wrong with a body, as a clause.
pub(super) fn defect_sentence(defect: &Defect) -> String {
    match defect {
        Defect::TooLarge {
            limit,
            decoded: false,
        } => {
            format!("the body is larger than the limit of {limit} bytes; reading stopped there")
        }
        Defect::TooLarge {
            limit,
            decoded: true,
        } => {
            format!(
                "the decoded body is larger than the limit of {limit} bytes; decoding stopped there"
            )
        }
        Defect::TimedOut { limit_ms } => {
            format!("the body did not end within the time limit of {limit_ms} ms")
        }
        Defect::Cut { message } => format!(
            "the connection ended before the body did ({})",
            quote(message)
        ),
        Defect::Malformed { message } => {
            format!("its transfer coding is broken ({})", quote(message))
        }
        Defect::Undecodable { coding, message } => {
            format!(
                "its content coding {} could not be undone ({})",
                quote(coding),
                quote(message)
            )
        }
    }
}
