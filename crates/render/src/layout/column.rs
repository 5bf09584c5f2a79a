//! The columns of a board paper: which there are, their headings, and which a text or a sheet has.

use scorecard_core::definitions::Since;
use scorecard_core::scorecard::Scorecard;

/// The columns there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The row's id.
    Id,
    /// Its name.
    Title,
    /// Its figure.
    Figure,
    /// Its figure with what it is of in the same cell.
    FigureOf,
    /// The figure of a year before.
    YearBefore,
    /// The target in words, with the day it is to be met by.
    TargetBy,
    /// A small line of its history, which a renderer draws.
    Trend,
    /// Who leads.
    Lead,
    /// The parts of the figure in one cell: `140/200`.
    OutOf,
    /// What was counted or summed.
    Numerator,
    /// Out of how many.
    Denominator,
    /// The target in words.
    Target,
    /// The rating.
    Rating,
    /// Which way it moved since the month before.
    Travel,
    /// Which way it moved since another month.
    TravelThen(Since),
    /// The figure of the month before.
    Before,
    /// The figure of another month that travel is since.
    BeforeThen(Since),
    /// The figure of a 31 March gone by, 0 the last.
    Outturn(usize),
    /// Children to target.
    ToTarget,
    /// The published figure of the authority itself with its year in one cell: `44% (2021)`.
    PublishedOf,
    /// The published figure of the authority itself.
    Published,
    /// The year that this and what others have are of.
    Year,
    /// England's figure.
    England,
    /// The region's.
    Region,
    /// The statistical neighbours' mean.
    Neighbours,
    /// The rank among all authorities.
    Rank,
    /// The quartile.
    Quartile,
}

impl Column {
    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Id => "Row",
            Column::Title => "Promise",
            Column::Figure | Column::FigureOf => "Figure",
            Column::YearBefore => "Year before",
            Column::TargetBy => "Target by date",
            Column::Trend => "Trend",
            Column::Lead => "Lead",
            Column::OutOf => "Out of",
            Column::Numerator => "Numerator",
            Column::Denominator => "Denominator",
            Column::Target => "Target",
            Column::Rating => "Rating",
            Column::Travel | Column::TravelThen(Since::Month) => "Change",
            Column::TravelThen(Since::Quarter) => "Change since the quarter before",
            Column::TravelThen(Since::Year) => "Change since a year before",
            Column::TravelThen(Since::Outturn) => "Change since the last outturn",
            Column::Before | Column::BeforeThen(Since::Month) => "Month before",
            Column::BeforeThen(Since::Quarter) => "Quarter before",
            Column::BeforeThen(Since::Year) => "Year before",
            Column::BeforeThen(Since::Outturn) | Column::Outturn(0) => "Last outturn",
            Column::Outturn(1) => "Outturn before",
            Column::Outturn(_) => "Two outturns before",
            Column::ToTarget => "Children to target",
            Column::PublishedOf | Column::Published => "Published here",
            Column::Year => "Published year",
            Column::England => "England",
            Column::Region => "Region",
            Column::Neighbours => "Neighbours",
            Column::Rank => "Rank",
            Column::Quartile => "Quartile",
        }
    }

    /// Whether it holds numbers, which stand right.
    pub fn is_number(self) -> bool {
        use Column::{Id, Lead, Quartile, Rating, Target, TargetBy, Title, Trend, Year};
        !matches!(self, Id | Title | Target | TargetBy | Rating | Trend | Lead | Year | Quartile) && !self.is_travel()
    }

    /// The columns of a text page, without what is drawn.
    pub fn of_text(scorecard: &Scorecard) -> Vec<Column> {
        Self::of_paper(scorecard).into_iter().filter(|column| *column != Column::Trend).collect()
    }

    /// The columns of a paper; those without a cell are left out where it is made. What others have stands below the table.
    pub fn of_paper(scorecard: &Scorecard) -> Vec<Column> {
        use Column::{FigureOf, Id, Lead, Rating, TargetBy, Title, Trend, YearBefore};
        let mut columns = vec![Id, Title, FigureOf, Self::travel(scorecard), YearBefore];
        columns.extend(Self::of_outturns(scorecard));
        columns.extend([TargetBy, Rating, Trend, Lead]);
        columns
    }

    /// The columns of a sheet: each number in a cell of its own.
    pub fn of_sheet(scorecard: &Scorecard) -> Vec<Column> {
        use Column::{Denominator, Figure, Id, Numerator, Rating, Target, Title, ToTarget};
        let mut columns = vec![Id, Title, Figure, Numerator, Denominator, Target, Rating];
        columns.extend([Self::travel(scorecard), Self::before(scorecard)]);
        columns.extend(Self::of_outturns(scorecard));
        columns.push(ToTarget);
        columns.extend(Self::of_benchmarks(scorecard, &[Column::Published, Column::Year]));
        columns
    }

    /// The column of the month that travel is since.
    pub fn before(scorecard: &Scorecard) -> Column {
        if scorecard.travel == Since::Month { Column::Before } else { Column::BeforeThen(scorecard.travel) }
    }

    /// The column of travel, whose heading says since when where that is not the month before.
    pub fn travel(scorecard: &Scorecard) -> Column {
        if scorecard.travel == Since::Month { Column::Travel } else { Column::TravelThen(scorecard.travel) }
    }

    /// Whether it is the column of travel.
    pub fn is_travel(self) -> bool {
        matches!(self, Column::Travel | Column::TravelThen(_))
    }

    /// Whether it is the column of the month that travel is since.
    pub fn is_before(self) -> bool {
        matches!(self, Column::Before | Column::BeforeThen(_))
    }

    fn of_outturns(scorecard: &Scorecard) -> impl Iterator<Item = Column> {
        let most = scorecard.every_row().map(|row| row.outturns.len()).max().unwrap_or(0);
        (0..most).map(Column::Outturn)
    }

    /// What others have goes with the authority's own figure of the same year, not with that of the month.
    fn of_benchmarks(scorecard: &Scorecard, own: &[Column]) -> Vec<Column> {
        if scorecard.every_row().all(|row| row.benchmarks.is_empty()) {
            return Vec::new();
        }
        let others = [Column::England, Column::Region, Column::Neighbours, Column::Rank, Column::Quartile];
        [own, &others].concat()
    }
}
