//! The interface for JavaScript: the only module that uses wasm-bindgen. Each method is one line over the casebook's
//! own.

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::card::CardForm;
use crate::clinic::{Form, ListLine};
use crate::dispositions::DispositionForm;
use crate::exchange::{Changes, Now, from_json};
use crate::exports::{AttachedFiles, ExportFile, ExportFiles, Inside, Several};
use crate::library::{Library, Report};
use crate::plan::{AdverseForm, AssignmentForm, MeetingForm, Plan, SessionForm, SuggestionForm};
use crate::replies::Formers;
use crate::search::Finds;
use crate::sets::PromptSetForm;
use crate::view::{EntryPage, Filter, Timeline};
use crate::{Casebook, Fault};

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        // An object of two strings always converts.
        fault.into_ts().map(Into::into).unwrap_or(Self::NULL)
    }
}

type Js<T> = Result<Ts<T>, Fault>;
/// Changes for the desk to write, as JSON bytes.
type Written = Result<Vec<u8>, Fault>;

fn js<T: Tsify + serde::Serialize>(value: T) -> Js<T> {
    value.into_ts().map_err(|_| Fault::records())
}

fn rust<T: Tsify + serde::de::DeserializeOwned>(value: Ts<T>) -> Result<T, Fault> {
    let text: String = js_sys::JSON::stringify(&value.into()).map_err(|_| Fault::records())?.into();
    from_json(text.as_bytes())
}

/// TypeScript types of the journal's views, which have no browser-specific code.
#[wasm_bindgen(typescript_custom_section)]
const VIEWS: &str = include_str!("views.d.ts");

/// As above, for the clinic's records.
#[wasm_bindgen(typescript_custom_section)]
const CLINIC: &str = include_str!("clinic.d.ts");

/// As above, for the practice's rules.
#[wasm_bindgen(typescript_custom_section)]
const RULES: &str = include_str!("rules.d.ts");

/// Converts one of the journal's views.
fn plain(value: &impl serde::Serialize) -> Result<JsValue, Fault> {
    let text = serde_json::to_string(value).map_err(|_| Fault::records())?;
    js_sys::JSON::parse(&text).map_err(|_| Fault::records())
}

/// Reads a value whose TypeScript type is written manually.
fn from_js<T: serde::de::DeserializeOwned>(value: &JsValue) -> Result<T, Fault> {
    let text: String = js_sys::JSON::stringify(value).map_err(|_| Fault::records())?.into();
    from_json(text.as_bytes())
}

fn written(changes: Changes) -> Written {
    serde_json::to_vec(&changes).map_err(|_| Fault::records())
}

/// The open clients of the therapist. The modules of the crate document each call.
#[wasm_bindgen(js_name = Casebook)]
#[derive(Default)]
pub struct Surface(Casebook);

#[wasm_bindgen(js_class = Casebook)]
impl Surface {
    /// An empty casebook.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// See [`Casebook::mark_of`].
    #[wasm_bindgen(js_name = markOf)]
    pub fn mark_of(&self, collection: &str) -> f64 {
        self.0.mark_of(collection) as f64
    }

    /// See [`Casebook::receive`].
    pub fn receive(&mut self, collection: &str, handed: &[u8]) -> Result<(), Fault> {
        self.0.receive(collection, handed)
    }

    /// See [`Casebook::receive_own`].
    #[wasm_bindgen(js_name = receiveOwn)]
    pub fn receive_own(&mut self, collection: &str, handed: &[u8]) -> Result<(), Fault> {
        self.0.receive_own(collection, handed)
    }

    /// See [`Casebook::close`].
    #[wasm_bindgen(js_name = close)]
    pub fn close(&mut self, collection: &str) {
        self.0.close(collection);
    }

    /// See [`Casebook::timeline`].
    pub fn timeline(&self, collection: &str, filter: Ts<Filter>, now: f64) -> Js<Timeline> {
        js(self.0.timeline(collection, &rust(filter)?, now)?)
    }

    /// See [`Casebook::entry`].
    pub fn entry(&self, collection: &str, entry: &str, language: &str) -> Js<EntryPage> {
        js(self.0.entry(collection, entry, language)?)
    }

