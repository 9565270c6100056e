//! The templates, embedded, each with what renders it.

use std::{
    io,
    sync::{LazyLock, OnceLock},
};

use handlebars::{Context, Handlebars, RenderContext, Renderable, StringOutput};
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
    /// A piece of a page cannot be written.
    #[error("a template does not render")]
    Page(#[from] askama::Error),
    /// XML cannot be written.
    #[error("XML cannot be written: {0}")]
    Xml(String),
    /// JSON cannot be written.
    #[error("JSON cannot be written")]
    Json(#[from] serde_json::Error),
    /// A time has no written form.
    #[error("a time cannot be written")]
    Time(#[from] time::error::Format),
}

/// A report that could not be written as it was made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Our own mistake.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// There is no writing to where it goes.
    #[error("the report cannot be written")]
    Write(#[from] io::Error),
}

/// A template, read when it is first needed: reading one takes longer than anything else in a report, and few reports need
/// them all.
pub(super) struct Template {
    name: &'static str,
    text: &'static str,
    read: OnceLock<Result<handlebars::Template, String>>,
}

/// What the templates have in common.
static REGISTRY: LazyLock<Handlebars<'static>> = LazyLock::new(|| {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    // Markdown has no escape that fits every place; the views escape what needs it.
    registry.register_escape_fn(handlebars::no_escape);
    registry
});

/// A page up to its first group.
pub(super) static HEAD: Template =
    Template::new("head", include_str!("../../templates/page_head.md.hbs"));

/// What a group of a page begins with.
pub(super) static GROUP: Template =
    Template::new("group", include_str!("../../templates/page_group.md.hbs"));

/// A credentials note.
pub(super) static NOTE: Template =
    Template::new("note", include_str!("../../templates/page_note.md.hbs"));

/// A request and what came of it.
pub(super) static EXCHANGE: Template = Template::new(
    "exchange",
    include_str!("../../templates/page_exchange.md.hbs"),
);

/// The specs of a scenario.
pub(super) static SPECS: Template =
    Template::new("specs", include_str!("../../templates/page_specs.md.hbs"));

/// What the checks found.
pub(super) static VALIDATIONS: Template = Template::new(
    "validations",
    include_str!("../../templates/page_validations.md.hbs"),
);

/// The summary of all pages.
pub(super) static SUMMARY: Template =
    Template::new("summary", include_str!("../../templates/summary.md.hbs"));

impl Template {
    const fn new(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            text,
            read: OnceLock::new(),
        }
    }

    /// The text that the template makes of a view.
    pub(super) fn render(&self, view: &impl Serialize) -> Result<String, RenderError> {
        let template = self
            .read()
            .as_ref()
            .map_err(|error| RenderError::Template(error.clone()))?;
        let context = Context::wraps(view).map_err(Box::new)?;
        let mut output = StringOutput::new();
        let mut state = RenderContext::new(None);
        template
            .render(&REGISTRY, &context, &mut state, &mut output)
            .map_err(Box::new)?;
        output
            .into_string()
            .map_err(|error| RenderError::Template(error.to_string()))
    }

    fn read(&self) -> &Result<handlebars::Template, String> {
        self.read.get_or_init(|| {
            let read = handlebars::Template::compile_with_name(self.text, self.name.to_owned());
            read.map_err(|error| error.to_string())
        })
    }
}

/// Reads some more of the templates that every report needs. Whoever waits for answers can have it done meanwhile: a little
/// while the first two are waited for, the rest with the third, which has most often a token in it that must be signed.
pub fn prepare() {
    let parts: [&[&Template]; 3] = [&[&GROUP, &NOTE, &SPECS], &[&HEAD], &[&EXCHANGE, &SUMMARY]];
    let is_unread = |template: &&Template| template.read.get().is_none();
    let unread = parts.into_iter().find(|part| part.iter().any(is_unread));
    for template in unread.into_iter().flatten() {
        template.read();
    }
    LazyLock::force(&REGISTRY);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_read_when_three_answers_were_waited_for() {
        for _ in 0..3 {
            prepare();
        }
        for template in [&HEAD, &GROUP, &NOTE, &SPECS, &SUMMARY, &EXCHANGE] {
            assert!(template.read.get().is_some(), "{}", template.name);
        }
    }

    #[test]
    fn every_template_can_be_read() {
        for template in [
            &HEAD,
            &GROUP,
            &NOTE,
            &EXCHANGE,
            &SPECS,
            &VALIDATIONS,
            &SUMMARY,
        ] {
            assert_eq!(template.read().as_ref().err(), None, "{}", template.name);
            let text = template.text;
            assert!(
                !text.contains("{{{") && !text.contains("{{&"),
                "{}",
                template.name
            );
        }
    }
}
