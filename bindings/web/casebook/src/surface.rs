//! The interface for JavaScript: the only module that uses wasm-bindgen. Each method is one line over the casebook's
//! own.

mod clinic;
mod exports;
mod plan;
mod practice;

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::dispositions::DispositionForm;
use crate::exchange::{Changes, Now, from_json};
use crate::replies::Formers;
use crate::search::Finds;
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

    /// See [`Casebook::formers`].
    pub fn formers(&self, in_care: Vec<String>) -> Js<Formers> {
        js(self.0.formers(&in_care))
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
}
