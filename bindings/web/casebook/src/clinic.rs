//! The clinic's session record, the clearance and the practice's check lists: pages, checks while typing, drafts, and
//! kept records. All of it is in the therapist's private collection; only a plain summary of a session is copied into
//! the care collection.

use journal::arc::{Item, sessions};
use journal::clinic::amend::amendments;
use journal::clinic::exposure::{Exposure, exposure, record_of};
use journal::clinic::schedule::{Due, due, earliest_end};
use journal::clinic::{Context, Finding, Level, List, ListItem, Rules, Sheet, clearance, lists, session};
use journal::record::{
    Amendment, Body, CheckList, Clearance, DosingSession, Moment, OwnItem, Payload, Record, Series, SessionRecord,
};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Casebook, Changes, Fault, Now};

/// The form that a record of the clinic is edited in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A session record, with the discharge list.
    Session,
    /// A clearance, with the intake list.
    Clearance,
}

impl Form {
    /// The form of a name: `session` or `clearance`.
    pub fn named(name: &str) -> Result<Self, Fault> {
        match name {
            "session" => Ok(Self::Session),
            "clearance" => Ok(Self::Clearance),
            _ => Err(Fault::not_found()),
        }
    }

    fn list(self) -> &'static str {
        match self {
            Self::Session => "discharge",
            Self::Clearance => "intake",
        }
    }

    /// The record's field with the answers to the list.
    fn answers(self) -> &'static str {
        match self {
            Self::Session => "discharge",
            Self::Clearance => "items",
        }
    }
}

/// The content of a form's page.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SheetPage {
    /// The record; absent before anything was typed.
    pub id: Option<String>,
    /// When it was first kept.
    pub kept: Option<i64>,
    /// Whether `sheet` is a draft that is not kept yet.
    pub drafted: bool,
    /// The content of the form.
    pub sheet: Sheet,
    /// The check list.
    pub list: List,
    /// The headings of the list's sections: id and text.
    pub sections: Vec<(String, String)>,
    /// The version of the limits that a session is checked with.
    pub rules_version: String,
    /// The changes after it was kept, newest first.
    pub amendments: Vec<Changed>,
    /// The client's newest clearance.
    pub clearance: Option<ClearanceLine>,
}

/// A value that was changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// When it was changed: milliseconds since the Unix epoch.
    pub at: Option<i64>,
    /// The name of the person who changed it.
    pub by: String,
    /// The field: `weight_kg`, `doses.a1.mg`.
    pub field: String,
    /// The earlier value: for one value its text, for a removed row each field with its text.
    pub before: Vec<(String, String)>,
}

/// A clearance as one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearanceLine {
    /// The id of the record.
    pub id: String,
    /// When it was kept.
    pub kept: i64,
    /// `cleared`, `conditions`, `not_cleared`; empty while it is open.
    pub result: String,
    /// The date until which it is valid.
    pub valid_until: String,
    /// The name of the prescriber who decides on the clearance.
    pub by: String,
    /// Number of items of the list without an answer.
    pub open: u32,
}

/// The result of a check, and the values computed from the typed ones.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// Rejected values, values to confirm, alarms and missing values.
    pub findings: Vec<Finding>,
    /// The rows of observations that are due.
    pub due: Vec<Due>,
    /// When the first dose was given.
    pub first_dose: Option<i64>,
    /// The earliest time at which the client may leave.
    pub earliest_end: Option<i64>,
    /// The sum of the doses, in milligrams.
    pub sum_mg: Option<f64>,
}

/// The clinic's records of a client.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClinicRecords {
    /// The session records, newest first.
    pub sessions: Vec<SessionLine>,
    /// The sums of 30, 90 and 365 days.
    pub exposure: Vec<Exposure>,
    /// The newest clearance that was kept.
    pub clearance: Option<ClearanceLine>,
    /// Whether there is an unfinished clearance.
    pub clearance_drafted: bool,
}

