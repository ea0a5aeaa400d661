//! The interface for JavaScript: the only module that uses wasm-bindgen. Each method is one line over the desk's own.

use journal::seal::WordList;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::access::{Admission, Enrol};
use crate::attachment::Opening;
use crate::call::Calls;
use crate::care::{Invitations, Inviting, SafetyWords};
use crate::memory::SealedMemory;
use crate::overlaps::Overlaps;
use crate::sync::{Synced, Unsent};
use crate::view::{Caseload, Client, FormerClients};
use crate::{Call, Desk, Fault, Refusal};

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        // An object of two strings always converts.
        fault.into_ts().map(Into::into).unwrap_or(Self::NULL)
    }
}

type Js<T> = Result<Ts<T>, Fault>;

fn js<T: Tsify + serde::Serialize>(value: T) -> Js<T> {
    value.into_ts().map_err(|_| Fault::bad_response())
}

/// Uses the deserializer of responses, so that the module contains only one for all types.
fn rust<T: Tsify + serde::de::DeserializeOwned>(value: Ts<T>) -> Result<T, Fault> {
    let text: String = js_sys::JSON::stringify(&value.into()).map_err(|_| Fault::bad_response())?.into();
    crate::call::from_json(text.as_bytes())
}

/// The state of a signed-in therapist's browser. The modules of the crate document each call.
#[wasm_bindgen(js_name = Desk)]
pub struct Surface(Desk);

