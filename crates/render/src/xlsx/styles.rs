//! How cells look: Arial 12, wrapped, at the top; pairs of colours with a contrast of 7 to 1 or more.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use scorecard_core::rating::Rating;

/// The height of a row of one line.
pub(super) const ROW_PIXELS: u32 = 20;

/// The width of a column; the library takes those that belong to the digits of a font.
pub(super) const COLUMN_PIXELS: u32 = 80;

/// The text of everything.
pub(super) fn base() -> Format {
    Format::new().set_font_name("Arial").set_font_size(12)
}

/// A sheet's title.
pub(super) fn title() -> Format {
    base().set_font_size(16).set_bold()
}

/// A heading below the title.
pub(super) fn heading() -> Format {
    base().set_font_size(14).set_bold()
}

/// Text that wraps.
pub(super) fn wrapped() -> Format {
    base().set_text_wrap().set_align(FormatAlign::Top)
}

/// A link, in the colour and with the line that readers know, 7 to 1 against white.
pub(super) fn link() -> Format {
    base().set_font_color(Color::RGB(0x0B_4C_92)).set_underline(FormatUnderline::Single)
}

/// A cell of a table, a little away from the number before it.
pub(super) fn cell() -> Format {
    bottom().set_align(FormatAlign::Left).set_indent(1)
}

fn bottom() -> Format {
    wrapped().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Color::RGB(0xB1_B4_B6))
}

/// A cell of a column of numbers, also where it holds a symbol.
pub(super) fn number() -> Format {
    bottom().set_align(FormatAlign::Right)
}

/// The head of a column.
pub(super) fn head(number: bool) -> Format {
    let head = base()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_border_bottom(FormatBorder::Medium)
        .set_border_bottom_color(Color::RGB(0x0B_0C_0C));
    if number { head.set_align(FormatAlign::Right) } else { head.set_align(FormatAlign::Left).set_indent(1) }
}

/// A cell with a rating: its word says it, the colour repeats it.
pub(super) fn rating(rating: Rating) -> Format {
    let pair = match rating {
        Rating::Green => Some((0x09_44_2D, 0xCF_E7_DE)),
        Rating::Amber => Some((0x66_42_0D, 0xFF_E4_BC)),
        Rating::Red => Some((0x2A_0B_06, 0xF4_CD_C6)),
        Rating::NotRated | Rating::NoData => None,
    };
    match pair {
        None => cell(),
        Some((ink, paper)) => cell().set_bold().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(paper)),
    }
}