/// A session record as one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionLine {
    /// The id of the record.
    pub id: String,
    /// The session in the care collection that it belongs to.
    pub session: Option<String>,
    /// The number of the session in its series, from 1.
    pub number: u32,
    /// When the session began: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether it was kept.
    pub kept: bool,
    /// Whether there is a draft of it.
    pub drafted: bool,
    /// The number of doses.
    pub doses: u32,
    /// The sum of the doses, in milligrams.
    pub sum_mg: Option<f64>,
    /// How many rows of observations.
    pub rows: u32,
    /// The state of the discharge: `left`, `open`, `not_begun`.
    pub discharge: String,
    /// Number of values that were changed after it was kept.
    pub changes: u32,
}

/// A practice's check list, as its page edits it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListPage {
    /// The list: `discharge` or `intake`.
    pub name: String,
    /// The version that is asked now.
    pub version: String,
    /// Every item, including those that are switched off.
    pub items: Vec<ListLine>,
    /// The headings of the sections: id and text.
    pub sections: Vec<(String, String)>,
}

/// An item of a practice's list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListLine {
    /// Its id; empty for a new one.
    pub id: String,
    /// Its section.
    pub section: String,
    /// The list's own text; empty for an item of the practice.
    pub original: String,
    /// The practice's text; empty to use the list's own.
    pub words: String,
    /// Whether it is not asked.
    pub off: bool,
}

impl Casebook {
    /// Opens a form: a record by its id, or the unfinished one. Without either it is empty.
    pub fn sheet(&self, collection: &str, form: Form, id: Option<&str>, language: &str) -> Result<SheetPage, Fault> {
        let (_, items) = self.items(collection)?;
        let known = self.existing(collection, form, id)?;
        let list = self.list(form.list(), language);
        let rules = self.rules();
        let newest = newest_clearance(items);
        let mut sheet = Sheet::default();
        let (mut kept, mut drafted, mut amended) = (None, false, &[][..]);
        if let Some(item) = known {
            let (draft, at, changes, checked_with) = match &item.record.body {
                Body::SessionRecord(one) => (&one.draft, &one.kept, &one.amendments, one.rules_version.as_str()),
                Body::Clearance(one) => (&one.draft, &one.kept, &one.amendments, ""),
                _ => return Err(Fault::not_found()),
            };
            kept = at.as_ref().map(|at| at.unix_ms);
            amended = changes;
            let draft = Sheet::of_draft(draft);
            drafted = draft.is_some();
            sheet = draft.unwrap_or_else(|| Sheet::of_record(&item.record.to_payload(), form.answers()));
            if let (false, Some(at)) = (drafted, at) {
                // Questions that were answered when the record was kept are not asked again. What later rules of the
                // practice ask was not.
                let same = checked_with == rules.version();
                let answered = if same { rules.clone() } else { Rules::default() };
                let context = context(items, &list, &answered, at);
                let findings = match form {
                    Form::Session => session::read(&sheet, &context).1,
                    Form::Clearance => clearance::read(&sheet, &context).1,
                };
                let asked = findings.into_iter().filter(|finding| finding.level == Level::Ask);
                sheet.confirmed = asked.map(|finding| finding.confirm).collect();
            }
        } else if form == Form::Session {
            let next = sessions(items).iter().filter_map(|one| number(&one.whole())).max().unwrap_or(0) + 1;
            sheet.fields.insert("number".into(), next.to_string());
        }
        Ok(SheetPage {
            id: known.map(|item| item.id.to_string()),
            kept,
            drafted,
            sheet,
            sections: lists::sections(language),
            rules_version: rules.version(),
            amendments: amended.iter().rev().map(Changed::of).collect(),
            clearance: newest.map(|(item, one)| ClearanceLine::of(item, one, &self.list("intake", language))),
            list,
        })
    }

    /// Checks the typed values.
    pub fn check_sheet(
        &self,
        collection: &str,
        form: Form,
        sheet: &Sheet,
        language: &str,
        now: Now,
    ) -> Result<Checked, Fault> {
        let now: Moment = now.into();
        let (_, items) = self.items(collection)?;
        let list = self.list(form.list(), language);
        let rules = self.rules();
        let context = context(items, &list, &rules, &now);
        if form == Form::Clearance {
            let findings = clearance::read(sheet, &context).1;
            return Ok(Checked { findings, due: Vec::new(), first_dose: None, earliest_end: None, sum_mg: None });
        }
        let (record, findings) = session::read(sheet, &context);
        Ok(Checked {
            findings,
            due: due(&record, &rules),
            first_dose: record.first_dose().map(|at| at.unix_ms),
            earliest_end: earliest_end(&record.doses, &rules),
            sum_mg: record.sum_mg(),
        })
    }

