//! Some of many, evenly apart.

/// Of so many places at most so many, evenly apart: the first and every so-manieth after it. Of a `most` of nought it is the first alone.
pub fn places(of: usize, most: usize) -> impl Iterator<Item = usize> {
    (0..of).step_by(of.div_ceil(most.max(1)).max(1))
}

/// Of some at most so many, evenly apart.
pub fn some<T>(all: &[T], most: usize) -> impl Iterator<Item = &T> {
    places(all.len(), most).map(|place| &all[place])
}

#[cfg(test)]
mod tests {
    use super::{places, some};

    #[test]
    fn they_are_evenly_apart_and_no_more_than_asked_for() {
        let found = |of, most| places(of, most).collect::<Vec<_>>();
        assert_eq!(found(10, 3), [0, 4, 8]);
        assert_eq!(found(10, 5), [0, 2, 4, 6, 8]);
        assert_eq!(found(3, 10), [0, 1, 2]);
        assert_eq!(found(3, 0), [0]);
        assert_eq!(found(0, 4), [0_usize; 0]);
        assert_eq!(some(&["a", "b", "c"], 2).collect::<Vec<_>>(), [&"a", &"c"]);
    }
}