#[wasm_bindgen(js_class = Desk)]
impl Surface {
    /// An empty desk. `seed` is 32 bytes from the browser's random generator.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: &[u8]) -> Result<Surface, Fault> {
        Desk::new(seed).map(Self)
    }

    /// How to handle an error response.
    pub fn refusal(&self, status: u16, body: &[u8]) -> Js<Refusal> {
        js(crate::call::refusal(status, body))
    }

    /// See [`Desk::sign_in_start`].
    #[wasm_bindgen(js_name = signInStart)]
    pub fn sign_in_start(&mut self, handle: &str, password: &str) -> Js<Call> {
        js(self.0.sign_in_start(handle, password)?)
    }

    /// See [`Desk::sign_in_finish`].
    #[wasm_bindgen(js_name = signInFinish)]
    pub fn sign_in_finish(&mut self, answer: &[u8], device: &str) -> Js<Call> {
        js(self.0.sign_in_finish(answer, device)?)
    }

    /// See [`Desk::signed_in`].
    #[wasm_bindgen(js_name = signedIn)]
    pub fn signed_in(&mut self, answer: &[u8]) -> Js<Admission> {
        js(self.0.signed_in(answer)?)
    }

    /// See [`Desk::refresh_call`].
    #[wasm_bindgen(js_name = refreshCall)]
    pub fn refresh_call(&self) -> Js<Call> {
        js(self.0.refresh_call())
    }

    /// See [`Desk::refreshed`].
    pub fn refreshed(&self, answer: &[u8]) -> Js<Admission> {
        js(self.0.refreshed(answer)?)
    }

    /// See [`Desk::sign_out_call`].
    #[wasm_bindgen(js_name = signOutCall)]
    pub fn sign_out_call(&self) -> Js<Call> {
        js(self.0.sign_out_call())
    }

    /// See [`Desk::end_device_call`].
    #[wasm_bindgen(js_name = endDeviceCall)]
    pub fn end_device_call(&self, device: &str) -> Js<Call> {
        js(self.0.end_device_call(device))
    }

    /// See [`Desk::enrol_start`].
    #[wasm_bindgen(js_name = enrolStart)]
    pub fn enrol_start(&mut self, enrol: Ts<Enrol>, password: &str) -> Js<Call> {
        js(self.0.enrol_start(rust(enrol)?, password)?)
    }

    /// See [`Desk::load_words`].
    #[wasm_bindgen(js_name = loadWords)]
    pub fn load_words(&mut self, words: String) -> Result<(), Fault> {
        self.0.load_words(WordList::read(words)?);
        Ok(())
    }

    /// See [`Desk::enrol_kit`].
    #[wasm_bindgen(js_name = enrolKit)]
    pub fn enrol_kit(&mut self, answer: &[u8], now: f64) -> Result<String, Fault> {
        self.0.enrol_kit(answer, now)
    }

    /// See [`Desk::enrol_finish`].
    #[wasm_bindgen(js_name = enrolFinish)]
    pub fn enrol_finish(&mut self, typed: String, code: Option<String>, device: &str) -> Js<Call> {
        js(self.0.enrol_finish(typed, code, device)?)
    }

    /// See [`Desk::recover_start`].
    #[wasm_bindgen(js_name = recoverStart)]
    pub fn recover_start(&mut self, handle: &str, words: &str, password: &str) -> Js<Call> {
        js(self.0.recover_start(handle, words, password)?)
    }

    /// See [`Desk::recover_finish`].
    #[wasm_bindgen(js_name = recoverFinish)]
    pub fn recover_finish(&mut self, answer: &[u8], device: &str) -> Js<Call> {
        js(self.0.recover_finish(answer, device)?)
    }

    /// See [`Desk::password_start`].
    #[wasm_bindgen(js_name = passwordStart)]
    pub fn password_start(&mut self, password: &str) -> Js<Call> {
        js(self.0.password_start(password)?)
    }

    /// See [`Desk::password_finish`].
    #[wasm_bindgen(js_name = passwordFinish)]
    pub fn password_finish(&mut self, answer: &[u8], proof: &str) -> Js<Call> {
        js(self.0.password_finish(answer, proof)?)
    }

    /// See [`Desk::collections_call`].
    #[wasm_bindgen(js_name = collectionsCall)]
    pub fn collections_call(&self) -> Js<Call> {
        js(self.0.collections_call())
    }

    /// See [`Desk::take_collections`].
    #[wasm_bindgen(js_name = takeCollections)]
    pub fn take_collections(&mut self, answer: &[u8]) -> Result<(), Fault> {
        self.0.take_collections(answer)
    }

    /// See [`Desk::due_calls`].
    #[wasm_bindgen(js_name = dueCalls)]
    pub fn due_calls(&mut self) -> Js<Calls> {
        js(self.0.due_calls())
    }

    /// See [`Desk::account_call`].
    #[wasm_bindgen(js_name = accountCall)]
    pub fn account_call(&self) -> Js<Call> {
        js(self.0.account_call())
    }

    /// See [`Desk::take_account`].
    #[wasm_bindgen(js_name = takeAccount)]
    pub fn take_account(&mut self, answer: &[u8]) -> Result<(), Fault> {
        self.0.take_account(answer)
    }

    /// See [`Desk::recall`].
    pub fn recall(&mut self, kept: &str) -> Result<(), Fault> {
        self.0.recall(kept)
    }

    /// See [`Desk::remember`].
    pub fn remember(&mut self) -> Js<SealedMemory> {
        js(self.0.remember()?)
    }

    /// See [`Desk::own_collection`].
    #[wasm_bindgen(js_name = ownCollection)]
    pub fn own_collection(&self) -> Option<String> {
        self.0.own_collection()
    }

    /// See [`Desk::end_care`].
    #[wasm_bindgen(js_name = endCare)]
    pub fn end_care(&mut self, collection: &str, now: f64) -> Result<(), Fault> {
        self.0.end_care(collection, now)
    }

    /// See [`Desk::compared`].
    pub fn compared(&mut self, collection: &str, now: f64) -> Result<(), Fault> {
        self.0.compared(collection, now)
    }

    /// See [`Desk::invitations_call`].
    #[wasm_bindgen(js_name = invitationsCall)]
    pub fn invitations_call(&self) -> Js<Call> {
        js(self.0.invitations_call())
    }

    /// See [`Desk::take_invitations`].
    #[wasm_bindgen(js_name = takeInvitations)]
    pub fn take_invitations(&mut self, answer: &[u8]) -> Result<(), Fault> {
        self.0.take_invitations(answer)
    }

    /// See [`Desk::invite`].
    pub fn invite(&mut self, label: &str, purpose: Ts<Inviting>, now: f64) -> Js<Call> {
        js(self.0.invite(label, rust(purpose)?, now)?)
    }

    /// See [`Desk::revoke_call`].
    #[wasm_bindgen(js_name = revokeCall)]
    pub fn revoke_call(&self, invitation: &str) -> Js<Call> {
        js(self.0.revoke_call(invitation))
    }

    /// See [`Desk::invitations`].
    pub fn invitations(&self, origin: &str) -> Js<Invitations> {
        js(self.0.invitations(origin)?)
    }

    /// See [`Desk::safety_words`].
    #[wasm_bindgen(js_name = safetyWords)]
    pub fn safety_words(&self, collection: &str) -> Js<SafetyWords> {
        js(self.0.safety_words(collection)?)
    }

    /// See [`Desk::limits_call`].
    #[wasm_bindgen(js_name = limitsCall)]
    pub fn limits_call(&self) -> Js<Call> {
        js(self.0.limits_call())
    }

    /// See [`Desk::take_limits`].
    #[wasm_bindgen(js_name = takeLimits)]
    pub fn take_limits(&mut self, answer: &[u8]) -> Result<(), Fault> {
        self.0.take_limits(answer)
    }

    /// See [`Desk::sync_call`].
    #[wasm_bindgen(js_name = syncCall)]
    pub fn sync_call(&mut self, now: f64) -> Js<Call> {
        js(self.0.sync_call(now)?)
    }

    /// See [`Desk::unsent`].
    pub fn unsent(&mut self, now: f64) -> Js<Unsent> {
        js(self.0.unsent(now)?)
    }

    /// See [`Desk::adopt`].
    pub fn adopt(&mut self, sealed: &str, now: f64) -> Result<u32, Fault> {
        self.0.adopt(sealed, now)
    }

    /// See [`Desk::take_sync`].
    #[wasm_bindgen(js_name = takeSync)]
    pub fn take_sync(&mut self, answer: &[u8], now: f64) -> Js<Synced> {
        js(self.0.take_sync(answer, now)?)
    }

    /// See [`Desk::caseload`].
    pub fn caseload(&mut self, now: f64) -> Js<Caseload> {
        js(self.0.caseload(now)?)
    }

    /// See [`Desk::client`].
    pub fn client(&mut self, collection: &str, now: f64) -> Js<Client> {
        js(self.0.client(collection, now)?)
    }

    /// See [`Desk::former_clients`].
    #[wasm_bindgen(js_name = formerClients)]
    pub fn former_clients(&self) -> Js<FormerClients> {
        js(self.0.former_clients()?)
    }

    /// See [`Desk::overlaps`].
    pub fn overlaps(&mut self, at: f64, minutes: u32, except: Option<String>) -> Js<Overlaps> {
        js(self.0.overlaps(at, minutes, except.as_deref())?)
    }

    /// See [`Desk::records`].
    pub fn records(&mut self, collection: &str, since: f64) -> Result<Vec<u8>, Fault> {
        self.0.records(collection, since)
    }

    /// See [`Desk::attachment`].
    pub fn attachment(&self, collection: &str, record: &str, attachment: &str) -> Result<OpeningSurface, Fault> {
        self.0.attachment(collection, record, attachment).map(OpeningSurface)
    }

    /// See [`Desk::without_card`].
    #[wasm_bindgen(js_name = withoutCard)]
    pub fn without_card(&self) -> Vec<String> {
        self.0.without_card()
    }

    /// See [`Desk::write`].
    pub fn write(&mut self, changes: &[u8], now: f64) -> Result<Vec<String>, Fault> {
        self.0.write(changes, now)
    }
}

