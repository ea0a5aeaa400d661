//! The interface for JavaScript: assignments, suggestions, appointments and sessions.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::{Js, Surface, Written, js, rust, written};
use crate::Fault;
use crate::exchange::Now;
use crate::plan::{AdverseForm, AssignmentForm, MeetingForm, Plan, SessionForm, SuggestionForm};

#[wasm_bindgen(js_class = Casebook)]
impl Surface {
    /// See [`Casebook::plan`](crate::Casebook::plan).
    pub fn plan(&self, collection: &str) -> Js<Plan> {
        js(self.0.plan(collection)?)
    }

    /// See [`Casebook::assign`](crate::Casebook::assign).
    pub fn assign(&self, collection: &str, id: Option<String>, form: Ts<AssignmentForm>, now: Ts<Now>) -> Written {
        written(self.0.assign(collection, id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::end_assignment`](crate::Casebook::end_assignment).
    #[wasm_bindgen(js_name = endAssignment)]
    pub fn end_assignment(&self, collection: &str, id: &str, ended: bool) -> Written {
        written(self.0.end_assignment(collection, id, ended)?)
    }

    /// See [`Casebook::suggest`](crate::Casebook::suggest).
    pub fn suggest(&self, collection: &str, form: Ts<SuggestionForm>, now: Ts<Now>) -> Written {
        written(self.0.suggest(collection, &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::propose_plan_line`](crate::Casebook::propose_plan_line).
    #[wasm_bindgen(js_name = proposePlanLine)]
    pub fn propose_plan_line(&self, collection: &str, part: &str, text: &str, now: Ts<Now>) -> Written {
        written(self.0.propose_plan_line(collection, part, text, rust(now)?)?)
    }

    /// See [`Casebook::schedule`](crate::Casebook::schedule).
    pub fn schedule(&self, collection: &str, id: Option<String>, form: Ts<MeetingForm>, now: Ts<Now>) -> Written {
        written(self.0.schedule(collection, id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::calendar_file`](crate::Casebook::calendar_file).
    #[wasm_bindgen(js_name = calendarFile)]
    pub fn calendar_file(&self, collection: &str, id: &str, language: &str, now: Ts<Now>) -> Result<String, Fault> {
        self.0.calendar_file(collection, id, language, rust(now)?)
    }

    /// See [`Casebook::settle`](crate::Casebook::settle).
    pub fn settle(&self, collection: &str, id: &str, kept: Option<bool>, cancelled: bool) -> Written {
        written(self.0.settle(collection, id, kept, cancelled)?)
    }

    /// See [`Casebook::session`](crate::Casebook::session).
    pub fn session(&self, collection: &str, id: Option<String>, form: Ts<SessionForm>, now: Ts<Now>) -> Written {
        written(self.0.session(collection, id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::adverse_event`](crate::Casebook::adverse_event).
    #[wasm_bindgen(js_name = adverseEvent)]
    pub fn adverse_event(&self, collection: &str, id: Option<String>, form: Ts<AdverseForm>, now: Ts<Now>) -> Written {
        written(self.0.adverse_event(collection, id.as_deref(), &rust(form)?, rust(now)?)?)
    }

    /// See [`Casebook::withdraw`](crate::Casebook::withdraw).
    pub fn withdraw(&self, collection: &str, id: &str) -> Written {
        written(self.0.withdraw(collection, id)?)
    }
}
