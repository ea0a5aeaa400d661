//! The interface for JavaScript: the library, the practice's prompts and its card.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::{Js, Surface, Written, js, rust, written};
use crate::card::CardForm;
use crate::exchange::Now;
use crate::library::{Library, Report};
use crate::sets::PromptSetForm;

#[wasm_bindgen(js_class = Casebook)]
impl Surface {
    /// See [`Casebook::library`](crate::Casebook::library).
    pub fn library(&self, language: &str) -> Js<Library> {
        js(self.0.library(language))
    }

    /// See [`Casebook::inspect`](crate::Casebook::inspect).
    pub fn inspect(&self, json: &str, language: &str) -> Js<Report> {
        js(self.0.inspect(json, language))
    }

    /// See [`Casebook::import`](crate::Casebook::import).
    pub fn import(&self, json: &str, now: Ts<Now>) -> Written {
        written(self.0.import(json, rust(now)?)?)
    }

    /// See [`Casebook::save_prompts`](crate::Casebook::save_prompts).
    #[wasm_bindgen(js_name = savePrompts)]
    pub fn save_prompts(&self, id: Option<String>, form: Ts<PromptSetForm>, now: Ts<Now>) -> Written {
        written(self.0.save_prompts(id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::discard`](crate::Casebook::discard).
    pub fn discard(&self, id: &str) -> Written {
        written(self.0.discard(id)?)
    }

    /// See [`Casebook::give_prompts`](crate::Casebook::give_prompts).
    #[wasm_bindgen(js_name = givePrompts)]
    pub fn give_prompts(&self, collection: &str, set: &str, given: bool, now: Ts<Now>) -> Written {
        written(self.0.give_prompts(collection, set, given, rust(now)?)?)
    }

    /// See [`Casebook::renew`](crate::Casebook::renew).
    pub fn renew(&self, collection: &str, now: Ts<Now>) -> Written {
        written(self.0.renew(collection, rust(now)?)?)
    }

    /// See [`Casebook::card`](crate::Casebook::card).
    pub fn card(&self) -> Js<CardForm> {
        js(self.0.card())
    }

    /// See [`Casebook::save_card`](crate::Casebook::save_card).
    #[wasm_bindgen(js_name = saveCard)]
    pub fn save_card(&self, form: Ts<CardForm>, now: Ts<Now>) -> Written {
        written(self.0.save_card(&rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::send_card`](crate::Casebook::send_card).
    #[wasm_bindgen(js_name = sendCard)]
    pub fn send_card(&self, collection: &str, now: Ts<Now>) -> Written {
        written(self.0.send_card(collection, rust(now)?)?)
    }
}
