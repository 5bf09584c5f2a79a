//! A definition file before it is read: its text, and where it lies among the layers of definitions.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::problem::Snippet;

/// What the layer of built-in definitions is called.
pub const BUILT_IN: &str = "built in";

/// A definition file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path to show, with `/` between its parts.
    pub path: String,
    /// The id its name gives.
    pub id: String,
    /// Its text.
    pub text: Arc<str>,
    /// Where it lies among the layers of definitions.
    pub laid: Laid,
}

/// Where a definition lies among the layers.
#[derive(Clone, Debug, Default)]
pub struct Laid {
    /// The folder that it comes from; none of what is built in.
    pub layer: Option<Arc<str>>,
    /// The definition that it stands in front of.
    pub shadows: Option<Arc<Source>>,
    /// The definition that it extends, found before it is read.
    pub base: Option<Arc<Source>>,
    /// Why there is no text of it.
    pub unreadable: Option<String>,
}

impl Source {
    /// A file by itself.
    pub fn new(path: impl Into<String>, id: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Source { path: path.into(), id: id.into(), text: text.into(), laid: Laid::default() }
    }

    /// The layer that it comes from, in words.
    pub fn layer(&self) -> &str {
        self.laid.layer.as_deref().unwrap_or(BUILT_IN)
    }

    /// Everything that it is read from: what it extends, then its own text. Places count in this.
    pub fn whole_text(&self) -> Cow<'_, str> {
        match &self.laid.base {
            Some(base) => Cow::Owned(format!("{}\n{}", base.whole_text(), self.text)),
            None => Cow::Borrowed(&self.text),
        }
    }

    /// Where its own text begins in the whole.
    pub fn begins(&self) -> usize {
        self.laid.base.as_ref().map_or(0, |base| base.begins() + base.text.len() + 1)
    }

    /// Whether it is the layout of a local extract, before it is read.
    pub fn is_local(&self) -> bool {
        self.text.lines().any(|line| line == "local = true")
    }

    /// A snippet of this file.
    pub fn snippet(&self, span: Range<usize>, label: impl Into<String>) -> Snippet {
        let begins = self.begins();
        match &self.laid.base {
            // What is missing is missing here, and what was taken over stands where it was taken from.
            Some(base) if span.start < begins && span != (0..0) => base.snippet(span, label),
            _ => {
                let span = span.start.saturating_sub(begins)..span.end.saturating_sub(begins);
                Snippet { file: self.path.clone(), text: self.text.clone(), span, label: label.into() }
            }
        }
    }
}
