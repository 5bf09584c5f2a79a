//! The rows of one child in each file of an extract.

use anyhow::Result;

use crate::calendar::{Day, add_months};
use crate::chance::Chance;
use crate::events;
use crate::extract::{Files, Source, View};
use crate::story::{Child, Outcome};
use crate::{health, leavers, today};

/// The files of an extract.
#[derive(Clone, Copy)]
pub enum Table {
    /// One row for each child.
    Header,
    /// Episodes of care.
    Episodes,
    /// Statutory reviews.
    Reviews,
    /// Unaccompanied asylum-seeking children.
    Uasc,
    /// Health and wellbeing.
    Oc2,
    /// Care leavers.
    Oc3,
    /// Adopted children.
    Ad1,
    /// Decisions that a child should be placed for adoption.
    PlacedForAdoption,
    /// Permanence before care.
    PreviousPermanence,
    /// Missing incidents.
    Missing,
    /// Social workers.
    SwEpisodes,
}

impl Table {
    /// In the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Header,
        Self::Episodes,
        Self::Reviews,
        Self::Uasc,
        Self::Oc2,
        Self::Oc3,
        Self::Ad1,
        Self::PlacedForAdoption,
        Self::PreviousPermanence,
        Self::Missing,
        Self::SwEpisodes,
    ];

    /// The name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Header => "header.csv",
            Self::Episodes => "episodes.csv",
            Self::Reviews => "reviews.csv",
            Self::Uasc => "uasc.csv",
            Self::Oc2 => "oc2.csv",
            Self::Oc3 => "oc3.csv",
            Self::Ad1 => "ad1.csv",
            Self::PlacedForAdoption => "placed_for_adoption.csv",
            Self::PreviousPermanence => "previous_permanence.csv",
            Self::Missing => "missing.csv",
            Self::SwEpisodes => "sw_episodes.csv",
        }
    }

    /// The official columns in order, with spaces between.
    pub fn columns(self) -> &'static str {
        match self {
            Self::Header => "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
            Self::Episodes => "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
            Self::Reviews => "CHILD DOB REVIEW REVIEW_CODE",
            Self::Uasc => "CHILD SEX DOB DUC",
            Self::Oc2 => {
                "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK \
                 HEALTH_ASSESSMENT SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED"
            }
            Self::Oc3 => "CHILD DOB IN_TOUCH ACTIV ACCOM",
            Self::Ad1 => "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
            Self::PlacedForAdoption => "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
            Self::PreviousPermanence => "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
            Self::Missing => "CHILD DOB MISSING MIS_START MIS_END",
            Self::SwEpisodes => "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON",
        }
    }
}

/// A child as one extract shows them.
struct Entry<'a> {
    files: &'a mut Files,
    source: &'a Source,
    view: &'a View,
    child: &'a Child,
    id: &'a str,
    born: &'a str,
    shown: bool,
}

/// Writes what an extract shows of a child; the header only where there is something.
pub fn write_child(files: &mut Files, source: &Source, view: &View, child: &Child) -> Result<()> {
    let id = format!("SD{:05}", child.number);
    let born = source.dates.text(child.born);
    let mut entry = Entry { files, source, view, child, id: &id, born, shown: false };
    entry.care()?;
    entry.along_the_way()?;
    entry.adoption()?;
    entry.returns()?;
    if entry.shown { entry.header() } else { Ok(()) }
}

