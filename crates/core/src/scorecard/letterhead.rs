//! What a paper has of the council's own, and how it is marked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Audience;

/// What a paper has of the council's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The name of the council.
    pub council: Option<String>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// Its colour: red, green, blue.
    pub accent: Option<[u8; 3]>,
    /// How papers for the council itself are marked, where not as ever.
    pub marking: Option<String>,
    /// The meeting it goes to.
    pub meeting: Option<String>,
    /// Who it is from.
    pub author: Option<String>,
    /// The Word document that its papers are written in.
    pub template: Option<Template>,
}

/// A Word document of the council's own, in parts.
#[derive(Clone, PartialEq, Eq)]
pub struct Template {
    /// Its parts by their names.
    pub parts: Arc<BTreeMap<String, Vec<u8>>>,
    /// The names of Word's own styles that it lacks.
    pub lacking: Vec<String>,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Template of {} parts", self.parts.len())
    }
}

/// A picture as it lies in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// What kind of picture.
    pub kind: Picture,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// The kinds of pictures that all papers can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl Letterhead {
    /// How a paper is marked: that small numbers are in it, in the council's words where it has some. What is for the
    /// public has no other marking than that.
    pub fn marking(&self, audience: Audience) -> &str {
        match audience {
            Audience::Internal => self.marking.as_deref().unwrap_or("Internal: small numbers are shown"),
            Audience::Public => "For publication: small numbers are hidden",
        }
    }
}

impl Logo {
    /// A picture by what its bytes say.
    ///
    /// # Errors
    /// Says why they are none that papers can hold.
    pub fn read(bytes: Vec<u8>) -> Result<Self, String> {
        let (kind, size) = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => (Picture::Png, png_size(&bytes)),
            [0xff, 0xd8, 0xff, ..] => (Picture::Jpeg, jpeg_size(&bytes)),
            _ => return Err("it is neither a PNG nor a JPEG, whatever its name says".to_owned()),
        };
        let (width, height) = size.filter(|(width, height)| *width > 0 && *height > 0).ok_or("its size cannot be read")?;
        if width / 20 > height || height / 20 > width {
            return Err(format!("it is {width} by {height} pixels, which is a line"));
        }
        Ok(Logo { kind, bytes, width, height })
    }
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((number(16)?, number(20)?))
}

/// The size in the first frame, past all segments before it.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let word = |at: usize| Some(u32::from(*bytes.get(at)?) << 8 | u32::from(*bytes.get(at + 1)?));
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0xc4 | 0xc8 | 0xcc => at += 2 + word(at + 2)? as usize,
            0xc0..=0xcf => return Some((word(at + 7)?, word(at + 5)?)),
            0xd9 | 0xda => return None,
            _ => at += 2 + word(at + 2)? as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let head = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, 0, 0, 13, b'I', b'H', b'D', b'R'];
        [head.as_slice(), &width.to_be_bytes(), &height.to_be_bytes()].concat()
    }

    #[test]
    fn the_size_of_a_picture_is_in_its_bytes() {
        let found = Logo::read(png(300, 80)).unwrap();
        assert_eq!((found.kind, found.width, found.height), (Picture::Png, 300, 80));
        // A comment of two bytes, then the first frame: precision, 40 high, 160 wide.
        let jpeg = [0xff, 0xd8, 0xff, 0xfe, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 0, 40, 0, 160];
        let found = Logo::read(jpeg.to_vec()).unwrap();
        assert_eq!((found.kind, found.width, found.height), (Picture::Jpeg, 160, 40));
    }

    #[test]
    fn what_is_no_picture_is_told() {
        assert!(Logo::read(b"<svg/>".to_vec()).unwrap_err().contains("neither"));
        assert!(Logo::read(png(0, 80)).unwrap_err().contains("size"));
        assert!(Logo::read(png(3000, 8)).unwrap_err().contains("line"));
        assert!(Logo::read(vec![0xff, 0xd8, 0xff]).unwrap_err().contains("size"));
        assert!(Logo::read(Vec::new()).is_err());
    }

    #[test]
    fn what_is_for_the_public_has_no_marking_of_the_council() {
        let own = Letterhead { marking: Some("OFFICIAL-SENSITIVE".to_owned()), ..Letterhead::default() };
        assert_eq!(own.marking(Audience::Internal), "OFFICIAL-SENSITIVE");
        assert_eq!(own.marking(Audience::Public), "For publication: small numbers are hidden");
        assert_eq!(Letterhead::default().marking(Audience::Internal), "Internal: small numbers are shown");
    }
}
