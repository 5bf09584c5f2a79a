//! What is known of one child: who they are and their periods of care. The extracts are views of it at a month's end.

use crate::calendar::{Day, age, birthday};

/// An invented child, with their whole story, also what lies after the last extract.
pub struct Child {
    /// The number in the identifier.
    pub number: u32,
    /// Seed of the child's own stream.
    pub seed: u64,
    /// Day of birth.
    pub born: Day,
    /// `1` male, `2` female.
    pub sex: &'static str,
    /// Ethnicity code.
    pub ethnic: &'static str,
    /// The day on which she became a mother.
    pub became_mother: Option<Day>,
    /// Of an unaccompanied child: the day the status ceases.
    pub unaccompanied_until: Option<Day>,
    /// Permanence before the first period of care: code and date.
    pub earlier_permanence: (&'static str, Option<Day>),
    /// In order of time, not overlapping.
    pub periods: Vec<Period>,
}

/// A period of care, from the first day looked after to the last.
pub struct Period {
    /// First day.
    pub start: Day,
    /// The day on which it ends.
    pub end: Day,
    /// A series of short breaks under one agreement.
    pub short_breaks: bool,
    /// In order of time, each starting on the day the one before ends.
    pub episodes: Vec<Episode>,
    /// The plan for adoption, if there ever was one.
    pub adoption: Option<Adoption>,
}

/// One row of the episodes file.
#[derive(Clone)]
pub struct Episode {
    /// DECOM.
    pub from: Day,
    /// DEC.
    pub to: Day,
    /// Reason for the new episode.
    pub rne: &'static str,
    /// Legal status.
    pub ls: &'static str,
    /// Category of need.
    pub cin: &'static str,
    /// Placement code.
    pub place: &'static str,
    /// Placement provider.
    pub provider: &'static str,
    /// Reason the episode ceased.
    pub rec: &'static str,
    /// Why the placement changed, on the episode that ends.
    pub change: &'static str,
    /// Index of the home postcode.
    pub home: Option<u32>,
    /// Index of the placement postcode.
    pub at: Option<u32>,
}

/// The way to an adoption, or to the end of the plan.
#[derive(Clone)]
pub struct Adoption {
    /// The decision that the child should be placed.
    pub decision: Day,
    /// The placement order, unless the parents consent.
    pub order: Option<Day>,
    /// How it came out.
    pub outcome: Outcome,
}

/// How a plan for adoption came out.
#[derive(Clone)]
pub enum Outcome {
    /// Adopted at the end of the period of care.
    Adopted {
        /// The match with the family.
        matched: Day,
        /// Moving in, or the day the fostering became adoptive.
        moved_in: Day,
        /// By the carers the child already lived with.
        by_carers: bool,
    },
    /// The decision was reversed.
    GivenUp {
        /// The day of it.
        on: Day,
        /// RD1 to RD4.
        reason: &'static str,
    },
}

impl Period {
    /// The reason care ended.
    pub fn rec(&self) -> &'static str {
        self.episodes.last().map_or("", |last| last.rec)
    }

    /// The placement at the end, temporary moves apart.
    pub fn last_place(&self) -> &'static str {
        self.episodes.iter().rev().map(|episode| episode.place).find(|place| !place.starts_with('T')).unwrap_or("")
    }
}

impl Child {
    /// The period of care that `on` lies in.
    pub fn period_on(&self, on: Day) -> Option<&Period> {
        self.periods.iter().find(|period| period.start <= on && on < period.end)
    }

    /// First day ever looked after.
    pub fn first_day(&self) -> Day {
        self.periods.first().map_or(0, |period| period.start)
    }

    /// Last day ever looked after.
    pub fn last_day(&self) -> Day {
        self.periods.last().map_or(0, |period| period.end)
    }

    /// Completed years on a day.
    pub fn age(&self, on: Day) -> i32 {
        age(self.born, on)
    }

    /// Whether the authority owes help as a care leaver: 91 days looked after from 14 on, some of them after the 16th birthday,
    /// and not adopted, under guardianship or another authority's responsibility since.
    pub fn is_care_leaver(&self) -> bool {
        let fourteen = birthday(self.born, 14);
        let counted = self.periods.iter().filter(|period| !period.short_breaks);
        let days: Day = counted.map(|period| (period.end - period.start.max(fourteen)).max(0)).sum();
        let elsewhere = ["E11", "E12", "E2", "E3", "E41", "E45", "E46", "E47", "E48", "E15", "E16"];
        self.periods.last().is_some_and(|last| {
            days >= 91 && last.end > birthday(self.born, 16) && !last.short_breaks && !elsewhere.contains(&last.rec())
        })
    }
}
