//! The list of statistical neighbours: a row for each authority, its neighbours in order of nearness.

use std::collections::BTreeMap;

/// The column of the authority.
const AUTHORITY: &str = "old_la_code";

/// What the columns of neighbours begin with, in a list of one's own and in the Department's; a number follows.
const NEIGHBOUR: [&str; 2] = ["neighbour_", "SN_"];

/// Whether a file with these headers is the list.
pub fn is_list(headers: &[&str]) -> bool {
    headers.contains(&AUTHORITY) && headers.iter().any(|header| order(header).is_some())
}

/// The neighbours of each authority, the closest first, by the numbers that the Department gives them.
pub fn read(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let authority = headers.iter().position(|header| header.trim() == AUTHORITY);
    let mut columns: Vec<(u32, usize)> =
        headers.iter().enumerate().filter_map(|(at, header)| Some((order(header.trim())?, at))).collect();
    columns.sort_unstable();
    let cell =
        |record: &csv::StringRecord, at: usize| record.get(at).map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned);
    let rows = reader.records().flatten().filter_map(|record| {
        let neighbours = columns.iter().filter_map(|(_, at)| cell(&record, *at)).collect();
        Some((cell(&record, authority?)?, neighbours))
    });
    rows.collect()
}

fn order(header: &str) -> Option<u32> {
    NEIGHBOUR.iter().find_map(|begin| header.strip_prefix(begin))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_in_the_order_of_their_numbers() {
        let found =
            read("old_la_code,la_name,neighbour_2,neighbour_1,neighbour_10\r\n340,A,342,341,350\r\n341,\"B, C\",,340,\r\n");
        assert_eq!(found["340"], ["341", "342", "350"]);
        assert_eq!(found["341"], ["340"]);
        // As the Department publishes it, with a word of closeness behind each.
        let found = read("old_la_code,la_name,SN_1,SN_1P,SN_2,SN_2P\r\n340,A,341,Close ,342,Somewhat close\r\n");
        assert_eq!(found["340"], ["341", "342"]);
        assert!(is_list(&["old_la_code", "SN_1", "SN_1P"]));
        assert!(is_list(&["old_la_code", "neighbour_1"]));
        assert!(!is_list(&["old_la_code", "la_name"]) && !is_list(&["neighbour_1"]));
    }
}
