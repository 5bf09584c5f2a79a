//! What papers have of the council's own: its logo, looked through before any paper is made, in every format.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::root;

/// A scorecard of one row with a letterhead.
pub const SCORECARD: &str = "title = \"An example council\"\nsource = \"Its strategy\"\n\n[paper]\ncouncil = \"Example Borough \
                         Council\"\nPAPER\n\n[[groups]]\nid = \"homes\"\ntitle = \"Pledge 1: A good home\"\n\n[[groups.rows]]\nid = \
                         \"EX-01\"\nindicator = \"foster-percent\"\nsource = \"Section 1\"\n";

/// Papers of that scorecard in every format, with more arguments; the output of the run.
pub fn papers(folder: &Path, paper: &str, arguments: &[&str]) -> Output {
    fs::write(folder.join("example.toml"), SCORECARD.replace("PAPER", paper)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
    command.arg("compute").arg(folder.join("example.toml"));
    command.args([
        "--extracts",
        "tests/cases/foster-codes/extracts",
        "--period",
        "2019-03",
        "--today",
        "2019-04-03",
        "--verbose",
    ]);
    for ending in ["html", "docx", "pdf", "xlsx", "md", "csv", "json", "txt"] {
        command.arg("--output").arg(folder.join("paper").with_extension(ending));
    }
    command.args(arguments).current_dir(root()).output().unwrap()
}

/// A PNG of one colour: what kind of pixels, how many bits each, how wide and how high.
fn png(color: png::ColorType, depth: png::BitDepth, (width, height): (u32, u32)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == png::ColorType::Indexed {
        encoder.set_palette(vec![0, 112, 60, 255, 255, 255]);
    }
    let line = (width as usize * color.samples() * depth as usize).div_ceil(8);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![0; line * height as usize]).unwrap();
    writer.finish().unwrap();
    bytes
}

/// A JPEG of eight by eight grey pixels, sixteen blocks of them, in so many colours: by hand, of the standard's parts.
fn jpeg(colours: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    bytes.extend([1; 64]);
    // A frame of 32 by 32 with a component for each colour.
    bytes.extend([0xff, 0xc0, 0, 8 + 3 * colours, 8, 0, 32, 0, 32, colours]);
    (1..=colours).for_each(|colour| bytes.extend([colour, 0x11, 0]));
    // One code of one bit each: no difference, and the end of the block.
    for class in [0x00, 0x10] {
        bytes.extend([0xff, 0xc4, 0, 20, class, 1]);
        bytes.extend([0; 15]);
        bytes.push(0);
    }
    bytes.extend([0xff, 0xda, 0, 6 + 2 * colours, colours]);
    (1..=colours).for_each(|colour| bytes.extend([colour, 0]));
    bytes.extend([0, 63, 0]);
    // Two bits of nought for each of 16 blocks of each colour.
    bytes.extend(vec![0; 4 * colours as usize]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

#[test]
fn a_logo_that_can_be_drawn_is_in_every_paper() {
    use png::{BitDepth, ColorType};
    let size = (120, 40);
    let logos = [
        ("rgb.png", png(ColorType::Rgb, BitDepth::Eight, size)),
        ("deep.png", png(ColorType::Rgba, BitDepth::Sixteen, size)),
        ("few.png", png(ColorType::Indexed, BitDepth::One, size)),
        ("grey.png", png(ColorType::GrayscaleAlpha, BitDepth::Eight, size)),
        ("one.png", png(ColorType::Grayscale, BitDepth::One, size)),
        ("grey.jpg", jpeg(1)),
        ("colour.jpg", jpeg(3)),
    ];
    for (name, bytes) in logos {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), &bytes).unwrap();
        let output = papers(folder.path(), &format!("logo = \"{name}\""), &[]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{name}: {said}");
        assert!(!said.contains("unusable-logo"), "{name}: {said}");
        let pdf = fs::read(folder.path().join("paper.pdf")).unwrap();
        assert!(
            String::from_utf8_lossy(&pdf).contains("/Subtype /Image") || String::from_utf8_lossy(&pdf).contains("/Image"),
            "{name}"
        );
        let docx = fs::read(folder.path().join("paper.docx")).unwrap();
        let found = docx.windows(bytes.len()).any(|part| part == bytes.as_slice());
        assert!(found, "{name}: the picture lies in the Word document as it was");
    }
}

#[test]
fn a_logo_that_cannot_be_drawn_is_told_with_its_place_and_no_paper_fails() {
    use png::{BitDepth, ColorType};
    let whole = png(ColorType::Rgb, BitDepth::Eight, (120, 40));
    let mut huge = whole.clone();
    huge[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let cut = jpeg(3);
    let logos = [
        ("cut.png", whole[..whole.len() / 2].to_vec(), "it is damaged"),
        ("cut.jpg", cut[..cut.len() - 2].to_vec(), "it is damaged"),
        ("print.jpg", jpeg(4), "CMYK"),
        ("dot.png", png(ColorType::Rgb, BitDepth::Eight, (1, 1)), "it is 1 by 1 pixels"),
        ("huge.png", huge, "it is 20000 by 20000 pixels"),
        ("text.png", b"GIF89a".to_vec(), "neither a PNG nor a JPEG"),
        ("empty.jpg", Vec::new(), "neither a PNG nor a JPEG"),
        ("large.png", vec![0x89; 1024 * 1024 + 1], "larger than"),
    ];
    for (name, bytes, why) in logos {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let output = papers(folder.path(), &format!("logo = \"{name}\""), &[]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{name}: {said}");
        assert!(said.contains("unusable-logo") && said.contains(why) && said.contains("example.toml:6"), "{name}: {said}");
        assert!(fs::read(folder.path().join("paper.pdf")).unwrap().starts_with(b"%PDF"), "{name}");
    }
}
