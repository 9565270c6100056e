//! What renders the templates, and what can go wrong when a report is written.

use std::io;

use askama::Template;

/// A report that could not be rendered: our own mistake, whatever the record holds.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
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

/// Adds what a template makes of a view, and the line end that askama takes from the template's last line.
pub(super) fn render(view: &impl Template, out: &mut String) -> Result<(), RenderError> {
    view.render_into(out)?;
    out.push('\n');
    Ok(())
}