    /// See [`Casebook::mark`].
    pub fn mark(&self, collection: &str, entries: Vec<String>, reviewed: bool, now: Ts<Now>) -> Written {
        written(self.0.mark(collection, &entries, reviewed, rust(now)?)?)
    }

    /// See [`Casebook::opened`].
    pub fn opened(&self, collection: &str, entry: &str, now: Ts<Now>) -> Written {
        written(self.0.opened(collection, entry, rust(now)?)?)
    }

    /// See [`Casebook::reply`].
    pub fn reply(&self, collection: &str, entry: &str, text: &str, now: Ts<Now>) -> Written {
        written(self.0.reply(collection, entry, text, rust(now)?)?)
    }

    /// See [`Casebook::brief`].
    #[wasm_bindgen(unchecked_return_type = "Brief")]
    pub fn brief(&self, collection: &str, since: Option<f64>, language: &str, now: Ts<Now>) -> Result<JsValue, Fault> {
        plain(&self.0.brief_in(collection, since, rust(now)?, language)?)
    }

    /// See [`Casebook::flags_seen`].
    #[wasm_bindgen(js_name = flagsSeen)]
    pub fn flags_seen(&self, collection: &str, now: Ts<Now>) -> Written {
        written(self.0.flags_seen(collection, rust(now)?)?)
    }

    /// See [`Casebook::disposition`].
    pub fn disposition(&self, collection: &str, id: &str) -> Js<DispositionForm> {
        js(self.0.disposition(collection, id)?)
    }

    /// See [`Casebook::trends`].
    #[wasm_bindgen(unchecked_return_type = "Trends")]
    pub fn trends(&self, collection: &str, now: Ts<Now>) -> Result<JsValue, Fault> {
        plain(&self.0.trends(collection, rust(now)?)?)
    }

    /// See [`Casebook::search`].
    pub fn search(&self, collection: &str, typed: &str) -> Js<Finds> {
        js(self.0.search(collection, typed)?)
    }

    /// See [`Casebook::inside`].
    pub fn inside(&self, collection: &str, now: Ts<Now>) -> Js<Inside> {
        js(self.0.inside(collection, rust(now)?)?)
    }

    /// See [`Casebook::export`].
    pub fn export(&self, collection: &str, format: &str, handle: &str, language: &str, now: Ts<Now>) -> Js<ExportFile> {
        js(self.0.export(collection, format, handle, language, rust(now)?)?)
    }

    /// See [`Casebook::export_notes`].
    #[wasm_bindgen(js_name = exportNotes)]
    pub fn export_notes(&self, collection: &str, handle: &str, language: &str, now: Ts<Now>) -> Js<ExportFile> {
        js(self.0.export_notes(collection, handle, language, rust(now)?)?)
    }

    /// See [`Casebook::exported_files`].
    #[wasm_bindgen(js_name = exportedFiles)]
    pub fn exported_files(&self, collection: &str, handle: &str, now: Ts<Now>) -> Js<AttachedFiles> {
        js(self.0.exported_files(collection, handle, rust(now)?)?)
    }

    /// See [`Casebook::export_several`].
    pub fn export_several(&self, several: Ts<Several>, now: Ts<Now>) -> Js<ExportFiles> {
        js(self.0.export_several(&rust(several)?, rust(now)?)?)
    }

    /// See [`Casebook::notice`].
    #[wasm_bindgen(unchecked_return_type = "NoticeText | undefined")]
    pub fn notice(&self, collection: Option<String>) -> Result<JsValue, Fault> {
        self.0.notice(collection.as_deref()).map_or(Ok(JsValue::UNDEFINED), |notice| Ok(js(notice)?.into()))
    }

    /// See [`Casebook::plan`].
    pub fn plan(&self, collection: &str) -> Js<Plan> {
        js(self.0.plan(collection)?)
    }

    /// See [`Casebook::formers`].
    pub fn formers(&self, in_care: Vec<String>) -> Js<Formers> {
        js(self.0.formers(&in_care))
    }

