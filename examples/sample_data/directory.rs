//! The postcode directory: invented postcodes in the area ZZ, which does not exist, with grid references around real places.

use crate::chance::Chance;

/// The authority whose extracts these are.
pub const AUTHORITY: &str = "E08000011";

/// The authorities whose scorecards are computed from them: the directory has postcodes of each.
pub const AUTHORITIES: [&str; 5] = [AUTHORITY, "E08000013", "E06000017", "E06000016", "E09000028"];

/// Where a placement is, seen from the authority.
#[derive(Clone, Copy)]
pub enum Zone {
    /// Inside the authority.
    Inside,
    /// In another authority, within 20 miles of every home.
    Near,
    /// In another authority, more than 20 miles from every home.
    Far,
}

/// What every child's story is set in.
pub struct Setting {
    /// Where homes and placements are.
    pub directory: Directory,
    /// How often children move; 1 is usual.
    pub moves: f64,
}

/// One line of the directory.
pub struct Postcode {
    /// As `pcds` writes it, with one space.
    pub text: String,
    /// Code of the authority it lies in.
    pub authority: &'static str,
    /// Grid reference, metres.
    pub easting: i32,
    /// Grid reference, metres.
    pub northing: i32,
}

/// All invented postcodes: inside the authority first, then near, then far.
pub struct Directory {
    /// The lines, in the order of their index.
    pub postcodes: Vec<Postcode>,
    inside: u32,
    near: u32,
}

type Area = (&'static str, i32, i32);
const INSIDE: [Area; 1] = [(AUTHORITY, 344_000, 393_000)];
const NEAR: [Area; 7] = [
    ("E08000012", 337_000, 391_000),
    ("E08000013", 351_000, 395_000),
    ("E08000014", 333_000, 400_000),
    ("E08000015", 329_000, 387_000),
    ("E06000006", 352_000, 384_000),
    ("E06000007", 360_000, 388_000),
    ("E07000127", 346_000, 408_000),
];
const FAR: [Area; 12] = [
    ("E08000004", 393_000, 405_000),
    ("E06000049", 385_000, 370_000),
    ("E07000121", 348_000, 461_000),
    ("E06000051", 350_000, 312_000),
    ("W06000006", 331_000, 345_000),
    ("E08000035", 430_000, 433_000),
    ("E08000019", 435_000, 387_000),
    ("E08000025", 407_000, 287_000),
    ("E06000047", 427_000, 542_000),
    ("E06000016", 458_000, 304_000),
    ("E06000017", 487_000, 308_000),
    ("E09000028", 533_000, 177_000),
];
const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";

impl Directory {
    /// A directory for an authority with so many children looked after.
    pub fn new(seed: u64, children: u32) -> Self {
        let mut chance = Chance::of(seed, [1, 0, 0]);
        let scale = (children / 4).clamp(125, 4000);
        let mut postcodes = Vec::new();
        for (areas, count, reach) in
            [(&INSIDE[..], scale, 5500), (&NEAR[..], scale * 3 / 4, 3500), (&FAR[..], scale * 3 / 4, 3500)]
        {
            for _ in 0..count {
                let (authority, easting, northing) = areas[chance.between(0, areas.len() as i32 - 1) as usize];
                let text = unused(postcodes.len());
                let mut off = || chance.between(-reach, reach);
                postcodes.push(Postcode { text, authority, easting: easting + off(), northing: northing + off() });
            }
        }
        Self { postcodes, inside: scale, near: scale * 3 / 4 }
    }

    /// A postcode of the zone.
    pub fn any(&self, zone: Zone, chance: &mut Chance) -> u32 {
        let (first, count) = match zone {
            Zone::Inside => (0, self.inside),
            Zone::Near => (self.inside, self.near),
            Zone::Far => (self.inside + self.near, self.postcodes.len() as u32 - self.inside - self.near),
        };
        first + chance.between(0, count as i32 - 1) as u32
    }

    /// A postcode inside the authority other than that one.
    pub fn another(&self, than: Option<u32>, chance: &mut Chance) -> u32 {
        let at = self.any(Zone::Inside, chance);
        if Some(at) == than { (at + 1) % self.inside } else { at }
    }

    /// The next postcode of the file.
    pub fn beside(&self, index: u32) -> u32 {
        (index + 1) % self.postcodes.len() as u32
    }

    /// The text of a postcode; empty where none is known.
    pub fn text(&self, index: Option<u32>) -> &str {
        index.and_then(|index| self.postcodes.get(index as usize)).map_or("", |postcode| &postcode.text)
    }
}

/// The postcode at a place of the sequence ZZ1 1AA, ZZ1 1AB, ...
fn unused(index: usize) -> String {
    let letter = |at: usize| char::from(LETTERS[at % LETTERS.len()]);
    // 41 shares no factor with 400, so that neighbours in the file do not look alike.
    let inward = index * 41 % 400;
    let outward = index / 400;
    format!("ZZ{} {}{}{}", outward / 9 + 1, outward % 9 + 1, letter(inward / 20), letter(inward))
}
