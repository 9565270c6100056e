//! The templates, embedded, and the one registry that renders them.

use std::sync::LazyLock;

use handlebars::Handlebars;
use serde::Serialize;

/// A report that could not be rendered: our own mistake, whatever the record holds.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template of ours is broken.
    #[error("a template is broken: {0}")]
    Template(String),
    /// A template asks for what its view does not have.
    #[error("a template and its view do not fit")]
    View(#[from] Box<handlebars::RenderError>),
    /// A time has no written form.
    #[error("a time cannot be written")]
    Time(#[from] time::error::Format),
}

const TEMPLATES: [(&str, &str); 4] = [
    ("page", include_str!("../../templates/page.md.hbs")),
    ("head", include_str!("../../templates/page_head.md.hbs")),
    ("block", include_str!("../../templates/page_block.md.hbs")),
    ("summary", include_str!("../../templates/summary.md.hbs")),
];

static REGISTRY: LazyLock<Result<Handlebars<'static>, String>> = LazyLock::new(|| {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    // Markdown has no escape that fits every place; the views escape what needs it.
    registry.register_escape_fn(handlebars::no_escape);
    for (name, text) in TEMPLATES {
        registry
            .register_template_string(name, text)
            .map_err(|error| error.to_string())?;
    }
    Ok(registry)
});

/// Reads the templates, which takes longer than anything else in a report. Whoever waits for a network can have it done
/// meanwhile.
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
        assert!(REGISTRY.is_ok());
    }
}
