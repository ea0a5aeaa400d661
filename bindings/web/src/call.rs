//! Requests as the desk wants them sent, and answers as it reads them. The worker only carries bytes.
//!
//! All of it is JSON: a second reader of the same messages, for CBOR, would add a tenth to the module that every visit
//! loads.

use protocol::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use crate::Fault;

/// One request for the worker to carry out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct Call {
    /// The HTTP method.
    pub method: String,
    /// The path below the origin.
    pub path: String,
    /// The body in JSON, if there is one.
    pub body: Option<String>,
    /// Whether the access token goes along.
    pub signed: bool,
}

impl Call {
    fn new(method: &str, path: impl Into<String>, body: Option<String>) -> Self {
        Self { method: method.into(), path: path.into(), body, signed: true }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path, None)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new("DELETE", path, None)
    }

    pub(crate) fn post(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self::new("POST", path, Some(to_json(body)))
    }

    pub(crate) fn put(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self::new("PUT", path, Some(to_json(body)))
    }

    pub(crate) fn without_sign_in(mut self) -> Self {
        self.signed = false;
        self
    }
}

fn to_json(body: &impl Serialize) -> String {
    // The protocol's types all have a JSON form.
    serde_json::to_string(body).unwrap_or_default()
}

/// Through a `Value`, as records are read as well: one reader for all types makes the module a sixth smaller than one
/// for each.
pub(crate) fn from_json<T: DeserializeOwned>(answer: &[u8]) -> Result<T, Fault> {
    let value: Value = serde_json::from_slice(answer).map_err(|_| Fault::answer())?;
    T::deserialize(value).map_err(|_| Fault::answer())
}

/// What the worker should do about an answer that is no success.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Refusal {
    /// For the page.
    pub fault: Fault,
    /// `retry`, `sign_in`, `upgrade` or `tell`.
    pub advice: String,
    /// Seconds to wait before a retry, when the server says so.
    pub retry_after: Option<u32>,
}

/// Reads the body of an answer that is no success: problem details, or whatever a proxy on the way made up.
pub fn refusal(status: u16, body: &[u8]) -> Refusal {
    use protocol::problem::{Advice, Code};
    let problem = from_json::<Problem>(body).unwrap_or_else(|_| {
        Problem::new(match status {
            401 => Code::Unauthenticated,
            404 => Code::NotFound,
            429 => Code::TooManyRequests,
            500 => Code::Internal,
            502..=504 => Code::Unavailable,
            _ => Code::Unknown,
        })
    });
    let advice = match problem.code.advice() {
        Advice::Retry => "retry",
        Advice::SignIn => "sign_in",
        Advice::Upgrade => "upgrade",
        Advice::Tell => "tell",
    };
    Refusal {
        fault: Fault { code: problem.code.as_str().into(), title: problem.title },
        advice: advice.into(),
        retry_after: problem.retry_after.map(|seconds| seconds.min(3_600) as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_read_and_a_proxys_page_is_judged_by_its_status() {
        let problem = serde_json::to_vec(&Problem::new(protocol::Code::WrongCredentials)).unwrap();
        let told = refusal(401, &problem);
        assert_eq!((told.fault.code.as_str(), told.advice.as_str()), ("wrong_credentials", "tell"));
        let gateway = refusal(502, b"<html>Bad gateway</html>");
        assert_eq!((gateway.fault.code.as_str(), gateway.advice.as_str()), ("unavailable", "retry"));
    }
}
