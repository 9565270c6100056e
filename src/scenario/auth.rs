//! How a client authenticates, the parameters of forms, and requests that no action can express.

use toml::de::DeValue;

use super::raw::{Fields, Node, Reader};
use super::scope::Scope;
use super::{
    Assertion, AssertionChange, ClientAuth, Mistake, Over, Raw, Template, suggest, values,
};

const METHODS: [&str; 4] = [
    "client_secret_basic",
    "client_secret_post",
    "private_key_jwt",
    "client_secret_jwt",
];

pub(super) const CHANGES: [(&str, AssertionChange); 13] = [
    ("other-audience", AssertionChange::OtherAudience),
    ("endpoint-audience", AssertionChange::EndpointAudience),
    ("expired", AssertionChange::Expired),
    ("without-exp", AssertionChange::WithoutExp),
    ("other-subject", AssertionChange::OtherSubject),
    ("other-issuer", AssertionChange::OtherIssuer),
    ("without-subject", AssertionChange::WithoutSubject),
    ("broken-signature", AssertionChange::BrokenSignature),
    ("other-key", AssertionChange::OtherKey),
    ("unsigned", AssertionChange::Unsigned),
    ("not-yet-valid", AssertionChange::NotYetValid),
    ("public-pem-as-secret", AssertionChange::PublicPemAsSecret),
    ("public-jwk-as-secret", AssertionChange::PublicJwkAsSecret),
];

pub(super) const OVER: [(&str, Over); 6] = [
    ("tls-1.3", Over::Tls13),
    ("tls-1.2", Over::Tls12),
    ("tls-1.1", Over::Tls11),
    ("tls-1.0", Over::Tls10),
    ("ssl-3.0", Over::Ssl3),
    ("plain-http", Over::PlainHttp),
];

