//! Everything that a condition may hold besides columns and values: one list, with the kinds that each goes with.
//!
//! The reference is written from it and each example of it is tried. A function that is not here is refused.

/// A sign, a word or a function.
#[derive(Clone, Copy, Debug)]
pub struct Permitted {
    /// How it is written.
    pub written: &'static str,
    /// What it goes with.
    pub takes: &'static str,
    /// What it gives.
    pub gives: &'static str,
    /// What it says, where that needs saying.
    pub about: &'static str,
    /// An example.
    pub example: &'static str,
}

const fn item(
    written: &'static str,
    takes: &'static str,
    gives: &'static str,
    about: &'static str,
    example: &'static str,
) -> Permitted {
    Permitted { written, takes, gives, about, example }
}

/// Signs and words.
pub static SIGNS: &[Permitted] = &[
    item(
        "= <>",
        "two of one kind: numbers, dates, codes, text, yes or no",
        "yes or no",
        "`!=` is the same as `<>`, and `==` as `=`.",
        "place = 'U1'",
    ),
    item("< <= > >=", "two numbers, two dates", "yes or no", "Codes and text have no order.", "age >= 16"),
    item("BETWEEN a AND b", "numbers, dates", "yes or no", "Both ends belong to it. Also `NOT BETWEEN`.", "age BETWEEN 5 AND 16"),
    item("IN (a, b)", "values of the column's kind", "yes or no", "Also `NOT IN`.", "place IN ('U1', 'U2')"),
    item(
        "LIKE 'text'",
        "a code or text",
        "yes or no",
        "`%` stands for any letters, `_` for one. Also `NOT LIKE` and `ILIKE`, which takes small and capital letters as the same.",
        "place LIKE 'U%'",
    ),
    item("IS NULL", "anything but `child`", "yes or no", "There is no value. Also `IS NOT NULL`.", "need IS NULL"),
    item(
        "IS TRUE, IS FALSE",
        "yes or no",
        "yes or no",
        "No where there is no value. Also `IS NOT TRUE` and `IS NOT FALSE`.",
        "in_authority IS NOT TRUE",
    ),
    item(
        "AND OR NOT",
        "yes or no",
        "yes or no",
        "`AND` binds closer than `OR`: use brackets.",
        "age < 5 OR (age < 8 AND NOT in_authority)",
    ),
    item(
        "+ - *",
        "numbers",
        "a number",
        "Two dates subtracted are days; a whole number of days can be added to a date and taken from one.",
        "placement_start - care_start > 28",
    ),
    item(
        "/",
        "numbers",
        "a number",
        "With decimals: `5 / 2` is 2.5. Divided by 0 there is no value.",
        "months_in_placement / months_in_care > 0.5",
    ),
    item(
        "%",
        "numbers",
        "a number, whole where both are",
        "What is left after division, with the sign of the first. Of 0 there is no value.",
        "age % 2 = 0",
    ),
    item(
        "CASE WHEN c THEN a ELSE b END",
        "conditions, and values of one kind that are no codes",
        "that kind",
        "Without `ELSE` there is no value where no condition holds.",
        "CASE WHEN age < 5 THEN 1 ELSE 2 END = 1",
    ),
    item("DATE 'yyyy-mm-dd'", "a day as text", "a date", "`DATE('yyyy-mm-dd')` is the same.", "care_start >= DATE '2017-04-01'"),
    item(
        "CAST(code AS INT)",
        "a code whose list is all numbers",
        "a whole number",
        "The number that the code is. Also yes or no, which becomes 1 or 0; `CAST(x AS DOUBLE)` for decimals. `TRY_CAST` and `sex::int` are the same; what would cut or round a value is refused.",
        "CAST(sex AS INT) = 1",
    ),
    item(
        "CAST(code AS VARCHAR)",
        "a code or text",
        "its letters",
        "Not needed: codes and text are letters as they stand.",
        "CAST(place AS VARCHAR) LIKE 'U%'",
    ),
];

