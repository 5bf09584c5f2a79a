//! Says where a problem stands in a file that is no CSV: the cell of a sheet, the element of a child.
//!
//! Takes the tables read and the problems met, gives their places the words of the table.

use std::collections::HashMap;

use super::formats::Part;
use super::recognise::{self, Recognised};
use crate::definitions::Layout;
use crate::problem::Problem;

/// Gives the places in tables of workbooks and returns their cell.
pub fn cells(files: &[Recognised<'_>], layouts: &[Layout], problems: &mut [Problem]) {
    let tables: HashMap<&str, (&Part, &Recognised<'_>)> =
        files.iter().filter_map(|read| Some((read.0.name.as_str(), (&**read.0.part.as_ref()?, read)))).collect();
    if tables.is_empty() {
        return;
    }
    for place in problems.iter_mut().flat_map(|problem| &mut problem.places) {
        let (Some(row), Some((part, (_, layout, shape)))) = (place.row, tables.get(place.file.as_str())) else { continue };
        let layout = &layouts[*layout];
        let column = place.column.as_ref().and_then(|name| layout.column(name));
        let at = column.and_then(|column| recognise::places(&shape.headers, layout)[column]);
        // What names no column stays where it was told.
        place.cell = part.place(row, at).or_else(|| place.cell.take());
    }
}
