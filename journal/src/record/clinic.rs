//! The clinic's own record of a dosing session. It is kept in a therapist's private collection: a client's phone has the
//! key of the care collection.

use protocol::{CollectionId, RecordId};
use serde_json::{Map, Value};

use super::fields::{record, string_enum};
use super::{Alternative, Checked, Moment};

string_enum! {
    /// The route of administration. There is no default.
    enum Route {
        /// Intramuscular: an injection into a muscle.
        Im = "im",
        /// An infusion into a vein.
        IvInfusion = "iv_infusion",
        /// Into a vein at once.
        IvPush = "iv_push",
        /// Subcutaneous: an injection under the skin.
        Sc = "sc",
        /// A lozenge or tablet under the tongue or in the cheek.
        SublingualBuccal = "sublingual_buccal",
        /// Intranasal: a spray into the nose.
        Intranasal = "intranasal",
        /// Oral: a form that is swallowed.
        Oral = "oral",
        /// Rectal: a form that is given into the rectum.
        Rectal = "rectal",
        /// A route that is not in this list.
        Other = "other",
    }

    /// The substance that is given.
    enum Substance {
        /// Racemic ketamine: both enantiomers.
        Racemic = "racemic",
        /// Esketamine: the S-enantiomer.
        Esketamine = "esketamine",
        /// A substance that is not in this list.
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
    /// A person who was present.
    #[derive(Default)]
    struct Staff {
        /// Id of the row; unique in its list.
        row: String,
        /// The person's name, as typed.
        name: String,
        /// `prescriber`, `monitor`, `therapist`, `second_person`.
        role: String,
        /// The beginning of the person's presence.
        from: Option<Moment>,
        /// The end of the person's presence.
        to: Option<Moment>,
    }

    /// A substance that the client took in the last 24 hours.
    #[derive(Default)]
    struct SubstanceTaken {
        /// Id of the row; unique in its list.
        row: String,
        /// `benzodiazepine`, `hypnotic`, `opioid`, `stimulant`, `maoi`, `alcohol`, `cannabis`, `other`.
        group: String,
        /// The name of the substance.
        name: String,
        /// The amount, as text.
        dose: String,
        /// When the client took it.
        at: Option<Moment>,
    }

    /// One dose. A session has a list of doses, never a single number.
    #[derive(Default)]
    struct DoseEvent {
        /// Id of the row; unique in its list.
        row: String,
        /// When it was given.
        at: Option<Moment>,
        /// The substance that was given.
        substance: Option<Substance>,
        /// The name of the product, as typed.
        product: String,
        /// The lot number of the product.
        lot: String,
        /// The expiry date of the product, `YYYY-MM-DD`.
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
        /// The name of the person who gave the dose.
        given_by: String,
        /// The name of the person who checked the dose before it was given.
        checked_by: String,
        /// Its position among the doses: `first`, `second`, `divided`.
        sequence: String,
        /// The discarded amount, in milligrams.
        wasted_mg: Option<f64>,
        /// Who saw it thrown away.
        witness: String,
    }

    /// One row of observations.
    #[derive(Default)]
    struct Observed {
        /// Id of the row; unique in its list.
        row: String,
        /// When the values were measured.
        at: Option<Moment>,
        /// The name of the person who observed.
        by: String,
        /// Systolic blood pressure, mmHg.
        sys: Option<f64>,
        /// Diastolic blood pressure, mmHg.
        dia: Option<f64>,
        /// Heart rate, beats per minute.
        hr: Option<f64>,
        /// Oxygen saturation of the blood (SpO2), percent.
        spo2: Option<f64>,
        /// Respiratory rate, breaths per minute.
        rr: Option<f64>,
        /// Body temperature, degrees Celsius.
        temp: Option<f64>,
        /// Alertness, MOAA/S 0 to 5.
        sedation: Option<f64>,
        /// Dissociation as the staff rate it, 0 to 4.
        dissociation: Option<f64>,
        /// A total of a dissociation scale, 0 to 24.
        cadss: Option<f64>,
        /// The questionnaire that the total comes from.
        cadss_form: String,
        /// Nausea, 0 to 10.
        nausea: Option<f64>,
        /// Distress, 0 to 10.
        distress: Option<f64>,
        /// Oxygen given, litres per minute.
        oxygen_l: Option<f64>,
        /// End-tidal carbon dioxide, mmHg.
        etco2: Option<f64>,
        /// A remark as free text.
        note: String,
    }

    /// An intervention during the session.
    #[derive(Default)]
    struct Intervention {
        /// Id of the row; unique in its list.
        row: String,
        /// When it was done.
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
        /// The name of the person who did it.
        by: String,
        /// The effect of the intervention.
        effect: String,
    }

    /// A touch during the session.
    #[derive(Default)]
    struct TouchUsed {
        /// Id of the row; unique in its list.
        row: String,
        /// The time of the touch.
        at: Option<Moment>,
        /// The kind of touch.
        what: String,
        /// Whether permission was asked first: `yes` or `no`.
        asked: String,
        /// The person who touched.
        by: String,
    }

    /// The fields of the esketamine programme's monitoring form.
    #[derive(Default)]
    struct Rems {
        /// Whether the vital signs were acceptable before: `yes` or `no`.
        vitals_ok_before: String,
        /// Whether they were acceptable at the end: `yes` or `no`.
        vitals_ok_end: String,
        /// When sedation was first seen.
        sedation_began: Option<Moment>,
        /// When sedation had passed.
        sedation_ended: Option<Moment>,
        /// Whether dissociation was seen: `yes` or `no`.
        dissociation_seen: String,
        /// Whether breathing was depressed: `yes` or `no`.
        respiratory_depression: String,
        /// Whether a serious adverse event happened: `yes` or `no`.
        sae: String,
        /// How long the client was monitored, in minutes.
        minutes_monitored: Option<f64>,
        /// When the client would have been ready to leave, in minutes.
        ready_at_minute: Option<f64>,
        /// When the form was sent.
        submitted_at: Option<Moment>,
    }

    /// A changed value: the earlier value, who changed it, and when.
    #[derive(Default)]
    struct Amendment {
        /// When it was changed.
        at: Option<Moment>,
        /// The name of the person who changed it.
        by: String,
        /// The field: `weight_kg`, `doses.a1.mg`; a row that was removed: `doses.a1`.
        field: String,
        /// The value before the change.
        before: Value,
    }

    /// The clinic's record of a dosing session. Only a plain summary of it (date, route, sum) reaches the client: it is
    /// copied into the care collection as a [`DosingSession`](super::DosingSession).
    #[derive(Default)]
    struct SessionRecord {
        /// The client's care collection.
        client: Option<CollectionId>,
        /// When it was first kept; absent while there is only a draft.
        kept: Option<Moment>,
        /// The typed values that are not kept yet.
        draft: Map<String, Value>,
        /// Who wrote it last.
        by: String,
        /// Its number in the series, from 1.
        number: u32,
        /// When the client arrived.
        arrived_at: Option<Moment>,
        /// When the client left.
        left_at: Option<Moment>,
        /// The place of the session: `clinic`, `home_remote`, `other`.
        site: String,
        /// The people who were present besides the client.
        staff: Vec<Staff>,
        /// The clearance that it rests on.
        clearance: Option<RecordId>,
        /// Whether consent was confirmed today: `yes` or `no`.
        consent_today: String,
        /// The name of the person who confirmed the consent.
        consent_by: String,
        /// The agreed touch: `none`, `hand_only`, `shoulder_or_hand`, `as_written`.
        touch: String,
        /// The agreement in the client's words.
        touch_words: String,
        /// The agreed sign to stop.
        stop_sign: String,
        /// Whether the session was recorded: `none`, `audio`, `video`.
        recording: String,
        /// Whether the client agreed to the recording: `yes` or `no`.
        recording_consent: String,
        /// The name of the escort: the person who takes the client home.
        escort_name: String,
        /// The escort's phone number.
        escort_phone: String,
        /// Whether the escort has confirmed: `yes` or `no`.
        escort_confirmed: String,
        /// The prescriber who overrode a gate.
        override_by: String,
        /// The reason for the override.
        override_reason: String,
        /// Body weight, in kilograms.
        weight_kg: Option<f64>,
        /// Body height, in centimetres.
        height_cm: Option<f64>,
        /// When the client last ate.
        last_food_at: Option<Moment>,
        /// When the client last drank.
        last_drink_at: Option<Moment>,
        /// Substances taken in the last 24 hours.
        substances: Vec<SubstanceTaken>,
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
        /// The name of the person who made this decision.
        go_by: String,
        /// The reason for this decision.
        go_reason: String,
        /// The doses that were given.
        doses: Vec<DoseEvent>,
        /// The observations, one row for each time.
        observations: Vec<Observed>,
        /// Interventions during the session.
        interventions: Vec<Intervention>,
        /// Touch that took place.
        touches: Vec<TouchUsed>,
        /// How long the client was alone, in minutes.
        left_alone_min: Option<f64>,
        /// Whether the music was changed, and why.
        music_changed: String,
        /// The fields of the esketamine programme.
        rems: Rems,
        /// The version of the discharge list.
        discharge_version: String,
        /// The version of the limits that it was checked with.
        rules_version: String,
        /// The answers to the discharge list.
        discharge: Vec<Checked>,
        /// The person with whom the client left.
        left_with: String,
        /// The prescriber who let the client leave despite an unmet condition.
        discharge_override_by: String,
        /// The changes after it was kept, oldest first.
        amendments: Vec<Amendment>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
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

    /// The state of the discharge: `left`, `open` or `not_begun`.
    pub fn discharge_state(&self) -> &'static str {
        match (self.left_at.is_some(), self.discharge.iter().any(|item| !item.state.is_empty())) {
            (true, _) => "left",
            (false, true) => "open",
            (false, false) => "not_begun",
        }
    }
}
