//! The rows of a file, each as its cells.
//!
//! Published files have tens of thousands of rows of which few are wanted, and few cells are quoted. Lines
//! without a quote are split where they stand; only those with one go through a reader of CSV.

/// Hands each row below the header to `take`: its number as a spreadsheet has it, the header being row 1, and its
/// cells. Rows with quotes come last.
pub fn each(text: &str, mut take: impl FnMut(u64, &[&str])) {
    let mut quoted = String::new();
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    for (at, line) in text.lines().enumerate().skip(1) {
        let row = at as u64 + 1;
        if line.as_bytes().contains(&b'"') {
            quoted.push_str(line);
            quoted.push('\n');
            rows.push(row);
            continue;
        }
        // Nothing lives in the cells from one line to the next.
        cells.clear();
        cells.extend(line.split(','));
        take(row, &cells);
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(quoted.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = rows.into_iter();
    // The text is valid UTF-8 in memory: there is no error but the end.
    while reader.read_record(&mut record).unwrap_or(false) {
        let cells: Vec<&str> = record.iter().collect();
        take(rows.next().unwrap_or_default(), &cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_numbers() {
        let mut found = Vec::new();
        each("a,b\r\n1,2\r\n\"x, y\",\"say \"\"z\"\"\"\r\n3,\r\n", |row, cells| found.push((row, cells.join("|"))));
        found.sort();
        assert_eq!(found, [(2, "1|2".to_owned()), (3, "x, y|say \"z\"".to_owned()), (4, "3|".to_owned())]);
    }
}
