//! The interface for JavaScript: exports.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::{Js, Surface, js, rust};
use crate::Fault;
use crate::exchange::Now;
use crate::exports::{AttachedFiles, ExportFile, ExportFiles, Inside, Several};

#[wasm_bindgen(js_class = Casebook)]
impl Surface {
    /// See [`Casebook::inside`](crate::Casebook::inside).
    pub fn inside(&self, collection: &str, now: Ts<Now>) -> Js<Inside> {
        js(self.0.inside(collection, rust(now)?)?)
    }

    /// See [`Casebook::export`](crate::Casebook::export).
    pub fn export(&self, collection: &str, format: &str, handle: &str, language: &str, now: Ts<Now>) -> Js<ExportFile> {
        js(self.0.export(collection, format, handle, language, rust(now)?)?)
    }

    /// See [`Casebook::export_notes`](crate::Casebook::export_notes).
    #[wasm_bindgen(js_name = exportNotes)]
    pub fn export_notes(&self, collection: &str, handle: &str, language: &str, now: Ts<Now>) -> Js<ExportFile> {
        js(self.0.export_notes(collection, handle, language, rust(now)?)?)
    }

    /// See [`Casebook::exported_files`](crate::Casebook::exported_files).
    #[wasm_bindgen(js_name = exportedFiles)]
    pub fn exported_files(&self, collection: &str, handle: &str, now: Ts<Now>) -> Js<AttachedFiles> {
        js(self.0.exported_files(collection, handle, rust(now)?)?)
    }

    /// See [`Casebook::export_several`](crate::Casebook::export_several).
    pub fn export_several(&self, several: Ts<Several>, now: Ts<Now>) -> Js<ExportFiles> {
        js(self.0.export_several(&rust(several)?, rust(now)?)?)
    }

    /// See [`Casebook::notice`](crate::Casebook::notice).
    #[wasm_bindgen(unchecked_return_type = "NoticeText | undefined")]
    pub fn notice(&self, collection: Option<String>) -> Result<JsValue, Fault> {
        self.0.notice(collection.as_deref()).map_or(Ok(JsValue::UNDEFINED), |notice| Ok(js(notice)?.into()))
    }
}
