//! Conditions read and worked out by hand: six rows, each value of which is written down here.
//!
//! The file is long because it is that one list, of what holds on each row and of each mistake with its words.

use super::*;
use crate::calendar;

pub(super) struct Table;

const COLUMNS: &[&str] = &[
    "child",
    "age",
    "months_in_care",
    "months_in_placement",
    "miles_from_home",
    "in_authority",
    "unaccompanied",
    "place",
    "before",
    "need",
    "sex",
    "school_ofsted",
    "care_start",
    "placement_start",
    "team",
    "team_before",
];

fn list(codes: &[&str]) -> Kind {
    Kind::Codes(codes.iter().map(|code| (*code).to_owned()).collect())
}

impl Columns for Table {
    fn table(&self) -> &str {
        "children"
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        Some(match name {
            "child" => Kind::Child,
            "age" | "months_in_care" | "months_in_placement" => Kind::Whole,
            "miles_from_home" => Kind::Number,
            "in_authority" | "unaccompanied" => Kind::YesNo,
            "place" | "before" => list(&["K1", "U1", "U2"]),
            "need" => list(&["N1", "N2"]),
            "sex" => list(&["2", "1"]),
            // In an order that is none of numbers.
            "school_ofsted" => list(&["4", "3", "2", "1"]),
            "care_start" | "placement_start" => Kind::Day,
            "team" | "team_before" | "teams.team" => Kind::Text,
            _ => return None,
        })
    }

    fn names(&self) -> Vec<&str> {
        COLUMNS.to_vec()
    }

    fn own_name<'a>(&'a self, name: &'a str) -> &'a str {
        if name == "cin" { "need" } else { name }
    }

    fn several(&self, name: &str) -> Vec<String> {
        if name == "worker" { vec!["teams.worker".to_owned(), "list.worker".to_owned()] } else { Vec::new() }
    }
}

/// Six rows; the last has no value but its age.
fn cells(name: &str) -> Cells {
    let days = |days: [&str; 6]| Cells::Whole(days.map(|day| calendar::parse_iso(day).map(i64::from)).to_vec());
    match name {
        "age" => Cells::Whole([3, 5, 9, 15, 16, 17].map(Some).to_vec()),
        "months_in_care" => Cells::Whole(vec![Some(0), Some(6), Some(12), Some(24), Some(30), None]),
        "months_in_placement" => Cells::Whole(vec![Some(0), Some(6), Some(3), Some(24), Some(10), None]),
        "miles_from_home" => Cells::Number(vec![Some(0.0), Some(2.5), Some(20.0), Some(20.04), Some(-1.5), None]),
        "in_authority" => Cells::YesNo(vec![Some(true), Some(true), Some(false), Some(false), Some(true), None]),
        "unaccompanied" => Cells::YesNo(vec![Some(false), Some(true), Some(false), Some(true), None, None]),
        "place" => Cells::Codes(vec![Some(0), Some(1), Some(2), Some(1), None, None]),
        "before" => Cells::Codes(vec![Some(0), Some(2), Some(2), None, Some(1), None]),
        "need" => Cells::Codes(vec![Some(0), None, Some(1), None, Some(0), None]),
        "sex" => Cells::Codes(vec![Some(0), Some(1), Some(1), Some(0), Some(1), None]),
        "school_ofsted" => Cells::Codes(vec![Some(0), Some(1), Some(2), Some(3), Some(3), None]),
        "care_start" => days(["2017-04-01", "2017-03-31", "2016-12-01", "2018-02-28", "2015-07-15", ""]),
        "placement_start" => days(["2017-04-01", "2017-04-28", "2018-01-01", "2018-02-28", "2015-08-12", ""]),
        "team" | "teams.team" => Cells::Text(Texts::of(
            [Some("North"), Some("north "), Some("South East"), Some("Leaving care"), Some(" "), None].into_iter(),
        )),
        "team_before" => {
            Cells::Text(Texts::of([Some("NORTH"), Some("South"), Some("south  east"), None, Some("North"), None].into_iter()))
        }
        _ => Cells::YesNo(vec![None; 6]),
    }
}

fn worked(sql: &str, wanted: Wanted) -> Evaluated {
    let condition = Condition::read(sql, &Table, wanted).unwrap_or_else(|faults| panic!("{sql}: {faults:#?}"));
    let columns: Vec<Cells> = condition.columns.iter().map(|name| cells(name)).collect();
    condition.evaluate(&columns.iter().collect::<Vec<_>>(), 6)
}

