//! Definitions as somebody hostile writes them: every key of every kind of file with values of every kind, and conditions that
//! have brought other programs down. Whatever stands in them is a problem or a document, soon, and nothing of it acts.
//!
//! The keys are those of the lists that the reader goes by, so that a new one is tried as well. `SCORECARD_FUZZ_SECONDS=60` tries all
//! values of each, which takes minutes. The file is
//! long because it lists what is tried.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use scorecard::calendar::parse_iso;
use scorecard::definitions::keys::{self, Spec};
use scorecard::definitions::{Source, Sources, settings};
use scorecard::job::{self, Options};
use scorecard::problem::{Problem, stops};
use scorecard::render::{csv, docx, html, json, markdown, problems, table, xlsx};
use scorecard::scorecard::Document;

use crate::fuzz::{setting, well_formed};
use crate::support::month;

const INDICATOR: &str = "title = \"Own\"\nmeans = \"-\"\ntable = \"shifts\"\nstatistic = \"proportion\"\nnumerator = \"done > 1\"\n\
    unit = \"percent\"\npolarity = \"higher\"\nwindow = \"last-day\"\nsource = \"-\"\n#indicator\n\
    [[steps]]\nfrom = \"2018-01\"\nreason = \"x\"\n#step\n";
const CARD: &str = "title = \"Card\"\nsource = \"-\"\n#scorecard\n[[groups]]\nid = \"g\"\ntitle = \"G\"\n#group\n[[groups.rows]]\nid = \"own\"\n\
    indicator = \"own\"\nsource = \"-\"\ntarget = \"70%\"\namber = \"5 points\"\n#row\n[[groups.rows]]\nid = \"told\"\ntitle = \"Told\"\nunit = \"percent\"\n\
    polarity = \"higher\"\nsource = \"-\"\nreturn = \"told\"\n[[groups.rows.targets]]\nfrom = \"2017-01\"\ntarget = \"60%\"\n#target\n";
const LAYOUT: &str = "title = \"Shifts\"\nsource = \"-\"\nnames = [\"shifts\"]\nkey = [\"CHILD\", \"SHIFT\"]\nlocal = true\ndate = \"SHIFT\"\n#extract\n\
    [columns.CHILD]\ntype = \"child\"\nmeans = \"The child\"\n[columns.SHIFT]\ntype = \"date\"\nmeans = \"The day\"\n\
    [columns.DONE]\ntype = \"number\"\nmeans = \"Hours done\"\n#column\n\
    [columns.GRADE]\ntype = \"code\"\nmeans = \"The grade\"\n[columns.GRADE.codes]\n1 = \"poor\"\n[columns.GRADE.codes.2]\nmeans = \"good\"\n#code\n";
const PUBLISHED: &str = "title = \"Published\"\nsource = \"-\"\nfile = \"a.csv\"\n#benchmark\n[[measures]]\nindicator = \"own\"\n\
    title = \"Measure\"\nvalue = \"v\"\nrows = { a = \"b\" }\n#measure\n";
const SETTINGS: &str = "#settings\n";
const COMMENTARY: &str =
    "#commentary\n[[comments]]\nrow = \"own\"\nmonth = \"2018-03\"\nrole = \"Head\"\nbehind = \"x\"\n#comment\n";

