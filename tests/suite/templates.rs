//! Word papers in a council's own document: what is taken over, what is left out, and what cannot be used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read, Write};

use roxmltree::{Document as Xml, Node};
use scorecard::render::docx::{self, template};
use scorecard::scorecard::Document;
use zip::write::SimpleFileOptions;

use crate::every_cell;
use crate::letterheads::papers;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
/// The bytes of the council's picture, which nobody looks into.
const PICTURE: &str = "the council's arms";

/// The parts of a council's document, as Word in German writes its ids and another program its prefixes.
fn council() -> BTreeMap<String, String> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: &[String]| {
        let space = "http://schemas.openxmlformats.org/package/2006/relationships";
        format!("<?xml version=\"1.0\"?><Relationships xmlns=\"{space}\">{}</Relationships>", all.concat())
    };
    let part = |name: &str, kind: &str| format!("<Override PartName=\"/{name}\" ContentType=\"{TYPES}.{kind}+xml\"/>");
    let style = |kind: &str, id: &str, name: &str, more: &str| {
        format!("<x:style x:type=\"{kind}\" x:styleId=\"{id}\"{more}><x:name x:val=\"{name}\"/></x:style>")
    };
    let types = [
        part("word/document.xml", "document.main"),
        part("word/styles.xml", "styles"),
        part("word/settings.xml", "settings"),
        part("word/kopf.xml", "header"),
        part("word/fuss.xml", "footer"),
        part("word/unused.xml", "header"),
        part("word/comments.xml", "comments"),
    ];
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" \
                 ContentType=\"application/xml\"/><Default Extension=\"PNG\" ContentType=\"image/png\"/>{}</Types>",
                types.concat()
            ),
        ),
        ("_rels/.rels", relations(&[relation("a", "officeDocument", "/word/document.xml")])),
        (
            "word/document.xml",
            format!(
                "<x:document xmlns:x=\"{WORD}\" xmlns:q=\"{RELATIONS}\"><x:body><x:p><x:r><x:t>OLDTEXT</x:t></x:r></x:p><x:sectPr \
                 x:rsidR=\"00AB\"><x:headerReference x:type=\"default\" q:id=\"picture1\"/><x:footerReference x:type=\"default\" \
                 q:id=\"rId9\"/><x:pgSz x:w=\"16838\" x:h=\"11906\" x:orient=\"landscape\"/><x:pgMar x:top=\"1500\" x:right=\"1000\" \
                 x:bottom=\"1400\" x:left=\"1100\" x:header=\"500\" x:footer=\"400\" x:gutter=\"0\"/><x:pgNumType \
                 x:start=\"5\"/></x:sectPr></x:body></x:document>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                relation("picture1", "header", "kopf.xml"),
                relation("rId9", "footer", "fuss.xml"),
                relation("styles", "styles", "styles.xml"),
                relation("rId2", "settings", "settings.xml"),
                relation("rId3", "image", "media/old.PNG"),
                relation("rId4", "comments", "comments.xml"),
                relation("rId5", "header", "unused.xml"),
            ]),
        ),
        (
            "word/styles.xml",
            format!(
                "<x:styles xmlns:x=\"{WORD}\"><x:docDefaults><x:rPrDefault><x:rPr><x:lang \
                 x:val=\"de-DE\"/></x:rPr></x:rPrDefault></x:docDefaults>{}{}{}{}{}</x:styles>",
                style("paragraph", "Standard", "Normal", " x:default=\"1\""),
                style("paragraph", "berschrift1", "heading 1", ""),
                style("paragraph", "Heading2", "Unrelated", ""),
                // Two that have ids of ours and are something else.
                style("character", "RatingGreen", "Grass", ""),
                style("paragraph", "Own", "Rating Red", ""),
            ),
        ),
        (
            "word/settings.xml",
            format!(
                "<x:settings xmlns:x=\"{WORD}\" xmlns:q=\"{RELATIONS}\"><x:attachedTemplate q:id=\"rId1\"/><x:updateFields \
                 x:val=\"true\"/><x:defaultTabStop x:val=\"708\"/></x:settings>"
            ),
        ),
        ("word/_rels/settings.xml.rels", relations(&[relation("rId1", "attachedTemplate", "file:///H:/ANNA/old.dotm")])),
        ("word/kopf.xml", format!("<x:hdr xmlns:x=\"{WORD}\"><x:p><x:r><x:t>Example Borough Council</x:t></x:r></x:p></x:hdr>")),
        ("word/_rels/kopf.xml.rels", relations(&[relation("rId1", "image", "media/Arms.PNG")])),
        (
            "word/fuss.xml",
            format!("<x:ftr xmlns:x=\"{WORD}\"><x:p><x:r><x:t>Internal: small numbers are shown</x:t></x:r></x:p></x:ftr>"),
        ),
        ("word/unused.xml", format!("<x:hdr xmlns:x=\"{WORD}\"><x:p><x:r><x:t>OLDTEXT</x:t></x:r></x:p></x:hdr>")),
        ("word/comments.xml", format!("<x:comments xmlns:x=\"{WORD}\"><x:p><x:r><x:t>OLDTEXT</x:t></x:r></x:p></x:comments>")),
        ("word/media/Arms.PNG", PICTURE.to_owned()),
        ("word/media/old.PNG", "OLDTEXT".to_owned()),
    ];
    parts.map(|(name, text)| (name.to_owned(), text)).into_iter().collect()
}

