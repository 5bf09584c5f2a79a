//! The children's identifiers, each kept once and numbered.
//!
//! An identifier is kept as it was met first, and found however it is written.
//!
//! Everything after loading speaks of a child by number; the identifier is looked
//! up again only where cases are asked for.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::identifiers::{is_normal, normal_into};

/// A child's number.
pub type Child = u32;

/// Stands for a row without a child.
pub const NO_CHILD: Child = u32::MAX;

/// The identifiers, by number.
#[derive(Clone, Debug, Default)]
pub struct Children {
    short: HashMap<u128, Child, FixedState>,
    long: HashMap<Box<str>, Child, FixedState>,
    text: String,
    ends: Vec<u32>,
}

impl Children {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A child's identifier.
    pub fn id(&self, child: Child) -> &str {
        let at = child as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.text.get(start as usize..*end as usize)).unwrap_or_default()
    }

    /// The number of an identifier, if it is known.
    pub fn find(&self, id: &str) -> Option<Child> {
        self.known(&compared(id))
    }

    fn known(&self, normal: &str) -> Option<Child> {
        match packed(normal) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(normal).copied(),
        }
    }

    /// The same, looking first at the few children numbered after `last`: files mostly hold
    /// the children in the same order, and the next one is then found without a search.
    pub fn find_after(&self, id: &str, last: Child) -> Option<Child> {
        let next = last.wrapping_add(1);
        (next..next.saturating_add(4))
            .take_while(|child| (*child as usize) < self.len())
            .find(|child| self.id(*child) == id)
            .or_else(|| self.find(id))
    }

    /// The number of an identifier; a new one is given the next.
    pub fn number(&mut self, id: &str) -> Child {
        let new = self.ends.len() as Child;
        let compared = compared(id);
        // One search finds the place of a new one too.
        let child = match packed(&compared) {
            Some(key) => *self.short.entry(key).or_insert(new),
            None => match self.long.get(&*compared) {
                Some(child) => *child,
                None => {
                    self.long.insert(compared.into(), new);
                    new
                }
            },
        };
        if child == new {
            self.text.push_str(id);
            self.ends.push(self.text.len() as u32);
        }
        child
    }

    /// Makes room for so many more: a map that grows moves all that it holds.
    pub fn reserve(&mut self, more: usize) {
        self.short.reserve(more);
        self.ends.reserve(more);
    }
}

/// An identifier as it is compared; itself where it is written so.
fn compared(id: &str) -> Cow<'_, str> {
    if is_normal(id) {
        return Cow::Borrowed(id);
    }
    let mut normal = String::with_capacity(id.len());
    normal_into(id, &mut normal);
    Cow::Owned(normal)
}

/// An identifier of up to 15 bytes with its length, as one number.
fn packed(id: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..id.len()).filter(|_| id.len() < 16)?.copy_from_slice(id.as_bytes());
    bytes[15] = id.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::Children;

    #[test]
    fn identifiers_keep_their_number() {
        let mut children = Children::default();
        let ids = ["1", "10", "ABCDEFGHIJKLMNO", "ABCDEFGHIJKLMNOP", "ABCDEFGHIJKLMNOPQRST", "é"];
        let numbers: Vec<_> = ids.iter().map(|id| children.number(id)).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
        for (id, number) in ids.iter().zip(numbers) {
            assert_eq!(children.number(id), number);
            assert_eq!(children.id(number), *id);
        }
        assert_eq!(children.find("2"), None);
        assert_eq!(children.find("1.0"), Some(0));
        assert_eq!(children.find("abcdefghijklmno pqrst"), Some(4));
        assert_eq!(children.number("É"), 5);
        assert_eq!(children.id(5), "é");
    }
}