/// Whether a condition holds on each row: `y`, `n`, or `-` where it is not known.
fn rows(sql: &str) -> String {
    let holds = worked(sql, Wanted::Condition).holds();
    holds.into_iter().map(|holds| holds.map_or('-', |yes| if yes { 'y' } else { 'n' })).collect()
}

/// The numbers of each row, with the rows that have none since reckoning gave none.
fn numbers(sql: &str) -> (Vec<Option<f64>>, Vec<usize>) {
    let found = worked(sql, Wanted::Number);
    let marked = (0..6).filter(|row| found.no_number.get(*row) == Some(&true)).collect();
    (found.numbers(), marked)
}

/// Rows: North, `north `, South East, Leaving care, a blank, and nothing.
#[test]
fn text_is_compared_whatever_its_capitals_and_blanks() {
    for (sql, expected) in [
        ("team = 'North'", "yynn--"),
        ("'NORTH' = team", "yynn--"),
        ("team <> 'North'", "nnyy--"),
        ("team = 'south  east'", "nnyn--"),
        ("team IN ('North', 'Leaving Care')", "yyny--"),
        ("team NOT IN ('North', 'Leaving Care')", "nnyn--"),
        ("team IN ('North') OR team IS NULL", "yynnyy"),
        ("team IS NULL", "nnnnyy"),
        ("team IS NOT NULL", "yyyynn"),
        ("team LIKE 'nor%'", "yynn--"),
        ("team LIKE 'North_'", "nnnn--"),
        ("team NOT LIKE '%h%'", "nnny--"),
        ("team ILIKE '%EAST'", "nnyn--"),
        ("LEFT(team, 1) = 'N'", "yynn--"),
        ("RIGHT(team, 4) IN ('east', 'care')", "nnyy--"),
        ("SUBSTRING(team, 2, 3) = 'out'", "nnyn--"),
        ("SUBSTRING(team, 7) = 'East'", "nnyn--"),
        ("LEFT(RIGHT(team, 4), 1) = 'c'", "nnny--"),
        ("UPPER(team) = 'NORTH'", "yynn--"),
        ("CAST(team AS VARCHAR) = 'North'", "yynn--"),
        ("STARTS_WITH(team, 'S')", "nnyn--"),
        ("ENDS_WITH(team, 'Care')", "nnny--"),
        ("team = team_before", "yny---"),
        ("team <> team_before", "nyn---"),
        ("LEFT(team, 5) = LEFT(team_before, 5)", "yny---"),
        ("teams.team = 'North'", "yynn--"),
        // Text that nobody has is no mistake: it may come with the next month.
        ("team = 'West'", "nnnn--"),
        ("team = 'North' AND age < 5", "ynnnnn"),
        ("need IN ('N1') AND cin = 'N1'", "y-n-y-"),
    ] {
        assert_eq!(rows(sql), expected, "{sql}");
    }
    let condition = Condition::read("cin = 'N1' AND TEAMS.team = 'x'", &Table, Wanted::Condition).unwrap();
    assert_eq!(condition.columns, ["need", "teams.team"]);
}

#[test]
fn comparisons_hold_on_their_side_of_the_line() {
    for (sql, expected) in [
        ("age < 16", "yyyynn"),
        ("16 > age", "yyyynn"),
        ("16 >= age", "yyyyyn"),
        ("age <= 15", "yyyynn"),
        ("age = 16", "nnnnyn"),
        ("16 = age", "nnnnyn"),
        ("age <> 16", "yyyyny"),
        ("age != 16", "yyyyny"),
        ("age > 15.5", "nnnnyy"),
        ("age BETWEEN 5 AND 16", "nyyyyn"),
        ("age NOT BETWEEN 5 AND 16", "ynnnny"),
        ("age IN (3, 16)", "ynnnyn"),
        ("age NOT IN (3, 16)", "nyyyny"),
        ("months_in_care IN (0, 30)", "ynnny-"),
        ("miles_from_home > 20.0", "nnnyn-"),
        ("miles_from_home > 20", "nnnyn-"),
        ("miles_from_home = -1.5", "nnnny-"),
        ("months_in_placement >= months_in_care", "yynyn-"),
        ("in_authority", "yynny-"),
        ("NOT in_authority", "nnyyn-"),
        ("in_authority = TRUE", "yynny-"),
        ("in_authority <> unaccompanied", "ynny--"),
        ("in_authority IS TRUE", "yynnyn"),
        ("in_authority IS NOT TRUE", "nnyyny"),
        ("in_authority IS FALSE", "nnyynn"),
        ("need IS NULL", "nynyny"),
        ("need IS NOT NULL", "ynynyn"),
        ("(age > 15) IS NULL", "nnnnnn"),
        ("care_start >= DATE '2017-04-01'", "ynnyn-"),
        ("care_start >= DATE('2017-04-01')", "ynnyn-"),
        ("DATE '2017-04-01' <= care_start", "ynnyn-"),
        ("care_start >= CAST('2017-04-01' AS DATE)", "ynnyn-"),
        ("placement_start - care_start = 28", "nynny-"),
        ("placement_start <= care_start + 27", "ynnyn-"),
        ("care_start - 1 < DATE '2017-04-01'", "yyyny-"),
        ("YEAR(care_start) = 2017", "yynnn-"),
        ("EXTRACT(YEAR FROM care_start) = 2017", "yynnn-"),
        ("MONTH(care_start) IN (3, 7)", "nynny-"),
        ("DAY(care_start) = 1", "ynynn-"),
    ] {
        assert_eq!(rows(sql), expected, "{sql}");
    }
}

