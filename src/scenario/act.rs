//! What a step does: the tables under `do`.

use super::raw::{Fields, Node, Reader};
use super::scope::{Scope, json};
use super::{Act, ClientAuth, Mistake, Template, WellKnown, suggest, values};
use crate::exchange::Action;

/// The actions, as a scenario names them.
const ACTIONS: [&str; 12] = [
    "discover",
    "jwks",
    "register",
    "read-client",
    "update-client",
    "delete-client",
    "token",
    "introspect",
    "revoke",
    "resource",
    "raw",
    "wait",
];

/// Reads `do`.
pub(super) fn read(reader: &mut Reader<'_>, scope: &mut Scope, node: &Node<'_>) -> Option<Act> {
    let fields = action_table(reader, node);
    let Some((name, node)) = fields.and_then(|fields| reader.only(&fields, &ACTIONS)) else {
        // It may have been meant as a discovery; one mistake is enough.
        scope.discover();
        return None;
    };
    match name {
        "discover" => discover(reader, scope, node).map(Act::Discover),
        "wait" => Some(Act::Wait(values::wait(reader, node))),
        "jwks" => {
            scope.need_metadata(reader, "`do.jwks`", node.span());
            reader.fields(node, "`do.jwks`", &[]);
            Some(Act::Jwks)
        }
        "register" => register(reader, scope, node),
        "read-client" => manage(reader, scope, node, Action::ReadClient, "`do.read-client`"),
        "update-client" => manage(
            reader,
            scope,
            node,
            Action::UpdateClient,
            "`do.update-client`",
        ),
        "delete-client" => manage(
            reader,
            scope,
            node,
            Action::DeleteClient,
            "`do.delete-client`",
        ),
        "token" => form(reader, scope, node, Action::Token, "`do.token`"),
        "introspect" => form(reader, scope, node, Action::Introspect, "`do.introspect`"),
        "revoke" => form(reader, scope, node, Action::Revoke, "`do.revoke`"),
        "resource" => resource(reader, scope, node),
        _ => raw(reader, scope, node),
    }
}

/// The title of a step that has none of its own.
pub(super) fn title(act: &Act, id: &str) -> String {
    match act {
        Act::Discover(_) => "Discovery",
        Act::Jwks => "JSON Web Key Set",
        Act::Register { .. } => "Dynamic Client Registration",
        Act::Manage {
            action: Action::ReadClient,
            ..
        } => "Client Read",
        Act::Manage {
            action: Action::UpdateClient,
            ..
        } => "Client Update",
        Act::Manage { .. } => "Client Delete",
        Act::Form {
            action: Action::Token,
            ..
        } => "Token",
        Act::Form {
            action: Action::Introspect,
            ..
        } => "Token Introspection",
        Act::Form { .. } => "Token Revocation",
        Act::Resource { .. } => "Protected Resource",
        Act::Wait(_) => "Wait",
        Act::Raw { .. } => return super::validate::label(id),
    }
    .to_owned()
}

fn action_table<'t>(reader: &mut Reader<'_>, node: &'t Node<'t>) -> Option<Fields<'t>> {
    if let Some(word) = node.get_ref().as_str() {
        let help = suggest::nearest(word, ACTIONS).map_or_else(
            || suggest::help(word, &ACTIONS),
            |near| Some(format!("write `do.{near} = …`")),
        );
        reader.wrong_type(node, "`do` in the step", "a table with one action", help);
        return None;
    }
    reader.fields(node, "`do`", &ACTIONS)
}

fn discover(reader: &mut Reader<'_>, scope: &mut Scope, node: &Node<'_>) -> Option<WellKnown> {
    // Even a discovery with a mistake in it is one: what follows is judged as if it were right.
    scope.discover();
    let word = reader.string(node, "`do.discover`")?;
    match word {
        "openid-configuration" => Some(WellKnown::OpenidConfiguration),
        "oauth-authorization-server" => Some(WellKnown::OauthAuthorizationServer),
        _ => {
            reader.report(Mistake::UnknownWord {
                what: "metadata location",
                value: word.escape_debug().to_string(),
                at: node.span().into(),
                help: suggest::help(
                    word,
                    &["openid-configuration", "oauth-authorization-server"],
                ),
            });
            None
        }
    }
}

fn register(reader: &mut Reader<'_>, scope: &Scope, node: &Node<'_>) -> Option<Act> {
    scope.need_metadata(reader, "`do.register`", node.span());
    let fields = reader.fields(node, "`do.register`", &["metadata", "bearer"])?;
    let bearer = bearer_token(reader, scope, &fields);
    let help = "write the client metadata that is sent, or `metadata = {}` for none";
    let metadata = reader.required(&fields, "metadata", help)?;
    Some(Act::Register {
        metadata: client_metadata(reader, scope, metadata),
        bearer,
    })
}

fn manage(
    reader: &mut Reader<'_>,
    scope: &Scope,
    node: &Node<'_>,
    action: Action,
    place: &str,
) -> Option<Act> {
    let update = action == Action::UpdateClient;
    let known: &[&str] = if update {
        &["uri", "bearer", "metadata"]
    } else {
        &["uri", "bearer"]
    };
    let fields = reader.fields(node, place, known)?;
    let help = "capture it from `/registration_client_uri` of the registration";
    let uri = reader.required(&fields, "uri", help);
    let uri = uri.map(|uri| values::url(reader, scope, uri, &fields.path("uri")));
    let bearer = bearer_token(reader, scope, &fields);
    let help = "write the client metadata that replaces the registered one (RFC 7592 §2.2)";
    let metadata = if update {
        reader.required(&fields, "metadata", help)
    } else {
        None
    };
    let metadata = metadata.map(|node| client_metadata(reader, scope, node));
    Some(Act::Manage {
        action,
        uri: uri?,
        bearer,
        metadata,
    })
}

