//! What a close look is at: the data, what it is broken down by, and the groups that it is of.

use super::one::Data;
use crate::definitions::By;
use crate::definitions::by::Only;

/// Which data, by what, and of which groups of it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The data.
    pub data: &'a Data,
    /// What it is broken down by.
    pub by: &'a [By],
    /// The groups that it is of, where it is not of the whole.
    pub only: &'a [Only],
}

impl<'a> From<&'a Data> for Asked<'a> {
    fn from(data: &'a Data) -> Self {
        Asked { data, by: &[], only: &[] }
    }
}
