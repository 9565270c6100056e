//! Which item of OLD is which of NEW.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The items of two lists, by their places in them, as pairs.
pub(super) struct Pairs {
    /// For each item of NEW the item of OLD.
    of_new: Vec<Option<usize>>,
    /// The items of OLD that have no partner yet.
    left: BTreeSet<usize>,
}

impl Pairs {
    pub(super) fn new(old: usize, new: usize) -> Self {
        Self {
            of_new: vec![None; new],
            left: (0..old).collect(),
        }
    }

    /// Pairs what has the same key and no partner yet: the first with the first, the second with the second.
    pub(super) fn by<K: Ord>(
        &mut self,
        of_old: impl Fn(usize) -> Option<K>,
        of_new: impl Fn(usize) -> Option<K>,
    ) {
        let mut keys: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for old in self.left.iter().copied() {
            if let Some(key) = of_old(old) {
                keys.entry(key).or_default().push_back(old);
            }
        }
        for (new, partner) in self.of_new.iter_mut().enumerate() {
            if partner.is_some() {
                continue;
            }
            let old = of_new(new).and_then(|key| keys.get_mut(&key)?.pop_front());
            if let Some(old) = old {
                self.left.remove(&old);
                *partner = Some(old);
            }
        }
    }

    /// The pairs in NEW's order, then what only OLD has.
    pub(super) fn list(&self) -> Vec<(Option<usize>, Option<usize>)> {
        let of_new = self.of_new.iter().enumerate();
        let of_new = of_new.map(|(new, old)| (*old, Some(new)));
        of_new
            .chain(self.left.iter().map(|old| (Some(*old), None)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_a_name_is_paired_with_the_second() {
        let (old, new) = (["a", "b", "a"], ["a", "a", "a", "c"]);
        let mut pairs = Pairs::new(old.len(), new.len());
        pairs.by(|at| old.get(at), |at| new.get(at));
        assert_eq!(
            pairs.list(),
            [
                (Some(0), Some(0)),
                (Some(2), Some(1)),
                (None, Some(2)),
                (None, Some(3)),
                (Some(1), None)
            ]
        );
        pairs.by(|_| Some(()), |at| (at == 3).then_some(()));
        assert_eq!(pairs.list().last(), Some(&(Some(1), Some(3))));
    }
}
