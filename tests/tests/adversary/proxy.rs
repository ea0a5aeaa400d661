//! A proxy between a device and the server. To the device it is the server. It rewrites responses by the wire's own
//! types (CBOR and JSON), answers itself, drops, repeats and delays messages, and records all traffic.

use std::sync::{Arc, Mutex};

use protocol::sync::{Push, SyncRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

const CBOR: &str = "application/cbor";
const JSON: &str = "application/json";

/// A device's request.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    pub method: String,
    pub path: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl RecordedRequest {
    /// Decodes the body by its content type.
    pub fn read<T: DeserializeOwned>(&self) -> T {
        decode(&self.body, header(&self.headers, "content-type"))
    }
}

/// A response of the server or the adversary.
#[derive(Clone, Debug)]
pub struct RecordedResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl RecordedResponse {
    /// Decodes the body by its content type.
    pub fn read<T: DeserializeOwned>(&self) -> T {
        decode(&self.body, header(&self.headers, "content-type"))
    }

    /// Replaces the body, in the same encoding.
    pub fn write(&mut self, body: &impl Serialize) {
        self.body = match header(&self.headers, "content-type").contains("cbor") {
            true => cbor(body),
            false => serde_json::to_vec(body).unwrap(),
        };
    }

    /// Changes the body of a successful response.
    pub fn change<T: Serialize + DeserializeOwned>(&mut self, change: impl FnOnce(&mut T)) {
        if (200..300).contains(&self.status) {
            let mut body = self.read();
            change(&mut body);
            self.write(&body);
        }
    }
}

/// What happens to a request.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It is sent to the server, and the response is returned (possibly rewritten).
    Passed,
    /// It never reaches the server.
    Lost,
    /// It reaches the server, but the response is dropped.
    ReplyLost,
    /// It reaches the server twice, and the second response is returned.
    Twice,
    /// It reaches the server, and the response is delayed until [`Proxy::let_go`].
    Held,
    /// The adversary answers.
    Instead(RecordedResponse),
}

type Decide = Box<dyn FnMut(&RecordedRequest) -> Fate + Send>;
type Change = Box<dyn FnMut(&RecordedRequest, &mut RecordedResponse) + Send>;

struct State {
    server: String,
    decide: Option<Decide>,
    changes: Vec<Change>,
    seen: Vec<(RecordedRequest, RecordedResponse)>,
    asked: Vec<RecordedRequest>,
}

/// A proxy that the adversary controls.
pub struct Proxy {
    port: u16,
    state: Arc<Mutex<State>>,
    release: Arc<Notify>,
}

impl Proxy {
    pub async fn before(server: String) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = State { server, decide: None, changes: Vec::new(), seen: Vec::new(), asked: Vec::new() };
        let (state, release) = (Arc::new(Mutex::new(state)), Arc::new(Notify::new()));
        let (shared, held) = (state.clone(), release.clone());
        tokio::spawn(async move {
            let http = reqwest::Client::builder().no_gzip().build().unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(handle(stream, shared.clone(), held.clone(), http.clone()));
            }
        });
        Self { port, state, release }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends requests to another server from now on, for example to one with an old state.
    pub fn lead_to(&self, server: String) {
        self.state.lock().unwrap().server = server;
    }

    /// Rewrites all responses from now on, after any earlier rewriting.
    pub fn rewrite(&self, change: impl FnMut(&RecordedRequest, &mut RecordedResponse) + Send + 'static) {
        self.state.lock().unwrap().changes.push(Box::new(change));
    }

    /// Changes the responses to one path from now on.
    pub fn change<T: Serialize + DeserializeOwned>(
        &self,
        path: &'static str,
        mut change: impl FnMut(&mut T) + Send + 'static,
    ) {
        self.rewrite(move |asked, answer| {
            if asked.path == path {
                answer.change(&mut change);
            }
        });
    }

    /// Decides the fate of each request from now on.
    pub fn decide(&self, decide: impl FnMut(&RecordedRequest) -> Fate + Send + 'static) {
        self.state.lock().unwrap().decide = Some(Box::new(decide));
    }

    /// Sets the fate of the next request to a path. All others pass.
    pub fn next(&self, path: &'static str, fate: Fate) {
        let mut fate = Some(fate);
        self.decide(move |asked| match asked.path == path {
            true => fate.take().unwrap_or(Fate::Passed),
            false => Fate::Passed,
        });
    }

    /// Releases a delayed response.
    pub fn let_go(&self) {
        self.release.notify_one();
    }

    /// Passes everything unchanged.
    pub fn honest(&self) {
        let mut state = self.state.lock().unwrap();
        state.decide = None;
        state.changes.clear();
    }

    /// The responses that devices received to requests of one path.
    pub fn answers(&self, path: &str) -> Vec<RecordedResponse> {
        let state = self.state.lock().unwrap();
        state.seen.iter().filter(|(asked, _)| asked.path == path).map(|(_, answer)| answer.clone()).collect()
    }

    /// Every request, including dropped ones.
    pub fn asked(&self) -> Vec<RecordedRequest> {
        self.state.lock().unwrap().asked.clone()
    }

    /// Every change that a device has pushed.
    pub fn pushes(&self) -> Vec<Push> {
        let calls = self.asked().into_iter().filter(|asked| asked.path == "/v1/sync");
        calls.flat_map(|asked| asked.read::<SyncRequest>().push).collect()
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    let found = headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value)
}

