//! Reads a session record from the typed values.

use super::finding::{Level, Limits, Rule};
use super::lists::answered;
use super::reader::{Findings, Reader, is_empty};
use super::{Context, Finding, Row, Sheet, doses, gates, schedule, vitals};
use crate::record::{Intervention, Moment, Rems, Route, SessionRecord, Staff, Substance, SubstanceTaken, TouchUsed};

const HOUR_MS: i64 = 3_600_000;
const HEIGHT: Limits = Limits::within(100.0, 230.0);
const ALONE: Limits = Limits::within(0.0, 600.0);
const MINUTES: Limits = Limits::within(0.0, 1_440.0);
const DRUG_MG: Limits = Limits::within(0.0, 10_000.0);

/// The item of the discharge list that says that the shortest time has passed.
const TIME_OK: &str = "time_ok";

/// The choices of each field, as the form offers them.
pub const CHOICES: [(&str, &[&str]); 12] = [
    ("site", &["clinic", "home_remote", "other"]),
    ("touch", &["none", "hand_only", "shoulder_or_hand", "as_written"]),
    ("recording", &["none", "audio", "video"]),
    ("pregnancy", &["not_applicable", "no", "possible", "test_negative", "test_positive"]),
    ("new_symptoms", &["none", "chest_pain", "fainting", "infection", "urinary", "headache"]),
    ("suicidality", &["none", "passive", "active", "plan", "intent"]),
    ("go", &["go", "wait", "no"]),
    ("role", &["prescriber", "monitor", "therapist", "second_person"]),
    ("group", &["benzodiazepine", "hypnotic", "opioid", "stimulant", "maoi", "alcohol", "cannabis", "other"]),
    (
        "what",
        &[
            "reassured",
            "position",
            "suction",
            "oxygen",
            "airway",
            "antiemetic",
            "antihypertensive",
            "benzodiazepine",
            "fluid",
            "restrained",
            "emergency_call",
        ],
    ),
    ("discharge", &["yes", "no", "not_applicable"]),
    ("intake", &["no", "yes", "unknown"]),
];

/// The choices of a field.
pub fn choices(field: &str) -> &'static [&'static str] {
    CHOICES.iter().find(|(name, _)| *name == field).map_or(&[], |(_, codes)| codes)
}

/// Reads a record, and returns errors, unusual values, alarms and missing values as findings. The record holds every
/// value that could be read.
pub fn read(sheet: &Sheet, context: &Context<'_>) -> (SessionRecord, Vec<Finding>) {
    let mut findings = Findings::new(sheet, context.now);
    let mut session = head(sheet, context, &mut findings);
    before(sheet, context, &mut session, &mut findings);
    session.doses = doses::read(sheet, context, &mut findings);
    gates::check(&sheet.fields, &session, context, &mut findings);
    session.observations = vitals::read(sheet, &session.doses, context.rules, &mut findings);
    during(sheet, context, &mut session, &mut findings);
    discharge(sheet, context, &mut session, &mut findings);
    (session, findings.done())
}

fn head(sheet: &Sheet, context: &Context<'_>, findings: &mut Findings<'_>) -> SessionRecord {
    let mut reader = findings.row("", 0, &sheet.fields);
    let session = SessionRecord {
        number: session_number(&mut reader, context),
        by: reader.line("by"),
        arrived_at: reader.moment("arrived_at"),
        left_at: reader.happened("left_at"),
        site: reader.choice("site", choices("site")),
        consent_today: reader.yes_no("consent_today"),
        consent_by: reader.line("consent_by"),
        touch: reader.choice("touch", choices("touch")),
        touch_words: reader.text("touch_words", 300),
        stop_sign: reader.line("stop_sign"),
        recording: reader.choice("recording", choices("recording")),
        recording_consent: reader.yes_no("recording_consent"),
        escort_name: reader.line("escort_name"),
        escort_phone: reader.line("escort_phone"),
        escort_confirmed: reader.yes_no("escort_confirmed"),
        override_by: reader.line("override_by"),
        override_reason: reader.text("override_reason", 2_000),
        ..Default::default()
    };
    for name in ["arrived_at", "site", "touch"] {
        if reader.typed(name).is_empty() {
            reader.note(name, Level::Missing, Rule::Required);
        }
    }
    if ["audio", "video"].contains(&session.recording.as_str()) && session.recording_consent != "yes" {
        reader.note("recording_consent", Level::Refuse, Rule::NoRecordingConsent);
    }
    if let (Some(from), Some(to)) = (&session.arrived_at, &session.left_at) {
        let length = to.unix_ms.saturating_sub(from.unix_ms);
        if length < 0 {
            reader.note("left_at", Level::Refuse, Rule::Order);
        } else if length > 8 * HOUR_MS {
            reader.note("left_at", Level::Ask, Rule::Long);
        }
    }
    SessionRecord { staff: staff(sheet, findings), ..session }
}

