//! HTTP calls: CBOR bodies, problems as typed errors, retries with full jitter that obey `Retry-After`.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use protocol::problem::Advice;
use protocol::{Code, Problem, VERSION, VERSION_HEADER};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RANGE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode};
use retry_policies::policies::ExponentialBackoff;
use retry_policies::{Jitter, RetryDecision, RetryPolicy as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

const CBOR: &str = "application/cbor";

/// The user agent, as the list of devices shows it.
fn user_agent() -> String {
    let system = match std::env::consts::OS {
        "android" => "Android",
        "ios" => "iPhone",
        "macos" => "Mac OS",
        "windows" => "Windows",
        "linux" => "Linux",
        _ => "",
    };
    format!("Afterglow/{} ({system})", env!("CARGO_PKG_VERSION"))
}

/// The largest response, in bytes: a server sends pages of at most its `request_bytes` and one record more.
const MOST: usize = 32 * 1024 * 1024;
/// The largest problem document, in bytes.
const MOST_OF_A_PROBLEM: usize = 64 * 1024;

/// How often and how soon a call is retried.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// Retries after the first attempt.
    pub times: u32,
    /// The upper bound of the first wait; each next bound is twice as long, and the wait is a random part of it.
    pub first: Duration,
    /// The longest wait. If the server asks for a longer one, the call fails with its problem instead.
    pub longest: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { times: 4, first: Duration::from_millis(500), longest: Duration::from_secs(20) }
    }
}

/// The HTTP client with its retry policy.
#[derive(Clone, Debug)]
pub(crate) struct HttpClient {
    pub(super) client: Client,
    policy: ExponentialBackoff,
    longest: Duration,
}

/// A request without its body.
pub(crate) struct Call<'a> {
    pub origin: &'a str,
    method: Method,
    pub path: &'a str,
    pub token: Option<&'a str>,
}

impl Call<'_> {
    pub fn get<'a>(origin: &'a str, path: &'a str) -> Call<'a> {
        Call { origin, method: Method::GET, path, token: None }
    }

    pub fn post<'a>(origin: &'a str, path: &'a str) -> Call<'a> {
        Call { origin, method: Method::POST, path, token: None }
    }

    pub fn put<'a>(origin: &'a str, path: &'a str) -> Call<'a> {
        Call { origin, method: Method::PUT, path, token: None }
    }

    pub fn delete<'a>(origin: &'a str, path: &'a str) -> Call<'a> {
        Call { origin, method: Method::DELETE, path, token: None }
    }
}

impl<'a> Call<'a> {
    pub fn signed_in(self, token: &'a str) -> Self {
        Self { token: Some(token), ..self }
    }
}

