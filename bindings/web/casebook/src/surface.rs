//! What JavaScript sees: the only module that knows wasm-bindgen. Each method is one line over the casebook's own.

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::hand::{Changes, Now, from_json};
use crate::view::{EntryPage, Filter, Timeline};
use crate::{Casebook, Fault};

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        // Two strings always convert.
        fault.into_ts().map(Into::into).unwrap_or(Self::NULL)
    }
}

type Js<T> = Result<Ts<T>, Fault>;
/// Changes for the desk to write, as it takes them.
type Written = Result<Vec<u8>, Fault>;

fn js<T: Tsify + serde::Serialize>(value: T) -> Js<T> {
    value.into_ts().map_err(|_| Fault::records())
}

fn rust<T: Tsify + serde::de::DeserializeOwned>(value: Ts<T>) -> Result<T, Fault> {
    let text: String = js_sys::JSON::stringify(&value.into()).map_err(|_| Fault::records())?.into();
    from_json(text.as_bytes())
}

fn written(changes: Changes) -> Written {
    serde_json::to_vec(&changes).map_err(|_| Fault::records())
}

/// What is open of the therapist's clients. See the crate's modules for what each call does.
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

    /// See [`Casebook::take`].
    pub fn take(&mut self, collection: &str, handed: &[u8]) -> Result<(), Fault> {
        self.0.take(collection, handed)
    }

    /// See [`Casebook::put_away`].
    #[wasm_bindgen(js_name = putAway)]
    pub fn put_away(&mut self, collection: &str) {
        self.0.put_away(collection);
    }

    /// See [`Casebook::timeline`].
    pub fn timeline(&self, collection: &str, filter: Ts<Filter>, now: f64) -> Js<Timeline> {
        js(self.0.timeline(collection, &rust(filter)?, now)?)
    }

    /// See [`Casebook::entry`].
    pub fn entry(&self, collection: &str, entry: &str) -> Js<EntryPage> {
        js(self.0.entry(collection, entry)?)
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
}
