//! Which parts of a package refer to which: read, and followed as far as they lead.

use std::collections::{BTreeMap, BTreeSet};

use super::tree;

/// The parts of a package, by name.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// One part that another refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The id by which it does.
    pub id: String,
    /// The last word of its kind: `header`, `styles`, `image`.
    pub kind: String,
    /// Its kind in full.
    pub whole_kind: String,
    /// The name of the part; where it lies outside the file, its address.
    pub target: String,
    /// Whether it lies outside the file.
    pub is_external: bool,
}

/// The text of a part of XML.
pub fn text<'a>(parts: &'a Parts, name: &str) -> Result<&'a str, String> {
    let bytes = parts.get(name).ok_or_else(|| format!("it is damaged: its part '{name}' is missing"))?;
    let text = std::str::from_utf8(bytes).map_err(|_| damaged(name))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// That a part is damaged.
pub fn damaged(name: &str) -> String {
    format!("it is damaged: its part '{name}' cannot be read")
}

/// The name of the part that holds the relations of another.
pub fn file_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The relations of a part; those of the whole package where its name is empty.
pub fn of(parts: &Parts, part: &str) -> Result<Vec<Relation>, String> {
    let file = file_of(part);
    if !parts.contains_key(&file) {
        return Ok(Vec::new());
    }
    let root = tree::parse(text(parts, &file)?).ok_or_else(|| damaged(&file))?;
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let relation = |node: &tree::Node| {
        let whole_kind = node.attribute("Type")?.to_owned();
        let is_external = node.attribute("TargetMode") == Some("External");
        let target = node.attribute("Target")?;
        Some(Relation {
            id: node.attribute("Id")?.to_owned(),
            kind: whole_kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: if is_external { target.to_owned() } else { resolved(folder, target) },
            whole_kind,
            is_external,
        })
    };
    Ok(root.children.iter().filter_map(relation).collect())
}

/// The name of a part as another in a folder names it.
fn resolved(folder: &str, target: &str) -> String {
    let whole = if target.starts_with('/') { target.to_owned() } else { format!("{folder}/{target}") };
    let mut path: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The names of some parts and of all that they refer to, with the files that say so.
pub fn reached(parts: &Parts, from: impl IntoIterator<Item = String>) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = from.into_iter().collect();
    while let Some(name) = open.pop() {
        if !parts.contains_key(&name) || !found.insert(name.clone()) {
            continue;
        }
        open.extend(of(parts, &name)?.into_iter().filter(|relation| !relation.is_external).map(|relation| relation.target));
        let file = file_of(&name);
        if parts.contains_key(&file) {
            found.insert(file);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn names_are_read_from_where_they_are_written() {
        assert_eq!(resolved("word", "header1.xml"), "word/header1.xml");
        assert_eq!(resolved("word", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(resolved("word", "/word/media/a.png"), "word/media/a.png");
        assert_eq!(resolved("", "word/document.xml"), "word/document.xml");
        assert_eq!(resolved("word", "../../../etc/passwd"), "etc/passwd");
    }
}
