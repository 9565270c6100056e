//! An upper bound for how hard a value is to guess.

use std::collections::BTreeSet;

/// A kind of character, and how many there are of it.
type Class = (fn(char) -> bool, f64);

/// The most bits that a value of this length can hold: its length times the logarithm of the size of the alphabet that it
/// seems to be drawn from. A low bound proves that the value can be guessed; a high one proves nothing (RFC 6749 §10.10).
pub fn strength_bits(value: &str) -> f64 {
    let classes: [Class; 4] = [
        (|c| c.is_ascii_digit(), 10.0),
        (|c| c.is_ascii_lowercase(), 26.0),
        (|c| c.is_ascii_uppercase(), 26.0),
        (|c| !c.is_ascii_alphanumeric(), 33.0),
    ];
    let hexadecimal = |upper: bool| {
        value.chars().all(|c| {
            matches!(c, '0'..='9' | '-')
                || if upper {
                    matches!(c, 'A'..='F')
                } else {
                    matches!(c, 'a'..='f')
                }
        })
    };
    let alphabet: f64 = if hexadecimal(true) || hexadecimal(false) {
        if value.chars().all(|c| c.is_ascii_digit()) {
            10.0
        } else {
            16.0
        }
    } else {
        classes
            .iter()
            .filter(|(class, _)| value.chars().any(class))
            .map(|(_, size)| size)
            .sum()
    };
    let distinct: BTreeSet<char> = value.chars().collect();
    if distinct.len() < 2 {
        return 0.0;
    }
    let length = u32::try_from(value.chars().filter(|c| *c != '-').count()).unwrap_or(u32::MAX);
    f64::from(length) * alphabet.log2()
}

#[cfg(test)]
mod tests {
    use super::strength_bits;

    #[test]
    fn the_bound_grows_with_length_and_alphabet() {
        assert!(strength_bits("12345678") < 27.0);
        assert!(strength_bits("dec99c2f-3f0c-4dfd-a5f3-1a265a40efbc") >= 128.0);
        assert!(strength_bits("i5nXtKWjB2RZhQVgC31tgVRWHzVBvfKpW6AZh4c8BGW") > 200.0);
        assert!(strength_bits("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") < 1.0);
    }
}
