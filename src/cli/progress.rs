//! Progress, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{exchange::SpecOutcome, run::Event};

/// Shows what happens until the run is over, then leaves nothing behind but the first failures.
pub(super) async fn show(mut events: UnboundedReceiver<Event>, scenarios: usize) {
    let bar = ProgressBar::new(u64::try_from(scenarios).unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    while let Some(event) = events.recv().await {
        match event {
            Event::StepStarted { scenario, step, .. } => {
                bar.set_message(format!("{scenario}: {step}"));
            }
            Event::SpecSettled { scenario, spec } if spec.outcome == SpecOutcome::Failed => {
                bar.println(format!("✗ {scenario}: {}", spec.title));
            }
            Event::SpecSettled { .. } => {}
            Event::ScenarioEnded { .. } => bar.inc(1),
        }
        bar.tick();
    }
    bar.finish_and_clear();
}
