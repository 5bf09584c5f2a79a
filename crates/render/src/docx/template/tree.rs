//! XML of somebody else's document as a tree, with the place of each element in the text.
//!
//! Takes text, gives elements by the prefixes that we use ourselves, whatever the document calls them. Nothing is fetched
//! and nothing is expanded: a document that declares entities is refused.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::docx::package::{RELATIONS, WORD};

/// How deep elements may stand in each other: those of Word stand in some twenty.
const DEEPEST: usize = 400;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name: `w:style`; without a prefix of ours its local name behind a colon.
    pub name: String,
    /// Its attributes, named alike; those without a prefix by their name alone.
    pub attributes: Vec<(String, String)>,
    /// The elements in it.
    pub children: Vec<Node>,
    /// The text in it, that of its children left out.
    pub text: String,
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// Where its start tag stands.
    pub tag: Range<usize>,
}

impl Node {
    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Word's attribute for a single value.
    pub fn val(&self) -> Option<&str> {
        self.attribute("w:val")
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element and all below it.
    pub fn descendants(&self) -> Vec<&Node> {
        let mut found = vec![self];
        let mut at = 0;
        while let Some(node) = found.get(at).copied() {
            found.extend(&node.children);
            at += 1;
        }
        found
    }
}

/// The root of a text; nothing where it is no XML that can be read.
pub fn parse(text: &str) -> Option<Node> {
    let mut reader = NsReader::from_str(text);
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    loop {
        let begin = reader.buffer_position() as usize;
        let event = reader.read_event().ok()?;
        let end = reader.buffer_position() as usize;
        match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST || root.is_some() {
                    return None;
                }
                open.push(node(&reader, &start, begin..end)?);
            }
            Event::Empty(start) => {
                let found = node(&reader, &start, begin..end)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(found),
                    None if root.is_none() => root = Some(found),
                    None => return None,
                }
            }
            Event::End(_) => {
                let mut found = open.pop()?;
                found.range.end = end;
                match open.last_mut() {
                    Some(parent) => parent.children.push(found),
                    None => root = Some(found),
                }
            }
            Event::Text(found) => {
                if let Some(parent) = open.last_mut() {
                    parent.text.push_str(text.get(begin..end)?);
                }
                drop(found);
            }
            Event::DocType(_) => return None,
            Event::Eof => return root.filter(|_| open.is_empty()),
            _ => {}
        }
    }
}

fn node(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, range: Range<usize>) -> Option<Node> {
    let (space, local) = reader.resolver().resolve_element(start.name());
    let name = format!("{}:{}", prefix(&space), local.as_ref());
    let mut attributes = Vec::new();
    for found in start.attributes() {
        let found = found.ok()?;
        let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        let (space, local) = reader.resolver().resolve_attribute(found.key);
        attributes.push(match space {
            ResolveResult::Unbound => (local.as_ref().to_owned(), value),
            space => (format!("{}:{}", prefix(&space), local.as_ref()), value),
        });
    }
    Some(Node { name, attributes, tag: range.clone(), range, ..Node::default() })
}

/// The prefix that we use for a namespace.
fn prefix(space: &ResolveResult<'_>) -> &'static str {
    match space {
        ResolveResult::Bound(Namespace(name)) if *name == WORD => "w",
        ResolveResult::Bound(Namespace(name)) if *name == RELATIONS => "r",
        _ => "",
    }
}

/// A text with some of its stretches changed; none may overlap.
pub fn changed(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in changes {
        if range.start < at {
            continue;
        }
        made.push_str(text.get(at..range.start).unwrap_or_default());
        made.push_str(&new);
        at = range.end;
    }
    made + text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_known_by_their_namespace_whatever_their_prefix() {
        let text = format!("<?xml version=\"1.0\"?><x:a xmlns:x=\"{WORD}\" x:val=\"1 &amp; 2\" plain=\"3\"><x:b/><c>t</c></x:a>");
        let root = parse(&text).unwrap();
        assert_eq!((root.name.as_str(), root.val(), root.attribute("plain")), ("w:a", Some("1 & 2"), Some("3")));
        let names: Vec<&str> = root.descendants().iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["w:a", "w:b", ":c"]);
        assert_eq!(&text[root.children[0].range.clone()], "<x:b/>");
        assert_eq!(changed(&text, vec![(root.children[0].range.clone(), "<d/>".to_owned())]), text.replace("<x:b/>", "<d/>"));
    }

    #[test]
    fn what_is_no_plain_xml_is_refused() {
        for text in
            ["", "text", "<a>", "<a></b>", "<a/><b/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a b=\"1\" b=\"2\"/>"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&format!("{}{}", "<a>".repeat(1000), "</a>".repeat(1000))), None);
    }
}