impl Entry<'_> {
    fn row<const N: usize>(&mut self, table: Table, cells: [&str; N]) -> Result<()> {
        self.shown = true;
        self.files.row(table, cells)
    }

    fn header(&mut self) -> Result<()> {
        let (child, as_at) = (self.child, self.view.as_at);
        let child_born = child.became_mother.map_or("", |on| self.source.dates.known(on, as_at));
        let mother = match (child.sex, child_born) {
            ("2", "") => "0",
            ("2", _) => "1",
            _ => "",
        };
        let sex = if self.view.of_today { today::sex(child.sex) } else { child.sex };
        self.row(Table::Header, [self.id, sex, self.born, child.ethnic, "", mother, child_born])
    }

    /// Episodes, the unaccompanied, and permanence before care.
    fn care(&mut self) -> Result<()> {
        let (view, child, source) = (self.view, self.child, self.source);
        let dates = &source.dates;
        for period in &child.periods {
            for episode in period.episodes.iter().filter(|episode| view.shows(episode.from, episode.to)) {
                let ended = episode.to <= view.as_at;
                let if_ended = |code| if ended { code } else { "" };
                let cells = [
                    self.id,
                    dates.text(episode.from),
                    episode.rne,
                    episode.ls,
                    episode.cin,
                    if view.of_today { today::place(episode.place, view.as_at, child.seed) } else { episode.place },
                    episode.provider,
                    dates.known(episode.to, view.as_at),
                    if_ended(episode.rec),
                    if_ended(episode.change),
                    source.directory.text(episode.home),
                    source.directory.text(episode.at),
                    "",
                ];
                self.row(Table::Episodes, cells)?;
            }
        }
        if let Some(until) = child.unaccompanied_until.filter(|until| view.shows(child.first_day(), *until)) {
            let sex = if view.of_today { today::sex(child.sex) } else { child.sex };
            self.row(Table::Uasc, [self.id, sex, self.born, dates.known(until, view.as_at)])?;
        }
        if child.periods.iter().any(|period| view.shows(period.start, period.start)) {
            let (code, date) = child.earlier_permanence;
            let text = date.map_or(if code == "P4" { "zz/zz/zzzz" } else { "" }, |date| dates.text(date));
            let whole = child.seed % 3 > 0 || text.len() != 10 || code == "P4";
            let text = if whole { text.to_owned() } else { format!("zz{}", &text[2..]) };
            let authority = if matches!(code, "P1" | "P2" | "P3") { "340" } else { "" };
            self.row(Table::PreviousPermanence, [self.id, self.born, code, authority, &text])?;
        }
        Ok(())
    }

    /// Reviews, missing incidents and social workers.
    fn along_the_way(&mut self) -> Result<()> {
        let (view, child, dates) = (self.view, self.child, &self.source.dates);
        for (on, code) in events::reviews(child) {
            if view.shows(on, on) && on >= view.reviews_since {
                self.row(Table::Reviews, [self.id, self.born, dates.text(on), code])?;
            }
        }
        for incident in events::missing(child) {
            if view.shows_detail(incident.from, incident.to) {
                let back = dates.known(incident.to, view.as_at);
                self.row(Table::Missing, [self.id, self.born, incident.kind, dates.text(incident.from), back])?;
            }
        }
        for worker in events::workers(child, self.source.staff) {
            if view.shows_detail(worker.from, worker.to) {
                // Every row of the header has the date of birth; here it would only make the largest file larger.
                let number = format!("SW{:03}", worker.number);
                let (from, to) = (dates.text(worker.from), dates.known(worker.to, view.as_at));
                self.row(Table::SwEpisodes, [self.id, "", &number, from, to, worker.reason])?;
            }
        }
        Ok(())
    }

    /// Decisions, and the adopted.
    fn adoption(&mut self) -> Result<()> {
        let (view, child, dates) = (self.view, self.child, &self.source.dates);
        for period in &child.periods {
            let Some(adoption) = &period.adoption else {
                continue;
            };
            let (ceased, reason) = match &adoption.outcome {
                Outcome::GivenUp { on, reason } => (*on, *reason),
                Outcome::Adopted { .. } => (period.end, ""),
            };
            // A decision belongs to the child's record: it stays for as long as the child does.
            let last = child.periods.last().map_or(period.end, |last| last.end);
            if view.shows(adoption.decision, last.max(adoption.decision)) {
                let over = !reason.is_empty() && ceased <= view.as_at;
                let (day, reason) = if over { (dates.text(ceased), reason) } else { ("", "") };
                let decision = dates.text(adoption.decision);
                self.row(Table::PlacedForAdoption, [self.id, self.born, decision, day, reason])?;
            }
            if let Outcome::Adopted { matched, by_carers, .. } = &adoption.outcome
                && view.shows(period.end, period.end)
            {
                let (number, sexes, status) = adopters(child);
                let (decision, matched) = (dates.text(adoption.decision), dates.text(*matched));
                let fostered = if *by_carers { "1" } else { "0" };
                self.row(Table::Ad1, [self.id, self.born, decision, matched, fostered, number, sexes, status])?;
            }
        }
        Ok(())
    }

    /// The yearly returns on health and on care leavers.
    fn returns(&mut self) -> Result<()> {
        let (view, child) = (self.view, self.child);
        let a_year_ago = continuous_since(view.as_at);
        if child.period_on(view.as_at).is_some_and(|period| period.start <= a_year_ago && !period.short_breaks) {
            let cells = health::answers(child, view.as_at);
            let [score, why, convicted, check, immunised, teeth, assessed, misuse, received, offered] = &cells;
            let (id, born) = (self.id, self.born);
            self.row(
                Table::Oc2,
                [id, born, score, why, convicted, check, immunised, teeth, assessed, misuse, received, offered],
            )?;
        }
        let oldest = if view.of_today { 25 } else { 21 };
        if let Some([in_touch, activity, accommodation]) = leavers::answers(child, view.as_at, oldest) {
            self.row(Table::Oc3, [self.id, self.born, in_touch, activity, accommodation])?;
        }
        Ok(())
    }
}

/// The latest start of care that makes twelve months in a row.
fn continuous_since(as_at: Day) -> Day {
    add_months(as_at + 1, -12)
}

fn adopters(child: &Child) -> (&'static str, &'static str, &'static str) {
    Chance::of(child.seed, [19, 0, 0]).pick(&[
        (("2", "MF", "L11"), 68.0),
        (("2", "MF", "L3"), 9.0),
        (("1", "F1", "L0"), 10.0),
        (("1", "M1", "L0"), 1.0),
        (("2", "FF", "L12"), 4.0),
        (("2", "MM", "L12"), 4.0),
        (("2", "MM", "L2"), 2.0),
        (("2", "FF", "L2"), 2.0),
    ])
}
