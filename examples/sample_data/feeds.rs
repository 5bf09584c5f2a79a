//! What no case-level extract holds: survey answers, returns and judgements in words, for the ids that the council
//! scorecards name. All invented; nothing here hangs on a child's story.

use std::path::Path;

use anyhow::Result;

use crate::calendar::{Dates, Day, add_months, parts};
use crate::chance::Chance;
use crate::writer;

/// Months of the files, the last one included.
const MONTHS: i32 = 15;

/// How a question is answered.
#[derive(Clone, Copy)]
enum Asked {
    /// Yes or no.
    YesNo,
    /// Agree, neither, disagree.
    Agree,
    /// Always to never.
    HowOften,
    /// One to five.
    Score,
}

/// A question, how it is answered, how many do, and the share who agree or the mean score.
type Question = (&'static str, Asked, i32, f64);

const QUESTIONS: [Question; 31] = [
    ("pledge-and-charter-delivered", Asked::Agree, 46, 0.72),
    ("knowledge-of-entitlements", Asked::YesNo, 38, 0.66),
    ("proud-of-achievements", Asked::Agree, 46, 0.81),
    ("information-about-entitlements-used", Asked::YesNo, 34, 0.58),
    ("feel-safe", Asked::HowOften, 52, 0.9),
    ("financial-support-and-confidence", Asked::Agree, 29, 0.62),
    ("celebrations-of-achievement", Asked::Agree, 24, 0.84),
    ("healthy-and-happy", Asked::Score, 28, 3.7),
    ("help-to-stay-healthy", Asked::YesNo, 22, 0.93),
    ("decisions-about-health", Asked::HowOften, 31, 0.82),
    ("feel-safe-where-they-live", Asked::Score, 28, 4.0),
    ("enjoy-learning-and-school-life", Asked::Score, 27, 3.9),
    ("know-how-to-complain", Asked::YesNo, 30, 0.78),
    ("pledge-evaluation", Asked::Agree, 26, 0.74),
    ("feel-listened-to", Asked::HowOften, 31, 0.88),
    ("share-wishes-and-feelings", Asked::HowOften, 31, 0.92),
    ("contact-with-family", Asked::Agree, 29, 0.85),
    ("positive-about-family-and-friends", Asked::Agree, 29, 0.8),
    ("experience-of-being-in-care", Asked::Score, 28, 3.8),
    ("told-why-not-with-parents", Asked::Score, 5, 4.6),
    ("rate-their-future", Asked::Score, 27, 4.4),
    ("support-with-life-skills", Asked::Agree, 21, 0.74),
    ("independent-living-skills", Asked::Agree, 21, 0.95),
    ("involved-in-pathway-plan", Asked::HowOften, 21, 0.81),
    ("feel-safe-and-secure", Asked::Agree, 58, 0.87),
    ("carers-feel-supported", Asked::Agree, 44, 0.76),
    ("happy-and-in-best-health", Asked::Agree, 58, 0.79),
    ("children-in-care-council-feedback", Asked::Agree, 25, 0.83),
    ("access-to-health-services", Asked::YesNo, 42, 0.88),
    ("feel-safe-and-cared-for", Asked::HowOften, 49, 0.93),
    ("accommodation-suitable", Asked::YesNo, 33, 0.85),
];

/// How a return is given.
#[derive(Clone, Copy)]
enum Given {
    /// So many of about so many, and the share.
    Share(i32, f64),
    /// About so many.
    Count(f64),
    /// None at first, later one.
    Built,
    /// A rate, each quarter.
    Rate(f64),
}

const RETURNS: [(&str, Given, &str); 21] = [
    ("interviews-with-young-people", Given::Share(24, 0.9), "Year to date"),
    ("policies-developed-with-made", Given::Share(9, 0.7), ""),
    ("made-meetings-with-board", Given::Count(4.6), "Meetings in the 12 months"),
    ("family-assessments-in-care-plans", Given::Share(62, 0.83), ""),
    ("affordable-housing-for-care-leavers", Given::Share(41, 0.9), "Of care leavers who asked for it"),
    ("shared-semi-independent-placement", Given::Built, ""),
    ("c-card-registrations", Given::Count(31.0), "12 months"),
    ("teenage-pregnancy-rate", Given::Rate(172.0), "Conceptions per 10,000 girls aged 15 to 17"),
    ("allegations-against-carers", Given::Count(3.0), "12 months"),
    ("cse-referrals-and-strategy-meetings", Given::Count(7.0), "12 months"),
    ("bullying-training-for-carers", Given::Count(14.0), "Carers trained in the 12 months"),
    ("accident-and-emergency-admissions", Given::Count(11.0), "12 months"),
    ("self-harm-admissions", Given::Count(2.0), "12 months"),
    ("participation-in-foster-carer-reviews", Given::Share(26, 0.77), ""),
    ("feedback-in-case-audits", Given::Share(20, 0.65), "Sample of audited cases"),
    ("complaints-made", Given::Count(5.0), "12 months"),
    ("contact-with-family-in-reviews", Given::Share(36, 0.86), ""),
    ("safe-relationships-in-reviews", Given::Share(36, 0.72), ""),
    ("own-needs-understood", Given::Share(40, 0.75), ""),
    ("access-to-files", Given::Share(8, 0.95), "Requests answered in time"),
    ("attainment-gap-to-peers", Given::Count(24.0), "Percentage points"),
];

/// A narrative, how well it goes, what it rests on, and who judges.
const NARRATIVES: [(&str, f64, &str, &str); 7] = [
    ("pledge-delivered", 0.6, "Annual review of the pledge; partners' reports", "Head of Corporate Parenting"),
    ("ways-of-involving-children", 0.8, "Three examples of services changed after consultation", "Participation Officer"),
    ("case-studies-of-chosen-activities", 0.7, "Four case studies, agreed with the young people", "Virtual School Head"),
    ("from-a-distance-audit", 0.5, "Audit of 12 placements out of county", "Quality Assurance Manager"),
    ("removed-from-harmful-situations", 0.75, "Audit of legal planning meetings", "Head of Safeguarding"),
    ("protected-characteristics", 0.6, "Every row by age, sex and ethnicity; one gap followed up", "Performance Manager"),
    ("council-half-yearly-reports", 0.9, "Reports received and answered in writing", "Participation Officer"),
];

/// Writes the three files for the months that end with `last`.
pub fn write(folder: &Path, seed: u64, dates: &Dates, last: Day) -> Result<()> {
    let first = add_months(last + 1, -MONTHS);
    survey(folder, seed, dates, (first, last))?;
    let months: Vec<Day> = (0..MONTHS).map(|month| add_months(first, month)).collect();
    returns(folder, seed, &months)?;
    narratives(folder, seed, &months)
}

/// The month of a day as the files write it, and whether a quarter ends with it.
fn month(on: Day) -> (String, bool) {
    let (year, month, _) = parts(on);
    (format!("{year}-{month:02}"), month % 3 == 0)
}

fn survey(folder: &Path, seed: u64, dates: &Dates, (first, last): (Day, Day)) -> Result<()> {
    let mut rows: Vec<(Day, &str, String, &str)> = Vec::new();
    for (topic, (question, asked, count, level)) in QUESTIONS.iter().enumerate() {
        for turn in 0..*count {
            let mut chance = Chance::of(seed, [3, topic as u64, turn as u64]);
            // Each in its share of the time.
            let days = last + 1 - first;
            let on = chance.between(first + days * turn / count, first + days * (turn + 1) / count - 1);
            let (score, answer) = reply(*asked, *level, &mut chance);
            rows.push((on, *question, score, answer));
        }
    }
    // The answers of the year before, so that there is a whole year to compare with.
    for (topic, (question, asked, count, level)) in QUESTIONS.iter().enumerate() {
        let (earlier, count) = (add_months(first, -12), count * 12 / MONTHS);
        for turn in 0..count {
            let mut chance = Chance::of(seed, [7, topic as u64, turn as u64]);
            let days = first - earlier;
            let on = chance.between(earlier + days * turn / count, earlier + days * (turn + 1) / count - 1);
            let (score, answer) = reply(*asked, *level, &mut chance);
            rows.push((on, *question, score, answer));
        }
    }
    rows.sort_by_key(|row| row.0);
    let mut writer = writer(&folder.join("survey.csv"))?;
    writer.write_record(["DATE", "QUESTION", "SCORE", "ANSWER"])?;
    for (on, question, score, answer) in &rows {
        writer.write_record([dates.text(*on), question, score, answer])?;
    }
    Ok(writer.flush()?)
}

/// Score and answer; now and then somebody gives none.
fn reply(asked: Asked, level: f64, chance: &mut Chance) -> (String, &'static str) {
    if chance.yes(0.02) {
        return (String::new(), "");
    }
    let choices: [&[(&str, f64)]; 2] = match asked {
        Asked::Score => {
            let score = chance.normal(level, 0.9).round().clamp(1.0, 5.0);
            return (format!("{score:.0}"), "");
        }
        Asked::YesNo => [&[("YES", 1.0)], &[("NO", 1.0)]],
        Asked::Agree => [&[("AGREE", 1.0)], &[("NEITHER", 0.6), ("DISAGREE", 0.4)]],
        Asked::HowOften => [&[("ALWAYS", 0.4), ("MOSTLY", 0.4), ("SOMETIMES", 0.2)], &[("RARELY", 0.7), ("NEVER", 0.3)]],
    };
    let [agree, other] = choices;
    let agrees = chance.yes(level);
    (String::new(), chance.pick(if agrees { agree } else { other }))
}

fn returns(folder: &Path, seed: u64, months: &[Day]) -> Result<()> {
    let mut writer = writer(&folder.join("returns.csv"))?;
    writer.write_record(["PERIOD", "MEASURE", "NUMERATOR", "DENOMINATOR", "VALUE", "NOTE"])?;
    for (turn, on) in months.iter().enumerate() {
        let (period, quarter) = month(*on);
        for (topic, (measure, given, note)) in RETURNS.iter().enumerate() {
            // A third of what moves a figure stays for a quarter, so that it does not leap.
            let slow = Chance::of(seed, [4, topic as u64, turn as u64 / 3]).share();
            let mut chance = Chance::of(seed, [5, topic as u64, turn as u64]);
            let swing = (slow * 2.0 + chance.share()) / 3.0 - 0.5;
            let [mut numerator, mut denominator, mut value] = [const { String::new() }; 3];
            match given {
                Given::Share(about, level) => {
                    let all = (f64::from(*about) * (1.0 + swing / 3.0)).round().max(1.0);
                    numerator = format!("{:.0}", (all * (level + swing / 4.0)).round().clamp(0.0, all));
                    denominator = format!("{all:.0}");
                }
                Given::Count(about) => value = format!("{:.0}", (about * (1.0 + swing)).round()),
                Given::Built => value = if turn + 5 < months.len() { "0" } else { "1" }.to_owned(),
                Given::Rate(_) if !quarter => continue,
                Given::Rate(about) => value = format!("{:.1}", about * (1.0 + swing / 5.0)),
            }
            writer.write_record([&period, *measure, &numerator, &denominator, &value, *note])?;
        }
    }
    Ok(writer.flush()?)
}

fn narratives(folder: &Path, seed: u64, months: &[Day]) -> Result<()> {
    let mut writer = writer(&folder.join("narrative.csv"))?;
    writer.write_record(["PERIOD", "MEASURE", "JUDGEMENT", "EVIDENCE", "AUTHOR_ROLE"])?;
    for (turn, on) in months.iter().enumerate() {
        let (period, quarter) = month(*on);
        if !quarter {
            continue;
        }
        for (topic, (measure, level, evidence, role)) in NARRATIVES.iter().enumerate() {
            // Things go better with time.
            let well = level + turn as f64 / 50.0 + Chance::of(seed, [6, topic as u64, turn as u64]).share() / 4.0 - 0.25;
            let judgement = match well {
                well if well > 0.8 => "MET",
                well if well > 0.5 => "PARTLY",
                _ => "NOT_MET",
            };
            writer.write_record([period.as_str(), *measure, judgement, *evidence, *role])?;
        }
    }
    Ok(writer.flush()?)
}
