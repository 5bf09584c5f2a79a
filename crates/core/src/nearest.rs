//! The nearest known name to one that is not known, to suggest in a message.

/// Longer names than this are nobody's slip of the pen, and comparing them letter by letter would take minutes.
const LONGEST: usize = 100;

/// The nearest of `names` to `written`, if one is near enough to be meant.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST {
        return None;
    }
    let written = written.to_lowercase();
    // What is so much longer or shorter is further away than it may be.
    let comparable = |name: &&str| name.len() <= LONGEST && name.len().abs_diff(written.len()) <= LONGEST / 3 + 4;
    names
        .into_iter()
        .filter(comparable)
        .map(|name| (strsim::damerau_levenshtein(&written, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (name.len().max(written.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The words that suggest a name.
pub fn suggestion(name: Option<&str>) -> Option<String> {
    name.map(|name| format!("did you mean '{name}'?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_found_and_a_stranger_is_not() {
        let names = ["months_in_care", "months_in_placement", "age"];
        assert_eq!(nearest("month_in_care", names), Some("months_in_care"));
        assert_eq!(nearest("agee", names), Some("age"));
        assert_eq!(nearest("postcode", names), None);
        let long = "x".repeat(1_000_000);
        assert_eq!(nearest(&long, [long.as_str()]), None);
        assert_eq!(nearest("age", [long.as_str(), "ages"]), Some("ages"));
    }
}
