//! A line to a server that can go silent: connections stay open, and what is sent on them disappears.
//!
//! It stands for a network that drops packets. The kernel of the line still acknowledges what it receives, so the deadlines of
//! TCP itself (`tcp_user_timeout`) are not tried by it.

#![allow(clippy::unwrap_used)] // A test that unwraps fails, which is what it is for.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Default)]
struct State {
    silent: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

/// A line to one address.
pub struct Line {
    state: Arc<State>,
    address: SocketAddr,
}

impl Line {
    /// A line to this `host:port`.
    pub fn to(host: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let (address, state) = (listener.local_addr().unwrap(), Arc::<State>::default());
        let (shared, host) = (state.clone(), host.to_owned());
        thread::spawn(move || {
            for here in listener.incoming().map_while(Result::ok) {
                // Connections begun in the silence are open, and nothing ever comes of them.
                if !shared.silent.load(Ordering::SeqCst)
                    && let Ok(there) = TcpStream::connect(&host)
                {
                    carry(&shared, &here, &there);
                    carry(&shared, &there, &here);
                    shared.open.lock().unwrap().push(there);
                }
                shared.open.lock().unwrap().push(here);
            }
        });
        Self { state, address }
    }

    /// Where to connect instead.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// From now on everything that is sent disappears.
    pub fn go_silent(&self) {
        self.state.silent.store(true, Ordering::SeqCst);
    }

    /// New connections go through again. The old ones are closed, as a host does that no longer knows them.
    pub fn come_back(&self) {
        for stream in self.state.open.lock().unwrap().drain(..) {
            // The other side may have closed it already.
            let _ = stream.shutdown(Shutdown::Both);
        }
        self.state.silent.store(false, Ordering::SeqCst);
    }
}

fn carry(state: &Arc<State>, from: &TcpStream, to: &TcpStream) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    let state = state.clone();
    thread::spawn(move || {
        let mut piece = vec![0; 16 << 10];
        loop {
            let length = from.read(&mut piece).unwrap_or(0);
            if state.silent.load(Ordering::SeqCst) {
                // A silent line tells neither side that the other has closed.
                if length == 0 {
                    return;
                }
                continue;
            }
            if length == 0 || to.write_all(&piece[..length]).is_err() {
                // The other direction may have closed it already.
                let _ = to.shutdown(Shutdown::Both);
                return;
            }
        }
    });
}
