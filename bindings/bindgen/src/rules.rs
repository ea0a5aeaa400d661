//! Rules: which strings and numbers of the core have a type of their own in Swift and Kotlin, and which arguments may be
//! omitted.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

/// The types of values, by the name of a field or an argument in any type or call.
const BY_NAME: &[(&str, &str)] = &[
    ("assignment", "AssignmentID"),
    ("attachment", "AttachmentID"),
    ("backupsForgetAt", "Date"),
    ("before", "PageCursor"),
    ("care", "CareID"),
    ("carriedFrom", "EntryID"),
    ("checkedAt", "Date"),
    ("createdAt", "Date"),
    ("day", "CalendarDay"),
    ("doneOn", "CalendarDay"),
    ("draft", "EntryID"),
    ("entry", "EntryID"),
    ("event", "SafetyEventID"),
    ("expiresAt", "Date"),
    ("fromEntry", "EntryID"),
    ("fromSuggestion", "EntryID"),
    ("id", "EntryID"),
    ("ids", "EntryID"),
    ("instrument", "InstrumentID"),
    ("kinds", "EntryKind"),
    ("lastEntry", "EntryID"),
    ("readAt", "Date"),
    ("restorations", "Date"),
    ("savedAt", "Date"),
    ("seenAt", "Date"),
    ("sharedWith", "CareID"),
    ("since", "Date"),
    ("unixMs", "Date"),
    ("weekdays", "Weekday"),
];

/// Values of one record's field (`AccessView.rule`), one method's argument (`restore.version`) or its answer (`write.->`), before
/// [`BY_NAME`]. An empty type leaves the value as it is.
const BY_PLACE: &[(&str, &str)] = &[
    ("AccessView.rule", "EntryKind"),
    ("AppointmentForm.at", "ZonedTime"),
    ("AppointmentForm.purpose", "AppointmentPurpose"),
    ("AppointmentView.at", "ZonedTime"),
    ("AppointmentView.purpose", "AppointmentPurpose"),
    ("AssignedView.id", "AssignmentID"),
    ("AttachmentView.id", "AttachmentID"),
    ("CareView.id", "CareID"),
    ("DeviceView.id", "DeviceID"),
    // A question as text, not an id.
    ("EffectsView.before", ""),
    ("EntryView.at", "ZonedTime"),
    ("EntryView.date", "CalendarDay"),
    // Days since a session.
    ("EntryView.day", ""),
    ("EntryView.kind", "EntryKind"),
    ("EntryView.prompt", "PromptID"),
    ("EntryView.purpose", "AppointmentPurpose"),
    ("EntryView.step", "StepStatus"),
    ("ExportReport.first", "CalendarDay"),
    ("ExportReport.last", "CalendarDay"),
    ("Figure.name", "ScaleName"),
    ("HopeView.kind", "EntryKind"),
    ("ImportReport.first", "CalendarDay"),
    ("ImportReport.id", "ImportID"),
    ("ImportReport.last", "CalendarDay"),
    ("ImportView.id", "ImportID"),
    ("JourneyPage.next", "PageCursor"),
    ("LineView.id", ""),
    // A text about who sees the answers.
    ("MeasurePage.before", ""),
    ("NewsView.kind", "NewsKind"),
    ("NoticeView.at", "ZonedTime"),
    ("NoticeView.id", ""),
    ("PdfForm.from", "CalendarDay"),
    ("PdfForm.until", "CalendarDay"),
    // Days since a session.
    ("PlaceView.day", ""),
    ("PlanPartView.part", "PlanSection"),
    ("PlanProposal.part", "PlanSection"),
    ("PreferencesForm.silent", "ReminderKind"),
    ("PromptView.id", "PromptID"),
    ("Reason.code", "SyncReason"),
    ("ReasonView.kind", "ReminderKind"),
    ("RemovedView.at", "Date"),
    ("RemovedView.kind", "EntryKind"),
    ("ReplyLine.id", "ReplyID"),
    ("ReplyView.at", "ZonedTime"),
    ("ReplyView.id", "ReplyID"),
    ("ScaleView.name", "ScaleName"),
    ("SearchForm.from", "CalendarDay"),
    ("SearchForm.until", "CalendarDay"),
    ("SessionForm.at", "ZonedTime"),
    ("SessionForm.ended", "ZonedTime"),
    ("SessionForm.recordedBy", "RecordedBy"),
    // A text of the core for some days.
    ("SessionPage.care", ""),
    ("SessionTrendView.date", "CalendarDay"),
    ("SessionView.at", "ZonedTime"),
    ("SettingView.part", "SettingPart"),
    ("SwitchView.kind", "ReminderKind"),
    ("TodayView.care", ""),
    ("TrendPoint.date", "CalendarDay"),
    ("TrendView.name", "ScaleName"),
    ("VersionView.id", "VersionID"),
    ("Wording.purpose", "ConsentPurpose"),
    ("WriteView.care", ""),
    ("Writing.prompt", "PromptID"),
    ("acceptSuggestion.->", "EntryID"),
    ("agree.purpose", "ConsentPurpose"),
    ("attach.->", "AttachmentID"),
    ("attach.file", "URL"),
    ("attach.to", "EntryID"),
    ("attachBytes.->", "AttachmentID"),
    ("attachBytes.to", "EntryID"),
    ("attachmentBytes.of", "EntryID"),
    ("attachments.of", "EntryID"),
    ("carryForward.->", "EntryID"),
    ("exportArchive.to", "URL"),
    ("exportMarkdown.folder", "URL"),
    ("exportPdf.to", "URL"),
    ("fetchAttachment.of", "EntryID"),
    ("finishDraft.->", "EntryID"),
    ("import.from", "URL"),
    ("list.before", "EntryID"),
    ("open.home", "URL"),
    ("promptWords.id", "PromptID"),
    ("recoveryKit.to", "URL"),
    ("removeAttachment.from", "EntryID"),
    ("removeDevice.device", "DeviceID"),
    ("restore.version", "VersionID"),
    ("restoreRemoved.->", "EntryID"),
    ("saveCrisisPlan.->", "EntryID"),
    ("saveDraft.->", "EntryID"),
    ("sessionRecords.->", "EntryID"),
    ("sharedWith.->", "EntryID"),
    ("skipPrompt.id", "PromptID"),
    ("undoImport.id", "ImportID"),
    ("withdrawConsent.purpose", "ConsentPurpose"),
    ("write.->", "EntryID"),
];