/// Reads `auth`.
pub(super) fn read(reader: &mut Reader<'_>, scope: &Scope, node: &Node<'_>) -> Option<ClientAuth> {
    if let Some(word) = node.get_ref().as_str() {
        return method_alone(reader, node, word);
    }
    let fields = reader.fields(node, "`auth`", &METHODS)?;
    let (method, node) = reader.only(&fields, &METHODS)?;
    let place = format!("`auth.{method}`");
    let known: &[&str] = match method {
        "private_key_jwt" => &["client_id", "key", "change", "alg", "audience"],
        "client_secret_jwt" => &["client_id", "client_secret", "change", "alg", "audience"],
        _ => &["client_id", "client_secret"],
    };
    let fields = reader.fields(node, &place, known)?;
    let client_id = credential(reader, scope, &fields, "client_id");
    if method == "private_key_jwt" {
        let help = "name the key, as the registration does in `jwks = \"${jwks.client}\"`";
        let key = reader.required(&fields, "key", help);
        let key = key.and_then(|node| values::filled(reader, node, &fields.path("key")));
        let assertion = assertion(reader, scope, &fields);
        return Some(ClientAuth::PrivateKeyJwt {
            client_id: client_id?,
            key: key?,
            assertion,
        });
    }
    let client_secret = credential(reader, scope, &fields, "client_secret");
    if method == "client_secret_jwt" {
        let assertion = assertion(reader, scope, &fields);
        return Some(ClientAuth::SecretJwt {
            client_id: client_id?,
            client_secret: client_secret?,
            assertion,
        });
    }
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

fn method_alone(reader: &mut Reader<'_>, node: &Node<'_>, word: &str) -> Option<ClientAuth> {
    if word == "none" {
        return Some(ClientAuth::None);
    }
    let help =
        suggest::nearest(word, METHODS).or_else(|| word.contains("basic").then_some(METHODS[0]));
    let help = help.map_or_else(
        || {
            "write `\"none\"`, or `auth.client_secret_basic = { client_id = …, client_secret = … }`"
                .to_owned()
        },
        |method| format!("write `auth.{method} = {{ client_id = …, client_secret = … }}`"),
    );
    reader.report(Mistake::UnknownWord {
        what: "client authentication",
        value: word.escape_debug().to_string(),
        at: node.span().into(),
        help: Some(help),
    });
    None
}

fn credential(
    reader: &mut Reader<'_>,
    scope: &Scope,
    fields: &Fields<'_>,
    name: &str,
) -> Option<Template> {
    let help = "capture it from the registration, or take it from the configuration";
    let node = reader.required(fields, name, help)?;
    Some(scope.template(reader, node, &fields.path(name)))
}

fn assertion(reader: &mut Reader<'_>, scope: &Scope, fields: &Fields<'_>) -> Assertion {
    let change = fields.optional("change");
    let change = change.and_then(|node| word(reader, node, "change of an assertion", &CHANGES));
    let alg = fields.optional("alg");
    let alg = alg.and_then(|node| values::filled(reader, node, &fields.path("alg")));
    let audience = fields.optional("audience");
    let audience = audience.map(|node| scope.template(reader, node, &fields.path("audience")));
    Assertion {
        change,
        alg,
        audience,
    }
}

/// One of several words.
pub(super) fn word<T: Copy>(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    what: &'static str,
    words: &[(&str, T)],
) -> Option<T> {
    let text = reader.string(node, &format!("the {what}"))?;
    let found = words.iter().find(|(word, _)| *word == text);
    if found.is_none() {
        let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        reader.report(Mistake::UnknownWord {
            what,
            value: text.escape_debug().to_string(),
            at: node.span().into(),
            help: suggest::help(text, &known),
        });
    }
    found.map(|(_, value)| *value)
}

/// The parameters of a form or a query, in order; an array has its parameter once for each of its values.
pub(super) fn parameters(
    reader: &mut Reader<'_>,
    scope: &Scope,
    node: &Node<'_>,
    place: &str,
) -> Option<Vec<(String, Template)>> {
    let table = reader.table(node, place)?;
    let mut parameters = Vec::new();
    for (name, node) in table {
        let name = name.get_ref().clone().into_owned();
        let place = format!("`{name}` in the form");
        let nodes = match node.get_ref() {
            DeValue::Array(items) => items.iter().as_slice(),
            _ => std::slice::from_ref(node),
        };
        for node in nodes {
            parameters.push((name.clone(), scope.template(reader, node, &place)));
        }
    }
    Some(parameters)
}

/// Reads `do.raw`.
pub(super) fn raw(reader: &mut Reader<'_>, scope: &Scope, node: &Node<'_>) -> Option<Raw> {
    const KEYS: [&str; 9] = [
        "method", "url", "query", "headers", "auth", "bearer", "form", "body", "over",
    ];
    let fields = reader.fields(node, "`do.raw`", &KEYS)?;
    let method = reader.required(&fields, "method", "write the request method, as `POST`");
    let method = method.and_then(|node| values::method(reader, node, &fields.path("method")));
    let help = "write where the request goes, as `${metadata.token_endpoint}`";
    let url = reader.required(&fields, "url", help);
    let url = url.map(|node| values::url(reader, scope, node, &fields.path("url")));
    let query = fields.optional("query");
    let query = query.and_then(|node| parameters(reader, scope, node, &fields.path("query")));
    let headers = fields.optional("headers");
    let headers = headers.map(|node| header_fields(reader, scope, node));
    let auth = fields.optional("auth");
    let auth = auth.and_then(|node| read(reader, scope, node));
    let bearer = super::act::bearer_token(reader, scope, &fields);
    let form = fields.optional("form");
    let form = form.and_then(|node| parameters(reader, scope, node, &fields.path("form")));
    let body = fields.optional("body");
    let body = body.map(|node| scope.template(reader, node, &fields.path("body")));
    let over = fields.optional("over");
    let over = over.and_then(|node| word(reader, node, "layer below HTTP", &OVER));
    Some(Raw {
        method: method?,
        url: url?,
        query: query.unwrap_or_default(),
        headers: headers.unwrap_or_default(),
        auth: auth.unwrap_or(ClientAuth::None),
        bearer,
        form,
        body,
        over: over.unwrap_or_default(),
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
