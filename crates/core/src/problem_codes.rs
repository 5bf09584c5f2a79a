//! Every problem code, in one list: its name, how much it matters, what to do.
//!
//! `docs/problems.md` documents each, and a test holds the two to each other.
//! A code is never renamed: pipelines look for them.

worded! {
    /// How much a problem matters.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Severity {
        /// Stops the job: no figure would be right.
        Error = "error",
        /// The job goes on; some figure rests on less than it should.
        Warning = "warning",
        /// Worth knowing, nothing to mend.
        Note = "note",
    }
}

macro_rules! codes {
    ($($name:ident, $code:literal, $severity:ident, $help:literal;)*) => {
        /// A problem's code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $help] $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as it is written.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// What to do about it.
            pub fn help(self) -> &'static str {
                match self { $(Code::$name => $help,)* }
            }
        }
    };
}

codes! {
    // Definitions.
    TomlSyntax, "toml-syntax", Error, "Mend the line: the file is not TOML as it stands.";
    UnusableDefinition, "unusable-definition", Error, "Put the file itself into the folder, as text in UTF-8 of no more than a megabyte, or take it out. Links, pipes and devices are not read.";
    MoreMistakes, "more-mistakes", Error, "Mend the mistakes that are shown, and run again.";
    UnknownKey, "unknown-key", Error, "Remove the key or write it as the reference of keys does.";
    MissingKey, "missing-key", Error, "Add the key.";
    WrongType, "wrong-type", Error, "Write the value as the kind that the key takes.";
    WrongValue, "wrong-value", Error, "Use one of the values that the key takes.";
    DuplicateId, "duplicate-id", Error, "Give one of the two another id.";
    NameTaken, "name-taken", Error, "Give it another name.";
    UnusedColumn, "unused-column", Note, "Make it a code with its list, a date, a number or a flag to count by it, or leave it out of the layout.";
    BadCondition, "bad-condition", Error, "Write the condition as a SQL expression, such as \"age < 16\".";
    UnknownTable, "unknown-table", Error, "Use one of the tables that `scorecard list tables` names.";
    UnknownColumn, "unknown-column", Error, "Use one of the columns that `scorecard list tables` names.";
    UnknownValue, "unknown-value", Error, "Use a code that the column's list has; the lists are in the layouts of the extracts.";
    ConditionType, "condition-type", Error, "Compare a column with values of its own kind; `scorecard list tables` gives the kinds.";
    TargetUnit, "target-unit", Error, "Write the target with its unit: \"70%\", \"426 days\", \"10 children\", \"3.9 out of 5\".";
    ShadowedDefinition, "shadowed-definition", Note, "Nothing to do.";
    ChangedBelow, "changed-below", Warning, "Compare the two and take over what you want of the one below; then write its new mark into `based_on`.";
    AmberSide, "amber-side", Error, "Put the amber limit on the worse side of the target.";
    DefinitionLeftOut, "definition-left-out", Warning, "Mend the definition: `scorecard check` shows its mistakes. The rows that name it have no data until then.";
    PeopleAsThings, "people-as-things", Error, "Leave `counts` out: small numbers of people are hidden from the public.";
    UnknownIndicator, "unknown-indicator", Error, "Name an indicator that `scorecard list indicators` shows.";
    NoGroups, "no-groups", Warning, "Break down by a column that the rows' tables have, or that an extract in the folder has; `scorecard list tables` names them. Where its groups cannot be protected, ask for fewer breakdowns, or for one of larger groups.";
    WordNotFound, "word-not-found", Warning, "Write the word as the extract has it; capitals and blanks do not matter. Where it is right nobody has it yet: there is nothing to do.";
    UnknownGroup, "unknown-group", Error, "Name a group of the column as the tables have it; `--by` with the column shows all of them.";
    NoAuthority, "no-authority", Error, "Add a column LA_CODE with the ONS code of the authority to each file that tells of children, or keep a folder for each authority, called by its code.";
    UnusableLogo, "unusable-logo", Warning, "Put a whole PNG or JPEG of no more than a megabyte and 5,000 pixels a side, in the colours of screens, beside the scorecard's file, and write its name into `logo`.";
    UnusableTemplate, "unusable-template", Error, "Save the council's document in Word as an ordinary .docx or .dotx, without macros and without a password, and name that.";
    TemplateLacksStyles, "template-lacks-styles", Note, "Nothing to do where the program's own look will do; else add the styles to the document under Word's own names.";
    // Cases worked by hand.
    UnusableCase, "unusable-case", Error, "A case is a folder with extracts/ and one of expected.toml and expected.json; `scorecard test --new` makes one.";
    JsonSyntax, "json-syntax", Error, "Mend the line, or write the case as expected.toml: it is easier to write.";
    UntestedIndicator, "untested-indicator", Note, "Work a case by hand: `scorecard test --new NAME INDICATOR` makes its folder.";
    OneSidedCase, "one-sided-case", Note, "Add a child to a case for which the condition turns out the other way.";
    // Commentary and earlier runs.
    UnknownScorecard, "unknown-scorecard", Warning, "Name a scorecard that `scorecard list scorecards` shows. Nothing to do where it is one that this run was not given.";
    UnknownRow, "unknown-row", Error, "Name a row of the scorecard by its id; wide tables, board papers and JSON show the ids.";
    DuplicateComment, "duplicate-comment", Error, "Make one comment of the two.";
    CsvSyntax, "csv-syntax", Error, "Mend the row, or save the sheet as CSV again; scorecard commentary writes one to fill in.";
    CommentaryLeftOut, "commentary-left-out", Warning, "Mend it: the comment is not shown until then. Everything else is as ever.";
    UnusableRun, "unusable-run", Error, "Name the JSON file of an earlier run of the same scorecard, written with --output; for --published the folder of all that were published.";
    NoCommentary, "no-commentary", Note, "Say in commentary.toml what is behind the figures and what is being done.";
    NameInRole, "name-in-role", Note, "Write the role alone, such as \"Team Manager\": board papers are public in the end. Nothing to do if it is no name.";
    // The input folder.
    NoExtracts, "no-extracts", Error, "Give the folder that holds the files, or that holds a folder for each month (YYYY-MM).";
    TooManyFiles, "too-many-files", Error, "Give the folder that holds the extracts and nothing else: up to 20,000 files and folders, up to 600 of them months.";
    UnreadableFile, "unreadable-file", Error, "Save the file again as CSV and run again; nothing is computed without it.";
    MisnamedMonth, "misnamed-month", Warning, "Rename the folder: the year, a hyphen and the month in two digits.";
    FolderOfOneMonth, "folder-of-one-month", Warning, "Name the folder above to have every month.";
    EmptyFile, "empty-file", Warning, "Extract the file again if it should hold rows.";
    NoRows, "no-rows", Note, "Nothing to do if there was nothing to extract.";
    MissingFile, "missing-file", Warning, "Add the file if the council has it; figures that need it are shown as no data.";
    MissingColumn, "missing-column", Warning, "Add the column, or name the local one in the extract's layout; figures that need it are shown as no data.";
    UnusableFile, "unusable-file", Warning, "Add the column: rows cannot be told apart without it.";
    HeaderBelow, "header-below", Note, "Nothing to do, if the row is the header: titles and notes above it are not read.";
    UnknownFile, "unknown-file", Note, "Nothing to do; rename the file if it is an extract under another name.";
    HiddenSheet, "hidden-sheet", Note, "Nothing to do, if the sheets are no extracts; show them in the workbook if they should be read.";
    FormulaWithoutValue, "formula-without-value", Warning, "Open the workbook in Excel or LibreOffice, which works its formulas out, and save it again; or export values in place of formulas.";
    ReadAs, "read-as", Note, "Nothing to do, if the tables are what they are taken for.";
    UnknownColumns, "unknown-columns", Note, "Nothing to do; name them in the extract's layout if they are a known column under another name. To break figures down by one, such as a team, add it to a layout of your own as text (extends = \"ID\", then [columns.TEAM]).";
    SeveralFiles, "several-files", Note, "Nothing to do: what stands in several of them counts once.";
    SecondFile, "second-file", Warning, "Keep one of the two files, or give both in one.";
    StrayFile, "stray-file", Warning, "Move the file into the folder of its month; beside monthly folders only reference files are read.";
    NoExtractOfPeriod, "no-extract-of-period", Warning, "Add the month's extracts, or ask for the month they are of.";
    StaleExtract, "stale-extract", Warning, "Put the extract of the month itself into its folder, in a form that can be read; until then figures that need it are of older data, and say so.";
    MonthNotEnded, "month-not-ended", Warning, "Ask for a month that has ended, or name the folder by the month that its extracts are of. The figures are provisional.";
    OutsideExtracts, "outside-extracts", Warning, "Add the extracts of the time, or ask for a month that they tell the whole of. Until then the rows are not rated, or have no data.";
    LaterExtracts, "later-extracts", Note, "Nothing to do: they correct the past. --as-reported leaves them out.";
    RaggedRows, "ragged-rows", Warning, "Put quotes around values that hold the separator; what stands beyond the last column is not read.";
    // Values.
    UnreadableDate, "unreadable-date", Warning, "Write dates as dd/mm/yyyy or yyyy-mm-dd; the cell is taken as empty.";
    MixedDates, "mixed-dates", Warning, "Write one form of date per column: two forms mean that something swapped days and months on the way. The rarer form is taken as empty.";
    SwappedDates, "swapped-dates", Warning, "Write dates as dd/mm/yyyy or yyyy-mm-dd. The column is taken as empty: of dates written mm/dd/yyyy those with a day up to 12 would be read wrongly without a sign.";
    UnreadableNumber, "unreadable-number", Warning, "Write a number within the column's range; the cell is taken as empty.";
    UnknownCode, "unknown-code", Warning, "Use a code of the column's list, or map the local one in the extract's layout; the cell is taken as empty.";
    CodeNotOfYear, "code-not-of-year", Warning, "Check the code: its list has it for other collection years. It is used as it stands.";
    EmptyWords, "empty-words", Note, "Nothing to do: NULL, (null), N/A, #N/A, nan, - and 1 January 1900 are what programs write into a cell that holds nothing.";
    TimesCut, "times-cut", Note, "Nothing to do: a date with a time of day is the day that it names.";
    TwoDigitYears, "two-digit-years", Note, "Write years with four digits. Nothing to do if the dates are those meant: for all of them only one century is possible.";
    CodesInWords, "codes-in-words", Note, "Nothing to do: a code with a letter before it or its meaning behind it, its meaning alone, and yes or no in words are taken as the code.";
    IdentifiersSpelt, "identifiers-spelt", Note, "Nothing to do, if they are the same: capitals, blanks and a '.0' behind are not looked at.";
    RowWithoutKey, "row-without-key", Warning, "Fill in the column, or mend its value: without it the row cannot be identified and is left out.";
    NoUsableRow, "no-usable-row", Warning, "Mend the column that is named beside this; figures that need the extract are shown as no data.";
    DuplicateKey, "duplicate-key", Warning, "Keep one of the rows; where they differ, the one with the later end is used, then the fuller one.";
    // One history from many extracts.
    IncompleteExtract, "incomplete-extract", Warning, "Extract the file again: it lost its rows. Until then nobody is taken to have left, and nothing to be deleted, because it is not there: who left since is counted as in care.";
    ManyVanished, "many-vanished", Warning, "Look whether the file was cut short, filtered, or given other identifiers than the months before.";
    EpisodeDeleted, "episode-deleted", Warning, "Nothing to do if the episode was deleted or its first day put right; otherwise extract the later month again.";
    EpisodeRedated, "episode-re-dated", Warning, "Nothing to do if the first day was put right; the later extract's counts.";
    EpisodeContinued, "episode-continued", Warning, "Nothing to do where extracts hold only what is open on the day; otherwise see that the later extract holds the episode with its end.";
    EpisodeVanished, "episode-vanished", Warning, "Extract the later month again with those who left since, or end the episode with its day and reason: the child counts as having left for a reason nobody knows.";
    RecordDeleted, "record-deleted", Warning, "Nothing to do if the row was deleted or its day put right; otherwise extract the later month again.";
    RecordVanished, "record-vanished", Warning, "Give the row its end, or extract the later month again.";
    // Histories.
    DecBeforeDecom, "dec-before-decom", Warning, "Correct the dates; the episode holds no day as it stands.";
    OverlappingEpisodes, "overlapping-episodes", Warning, "End the episode on the day the next begins.";
    SeveralOpen, "several-open", Warning, "End all but one; the one that began last counts.";
    GapInCare, "gap-in-care", Warning, "Begin the next episode on the day this one ends, or end the period of care with its reason.";
    DecWithoutRec, "dec-without-rec", Warning, "Give the reason the episode ceased; the period of care goes on with the next episode unless that one has RNE S.";
    RecWithoutDec, "rec-without-dec", Warning, "Give the day the episode ceased, or remove the reason; the episode is taken as open.";
    FirstEpisodeNotS, "first-episode-not-s", Warning, "Add the extracts of earlier years: care began before the first episode known. The children count with that episode's first day as their start, but in adoption times from entering care (A1, A10, A3), which leave them out. Where that decides for more than one in twenty of a row, the row is not rated and says so.";
    X1NotFollowed, "x1-not-followed", Warning, "Add the next episode, or give the reason for which care ended: where none follows, the child is neither looked after nor among those who ceased.";
    StartAfterX1, "start-after-x1", Warning, "Write the reason for the new episode, such as P or L; or that for leaving care in place of X1. As it stands care begins anew: the child is a new start, and the time in care counts from that day.";
    EpisodeOfNoDay, "episode-of-no-day", Warning, "Correct one of the two days, or delete the episode: it counts as a placement of its own.";
    AdultInCare, "adult-in-care", Warning, "End the episode on the 18th birthday with its reason: as it stands the child is neither looked after nor among those who ceased, nor counted as having left at 18.";
    LookedAfterJump, "looked-after-jump", Warning, "See whether the episodes are whole: every figure rests on them.";
    MoveNotCoded, "move-not-coded", Warning, "Write RNE P or B, if the child moved to another carer: as it stands the placement goes on, so there is one too few and it lasts too long.";
    MoveWithoutChange, "move-without-change", Warning, "Write RNE L, T or U, if the carer is the same: as it stands it counts as another placement, and stability begins anew.";
    Under16Supported, "under-16-supported", Warning, "Correct the placement or the date of birth. If both are right, tell the director: such accommodation is not lawful under 16. No figure changes.";
    SupportedCodeOver, "supported-code-over", Warning, "Write K3, registered supported accommodation, or correct the days: P2 is for no placement that began after 27 October 2023, and H5 for none that is open after it. Figures count all three alike.";
    DoloOverlap, "dolo-overlap", Warning, "End the order on the day the next begins, or make one of the two. The child counts once.";
    DoloAfterCare, "dolo-after-care", Warning, "End the order by the day on which care ended, or correct the episodes.";
    DoloPlacement, "dolo-placement", Warning, "Correct the placement or the days of the order: in a secure home, with parents, in custody or in supported accommodation there is none. The child counts as deprived of liberty as it stands.";
    DoloElsewhere, "dolo-elsewhere", Warning, "See whether the placement and the days are right: from the return of 2026-27 on an order is expected in K2, Z12 or Z13. The child counts as deprived of liberty as it stands.";
    NoAdoptionDecision, "no-adoption-decision", Warning, "Add the decision to placed_for_adoption: as it stands the child is left out of the time from decision to moving in.";
    NoAdoptionMatch, "no-adoption-match", Warning, "Add the child to ad1 with DATE_MATCH: as it stands the child is left out of the time from placement order to match.";
    MatchOutOfPlace, "match-out-of-place", Warning, "Correct DATE_MATCH: it counts as it stands, and a match before the order as no day.";
    NotInHeader, "not-in-header", Warning, "Add the children to the header file; without a date of birth they are in no figure that has an age.";
    NoDateOfBirth, "no-date-of-birth", Warning, "Give the date of birth; the children are in no figure that has an age.";
    DobDiffers, "dob-differs", Warning, "Correct one of the two; each row is counted by its own.";
    ImpossibleBirth, "impossible-birth", Warning, "Correct the date of birth; until then the children are in no figure that has an age.";
    BornInCare, "born-in-care", Warning, "Correct the date of birth or the first episode; ages are counted by the date as it stands.";
    DateAfterExtract, "date-after-extract", Warning, "Correct the date: what is dated after the last day of a month is not known yet in its figures, and what ends then counts as open.";
    DucBeforeCare, "duc-before-care", Warning, "Correct DUC: as it stands the child is not counted as unaccompanied.";
    ReviewCodeAndAge, "review-code-and-age", Warning, "Correct the code or the date of birth: reviews with PN0 are left out of views heard, all others count.";
    EndBeforeStart, "end-before-start", Warning, "Correct one of the two days; the record counts by them as they stand.";
    MissingKindBlank, "missing-kind-blank", Warning, "Write M for missing or A for away without authorisation: as it stands the incident is in no figure.";
    MissingOutOfCare, "missing-out-of-care", Warning, "Correct the day, or the end of care: the incident counts all the same, if the child was looked after in the 12 months.";
    MissingOverlap, "missing-overlap", Warning, "Make one incident of the two, or correct the days: they count twice.";
    NoSocialWorker, "no-social-worker", Warning, "Add the worker: as it stands the worker is not among those that the child had.";
    WorkerTwice, "worker-twice", Warning, "End the first row, or delete one: the worker counts once, but another who had the child between may be missing.";
    WorkerIdPrefix, "worker-id-prefix", Warning, "Write the registration number of Social Work England (SW...), or XX and a number of your own for who has none. A worker under two identifiers counts as two.";
    WorkerReasonBlank, "worker-reason-blank", Warning, "Give the reason for the change: it may be blank before 1 April 2023 alone. No figure changes.";
    SeveralWorkers, "several-workers", Warning, "End all but one: on 31 March a child has one. As it stands each counts among the workers of the year.";
    Oc2Blank, "oc2-blank", Warning, "Fill in the answer: a blank one counts as not done, and lowers the percentage.";
    Oc3Blank, "oc3-blank", Warning, "Give activity and accommodation: as it stands the young person counts as not in education or work, and not in suitable accommodation.";
    // Cohorts.
    Oc2OutsideCohort, "oc2-outside-cohort", Warning, "Nothing to do if the file is of another date; the rows are not counted.";
    Oc2RowMissing, "oc2-row-missing", Warning, "Add the children to the oc2 file; they count as not done.";
    Oc3OutsideCohort, "oc3-outside-cohort", Warning, "Nothing to do if the file is of another date; the rows are not counted.";
    AuthorityNotFound, "authority-not-found", Warning, "Give the ONS code of the authority, such as E08000011, with --authority or in the scorecard; or a directory that covers it.";
    NotAsked, "not-asked", Note, "Write the name as the row does; nothing to do if no scorecard of yours asks for it.";
    // Published figures.
    NoBenchmarks, "no-benchmarks", Error, "Give the folder with the files as they are downloaded from Explore Education Statistics.";
    AuthorityNotPublished, "authority-not-published", Warning, "Give the ONS code of the authority, such as E08000011, with --authority or in the scorecard.";
    NoNeighbours, "no-neighbours", Note, "Add the list of statistical neighbours: old_la_code, neighbour_1, neighbour_2 and so on.";
    MissingPublished, "missing-published", Note, "Add the file if its figures should stand beside these rows.";
    UnreadablePublished, "unreadable-published", Warning, "Use the file as it was downloaded; the cell is left out.";
    PublishedTwice, "published-twice", Warning, "Keep the file of the newest release; what the file that comes first by name gives is used.";
    // What is given out.
    DisclosureUnsafe, "disclosure-unsafe", Error, "Leave out the breakdown or the scorecard that is named, and report it: nothing was written.";
    OnlyForPublic, "only-for-public", Error, "Break down by the column with `--by`, or write it for those who may see every figure.";
    DisclosureTooLong, "disclosure-too-long", Error, "Leave out breakdowns, months of history or a scorecard: nothing was written.";
    NotForPublic, "not-for-public", Warning, "Add `--audience public`, or leave `--published` out.";
    DisclosedBefore, "disclosed-before", Warning, "Look at the publications of --published: what they tell cannot be hidden any more.";
}
