//! Writes the pages as PDF: tagged, by the standard PDF/UA-1.
//!
//! Takes a sheet, gives bytes, the same for the same sheet. krilla holds them against the standard as it writes.

use std::num::{NonZeroU16, NonZeroU32};

use anyhow::{Context, anyhow};
use krilla::SerializeSettings;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
    TagTree,
};

use super::faces::{Faces, Weight};
use super::sheet::{Branch, Child, Entry, HEIGHT, Item, Kind, Leaf, Sheet, WIDTH};
use crate::drawing::{Anchor, Colour, Drawing, Look, Path, Shape, Step};
use scorecard_core::calendar;
use scorecard_core::scorecard::{Logo, Picture};

/// What the file says of itself.
pub struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// Who it is from.
    pub author: Option<&'a str>,
    /// The day it was made.
    pub made: calendar::Day,
    /// The council's logo.
    pub logo: Option<&'a Logo>,
}

/// The bytes of a sheet.
///
/// # Errors
/// Only for faults of ours: what the standard does not allow.
pub fn write(sheet: &Sheet, faces: &Faces, about: &About<'_>) -> anyhow::Result<Vec<u8>> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| anyhow!("no version of PDF for the standard: {error:?}"))?;
    let mut document = krilla::Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let logo = about.logo.map(picture).transpose()?;
    let mut found: Vec<Vec<Identifier>> = vec![Vec::new(); sheet.leaves];
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).context("a page without a size")?;
    for items in &sheet.pages {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        let mut open: Option<Option<Leaf>> = None;
        for item in items.iter().filter(|item| !matches!(item, Item::Link { .. })) {
            let leaf = leaf_of(item);
            if open != Some(leaf) {
                if open.is_some() {
                    surface.end_tagged();
                }
                begin(&mut surface, leaf, sheet, &mut found);
                open = Some(leaf);
            }
            draw(&mut surface, item, faces, logo.as_ref())?;
        }
        if open.is_some() {
            surface.end_tagged();
        }
        surface.finish();
        for item in items {
            if let Item::Link { edges, to, words, leaf } = item
                && let Some((at, y)) = sheet.anchors.get(to)
            {
                let target = XyzDestination::new(*at, Point::from_xy(0.0, (y - 6.0).max(0.0)));
                let link = LinkAnnotation::new(rect(*edges)?, Target::Destination(target.into()));
                let id = page.add_tagged_annotation(Annotation::new_link(link, Some(words.clone())));
                if let Some(ids) = found.get_mut(leaf.0) {
                    ids.push(id);
                }
            }
        }
        page.finish();
    }
    document.set_tag_tree(tree(sheet, &found)?);
    document.set_outline(outline(&sheet.entries));
    document.set_metadata(metadata(about));
    document.finish().map_err(|error| anyhow!("the PDF is not as the standard asks: {error:?}"))
}

fn leaf_of(item: &Item) -> Option<Leaf> {
    match item {
        Item::Text { leaf, .. } | Item::Shade { leaf, .. } | Item::Drawn { leaf, .. } => *leaf,
        Item::Frame { .. } | Item::Rule { .. } => None,
        Item::Logo { leaf, .. } | Item::Link { leaf, .. } => Some(*leaf),
    }
}

fn begin(surface: &mut Surface<'_>, leaf: Option<Leaf>, sheet: &Sheet, found: &mut [Vec<Identifier>]) {
    match leaf {
        None => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        }
        Some(leaf) => {
            let spoken = sheet.spoken.get(&leaf.0).map(|words| SpanTag::empty().with_actual_text(Some(words)));
            let id = surface.start_tagged(spoken.map_or(ContentTag::Other, ContentTag::Span));
            if let Some(ids) = found.get_mut(leaf.0) {
                ids.push(id);
            }
        }
    }
}

fn draw(surface: &mut Surface<'_>, item: &Item, faces: &Faces, logo: Option<&Image>) -> anyhow::Result<()> {
    match item {
        Item::Text { at, size, run, .. } => text(surface, faces, *at, *size, &run.text, run.weight, run.colour),
        Item::Shade { edges, colour, .. } => {
            let mut path = PathBuilder::new();
            path.push_rect(rect(*edges)?);
            fill(surface, path, *colour);
        }
        Item::Frame { edges } => {
            let mut path = PathBuilder::new();
            path.push_rect(rect(*edges)?);
            stroke(surface, path, (0x0b, 0x0c, 0x0c), 0.9, None);
        }
        Item::Rule { at: (x, y), length, colour } => {
            let mut path = PathBuilder::new();
            path.move_to(*x, *y);
            path.line_to(x + length, *y);
            stroke(surface, path, *colour, 0.4, None);
        }
        Item::Drawn { at: (x, y), scale, drawing, .. } => {
            surface.push_transform(&Transform::from_row(*scale, 0.0, 0.0, *scale, *x, *y));
            shapes(surface, faces, drawing);
            surface.pop();
        }
        Item::Logo { edges: (left, top, right, bottom), .. } => {
            let size = Size::from_wh(right - left, bottom - top).context("a logo without a size")?;
            if let Some(logo) = logo {
                surface.push_transform(&Transform::from_translate(*left, *top));
                surface.draw_image(logo.clone(), size);
                surface.pop();
            }
        }
        Item::Link { .. } => {}
    }
    Ok(())
}

