//! The tables of the terminal in every width: no line is wider than the terminal, ids and numbers stay whole.

use scorecard::job::{self, Options};
use scorecard::render::table::Style;
use scorecard::render::{details, table, trend};
use scorecard::scorecard::{Audience, Document, Row};

use crate::support::{CATALOGUE, month, root};

fn sample(scorecards: &[&str], change: impl Fn(&mut Options)) -> Document {
    let today = scorecard::calendar::parse_iso("2018-04-03").unwrap();
    let ids = scorecards.iter().map(|id| (*id).to_owned()).collect();
    let mut options = Options::new(ids, &root().join("sample-data"), month("2018-03"), today);
    change(&mut options);
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

fn style(width: u16) -> Style {
    Style { width, unicode: true, colour: false }
}

/// What has no room on a line of so many columns.
fn too_wide(text: &str, width: u16) -> Vec<&str> {
    text.lines().filter(|line| line.chars().count() > usize::from(width)).collect()
}

/// The numbers of a row that its table shows in any width, each on its own.
fn numbers(row: &Row, outturns: usize) -> Vec<String> {
    let mut numbers: Vec<String> = row.display().into_iter().collect();
    numbers.extend(scorecard::render::layout::out_of(row).split('/').map(str::to_owned));
    numbers.extend(row.outturns.iter().take(outturns).filter_map(|outturn| Some(row.show(outturn.figure?))));
    let numbers: Vec<String> = numbers.iter().map(|number| scorecard::render::words::thousands(number)).collect();
    // `of 204` and judgements in words have spaces.
    numbers.iter().flat_map(|number| number.split(' ')).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn tables_fit_every_width_with_ids_and_numbers_whole() {
    let document = sample(&["knowsley", "southwark", "national"], |options| options.outturns = 2);
    let public = sample(&["leicester"], |options| {
        options.outturns = 3;
        options.audience = Audience::Public;
    });
    for width in 40..=200 {
        let drawn = table::render(&document, style(width));
        assert_eq!(too_wide(&drawn, width), [""; 0], "{width}");
        let hidden = table::render(&public, style(width));
        assert_eq!(too_wide(&hidden, width), [""; 0], "{width}");
        let words: std::collections::BTreeSet<&str> =
            drawn.split([' ', '\n', '/']).map(|word| word.trim_end_matches([':', ','])).collect();
        for row in document.scorecards.iter().flat_map(|scorecard| scorecard.every_row()) {
            for number in numbers(row, 2) {
                assert!(words.contains(number.as_str()), "{width}: {number} of {} is not whole in\n{drawn}", row.id);
            }
            if !row.is_part() && row.id.chars().count() <= usize::from(width) {
                assert!(words.contains(row.id.as_str()), "{width}: {} is not whole in\n{drawn}", row.id);
            }
        }
    }
}

#[test]
fn a_target_that_is_a_comparator_takes_three_lines_at_most_at_80_columns() {
    let drawn = table::render(&sample(&["knowsley"], |_| {}), style(80));
    // `increase; better than a year ago (68.3%)` with its row, and that of the next.
    let lines: Vec<&str> = drawn.lines().skip_while(|line| !line.starts_with("KN-01 Increased")).collect();
    let rows = lines.iter().position(|line| line.starts_with("KN-02 Fewer")).unwrap();
    assert!(rows <= 3, "{drawn}");
    assert!(lines[..rows].join(" ").contains("(68.3%)"), "{drawn}");
}

#[test]
fn colour_changes_no_letter() {
    let document = sample(&["knowsley"], |_| {});
    for width in [40, 72, 80, 100, 120, 160] {
        let coloured = table::render(&document, Style { colour: true, ..style(width) });
        let mut bare = String::new();
        for (at, part) in coloured.split('\u{1b}').enumerate() {
            bare += if at == 0 { part } else { part.split_once('m').unwrap().1 };
        }
        assert_eq!(bare, table::render(&document, style(width)), "{width}");
        let ascii = table::render(&document, Style { unicode: false, ..style(width) });
        assert!(too_wide(&ascii, width).is_empty(), "{ascii}");
    }
}

#[test]
fn histories_and_details_fit_every_width() {
    let document = sample(&["knowsley", "rutland"], |options| options.history = 12);
    let quarters = sample(&["knowsley"], |options| {
        options.history = 24;
        options.quarters = true;
    });
    for width in 40..=200 {
        for text in [
            trend::render(&document, style(width)),
            trend::render(&quarters, style(width)),
            details::render(&document, style(width)),
        ] {
            assert_eq!(too_wide(&text, width), [""; 0], "{width}");
        }
    }
    let drawn = trend::render(&quarters, style(160));
    assert!(drawn.contains("9 quarters, March 2016 to March 2018, each as at its end."), "{drawn}");
    assert!(drawn.contains("each mark is a quarter"), "{drawn}");
}

#[test]
fn lists_and_checks_fit_every_width_from_60_columns() {
    let run = |width: u16, arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_scorecard"));
        let command = command.args(arguments).current_dir(root()).env("COLUMNS", width.to_string()).env("LC_ALL", "C.UTF-8");
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    for width in [60, 67, 72, 80, 97, 100, 120] {
        for arguments in [
            ["list", "indicators"].as_slice(),
            &["list", "scorecards"],
            &["list", "extracts"],
            &["list", "tables"],
            &["list", "indicators", "--columns", "id,title,table"],
            &["check", "--extracts", "starter/extracts"],
        ] {
            let said = run(width, arguments);
            assert!(said.lines().count() > 5, "{arguments:?}: {said}");
            assert_eq!(too_wide(&said, width), [""; 0], "{arguments:?} in {width}");
        }
    }
    // Every name stands whole on a line of its own column, to be copied.
    let narrow = run(60, &["list", "indicators"]);
    for indicator in &CATALOGUE.indicators {
        assert!(narrow.lines().any(|line| line.split(' ').next() == Some(indicator.id.as_str())), "{}", indicator.id);
    }
}

#[test]
fn problems_are_broken_between_words_and_quoted_files_are_not() {
    for folder in std::fs::read_dir(root().join("tests/problems")).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(whole) = std::fs::read_to_string(folder.join("expected.txt")) else { continue };
        for width in [60, 71, 80, 99, 120] {
            let broken = scorecard::render::problems::wrapped(&whole, width);
            let quoted = |line: &str| {
                line.contains("│ ") && !line.trim_start().starts_with('│') || line.contains('╭') || line.ends_with('━')
            };
            let wide: Vec<&str> = broken.lines().filter(|line| line.chars().count() > width && !quoted(line)).collect();
            assert_eq!(wide, [""; 0], "{name} in {width}");
            // No letter is lost, and none is added but the strokes that go on.
            let letters =
                |text: &str| text.chars().filter(|letter| !letter.is_whitespace() && *letter != '│').collect::<String>();
            assert_eq!(letters(&broken), letters(&whole), "{name} in {width}");
        }
    }
    let coloured = "\u{1b}[1m\u{1b}[38;5;160merror[a-code]\u{1b}[0m\u{1b}[1m: one two three four five six seven eight nine ten eleven twelve thirteen\u{1b}[0m\n";
    let broken = scorecard::render::problems::wrapped(coloured, 60);
    assert_eq!(broken.matches('\u{1b}').count(), coloured.matches('\u{1b}').count());
    assert_eq!(broken.lines().count(), 2, "{broken}");
}
