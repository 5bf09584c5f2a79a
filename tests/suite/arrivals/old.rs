//! Old workbooks (`.xls`): a small one made byte by byte, and what makes one that cannot be read.

use std::fs;

use super::hostile::refused;
use crate::support::{compute, month, row};

const SECTOR: usize = 512;

/// A file of files with one stream, which fills whole sectors.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    // Shorter ones are kept elsewhere.
    stream.resize(stream.len().max(4096).div_ceil(SECTOR) * SECTOR, 0);
    let sectors = stream.len() / SECTOR;
    let mut head = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    head.resize(24, 0);
    for number in [0x3e_u16, 3, 0xfffe, 9, 6] {
        head.extend(number.to_le_bytes());
    }
    head.resize(44, 0);
    // One sector of the table, the directory in the second; no small files and no more tables.
    for number in [1_u32, 1, 0, 4096, 0xffff_fffe, 0, 0xffff_fffe, 0, 0] {
        head.extend(number.to_le_bytes());
    }
    head.resize(SECTOR, 0xff);
    let mut table: Vec<u32> = vec![0xffff_fffd, 0xffff_fffe];
    table.extend((0..sectors).map(|at| if at + 1 == sectors { 0xffff_fffe } else { at as u32 + 3 }));
    table.resize(SECTOR / 4, 0xffff_ffff);
    let entry = |name: &str, kind: u8, start: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u16;
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        for number in [0xffff_ffff_u32, 0xffff_ffff, if kind == 5 { 1 } else { 0xffff_ffff }] {
            entry.extend(number.to_le_bytes());
        }
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(size.to_le_bytes());
        entry.resize(128, 0);
        entry
    };
    let mut directory = entry("Root Entry", 5, 0xffff_fffe, 0);
    directory.extend(entry(name, 2, 2, stream.len() as u32));
    directory.resize(SECTOR, 0);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [head, table, directory, stream].concat()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// The stream of a book with one sheet, `episodes`.
fn book(sheet: &[u8]) -> Vec<u8> {
    let bof = |kind: u16| record(0x0809, &[&[0, 6][..], &kind.to_le_bytes(), &[0; 12]].concat());
    // The second format is that of a day.
    let format = |number: u16| record(0x00e0, &[&[0, 0][..], &number.to_le_bytes(), &[0; 16]].concat());
    let of_sheet = |start: u32| record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 8, 0], b"episodes"].concat());
    let globals = |start: u32| [bof(5), format(0), format(14), of_sheet(start), record(0x000a, &[])].concat();
    let start = globals(0).len() as u32;
    [globals(start), bof(16), sheet.to_vec(), record(0x000a, &[])].concat()
}

fn text(row: u16, column: u16, text: &str) -> Vec<u8> {
    let head = [row, column, 0, text.len() as u16].map(u16::to_le_bytes).concat();
    record(0x0204, &[&head[..], &[0], text.as_bytes()].concat())
}

fn day(row: u16, column: u16, serial: f64) -> Vec<u8> {
    let head = [row, column, 1].map(u16::to_le_bytes).concat();
    record(0x0203, &[&head[..], &serial.to_le_bytes()].concat())
}

/// A workbook of two children, one of whom left.
pub fn sample() -> Vec<u8> {
    let mut sheet = Vec::new();
    for (at, name) in ["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"].iter().enumerate() {
        sheet.extend(text(0, at as u16, name));
    }
    // In care since 1 May 2017, serial 42856; the other left on 31 December 2017, serial 43100.
    for (row, child, end) in [(1, "X1", None), (2, "X2", Some(43_100.0))] {
        sheet.extend(text(row, 0, child));
        sheet.extend(day(row, 1, 42_856.0));
        for (at, code) in ["S", "C2", "N1", "U4", "PR1"].iter().enumerate() {
            sheet.extend(text(row, at as u16 + 2, code));
        }
        if let Some(end) = end {
            sheet.extend(day(row, 7, end));
            sheet.extend(text(row, 8, "E4A"));
        }
    }
    compound("Workbook", &book(&sheet))
}

#[test]
fn an_old_workbook_is_read_with_its_days() {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("month.xls"), sample()).unwrap();
    let document = compute(&["national"], scratch.path(), month("2018-03"), Some("E08000011"));
    let count = |id: &str| row(&document, id).figure.map(|figure| figure.numerator());
    assert_eq!((count("cla-count"), count("cla-starts"), count("cla-ceased")), (Some(1.0), Some(2.0), Some(1.0)));
}

#[test]
fn an_old_workbook_that_cannot_be_held_or_opened_is_refused() {
    let far = [text(0, 0, "CHILD"), text(65_535, 65_535, "X")].concat();
    assert_eq!(refused("a.xls", &compound("Workbook", &book(&far))), "it has more than 50,000,000 cells");
    let protected = "it is protected with a password; take it off, or save the sheets as CSV";
    assert_eq!(refused("b.xlsx", &compound("EncryptedPackage", b"rubbish")), protected);
    let locked = [record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]), record(0x002f, &[1, 0, 1, 0]), record(0x000a, &[])].concat();
    assert_eq!(refused("c.xls", &compound("Workbook", &locked)), protected);
    assert_eq!(refused("d.xls", &compound("WordDocument", b"rubbish")), "it is no workbook; save it as .xlsx");
}