/// The number of the session in its series; 0 if it could not be read.
fn session_number(reader: &mut Reader<'_, '_>, context: &Context<'_>) -> u32 {
    let number = reader.number("number", &Limits::within(1.0, 200.0));
    let whole = number.filter(|number| number.fract() == 0.0);
    if reader.typed("number").is_empty() {
        reader.note("number", Level::Refuse, Rule::Required);
    } else if number.is_some() && whole.is_none() {
        reader.note("number", Level::Refuse, Rule::Number);
    }
    let number = whole.map_or(0, |number| number as u32);
    if context.planned.is_some_and(|planned| number > planned) {
        reader.note("number", Level::Ask, Rule::MoreThanPlanned);
    }
    number
}

/// The people present: one of them has to monitor, and one alone is unusual.
fn staff(sheet: &Sheet, findings: &mut Findings<'_>) -> Vec<Staff> {
    let staff: Vec<Staff> = rows(&sheet.staff)
        .map(|(n, row)| {
            let mut reader = findings.row("staff", n, row);
            let one = Staff {
                row: reader.row(),
                name: reader.line("name"),
                role: reader.choice("role", choices("role")),
                from: reader.moment("from"),
                to: reader.moment("to"),
                extra: Default::default(),
            };
            if one.from.as_ref().zip(one.to.as_ref()).is_some_and(|(from, to)| to.unix_ms < from.unix_ms) {
                reader.note("to", Level::Refuse, Rule::Order);
            }
            one
        })
        .collect();
    if !staff.iter().any(|one| one.role == "monitor") {
        findings.note("staff", Level::Missing, Rule::NoMonitor, "");
    }
    if staff.len() == 1 {
        findings.note("staff", Level::Ask, Rule::OnePerson, &staff[0].name);
    }
    staff
}

fn before(sheet: &Sheet, context: &Context<'_>, session: &mut SessionRecord, findings: &mut Findings<'_>) {
    let dose_at = sheet.doses.iter().filter_map(|row| row.get("at")?.trim().parse::<i64>().ok()).min();
    let mut reader = findings.row("", 0, &sheet.fields);
    session.weight_kg = reader.number("weight_kg", &context.rules.limits("weight_kg"));
    session.height_cm = reader.number("height_cm", &HEIGHT);
    session.last_food_at = reader.happened("last_food_at");
    session.last_drink_at = reader.happened("last_drink_at");
    let (food, drink) = (context.rules.food_hours(), context.rules.drink_hours());
    for (name, at, hours) in
        [("last_food_at", &session.last_food_at, food), ("last_drink_at", &session.last_drink_at, drink)]
    {
        let apart = at.as_ref().zip(dose_at).map(|(at, dose)| dose.saturating_sub(at.unix_ms));
        if apart.is_some_and(|apart| (apart as f64) < hours * HOUR_MS as f64) {
            reader.within(name, Level::Ask, Rule::Fasting, (Some(hours), None));
        }
    }
    session.med_changes = reader.text("med_changes", 2_000);
    session.pregnancy = reader.choice("pregnancy", choices("pregnancy"));
    session.new_symptoms = reader.choices("new_symptoms", choices("new_symptoms"));
    if session.new_symptoms.iter().any(|one| one != "none") {
        reader.note("new_symptoms", Level::Ask, Rule::NewSymptom);
    }
    session.suicidality = reader.choice("suicidality", choices("suicidality"));
    session.assessed_with = reader.line("assessed_with");
    session.psychosis_mania = reader.yes_no("psychosis_mania");
    session.intoxicated = reader.yes_no("intoxicated");
    session.prescriber = reader.line("prescriber");
    session.go = reader.choice("go", choices("go"));
    session.go_by = reader.line("go_by");
    session.go_reason = reader.text("go_reason", 2_000);
    for name in ["pregnancy", "suicidality", "psychosis_mania", "intoxicated", "go"] {
        if reader.typed(name).is_empty() {
            reader.note(name, Level::Missing, Rule::Required);
        }
    }
    session.substances = rows(&sheet.substances)
        .map(|(n, row)| {
            let mut reader = findings.row("substances", n, row);
            let taken = SubstanceTaken {
                row: reader.row(),
                group: reader.choice("group", choices("group")),
                name: reader.line("name"),
                dose: reader.line("dose"),
                at: reader.happened("at"),
                extra: Default::default(),
            };
            reader.note("group", Level::Ask, Rule::Taken);
            taken
        })
        .collect();
}

