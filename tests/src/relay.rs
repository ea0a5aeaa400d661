//! A TCP relay to a server that can go silent: connections stay open, but everything sent on them is dropped.
//!
//! It simulates a network that drops packets. The relay's kernel still acknowledges the data, so TCP's own timeouts
//! (`tcp_user_timeout`) are not tested.

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

/// A relay to one address.
pub struct SilentRelay {
    state: Arc<State>,
    address: SocketAddr,
}

impl SilentRelay {
    /// Starts a relay to this `host:port`.
    pub fn to(host: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let (address, state) = (listener.local_addr().unwrap(), Arc::<State>::default());
        let (shared, host) = (state.clone(), host.to_owned());
        thread::spawn(move || {
            for here in listener.incoming().map_while(Result::ok) {
                // Connections opened during the silence are accepted and get no answer.
                if !shared.silent.load(Ordering::SeqCst)
                    && let Ok(there) = TcpStream::connect(&host)
                {
                    relay(&shared, &here, &there);
                    relay(&shared, &there, &here);
                    shared.open.lock().unwrap().push(there);
                }
                shared.open.lock().unwrap().push(here);
            }
        });
        Self { state, address }
    }

    /// The `host:port` of the relay.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Drops everything from now on.
    pub fn go_silent(&self) {
        self.state.silent.store(true, Ordering::SeqCst);
    }

    /// Relays new connections again and closes the old ones, like a host that has restarted.
    pub fn restore(&self) {
        for stream in self.state.open.lock().unwrap().drain(..) {
            // The peer may have closed it already.
            let _ = stream.shutdown(Shutdown::Both);
        }
        self.state.silent.store(false, Ordering::SeqCst);
    }
}

fn relay(state: &Arc<State>, from: &TcpStream, to: &TcpStream) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    let state = state.clone();
    thread::spawn(move || {
        let mut buffer = vec![0; 16 << 10];
        loop {
            let length = from.read(&mut buffer).unwrap_or(0);
            if state.silent.load(Ordering::SeqCst) {
                // A silent network does not report the close either.
                if length == 0 {
                    return;
                }
                continue;
            }
            if length == 0 || to.write_all(&buffer[..length]).is_err() {
                // The other direction may have closed it already.
                let _ = to.shutdown(Shutdown::Both);
                return;
            }
        }
    });
}
