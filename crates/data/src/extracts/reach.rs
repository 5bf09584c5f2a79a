//! How far the data of each extract reach: to the month asked for, or only to an earlier one.
//!
//! Takes the files of the folder and what was read of them, gives for each extract the last month that its
//! files tell of. A file that nobody renewed looks like one in which nothing happened: what tells the two
//! apart stands here. Knows nothing of indicators; what rests on such an extract is for others to say.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use super::Extracts;
use super::folder::{Folder, FoundFile, plural};
use super::read::FilePart;
use super::recognise::{Recognised, by_name};
use super::values::Values;
use crate::calendar::{Day, Month, NO_DAY};
use crate::definitions::{ColumnKind, Layout};
use crate::problem::Problem;
use crate::problem_codes::Code;

/// How far one month's files of an extract reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReach {
    /// The month of the folder.
    pub month: Month,
    /// The last month that they tell of; nothing where they cannot be used.
    pub to: Option<Month>,
    /// Why that is not the month itself.
    pub why: Option<Lack>,
}

/// Why an extract does not reach a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The month has no file of it.
    NoFile,
    /// Its file of the month cannot be used.
    Unusable(String),
    /// Its file of the month is byte for byte that of an earlier month.
    Copy(String, Month),
    /// Its file of the month has no date in the month, and older ones always had some.
    Quiet(String),
}

/// The month that an extract reaches where that is before the one asked for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataTo {
    /// The month.
    pub month: Month,
    /// Why.
    pub why: Lack,
}

impl Lack {
    /// In words that hold for several extracts.
    fn in_short(&self, month: Month) -> String {
        let month = month.long();
        match self {
            Lack::NoFile => format!("there is no file of {month}"),
            Lack::Unusable(_) => format!("the file of {month} cannot be used"),
            Lack::Copy(..) => format!("the file of {month} is byte for byte that of an earlier month"),
            Lack::Quiet(_) => format!("the file of {month} has no date in that month, and older ones always had some of theirs"),
        }
    }

    /// In words, for a month.
    fn words(&self, month: Month) -> String {
        match self {
            Lack::NoFile => format!("there is no file of {}", month.long()),
            Lack::Unusable(file) => format!("'{file}' cannot be used"),
            Lack::Copy(file, of) => format!("'{file}' is byte for byte the file of {}", of.long()),
            Lack::Quiet(file) => {
                format!("'{file}' has no date in {}, and older files always had some of their month", month.long())
            }
        }
    }
}

impl Extracts {
    /// Where the newest data of an extract are older than a month: of which month they are; nothing where
    /// they reach it, and where there are none.
    pub fn data_to(&self, layout: &Layout, period: Month) -> Option<DataTo> {
        let files = self.reach.get(&layout.id)?;
        // Of an extract whose latest file alone counts, later files tell nothing of the month.
        let counts = |file: &&FileReach| layout.carried_over || file.month <= period;
        let month = files.iter().filter(counts).filter_map(|file| file.to).max().filter(|to| *to < period)?;
        let of_month = files.iter().find(|file| file.month == period);
        Some(DataTo { month, why: of_month.and_then(|file| file.why.clone()).unwrap_or(Lack::NoFile) })
    }
}

/// Whether an extract is one that a council gives anew with each month.
fn is_monthly(layout: &Layout) -> bool {
    layout.child().is_some() || layout.local
}

/// Whether things happen in every month, each with its date: those of a file end when it was made.
fn is_running_list(layout: &Layout) -> bool {
    let dated = |at: &usize| layout.columns.get(*at).is_some_and(|column| column.kind == ColumnKind::Date);
    layout.carried_over && (layout.date.is_some() || layout.key.iter().any(dated)) && !layout.seldom
}

/// A file of a month, with what tells whether it is a copy.
struct Given<'a> {
    file: &'a FoundFile,
    month: Month,
    size: u64,
    /// What its bytes share with those of copies, once it was asked for.
    mark: OnceCell<Option<u64>>,
    /// What was read of it; nothing where it cannot be used.
    part: Option<&'a FilePart>,
}