#[test]
fn what_is_missing_decides_nothing_and_what_is_known_may() {
    for (sql, expected) in [
        // Row 5: unaccompanied is not known. Row 6: neither is.
        ("in_authority AND unaccompanied", "nynn--"),
        ("in_authority OR unaccompanied", "yynyy-"),
        ("age < 5 AND unaccompanied", "nnnnnn"),
        ("age >= 5 OR unaccompanied", "nyyyyy"),
        ("NOT (in_authority AND unaccompanied)", "ynyy--"),
        ("age < 5 OR age < 10 AND NOT in_authority", "ynynnn"),
        ("(age < 5 OR age < 10) AND NOT in_authority", "nnynnn"),
        ("age >= 5 AND (unaccompanied OR place = 'U2')", "nyyy--"),
    ] {
        assert_eq!(rows(sql), expected, "{sql}");
    }
}

#[test]
fn codes_are_compared_as_letters_and_as_numbers_where_they_are_numbers() {
    for (sql, expected) in [
        ("place = 'U1'", "nyny--"),
        ("'U1' = place", "nyny--"),
        ("place <> 'U1'", "ynyn--"),
        ("place IN ('U1', 'K1')", "yyny--"),
        ("place NOT IN ('U1', 'K1')", "nnyn--"),
        ("place = before", "ynyn--".replace("yn--", "y---").as_str()),
        ("place LIKE 'U%'", "nyyy--"),
        ("place NOT LIKE 'U%'", "ynnn--"),
        ("place ILIKE 'u_'", "nyyy--"),
        ("CAST(place AS VARCHAR) LIKE '%1'", "yyny--"),
        ("place::text = 'U2'", "nnyn--"),
        ("LEFT(place, 1) = 'U'", "nyyy--"),
        ("LEFT(place, 1) IN ('U', 'K')", "yyyy--"),
        ("RIGHT(place, 1) = '1'", "yyny--"),
        ("SUBSTRING(place, 2, 1) = '2'", "nnyn--"),
        ("SUBSTRING(place FROM 1 FOR 1) = 'K'", "ynnn--"),
        ("LOWER(place) = 'u1'", "nyny--"),
        ("STARTS_WITH(place, 'U')", "nyyy--"),
        ("ENDS_WITH(place, '2')", "nnyn--"),
        // The list has them as 4, 3, 2, 1 and 2, 1: no place in it counts.
        ("CAST(school_ofsted AS INT) <= 2", "nnyyy-"),
        ("school_ofsted IN ('1', '2')", "nnyyy-"),
        ("2 >= CAST(school_ofsted AS INTEGER)", "nnyyy-"),
        ("CAST(sex AS INT) = 1", "nyyny-"),
        ("TRY_CAST(sex AS INT) = 1", "nyyny-"),
        ("sex::int = 1", "nyyny-"),
        ("CAST(sex AS DOUBLE) = 1.0", "nyyny-"),
        ("CAST(sex AS DECIMAL(5,2)) = 1", "nyyny-"),
        ("CAST(place AS VARCHAR(2)) = 'U1'", "nyny--"),
        ("CAST(in_authority AS BOOLEAN)", "yynny-"),
        ("CASE school_ofsted WHEN '1' THEN 10 WHEN '4' THEN 40 ELSE 0 END > 5", "ynnyyn"),
    ] {
        assert_eq!(rows(sql), expected, "{sql}");
    }
}

