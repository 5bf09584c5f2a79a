//! Looks through the whole picture of a logo, so that no paper meets one that it cannot draw.
//!
//! Takes a picture as it lies in its file, gives it back, or why papers cannot have it. A picture is decoded once here by
//! the libraries that draw it later; what is let through is drawn in every format.

use std::io::Cursor;

use png::{DecodeOptions, Decoder, Limits, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;

use scorecard_core::scorecard::{Logo, Picture};

/// The most pixels that a side may have: at 300 to an inch a logo across A4 has 3,500.
const MOST: u32 = 5_000;
/// The fewest: less is a mark for counting readers, or a dot.
const FEWEST: u32 = 12;
/// The most memory that a picture may take while it is looked through: that of the most pixels in colour with shades of seeing through.
const ROOM: usize = (MOST * MOST * 4) as usize;

/// A picture that every paper can draw.
///
/// # Errors
/// Says why it is none.
pub fn sound(bytes: Vec<u8>) -> Result<Logo, String> {
    let logo = Logo::read(bytes)?;
    let Logo { kind, bytes, width, height } = &logo;
    let size = format!("it is {width} by {height} pixels");
    if *width.max(height) > MOST {
        return Err(format!("{size}, and a side may have {MOST} at the most; save it smaller"));
    }
    if *width.min(height) < FEWEST {
        return Err(format!("{size}, which nobody would see; a side has {FEWEST} at the least"));
    }
    match kind {
        Picture::Png => png(bytes)?,
        Picture::Jpeg => jpeg(bytes)?,
    }
    Ok(logo)
}

fn png(bytes: &[u8]) -> Result<(), String> {
    let damaged = |_| "it is damaged: the picture in it cannot be read to its end".to_owned();
    let mut options = DecodeOptions::default();
    options.set_ignore_checksums(false);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_limits(Limits { bytes: ROOM });
    decoder.set_transformations(Transformations::EXPAND);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let size = reader.output_buffer_size().filter(|size| *size <= 2 * ROOM).ok_or("it takes too much memory")?;
    let mut pixels = vec![0; size];
    reader.next_frame(&mut pixels).map_err(damaged)?;
    reader.finish().map_err(damaged)
}

fn jpeg(bytes: &[u8]) -> Result<(), String> {
    let damaged = "it is damaged: the picture in it cannot be read to its end";
    let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
    decoder.decode_headers().map_err(|_| damaged)?;
    match decoder.input_colorspace() {
        Some(ColorSpace::Luma | ColorSpace::YCbCr | ColorSpace::RGB) => {}
        Some(ColorSpace::CMYK | ColorSpace::YCCK) => {
            return Err(
                "it is a JPEG in the colours of a printing press (CMYK), which screens show wrongly; save it in those of \
                        screens (RGB)"
                    .to_owned(),
            );
        }
        _ => return Err("its colours are of no kind that papers can show".to_owned()),
    }
    decoder.decode().map_err(|_| damaged)?;
    // The decoder fills what is missing with grey; a whole file has its end behind where its picture begins.
    let find = |mark: [u8; 2]| bytes.windows(2).rposition(|found| found == mark);
    match (find([0xff, 0xda]), find([0xff, 0xd9])) {
        (Some(begin), Some(end)) if end > begin => Ok(()),
        _ => Err(damaged.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one grey.
    fn picture(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&vec![0x80; (width * height) as usize]).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn a_whole_picture_is_let_through() {
        let found = sound(picture(120, 40)).unwrap();
        assert_eq!((found.width, found.height), (120, 40));
    }

    #[test]
    fn a_picture_that_is_cut_off_or_changed_is_not() {
        let whole = picture(120, 40);
        for end in 0..whole.len() {
            assert!(sound(whole[..end].to_vec()).is_err(), "{end} of {} bytes", whole.len());
        }
        for at in 8..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            // Some bytes say nothing of the picture; none may make it another size than it says.
            if let Ok(found) = sound(changed) {
                assert_eq!((found.width, found.height), (120, 40), "byte {at}");
            }
        }
    }

    #[test]
    fn a_picture_of_a_size_that_no_paper_has_is_not() {
        assert!(sound(picture(1, 1)).unwrap_err().contains("1 by 1"));
        assert!(sound(picture(200, 11)).unwrap_err().contains("at the least"));
        // The head alone says so: nobody unpacks 400 million pixels.
        let mut huge = picture(20, 20);
        huge[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
        huge[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
        assert!(sound(huge).unwrap_err().contains("20000 by 20000"));
    }
}
