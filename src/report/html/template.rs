//! The templates of the HTML report. They are read only where such a report is written: that takes longer than all else.

use std::sync::LazyLock;

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
};
use serde::Serialize;

use super::markup::{MEMBER, escape};
use crate::report::RenderError;

const TEMPLATES: [(&str, &str); 8] = [
    (
        "head",
        include_str!("../../../templates/report_head.html.hbs"),
    ),
    (
        "finding",
        include_str!("../../../templates/report_finding.html.hbs"),
    ),
    (
        "clients",
        include_str!("../../../templates/report_clients.html.hbs"),
    ),
    (
        "entry",
        include_str!("../../../templates/report_entry.html.hbs"),
    ),
    (
        "scenario",
        include_str!("../../../templates/report_scenario.html.hbs"),
    ),
    (
        "exchange",
        include_str!("../../../templates/report_exchange.html.hbs"),
    ),
    (
        "message",
        include_str!("../../../templates/report_message.html.hbs"),
    ),
    (
        "foot",
        include_str!("../../../templates/report_foot.html.hbs"),
    ),
];

static REGISTRY: LazyLock<Result<Handlebars<'static>, String>> = LazyLock::new(|| {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape);
    registry.register_helper("markup", Box::new(markup));
    for (name, text) in TEMPLATES {
        registry
            .register_template_string(name, text)
            .map_err(|error| error.to_string())?;
    }
    Ok(registry)
});

/// Prints a [`super::markup::Markup`], and refuses all else: a text of a record can never be taken for one.
fn markup(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let object = helper.param(0).and_then(|param| param.value().as_object());
    let html = object.and_then(|object| object.get(MEMBER)?.as_str());
    let Some(html) = html else {
        return Err(RenderErrorReason::Other("markup takes only markup".to_owned()).into());
    };
    out.write(html)?;
    Ok(())
}

/// Reads the templates, so that whoever waits for a network can have it done meanwhile.
pub fn prepare() {
    LazyLock::force(&REGISTRY);
}

/// Renders one of the templates.
pub(super) fn render(name: &str, view: &impl Serialize) -> Result<String, RenderError> {
    let registry = REGISTRY
        .as_ref()
        .map_err(|error| RenderError::Template(error.clone()))?;
    Ok(registry.render(name, view).map_err(Box::new)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_template_asks_for_unescaped_output() {
        for (name, text) in TEMPLATES {
            assert!(!text.contains("{{{") && !text.contains("{{&"), "{name}");
        }
    }

    #[test]
    fn every_template_can_be_read() {
        assert_eq!(REGISTRY.as_ref().err(), None);
    }

    #[test]
    fn text_is_never_taken_for_markup() {
        let mut registry = Handlebars::new();
        registry.register_helper("markup", Box::new(markup));
        let view = serde_json::json!({ "text": "<b>" });
        assert!(registry.render_template("{{markup text}}", &view).is_err());
    }
}