fn decode<T: DeserializeOwned>(body: &[u8], encoding: &str) -> T {
    match encoding.contains("cbor") {
        true => ciborium::from_reader(body).unwrap(),
        false => serde_json::from_slice(body).unwrap(),
    }
}

fn cbor(body: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(body, &mut bytes).unwrap();
    bytes
}

/// A response that the adversary makes up.
pub fn made_up(asked: &RecordedRequest, status: u16, body: &impl Serialize) -> RecordedResponse {
    let encoding = if header(&asked.headers, "accept").contains("cbor") { CBOR } else { JSON };
    let headers = vec![("content-type".into(), encoding.into())];
    let body = if encoding == CBOR { cbor(body) } else { serde_json::to_vec(body).unwrap() };
    RecordedResponse { status, headers, body }
}

async fn handle(
    mut stream: TcpStream,
    state: Arc<Mutex<State>>,
    release: Arc<Notify>,
    http: reqwest::Client,
) -> Option<()> {
    let asked = read(&mut stream).await?;
    let (server, fate) = {
        let mut state = state.lock().unwrap();
        state.asked.push(asked.clone());
        let fate = state.decide.as_mut().map_or(Fate::Passed, |decide| decide(&asked));
        (state.server.clone(), fate)
    };
    let mut answer = match &fate {
        Fate::Lost => return None,
        Fate::Instead(answer) => answer.clone(),
        Fate::Twice => {
            ask(&http, &server, &asked).await?;
            ask(&http, &server, &asked).await?
        }
        Fate::Passed | Fate::ReplyLost | Fate::Held => ask(&http, &server, &asked).await?,
    };
    match fate {
        Fate::ReplyLost => return None,
        Fate::Held => release.notified().await,
        _ => {}
    }
    {
        let mut state = state.lock().unwrap();
        let mut changes = std::mem::take(&mut state.changes);
        changes.iter_mut().for_each(|change| change(&asked, &mut answer));
        state.changes = changes;
        state.seen.push((asked, answer.clone()));
    }
    let mut head = format!("HTTP/1.1 {} X\r\nconnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("content-length: {}\r\n\r\n", answer.body.len());
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&answer.body).await.ok()?;
    stream.shutdown().await.ok()
}

async fn ask(http: &reqwest::Client, server: &str, asked: &RecordedRequest) -> Option<RecordedResponse> {
    let url = format!("{server}{}", asked.path);
    let mut call = http.request(asked.method.parse().ok()?, url).body(asked.body.clone());
    for (name, value) in &asked.headers {
        if !["host", "content-length", "connection", "accept-encoding"].contains(&name.to_lowercase().as_str()) {
            call = call.header(name, value);
        }
    }
    let answer = call.send().await.ok()?;
    let status = answer.status().as_u16();
    let kept = |name: &str| !["content-length", "transfer-encoding", "connection"].contains(&name);
    let headers = answer.headers().iter().filter(|(name, _)| kept(name.as_str()));
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned())).collect();
    Some(RecordedResponse { status, headers, body: answer.bytes().await.ok()?.to_vec() })
}

async fn read(stream: &mut TcpStream) -> Option<RecordedRequest> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
            let mut lines = head.lines();
            let mut first = lines.next()?.split(' ');
            let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
            let headers: Vec<(String, String)> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            let length: usize = header(&headers, "content-length").parse().unwrap_or(0);
            let mut body = bytes.split_off(end + 4);
            while body.len() < length {
                if stream.read_buf(&mut body).await.ok()? == 0 {
                    return None;
                }
            }
            return Some(RecordedRequest { method, path, headers, body });
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