#[test]
fn a_value_that_is_no_number_is_none_of_its_row() {
    let some = |values: [f64; 5]| values.map(Some).into_iter().chain([None]).collect::<Vec<_>>();
    // 0 / 0, 6 / 6, 3 / 12, 24 / 24, 10 / 30.
    let (values, marked) = numbers("months_in_placement / months_in_care");
    assert_eq!(values[1..], some([0.0, 1.0, 0.25, 1.0, 10.0 / 30.0])[1..]);
    assert_eq!((values[0], marked), (None, vec![0]));
    // Where what is missing decides nothing, it is no lack.
    assert_eq!(rows("months_in_care > 0 AND months_in_placement / months_in_care > 0.3"), "nynyy-");
    let found = worked("months_in_care > 0 AND months_in_placement / months_in_care > 0.3", Wanted::Condition);
    assert!(found.no_number.is_empty());
    let (values, marked) = numbers("CASE WHEN months_in_care = 0 THEN 7 ELSE months_in_placement / months_in_care END");
    assert_eq!((values[0], marked), (Some(7.0), vec![]));
    assert_eq!(numbers("COALESCE(months_in_placement / months_in_care, 0)").1, Vec::<usize>::new());
    // The row without months has no value of its own, which is not counted.
    assert_eq!(numbers("months_in_placement / NULLIF(months_in_care, 0)").1, Vec::<usize>::new());
    assert_eq!(numbers("age % 0").1, vec![0, 1, 2, 3, 4, 5]);
    let great = "age * 9007199254740991";
    assert_eq!(numbers(great), (vec![None; 6], vec![0, 1, 2, 3, 4, 5]));
    // 1e28 is beyond what is known exactly: no number, on every row.
    assert_eq!(numbers("1e14 * 1e14 * miles_from_home").1, vec![0, 1, 2, 3, 4, 5]);
    // 20 and 20.04 times 1e15 are beyond it, 0, 2.5 and -1.5 times it are not.
    assert_eq!(numbers("miles_from_home * 1e14 * 10").1, vec![2, 3]);
    assert_eq!(numbers("FLOOR(miles_from_home * 1e14 * 10)").1, vec![2, 3]);
}

#[test]
fn arithmetic_and_functions() {
    let of = |sql: &str| numbers(sql).0;
    let some = |values: [f64; 5]| values.map(Some).into_iter().chain([None]).collect::<Vec<_>>();
    assert_eq!(of("months_in_care - 1"), some([-1.0, 5.0, 11.0, 23.0, 29.0]));
    assert_eq!(of("-months_in_care + 2 * 3"), some([6.0, 0.0, -6.0, -18.0, -24.0]));
    assert_eq!(of("months_in_care % 7"), some([0.0, 6.0, 5.0, 3.0, 2.0]));
    assert_eq!(of("MOD(months_in_care, 7)"), some([0.0, 6.0, 5.0, 3.0, 2.0]));
    assert_eq!(of("ABS(months_in_care - 12)"), some([12.0, 6.0, 0.0, 12.0, 18.0]));
    assert_eq!(of("FLOOR(miles_from_home)"), some([0.0, 2.0, 20.0, 20.0, -2.0]));
    assert_eq!(of("CEIL(miles_from_home)"), some([0.0, 3.0, 20.0, 21.0, -1.0]));
    assert_eq!(of("ROUND(miles_from_home, 1)"), some([0.0, 2.5, 20.0, 20.0, -1.5]));
    assert_eq!(of("ROUND(miles_from_home)"), some([0.0, 3.0, 20.0, 20.0, -2.0]));
    assert_eq!(of("LEAST(months_in_care, 12)")[..5], some([0.0, 6.0, 12.0, 12.0, 12.0])[..5]);
    assert_eq!(of("GREATEST(months_in_care, 12, age)")[..5], some([12.0, 12.0, 12.0, 24.0, 30.0])[..5]);
    assert_eq!(of("GREATEST(months_in_care, 12)")[5], Some(12.0));
    assert_eq!(of("COALESCE(months_in_care, 99)")[5], Some(99.0));
    assert_eq!(of("NULLIF(age, 3)")[..2], [None, Some(5.0)]);
    assert_eq!(of("IF(age < 9, 1, 0.5)"), [1.0, 1.0, 0.5, 0.5, 0.5, 0.5].map(Some));
    assert_eq!(of("CAST(in_authority AS INT)"), some([1.0, 1.0, 0.0, 0.0, 1.0]));
    assert_eq!(of("in_authority"), some([1.0, 1.0, 0.0, 0.0, 1.0]));
    assert_eq!(of("CASE WHEN in_authority THEN 1 END"), [Some(1.0), Some(1.0), None, None, Some(1.0), None]);
}

