//! What a paper has of the council's own: its name, its logo, its colour, how it is marked, which meeting it is for.
//!
//! Takes the table `[paper]` of a scorecard, gives values that were checked. Opens no file: where the logo lies is told,
//! not what is in it.

use super::reader::{Table, Text};
use crate::problem_codes::Code;

/// What a scorecard says of its papers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LetterheadDefinition {
    /// The name of the council.
    pub council: Option<String>,
    /// The picture of its logo, from the folder of the scorecard.
    pub logo: Option<Text>,
    /// Its colour: red, green, blue.
    pub accent: Option<[u8; 3]>,
    /// How the papers for the council itself are marked.
    pub marking: Option<String>,
    /// The meeting it goes to.
    pub meeting: Option<String>,
    /// Who wrote it: a role or a team.
    pub author: Option<String>,
    /// The Word document that its papers are written in, from the folder of the scorecard.
    pub template: Option<Text>,
}

/// Reads the table `[paper]`.
pub(super) fn read(table: &Table<'_>) -> LetterheadDefinition {
    let Some(paper) = table.table("paper") else { return LetterheadDefinition::default() };
    let filled = |key: &str| {
        let text = paper.text(key)?;
        if text.value.trim().is_empty() {
            paper.mistake(Code::WrongValue, format!("'{key}' says nothing"), text.span, "leave the key out, or fill it in");
            return None;
        }
        Some(text.value)
    };
    let accent = paper.text("accent").and_then(|text| {
        let colour = colour(&text.value);
        if colour.is_none() {
            let message = format!("'{}' is no colour", text.value);
            paper.mistake(
                Code::WrongValue,
                message,
                text.span,
                "write it as \"#1d70b8\": a sharp and six digits, 0 to 9 and a to f",
            );
        }
        colour
    });
    let logo = paper.text("logo").and_then(|text| {
        let is_picture = [".png", ".jpg", ".jpeg"].iter().any(|ending| text.value.to_lowercase().ends_with(ending));
        if !is_picture {
            let message = format!("'{}' is no picture that a paper can hold", text.value);
            paper.mistake(Code::WrongValue, message, text.span.clone(), "name a file that ends in .png, .jpg or .jpeg");
        }
        is_picture.then_some(text)
    });
    let template = paper.text("template").and_then(|text| {
        let is_document = [".docx", ".dotx"].iter().any(|ending| text.value.to_lowercase().ends_with(ending));
        if !is_document {
            let message = format!("'{}' is no Word document that papers can be written in", text.value);
            paper.mistake(Code::WrongValue, message, text.span.clone(), "name a file that ends in .docx or .dotx");
        }
        is_document.then_some(text)
    });
    LetterheadDefinition {
        council: filled("council"),
        logo,
        accent,
        marking: filled("marking"),
        meeting: filled("meeting"),
        author: filled("author"),
        template,
    }
}

/// `#1d70b8` as red, green and blue.
fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.trim().strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    // A sign passes for the first digit of a number.
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    Some([part(0)?, part(2)?, part(4)?])
}

#[cfg(test)]
mod tests {
    use super::colour;

    #[test]
    fn a_colour_has_six_digits() {
        assert_eq!(colour("#1d70B8"), Some([0x1d, 0x70, 0xb8]));
        for wrong in ["1d70b8", "#1d7", "#+1+1+1", "#1d70bg", "blue", "#é70b8"] {
            assert_eq!(colour(wrong), None, "{wrong}");
        }
    }
}
