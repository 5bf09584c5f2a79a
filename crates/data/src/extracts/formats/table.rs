//! A table as a format makes it: rows of cells as text, written once, read as CSV is.
//!
//! Takes cells row by row, gives the text that the reader of CSV takes, and says where a cell stood in its file.

use super::super::limits;

/// What stands between the cells of a table.
pub const SEPARATOR: u8 = b'\t';

/// The most bytes that the tables of a file may have together, as text.
const BYTES: usize = 1_000_000_000;

/// The most columns of a table: a layout has fewer than fifty.
const COLUMNS: usize = 2_000;

/// A table of a file that is no CSV.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is called within its file: `sheet Episodes`.
    pub title: String,
    /// The name it may be known by.
    pub name: String,
    /// Its rows as text, the header among them.
    pub text: Vec<u8>,
    /// How places in it are told.
    pub axis: Axis,
}

/// How places in a table are told.
#[derive(Clone, Debug)]
pub enum Axis {
    /// By the cell of a sheet; line 1 of the text is row 1.
    Cells,
    /// By element and child; line 2 of the text is record 1. For each record its child and which of the child's
    /// it is; nought where a child has one.
    Elements(Vec<(u32, u32)>),
    /// By the rows of the table that it is made of; line 2 of the text is record 1.
    Source(Vec<u32>),
}

impl Part {
    /// What the number of the text's first line is.
    pub fn first_line(&self) -> u32 {
        match self.axis {
            Axis::Cells => 1,
            Axis::Elements(_) | Axis::Source(_) => 0,
        }
    }

    /// Where a row stands, in words; with its column where cells have one.
    pub fn place(&self, row: u64, column: Option<usize>) -> Option<String> {
        match &self.axis {
            Axis::Cells => Some(format!("cell {}{row}", letters(column?))),
            Axis::Elements(records) => {
                let (child, nth) = records.get(usize::try_from(row).ok()?.checked_sub(1)?)?;
                Some(if *nth == 0 { format!("child {child}") } else { format!("number {nth} of child {child}") })
            }
            Axis::Source(rows) => rows.get(usize::try_from(row).ok()?.checked_sub(1)?).map(|row| format!("row {row}")),
        }
    }
}

/// The letters of a sheet's column, counted from 0.
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// What the tables of one file may still take.
pub struct Budget(usize);

impl Budget {
    /// All of it.
    pub fn new() -> Self {
        Budget(BYTES)
    }
}

/// A table that is being written.
pub struct Table<'a> {
    text: Vec<u8>,
    /// For the row being written the cells so far.
    cells: usize,
    /// For each row with something in it its cells.
    widths: Vec<u32>,
    /// Where the last row with something in it ends.
    filled: usize,
    rows: usize,
    budget: &'a mut Budget,
}

impl<'a> Table<'a> {
    /// An empty one.
    pub fn new(budget: &'a mut Budget) -> Self {
        Table { text: Vec::new(), cells: 0, widths: Vec::new(), filled: 0, rows: 0, budget }
    }

    /// Goes on to a column (from 0) of the row; those left out are empty.
    ///
    /// # Errors
    /// When the sheet is wider than anything a council has.
    pub fn go_to(&mut self, column: usize) -> anyhow::Result<()> {
        anyhow::ensure!(column < COLUMNS, "it has more than {} columns", limits::grouped(COLUMNS));
        while self.cells < column + 1 {
            if self.cells > 0 {
                self.text.push(SEPARATOR);
            }
            self.cells += 1;
        }
        Ok(())
    }

    /// Writes a cell at the place it was gone to.
    pub fn write(&mut self, cell: &str) {
        write_cell(&mut self.text, cell);
    }

    /// Puts rows behind those there are: their text as it was written, and how many cells each has.
    ///
    /// # Errors
    /// As [`Table::end_row`].
    pub fn append(&mut self, rows: &[u8], widths: &[u32]) -> anyhow::Result<()> {
        self.text.extend_from_slice(rows);
        self.widths.extend_from_slice(widths);
        self.rows += widths.len();
        self.filled = self.text.len();
        self.is_within()
    }

    /// Writes the next cell.
    ///
    /// # Errors
    /// As [`Table::go_to`].
    pub fn push(&mut self, cell: &str) -> anyhow::Result<()> {
        self.go_to(self.cells)?;
        self.write(cell);
        Ok(())
    }