fn during(sheet: &Sheet, context: &Context<'_>, session: &mut SessionRecord, findings: &mut Findings<'_>) {
    session.interventions = rows(&sheet.interventions)
        .map(|(n, row)| {
            let mut reader = findings.row("interventions", n, row);
            Intervention {
                row: reader.row(),
                at: reader.happened("at"),
                what: reader.choice("what", choices("what")),
                drug: reader.line("drug"),
                mg: reader.number("mg", &DRUG_MG),
                route: reader.route("route"),
                by: reader.line("by"),
                effect: reader.text("effect", 2_000),
                extra: Default::default(),
            }
        })
        .collect();
    session.touches = rows(&sheet.touches)
        .map(|(n, row)| {
            let mut reader = findings.row("touches", n, row);
            TouchUsed {
                row: reader.row(),
                at: reader.happened("at"),
                what: reader.line("what"),
                asked: reader.yes_no("asked"),
                by: reader.line("by"),
                extra: Default::default(),
            }
        })
        .collect();
    let mut reader = findings.row("", 0, &sheet.fields);
    session.left_alone_min = reader.number("left_alone_min", &ALONE);
    if session.left_alone_min.is_some_and(|minutes| minutes > 0.0) {
        reader.note("left_alone_min", Level::Ask, Rule::Alone);
    }
    session.music_changed = reader.text("music_changed", 2_000);
    rems(sheet, context, session, findings);
}

/// The block of the esketamine programme.
fn rems(sheet: &Sheet, context: &Context<'_>, session: &mut SessionRecord, findings: &mut Findings<'_>) {
    let esketamine = session.doses.iter().any(|dose| dose.substance == Some(Substance::Esketamine));
    let first = session.first_dose().cloned();
    let mut reader = findings.row("", 0, &sheet.fields);
    session.rems = Rems {
        vitals_ok_before: reader.yes_no("rems_vitals_ok_before"),
        vitals_ok_end: reader.yes_no("rems_vitals_ok_end"),
        sedation_began: reader.happened("rems_sedation_began"),
        sedation_ended: reader.happened("rems_sedation_ended"),
        dissociation_seen: reader.yes_no("rems_dissociation_seen"),
        respiratory_depression: reader.yes_no("rems_respiratory_depression"),
        sae: reader.yes_no("rems_sae"),
        minutes_monitored: reader.number("rems_minutes_monitored", &MINUTES),
        ready_at_minute: reader.number("rems_ready_at_minute", &MINUTES),
        submitted_at: reader.happened("rems_submitted_at"),
        extra: Default::default(),
    };
    let watched = schedule::last(&context.rules.minutes(Some(Route::Intranasal), Some(Substance::Esketamine))) as f64;
    if esketamine && session.rems.minutes_monitored.is_some_and(|minutes| minutes < watched) {
        reader.within("rems_minutes_monitored", Level::Ask, Rule::ShortWatch, (Some(watched), None));
    }
    let late =
        |at: &Moment| first.as_ref().is_some_and(|first| at.unix_ms.saturating_sub(first.unix_ms) > 7 * 24 * HOUR_MS);
    if session.rems.submitted_at.as_ref().is_some_and(late) {
        reader.note("rems_submitted_at", Level::Ask, Rule::SentLate);
    }
}

fn discharge(sheet: &Sheet, context: &Context<'_>, session: &mut SessionRecord, findings: &mut Findings<'_>) {
    session.discharge = answered(sheet, context, choices("discharge"), findings);
    session.discharge_version = context.list.version.clone();
    session.rules_version = context.rules.version();
    let end = schedule::earliest_end(&session.doses, context.rules);
    for (n, row) in sheet.items.iter().enumerate() {
        let mut reader = findings.row("items", n, row);
        if reader.typed("state") == "no" && reader.typed("note").is_empty() {
            reader.note("note", Level::Refuse, Rule::NoReason);
        }
        let answered_at = reader.typed("at").parse::<i64>().ok();
        if reader.typed("row") == TIME_OK
            && reader.typed("state") == "yes"
            && end.zip(answered_at).is_some_and(|(end, at)| at < end)
        {
            reader.note("state", Level::Ask, Rule::LeftEarly);
        }
    }
    let states = |state: &str| session.discharge.iter().filter(|item| item.state == state).count();
    let (no, open) = (
        states("no"),
        context.list.items.len().saturating_sub(session.discharge.iter().filter(|item| !item.state.is_empty()).count()),
    );
    let mut reader = findings.row("", 0, &sheet.fields);
    session.left_with = reader.line("left_with");
    session.discharge_override_by = reader.line("discharge_override_by");
    let Some(left) = &session.left_at else {
        return;
    };
    if no > 0 && session.discharge_override_by.is_empty() {
        reader.note("left_at", Level::Refuse, Rule::NotReady);
    }
    if open > 0 {
        reader.note("left_at", Level::Ask, Rule::OpenItems);
    }
    if end.is_some_and(|end| left.unix_ms < end) {
        reader.note("left_at", Level::Ask, Rule::LeftEarly);
    }
}

fn rows(rows: &[Row]) -> impl Iterator<Item = (usize, &Row)> {
    rows.iter().enumerate().filter(|(_, row)| !is_empty(row))
}
