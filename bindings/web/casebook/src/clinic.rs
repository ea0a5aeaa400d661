//! The clinic's session record, the clearance and the practice's check lists: pages, checks while typing, drafts, and
//! kept records. All of it is in the therapist's private collection; only a plain summary of a session is copied into
//! the care collection.

mod check_lists;
mod records;
mod view;

use journal::arc::{Item, sessions};
use journal::clinic::amend::amendments;
use journal::clinic::schedule::{due, earliest_end};
use journal::clinic::{Context, Finding, Level, List, Rules, Sheet, clearance, lists, session};
use journal::record::{Amendment, Body, Clearance, DosingSession, Moment, Payload, Record, Series, SessionRecord};
use protocol::{CollectionId, RecordId};

pub use self::view::{Changed, Checked, ClearanceLine, ClinicRecords, ListLine, ListPage, SessionLine, SheetPage};
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