fn zipped(parts: &BTreeMap<String, String>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn unzipped(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn written_in(template: &[u8]) -> Document {
    let mut document = every_cell::document();
    document.scorecards[0].letterhead.template = Some(template::read(template).unwrap());
    document
}

fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).unwrap()
}

fn named<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> impl Iterator<Item = Node<'a, 'b>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

fn val<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute((WORD, "val")).unwrap_or_default()
}

/// That all that the parts refer to is there: parts, what kind each is, styles.
fn hold_together(parts: &BTreeMap<String, Vec<u8>>) {
    let types = text(parts, "[Content_Types].xml");
    let types = Xml::parse(&types).unwrap();
    let endings: BTreeSet<&str> = named(types.root(), "Default").map(|node| node.attribute("Extension").unwrap()).collect();
    let names: BTreeSet<&str> = named(types.root(), "Override").map(|node| node.attribute("PartName").unwrap()).collect();
    for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
        let ending = name.rsplit('.').next().unwrap().to_lowercase();
        assert!(names.contains(format!("/{name}").as_str()) || endings.contains(ending.as_str()), "{name} is of no kind");
    }
    assert!(names.iter().all(|name| parts.contains_key(&name[1..])), "{names:?}");
    for (name, bytes) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let relations = std::str::from_utf8(bytes).unwrap();
        let relations = Xml::parse(relations).unwrap();
        let ids: Vec<&str> = named(relations.root(), "Relationship").map(|node| node.attribute("Id").unwrap()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}: an id twice");
        let (folder, file) = name.split_once("_rels/").unwrap();
        for node in named(relations.root(), "Relationship").filter(|node| node.attribute("TargetMode") != Some("External")) {
            let target = node.attribute("Target").unwrap();
            let whole = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
            assert!(parts.contains_key(&whole), "{name}: {whole} is not there");
        }
        let of = format!("{folder}{}", file.trim_end_matches(".rels"));
        if let Some(bytes) = parts.get(&of).filter(|_| of.ends_with(".xml")) {
            let part = std::str::from_utf8(bytes).unwrap();
            let part = Xml::parse(part).unwrap();
            let asked = part
                .descendants()
                .flat_map(|node| node.attributes().map(|found| (found.namespace(), found.value())).collect::<Vec<_>>());
            let missing: Vec<_> = asked.filter(|(space, id)| *space == Some(RELATIONS) && !ids.contains(id)).collect();
            assert!(missing.is_empty(), "{of}: {missing:?}");
        }
    }
    let styles = text(parts, "word/styles.xml");
    let styles = Xml::parse(&styles).unwrap();
    let ids: Vec<&str> = named(styles.root(), "style").map(|node| node.attribute((WORD, "styleId")).unwrap()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "a style twice: {ids:?}");
    for name in parts.keys().filter(|name| name.starts_with("word/") && name.ends_with(".xml")) {
        let part = text(parts, name);
        let part = Xml::parse(&part).unwrap();
        for kind in ["pStyle", "rStyle", "tblStyle", "basedOn", "next"] {
            for node in named(part.root(), kind) {
                assert!(ids.contains(&val(node)), "{name}: no style '{}'", val(node));
            }
        }
    }
}