/// Functions.
pub static FUNCTIONS: &[Permitted] = &[
    item("ABS(number)", "a number", "a number", "Without its sign.", "ABS(age - 10) <= 2"),
    item("CEIL(number)", "a number", "a whole number", "The least whole number not below it.", "CEIL(miles_from_home) <= 20"),
    item("FLOOR(number)", "a number", "a whole number", "The greatest whole number not above it.", "FLOOR(miles_from_home) = 20"),
    item(
        "ROUND(number, places)",
        "a number, and 0 to 6 decimal places",
        "a number",
        "Half is rounded away from 0. Without places, to whole numbers.",
        "ROUND(miles_from_home, 1) > 20.0",
    ),
    item("MOD(a, b)", "numbers", "a number, whole where both are", "The same as `a % b`.", "MOD(age, 2) = 0"),
    item(
        "LEAST(a, b)",
        "two or more numbers, or dates",
        "that kind",
        "Of those that have a value.",
        "LEAST(months_in_care, months_in_placement) >= 12",
    ),
    item(
        "GREATEST(a, b)",
        "two or more numbers, or dates",
        "that kind",
        "Of those that have a value.",
        "GREATEST(months_in_care, months_in_placement) >= 12",
    ),
    item(
        "COALESCE(a, b)",
        "two or more of one kind that are no codes",
        "that kind",
        "The first that has a value.",
        "COALESCE(age, 0) < 5",
    ),
    item(
        "NULLIF(a, b)",
        "two of one kind that are no codes",
        "that kind",
        "The first, but no value where the two are the same.",
        "months_in_placement / NULLIF(months_in_care, 0) > 0.5",
    ),
    item(
        "IF(condition, a, b)",
        "a condition, and values of one kind that are no codes",
        "that kind",
        "The same as `CASE`.",
        "IF(in_authority, 20, 40) > miles_from_home",
    ),
    item(
        "YEAR(date)",
        "a date",
        "a whole number",
        "`EXTRACT(YEAR FROM date)` is the same; so are those of month and day.",
        "YEAR(care_start) = 2017",
    ),
    item("MONTH(date)", "a date", "a whole number", "1 to 12.", "MONTH(care_start) IN (7, 8)"),
    item("DAY(date)", "a date", "a whole number", "The day of the month.", "DAY(care_start) = 1"),
    item("DATE('yyyy-mm-dd')", "a day as text", "a date", "", "care_start >= DATE('2017-04-01')"),
    item(
        "LEFT(code, number)",
        "a code or text, and how many letters",
        "its first letters",
        "To be compared with text.",
        "LEFT(place, 1) = 'U'",
    ),
    item(
        "RIGHT(code, number)",
        "a code or text, and how many letters",
        "its last letters",
        "To be compared with text.",
        "RIGHT(place, 1) = '1'",
    ),
    item(
        "SUBSTRING(code, from, number)",
        "a code or text, the first letter by number, and how many letters",
        "letters of it",
        "To be compared with text.",
        "SUBSTRING(place, 1, 1) IN ('U', 'K')",
    ),
    item("UPPER(code)", "a code or text", "its letters as capitals", "To be compared with text.", "UPPER(place) = 'U1'"),
    item("LOWER(code)", "a code or text", "its letters as small ones", "To be compared with text.", "LOWER(place) = 'u1'"),
    item("STARTS_WITH(code, 'text')", "a code or a column of text, and a text", "yes or no", "", "STARTS_WITH(place, 'U')"),
    item("ENDS_WITH(code, 'text')", "a code or a column of text, and a text", "yes or no", "", "ENDS_WITH(place, '1')"),
];

/// The name of a function of the list.
pub fn name(function: &Permitted) -> &'static str {
    function.written.split('(').next().unwrap_or(function.written)
}

/// The names of all functions.
pub fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(name)
}

/// Functions of databases that are not here, with what to write.
const INSTEAD: &[(&[&str], &str)] = &[
    (&["DATEDIFF", "DATE_DIFF", "TIMESTAMPDIFF", "AGE"], "subtract the dates: `a - b` is a number of days"),
    (&["DATEADD", "DATE_ADD", "DATE_SUB", "ADDDATE"], "add days to the date: `care_start + 28`"),
    (&["DATE_PART", "DATEPART"], "write YEAR(date), MONTH(date) or DAY(date)"),
    (&["TO_DATE", "STRPTIME", "STR_TO_DATE", "DATEFROMPARTS", "MAKE_DATE", "DATEVALUE", "CDATE"], "write DATE '2026-01-31'"),
    (&["ISNULL"], "write `x IS NULL`, or COALESCE(x, 0) for another value in its place"),
    (&["IFNULL", "NVL", "NZ"], "write COALESCE(x, 0)"),
    (&["IIF"], "write IF(condition, a, b)"),
    (&["SUBSTR", "MID"], "write SUBSTRING(code, from, number)"),
    (&["CEILING"], "write CEIL(number)"),
    (&["STARTSWITH"], "write STARTS_WITH(code, 'text')"),
    (&["CONCAT", "CONCAT_WS"], "compare each column by itself, with AND between"),
    (
        &["TRIM", "LTRIM", "RTRIM", "STRIP", "REPLACE", "LPAD", "RPAD", "REPEAT", "REVERSE", "INITCAP"],
        "compare the code as the layout has it; extracts are read without blanks",
    ),
    (&["REGEXP_LIKE", "REGEXP_MATCH", "CONTAINS", "CHARINDEX", "INSTR", "POSITION", "STRPOS"], "write LIKE '%text%'"),
];

/// Functions of databases and spreadsheets that make a value another kind, with the kind; none where the first argument names it.
const CONVERTS: &[(&[&str], &str)] = &[
    (&["CONVERT", "TRY_CONVERT"], ""),
    (
        &[
            "INT",
            "INTEGER",
            "BIGINT",
            "CINT",
            "CLNG",
            "VAL",
            "TO_INT",
            "TOINT",
            "TO_INTEGER",
            "TO_NUMBER",
            "TRY_TO_NUMBER",
            "PARSE_INT",
        ],
        "INT",
    ),
    (&["CDBL", "CDEC", "TO_DOUBLE", "DOUBLE", "FLOAT", "DECIMAL", "TO_DECIMAL"], "DOUBLE"),
    (&["CSTR", "STR", "TO_CHAR", "TO_VARCHAR", "TO_STRING", "STRING", "VARCHAR", "TEXT"], "VARCHAR"),
];

/// The kind that a function of some database makes a value, where it does so.
pub fn converts(name: &str) -> Option<&'static str> {
    CONVERTS.iter().find(|(names, _)| names.contains(&name)).map(|(_, kind)| *kind)
}

/// What to write in place of a function that is not here.
pub fn instead(name: &str) -> Option<&'static str> {
    INSTEAD.iter().find(|(names, _)| names.iter().any(|other| other.eq_ignore_ascii_case(name))).map(|(_, words)| *words)
}
