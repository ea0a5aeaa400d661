//! The clinic's own record of a dosing session, the clearance before a series, and a practice's own check lists. All
//! three are kept in a therapist's private collection: a client's phone has the key of the care collection.

use protocol::{CollectionId, RecordId};
use serde_json::{Map, Value};

use super::fields::{record, string_enum};
use super::{Alternative, Moment};

string_enum! {
    /// How a dose is given. There is no default.
    enum Route {
        /// Into a muscle.
        Im = "im",
        /// An infusion into a vein.
        IvInfusion = "iv_infusion",
        /// Into a vein at once.
        IvPush = "iv_push",
        /// Under the skin.
        Sc = "sc",
        /// A lozenge or tablet under the tongue or in the cheek.
        SublingualBuccal = "sublingual_buccal",
        /// A nasal spray.
        Intranasal = "intranasal",
        /// Swallowed.
        Oral = "oral",
        /// Into the rectum.
        Rectal = "rectal",
        /// Another route.
        Other = "other",
    }

    /// What is given.
    enum Substance {
        /// Racemic ketamine.
        Racemic = "racemic",
        /// Esketamine.
        Esketamine = "esketamine",
        /// Something else.
        Other = "other",
    }
}

impl Route {
    /// The route as the session record in the care collection names it.
    pub fn plain(self) -> &'static str {
        match self {
            Self::Im => "intramuscular",
            Self::IvInfusion => "infusion",
            Self::IvPush => "intravenous",
            Self::Sc => "subcutaneous",
            Self::SublingualBuccal => "lozenge",
            Self::Intranasal => "nasal_spray",
            Self::Oral => "oral",
            Self::Rectal => "rectal",
            Self::Other => "other",
        }
    }

    /// The route that the session record in the care collection names.
    pub fn of_plain(plain: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|route| route.plain() == plain)
    }
}

record! {
    /// Somebody who was there.
    #[derive(Default)]
    struct Staff {
        /// Names the row; unique in its list.
        row: String,
        /// The person's name.
        name: String,
        /// `prescriber`, `monitor`, `therapist`, `second_person`.
        role: String,
        /// From when.
        from: Option<Moment>,
        /// Until when.
        to: Option<Moment>,
    }

    /// Something that the client took in the last 24 hours.
    #[derive(Default)]
    struct Taken {
        /// Names the row; unique in its list.
        row: String,
        /// `benzodiazepine`, `hypnotic`, `opioid`, `stimulant`, `maoi`, `alcohol`, `cannabis`, `other`.
        group: String,
        /// What it was.
        name: String,
        /// How much, in words.
        dose: String,
        /// When.
        at: Option<Moment>,
    }

    /// One dose. A session has a list of them, never one number.
    #[derive(Default)]
    struct DoseEvent {
        /// Names the row; unique in its list.
        row: String,
        /// When it was given.
        at: Option<Moment>,
        /// What was given.
        substance: Option<Substance>,
        /// The product.
        product: String,
        /// Its lot.
        lot: String,
        /// Until when it may be used, as a date.
        expiry: String,
        /// Its strength, in milligrams per millilitre.
        strength_mg_per_ml: Option<f64>,
        /// The volume, in millilitres.
        volume_ml: Option<f64>,
        /// The dose, in milligrams. It is typed, never computed.
        mg: Option<f64>,
        /// How it was given.
        route: Option<Route>,
        /// `deltoid`, `thigh`, `left_nostril`, `right_nostril`, `under_tongue`, `cheek`.
        site: String,
        /// For a lozenge: how long it was held, in minutes.
        held_min: Option<f64>,
        /// For a lozenge: `swallowed` or `spat`.
        then: String,
        /// Who gave it.
        given_by: String,
        /// Who checked it.
        checked_by: String,
        /// `first`, `second`, `divided`.
        sequence: String,
        /// What was thrown away, in milligrams.
        wasted_mg: Option<f64>,
        /// Who saw it thrown away.
        witness: String,
    }

    /// One row of observations.
    #[derive(Default)]
    struct Observed {
        /// Names the row; unique in its list.
        row: String,
        /// When.
        at: Option<Moment>,
        /// Who observed.
        by: String,
        /// Systolic blood pressure, mmHg.
        sys: Option<f64>,
        /// Diastolic blood pressure, mmHg.
        dia: Option<f64>,
        /// Pulse, per minute.
        hr: Option<f64>,
        /// Oxygen saturation, percent.
        spo2: Option<f64>,
        /// Breaths per minute.
        rr: Option<f64>,
        /// Body temperature, °C.
        temp: Option<f64>,
        /// Alertness, MOAA/S 0 to 5.
        sedation: Option<f64>,
        /// Dissociation as the staff see it, 0 to 4.
        dissociation: Option<f64>,
        /// A total of a dissociation scale, 0 to 24.
        cadss: Option<f64>,
        /// The form that the total comes from.
        cadss_form: String,
        /// Nausea, 0 to 10.
        nausea: Option<f64>,
        /// Distress, 0 to 10.
        distress: Option<f64>,
        /// Oxygen given, litres per minute.
        oxygen_l: Option<f64>,
        /// End-tidal carbon dioxide, mmHg.
        etco2: Option<f64>,
        /// In words.
        note: String,
    }