#[test]
fn everything_permitted_can_be_written() {
    for item in permitted::SIGNS.iter().chain(permitted::FUNCTIONS) {
        let read = Condition::read(item.example, &Table, Wanted::Condition);
        assert!(read.is_ok(), "{}: {:#?}", item.example, read.unwrap_err());
        let words: Vec<&str> = item.written.split([' ', '(', ',']).collect();
        assert!(words.iter().any(|word| item.example.contains(word)), "{} is no example of {}", item.example, item.written);
    }
}

#[test]
fn parts_are_worked_out_each_by_itself() {
    let condition = Condition::read("age < 16 AND (in_authority AND age BETWEEN 5 AND 9)", &Table, Wanted::Condition).unwrap();
    let columns: Vec<Cells> = condition.columns.iter().map(|name| cells(name)).collect();
    let parts = condition.evaluate_parts(&columns.iter().collect::<Vec<_>>(), 6);
    let texts: Vec<&str> = parts.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(texts, ["age < 16", "in_authority", "age BETWEEN 5 AND 9"]);
    assert_eq!(parts[2].1, [false, true, true, false, false, false].map(Some));
}

fn faults(sql: &str, wanted: Wanted) -> Vec<String> {
    let faults = Condition::read(sql, &Table, wanted).err().unwrap_or_default();
    faults.iter().map(|fault| format!("{} | {} | {}", fault.message, &sql[fault.span.clone()], fault.label)).collect()
}

