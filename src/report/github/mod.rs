//! What GitHub Actions shows of a run: the job summary, and annotations.

mod annotations;
mod summary;

pub use annotations::annotations;
pub use summary::{SUMMARY_LIMIT, summary};

/// Text that GitHub Actions reads no workflow command in.
///
/// It takes commands from what a step prints: `::name …::` at the beginning of a line, and `##[name …]` anywhere. A target
/// must not give any.
pub fn without_commands(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let begins = line.trim_start().starts_with("::");
        let line = if begins {
            line.replacen("::", ": :", 1)
        } else {
            line.to_owned()
        };
        line.replace("##[", "# #[")
    });
    lines.collect()
}

/// The same for a JSON text, which stays the same JSON.
pub fn json_without_commands(text: &str) -> String {
    text.replace("##[", "#\\u0023[")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_gives_no_commands() {
        assert_eq!(
            without_commands("a\n  ::error::x\nb ::error::\n##[add-mask]x ##[y]\n"),
            "a\n  : :error::x\nb ::error::\n# #[add-mask]x # #[y]\n"
        );
        let json = json_without_commands("{\"a\":\"###[error]x\"}");
        assert!(!json.contains("##["));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["a"], "###[error]x");
    }
}