#[test]
fn the_body_is_ours_and_the_look_the_councils() {
    let document = written_in(&zipped(&council()));
    let bytes = docx::render(&document).unwrap();
    assert!(bytes == docx::render(&document).unwrap(), "the same twice");
    let parts = unzipped(&bytes);
    hold_together(&parts);
    // Nothing of the old text, its pictures and its comments; nothing that leads to somebody's disk or asks at opening.
    for (name, bytes) in &parts {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("OLDTEXT") && !text.contains("ANNA"), "{name}");
    }
    assert!(!parts.keys().any(|name| name.contains("comments") || name.contains("unused") || name.contains("old")));
    let settings = text(&parts, "word/settings.xml");
    assert!(settings.contains("defaultTabStop") && !settings.contains("updateFields") && !settings.contains("attachedTemplate"));
    // The head has its picture, and the marking behind its words; the foot says it already.
    assert_eq!(parts["word/media/Arms.PNG"], PICTURE.as_bytes());
    let marking = "Internal: small numbers are shown";
    for (name, words) in [("word/kopf.xml", format!("Example Borough Council{marking}")), ("word/fuss.xml", marking.to_owned())] {
        let part = text(&parts, name);
        let part = Xml::parse(&part).unwrap();
        let found: String = named(part.root(), "t").filter_map(|node| node.text()).collect();
        assert_eq!(found, words);
    }
    let file = text(&parts, "word/document.xml");
    let xml = Xml::parse(&file).unwrap();
    let sections: Vec<Node<'_, '_>> = named(xml.root(), "sectPr").collect();
    for (at, section) in sections.iter().enumerate() {
        let size = named(*section, "pgSz").next().unwrap();
        assert_eq!((size.attribute((WORD, "w")), size.attribute((WORD, "orient"))), (Some("16838"), Some("landscape")));
        let margins = named(*section, "pgMar").next().unwrap();
        assert_eq!((margins.attribute((WORD, "top")), margins.attribute((WORD, "left"))), (Some("1500"), Some("1100")));
        // Said once: later sections have the same heads, and go on counting pages.
        assert_eq!(named(*section, "headerReference").count(), usize::from(at == 0));
        assert_eq!(named(*section, "pgNumType").count(), usize::from(at == 0));
    }
    // 16,838 less margins of 1,000 and 1,100.
    for grid in named(xml.root(), "tblGrid") {
        let widths = named(grid, "gridCol").map(|column| column.attribute((WORD, "w")).unwrap().parse::<usize>().unwrap());
        assert!(widths.sum::<usize>() <= 14_738);
    }
    let used: BTreeSet<&str> = named(xml.root(), "pStyle").map(val).collect();
    // By its name; a style that only has the id is another one.
    assert!(used.contains("berschrift1") && used.contains("Own") && !used.contains("Heading1") && !used.contains("RatingRed"));
    assert!(used.contains("RatingGreen_"), "the id of another style is left to that: {used:?}");
    let styles = text(&parts, "word/styles.xml");
    assert!(!styles.contains("de-DE") && styles.contains("en-GB"));
    assert!(styles.contains("<x:name x:val=\"Grass\"/>"));
}

#[test]
fn a_template_file_and_documents_without_styles_or_heads_will_do() {
    let mut parts = council();
    let types = parts["[Content_Types].xml"].replace(".document.main+xml", ".template.main+xml");
    parts.insert("[Content_Types].xml".to_owned(), types);
    let made = unzipped(&docx::render(&written_in(&zipped(&parts))).unwrap());
    hold_together(&made);
    let types = text(&made, "[Content_Types].xml");
    assert!(types.contains(".document.main+xml") && !types.contains("template"));
    // Neither styles nor settings nor a page: all of that is ours, and so are head and foot.
    let mut bare = council();
    bare.retain(|name, _| ["[Content_Types].xml", "_rels/.rels", "word/document.xml"].contains(&name.as_str()));
    bare.insert("word/document.xml".to_owned(), format!("<w:document xmlns:w=\"{WORD}\"><w:body/></w:document>"));
    let made = unzipped(&docx::render(&written_in(&zipped(&bare))).unwrap());
    hold_together(&made);
    assert!(text(&made, "word/scorecard_header.xml").contains("Internal: small numbers are shown"));
    assert!(text(&made, "word/scorecard_footer.xml").contains("NUMPAGES"));
    assert_eq!(template::read(&zipped(&bare)).unwrap().lacking, ["Title", "heading 1", "heading 2", "heading 3"]);
}