#[test]
fn mistakes_are_told_at_their_word() {
    for (sql, expected) in [
        ("place IN (\"U1\")", "the text \"U1\" stands in double quotes | \"U1\" | write 'U1'"),
        ("age IN (SELECT age FROM t)", "SELECT looks at other rows | SELECT | a condition looks at one row"),
        ("EXISTS (SELECT 1)", "EXISTS looks at other rows | EXISTS | a condition looks at one row"),
        ("SUM(age) > 3", "SUM does not look at each row by itself | SUM | it would be another figure in each group"),
        (
            "ROW_NUMBER() OVER () = 1",
            "ROW_NUMBER does not look at each row by itself | ROW_NUMBER | it would be another figure in each group",
        ),
        ("LAG(age) > 3", "LAG does not look at each row by itself | LAG | it would be another figure in each group"),
        (
            "care_start > CURRENT_DATE",
            "CURRENT_DATE would give another figure tomorrow | CURRENT_DATE | a condition does not know today",
        ),
        (
            "care_start + INTERVAL '1000000 years' > care_start",
            "INTERVAL is not permitted | INTERVAL | a length of time is a number of days",
        ),
        ("age > '5'", "'age' is a whole number, and '5' is a text | '5' | write 5 without quotes"),
        ("age < 'sixteen'", "'age' is a whole number, and 'sixteen' is a text | 'sixteen' | no number"),
        ("need = NULL", "a comparison with NULL never holds: 'need = NULL' | need = NULL | write `need IS NULL`"),
        ("need <> NULL", "a comparison with NULL never holds: 'need <> NULL' | need <> NULL | write `need IS NOT NULL`"),
        ("need IN ('N1', NULL)", "NULL in a list is never found | NULL | equal to nothing"),
        ("care_start >= '2026-01-01'", "the text '2026-01-01' stands beside a date | '2026-01-01' | write DATE '2026-01-01'"),
        ("care_start >= DATE '01/02/2026'", "'01/02/2026' is no date | '01/02/2026' | write DATE '2026-02-01'"),
        ("care_start >= DATE '2026-02-30'", "'2026-02-30' is no date | '2026-02-30' | write it as yyyy-mm-dd"),
        (
            "DATEDIFF('day', care_start, placement_start) > 3",
            "there is no function DATEDIFF | DATEDIFF | subtract the dates: `a - b` is a number of days",
        ),
        (
            "ISNULL(need)",
            "there is no function ISNULL | ISNULL | write `x IS NULL`, or COALESCE(x, 0) for another value in its place",
        ),
        ("MONHT(care_start) = 3", "there is no function MONHT | MONHT | did you mean 'MONTH'?"),
        ("STRFTIME(care_start, '%Q') = '1'", "there is no function STRFTIME | STRFTIME | not among the functions of conditions"),
        (
            "LPAD(place, 2000000000, 'a') = 'x'",
            "there is no function LPAD | LPAD | compare the code as the layout has it; extracts are read without blanks",
        ),
        (
            "TRIM(place) = 'U1'",
            "there is no function TRIM | place | compare the code as the layout has it; extracts are read without blanks",
        ),
        ("age = 1 /* why", "a comment has no end | age = 1 /* why | it goes on to the end"),
        ("CONVERT(INT, sex) = 1", "there is no function CONVERT | CONVERT | write CAST(sex AS INT)"),
        ("CONVERT(sex, INT) = 1", "there is no function CONVERT | CONVERT | write CAST(sex AS INT)"),
        ("CONVERT(sex, UNSIGNED) = 1", "there is no function CONVERT | CONVERT | write CAST(sex AS INT)"),
        ("TRY_CONVERT(INT, sex) = 1", "there is no function TRY_CONVERT | TRY_CONVERT | write CAST(sex AS INT)"),
        (
            "CONVERT(VARCHAR(10), care_start, 103) = '01/04/2017'",
            "there is no function CONVERT | CONVERT | write care_start: a code is letters as it stands",
        ),
        (
            "CONVERT(sex USING utf8) = '1'",
            "there is no function CONVERT | CONVERT | write CAST(x AS INT) for a code that is a number",
        ),
        ("CONVERT(ABS(age - 3), INT) = 1", "there is no function CONVERT | CONVERT | write CAST(ABS(age - 3) AS INT)"),
        ("team = 5", "'team' holds text, and 5 is a number | team = 5 | write '5'"),
        ("5 = team", "'team' holds text, and 5 is a number | 5 = team | write '5'"),
        ("team = ''", "'team' is never an empty text: an empty cell is no value | '' | write `team IS NULL`"),
        ("team <> ' '", "'team' is never an empty text: an empty cell is no value | ' ' | write `team IS NOT NULL`"),
        (
            "team = place",
            "'team' holds text and 'place' codes, which are not compared with each other | team = place | text beside a code",
        ),
        ("team = care_start", "'team' holds text, and this is a date | team = care_start | two kinds"),
        ("team = TRUE", "'team' holds text, and this is true or false | team = TRUE | two kinds"),
        ("team = NULL", "a comparison with NULL never holds: 'team = NULL' | team = NULL | write `team IS NULL`"),
        ("team < 'North'", "'team' holds text, and text has no order | team < 'North' | which is the less?"),
        ("team + 1 > 2", "'team' is text, which is nothing to reckon with | team | no number"),
        ("team", "'team' is not a condition, true or false for each row | team | it gives text"),
        ("team OR age < 5", "OR joins conditions, and this is text | team | neither true nor false"),
        ("worker = 'a'", "several extracts have a column 'worker' | worker | write teams.worker or list.worker"),
        ("CAST(team AS INT) = 1", "'team' holds text, which is nothing else | team | not permitted"),
        ("CAST(team AS CHAR(2)) = 'No'", "the text of 'team' may be longer than CHAR(2) | team | cut?"),
        (
            "CASE WHEN age < 5 THEN team END = 'North'",
            "CASE gives numbers, dates, or true and false, and this is text | team | not of these",
        ),
        ("TO_NUMBER(sex) = 1", "there is no function TO_NUMBER | TO_NUMBER | write CAST(sex AS INT)"),
        ("CINT(sex) = 1", "there is no function CINT | CINT | write CAST(sex AS INT)"),
        ("TO_CHAR(sex) = '1'", "there is no function TO_CHAR | TO_CHAR | write sex: a code is letters as it stands"),
        (
            "CONVERT(DATE, care_start) > DATE '2017-01-01'",
            "there is no function CONVERT | CONVERT | write care_start: a date stands as it is",
        ),
        ("CAST(place AS CHAR(1)) = 'U'", "'K1' of 'place' is longer than CHAR(1) | place | cut?"),
        (
            "CAST(miles_from_home AS DECIMAL(5,0)) > 20",
            "databases do not agree to how many places DECIMAL(5,0) rounds | miles_from_home | rounded?",
        ),
        ("CAST(miles_from_home AS INT) > 20", "a number with decimals is made a whole one | miles_from_home | cut, or rounded?"),
        ("CAST(sex AS INT[]) = 1", "a code cannot be made INT[] | sex | not permitted"),
        ("CAST(care_start AS INT) > 1", "a date cannot be made INT | care_start | not permitted"),
        (
            "care_start > CAST('2017-01-01' AS DATETIME)",
            "'2017-01-01' is a text, and dates have no time of day | '2017-01-01' | write DATE '2017-01-01'",
        ),
        ("COLUMNS('a') = 1", "there is no function COLUMNS | COLUMNS | not among the functions of conditions"),
        ("UNNEST(age) = 1", "UNNEST looks at other rows | UNNEST | a condition looks at one row"),
        ("place = 'u1'", "'place' of 'children' has no code 'u1' | u1 | did you mean 'U1'?"),
        ("place IN ('U1', 'Q9')", "'place' of 'children' has no code 'Q9' | Q9 | 'place' is never this"),
        ("LEFT(place, 1) = 'Z'", "'place' of 'children' has no code 'Z' | Z | 'place' is never this"),
        ("place LIKE 'Z%'", "'place' of 'children' has no code like 'Z%' | 'Z%' | never found"),
        ("place < 'U1'", "'place' holds codes, and codes have no order | place < 'U1' | which is the less?"),
        ("school_ofsted <= 2", "'school_ofsted' holds codes, which are no numbers | school_ofsted <= 2 | a code beside a number"),
        ("sex = 1", "'sex' holds codes, and a code stands in quotes | sex = 1 | write '1'"),
        ("CAST(place AS INT) = 1", "the codes of 'place' are no numbers | place | 'K1' is none"),
        (
            "unaccompanied > 3",
            "'unaccompanied' is true or false, and that is nothing to compare with a whole number | unaccompanied > 3 | write `unaccompanied` or `NOT unaccompanied`",
        ),
        ("child > 3", "'child' stands for the child and is nothing to compare or count by | child | another number in each run"),
        ("agee < 5", "the table 'children' has no column 'agee' | agee | did you mean 'age'?"),
        ("AGE < 5", "the table 'children' has no column 'AGE' | AGE | did you mean 'age'?"),
        ("t.age < 5", "'t.age' is a table and a column | t.age | write `age`"),
        ("age", "'age' is not a condition, true or false for each row | age | it gives a whole number"),
        ("TRUE", "'TRUE' does not look at each row by itself | TRUE | the same for all rows"),
        ("age < < 16", "'age < < 16' is not a SQL expression | < | a column or a value is missing before this"),
        ("age <", "'age <' is not a SQL expression | < | something is missing after this"),
        (
            "age < 16 in_authority",
            "'age < 16 in_authority' is not a SQL expression | in_authority | AND, OR or a sign is missing before this",
        ),
        ("age < 16;", "a condition has no ';' | ; | leave it out"),
        ("(age < 16", "a bracket is never closed | ( | it is opened here"),
        ("age IN (1, (2)", "a bracket is never closed | ( | it is opened here"),
        ("age < 16)", "')' closes what was never opened | ) | nothing to close"),
        ("place = 'U1", "a quote has no end | ' | it is opened here"),
        ("place = \u{2018}U1\u{2019}", "'\u{2018}' is a curly quote | \u{2018} | write '"),
        ("age \u{2265} 5", "'\u{2265}' is a sign of mathematics | \u{2265} | write >="),
        ("age\u{a0}< 5", "a space here is not an ordinary one | \u{a0} | type it anew"),
        ("age AND in_authority", "AND joins conditions, and this is a whole number | age | neither true nor false"),
        ("place = 'U1' OR 'U2'", "OR joins conditions, and this is a text | 'U2' | neither true nor false"),
        ("in_authority + 1 > 1", "'in_authority' is true or false, which is nothing to reckon with | in_authority | no number"),
        ("care_start > 5", "a date and a whole number cannot be compared | care_start > 5 | two kinds"),
        ("place = need", "'place' and 'need' have no code in common | place = need | never the same"),
        (
            "age || 'a' = '3a'",
            "a sign of 'age || 'a'' is not permitted in a condition | age || 'a' | not among what a condition may hold",
        ),
        (
            "CASE WHEN age < 16 THEN 1 ELSE 0 END",
            "'CASE WHEN age < 16 THEN 1 ELSE 0 END' is not a condition, true or false for each row | CASE WHEN age < 16 THEN 1 ELSE 0 END | it gives a whole number",
        ),
        (
            "CASE WHEN age < 16 THEN 'young' ELSE 'old' END = 'old'",
            "CASE gives numbers, dates, or true and false, and this is a text | 'young' | not of these",
        ),
        ("  ", "the condition is empty |    | nothing stands here"),
    ] {
        assert_eq!(faults(sql, Wanted::Condition), [expected], "{sql}");
    }
    let mut number = faults("place", Wanted::Number);
    number.extend(faults("care_start", Wanted::Number));
    assert_eq!(
        number,
        [
            "'place' is not a number for each row | place | it gives a code",
            "'care_start' is not a number for each row | care_start | it gives a date"
        ]
    );
}