    /// Saves the typed values as a draft, sealed like every record, so that it survives locking and reloading.
    pub fn draft_sheet(
        &self,
        collection: &str,
        form: Form,
        id: Option<&str>,
        sheet: &Sheet,
        now: Now,
    ) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let (own, _) = self.own()?;
        let known = self.existing(collection, form, id)?;
        let when = known.map_or_else(|| now.into(), |item| item.record.when.clone());
        let draft = sheet.to_draft();
        let body: Body = match (form, known.map(|item| &item.record.body)) {
            (Form::Session, Some(Body::SessionRecord(one))) => SessionRecord { draft, ..one.clone() }.into(),
            (Form::Clearance, Some(Body::Clearance(one))) => Clearance { draft, ..one.clone() }.into(),
            (Form::Session, _) => SessionRecord { client: Some(client), draft, ..Default::default() }.into(),
            (Form::Clearance, _) => Clearance { client: Some(client), draft, ..Default::default() }.into(),
        };
        Ok(Changes::one(own, known.map(|item| item.id), &when, body))
    }

    /// Discards a draft, and with it a record that was never kept.
    pub fn discard_sheet(&self, collection: &str, form: Form, id: Option<&str>) -> Result<Changes, Fault> {
        let (own, _) = self.own()?;
        let mut changes = Changes::default();
        let Some(item) = self.existing(collection, form, id)? else { return Ok(changes) };
        let draft = Default::default();
        match &item.record.body {
            Body::SessionRecord(one) if one.kept.is_some() => {
                changes.set(own, Some(item.id), &item.record.when, SessionRecord { draft, ..one.clone() });
            }
            Body::Clearance(one) if one.kept.is_some() => {
                changes.set(own, Some(item.id), &item.record.when, Clearance { draft, ..one.clone() });
            }
            _ => changes.delete(own, item.id),
        }
        Ok(changes)
    }

    /// Keeps the typed values. Fails (with `findings`) while a value is rejected or not confirmed. The first change is
    /// the record; the summary of a session in the care collection follows.
    pub fn save_sheet(
        &self,
        collection: &str,
        form: Form,
        id: Option<&str>,
        sheet: &Sheet,
        language: &str,
        now: Now,
    ) -> Result<Changes, Fault> {
        let now: Moment = now.into();
        let (client, items) = self.items(collection)?;
        let (own, _) = self.own()?;
        let known = self.existing(collection, form, id)?;
        let list = self.list(form.list(), language);
        let rules = self.rules();
        let context = context(items, &list, &rules, &now);
        let mut changes = Changes::default();
        match form {
            Form::Clearance => {
                let (record, when) = self.clearance_to_keep(client, known, sheet, &context)?;
                changes.set(own, known.map(|item| item.id), &when, record);
            }
            Form::Session => {
                let (record, when) = self.session_to_keep(client, items, known, sheet, &context)?;
                let summary = summary(items, known, &record, &when);
                changes.set(own, known.map(|item| item.id), &when, record);
                if let Some((id, summary)) = summary {
                    changes.set(client, id, &when, summary);
                }
            }
        }
        Ok(changes)
    }

    /// Reads the typed clearance, with what stays of the earlier one. Returns it with its time.
    fn clearance_to_keep(
        &self,
        client: CollectionId,
        known: Option<&Item>,
        sheet: &Sheet,
        context: &Context<'_>,
    ) -> Result<(Clearance, Moment), Fault> {
        let (mut record, findings) = clearance::read(sheet, context);
        settled(&findings)?;
        let before = match known.map(|item| &item.record.body) {
            Some(Body::Clearance(before)) => Some(before),
            _ => None,
        };
        record.client = Some(client);
        record.kept = Some(before.and_then(|before| before.kept.clone()).unwrap_or_else(|| context.now.clone()));
        if let Some(before) = before {
            record.extra.clone_from(&before.extra);
            record.alternatives.clone_from(&before.alternatives);
            record.amendments.clone_from(&before.amendments);
        }
        let when = known.map_or_else(|| context.now.clone(), |item| item.record.when.clone());
        let by = typed_by(sheet, &record.by);
        let more = self.changed(known, &when, record.clone().into(), &by, context.now);
        record.amendments.extend(more);
        Ok((record, when))
    }

    /// Reads the typed session record, with what stays of the earlier one. Returns it with its time: when the session
    /// began.
    fn session_to_keep(
        &self,
        client: CollectionId,
        items: &[Item],
        known: Option<&Item>,
        sheet: &Sheet,
        context: &Context<'_>,
    ) -> Result<(SessionRecord, Moment), Fault> {
        let (mut record, findings) = session::read(sheet, context);
        settled(&findings)?;
        let before = match known.map(|item| &item.record.body) {
            Some(Body::SessionRecord(before)) => Some(before),
            _ => None,
        };
        record.client = Some(client);
        record.clearance = before.and_then(|before| before.clearance);
        record.clearance = record.clearance.or_else(|| newest_clearance(items).map(|(item, _)| item.id));
        record.kept = Some(before.and_then(|before| before.kept.clone()).unwrap_or_else(|| context.now.clone()));
        if let Some(before) = before {
            record.extra.clone_from(&before.extra);
            record.alternatives.clone_from(&before.alternatives);
            record.amendments.clone_from(&before.amendments);
        }
        let begun = record.first_dose().or(record.arrived_at.as_ref()).cloned();
        let when = begun.or_else(|| known.map(|item| item.record.when.clone())).unwrap_or_else(|| context.now.clone());
        let by = typed_by(sheet, &record.by);
        let more = self.changed(known, &when, record.clone().into(), &by, context.now);
        record.amendments.extend(more);
        Ok((record, when))
    }

    /// The clinic's records of a client, with the sums of the given doses.
    pub fn clinic_records(&self, collection: &str, language: &str, now: Now) -> Result<ClinicRecords, Fault> {
        let (_, items) = self.items(collection)?;
        let known = sessions(items);
        let mut lines: Vec<SessionLine> = items
            .iter()
            .filter_map(|item| match &item.record.body {
                Body::SessionRecord(record) => Some((item, record)),
                _ => None,
            })
            .map(|(item, record)| {
                let at = item.record.when.unix_ms;
                let of = known.iter().map(|one| one.whole()).find(|whole| {
                    let same = number(whole).and_then(|number| record_of(items, number, whole.record.when.unix_ms));
                    same.is_some_and(|(same, _)| same.id == item.id)
                });
                let typed = Sheet::of_draft(&record.draft);
                let number = typed.as_ref().and_then(|sheet| sheet.fields.get("number")?.trim().parse().ok());
                SessionLine {
                    id: item.id.to_string(),
                    session: of.map(|whole| whole.id.to_string()),
                    number: if record.kept.is_some() { record.number } else { number.unwrap_or(0) },
                    at,
                    kept: record.kept.is_some(),
                    drafted: typed.is_some(),
                    doses: record.doses.len() as u32,
                    sum_mg: record.sum_mg(),
                    rows: record.observations.len() as u32,
                    discharge: record.discharge_state().into(),
                    changes: record.amendments.len() as u32,
                }
            })
            .collect();
        lines.sort_by_key(|line| (std::cmp::Reverse(line.at), line.id.clone()));
        let list = self.list("intake", language);
        let begun = |item: &&Item| matches!(&item.record.body, Body::Clearance(one) if !one.draft.is_empty());
        Ok(ClinicRecords {
            sessions: lines,
            exposure: exposure(items, &now.into(), &self.rules()),
            clearance: newest_clearance(items).map(|(item, one)| ClearanceLine::of(item, one, &list)),
            clearance_drafted: items.iter().any(|item| begun(&item)),
        })
    }

    /// A check list for editing by the practice.
    pub fn check_list(&self, name: &str, language: &str) -> Result<ListPage, Fault> {
        if !lists::NAMES.contains(&name) {
            return Err(Fault::not_found());
        }
        let original = lists::list(name, language, None);
        let own = self.own_list(name).map(|(_, own)| own);
        let change = |id: &str| own.and_then(|own| own.items.iter().find(|item| item.id == id));
        let line = |item: &ListItem| {
            let change = change(&item.id);
            ListLine {
                id: item.id.clone(),
                section: item.section.clone(),
                original: item.words.clone(),
                words: change.map(|change| change.words.clone()).unwrap_or_default(),
                off: change.is_some_and(|change| change.off),
            }
        };
        let mut items: Vec<ListLine> = original.items.iter().map(line).collect();
        let added = own.into_iter().flat_map(|own| &own.items);
        for one in added.filter(|one| !original.items.iter().any(|item| item.id == one.id)) {
            let OwnItem { id, section, words, off, .. } = one.clone();
            items.push(ListLine { id, section, original: String::new(), words, off });
        }
        let version = lists::list(name, language, own).version;
        Ok(ListPage { name: name.into(), version, items, sections: lists::sections(language) })
    }

    /// Changes a check list of the practice: a new edition. Kept records contain the text that was asked.
    pub fn save_check_list(&self, name: &str, lines: &[ListLine], now: Now) -> Result<Changes, Fault> {
        if !lists::NAMES.contains(&name) {
            return Err(Fault::not_found());
        }
        let (own, _) = self.own()?;
        let known = self.own_list(name);
        let original = lists::list(name, "en", None);
        let edition = known.map_or(1, |(_, own)| own.edition + 1);
        let mut items: Vec<OwnItem> = Vec::new();
        for (n, line) in lines.iter().enumerate() {
            let words = line.words.trim();
            if words.chars().count() > 300 {
                return Err(Fault::new("too_long", "An item is at most 300 characters long."));
            }
            let ours = original.items.iter().any(|item| item.id == line.id);
            if ours && !line.off && words.is_empty() || !ours && words.is_empty() {
                continue;
            }
            // A new item gets an id that no other edition has had.
            let id = if line.id.is_empty() { format!("own_{edition}_{n}") } else { line.id.clone() };
            let (section, words, off) = (line.section.clone(), words.to_owned(), line.off);
            items.push(OwnItem { id, section, words, off, extra: Default::default() });
        }
        let list = CheckList { list: name.into(), edition, items, extra: Default::default() };
        Ok(Changes::one(own, known.map(|(id, _)| id), &now.into(), list))
    }

    fn own_list(&self, name: &str) -> Option<(RecordId, &CheckList)> {
        let (_, items) = self.own().ok()?;
        let lists = items.iter().filter_map(|item| match &item.record.body {
            Body::CheckList(list) if list.list == name => Some((item.id, list)),
            _ => None,
        });
        lists.max_by_key(|(id, list)| (list.edition, *id))
    }

    fn list(&self, name: &str, language: &str) -> List {
        lists::list(name, language, self.own_list(name).map(|(_, own)| own))
    }

    /// The record with this id; without an id, the unfinished one that was never kept.
    fn existing(&self, collection: &str, form: Form, id: Option<&str>) -> Result<Option<&Item>, Fault> {
        let (_, items) = self.items(collection)?;
        let is = |item: &&Item| {
            matches!(
                (form, &item.record.body),
                (Form::Session, Body::SessionRecord(_)) | (Form::Clearance, Body::Clearance(_))
            )
        };
        if let Some(id) = id {
            let item = self.item(collection, id)?.1;
            return Some(item).filter(is).map(Some).ok_or_else(Fault::not_found);
        }
        let open = |item: &&Item| match &item.record.body {
            Body::SessionRecord(one) => one.kept.is_none(),
            Body::Clearance(one) => one.kept.is_none(),
            _ => false,
        };
        Ok(items.iter().filter(|item| is(item) && open(item)).max_by_key(|item| item.id))
    }

    /// The amendments of a record against its kept state.
    fn changed(&self, known: Option<&Item>, when: &Moment, body: Body, by: &str, now: &Moment) -> Vec<Amendment> {
        let kept = known.filter(|item| match &item.record.body {
            Body::SessionRecord(one) => one.kept.is_some(),
            Body::Clearance(one) => one.kept.is_some(),
            _ => false,
        });
        let Some(before) = kept else { return Vec::new() };
        let after: Payload = Record { when: when.clone(), body }.to_payload();
        amendments(&before.record.to_payload(), &after, by, now)
    }
}