fn shapes(surface: &mut Surface<'_>, faces: &Faces, drawing: &Drawing) {
    for shape in &drawing.shapes {
        match shape {
            Shape::Line { path, colour, width, dashes, .. } => {
                let dash = dashes.map(|(long, gap)| StrokeDash { array: vec![long as f32, gap as f32], offset: 0.0 });
                stroke(surface, pen(path), *colour, *width as f32, dash);
            }
            Shape::Area { path, colour, edge, .. } => {
                fill(surface, pen(path), *colour);
                if *edge > 0.0 {
                    stroke(surface, pen(path), (0xff, 0xff, 0xff), *edge as f32, None);
                }
            }
            Shape::Dot { at: (x, y), radius, colour } => fill(surface, circle(*x as f32, *y as f32, *radius as f32), *colour),
            Shape::Words { at: (x, y), anchor, look, text: words } => {
                let (weight, size, colour) = match look {
                    Look::Plain => (Weight::Regular, 12.0, super::lines::INK),
                    Look::Quiet => (Weight::Regular, 12.0, super::lines::QUIET),
                    Look::Strong => (Weight::Strong, 12.0, super::lines::INK),
                    Look::Heading => (Weight::Strong, 16.0, super::lines::INK),
                };
                let wide = faces.width(words, weight, size);
                let x = *x as f32
                    - match anchor {
                        Anchor::Start => 0.0,
                        Anchor::Middle => wide / 2.0,
                        Anchor::End => wide,
                    };
                text(surface, faces, (x, *y as f32), size, words, weight, colour);
            }
        }
    }
}

fn text(surface: &mut Surface<'_>, faces: &Faces, at: (f32, f32), size: f32, text: &str, weight: Weight, colour: Colour) {
    let (glyphs, font) = faces.glyphs(text, weight);
    if glyphs.is_empty() {
        return;
    }
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: rgb(colour).into(), ..Fill::default() }));
    surface.draw_glyphs(Point::from_xy(at.0, at.1), &glyphs, font, text, size, false);
}

fn fill(surface: &mut Surface<'_>, path: PathBuilder, colour: Colour) {
    // A path without a shape is nothing to draw.
    if let Some(path) = path.finish() {
        surface.set_stroke(None);
        surface.set_fill(Some(Fill { paint: rgb(colour).into(), ..Fill::default() }));
        surface.draw_path(&path);
    }
}

fn stroke(surface: &mut Surface<'_>, path: PathBuilder, colour: Colour, width: f32, dash: Option<StrokeDash>) {
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke { paint: rgb(colour).into(), width, dash, ..Stroke::default() }));
        surface.draw_path(&path);
    }
}

fn pen(path: &Path) -> PathBuilder {
    let mut pen = PathBuilder::new();
    for step in &path.0 {
        match *step {
            Step::Move(x, y) => pen.move_to(x as f32, y as f32),
            Step::Line(x, y) => pen.line_to(x as f32, y as f32),
            Step::Close => pen.close(),
        }
    }
    pen
}

/// A circle as four curves.
fn circle(x: f32, y: f32, radius: f32) -> PathBuilder {
    let pull = radius * 0.552_285;
    let mut pen = PathBuilder::new();
    pen.move_to(x + radius, y);
    pen.cubic_to(x + radius, y + pull, x + pull, y + radius, x, y + radius);
    pen.cubic_to(x - pull, y + radius, x - radius, y + pull, x - radius, y);
    pen.cubic_to(x - radius, y - pull, x - pull, y - radius, x, y - radius);
    pen.cubic_to(x + pull, y - radius, x + radius, y - pull, x + radius, y);
    pen.close();
    pen
}

