//! The theme and the table of fonts that Word looks for beside the styles.

use super::package::{DRAWING, WORD};
use super::xml::Element;

/// The font of everything.
const FONT: &str = "Arial";
/// The accents where the council has no colour of its own.
const ACCENTS: [&str; 6] = ["1D70B8", "005EB8", "B85500", "6F2C91", "C8102E", "505A5F"];

/// `word/theme/theme1.xml`.
pub fn theme(accent: Option<[u8; 3]>) -> Element {
    let own = accent.map(|[red, green, blue]| format!("{red:02X}{green:02X}{blue:02X}"));
    let accents = std::iter::once(own.as_deref().unwrap_or(ACCENTS[0])).chain(ACCENTS[1..].iter().copied());
    let rgb = |name, value: &str| Element::new(name).child(Element::new("a:srgbClr").with("val", value));
    let names = ["a:accent1", "a:accent2", "a:accent3", "a:accent4", "a:accent5", "a:accent6"];
    let colours = Element::new("a:clrScheme")
        .with("name", "Scorecard")
        .child(rgb("a:dk1", "0B0C0C"))
        .child(rgb("a:lt1", "FFFFFF"))
        .child(rgb("a:dk2", "383F43"))
        .child(rgb("a:lt2", "F3F3F3"))
        .children(names.into_iter().zip(accents).map(|(name, value)| rgb(name, value)))
        .child(rgb("a:hlink", "1A65A6"))
        .child(rgb("a:folHlink", "6F2C91"));
    let face = |name| {
        Element::new(name)
            .child(Element::new("a:latin").with("typeface", FONT))
            .child(Element::new("a:ea").with("typeface", ""))
            .child(Element::new("a:cs").with("typeface", ""))
    };
    let fonts = Element::new("a:fontScheme").with("name", "Scorecard").child(face("a:majorFont")).child(face("a:minorFont"));
    let solid = || Element::new("a:solidFill").child(Element::new("a:schemeClr").with("val", "phClr"));
    let line = |width: u32| Element::new("a:ln").with("w", width).child(solid());
    let effect = || Element::new("a:effectStyle").child(Element::new("a:effectLst"));
    let formats = Element::new("a:fmtScheme")
        .with("name", "Scorecard")
        .child(Element::new("a:fillStyleLst").children((0..3).map(|_| solid())))
        .child(Element::new("a:lnStyleLst").children([6_350, 12_700, 19_050].map(line)))
        .child(Element::new("a:effectStyleLst").children((0..3).map(|_| effect())))
        .child(Element::new("a:bgFillStyleLst").children((0..3).map(|_| solid())));
    Element::new("a:theme")
        .with("xmlns:a", DRAWING)
        .with("name", "Scorecard")
        .child(Element::new("a:themeElements").child(colours).child(fonts).child(formats))
}

/// `word/fontTable.xml`.
pub fn fonts() -> Element {
    let font = Element::new("w:font")
        .with("w:name", FONT)
        .child(Element::new("w:panose1").val("020B0604020202020204"))
        .child(Element::new("w:charset").val("00"))
        .child(Element::new("w:family").val("swiss"))
        .child(Element::new("w:pitch").val("variable"));
    Element::new("w:fonts").with("xmlns:w", WORD).child(font)
}