    /// Something that was done.
    #[derive(Default)]
    struct Intervention {
        /// Names the row; unique in its list.
        row: String,
        /// When.
        at: Option<Moment>,
        /// `reassured`, `position`, `suction`, `oxygen`, `airway`, `antiemetic`, `antihypertensive`, `benzodiazepine`,
        /// `fluid`, `restrained`, `emergency_call`.
        what: String,
        /// The medicine, if one was given.
        drug: String,
        /// Its dose, in milligrams.
        mg: Option<f64>,
        /// How it was given.
        route: Option<Route>,
        /// Who did it.
        by: String,
        /// What came of it.
        effect: String,
    }

    /// A touch during the session.
    #[derive(Default)]
    struct TouchUsed {
        /// Names the row; unique in its list.
        row: String,
        /// When.
        at: Option<Moment>,
        /// What.
        what: String,
        /// Whether it was asked for before: `yes` or `no`.
        asked: String,
        /// By whom.
        by: String,
    }

    /// What the monitoring form of the esketamine programme asks.
    #[derive(Default)]
    struct Rems {
        /// Whether the vital signs were acceptable before: `yes` or `no`.
        vitals_ok_before: String,
        /// Whether they were acceptable at the end: `yes` or `no`.
        vitals_ok_end: String,
        /// When sedation began.
        sedation_began: Option<Moment>,
        /// When sedation ended.
        sedation_ended: Option<Moment>,
        /// Whether dissociation was seen: `yes` or `no`.
        dissociation_seen: String,
        /// Whether breathing was depressed: `yes` or `no`.
        respiratory_depression: String,
        /// Whether something serious happened: `yes` or `no`.
        sae: String,
        /// How long the client was watched, in minutes.
        minutes_monitored: Option<f64>,
        /// When the client would have been ready to leave, in minutes.
        ready_at_minute: Option<f64>,
        /// When the form was sent.
        submitted_at: Option<Moment>,
    }

    /// The answer to one item of a check list, with the words that were asked.
    #[derive(Default)]
    struct Checked {
        /// The item's id.
        row: String,
        /// The words of the item.
        words: String,
        /// Discharge: `yes`, `no`, `not_applicable`. Clearance: `no`, `yes`, `unknown`.
        state: String,
        /// The reason, or a note.
        note: String,
        /// Who answered.
        by: String,
        /// When.
        at: Option<Moment>,
    }

    /// A value that was changed: what stood there, who changed it, and when.
    #[derive(Default)]
    struct Amendment {
        /// When it was changed.
        at: Option<Moment>,
        /// Who changed it.
        by: String,
        /// The field: `weight_kg`, `doses.a1.mg`; a row that was removed: `doses.a1`.
        field: String,
        /// What stood there.
        before: Value,
    }