    /// See [`Casebook::library`].
    pub fn library(&self, language: &str) -> Js<Library> {
        js(self.0.library(language))
    }

    /// See [`Casebook::inspect`].
    pub fn inspect(&self, json: &str, language: &str) -> Js<Report> {
        js(self.0.inspect(json, language))
    }

    /// See [`Casebook::delete_reply`].
    #[wasm_bindgen(js_name = deleteReply)]
    pub fn delete_reply(&self, collection: &str, reply: &str) -> Written {
        written(self.0.delete_reply(collection, reply)?)
    }

    /// See [`Casebook::draft`].
    pub fn draft(&self, collection: &str, entry: &str, text: &str, now: Ts<Now>) -> Written {
        written(self.0.draft(collection, entry, text, rust(now)?)?)
    }

    /// See [`Casebook::note`].
    pub fn note(
        &self,
        collection: &str,
        id: Option<String>,
        about: Option<String>,
        text: &str,
        now: Ts<Now>,
    ) -> Written {
        written(self.0.note(collection, id.as_deref(), about.as_deref(), text, rust(now)?)?)
    }

    /// See [`Casebook::note_draft`].
    #[wasm_bindgen(js_name = noteDraft)]
    pub fn note_draft(&self, collection: &str, about: Option<String>, text: &str, now: Ts<Now>) -> Written {
        written(self.0.note_draft(collection, about.as_deref(), text, rust(now)?)?)
    }

    /// See [`Casebook::form_draft`].
    #[wasm_bindgen(js_name = formDraft)]
    pub fn form_draft(&self, collection: Option<String>, form: &str, text: &str, now: Ts<Now>) -> Written {
        written(self.0.form_draft(collection.as_deref(), form, text, rust(now)?)?)
    }

    /// See [`Casebook::saved_form`].
    #[wasm_bindgen(js_name = savedForm)]
    pub fn saved_form(&self, collection: Option<String>, form: &str) -> Result<String, Fault> {
        self.0.saved_form(collection.as_deref(), form)
    }

    /// See [`Casebook::label`].
    pub fn label(&self, collection: &str, text: &str, now: Ts<Now>) -> Written {
        written(self.0.label(collection, text, rust(now)?)?)
    }

    /// See [`Casebook::agenda`].
    pub fn agenda(
        &self,
        collection: &str,
        id: Option<String>,
        about: Option<String>,
        text: &str,
        now: Ts<Now>,
    ) -> Written {
        written(self.0.agenda(collection, id.as_deref(), about.as_deref(), text, rust(now)?)?)
    }

    /// See [`Casebook::visit`].
    pub fn visit(&self, collection: &str, at: Ts<Now>) -> Written {
        written(self.0.visit(collection, rust(at)?)?)
    }

    /// See [`Casebook::forget_visits`].
    #[wasm_bindgen(js_name = forgetVisits)]
    pub fn forget_visits(&self, collection: &str) -> Written {
        written(self.0.forget_visits(collection)?)
    }

    /// See [`Casebook::promise`].
    pub fn promise(&self, collection: &str, id: Option<String>, text: &str, now: Ts<Now>) -> Written {
        written(self.0.promise(collection, id.as_deref(), text, rust(now)?)?)
    }

    /// See [`Casebook::keep_promise`].
    #[wasm_bindgen(js_name = keepPromise)]
    pub fn keep_promise(&self, collection: &str, id: &str, kept: bool, now: Ts<Now>) -> Written {
        written(self.0.keep_promise(collection, id, kept, rust(now)?)?)
    }

