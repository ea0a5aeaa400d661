//! The interface for JavaScript: the clinic's records and the practice's rules.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::{Surface, Written, from_js, plain, rust, written};
use crate::Fault;
use crate::clinic::{Form, ListLine};
use crate::exchange::Now;

#[wasm_bindgen(js_class = Casebook)]
impl Surface {
    /// See [`Casebook::sheet`](crate::Casebook::sheet).
    #[wasm_bindgen(unchecked_return_type = "SheetPage")]
    pub fn sheet(&self, collection: &str, form: &str, id: Option<String>, language: &str) -> Result<JsValue, Fault> {
        plain(&self.0.sheet(collection, Form::named(form)?, id.as_deref(), language)?)
    }

    /// See [`Casebook::check_sheet`](crate::Casebook::check_sheet).
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

    /// See [`Casebook::draft_sheet`](crate::Casebook::draft_sheet).
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

    /// See [`Casebook::discard_sheet`](crate::Casebook::discard_sheet).
    #[wasm_bindgen(js_name = discardSheet)]
    pub fn discard_sheet(&self, collection: &str, id: Option<String>, form: &str) -> Written {
        written(self.0.discard_sheet(collection, Form::named(form)?, id.as_deref())?)
    }

    /// See [`Casebook::save_sheet`](crate::Casebook::save_sheet).
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

    /// See [`Casebook::clinic_records`](crate::Casebook::clinic_records).
    #[wasm_bindgen(js_name = clinicRecords, unchecked_return_type = "ClinicRecords")]
    pub fn clinic_records(&self, collection: &str, language: &str, now: Ts<Now>) -> Result<JsValue, Fault> {
        plain(&self.0.clinic_records(collection, language, rust(now)?)?)
    }

    /// See [`Casebook::check_list`](crate::Casebook::check_list).
    #[wasm_bindgen(js_name = checkList, unchecked_return_type = "ListPage")]
    pub fn check_list(&self, name: &str, language: &str) -> Result<JsValue, Fault> {
        plain(&self.0.check_list(name, language)?)
    }

    /// See [`Casebook::save_check_list`](crate::Casebook::save_check_list).
    #[wasm_bindgen(js_name = saveCheckList)]
    pub fn save_check_list(
        &self,
        name: &str,
        #[wasm_bindgen(unchecked_param_type = "ListLine[]")] lines: JsValue,
        now: Ts<Now>,
    ) -> Written {
        written(self.0.save_check_list(name, &from_js::<Vec<ListLine>>(&lines)?, rust(now)?)?)
    }

    /// See [`Casebook::clinic_rules`](crate::Casebook::clinic_rules).
    #[wasm_bindgen(js_name = clinicRules, unchecked_return_type = "RulesPage")]
    pub fn clinic_rules(&self) -> Result<JsValue, Fault> {
        plain(&self.0.clinic_rules())
    }

    /// See [`Casebook::check_clinic_rules`](crate::Casebook::check_clinic_rules).
    #[wasm_bindgen(js_name = checkClinicRules, unchecked_return_type = "Finding[]")]
    pub fn check_clinic_rules(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SheetRow")] typed: JsValue,
    ) -> Result<JsValue, Fault> {
        plain(&self.0.check_clinic_rules(&from_js(&typed)?))
    }

    /// See [`Casebook::save_clinic_rules`](crate::Casebook::save_clinic_rules).
    #[wasm_bindgen(js_name = saveClinicRules)]
    pub fn save_clinic_rules(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SheetRow")] typed: JsValue,
        now: Ts<Now>,
    ) -> Written {
        written(self.0.save_clinic_rules(&from_js(&typed)?, rust(now)?)?)
    }
}
