//! The page of a council's document, its heads and feet, and its settings.

use super::relations::Relation;
use super::tree::{self, Node, changed};
use crate::docx::blocks::{PLAIN, paragraph, run};
use crate::docx::frame::{Frame, ORDER};
use crate::docx::styles::LANGUAGE;
use crate::docx::xml::Element;

/// The least width that text needs, in twentieths of a point: 10.5 cm.
const LEAST: usize = 6_000;

/// What of the settings is the old text's, leads out of the file, asks at opening, or locks the document.
const LEFT_OUT: [&str; 12] = [
    "w:attachedTemplate",
    "w:mailMerge",
    "w:updateFields",
    "w:documentProtection",
    "w:writeProtection",
    "w:footnotePr",
    "w:endnotePr",
    "w:linkStyles",
    "w:saveThroughXslt",
    "w:rsids",
    "w:docVars",
    "w:trackRevisions",
];

/// The page of a section, or our own where there is none. What is taken over is given ids of ours, and heads and feet that
/// the section does not name are left out.
///
/// # Errors
/// When text has no room on it.
pub fn frame(section: Option<&Node>, kept: &mut Vec<Relation>) -> Result<Frame, String> {
    let named =
        |id: &str| section.is_some_and(|section| section.children.iter().any(|child| child.attribute("r:id") == Some(id)));
    kept.retain(|relation| !matches!(relation.kind.as_str(), "header" | "footer") || named(&relation.id));
    let mut ids: Vec<(String, String)> = Vec::new();
    for (at, relation) in kept.iter_mut().enumerate() {
        let id = format!("template{at}");
        ids.push((std::mem::replace(&mut relation.id, id.clone()), id));
    }
    let Some(section) = section else { return Ok(Frame::own()) };
    let number =
        |node: Option<&Node>, name: &str| node.and_then(|node| node.attribute(name)).and_then(|text| text.parse::<f64>().ok());
    let (size, margins) = (section.child("w:pgSz"), section.child("w:pgMar"));
    let wide = number(size, "w:w").unwrap_or(11_906.0);
    let sides = ["w:left", "w:right", "w:gutter"].map(|name| number(margins, name).unwrap_or(0.0));
    let width = (wide - sides.iter().sum::<f64>()).clamp(0.0, 31_680.0) as usize;
    if width < LEAST {
        return Err(format!("its page has {:.1} cm for text, and tables need 10.5 cm at the least", width as f64 / 567.0));
    }
    let mut properties: Vec<Element> = Vec::new();
    for name in ORDER {
        for node in section.all(name).filter(|_| !matches!(name, "w:type" | "w:cols" | "w:printerSettings" | "w:formProt")) {
            let Some(found) = copied(node, &ids) else { continue };
            properties.push(found);
        }
    }
    let high = number(size, "w:h").unwrap_or(16_838.0);
    let ends = ["w:top", "w:bottom"].map(|name| number(margins, name).unwrap_or(0.0).abs());
    let height = (high - ends.iter().sum::<f64>()).clamp(0.0, 31_680.0) as usize;
    Ok(Frame::of((width, height), properties))
}

/// An element of a section, with ids of ours; nothing where what it refers to is not taken over.
fn copied(node: &Node, ids: &[(String, String)]) -> Option<Element> {
    let mut made = Element::new(node.name.clone());
    for (name, value) in &node.attributes {
        if name == "r:id" {
            let (_, id) = ids.iter().find(|(old, _)| old == value)?;
            made = made.with("r:id", id);
        } else if name.starts_with("w:") {
            made = made.with(name.clone(), value);
        }
    }
    let children = node.children.iter().filter(|child| child.name.starts_with("w:"));
    Some(made.children(children.filter_map(|child| copied(child, ids))))
}

/// Settings without what is left out, in our language.
pub fn settings(text: &str) -> Option<Vec<u8>> {
    let root = tree::parse(text)?;
    let leads_out = |node: &Node| node.descendants().iter().any(|node| node.attribute("r:id").is_some());
    let mut changes: Vec<_> = root
        .children
        .iter()
        .filter(|node| LEFT_OUT.contains(&node.name.as_str()) || leads_out(node))
        .map(|node| (node.range.clone(), String::new()))
        .collect();
    if let Some(language) = root.child("w:themeFontLang") {
        changes.push((language.range.clone(), Element::new("w:themeFontLang").val(LANGUAGE).fragment()));
    }
    Some(changed(text, changes).into_bytes())
}

/// A head or a foot with the marking below what stands in it, unless that says so already.
pub fn marked(text: &str, marking: &str, style: &str) -> Option<Vec<u8>> {
    let root = tree::parse(text)?;
    let said: String = root.descendants().iter().filter(|node| node.name == "w:t").map(|node| node.text.as_str()).collect();
    let said = quick_xml::escape::unescape(&said).map(|said| said.into_owned()).unwrap_or_default();
    if said.contains(marking) {
        return Some(text.as_bytes().to_vec());
    }
    let line = paragraph(style, [run(marking, PLAIN)]).fragment();
    let end = text.get(..root.range.end)?.rfind("</")?;
    Some(changed(text, vec![(end..end, line)]).into_bytes())
}