/// What takes the place of a value, as TOML: of every kind, at every end, and what acts.
fn values() -> Vec<String> {
    let mut values: Vec<String> = [
        "0",
        "1",
        "-1",
        "7",
        "9223372036854775807",
        "-9223372036854775808",
        "99999999999999999999",
        "1e308",
        "nan",
        "-inf",
        "true",
        "2018-03-31",
        "00:00:00",
        "[]",
        "[[[[[]]]]]",
        "[1]",
        "{}",
        "{ a = { b = { c = 1 } } }",
        "[{}]",
        "[{ from = 1 }]",
        "''",
        "'   '",
        "'\\'",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\u001b]0;taken\\u0007\\u001b[2J\"",
        "\"\\u202eabc\\u2066\"",
        "\"\\r\\n\\t\"",
        "\"\\uFEFF\"",
        "'../../etc/passwd'",
        "'/dev/zero'",
        "'C:\\CON'",
        "'$(id) `id` %s %n {} {0}'",
        "'=cmd|x!A0'",
        "'<script>alert(1)</script>'",
        "'0001-01-01'",
        "'-0001-01-01'",
        "'9999-12-31'",
        "'99999999-12-31'",
        "'2018-02-30'",
        "'0000-00'",
        "'2018-13'",
        "'999999999-01'",
        "'-2018-03'",
        "'0%'",
        "'-1%'",
        "'100000000000000000000%'",
        "'9999999999%'",
        "'0.0000001%'",
        "'1e308%'",
        "'NaN%'",
        "'0% to 0%'",
        "'70% to 60%'",
        "'9999999999 points'",
        "'0 points'",
        "'9999999999% of target'",
        "'first 0'",
        "'first 99999999999'",
        "'better than a year ago'",
        "'9999999999% better than the baseline'",
        "'no worse than the last quarter'",
        "'own'",
        "'own = 1'",
        "'1 = 1'",
        "'done'",
        "'done / 0'",
        "'done * 9007199254740992 * 9007199254740992'",
        "'sum(done)'",
        "'child > 3'",
        "'CHILD'",
        "'SHIFT'",
        "'local'",
        "['CHILD', 'CHILD']",
        "['', '']",
        "['sex', 'sex']",
        "['{period}', '{x}']",
        "['/dev/full']",
        "{ '' = '' }",
        "{ CHILD = { type = 'child', means = '-' } }",
        "{ '1' = '1', '2' = 2 }",
    ]
    .map(str::to_owned)
    .to_vec();
    values.push(format!("'{}'", "x".repeat(100_000)));
    values.push(format!("'{}'", "👨‍👩‍👧".repeat(2_000)));
    values.push(format!("\"{}\"", "e\\u0301".repeat(5_000)));
    values.push(format!("[{}]", "'n', ".repeat(20_000)));
    values.push(format!("{}{}", "[".repeat(70), "]".repeat(70)));
    values
}

/// A text with a key of a table given another value: below the mark, in place of what the table has.
fn with(base: &str, mark: &str, key: &str, value: &str) -> String {
    let (above, below) = base.split_once(&format!("#{mark}\n")).unwrap();
    let starts = above.rfind("\n[").map_or(0, |at| at + 1);
    let (before, table) = above.split_at(starts);
    let kept: String = table.split_inclusive('\n').filter(|line| !line.starts_with(&format!("{key} = "))).collect();
    // A table of the same name further down would be the second of the two.
    let clashes = below.contains(&format!("[{key}")) || below.contains(&format!(".{key}"));
    format!("{before}{kept}{key} = {value}\n{}", if clashes { "" } else { below })
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

fn extracts() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "header.csv",
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nH1,1,01/02/2009,WBRI,,,\nH2,2,01/02/2010,WBRI,,,\n",
    );
    write(
        folder.path(),
        "episodes.csv",
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
         H1,01/05/2015,S,C2,N1,U4,PR1,,,,,,\nH2,01/06/2016,S,C2,N1,U1,PR1,,,,,,\n",
    );
    write(folder.path(), "shifts.csv", "CHILD,SHIFT,DONE,GRADE\nH1,01/03/2018,3.75,1\nH2,02/03/2018,0,2\n");
    write(folder.path(), "returns.csv", "PERIOD,MEASURE,NUMERATOR,DENOMINATOR,VALUE,NOTE\n2018-03,told,14,20,,\n");
    folder
}