/// An attachment that is being downloaded. The module `attachment` documents each call.
#[wasm_bindgen(js_name = Opening)]
pub struct OpeningSurface(Opening);

#[wasm_bindgen(js_class = Opening)]
impl OpeningSurface {
    /// See [`Opening::call`].
    pub fn call(&self) -> Js<Call> {
        js(self.0.call())
    }

    /// See [`Opening::media_type`].
    #[wasm_bindgen(js_name = mediaType)]
    pub fn media_type(&self) -> String {
        self.0.media_type().into()
    }

    /// See [`Opening::take`].
    pub fn take(&mut self, sealed: &[u8]) -> Result<js_sys::Uint8Array, Fault> {
        Ok(self.0.take(sealed)?.as_slice().into())
    }

    /// See [`Opening::finish`].
    pub fn finish(&mut self) -> Result<js_sys::Uint8Array, Fault> {
        Ok(self.0.finish()?.as_slice().into())
    }
}

/// Checks a file of known answers. Returns how many results and how many errors it expects.
#[cfg(feature = "vectors")]
#[wasm_bindgen(js_name = checkVectors)]
pub fn check_vectors(file: &str) -> Result<Vec<u32>, String> {
    journal::vectors::check(file).map(|passed| vec![passed.positive, passed.negative])
}

/// Runs a step of the known answers (JSON in, JSON out).
#[cfg(feature = "vectors")]
#[wasm_bindgen(js_name = answerStep)]
pub fn answer_step(step: &str) -> Result<String, String> {
    let step = serde_json::from_str(step).map_err(|error| error.to_string())?;
    Ok(journal::vectors::run_step(&step).to_string())
}