    /// See [`Casebook::close_flag`].
    #[wasm_bindgen(js_name = closeFlag)]
    pub fn close_flag(&self, collection: &str, record: &str, form: Ts<DispositionForm>, now: Ts<Now>) -> Written {
        written(self.0.close_flag(collection, record, &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::reopen_flag`].
    #[wasm_bindgen(js_name = reopenFlag)]
    pub fn reopen_flag(&self, collection: &str, record: &str, why: &str, now: Ts<Now>) -> Written {
        written(self.0.reopen_flag(collection, record, why, rust(now)?)?)
    }

    /// See [`Casebook::assign`].
    pub fn assign(&self, collection: &str, id: Option<String>, form: Ts<AssignmentForm>, now: Ts<Now>) -> Written {
        written(self.0.assign(collection, id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::end_assignment`].
    #[wasm_bindgen(js_name = endAssignment)]
    pub fn end_assignment(&self, collection: &str, id: &str, ended: bool) -> Written {
        written(self.0.end_assignment(collection, id, ended)?)
    }

    /// See [`Casebook::suggest`].
    pub fn suggest(&self, collection: &str, form: Ts<SuggestionForm>, now: Ts<Now>) -> Written {
        written(self.0.suggest(collection, &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::propose_plan_line`].
    #[wasm_bindgen(js_name = proposePlanLine)]
    pub fn propose_plan_line(&self, collection: &str, part: &str, text: &str, now: Ts<Now>) -> Written {
        written(self.0.propose_plan_line(collection, part, text, rust(now)?)?)
    }

    /// See [`Casebook::schedule`].
    pub fn schedule(&self, collection: &str, id: Option<String>, form: Ts<MeetingForm>, now: Ts<Now>) -> Written {
        written(self.0.schedule(collection, id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::calendar_file`].
    #[wasm_bindgen(js_name = calendarFile)]
    pub fn calendar_file(&self, collection: &str, id: &str, language: &str, now: Ts<Now>) -> Result<String, Fault> {
        self.0.calendar_file(collection, id, language, rust(now)?)
    }

    /// See [`Casebook::settle`].
    pub fn settle(&self, collection: &str, id: &str, kept: Option<bool>, cancelled: bool) -> Written {
        written(self.0.settle(collection, id, kept, cancelled)?)
    }

    /// See [`Casebook::session`].
    pub fn session(&self, collection: &str, id: Option<String>, form: Ts<SessionForm>, now: Ts<Now>) -> Written {
        written(self.0.session(collection, id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::adverse_event`].
    #[wasm_bindgen(js_name = adverseEvent)]
    pub fn adverse_event(&self, collection: &str, id: Option<String>, form: Ts<AdverseForm>, now: Ts<Now>) -> Written {
        written(self.0.adverse_event(collection, id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::withdraw`].
    pub fn withdraw(&self, collection: &str, id: &str) -> Written {
        written(self.0.withdraw(collection, id)?)
    }

    /// See [`Casebook::import`].
    pub fn import(&self, json: &str, now: Ts<Now>) -> Written {
        written(self.0.import(json, rust(now)?)?)
    }

    /// See [`Casebook::save_prompts`].
    #[wasm_bindgen(js_name = savePrompts)]
    pub fn save_prompts(&self, id: Option<String>, form: Ts<PromptSetForm>, now: Ts<Now>) -> Written {
        written(self.0.save_prompts(id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::discard`].
    pub fn discard(&self, id: &str) -> Written {
        written(self.0.discard(id)?)
    }

    /// See [`Casebook::give_prompts`].
    #[wasm_bindgen(js_name = givePrompts)]
    pub fn give_prompts(&self, collection: &str, set: &str, given: bool, now: Ts<Now>) -> Written {
        written(self.0.give_prompts(collection, set, given, rust(now)?)?)
    }

    /// See [`Casebook::renew`].
    pub fn renew(&self, collection: &str, now: Ts<Now>) -> Written {
        written(self.0.renew(collection, rust(now)?)?)
    }

    /// See [`Casebook::sheet`].
    #[wasm_bindgen(unchecked_return_type = "SheetPage")]
    pub fn sheet(&self, collection: &str, form: &str, id: Option<String>, language: &str) -> Result<JsValue, Fault> {
        plain(&self.0.sheet(collection, Form::named(form)?, id.as_deref(), language)?)
    }

    /// See [`Casebook::check_sheet`].
    #[wasm_bindgen(js_name = checkSheet, unchecked_return_type = "Checked")]
    pub fn check_sheet(
        &self,
        collection: &str,
        form: &str,
        #[wasm_bindgen(unchecked_param_type = "Sheet")] sheet: JsValue,
        language: &str,
        now: Ts<Now>,
    ) -> Result<JsValue, Fault> {
        plain(&self.0.check_sheet(collection, Form::named(form)?, &from_js(&sheet)?, language, rust(now)?)?)
    }

    /// See [`Casebook::draft_sheet`].
    #[wasm_bindgen(js_name = draftSheet)]
    pub fn draft_sheet(
        &self,
        collection: &str,
        form: &str,
        id: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "Sheet")] sheet: JsValue,
        now: Ts<Now>,
    ) -> Written {
        written(self.0.draft_sheet(collection, Form::named(form)?, id.as_deref(), &from_js(&sheet)?, rust(now)?)?)
    }

    /// See [`Casebook::discard_sheet`].
    #[wasm_bindgen(js_name = discardSheet)]
    pub fn discard_sheet(&self, collection: &str, id: Option<String>, form: &str) -> Written {
        written(self.0.discard_sheet(collection, Form::named(form)?, id.as_deref())?)
    }

    /// See [`Casebook::save_sheet`].
    #[wasm_bindgen(js_name = saveSheet)]
    pub fn save_sheet(
        &self,
        collection: &str,
        form: &str,
        id: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "Sheet")] sheet: JsValue,
        language: &str,
        now: Ts<Now>,
    ) -> Written {
        let form = Form::named(form)?;
        written(self.0.save_sheet(collection, form, id.as_deref(), &from_js(&sheet)?, language, rust(now)?)?)
    }

    /// See [`Casebook::clinic_records`].
    #[wasm_bindgen(js_name = clinicRecords, unchecked_return_type = "ClinicRecords")]
    pub fn clinic_records(&self, collection: &str, language: &str, now: Ts<Now>) -> Result<JsValue, Fault> {
        plain(&self.0.clinic_records(collection, language, rust(now)?)?)
    }

    /// See [`Casebook::check_list`].
    #[wasm_bindgen(js_name = checkList, unchecked_return_type = "ListPage")]
    pub fn check_list(&self, name: &str, language: &str) -> Result<JsValue, Fault> {
        plain(&self.0.check_list(name, language)?)
    }

    /// See [`Casebook::save_check_list`].
    #[wasm_bindgen(js_name = saveCheckList)]
    pub fn save_check_list(
        &self,
        name: &str,
        #[wasm_bindgen(unchecked_param_type = "ListLine[]")] lines: JsValue,
        now: Ts<Now>,
    ) -> Written {
        written(self.0.save_check_list(name, &from_js::<Vec<ListLine>>(&lines)?, rust(now)?)?)
    }

    /// See [`Casebook::clinic_rules`].
    #[wasm_bindgen(js_name = clinicRules, unchecked_return_type = "RulesPage")]
    pub fn clinic_rules(&self) -> Result<JsValue, Fault> {
        plain(&self.0.clinic_rules())
    }

    /// See [`Casebook::check_clinic_rules`].
    #[wasm_bindgen(js_name = checkClinicRules, unchecked_return_type = "Finding[]")]
    pub fn check_clinic_rules(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SheetRow")] typed: JsValue,
    ) -> Result<JsValue, Fault> {
        plain(&self.0.check_clinic_rules(&from_js(&typed)?))
    }

    /// See [`Casebook::save_clinic_rules`].
    #[wasm_bindgen(js_name = saveClinicRules)]
    pub fn save_clinic_rules(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SheetRow")] typed: JsValue,
        now: Ts<Now>,
    ) -> Written {
        written(self.0.save_clinic_rules(&from_js(&typed)?, rust(now)?)?)
    }

    /// See [`Casebook::card`].
    pub fn card(&self) -> Js<CardForm> {
        js(self.0.card())
    }

    /// See [`Casebook::save_card`].
    #[wasm_bindgen(js_name = saveCard)]
    pub fn save_card(&self, form: Ts<CardForm>, now: Ts<Now>) -> Written {
        written(self.0.save_card(&rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::send_card`].
    #[wasm_bindgen(js_name = sendCard)]
    pub fn send_card(&self, collection: &str, now: Ts<Now>) -> Written {
        written(self.0.send_card(collection, rust(now)?)?)
    }
}
