//! What may stand in `target`, each form on both sides of what it allows.

use super::baseline::parse_baseline;
use super::*;

fn number(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn percent(text: &str) -> Result<Standard, String> {
    parse_standard(text, Unit::Percent, Polarity::Higher, Some("43% (March 2016)"))
}

#[test]
fn the_past_is_read_in_its_four_forms() {
    for (words, since) in [
        ("a year ago", Since::Year),
        ("last month", Since::Month),
        ("the last quarter", Since::Quarter),
        ("the last outturn", Since::Outturn),
    ] {
        assert_eq!(percent(&format!("better than {words}")), Ok(Standard::Past { since, asks: Asks::Better }));
        assert_eq!(percent(&format!("No worse  than {words}")), Ok(Standard::Past { since, asks: Asks::NoWorse }));
    }
    assert_eq!(percent("better than a yaer ago").unwrap_err(), "did you mean 'better than a year ago'?");
    assert!(percent("as good as it gets").is_err());
}

#[test]
fn the_month_compared_with() {
    let month = |text: &str| -> Month { text.parse().unwrap() };
    let of = |since: Since, from: &str| since.month(month(from));
    assert_eq!(of(Since::Month, "2018-01"), month("2017-12"));
    assert_eq!(of(Since::Year, "2018-02"), month("2017-02"));
    for (from, quarter) in
        [("2018-03", "2017-12"), ("2018-04", "2018-03"), ("2018-05", "2018-03"), ("2018-06", "2018-03"), ("2018-01", "2017-12")]
    {
        assert_eq!(of(Since::Quarter, from), month(quarter), "{from}");
    }
    for (from, outturn) in
        [("2018-03", "2017-03"), ("2018-04", "2018-03"), ("2018-12", "2018-03"), ("2019-01", "2018-03"), ("2019-02", "2018-03")]
    {
        assert_eq!(of(Since::Outturn, from), month(outturn), "{from}");
    }
}

#[test]
fn a_baseline_is_reckoned_exactly_and_by_polarity() {
    let target = |text: &str, unit, polarity, baseline: &str| match parse_standard(text, unit, polarity, Some(baseline)) {
        Ok(Standard::Baseline { target, .. }) => target.to_string(),
        other => format!("{other:?}"),
    };
    // 43 and a fifth of it; 43 less a fifth of it.
    assert_eq!(target("20% better than the baseline", Unit::Percent, Polarity::Higher, "43%"), "51.60");
    assert_eq!(target("20% better than the baseline", Unit::Percent, Polarity::Lower, "43%"), "34.40");
    assert_eq!(target("10 points better than the baseline", Unit::Percent, Polarity::Higher, "43.5%"), "53.5");
    assert_eq!(target("1.5 points better than the baseline", Unit::Score, Polarity::Lower, "15 (2016; 0-13 is average)"), "13.5");
    assert_eq!(target("10 days better than the baseline", Unit::Days, Polarity::Lower, "169 days (2015/16); 234 days"), "159");
    assert_eq!(target("half the baseline", Unit::Count, Polarity::Lower, "13 children"), "6.5");
    assert_eq!(target("2 children better than the baseline", Unit::Count, Polarity::Lower, "1,200 children"), "1198");
    assert!(percent("half the baseline").is_err());
    assert!(parse_standard("50 points better than the baseline", Unit::Percent, Polarity::Lower, Some("43%")).is_err());
    assert!(parse_standard("10 days better than the baseline", Unit::Percent, Polarity::Higher, Some("43%")).is_err());
    assert_eq!(
        percent("better than the baseline"),
        Ok(Standard::Baseline { baseline: number("43"), target: number("43"), asks: Asks::Better })
    );
}

#[test]
fn a_baseline_begins_with_its_number() {
    let read = |text, unit| parse_baseline(text, unit).map(|number| number.to_string()).ok();
    assert_eq!(read("about 10% (2016)", Unit::Percent).as_deref(), Some("10"));
    assert_eq!(read("100%, where appropriate", Unit::Percent).as_deref(), Some("100"));
    assert_eq!(read("3.6 out of 5", Unit::Score).as_deref(), Some("3.6"));
    assert_eq!(read("15.2 (2016; 0-13 is average)", Unit::Score).as_deref(), Some("15.2"));
    assert_eq!((read("very few", Unit::Percent), read("all", Unit::Percent), read("12 days", Unit::Percent)), (None, None, None));
    assert!(parse_standard("better than the baseline", Unit::Percent, Polarity::Higher, None).is_err());
}

#[test]
fn others_may_be_named_with_or_without_at_least() {
    for (words, whom) in [
        ("England", Whom::England),
        ("the region", Whom::Region),
        ("the neighbours", Whom::Neighbours),
        ("the best quarter", Whom::BestQuarter),
    ] {
        for prefix in ["", "at least ", "no worse than "] {
            assert_eq!(percent(&format!("{prefix}{words}")), Ok(Standard::Published { whom, asks: Asks::Reach }));
        }
        assert_eq!(percent(&format!("better than {words}")), Ok(Standard::Published { whom, asks: Asks::Better }));
        assert!(percent(&format!("at most {words}")).is_err());
        assert!(parse_standard(&format!("at most {words}"), Unit::Days, Polarity::Lower, None).is_ok());
    }
}

#[test]
fn ranges_have_two_ends_of_one_unit() {
    let range = |least, most| Ok(Standard::Range { least: number(least), most: number(most) });
    assert_eq!(percent("60% to 70%"), range("60", "70"));
    assert_eq!(percent("60 to 70%"), range("60", "70"));
    assert_eq!(percent("60%\u{2013}70%"), range("60", "70"));
    assert_eq!(percent("70% to 70%"), range("70", "70"));
    let count = |text| parse_standard(text, Unit::Count, Polarity::None, None);
    assert_eq!(count("10 to 12 children"), range("10", "12"));
    assert_eq!(count("between 10 and 12 children"), range("10", "12"));
    assert_eq!(parse_standard("6 to 7 per 1,000", Unit::Rate, Polarity::None, None), range("60", "70"));
    assert!(percent("70% to 60%").is_err() && percent("60 days to 70%").is_err() && percent("60% to 70 days").is_err());
}

#[test]
fn without_polarity_only_numbers_and_ranges() {
    for text in FORMS {
        let read = |polarity| parse_standard(text, Unit::Percent, polarity, Some("43%"));
        assert!(read(Polarity::None).is_err(), "{text}");
        assert!(read(Polarity::Higher).is_ok() || read(Polarity::Lower).is_ok(), "{text}");
    }
}

#[test]
fn every_earlier_month_and_all_others_have_their_forms() {
    for since in Since::ALL {
        assert_eq!(Since::read(since.words()), Some(*since));
        for asks in ["better than", "no worse than"] {
            assert!(FORMS.contains(&format!("{asks} {}", since.words()).as_str()), "{asks} {}", since.words());
        }
    }
    for whom in Whom::ALL {
        assert_eq!(Whom::read(&whom.as_str().to_lowercase()), Some(*whom));
        for asks in ["at least", "at most"] {
            assert!(FORMS.contains(&format!("{asks} {}", whom.as_str()).as_str()), "{asks} {}", whom.as_str());
        }
    }
}