/// Arguments that may be omitted, because they are usually absent.
pub const USUALLY_ABSENT: &[&str] =
    &["assignment", "before", "care", "day", "form", "invitation", "lens", "name", "old", "passphrase"];

/// Names that say the type and not the meaning.
pub fn renamed(field: &str) -> &str {
    if field == "unixMs" { "moment" } else { field }
}

/// A value of the core with a type of its own: `EntryID?` instead of `String?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The type, without optional or list.
    pub name: &'static str,
    /// One, perhaps one, or several.
    pub shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    One,
    Option,
    Sequence,
}

impl Typed {
    pub fn swift(&self) -> String {
        match self.shape {
            Shape::One => self.name.into(),
            Shape::Option => format!("{}?", self.name),
            Shape::Sequence => format!("[{}]", self.name),
        }
    }
}

/// The rules, and which of them were used.
pub struct Rules {
    used: BTreeSet<&'static str>,
}

impl Rules {
    pub fn new() -> Self {
        Self { used: BTreeSet::new() }
    }

    /// The type of `place.name`, which is `core` in the core; `None` if it keeps that type.
    pub fn typed(&mut self, place: &str, name: &str, core: &str) -> Option<Typed> {
        let (inner, shape) = if let Some(inner) = core.strip_suffix('?') {
            (inner, Shape::Option)
        } else if let Some(inner) = core.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            (inner, Shape::Sequence)
        } else {
            (core, Shape::One)
        };
        if !["String", "Int64"].contains(&inner) {
            return None;
        }
        let key = format!("{place}.{name}");
        let found =
            BY_PLACE.iter().find(|rule| rule.0 == key).or_else(|| BY_NAME.iter().find(|rule| rule.0 == name))?;
        self.used.insert(found.0);
        // Moments are numbers, and other typed values are strings.
        let fits = found.1.is_empty() || (found.1 == "Date") == (inner == "Int64");
        (fits && !found.1.is_empty()).then_some(Typed { name: found.1, shape })
    }

    /// A rule without a matching value means that the value was renamed.
    pub fn all_used(&self) -> Result<()> {
        let idle = |rule: &&(&'static str, &str)| !self.used.contains(rule.0);
        let left: Vec<_> = BY_PLACE.iter().chain(BY_NAME).filter(idle).map(|rule| rule.0).collect();
        ensure!(left.is_empty(), "nothing in the core's surface is meant by {left:?}");
        Ok(())
    }
}
