//! Requests and responses as HAR has them.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use url::form_urlencoded;

use super::{
    cookie::{HarCookie, received, sent},
    uri::uri,
};
use crate::{
    exchange::{Body, Content, Exchange, Headers, Outcome, Response},
    report::{defect_line, text::line},
};

/// What browsers call a type that they do not know.
const UNKNOWN_TYPE: &str = "x-unknown";

/// What stands where a size is not recorded.
const UNKNOWN_SIZE: i64 = -1;

const FORM: &str = "application/x-www-form-urlencoded";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HarRequest<'a> {
    method: &'a str,
    url: Cow<'a, str>,
    http_version: &'a str,
    cookies: Vec<HarCookie<'a>>,
    headers: Vec<Pair<'a>>,
    query_string: Vec<Pair<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData<'a>>,
    headers_size: i64,
    body_size: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData<'a> {
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    params: Vec<Pair<'a>>,
    text: Cow<'a, str>,
    #[serde(rename = "_encoding", skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HarResponse<'a> {
    status: u16,
    status_text: &'a str,
    http_version: &'a str,
    cookies: Vec<HarCookie<'a>>,
    headers: Vec<Pair<'a>>,
    content: HarContent<'a>,
    #[serde(rename = "redirectURL")]
    redirect_url: &'a str,
    headers_size: i64,
    body_size: i64,
    #[serde(rename = "_error", skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'static str>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct HarContent<'a> {
    size: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    compression: Option<i64>,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

#[derive(Serialize)]
struct Pair<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
}

impl<'a> HarRequest<'a> {
    pub(super) fn of(exchange: &'a Exchange) -> Self {
        let request = &exchange.request;
        let version = exchange
            .response()
            .and_then(|response| response.version.as_deref());
        Self {
            method: &request.method,
            url: uri(&request.url),
            // A server answers in the version that it was asked in.
            http_version: version.unwrap_or_default(),
            cookies: sent(&request.headers),
            headers: pairs(&request.headers),
            query_string: query(&request.url),
            post_data: post_data(&request.headers, &request.body),
            headers_size: UNKNOWN_SIZE,
            body_size: body_size(&request.body),
            comment: headers_comment(&request.headers),
        }
    }
}

impl<'a> HarResponse<'a> {
    pub(super) fn of(exchange: &'a Exchange) -> Self {
        match &exchange.outcome {
            Outcome::Response(response) => Self::of_response(response),
            Outcome::Failure(failure) => Self {
                error: Some(line(&failure.message)),
                ..Self::none()
            },
            Outcome::NotRecorded => Self::none(),
        }
    }

    fn none() -> Self {
        Self {
            status: 0,
            status_text: "",
            http_version: "",
            cookies: Vec::new(),
            headers: Vec::new(),
            content: HarContent {
                mime_type: UNKNOWN_TYPE,
                ..HarContent::default()
            },
            redirect_url: "",
            headers_size: UNKNOWN_SIZE,
            body_size: UNKNOWN_SIZE,
            error: None,
            comment: None,
        }
    }

    fn of_response(response: &'a Response) -> Self {
        Self {
            status: response.status,
            status_text: response.reason.as_deref().unwrap_or_default(),
            http_version: response.version.as_deref().unwrap_or_default(),
            cookies: received(&response.headers),
            headers: pairs(&response.headers),
            content: content(&response.headers, &response.body),
            redirect_url: response.headers.get("location").unwrap_or_default(),
            headers_size: UNKNOWN_SIZE,
            body_size: body_size(&response.body),
            error: None,
            comment: headers_comment(&response.headers),
        }
    }
}

fn headers_comment(headers: &Headers) -> Option<&'static str> {
    (*headers == Headers::NotRecorded).then_some("Header fields are not recorded.")
}

fn pairs(headers: &Headers) -> Vec<Pair<'_>> {
    let fields = headers.list().iter();
    fields
        .map(|header| Pair {
            name: header.name.as_str().into(),
            value: header.value.as_str().into(),
        })
        .collect()
}

/// The parameters of the query, decoded (RFC 3986 §3.4).
fn query(url: &str) -> Vec<Pair<'_>> {
    let url = url.split('#').next().unwrap_or_default();
    let query = url.split_once('?').map_or("", |(_, query)| query);
    form(query)
}

fn form(text: &str) -> Vec<Pair<'_>> {
    let pairs = form_urlencoded::parse(text.as_bytes());
    pairs.map(|(name, value)| Pair { name, value }).collect()
}

fn post_data<'a>(headers: &'a Headers, body: &'a Body) -> Option<PostData<'a>> {
    let mime_type = headers.get("content-type").unwrap_or_default();
    let (text, encoding) = text_of(&body.content)?;
    let essence = mime_type.split(';').next().unwrap_or_default().trim();
    let params = match &body.content {
        Content::Text(text) if essence.eq_ignore_ascii_case(FORM) => form(text),
        _ => Vec::new(),
    };
    Some(PostData {
        mime_type,
        params,
        text,
        encoding,
    })
}

fn content<'a>(headers: &'a Headers, body: &'a Body) -> HarContent<'a> {
    let size = decoded_size(body);
    let wire = body.wire_bytes.and_then(|bytes| i64::try_from(bytes).ok());
    let (text, encoding) = text_of(&body.content).unzip();
    let comment = match &body.content {
        Content::NotRecorded => Some("The body is not recorded.".to_owned()),
        Content::ShownJson(_) => {
            Some("As a report shows it: the same members, not the same bytes.".to_owned())
        }
        Content::Empty | Content::Text(_) | Content::Bytes(_) => None,
    };
    let whole = body.defect.is_none();
    HarContent {
        size: size.unwrap_or(UNKNOWN_SIZE),
        compression: size
            .zip(wire)
            .filter(|_| whole && !body.decoded.is_empty())
            .map(|(size, wire)| size - wire),
        mime_type: headers.get("content-type").unwrap_or(UNKNOWN_TYPE),
        text,
        encoding: encoding.flatten(),
        comment: body.defect.as_ref().map(defect_line).or(comment),
    }
}

/// The body as text, or as base64 where it is not UTF-8.
fn text_of(content: &Content) -> Option<(Cow<'_, str>, Option<&'static str>)> {
    match content {
        Content::NotRecorded | Content::Empty => None,
        Content::Text(text) | Content::ShownJson(text) => Some((text.as_str().into(), None)),
        Content::Bytes(bytes) => Some((STANDARD.encode(bytes).into(), Some("base64"))),
    }
}

/// Bytes of the body after decoding, where they are recorded.
fn decoded_size(body: &Body) -> Option<i64> {
    body.bytes()
        .and_then(|bytes| i64::try_from(bytes.len()).ok())
}

/// Bytes of the body on the wire.
fn body_size(body: &Body) -> i64 {
    let wire = body.wire_bytes.and_then(|bytes| i64::try_from(bytes).ok());
    let as_it_is = || decoded_size(body).filter(|_| body.decoded.is_empty());
    wire.or_else(as_it_is).unwrap_or(UNKNOWN_SIZE)
}