    /// The clinic's record of a dosing session. A plain summary of it (date, route, sum) is copied into the care
    /// collection as a [`DosingSession`](super::DosingSession); nothing else of it reaches the client.
    #[derive(Default)]
    struct SessionRecord {
        /// The client's care collection.
        client: Option<CollectionId>,
        /// When it was first kept; absent while there is only a draft.
        kept: Option<Moment>,
        /// What is typed and not kept yet, as it was typed.
        draft: Map<String, Value>,
        /// Who wrote it last.
        by: String,
        /// Its number in the series, from 1.
        number: u32,
        /// When the client arrived.
        arrived_at: Option<Moment>,
        /// When the client left.
        left_at: Option<Moment>,
        /// `clinic`, `home_remote`, `other`.
        site: String,
        /// Who was there.
        staff: Vec<Staff>,
        /// The clearance that it rests on.
        clearance: Option<RecordId>,
        /// Whether consent was confirmed today: `yes` or `no`.
        consent_today: String,
        /// Who confirmed it.
        consent_by: String,
        /// The agreed touch: `none`, `hand_only`, `shoulder_or_hand`, `as_written`.
        touch: String,
        /// The agreement in the client's words.
        touch_words: String,
        /// The agreed sign to stop.
        stop_sign: String,
        /// `none`, `audio`, `video`.
        recording: String,
        /// Whether the client agreed to the recording: `yes` or `no`.
        recording_consent: String,
        /// Who takes the client home.
        escort_name: String,
        /// Their number.
        escort_phone: String,
        /// Whether they have confirmed: `yes` or `no`.
        escort_confirmed: String,
        /// The prescriber who decided to go ahead all the same.
        override_by: String,
        /// Why.
        override_reason: String,
        /// Body weight.
        weight_kg: Option<f64>,
        /// Height.
        height_cm: Option<f64>,
        /// When the client last ate.
        last_food_at: Option<Moment>,
        /// When the client last drank.
        last_drink_at: Option<Moment>,
        /// What was taken in the last 24 hours.
        substances: Vec<Taken>,
        /// Medicines that have changed.
        med_changes: String,
        /// `not_applicable`, `no`, `possible`, `test_negative`, `test_positive`.
        pregnancy: String,
        /// `none`, or some of `chest_pain`, `fainting`, `infection`, `urinary`, `headache`.
        new_symptoms: Vec<String>,
        /// `none`, `passive`, `active`, `plan`, `intent`.
        suicidality: String,
        /// How that was assessed.
        assessed_with: String,
        /// Whether there are psychotic or manic signs: `yes` or `no`.
        psychosis_mania: String,
        /// Whether the client is intoxicated: `yes` or `no`.
        intoxicated: String,
        /// The prescriber who was asked.
        prescriber: String,
        /// The decision: `go`, `wait`, `no`.
        go: String,
        /// Who decided.
        go_by: String,
        /// Why.
        go_reason: String,
        /// The doses.
        doses: Vec<DoseEvent>,
        /// The observations.
        observations: Vec<Observed>,
        /// What was done.
        interventions: Vec<Intervention>,
        /// Touch that took place.
        touches: Vec<TouchUsed>,
        /// How long the client was alone, in minutes.
        left_alone_min: Option<f64>,
        /// Whether the music was changed, and why.
        music_changed: String,
        /// What the esketamine programme asks.
        rems: Rems,
        /// The version of the discharge list.
        discharge_version: String,
        /// The version of the limits that it was checked with.
        rules_version: String,
        /// The discharge list.
        discharge: Vec<Checked>,
        /// With whom the client left.
        left_with: String,
        /// The prescriber who let the client leave all the same.
        discharge_override_by: String,
        /// What was changed after it was kept, oldest first.
        amendments: Vec<Amendment>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// The medical clearance before a series: what the practice checked, and the prescriber's result.
    #[derive(Default)]
    struct Clearance {
        /// The client's care collection.
        client: Option<CollectionId>,
        /// When it was first kept; absent while there is only a draft.
        kept: Option<Moment>,
        /// What is typed and not kept yet, as it was typed.
        draft: Map<String, Value>,
        /// The prescriber.
        by: String,
        /// The version of the intake list.
        version: String,
        /// The answers.
        items: Vec<Checked>,
        /// `cleared`, `conditions`, `not_cleared`.
        result: String,
        /// The conditions, or why not.
        conditions: String,
        /// Until when it is valid, as a date.
        valid_until: String,
        /// What was changed after it was kept, oldest first.
        amendments: Vec<Amendment>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// An item that a practice has changed or added.
    #[derive(Default)]
    struct OwnItem {
        /// The item's id.
        id: String,
        /// The section of the intake list.
        section: String,
        /// The practice's words; empty for the list's own.
        words: String,
        /// Whether the practice does not ask it.
        off: bool,
    }

    /// A practice's own version of a check list.
    #[derive(Default)]
    struct CheckList {
        /// `discharge` or `intake`.
        list: String,
        /// The number of the practice's version, from 1.
        edition: u32,
        /// The items that differ from the list's own, and those that were added.
        items: Vec<OwnItem>,
    }
}

impl SessionRecord {
    /// When the first dose was given.
    pub fn first_dose(&self) -> Option<&Moment> {
        self.doses.iter().filter_map(|dose| dose.at.as_ref()).min_by_key(|at| at.unix_ms)
    }

    /// The sum of the doses, in milligrams; `None` without a dose.
    pub fn sum_mg(&self) -> Option<f64> {
        let mut given = self.doses.iter().filter_map(|dose| dose.mg).peekable();
        given.peek().is_some().then(|| given.sum())
    }

    /// `left`, `open` or `not_begun`: how far the discharge is.
    pub fn discharge_state(&self) -> &'static str {
        match (self.left_at.is_some(), self.discharge.iter().any(|item| !item.state.is_empty())) {
            (true, _) => "left",
            (false, true) => "open",
            (false, false) => "not_begun",
        }
    }
}
