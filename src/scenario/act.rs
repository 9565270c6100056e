//! What a step does: the tables under `do`.

use super::raw::{Fields, Node, Reader};
use super::scope::{Scope, json};
use super::{Act, Mistake, Template, WellKnown, auth, suggest, values};
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
        _ => auth::raw(reader, scope, node).map(Act::Raw),
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
        Act::Raw(_) => return super::validate::label(id),
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
        "either" => Some(WellKnown::Either),
        _ => {
            reader.report(Mistake::UnknownWord {
                what: "metadata location",
                value: word.escape_debug().to_string(),
                at: node.span().into(),
                help: suggest::help(
                    word,
                    &[
                        "openid-configuration",
                        "oauth-authorization-server",
                        "either",
                    ],
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
        &["uri", "bearer", "metadata", "base", "without"]
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
    let base = fields.optional("base");
    let base = base.map(|node| scope.template(reader, node, &fields.path("base")));
    let without = fields.optional("without");
    let without = without.map(|node| values::words(reader, node, &fields.path("without")));
    Some(Act::Manage {
        action,
        uri: uri?,
        bearer,
        metadata,
        base,
        without: without.unwrap_or_default(),
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
    let auth = auth.and_then(|node| auth::read(reader, scope, node));
    let help =
        "write the parameters that are sent, as `form = { grant_type = \"client_credentials\" }`";
    let parameters = reader.required(&fields, "form", help)?;
    let form = auth::parameters(reader, scope, parameters, &fields.path("form"))?;
    Some(Act::Form {
        action,
        auth: auth?,
        form,
    })
}

fn resource(reader: &mut Reader<'_>, scope: &Scope, node: &Node<'_>) -> Option<Act> {
    let fields = reader.fields(node, "`do.resource`", &["url", "bearer"])?;
    let url = reader.required(&fields, "url", "write the URL of the protected resource");
    let url = url.map(|node| values::url(reader, scope, node, &fields.path("url")));
    let bearer = bearer_token(reader, scope, &fields);
    Some(Act::Resource { url: url?, bearer })
}

/// A bearer token, which becomes part of a header field's value (RFC 6750 §2.1).
pub(super) fn bearer_token(
    reader: &mut Reader<'_>,
    scope: &Scope,
    fields: &Fields<'_>,
) -> Option<Template> {
    let node = fields.optional("bearer")?;
    Some(values::header_value(
        reader,
        scope,
        node,
        &fields.path("bearer"),
    ))
}