#[test]
fn every_mistake_comes_out_at_once() {
    assert_eq!(faults("agee < 5 AND place = 'Q1' AND nede IS NULL", Wanted::Condition).len(), 3);
}

#[test]
fn of_many_mistakes_some_are_told_and_how_many_more() {
    let many = faults(&format!("place IN ({})", vec!["'Q1'"; 30].join(", ")), Wanted::Condition);
    assert_eq!(many.len(), 11);
    assert!(many[10].starts_with("the condition has 20 more mistakes"), "{many:?}");
}

#[test]
fn no_library_is_named_and_no_tree_is_shown() {
    // Every cut of conditions of all kinds, so that mistakes come where nobody thought of.
    for item in permitted::SIGNS.iter().chain(permitted::FUNCTIONS) {
        for end in 0..=item.example.len() {
            for text in [item.example[..end].to_owned(), item.example[end..].to_owned(), format!("({}", &item.example[end..])] {
                for fault in Condition::read(&text, &Table, Wanted::Condition).err().unwrap_or_default() {
                    let said = format!("{} {} {}", fault.message, fault.label, fault.help.unwrap_or_default());
                    let foreign =
                        ["sql parser", "sqlparser", "polars", "Expr", "Ident", "Token", "Line:", "i64", "f64", "i32", "EOF"];
                    assert!(!foreign.iter().any(|word| said.contains(word)), "{text}: {said}");
                    assert!(text.get(fault.span.clone()).is_some(), "{text}: {:?}", fault.span);
                }
            }
        }
    }
}