fn client_metadata(reader: &mut Reader<'_>, scope: &Scope, node: &Node<'_>) -> serde_json::Value {
    reader.table(node, "`metadata`");
    json(reader, scope, node, "`metadata`")
}

fn form(
    reader: &mut Reader<'_>,
    scope: &Scope,
    node: &Node<'_>,
    action: Action,
    place: &str,
) -> Option<Act> {
    scope.need_metadata(reader, place, node.span());
    let fields = reader.fields(node, place, &["auth", "form"])?;
    let help = "say how the client authenticates; `auth = \"none\"` if it does not";
    let auth = reader.required(&fields, "auth", help);
    let auth = auth.and_then(|node| authentication(reader, scope, node));
    let help =
        "write the parameters that are sent, as `form = { grant_type = \"client_credentials\" }`";
    let parameters = reader.required(&fields, "form", help)?;
    let table = reader.table(parameters, &fields.path("form"))?;
    let mut form = Vec::new();
    for (name, node) in table {
        let name = name.get_ref().clone().into_owned();
        let place = format!("`{name}` in the form");
        form.push((name, scope.template(reader, node, &place)));
    }
    Some(Act::Form {
        action,
        auth: auth?,
        form,
    })
}

fn authentication(reader: &mut Reader<'_>, scope: &Scope, node: &Node<'_>) -> Option<ClientAuth> {
    const METHODS: [&str; 2] = ["client_secret_basic", "client_secret_post"];
    if let Some(word) = node.get_ref().as_str() {
        if word == "none" {
            return Some(ClientAuth::None);
        }
        let help = suggest::nearest(word, METHODS)
            .or_else(|| word.contains("basic").then_some(METHODS[0]));
        let help = help.map_or_else(
            || "write `\"none\"`, or `auth.client_secret_basic = { client_id = …, client_secret = … }`".to_owned(),
            |method| format!("write `auth.{method} = {{ client_id = …, client_secret = … }}`"),
        );
        reader.report(Mistake::UnknownWord {
            what: "client authentication",
            value: word.escape_debug().to_string(),
            at: node.span().into(),
            help: Some(help),
        });
        return None;
    }
    let fields = reader.fields(node, "`auth`", &METHODS)?;
    let (method, node) = reader.only(&fields, &METHODS)?;
    let place = format!("`auth.{method}`");
    let fields = reader.fields(node, &place, &["client_id", "client_secret"])?;
    let help = "capture it from the registration, or take it from the configuration";
    let client_id = reader.required(&fields, "client_id", help);
    let client_secret = reader.required(&fields, "client_secret", help);
    let client_id = client_id.map(|node| scope.template(reader, node, &fields.path("client_id")));
    let client_secret =
        client_secret.map(|node| scope.template(reader, node, &fields.path("client_secret")));
    let (client_id, client_secret) = (client_id?, client_secret?);
    Some(if method == "client_secret_basic" {
        ClientAuth::Basic {
            client_id,
            client_secret,
        }
    } else {
        ClientAuth::Post {
            client_id,
            client_secret,
        }
    })
}

fn resource(reader: &mut Reader<'_>, scope: &Scope, node: &Node<'_>) -> Option<Act> {
    let fields = reader.fields(node, "`do.resource`", &["url", "bearer"])?;
    let url = reader.required(&fields, "url", "write the URL of the protected resource");
    let url = url.map(|node| values::url(reader, scope, node, &fields.path("url")));
    let bearer = bearer_token(reader, scope, &fields);
    Some(Act::Resource { url: url?, bearer })
}

fn raw(reader: &mut Reader<'_>, scope: &Scope, node: &Node<'_>) -> Option<Act> {
    let fields = reader.fields(node, "`do.raw`", &["method", "url", "headers", "body"])?;
    let method = reader.required(&fields, "method", "write the request method, as `POST`");
    let method = method.and_then(|node| values::method(reader, node, &fields.path("method")));
    let url = reader.required(
        &fields,
        "url",
        "write where the request goes, as `${metadata.token_endpoint}`",
    );
    let url = url.map(|node| values::url(reader, scope, node, &fields.path("url")));
    let headers = fields.optional("headers");
    let headers = headers
        .map(|node| header_fields(reader, scope, node))
        .unwrap_or_default();
    let body = fields.optional("body");
    let body = body.map(|node| scope.template(reader, node, &fields.path("body")));
    Some(Act::Raw {
        method: method?,
        url: url?,
        headers,
        body,
    })
}

fn header_fields(
    reader: &mut Reader<'_>,
    scope: &Scope,
    node: &Node<'_>,
) -> Vec<(String, Template)> {
    let mut headers = Vec::new();
    for item in reader.array(node, "`headers` in `do.raw`") {
        let Some([name, value]) = item.get_ref().as_array().map(|pair| pair.iter().as_slice())
        else {
            let help = Some("write it as [\"content-type\", \"text/plain\"]".to_owned());
            reader.wrong_type(
                item,
                "a header field",
                "an array of exactly a name and a value",
                help,
            );
            continue;
        };
        let name = values::header_name(reader, name, "the name of a header field");
        let value = values::header_value(reader, scope, value, "the value of a header field");
        headers.extend(name.map(|name| (name, value)));
    }
    headers
}

/// A bearer token, which becomes part of a header field's value (RFC 6750 §2.1).
fn bearer_token(reader: &mut Reader<'_>, scope: &Scope, fields: &Fields<'_>) -> Option<Template> {
    let node = fields.optional("bearer")?;
    Some(values::header_value(
        reader,
        scope,
        node,
        &fields.path("bearer"),
    ))
}
