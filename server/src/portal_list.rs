//! What the portal is made of, and whether a server serves that and nothing else.
//!
//! A release says which files its portal has (`portal.sha256`, in the form of `sha256sum`): pages, scripts, workers, modules and
//! what is loaded later. Anybody can then compare what a server serves with it, from outside. It does not find a server that
//! serves another portal to one person alone.

use std::fmt::Write as _;
use std::io::Read as _;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use sha2::{Digest as _, Sha256};

use crate::http::portal;

/// No file of a portal is larger.
const MOST: usize = 64 * 1024 * 1024;
/// The page of every path without a file.
const ANY_PAGE: &str = "200.html";

/// Why a portal was not compared.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The list is none.
    #[error("line {0} of the list is not like those of sha256sum")]
    List(usize),
    /// A list without a page, or of nothing.
    #[error("the list does not name a portal's pages")]
    Empty,
    /// The server does not answer.
    #[error("the server cannot be asked: {0}")]
    Server(#[from] reqwest::Error),
}

/// What differs from the list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// It is not served.
    #[error("{0}: is not served ({1})")]
    Missing(String, u16),
    /// Something else is served.
    #[error("{0}: is not what the list says")]
    Other(String),
}

/// The list of this program's own portal.
pub fn own() -> String {
    let mut files: Vec<(String, Vec<u8>)> = portal::files().collect();
    files.sort();
    files.iter().fold(String::new(), |mut list, (name, bytes)| {
        // Writing to a string does not fail.
        let _ = writeln!(list, "{}  {name}", hex(bytes));
        list
    })
}

/// Asks a server for each file of a list, as a browser would; what differs.
///
/// # Errors
/// The list is none, or the server does not answer at all.
pub async fn verify(origin: &str, list: &str) -> Result<Vec<Difference>, VerifyError> {
    let listed = read(list)?;
    // Fails when there is one already: then that one serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let mut differences = Vec::new();
    for (hash, name) in listed {
        // The first page stands at the root; any other is also the page of every path that the app finds by itself.
        let paths = match name {
            "index.html" => vec![String::new()],
            ANY_PAGE => vec![ANY_PAGE.to_owned(), "join".to_owned(), "sign-in".to_owned()],
            name => vec![name.to_owned()],
        };
        for path in paths {
            let shown = format!("/{path}");
            let url = format!("{}{shown}", origin.trim_end_matches('/'));
            let mut answer = client.get(url).header(ACCEPT_ENCODING, "br").send().await?;
            if !answer.status().is_success() {
                differences.push(Difference::Missing(shown, answer.status().as_u16()));
                continue;
            }
            let packed = answer.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding == "br");
            let mut bytes = Vec::new();
            while let Some(chunk) = answer.chunk().await? {
                if bytes.len() + chunk.len() > MOST {
                    break;
                }
                bytes.extend_from_slice(&chunk);
            }
            let bytes = if packed { unpacked(&bytes) } else { Some(bytes) };
            if bytes.is_none_or(|bytes| hex(&bytes) != hash) {
                differences.push(Difference::Other(shown));
            }
        }
    }
    Ok(differences)
}

fn read(list: &str) -> Result<Vec<(&str, &str)>, VerifyError> {
    let lines = list.lines().enumerate().map(|(n, line)| {
        let (hash, name) = line.split_once("  ").ok_or(VerifyError::List(n + 1))?;
        let whole = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) && !name.is_empty();
        whole.then_some((hash, name)).ok_or(VerifyError::List(n + 1))
    });
    let lines: Vec<_> = lines.collect::<Result<_, _>>()?;
    if lines.iter().any(|(_, name)| *name == ANY_PAGE) { Ok(lines) } else { Err(VerifyError::Empty) }
}

fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut reader = brotli::Decompressor::new(bytes, 16 * 1024).take(MOST as u64 + 1);
    reader.read_to_end(&mut whole).ok().filter(|read| *read <= MOST)?;
    Some(whole)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
