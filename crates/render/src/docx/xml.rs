//! XML elements as values, written with everything escaped.

use std::borrow::Cow;

/// A name: ours, or one that was read.
type Name = Cow<'static, str>;

/// An element with its attributes and children.
#[derive(Clone, Debug)]
pub struct Element {
    name: Name,
    attributes: Vec<(Name, String)>,
    children: Vec<Node>,
}

#[derive(Clone, Debug)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An element of a name with its prefix.
    pub fn new(name: impl Into<Name>) -> Self {
        Element { name: name.into(), attributes: Vec::new(), children: Vec::new() }
    }

    /// With an attribute.
    pub fn with(mut self, name: impl Into<Name>, value: impl ToString) -> Self {
        self.attributes.push((name.into(), value.to_string()));
        self
    }

    /// With Word's attribute for a single value.
    pub fn val(self, value: impl ToString) -> Self {
        self.with("w:val", value)
    }

    /// With a child.
    pub fn child(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// With children.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Its name, with its prefix.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| if let Node::Element(element) = child { Some(element) } else { None })
    }

    /// The elements in it, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|child| if let Node::Element(element) = child { Some(element) } else { None })
    }

    /// Changes an attribute that is there.
    pub fn change(&mut self, name: &str, change: impl FnOnce(&str) -> String) {
        if let Some((_, value)) = self.attributes.iter_mut().find(|(other, _)| other == name) {
            *value = change(value);
        }
    }

    /// With text.
    pub fn text(mut self, text: &str) -> Self {
        self.children.push(Node::Text(text.to_owned()));
        self
    }

    /// As a file of its own.
    pub fn file(&self) -> Vec<u8> {
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned();
        self.write(&mut text);
        text.into_bytes()
    }

    /// As a part of a file that declares no prefixes: with that of WordprocessingML declared.
    pub fn fragment(self) -> String {
        let mut text = String::new();
        self.with("xmlns:w", super::package::WORD).write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        text.push('<');
        text.push_str(&self.name);
        for (name, value) in &self.attributes {
            text.push(' ');
            text.push_str(name);
            text.push_str("=\"");
            escape(value, text);
            text.push('"');
        }
        if self.children.is_empty() {
            text.push_str("/>");
            return;
        }
        text.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(text),
                Node::Text(found) => escape(found, text),
            }
        }
        text.push_str("</");
        text.push_str(&self.name);
        text.push('>');
    }
}

fn escape(found: &str, text: &mut String) {
    for character in found.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            // XML has no way to hold these, escaped or not; Word calls a file with one damaged.
            '\u{fffe}' | '\u{ffff}' => text.push(' '),
            other if other.is_control() => text.push(' '),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Element;

    #[test]
    fn text_and_attributes_are_escaped() {
        let element = Element::new("w:t").with("a", "\"<'").text("a & b < c \u{1}").child(Element::new("w:br"));
        let file = String::from_utf8(element.file()).unwrap_or_default();
        assert!(file.ends_with("<w:t a=\"&quot;&lt;'\">a &amp; b &lt; c  <w:br/></w:t>"), "{file}");
    }
}