/// The author of the typed values, as named by the page. A clearance also names its prescriber, who may be someone
/// else.
fn typed_by(sheet: &Sheet, fallback: &str) -> String {
    let typed = sheet.fields.get("typed_by").map_or("", |name| name.trim());
    if typed.is_empty() { fallback.to_owned() } else { typed.chars().take(100).collect() }
}

fn settled(findings: &[Finding]) -> Result<(), Fault> {
    match findings.iter().any(|one| matches!(one.level, Level::Refuse | Level::Ask)) {
        true => Err(Fault::new("findings", "Some fields need another look.")),
        false => Ok(()),
    }
}

fn context<'a>(items: &'a [Item], list: &'a List, rules: &'a Rules, now: &'a Moment) -> Context<'a> {
    let planned = items.iter().filter_map(|item| match &item.record.body {
        Body::Series(Series { planned, .. }) => Some((item.record.when.unix_ms, *planned)),
        _ => None,
    });
    let planned = planned.max().and_then(|(_, planned)| planned);
    Context { now, planned, clearance: newest_clearance(items).map(|(_, one)| one), list, rules }
}

fn newest_clearance(items: &[Item]) -> Option<(&Item, &Clearance)> {
    let kept = items.iter().filter_map(|item| match &item.record.body {
        Body::Clearance(one) if one.kept.is_some() => Some((item, one)),
        _ => None,
    });
    kept.max_by_key(|(item, _)| (item.record.when.unix_ms, item.id))
}