fn rgb((red, green, blue): Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn rect((left, top, right, bottom): (f32, f32, f32, f32)) -> anyhow::Result<Rect> {
    Rect::from_ltrb(left, top, right, bottom).context("a rectangle without a shape")
}

fn picture(logo: &Logo) -> anyhow::Result<Image> {
    let bytes = logo.bytes.clone().into();
    let read = match logo.kind {
        Picture::Png => Image::from_png(bytes, false),
        Picture::Jpeg => Image::from_jpeg(bytes, false),
    };
    read.map_err(|error| anyhow!("the logo cannot be read: {error}"))
}

fn tree(sheet: &Sheet, found: &[Vec<Identifier>]) -> anyhow::Result<TagTree> {
    let mut tree = TagTree::new().with_lang(Some("en-GB".to_owned()));
    for node in children(sheet, Sheet::ROOT, found)? {
        tree.push(node);
    }
    Ok(tree)
}

fn children(sheet: &Sheet, of: Branch, found: &[Vec<Identifier>]) -> anyhow::Result<Vec<Node>> {
    let mut nodes = Vec::new();
    for child in sheet.branches.get(of.0).map_or(&[][..], |(_, children)| children) {
        match child {
            Child::Leaf(leaf) => nodes.extend(found.get(leaf.0).into_iter().flatten().map(|id| Node::Leaf(*id))),
            Child::Branch(branch) => {
                let inside = children(sheet, *branch, found)?;
                let Some((kind, _)) = sheet.branches.get(branch.0) else { continue };
                // An empty cell is one all the same: the columns of a row are counted.
                let is_cell = matches!(kind, Kind::ColumnHead(_) | Kind::RowHead(_) | Kind::Data);
                if !inside.is_empty() || is_cell {
                    nodes.push(Node::Group(TagGroup::with_children(tag(kind)?, inside)));
                }
            }
        }
    }
    Ok(nodes)
}

fn tag(kind: &Kind) -> anyhow::Result<TagKind> {
    Ok(match kind {
        Kind::Root | Kind::Section => Tag::Section.into(),
        Kind::Heading(level, text) => {
            Tag::Hn(NonZeroU16::new(*level).context("a heading of no level")?, Some(text.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::Disc).into(),
        Kind::Item => Tag::LI.into(),
        Kind::Body => Tag::LBody.into(),
        Kind::Table(summary) => Tag::Table.with_summary(Some(summary.clone())).into(),
        Kind::Head => Tag::THead.into(),
        Kind::Rows => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead(columns) => Tag::TH(TableHeaderScope::Column).with_col_span(over(*columns)).into(),
        Kind::RowHead(columns) => Tag::TH(TableHeaderScope::Row).with_col_span(over(*columns)).into(),
        Kind::Data => Tag::TD.into(),
        Kind::Figure(words, area) => {
            let place = match area {
                Some(area) => Some(BBox::new(area.page, rect(area.edges)?)),
                None => None,
            };
            Tag::Figure(Some(words.clone())).with_bbox(place).into()
        }
        Kind::Link => Tag::Link.into(),
    })
}

fn over(columns: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(columns).filter(|columns| columns.get() > 1)
}

/// The headings as viewers list them, each below the last of a lower level before it.
fn outline(entries: &[Entry]) -> Outline {
    fn below(entries: &[Entry]) -> Vec<OutlineNode> {
        let mut nodes = Vec::new();
        let mut rest = entries;
        while let Some((first, after)) = rest.split_first() {
            let inside = after.iter().position(|entry| entry.level <= first.level).unwrap_or(after.len());
            let place = XyzDestination::new(first.page, Point::from_xy(0.0, (first.y - 6.0).max(0.0)));
            let mut node = OutlineNode::new(first.text.clone(), place).with_open(first.level == 1);
            let (children, others) = after.split_at(inside);
            for child in below(children) {
                node.push_child(child);
            }
            nodes.push(node);
            rest = others;
        }
        nodes
    }
    let mut outline = Outline::new();
    for node in below(entries) {
        outline.push_child(node);
    }
    outline
}

fn metadata(about: &About<'_>) -> Metadata {
    let month = calendar::Month::of(about.made);
    let day = about.made - month.first() + 1;
    let made = DateTime::new(u16::try_from(month.year()).unwrap_or(1)).month(month.number() as u8).day(day as u8);
    let made = made.hour(0).minute(0).second(0);
    let metadata = Metadata::new()
        .title(about.title.to_owned())
        .language("en-GB".to_owned())
        .creator(format!("scorecard {}", env!("CARGO_PKG_VERSION")))
        .creation_date(made.utc_offset_hour(0));
    match about.author {
        Some(author) => metadata.authors(vec![author.to_owned()]),
        None => metadata,
    }
}