#[test]
fn what_cannot_be_written_in_is_refused_in_words() {
    let changed = |name: &str, from: &str, to: &str| {
        let mut parts = council();
        let text = parts[name].replace(from, to);
        assert_ne!(text, parts[name], "{name}: {from}");
        parts.insert(name.to_owned(), text);
        zipped(&parts)
    };
    let old = |more: &str| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.extend(more.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let without = |name: &str| {
        let mut parts = council();
        parts.remove(name);
        zipped(&parts)
    };
    let mut macros = council();
    macros.insert("word/vbaProject.bin".to_owned(), String::new());
    let mut huge = council();
    huge.insert("word/media/huge.PNG".to_owned(), " ".repeat(100_000_001));
    let mut many = council();
    many.extend((0..2_000).map(|number| (format!("word/media/{number}.PNG"), String::new())));
    let entity = "<!DOCTYPE a [<!ENTITY b \"c\">]><x:styles xmlns:x=";
    let refused = [
        (Vec::new(), "no Word document"),
        (b"{\\rtf1 text}".to_vec(), "no Word document"),
        (old("WordDocument"), "of the old kind"),
        (old("EncryptedPackage"), "protected by a password"),
        (zipped(&council())[..400].to_vec(), "damaged"),
        (
            zipped(&BTreeMap::from([("mimetype".to_owned(), "application/vnd.oasis.opendocument.text".to_owned())])),
            "no text of Word",
        ),
        (changed("[Content_Types].xml", "wordprocessingml.document.main", "spreadsheetml.sheet.main"), "no text of Word"),
        (
            changed(
                "[Content_Types].xml",
                &format!("{TYPES}.document.main+xml"),
                "application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
            "macros",
        ),
        (zipped(&macros), "macros"),
        (zipped(&huge), "unpacks to more than 100 million bytes"),
        (zipped(&many), "more than 2000 parts"),
        (without("word/document.xml"), "'word/document.xml' is missing"),
        (changed("word/document.xml", "</x:body>", ""), "'word/document.xml' cannot be read"),
        (changed("word/styles.xml", "</x:styles>", ""), "'word/styles.xml' cannot be read"),
        (changed("word/styles.xml", "<x:styles xmlns:x=", entity), "'word/styles.xml' cannot be read"),
        (changed("word/kopf.xml", "</x:hdr>", ""), "'word/kopf.xml' cannot be read"),
        (changed("word/document.xml", WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"), "Strict Open XML"),
        (changed("word/document.xml", "x:w=\"16838\"", "x:w=\"7000\""), "8.6 cm for text"),
    ];
    for (bytes, why) in refused {
        let said = template::read(&bytes).unwrap_err();
        assert!(said.contains(why), "{said}, not {why}");
    }
}

#[test]
fn a_damaged_template_is_refused_or_gives_a_whole_document() {
    let whole = zipped(&council());
    let mut random = fastrand::Rng::with_seed(7);
    let mut good = 0;
    for _ in 0..120 {
        // A part with a stretch left out, doubled or changed: what comes out hangs together, or nothing does.
        let mut parts = council();
        let names: Vec<String> = parts.keys().filter(|name| !name.ends_with("PNG")).cloned().collect();
        let name = &names[random.usize(..names.len())];
        let text = parts[name].clone();
        let (from, length) = (random.usize(..text.len()), random.usize(..30));
        let to = (from + length).min(text.len());
        let middle = match random.u8(..3) {
            0 => String::new(),
            1 => text[from..to].repeat(2),
            _ => text[from..to].replace(['"', ':'], "z"),
        };
        parts.insert(name.clone(), format!("{}{middle}{}", &text[..from], &text[to..]));
        if let Ok(template) = template::read(&zipped(&parts)) {
            let mut document = every_cell::document();
            document.scorecards.truncate(1);
            document.scorecards[0].letterhead.template = Some(template);
            let made = unzipped(&docx::render(&document).unwrap());
            assert!(Xml::parse(std::str::from_utf8(&made["[Content_Types].xml"]).unwrap()).is_ok());
            good += 1;
        }
    }
    assert!(good > 10, "{good}");
    for at in (0..whole.len()).step_by(37) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        let _ = template::read(&bytes);
        let _ = template::read(&whole[..at]);
    }
}

#[test]
fn the_command_line_takes_a_template_and_says_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("council.docx"), zipped(&council())).unwrap();
    fs::write(at("broken.dotx"), b"PK").unwrap();
    let run = |paper: &str, template: Option<&str>| {
        let path = template.map(|name| at(name).display().to_string());
        let arguments: Vec<&str> = path.iter().flat_map(|path| ["--template", path]).collect();
        let _ = fs::remove_file(at("paper.docx"));
        papers(folder.path(), paper, &arguments)
    };
    let is_the_councils = || unzipped(&fs::read(at("paper.docx")).unwrap()).contains_key("word/kopf.xml");
    for (paper, template) in [("template = \"council.docx\"", None), ("", Some("council.docx"))] {
        let output = run(paper, template);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("template-lacks-styles") && said.contains("'Title', 'heading 3'"), "{said}");
        assert!(is_the_councils());
    }
    for (paper, template, place) in [
        ("template = \"broken.dotx\"", None, "example.toml:6"),
        ("template = \"gone.docx\"", None, "example.toml:6"),
        ("", Some("broken.dotx"), "broken.dotx"),
        ("template = \"council.docx\"", Some("gone.docx"), "gone.docx"),
    ] {
        let output = run(paper, template);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("unusable-template") && said.contains(place), "{said}");
        assert!(said.contains("error: the template cannot be used; nothing was computed"), "{said}");
        assert!(!at("paper.docx").exists());
    }
    let output = run("template = \"../council.docx\"", None);
    assert!(String::from_utf8_lossy(&output.stderr).contains("another folder"));
    let output = run("template = \"council.doc\"", None);
    assert!(String::from_utf8_lossy(&output.stderr).contains("wrong-value"));
}
