//! The script that exports the tables of the Standard Safeguarding Dataset: each statement is one of SQL Server's, and its columns are those
//! that are read.

use std::collections::BTreeSet;

use sqlparser::dialect::MsSqlDialect;
use sqlparser::parser::Parser;

use crate::support::{CATALOGUE, root};

#[test]
fn every_statement_is_of_sql_server_and_exports_what_is_read() {
    let text = std::fs::read_to_string(root().join("docs/sql/export-ssd.sql")).unwrap();
    let statements = Parser::parse_sql(&MsSqlDialect {}, &text).unwrap();
    let queries: Vec<String> = statements.iter().map(ToString::to_string).filter(|text| text.starts_with("SELECT")).collect();
    assert_eq!(queries.len() + 1, statements.len(), "one of them sets the day that the export begins with");
    let plan = CATALOGUE.translations.iter().find(|plan| plan.title.contains("Safeguarding")).unwrap();
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_lowercase).collect()
    };
    let mut exported = BTreeSet::new();
    for query in &queries {
        let from = query.split(" FROM ").nth(1).unwrap().split_whitespace().next().unwrap();
        let table = plan.tables.iter().find(|table| table.id == from).unwrap_or_else(|| panic!("{from} is not read"));
        assert!(text.contains(&format!("-- {from}.csv")), "{from} has no name of a file");
        exported.insert(from.to_owned());
        let names = words(query);
        for column in &table.required {
            let known = table.columns[column].as_array().unwrap();
            let there = known.iter().any(|name| names.contains(name.as_str().unwrap()));
            assert!(there, "{from} is exported without '{column}'");
        }
    }
    let read: BTreeSet<String> = plan.tables.iter().map(|table| table.id.clone()).collect();
    assert_eq!(exported, read);
}