fn number(item: &Item) -> Option<u32> {
    match &item.record.body {
        Body::DosingSession(session) => Some(session.number),
        _ => None,
    }
}

/// The plain summary that the client sees: date, route and sum. The other fields of the therapist's record of the
/// session do not change. `known`: the session record before this change.
fn summary(
    items: &[Item],
    known: Option<&Item>,
    record: &SessionRecord,
    when: &Moment,
) -> Option<(Option<RecordId>, DosingSession)> {
    let first = record.doses.iter().min_by_key(|dose| dose.at.as_ref().map_or(i64::MAX, |at| at.unix_ms))?;
    let earlier = known.and_then(|item| match &item.record.body {
        Body::SessionRecord(before) if before.kept.is_some() => Some((before.number, item.record.when.unix_ms)),
        _ => None,
    });
    let (number, begun) = earlier.unwrap_or((record.number, when.unix_ms));
    let own = items.iter().find(|item| match &item.record.body {
        Body::DosingSession(one) => {
            let apart = item.record.when.unix_ms.saturating_sub(begun).saturating_abs();
            one.by_therapist && one.number == number && apart < sessions::SAME_HOURS * 3_600_000
        }
        _ => false,
    });
    let before = own.and_then(|item| match &item.record.body {
        Body::DosingSession(one) => Some(one),
        _ => None,
    });
    let mut plain = before.cloned().unwrap_or_default();
    plain.by_therapist = true;
    plain.recorded_by = "clinic".into();
    plain.number = record.number;
    plain.route = first.route.map_or("", |route| route.plain()).into();
    plain.dose_mg = record.sum_mg();
    plain.ended = record.left_at.clone().or(plain.ended);
    let same = before == Some(&plain) && own.is_some_and(|item| item.record.when == *when);
    (!same).then(|| (own.map(|item| item.id), plain))
}

impl ClearanceLine {
    fn of(item: &Item, one: &Clearance, list: &List) -> Self {
        let answered = |id: &str| one.items.iter().any(|item| item.row == id && !item.state.is_empty());
        Self {
            id: item.id.to_string(),
            kept: one.kept.as_ref().map_or(item.record.when.unix_ms, |kept| kept.unix_ms),
            result: one.result.clone(),
            valid_until: one.valid_until.clone(),
            by: one.by.clone(),
            open: list.items.iter().filter(|item| !answered(&item.id)).count() as u32,
        }
    }
}

impl Changed {
    fn of(one: &Amendment) -> Self {
        let before = match &one.before {
            Value::Object(fields) if !is_moment(&one.before) => fields
                .iter()
                .filter(|(name, _)| *name != "row")
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            value => vec![(String::new(), text(value))],
        };
        Self { at: one.at.as_ref().map(|at| at.unix_ms), by: one.by.clone(), field: one.field.clone(), before }
    }
}

fn is_moment(value: &Value) -> bool {
    Moment::deserialize(value.clone()).is_ok()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(" "),
        value => Moment::deserialize(value.clone()).map_or_else(|_| value.to_string(), |moment| moment.rfc3339()),
    }
}
