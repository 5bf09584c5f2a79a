//! What is to be computed: everything from outside, as values.

use std::path::{Path, PathBuf};

use crate::calendar::{Day, Month};
use crate::definitions::Since;
use crate::definitions::by::Only;
use crate::scorecard::{Audience, By};

/// What is to be computed.
#[derive(Clone, Debug)]
pub struct Options {
    /// The scorecards, by id.
    pub scorecards: Vec<String>,
    /// The input folder.
    pub extracts: PathBuf,
    /// The reporting month.
    pub period: Month,
    /// The ONS code of the authority, where it is not the scorecard's.
    pub authority: Option<String>,
    /// A folder above that of the extracts, whose reference files are read too.
    pub above: Option<PathBuf>,
    /// Whether the rows of the authority alone are read, by a column that says whose each is.
    pub by_column: bool,
    /// Whether the authority is one of several of a run, so that earlier runs hold those of others too.
    pub one_of_several: bool,
    /// Leave out extracts of months after the period.
    pub as_reported: bool,
    /// What figures are broken down by; each scorecard's own when empty.
    pub by: Vec<By>,
    /// Whether the groups of rows have a history too.
    pub groups_history: bool,
    /// The groups that the run is of, where it is not of the whole.
    pub only: Vec<Only>,
    /// How many months before the period the history of each row goes back; 0 for none.
    pub history: i32,
    /// For whom it is.
    pub audience: Audience,
    /// Whether a text begins with the month in brief; a paper has it in any case.
    pub brief: bool,
    /// Whether papers are made, which tell what falls due in the month to come.
    pub papers: bool,
    /// Whether a Word document is made.
    pub word: bool,
    /// The Word document of the council's own that it is written in, instead of the one that a scorecard names.
    pub template: Option<PathBuf>,
    /// A file of commentary, instead of the `commentary.toml` beside the extracts.
    pub commentary: Option<PathBuf>,
    /// The JSON of an earlier run, to mark what was restated.
    pub previous: Option<PathBuf>,
    /// Whether to say where figures will be when their targets are due, and whether the present rate gets there.
    pub forecast: bool,
    /// A folder with the public JSON of earlier months and of other scorecards, which everybody has.
    pub published: Option<PathBuf>,
    /// A folder of published figures and statistical neighbours.
    pub benchmarks: Option<PathBuf>,
    /// Since when travel is, where it is not the scorecard's.
    pub travel: Option<Since>,
    /// How many outturns of 31 March are shown beside the figures.
    pub outturns: u32,
    /// Whether histories have the ends of quarters alone, besides the reporting month.
    pub quarters: bool,
    /// The day printed on outputs.
    pub today: Day,
}

impl Options {
    /// Scorecards of a folder as at a month, with nothing else asked for.
    pub fn new(scorecards: Vec<String>, extracts: &Path, period: Month, today: Day) -> Self {
        Options {
            scorecards,
            extracts: extracts.to_owned(),
            period,
            authority: None,
            above: None,
            by_column: false,
            one_of_several: false,
            as_reported: false,
            by: Vec::new(),
            groups_history: false,
            only: Vec::new(),
            history: 0,
            audience: Audience::Internal,
            brief: false,
            papers: false,
            word: false,
            template: None,
            commentary: None,
            previous: None,
            published: None,
            forecast: false,
            benchmarks: None,
            travel: None,
            outturns: 0,
            quarters: false,
            today,
        }
    }

    /// The authority, where it is one of several of a run.
    pub(super) fn of_several(&self) -> Option<&str> {
        self.authority.as_deref().filter(|_| self.one_of_several)
    }
}