impl HttpClient {
    pub fn new(retry: Retry) -> Result<Self, Error> {
        static PROVIDER: OnceLock<()> = OnceLock::new();
        PROVIDER.get_or_init(|| {
            // If the app has installed another provider, that one is used.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let builder = || {
            Client::builder()
                .connect_timeout(Duration::from_secs(10))
                .timeout(Duration::from_secs(60))
                .user_agent(user_agent())
                // The server never redirects. A redirect comes from something else, which must not get the token.
                .redirect(Policy::none())
        };
        let client = builder().build().or_else(|_| {
            // A machine without certificate authorities: the journal still opens, and a server on the same machine can
            // be reached over http; no other server is trusted.
            tracing::warn!("no certificate authorities on this device: no https server will be trusted");
            builder().tls_certs_only([]).build()
        });
        let client = client.map_err(|_| Error::Fault)?;
        // Full jitter, so that many phones that lost the same server do not return in the same second.
        let policy = ExponentialBackoff::builder()
            .retry_bounds(retry.first, retry.longest)
            .jitter(Jitter::Full)
            .base(2)
            .build_with_max_retries(retry.times);
        Ok(Self { client, policy, longest: retry.longest })
    }

    /// A call that is idempotent on the server, so it is retried.
    pub async fn idempotent<A: DeserializeOwned>(&self, call: &Call<'_>, body: impl Body) -> Result<A, Error> {
        let bytes = body.bytes()?;
        let started = SystemTime::now();
        let mut tries = 0;
        loop {
            let error = match self.try_once(call, bytes.clone()).await {
                Ok(answer) => return read(answer).await,
                Err(error) => error,
            };
            let RetryDecision::Retry { execute_after } = self.policy.should_retry(started, tries) else {
                return Err(error);
            };
            let asked = error.retry_after().unwrap_or_default();
            if error.advice() != Advice::Retry || asked > self.longest {
                return Err(error);
            }
            tries += 1;
            let jittered = execute_after.duration_since(SystemTime::now()).unwrap_or_default();
            tracing::debug!(code = error.code(), tries, "trying again");
            tokio::time::sleep(jittered.max(asked)).await;
        }
    }

    /// A call that is not idempotent: never retried here.
    pub async fn once<A: DeserializeOwned>(&self, call: &Call<'_>, body: impl Body) -> Result<A, Error> {
        read(self.try_once(call, body.bytes()?).await?).await
    }

    /// A call that is not idempotent and whose response has no body.
    pub async fn once_without_response_body(&self, call: &Call<'_>, body: impl Body) -> Result<(), Error> {
        self.try_once(call, body.bytes()?).await.map(drop)
    }

    /// Downloads a large body from byte `first` on, as a stream.
    pub async fn download(&self, call: &Call<'_>, first: u64) -> Result<Download, Error> {
        let mut request = self.client.get(format!("{}{}", call.origin, call.path)).header(VERSION_HEADER, VERSION);
        if first > 0 {
            request = request.header(RANGE, format!("bytes={first}-"));
        }
        if let Some(token) = call.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        // No timeout while bytes arrive: a slow connection is no reason to start again.
        let request = request.header(ACCEPT, "application/octet-stream").timeout(Duration::from_secs(3_600));
        let answer = request.send().await.map_err(transport)?;
        if answer.status().is_success() { Ok(Download(answer)) } else { Err(problem(answer).await) }
    }

    /// Waits after this number of failures in a row: full jitter, and at least as long as the server asks for.
    pub async fn pause(&self, failures: u32, error: &Error) {
        let most = self.policy.max_n_retries.unwrap_or(0).saturating_sub(1);
        let jittered = match self.policy.should_retry(SystemTime::now(), failures.min(most)) {
            RetryDecision::Retry { execute_after } => execute_after.duration_since(SystemTime::now()).ok(),
            RetryDecision::DoNotRetry => None,
        };
        let asked = error.retry_after().unwrap_or_default();
        tokio::time::sleep(jittered.unwrap_or(self.longest).max(asked)).await;
    }

    async fn try_once(&self, call: &Call<'_>, body: Option<Vec<u8>>) -> Result<Response, Error> {
        let url = format!("{}{}", call.origin, call.path);
        let mut request = self
            .client
            .request(call.method.clone(), url)
            .header(VERSION_HEADER, VERSION)
            .header(ACCEPT, "application/cbor, application/problem+json");
        if let Some(token) = call.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, CBOR).body(body);
        }
        let answer = request.send().await.map_err(transport)?;
        if answer.status().is_success() { Ok(answer) } else { Err(problem(answer).await) }
    }
}

/// A download in progress.
pub(crate) struct Download(Response);

impl Download {
    /// Whether the response continues from the requested byte; otherwise it contains everything.
    pub fn is_continued(&self) -> bool {
        self.0.status() == StatusCode::PARTIAL_CONTENT
    }

    /// The next bytes; `None` at the end.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let chunk = self.0.chunk().await.map_err(|_| Error::Offline)?;
        Ok(chunk.map(|bytes| bytes.to_vec()))
    }
}

/// The body of a request.
pub(crate) trait Body {
    fn bytes(self) -> Result<Option<Vec<u8>>, Error>;
}

impl Body for () {
    fn bytes(self) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }
}

impl<T: Serialize> Body for &T {
    fn bytes(self) -> Result<Option<Vec<u8>>, Error> {
        let mut bytes = Vec::new();
        ciborium::into_writer(self, &mut bytes).map_err(|_| Error::Fault)?;
        Ok(Some(bytes))
    }
}

pub(super) fn transport(error: reqwest::Error) -> Error {
    if error.is_builder() { Error::Address } else { Error::Offline }
}

async fn read<A: DeserializeOwned>(answer: Response) -> Result<A, Error> {
    let json = content_type(&answer).contains("json");
    let bytes = bounded(answer, MOST).await?;
    if json {
        serde_json::from_slice(&bytes).map_err(|_| Error::Answer)
    } else {
        ciborium::from_reader(&bytes[..]).map_err(|_| Error::Answer)
    }
}

