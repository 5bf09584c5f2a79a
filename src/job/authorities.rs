//! Several authorities in one run: a scorecard for each, from a folder for each or from files that hold the rows of all.
//!
//! Takes what a run is of with the codes asked for, computes each authority by itself and puts the documents together. Nothing of
//! one authority is known to another: small numbers are hidden in each by itself, and no sum of them is shown.

use std::path::{Path, PathBuf};

use super::{Options, Progress, compute};
use crate::definitions::Catalogue;
use crate::definitions::settings::not_a_code;
use crate::extracts::{self, BENCHMARKS, Request};
use crate::problem::{self, Problem};
use crate::problem_codes::Code;
use crate::scorecard::Document;

/// What stands for every authority that there is.
pub const ALL: &str = "all";

/// The authorities of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum There {
    /// A folder for each, called by its code.
    Folders(Vec<(String, PathBuf)>),
    /// A column says whose each row is.
    Column(Vec<String>),
}

impl There {
    /// The codes, in order.
    pub fn codes(&self) -> Vec<&str> {
        match self {
            There::Folders(folders) => folders.iter().map(|(code, _)| code.as_str()).collect(),
            There::Column(codes) => codes.iter().map(String::as_str).collect(),
        }
    }
}

/// The authorities that a folder holds extracts of; nothing where it does not tell any.
pub fn there(catalogue: &Catalogue, options: &Options) -> Option<There> {
    let folders = folders(&options.extracts);
    if !folders.is_empty() {
        return Some(There::Folders(folders));
    }
    let request = Request {
        folder: &options.extracts,
        period: options.period,
        above: None,
        authority: None,
        as_reported: false,
        wanted: &|_, _| false,
        of_use: &|_| false,
        translations: &catalogue.translations,
    };
    let codes = extracts::authorities(&catalogue.extracts, &request);
    (!codes.is_empty()).then_some(There::Column(codes))
}

/// The folders within one that are called by the code of an authority, in order.
fn folders(extracts: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(extracts).into_iter().flatten().flatten();
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().to_uppercase(), entry.path()));
    let mut folders: Vec<(String, PathBuf)> = named.filter(|(name, path)| not_a_code(name).is_none() && path.is_dir()).collect();
    folders.sort();
    folders
}

/// The authorities asked for, of those that there are; or which is not there, in words.
///
/// # Errors
/// Says what is not there, and what is.
pub fn asked(words: &[String], there: Option<&There>) -> Result<Vec<String>, String> {
    let Some(there) = there else {
        return Err(
            "the extracts do not tell one authority from another: they need a folder for each, called by its code, or a \
                    column LA_CODE in each file that tells of children"
                .to_owned(),
        );
    };
    let codes = there.codes();
    if words.iter().any(|word| word.eq_ignore_ascii_case(ALL)) {
        return Ok(codes.into_iter().map(str::to_owned).collect());
    }
    let mut found: Vec<String> = Vec::new();
    for word in words {
        if !codes.contains(&word.as_str()) {
            return Err(format!("the extracts hold nothing of {word}; they are of {}", codes.join(", ")));
        }
        if !found.contains(word) {
            found.push(word.clone());
        }
    }
    Ok(found)
}

/// Computes scorecards of several authorities. The id of each has the code of its authority behind it.
///
/// # Errors
/// Only for faults of ours.
pub fn compute_each(
    catalogue: &Catalogue,
    options: &Options,
    (codes, there): (&[String], &There),
    progress: Progress<'_>,
) -> anyhow::Result<Document> {
    let mut all: Option<Document> = None;
    for code in codes {
        let document = compute(catalogue, &of_one(options, code, there), &|doing| progress(&format!("{code}: {doing}")))?;
        let stops = problem::stops(&document.problems);
        let document = named(document, code);
        match &mut all {
            None => all = Some(document),
            Some(all) => {
                all.scorecards.extend(document.scorecards);
                all.problems.extend(document.problems);
                for said in document.reach {
                    if !all.reach.contains(&said) {
                        all.reach.push(said);
                    }
                }
            }
        }
        if stops {
            break;
        }
    }
    let mut document = match all {
        Some(document) => document,
        None => compute(catalogue, options, progress)?,
    };
    // Those of one scorecard stand together, in the order of the authorities.
    let place =
        |id: &str| options.scorecards.iter().position(|of| id.strip_prefix(of.as_str()).is_some_and(|rest| rest.len() == 10));
    document.scorecards.sort_by_key(|scorecard| place(&scorecard.id));
    Ok(document)
}

/// What the run of one authority is.
fn of_one(options: &Options, code: &str, there: &There) -> Options {
    let own = Options { authority: Some(code.to_owned()), one_of_several: true, ..options.clone() };
    let folder = match there {
        There::Column(_) => return Options { by_column: true, ..own },
        There::Folders(folders) => folders.iter().find(|(of, _)| of == code).map(|(_, path)| path.clone()),
    };
    let extracts = folder.unwrap_or_else(|| options.extracts.clone());
    let shared = options.extracts.join(BENCHMARKS);
    let benchmarks = options.benchmarks.clone().or_else(|| Some(shared).filter(|_| !extracts.join(BENCHMARKS).is_dir()));
    Options { benchmarks: benchmarks.filter(|path| path.is_dir()), above: Some(options.extracts.clone()), extracts, ..own }
}

/// The same with the authority in what names it.
fn named(mut document: Document, code: &str) -> Document {
    for scorecard in &mut document.scorecards {
        scorecard.id = format!("{}-{code}", scorecard.id);
        scorecard.title = format!("{} ({code})", scorecard.title);
    }
    document.problems = document.problems.into_iter().map(|problem| of_authority(problem, code)).collect();
    document.reach = document.reach.into_iter().map(|said| format!("{code}: {said}")).collect();
    document
}

fn of_authority(problem: Problem, code: &str) -> Problem {
    match problem.code {
        // These speak of it already.
        Code::NoAuthority => problem,
        _ => Problem { message: format!("{code}: {}", problem.message), ..problem },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_those_that_there_are() {
        let there = There::Column(vec!["E06000001".to_owned(), "E06000002".to_owned()]);
        let of = |words: &[&str]| asked(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), Some(&there));
        assert_eq!(of(&["all"]).unwrap(), ["E06000001", "E06000002"]);
        assert_eq!(of(&["E06000002", "E06000002"]).unwrap(), ["E06000002"]);
        assert_eq!(of(&["E06000003"]).unwrap_err(), "the extracts hold nothing of E06000003; they are of E06000001, E06000002");
        assert!(asked(&["all".to_owned()], None).unwrap_err().contains("a folder for each"));
    }
}