/// Few definitions, so that each case is quick, with the four of these tests.
fn sources() -> Sources {
    let mut sources = Sources::built_in();
    sources.extracts.retain(|source| ["header", "episodes", "returns", "oc3", "survey"].contains(&source.id.as_str()));
    sources.indicators.clear();
    sources.local.clear();
    sources.benchmarks.clear();
    // They make extracts that are left out here.
    sources.translations.clear();
    sources.extracts.push(Source::new("extracts/shifts.toml", "shifts", LAYOUT));
    sources.indicators.push(Source::new("library/own.toml", "own", INDICATOR));
    sources.scorecards = vec![Source::new("scorecards/card.toml", "card", CARD)];
    sources
}

/// The longest that a case may take, unoptimised and on a machine that does much else.
const LONGEST: Duration = Duration::from_secs(20);

fn drawn(met: &[Problem]) {
    let text = problems::render(met, problems::Style { colour: false, unicode: true, width: 80 });
    assert!(text.len() < 200_000, "{} bytes of problems", text.len());
}

/// What a document of these definitions holds in every format; nothing that acts stands in it.
fn written(document: &Document) {
    let acts = |c: char| (c.is_control() && c != '\n' && c != '\t') || ('\u{202a}'..='\u{202e}').contains(&c);
    let style = table::Style { width: 80, unicode: true, colour: false };
    let texts =
        [table::render(document, style), markdown::render(document), html::render(document), json::render(document).unwrap()];
    assert!(texts.iter().all(|text| !text.contains(acts)));
    csv::render(document).unwrap();
    well_formed(xlsx::render(document).unwrap());
    well_formed(docx::render(document).unwrap());
    drawn(&document.problems);
}

/// Defines, and where that is without a mistake computes; says whether it was.
fn tried(sources: &Sources, folder: &Path, what: &str) -> bool {
    let begun = Instant::now();
    let defined = job::define(sources).unwrap_or_else(|error| panic!("{what}: {error:#}"));
    drawn(&defined.problems);
    let sound = !stops(&defined.problems) && defined.catalogue.scorecard("card").is_some();
    if sound {
        let today = parse_iso("2018-04-03").unwrap();
        let options = Options { history: 2, ..Options::new(vec!["card".to_owned()], folder, month("2018-03"), today) };
        let document = job::compute(&defined.catalogue, &options, &|_| {});
        written(&document.unwrap_or_else(|error| panic!("{what}: {error:#}")));
    }
    let took = begun.elapsed();
    assert!(took < LONGEST, "{what} took {took:?}");
    sound
}

#[test]
fn every_key_takes_every_value_or_says_what_is_wrong_with_it() {
    let folder = extracts();
    let defined = job::define(&sources()).unwrap();
    assert!(!stops(&defined.problems), "{:#?}", defined.problems);
    assert!(tried(&sources(), folder.path(), "as it stands"));
    let files: [(&str, &[(&str, &Spec)]); 4] = [
        (INDICATOR, &[("indicator", &keys::INDICATOR), ("step", &keys::STEP)]),
        (CARD, &[("scorecard", &keys::SCORECARD), ("group", &keys::GROUP), ("row", &keys::ROW), ("target", &keys::TARGET)]),
        (LAYOUT, &[("extract", &keys::EXTRACT), ("column", &keys::COLUMN), ("code", &keys::CODE)]),
        (PUBLISHED, &[("benchmark", &keys::BENCHMARK), ("measure", &keys::MEASURE)]),
    ];
    let share = if setting("SCORECARD_FUZZ_SECONDS", 3) >= 60 { 1 } else { 13 };
    let (mut seen, mut cases, mut sound) = (0, 0, 0);
    for (base, specs) in files {
        for (mark, spec) in specs {
            for key in spec.keys {
                for (at, value) in values().into_iter().enumerate() {
                    seen += 1;
                    // All of them where there is time: in the suite one in some, other ones of each key.
                    if (seen + at) % share != 0 {
                        continue;
                    }
                    let mut sources = sources();
                    let text = with(base, mark, key.name, &value);
                    match base {
                        INDICATOR => sources.indicators[0].text = text.into(),
                        CARD => sources.scorecards[0].text = text.into(),
                        LAYOUT => sources.extracts.last_mut().unwrap().text = text.into(),
                        _ => sources.benchmarks.push(Source::new("benchmarks/published.toml", "published", text)),
                    }
                    let shown: String = value.chars().take(40).collect();
                    cases += 1;
                    sound += usize::from(tried(&sources, folder.path(), &format!("{mark}.{} = {shown}", key.name)));
                }
            }
        }
    }
    assert!(seen > 4_000 && cases >= seen / (share + 1) && sound > cases / 50 && sound < cases / 2, "{sound} of {cases}");
}

