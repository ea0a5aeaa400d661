//! A network that forwards calls to the server, and loses, delays or forges responses on request.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The fault of a call, instead of its response.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It never reaches the server.
    Lost,
    /// It reaches the server, but the response is lost.
    ReplyLost,
    /// Another server answers: status, headers, body.
    Forged(u16, &'static str, &'static str),
    /// The server's response is modified in transit.
    Changed(fn(&[u8]) -> Vec<u8>),
}

#[derive(Default)]
struct State {
    server: String,
    faults: VecDeque<(&'static str, Fault)>,
    calls: Vec<(String, Vec<u8>)>,
    down: bool,
}

/// The network.
pub struct Network {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Network {
    pub async fn before(server: String) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State { server, ..State::default() }));
        let shared = state.clone();
        tokio::spawn(async move {
            let http = reqwest::Client::builder().no_gzip().build().unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass_on(stream, shared.clone(), http.clone()));
            }
        });
        Self { port, state }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The server has a new address.
    pub fn lead_to(&self, server: String) {
        self.state.lock().unwrap().server = server;
    }

    /// Applies a fault to the next call of this path.
    pub fn next(&self, path: &'static str, fault: Fault) {
        self.state.lock().unwrap().faults.push_back((path, fault));
    }

    /// Blocks all calls, or lets them pass again.
    pub fn down(&self, down: bool) {
        self.state.lock().unwrap().down = down;
    }

    /// The bodies of the calls of this path that were made, lost ones included.
    pub fn calls(&self, path: &str) -> Vec<Vec<u8>> {
        let state = self.state.lock().unwrap();
        state.calls.iter().filter(|(made, _)| made == path).map(|(_, body)| body.clone()).collect()
    }
}

async fn pass_on(mut stream: TcpStream, state: Arc<Mutex<State>>, http: reqwest::Client) -> Option<()> {
    let (head, body) = read(&mut stream).await?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?, first.next()?.to_owned());
    let (server, fault) = {
        let mut state = state.lock().unwrap();
        state.calls.push((path.clone(), body.clone()));
        let at = state.faults.iter().position(|(wanted, _)| *wanted == path);
        let fault = at.and_then(|at| state.faults.remove(at)).map(|(_, fault)| fault);
        let fault = if state.down { Some(Fault::Lost) } else { fault };
        (state.server.clone(), fault)
    };
    match fault {
        Some(Fault::Lost) => return None,
        Some(Fault::Forged(status, headers, body)) => {
            let answer = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n{body}", body.len());
            return stream.write_all(answer.as_bytes()).await.ok();
        }
        _ => {}
    }
    let mut call = http.request(method.parse().ok()?, format!("{server}{path}")).body(body);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        if !["host", "content-length", "connection", "accept-encoding"].contains(&name.to_lowercase().as_str()) {
            call = call.header(name, value);
        }
    }
    let answer = call.send().await.ok()?;
    let mut head = format!("HTTP/1.1 {} X\r\nconnection: close\r\n", answer.status().as_u16());
    for (name, value) in answer.headers() {
        if !["content-length", "transfer-encoding", "connection"].contains(&name.as_str()) {
            head += &format!("{name}: {}\r\n", value.to_str().ok()?);
        }
    }
    let body = answer.bytes().await.ok()?;
    let body = match fault {
        Some(Fault::ReplyLost) => return None,
        Some(Fault::Changed(change)) => change(&body),
        _ => body.to_vec(),
    };
    head += &format!("content-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&body).await.ok()?;
    stream.shutdown().await.ok()
}

async fn read(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                if name.eq_ignore_ascii_case("content-length") { value.parse().ok() } else { None }
            });
            let mut body = bytes.split_off(end + 4);
            while body.len() < length.unwrap_or(0) {
                if stream.read_buf(&mut body).await.ok()? == 0 {
                    return None;
                }
            }
            return Some((head, body));
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