    /// Ends the row.
    ///
    /// # Errors
    /// When there is more than a council can have.
    pub fn end_row(&mut self) -> anyhow::Result<()> {
        self.widths.push(self.cells as u32);
        self.rows += 1;
        self.text.push(b'\n');
        if self.cells > 0 {
            self.filled = self.text.len();
        }
        self.cells = 0;
        self.is_within()
    }

    fn is_within(&self) -> anyhow::Result<()> {
        anyhow::ensure!(self.rows <= limits::LINES, "it has more than {} rows", limits::grouped(limits::LINES));
        anyhow::ensure!(self.text.len() <= self.budget.0, "it has more than {} bytes of text", limits::grouped(BYTES));
        Ok(())
    }

    /// Ends rows until `row` (from 0) is the next.
    ///
    /// # Errors
    /// As [`Table::end_row`].
    pub fn go_to_row(&mut self, row: usize) -> anyhow::Result<()> {
        while self.rows < row {
            self.end_row()?;
        }
        Ok(())
    }

    /// The text, every row as wide as the widest, up to the last with something in it.
    ///
    /// # Errors
    /// As [`Table::end_row`].
    pub fn finish(mut self) -> anyhow::Result<Vec<u8>> {
        if self.cells > 0 {
            self.end_row()?;
        }
        self.text.truncate(self.filled);
        let width = self.widths.iter().copied().max().unwrap_or(0);
        let lacking: usize = self.widths.iter().map(|cells| (width - cells) as usize).sum();
        self.budget.0 = self.budget.0.saturating_sub(self.text.len() + lacking);
        anyhow::ensure!(self.budget.0 > 0, "it has more than {} bytes of text", limits::grouped(BYTES));
        if lacking == 0 {
            return Ok(self.text);
        }
        let mut padded = Vec::with_capacity(self.text.len() + lacking);
        let mut from = 0;
        for cells in &self.widths {
            let Some(end) = memchr::memchr(b'\n', &self.text[from..]) else { break };
            padded.extend_from_slice(&self.text[from..from + end]);
            let missing = width.saturating_sub((*cells).max(1)) as usize;
            padded.resize(padded.len() + missing, SEPARATOR);
            padded.push(b'\n');
            from += end + 1;
        }
        Ok(padded)
    }
}

/// Writes a cell so that it holds neither separator nor line end, and no quote that opens one.
pub fn write_cell(text: &mut Vec<u8>, cell: &str) {
    let special = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b'"');
    if !cell.as_bytes().iter().any(special) {
        text.extend_from_slice(cell.as_bytes());
        return;
    }
    let quoted = cell.contains('"');
    if quoted {
        text.push(b'"');
    }
    for byte in cell.bytes() {
        match byte {
            b'\t' | b'\n' | b'\r' => text.push(b' '),
            b'"' => text.extend_from_slice(b"\"\""),
            other => text.push(other),
        }
    }
    if quoted {
        text.push(b'"');
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_wide_as_the_widest_and_cells_hold_no_separator() {
        let mut budget = Budget::new();
        let mut table = Table::new(&mut budget);
        table.go_to_row(1).unwrap();
        table.push("A").unwrap();
        table.go_to(2).unwrap();
        table.write("B\nof\ttwo");
        table.end_row().unwrap();
        table.push("say \"x\"").unwrap();
        table.go_to_row(5).unwrap();
        assert_eq!(String::from_utf8(table.finish().unwrap()).unwrap(), "\t\t\nA\t\tB of two\n\"say \"\"x\"\"\"\t\t\n");
    }

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let of = |column| letters(column);
        assert_eq!([of(0), of(25), of(26), of(701), of(702)], ["A", "Z", "AA", "ZZ", "AAA"]);
        let part = Part { title: String::new(), name: String::new(), text: Vec::new(), axis: Axis::Cells };
        assert_eq!(part.place(7, Some(2)).as_deref(), Some("cell C7"));
    }

    #[test]
    fn too_much_is_refused() {
        let mut budget = Budget(100);
        let mut table = Table::new(&mut budget);
        assert_eq!(table.go_to(COLUMNS).unwrap_err().to_string(), "it has more than 2,000 columns");
        let mut table = Table::new(&mut budget);
        table.push(&"x".repeat(200)).unwrap();
        assert!(table.end_row().is_err());
    }
}
