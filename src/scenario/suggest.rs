//! "Did you mean": the known word that is nearest to the one that was written.

/// The nearest of `known`, if one is near enough to have been meant.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
            let length = word.chars().count().max(candidate.chars().count());
            let part = word.chars().count() >= 4 && candidate.contains(&word);
            (part || distance <= length.max(3) / 3).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Help for a word that is not known: the nearest known one, or all of them.
pub(super) fn help(word: &str, known: &[&str]) -> Option<String> {
    nearest(word, known.iter().copied())
        .map(|nearest| format!("did you mean `{nearest}`?"))
        .or_else(|| (!known.is_empty()).then(|| format!("known here: {}", list(known))))
}

/// The words in backticks, with commas.
pub(super) fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        let known = ["redirect_uri", "client_id"];
        assert_eq!(nearest("redirect", known), Some("redirect_uri"));
        assert_eq!(nearest("cleint_id", known), Some("client_id"));
        assert_eq!(nearest("Client_ID", known), Some("client_id"));
        assert_eq!(nearest("nonce", known), None);
    }

    #[test]
    fn help_without_a_near_word_lists_what_is_known() {
        assert_eq!(
            help("x", &["json", "header"]).unwrap(),
            "known here: `json`, `header`"
        );
        assert_eq!(help("x", &[]), None);
    }
}
