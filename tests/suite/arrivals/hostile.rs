//! Files made to do harm: each is refused in words, in good time, with nothing of it kept.

use std::fmt::Write;
use std::fs;
use std::io::Cursor;
use std::time::{Duration, Instant};

use scorecard::problem_codes::Code;

use super::checked;
use super::made::{ods_of, zipped};

/// What is said of a file that cannot be read.
pub fn refused(name: &str, bytes: &[u8]) -> String {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join(name), bytes).unwrap();
    let began = Instant::now();
    let problems = checked(scratch.path());
    assert!(began.elapsed() < Duration::from_secs(60), "{name} took {:?}", began.elapsed());
    let found = problems.into_iter().find(|problem| problem.code == Code::UnreadableFile);
    let message = found.unwrap_or_else(|| panic!("{name} is not refused")).message;
    message.strip_prefix(&format!("'{name}' cannot be read: ")).unwrap().to_owned()
}

/// An `.xlsx` with one sheet.
fn xlsx(sheet: &str, texts: &str) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns:r=\"{relations}\"><sheets><sheet name=\"episodes\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let of_book = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn workbooks_that_claim_too_much_are_refused() {
    let header = format!("<row r=\"1\">{}{}</row>", cell("A1", "CHILD"), cell("B1", "DECOM"));
    let sheet =
        |rows: &str| format!("<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{header}{rows}</sheetData></worksheet>");
    // A sheet's wrong word for its size costs nothing: it is read.
    let scratch = tempfile::tempdir().unwrap();
    let far = format!("<row r=\"900000\">{}</row>", cell("A900000", "X1"));
    fs::write(scratch.path().join("a.xlsx"), xlsx(&sheet(&far), "<sst/>")).unwrap();
    let problems = checked(scratch.path());
    assert!(problems.iter().any(|problem| problem.code == Code::RowWithoutKey), "{problems:?}");

    let wide = format!("<row r=\"2\">{}</row>", cell("XFD2", "X1"));
    assert_eq!(refused("b.xlsx", &xlsx(&sheet(&wide), "<sst/>")), "sheet episodes: it has more than 2,000 columns");
    let many = "<sst count=\"9\" uniqueCount=\"99999999999999\"></sst>";
    assert_eq!(refused("c.xlsx", &xlsx(&sheet(""), many)), "it is damaged; open it in Excel and save it again");
    let upside_down = format!("<row r=\"3\">{}</row><row r=\"2\">{}</row>", cell("A3", "X"), cell("A2", "Y"));
    assert_eq!(
        refused("d.xlsx", &xlsx(&sheet(&upside_down), "<sst/>")),
        "sheet episodes: its cells do not stand in order; open it in Excel and save it again"
    );
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
    let nothing = vec![b' '; 4 << 20];
    let one = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &nothing)]);
    let mut packed = zip::ZipArchive::new(Cursor::new(one)).unwrap();
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    bomb.raw_copy_file(packed.by_index(0).unwrap()).unwrap();
    for at in 0..256 {
        bomb.raw_copy_file_rename(packed.by_index(1).unwrap(), format!("xl/worksheets/sheet{at}.xml")).unwrap();
    }
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 4 << 20);
    assert_eq!(refused("bomb.xlsx", &bytes), "it unpacks to more than 1,000,000,000 bytes");
    let repeated = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell>";
    let content = format!(
        "<office:spreadsheet><table:table table:name=\"episodes\"><table:table-row table:number-rows-repeated=\"1048576\">{repeated}</table:table-row></table:table></office:spreadsheet>"
    );
    assert_eq!(refused("bomb.ods", &ods_of(&content)), "it has more than 50,000,000 cells");
}

#[test]
fn what_is_no_workbook_any_more_is_told() {
    let whole = xlsx("<worksheet><sheetData/></worksheet>", "<sst/>");
    assert_eq!(refused("a.xlsx", &whole[..whole.len() / 2]), "it is damaged; open it in Excel and save it again");
    assert_eq!(refused("b.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rubbish"), "it is damaged; open it in Excel and save it again");
    assert_eq!(
        refused("c.xls", b"<html><body><table><tr><td>CHILD</td></tr></table></body></html>"),
        "it is a web page and no workbook; open it in Excel and save it as .xlsx"
    );
    assert_eq!(refused("d.xlsx", &zipped(&[("word/document.xml", b"<x/>")])), "it is no workbook; save it as .xlsx");
    assert_eq!(refused("e.xlsb", &zipped(&[("xl/workbook.bin", b"")])), "it is a binary workbook (.xlsb); save it as .xlsx");
    // Systems give CSV the ending of a workbook, so that a click opens it.
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("episodes.xls"), "CHILD\tDECOM\nX1\t01/02/2018\n").unwrap();
    assert!(!checked(scratch.path()).iter().any(|problem| problem.code == Code::UnreadableFile));
}

#[test]
fn returns_that_would_not_end_are_refused() {
    let child = "<CHILD><HEADER><CHILDID>X1</CHILDID></HEADER></CHILD>";
    let entities = format!("<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><EXPSSDA903>{child}</EXPSSDA903>");
    assert_eq!(refused("a.xml", entities.as_bytes()), "it has entities of its own, which are not expanded");
    let outside = "<!DOCTYPE r SYSTEM \"x.dtd\"><EXPSSDA903><CHILD><HEADER><CHILDID>&x;</CHILDID></HEADER></CHILD></EXPSSDA903>";
    assert_eq!(refused("b.xml", outside.as_bytes()), "it has entities of its own, which are not expanded");
    let deep = format!("<EXPSSDA903><CHILD>{}", "<A>".repeat(1_000_000));
    assert_eq!(refused("c.xml", deep.as_bytes()), "its elements stand more than 12 deep");
    assert_eq!(
        refused("d.xml", format!("<EXPSSDA903>{child}<CHILD><HEADER>").as_bytes()),
        "it is no XML behind child 1: an element is not closed, or a sign stands where none may"
    );
    let mut kinds = "<EXPSSDA903><CHILD>".to_owned();
    for at in 0..1_000 {
        write!(kinds, "<K{at}><A>1</A></K{at}>").unwrap();
    }
    assert_eq!(refused("e.xml", (kinds + "</CHILD></EXPSSDA903>").as_bytes()), "it has more than 100 kinds of groups");
    let long = format!("<EXPSSDA903><CHILD><CHILDID>{}</CHILDID></CHILD></EXPSSDA903>", "x".repeat(2_000_000));
    assert_eq!(refused("f.xml", long.as_bytes()), "a value has more than 100,000 bytes");
}