/// How far the files of each extract reach.
pub fn of_files(
    found: &Folder,
    recognised: &[Recognised<'_>],
    parts: &[FilePart],
    layouts: &[Layout],
    of_use: &dyn Fn(&str) -> bool,
) -> BTreeMap<String, Vec<FileReach>> {
    if found.months.is_empty() {
        return BTreeMap::new();
    }
    let known: HashMap<&str, usize> = recognised.iter().map(|(file, layout, _)| (file.name.as_str(), *layout)).collect();
    let read: HashMap<&str, &FilePart> = parts.iter().map(|part| (part.read.name.as_str(), part)).collect();
    let mut by_layout: BTreeMap<usize, Vec<Given<'_>>> = BTreeMap::new();
    for file in &found.files {
        // A file without a single byte is recognised by nobody, but has a name.
        let layout = known.get(file.name.as_str()).copied().or_else(|| by_name(&file.stems(), layouts));
        let (Some(layout), Some(month)) = (layout, file.month) else { continue };
        if is_monthly(&layouts[layout]) && of_use(&layouts[layout].id) {
            let part = read.get(file.name.as_str()).copied().filter(|part| is_usable(part, &layouts[layout]));
            let size = file.size();
            by_layout.entry(layout).or_default().push(Given { file, month, size, mark: OnceCell::new(), part });
        }
    }
    let of_layout = |(at, given): (usize, Vec<Given<'_>>)| (layouts[at].id.clone(), of_extract(&given, &layouts[at]));
    by_layout.into_iter().map(of_layout).collect()
}

impl Given<'_> {
    fn mark(&self) -> Option<u64> {
        *self.mark.get_or_init(|| self.file.mark())
    }
}

/// How far the files of one extract reach, given in order of their month.
fn of_extract(given: &[Given<'_>], layout: &Layout) -> Vec<FileReach> {
    let dates: Vec<Dates> = given.iter().filter_map(|one| Dates::of(one.part?, layout)).collect();
    let mut by_size: HashMap<u64, Vec<&Given<'_>>> = HashMap::new();
    given.iter().for_each(|one| by_size.entry(one.size).or_default().push(one));
    let mut files: Vec<FileReach> = Vec::new();
    for of_month in given.chunk_by(|a, b| a.month == b.month) {
        let month = of_month[0].month;
        let name = of_month[0].file.name.clone();
        let (to, why) = if of_month.iter().all(|one| one.part.is_none()) {
            (None, Some(Lack::Unusable(name)))
        } else if let Some(original) = copy_of(of_month, &by_size, layout) {
            let to = files.iter().find(|file| file.month == original).and_then(|file| file.to);
            (Some(to.unwrap_or(original)), Some(Lack::Copy(name, original)))
        } else if let Some(last) = quiet(&dates, month) {
            (Some(last), Some(Lack::Quiet(name)))
        } else {
            (Some(month), None)
        };
        files.push(FileReach { month, to, why });
    }
    files
}

/// Whether some row of a file can be identified; one without rows had nothing to tell.
fn is_usable(part: &FilePart, layout: &Layout) -> bool {
    let named = part.child.as_ref().is_none_or(|text| text.iter().flatten().any(|id| !id.trim().is_empty()));
    let filled = |at: &usize| match part.columns.get(*at) {
        Some(Some(Values::Days(days))) => days.iter().any(|day| *day != NO_DAY),
        _ => true,
    };
    part.height == 0 || (named && layout.needed().iter().all(filled))
}

/// The earliest month of which all files of a month are copies.
fn copy_of(of_month: &[Given<'_>], by_size: &HashMap<u64, Vec<&Given<'_>>>, layout: &Layout) -> Option<Month> {
    if layout.seldom {
        return None;
    }
    let original = |one: &Given<'_>| {
        let older = by_size.get(&one.size).into_iter().flatten().take_while(|other| other.month < one.month);
        let alike = |other: &&&Given<'_>| other.mark() == one.mark() && other.file.is_like(one.file);
        older.into_iter().find(alike).map(|other| other.month)
    };
    // Files without a row are alike where there was never anything to tell.
    let with_rows = || of_month.iter().filter(|one| one.part.is_some_and(|part| part.height > 0));
    let originals = with_rows().map(original).collect::<Option<Vec<Month>>>()?;
    originals.into_iter().max()
}

/// The dates of one file.
struct Dates {
    month: Month,
    /// Whether some lie in its month.
    in_month: bool,
    /// The last that is not after it.
    last: Option<Day>,
    /// How many rows there are.
    rows: usize,
}

impl Dates {
    fn of(part: &FilePart, layout: &Layout) -> Option<Self> {
        let month = part.read.month.filter(|_| is_running_list(layout))?;
        let last_day = month.last();
        let of_birth = |at: usize| layout.columns[at].name.ends_with("DOB");
        let days = part.columns.iter().enumerate().filter_map(|(at, values)| match values {
            Some(Values::Days(days)) if layout.columns[at].kind == ColumnKind::Date && !of_birth(at) => Some(days),
            _ => None,
        });
        let last = days.flatten().copied().filter(|day| *day != NO_DAY && *day <= last_day).max();
        Some(Dates { month, in_month: last.is_some_and(|last| last >= month.first()), last, rows: part.height })
    }
}

/// Of the dates of files in order of their month: where no file of the month has a date in it, and those of every older month have: the month of the last date.
/// One older month alone shows little, unless the file looks as that one did.
fn quiet(dates: &[Dates], month: Month) -> Option<Month> {
    let (older, rest) = dates.split_at(dates.partition_point(|dates| dates.month < month));
    let of_month = || rest.iter().take_while(|dates| dates.month == month);
    let newest = older.last()?;
    if of_month().any(|dates| dates.in_month) {
        return None;
    }
    let always = older.chunk_by(|a, b| a.month == b.month).all(|of_one| of_one.iter().any(|dates| dates.in_month));
    let several = older.first().is_some_and(|first| first.month != newest.month);
    let like_it = of_month().all(|dates| dates.rows == newest.rows && dates.last == newest.last);
    let last = of_month().filter_map(|dates| dates.last).max().map(Month::of);
    (always && (several || like_it)).then(|| last.unwrap_or(newest.month))
}

/// Tells of extracts that do not reach the month, unless all lack it, or its file is missing in the newest
/// month: both are told of where the folder is read.
pub fn report(extracts: &Extracts, layouts: &[Layout], period: Month, problems: &mut Vec<Problem>) {
    let newest = extracts.months.last().copied();
    if newest.is_some_and(|newest| newest < period) {
        return;
    }
    for layout in layouts {
        let Some(DataTo { month, why }) = extracts.data_to(layout, period) else { continue };
        let file = match &why {
            Lack::NoFile if newest == Some(period) || !extracts.months.contains(&period) => continue,
            Lack::NoFile => None,
            Lack::Unusable(file) | Lack::Copy(file, _) | Lack::Quiet(file) => Some(file),
        };
        let message = format!("{} has data to {} only: {}", layout.id, month.long(), why.words(period));
        let problem = Problem::new(Code::StaleExtract, message).touching([format!("{}.*", layout.id)]);
        problems.push(match file {
            Some(file) => problem.in_file(file),
            None => problem,
        });
    }
}

/// Extracts with the months that they end in, as the head of a paper lists them: those that end alike together.
pub fn ends(extracts: &Extracts, layouts: &[&Layout], period: Month) -> Vec<String> {
    let mut alike: BTreeMap<(Month, String), Vec<&str>> = BTreeMap::new();
    for layout in layouts {
        if let Some(DataTo { month, why }) = extracts.data_to(layout, period) {
            alike.entry((month, why.in_short(period))).or_default().push(&layout.id);
        }
    }
    let sentence = |((month, why), ids): ((Month, String), Vec<&str>)| {
        let verb = plural(ids.len() as u64, "has", "have");
        format!("{} {verb} data to {} only: {why}", ids.join(", "), month.long())
    };
    alike.into_iter().map(sentence).collect()
}
