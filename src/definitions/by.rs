//! What figures can be broken down by: one list for definitions, commands and tables.

/// What figures are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Sex.
    Sex,
    /// Age in bands.
    AgeBand,
    /// Ethnic group.
    EthnicGroup,
    /// Whether a disability is the main need.
    Disability,
    /// Placement in groups.
    PlacementType,
    /// Legal status in groups.
    LegalStatus,
    /// Category of need.
    Need,
}

impl By {
    /// All of them.
    pub const ALL: &'static [By] =
        &[By::Sex, By::AgeBand, By::EthnicGroup, By::Disability, By::PlacementType, By::LegalStatus, By::Need];

    /// Its word in commands and definitions.
    pub fn as_str(self) -> &'static str {
        match self {
            By::Sex => "sex",
            By::AgeBand => "age-band",
            By::EthnicGroup => "ethnic-group",
            By::Disability => "disability",
            By::PlacementType => "placement-type",
            By::LegalStatus => "legal-status",
            By::Need => "need",
        }
    }

    /// The one of a word.
    pub fn parse(word: &str) -> Option<Self> {
        By::ALL.iter().copied().find(|by| by.as_str() == word)
    }

    /// The column of derived tables that holds it.
    pub fn column(self) -> &'static str {
        match self {
            By::Sex => "sex_group",
            By::AgeBand => "age_band",
            By::EthnicGroup => "ethnic_group",
            By::Disability => "disability",
            By::PlacementType => "placement_type",
            By::LegalStatus => "legal_group",
            By::Need => "need_group",
        }
    }
}