#[test]
fn settings_and_commentary_take_every_value_or_say_what_is_wrong_with_it() {
    let folder = extracts();
    let defined = job::define(&sources()).unwrap();
    let options = Options::new(vec!["card".to_owned()], folder.path(), month("2018-03"), parse_iso("2018-04-03").unwrap());
    let share = if setting("SCORECARD_FUZZ_SECONDS", 3) >= 60 { 1 } else { 4 };
    for (at, value) in values().into_iter().enumerate() {
        for key in keys::SETTINGS.keys {
            let text = with(SETTINGS, "settings", key.name, &value);
            drawn(&settings::read(&Source::new("scorecard.toml", "scorecard", text)).problems);
        }
        for (mark, spec) in [("commentary", &keys::COMMENTARY), ("comment", &keys::COMMENT)] {
            for (which, key) in spec.keys.iter().enumerate() {
                if (at + which) % share != 0 {
                    continue;
                }
                write(folder.path(), "commentary.toml", &with(COMMENTARY, mark, key.name, &value));
                let document = job::compute(&defined.catalogue, &options, &|_| {}).unwrap();
                // What is shown of it is the same in all formats: the slow ones are tried where a comment is shown at all.
                if stops(&document.problems) { drawn(&document.problems) } else { written(&document) }
            }
        }
    }
}

