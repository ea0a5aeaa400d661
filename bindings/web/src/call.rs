//! The desk's requests and responses. The worker only transfers bytes.
//!
//! Everything is JSON: a CBOR decoder for the same messages would add 10 % to the module that every visit loads.

use protocol::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use crate::Fault;

/// A request for the worker to send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct Call {
    /// The HTTP method, such as `POST`.
    pub method: String,
    /// The path below the origin.
    pub path: String,
    /// The JSON body, if there is one.
    pub body: Option<String>,
    /// Whether to send the access token.
    pub signed: bool,
}

/// Requests to send in order.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Calls {
    /// The requests. Only the success of their responses matters.
    pub list: Vec<Call>,
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
    // All types of the protocol serialize to JSON.
    serde_json::to_string(body).unwrap_or_default()
}

/// Deserializes through a `Value`, like records. One deserializer for all types makes the module a sixth smaller.
pub(crate) fn from_json<T: DeserializeOwned>(answer: &[u8]) -> Result<T, Fault> {
    let value: Value = serde_json::from_slice(answer).map_err(|_| Fault::bad_response())?;
    T::deserialize(value).map_err(|_| Fault::bad_response())
}

/// How the worker should handle an error response.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Refusal {
    /// The fault to show on the page.
    pub fault: Fault,
    /// `retry`, `sign_in`, `upgrade` or `tell`.
    pub advice: String,
    /// Seconds to wait before a retry, if the server states them.
    pub retry_after: Option<u32>,
}

/// Reads the body of an error response: problem details, or the text of a proxy.
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
        let refused = refusal(401, &problem);
        assert_eq!((refused.fault.code.as_str(), refused.advice.as_str()), ("wrong_credentials", "tell"));
        let gateway = refusal(502, b"<html>Bad gateway</html>");
        assert_eq!((gateway.fault.code.as_str(), gateway.advice.as_str()), ("unavailable", "retry"));
    }
}