pub(super) async fn problem(answer: Response) -> Error {
    let status = answer.status();
    let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let problem: Option<Problem> = match content_type(&answer) {
        kind if kind.contains("json") => bytes(answer).await.and_then(|bytes| serde_json::from_slice(&bytes).ok()),
        kind if kind.contains("cbor") => bytes(answer).await.and_then(|bytes| ciborium::from_reader(&bytes[..]).ok()),
        _ => None,
    };
    // A proxy or a captive portal between phone and server responds without our codes.
    let problem = problem.or_else(|| {
        Some(Problem::new(match status {
            StatusCode::TOO_MANY_REQUESTS => Code::TooManyRequests,
            StatusCode::PAYLOAD_TOO_LARGE => Code::PayloadTooLarge,
            // The request took too long to arrive: it can be retried.
            StatusCode::REQUEST_TIMEOUT => Code::Unavailable,
            status if status.is_server_error() => Code::Unavailable,
            _ => return None,
        }))
    });
    match problem {
        Some(mut problem) => {
            problem.retry_after = problem.retry_after.or(asked);
            Error::Problem(problem)
        }
        None => Error::Answer,
    }
}

async fn bytes(answer: Response) -> Option<Vec<u8>> {
    bounded(answer, MOST_OF_A_PROBLEM).await.ok()
}

/// The decompressed body of a response. Reading stops as soon as the limit is exceeded, regardless of the headers.
async fn bounded(mut answer: Response, most: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(transport)? {
        if bytes.len() + chunk.len() > most {
            return Err(Error::Answer);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn content_type(answer: &Response) -> String {
    let value = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use protocol::Limits;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    static PIECE: [u8; 64 * 1024] = [b' '; 64 * 1024];

    /// A server that responds to every call with this head and `bytes` bytes; returns its address and the counter of
    /// sent bytes.
    async fn answering(head: String, bytes: usize) -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let sent = Arc::new(AtomicUsize::new(0));
        let count = sent.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (head, count) = (head.clone(), count.clone());
                tokio::spawn(async move {
                    let _ = stream.read(&mut [0; 4_096]).await?;
                    stream.write_all(head.as_bytes()).await?;
                    for _ in 0..bytes.div_ceil(PIECE.len()) {
                        stream.write_all(&PIECE).await?;
                        count.fetch_add(PIECE.len(), Ordering::SeqCst);
                    }
                    stream.shutdown().await
                });
            }
        });
        (format!("http://{address}"), sent)
    }

    async fn fetch_limits(origin: &str) -> Result<Limits, Error> {
        let http = HttpClient::new(Retry { times: 0, ..Retry::default() }).unwrap();
        http.once(&Call::get(origin, "/v1/limits"), ()).await
    }

    #[tokio::test]
    async fn an_answer_without_an_end_is_none_however_it_is_announced() {
        let head = |status: u16, kind: &str, length: &str| {
            format!("HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\n{length}\r\n")
        };
        let huge = 4 * MOST;
        for length in ["", "content-length: 999999999999\r\n"] {
            for kind in ["application/json", "application/cbor"] {
                let (origin, sent) = answering(head(200, kind, length), huge).await;
                assert_eq!(fetch_limits(&origin).await, Err(Error::Answer));
                // The buffers of the connection come on top.
                assert!(sent.load(Ordering::SeqCst) < 2 * MOST);
            }
            // Nor is a problem.
            let (origin, sent) = answering(head(400, "application/problem+json", length), huge).await;
            assert_eq!(fetch_limits(&origin).await, Err(Error::Answer));
            assert!(sent.load(Ordering::SeqCst) < MOST);
        }
    }

    #[tokio::test]
    async fn nobody_sends_a_phone_elsewhere() {
        let (elsewhere, sent) = answering("HTTP/1.1 200 X\r\n\r\n".into(), PIECE.len()).await;
        for status in [301, 302, 303, 307, 308] {
            let head = format!("HTTP/1.1 {status} X\r\nlocation: {elsewhere}/\r\ncontent-length: 0\r\n\r\n");
            let (origin, _) = answering(head, 0).await;
            assert_eq!(fetch_limits(&origin).await, Err(Error::Answer));
        }
        assert_eq!(sent.load(Ordering::SeqCst), 0);
    }
}