#[test]
fn long_conditions_take_time_by_their_length_and_too_long_ones_are_refused() {
    let chain = |number: usize| vec!["age = 10"; number].join(" OR ");
    let read = |text: &str| Condition::read(text, &Table, Wanted::Condition);
    let start = std::time::Instant::now();
    let long = read(&chain(1_000)).unwrap();
    assert_eq!(long.evaluate(&[&cells("age")], 6).holds(), [Some(false); 6]);
    assert!(start.elapsed().as_secs() < 5);
    for refused in [
        chain(5_000),
        "a OR ".repeat(3_000) + "a",
        format!("{}age = 1{}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("{}in_authority", "NOT ".repeat(3_000)),
        format!("{}age = 1", "- ".repeat(3_000)),
        format!("age{} > 3", " + age".repeat(1_000)),
        format!("{}age{} > 3", "ABS(".repeat(1_000), ")".repeat(1_000)),
        format!("{}1 {} = 1", "CASE WHEN age = 1 THEN ".repeat(300), "END ".repeat(300)),
        format!("place = '{}'", "x".repeat(30_000)),
        "(".repeat(19_000),
        format!("{} +", chain(1_200)),
        // What leans to the left without a bracket: each takes all that stands before it.
        "age".to_owned() + &" IS NULL".repeat(2_000),
        "age".to_owned() + &"::INT".repeat(2_000) + " = 1",
        "age".to_owned() + &" BETWEEN 1 AND 2".repeat(1_000),
        "age".to_owned() + &" IN (1)".repeat(1_000),
        "place".to_owned() + &" LIKE 'U1'".repeat(1_000),
        "age".to_owned() + &" = 1 IS NULL".repeat(1_000),
        "age".to_owned() + &" COLLATE x".repeat(2_000),
        "age".to_owned() + &"[1]".repeat(1_600),
        "a".to_owned() + &".a".repeat(2_000) + " = 1",
        "age".to_owned() + &"!".repeat(2_000),
        format!("(age{}) IS NULL", " + age".repeat(2_400)),
        format!("age{} IS NULL", " + age".repeat(2_400)),
        format!("{}age{} > 3", "(".repeat(19), format!("{})", " + 1".repeat(100)).repeat(19)),
    ] {
        assert!(read(&refused).is_err(), "{}", &refused[..20]);
        assert_eq!(parts(&refused).len(), 1);
        assert!(bounds(&refused).is_empty());
    }
    // Long all the same, and read: what leans is only joined.
    let joined = |number: usize| vec!["age = 10"; number].join(" OR ");
    for long in [format!("NOT ({})", joined(1_200)), format!("({}) IS NOT TRUE", joined(1_200))] {
        assert_eq!(read(&long).unwrap().evaluate(&[&cells("age")], 6).holds(), [Some(true); 6]);
        assert_eq!(parts(&long).len(), 1);
    }
    for behind in ["IS NULL", "IS NOT NULL"] {
        let text = format!("age {behind} AND need {behind} OR sex {behind} AND age BETWEEN 1 AND 2 AND place LIKE 'U%'");
        assert!(read(&vec![text; 8].join(" OR ")).is_ok());
    }
    // At the limit itself.
    let deep = |depth: usize| format!("{}age = 1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(read(&deep(DEEPEST)).is_ok());
    assert!(read(&deep(DEEPEST + 1)).is_err());
    assert!(read(&format!("age{} > 3", " + 1".repeat(100))).is_ok());
    assert!(read(&format!("age{} > 3", " + 1".repeat(101))).is_err());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