/// Conditions that have no business in a definition, and such as go to the end of what may stand in one.
fn conditions() -> Vec<String> {
    let mut conditions: Vec<String> = [
        "1",
        "TRUE",
        "NULL",
        "*",
        "done > *",
        "shifts.* > 1",
        "done; DROP TABLE shifts",
        "done > 1 -- x",
        "done > 1 /* /* */",
        "[done] > 1",
        "done > :x",
        "done > ?",
        "done > $1",
        "@done > 1",
        "done > 1 COLLATE x",
        "done AT TIME ZONE 'x' > 1",
        "done > ALL(ARRAY[1])",
        "done IS DISTINCT FROM 1",
        "grade SIMILAR TO 'x'",
        "grade RLIKE 'x'",
        "grade ~ 'x'",
        "STRUCT(done) > 1",
        "{'a': done} > 1",
        "done[0] > 1",
        "X'41' = grade",
        "E'\\\\x' = grade",
        "$$1$$ = grade",
        "'1' '2' = grade",
        "grade IN ()",
        "done IN (NULL)",
        "done = NULL",
        "grade <> ALL ('1')",
        "done BETWEEN SYMMETRIC 3 AND 1",
        "done > 0x10",
        "done > 1_000",
        "done > 1.2.3",
        "done > 1e400",
        "done >> 1 = 1",
        "done DIV 2 = 1",
        "done ^ 2 > 1",
        "done | 1 > 1",
        "!done",
        "done <=> 1",
        "done := 1",
        "ROW(done) = ROW(1)",
        "(done, grade) = (1, '1')",
        "OUTER(done) > 1",
        "TABLE(done) > 1",
        "LATERAL done > 1",
        "done NOTNULL",
        "grade IS NORMALIZED",
        "grade IS JSON",
        "shift OVERLAPS shift",
        "PRIOR done = 1",
        "x -> done > 1",
        "MATCH(grade) AGAINST ('x')",
        "XMLTABLE('x') = 1",
        "JSON_VALUE(grade, 'x') = 1",
        "RANDOM() > done",
        "EXTRACT(EPOCH FROM shift) > 1",
        "done > 9223372036854775807",
        "done / 0 > 1",
        "0 / 0 > done",
        "shift + 9007199254740991 > shift",
        "YEAR(shift + 9007199254740991) > 1",
        "shift - 9000000000 < shift",
        "ROUND(done, 2000000000) > 1",
        "LEFT(grade, -1) = '1'",
        "LEFT(grade, 99999999999) = '1'",
        "SUBSTRING(grade, -5, 99999999) = '1'",
        "LPAD(grade, 2000000000, 'a') = 'x'",
        "REPEAT('a', 2000000000) = 'x'",
        "STARTS_WITH(grade, '')",
        "done OVER () > 1",
        "COUNT(*) FILTER (WHERE done > 1) > 1",
        "ABS(1)(done) > 1",
        "ABS(DISTINCT done) > 1",
        "ABS(x => done) > 1",
        "ABS(done ORDER BY done) > 1",
        "FIRST_VALUE(done) IGNORE NULLS OVER () > 1",
        "CONVERT(VARCHAR(10), shift, 103) = 'x'",
        "CONVERT(grade USING utf8) = 'x'",
        "PARSE(grade AS INT) = 1",
        "done::int[] > 1",
        "CAST(done AS DECIMAL) > 1",
        "\u{202e}done > 1",
        "done > \u{ff11}",
        "d\u{43e}ne > 1",
        "done\u{3000}> 1",
        "\\",
        "%%%%",
        "done > -",
        "CASE WHEN done THEN 1 END",
        "done AND",
    ]
    .map(str::to_owned)
    .to_vec();
    conditions.extend([
        "done > 1 OR ".repeat(900) + "done > 1",
        format!("done IN ({})", (0..2400).map(|number| number.to_string()).collect::<Vec<_>>().join(", ")),
        format!("{}done > 1{}", "(".repeat(5_000), ")".repeat(5_000)),
        "a.".repeat(9_000) + "b > 1",
        format!("grade LIKE '{}'", "%_".repeat(5_000)),
        format!("LEAST({}) > 1", vec!["done"; 2_000].join(", ")),
        format!("COALESCE({}) > 1", vec!["done"; 2_000].join(", ")),
        format!("done{} > 1", " + done".repeat(99)),
        format!("done{} > 1", " * done".repeat(99)),
        format!("{}done > 1{}", "CASE WHEN ".repeat(19), " THEN 1 END".repeat(19)),
        "'".repeat(9_001),
        "IN".repeat(3_000),
        "()".repeat(3_000),
        "NOT ".repeat(19) + "done > 1",
    ]);
    conditions
}

#[test]
fn hostile_conditions_are_refused_or_worked_out_soon() {
    let folder = extracts();
    for condition in conditions() {
        let quoted = serde_json::to_string(&condition).unwrap();
        for (key, statistic, unit, more) in [
            ("where", "count", "count", ""),
            ("numerator", "proportion", "percent", ""),
            ("value", "mean", "score", ""),
            ("numerator", "ratio", "percent", "denominator = \"done\"\n"),
            ("denominator", "ratio", "percent", "numerator = \"done\"\n"),
        ] {
            let mut sources = sources();
            let text = format!(
                "title = \"Own\"\nmeans = \"-\"\ntable = \"shifts\"\nstatistic = \"{statistic}\"\nunit = \"{unit}\"\npolarity = \"lower\"\n\
                 window = \"last-day\"\nsource = \"-\"\n{more}{key} = {quoted}\n"
            );
            sources.indicators[0].text = text.into();
            sources.scorecards[0].text = CARD.replace("target = \"70%\"\namber = \"5 points\"\n", "").into();
            let shown: String = condition.chars().take(60).collect();
            tried(&sources, folder.path(), &format!("{key} of a {statistic}: {shown}"));
        }
    }
}
