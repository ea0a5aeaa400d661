//! Checksums of the portal's files, and checking a server against them.
//!
//! A release publishes the checksums of its portal (`portal.sha256`, in the format of `sha256sum`), so that anybody
//! can check from outside that a server delivers it. This does not detect a server that delivers another portal to
//! one person only.

use std::fmt::Write as _;
use std::io::Read as _;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use sha2::{Digest as _, Sha256};

use crate::http::portal;

/// Maximum size of a file.
const MAX_SIZE: usize = 64 * 1024 * 1024;
/// The page of all paths without a file.
const FALLBACK_PAGE: &str = "200.html";

/// Why a portal could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("line {0} of the list is not in the format of sha256sum")]
    List(usize),
    /// An empty list, or one without pages.
    #[error("the list does not contain the pages of a portal")]
    Empty,
    /// The server does not respond.
    #[error("the server does not respond: {0}")]
    Server(#[from] reqwest::Error),
}

/// A difference from the list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    #[error("{0}: missing (HTTP {1})")]
    Missing(String, u16),
    #[error("{0}: differs from the list")]
    Different(String),
}

/// The checksums of this program's own portal.
pub fn own() -> String {
    let mut files: Vec<(String, Vec<u8>)> = portal::files().collect();
    files.sort();
    files.iter().fold(String::new(), |mut list, (name, bytes)| {
        // Writing to a string cannot fail.
        let _ = writeln!(list, "{}  {name}", hex(bytes));
        list
    })
}

/// Downloads each listed file as a browser would; returns the differences.
///
/// # Errors
/// The list is malformed, or the server does not respond.
pub async fn verify(origin: &str, list: &str) -> Result<Vec<Difference>, VerifyError> {
    let listed = parse(list)?;
    // Fails if a provider is installed; then that one is used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let mut differences = Vec::new();
    for (hash, name) in listed {
        // The front page is served at the root, the other page at all paths of the single-page app.
        let paths = match name {
            "index.html" => vec![String::new()],
            FALLBACK_PAGE => vec![FALLBACK_PAGE.to_owned(), "join".to_owned(), "sign-in".to_owned()],
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
                if bytes.len() + chunk.len() > MAX_SIZE {
                    break;
                }
                bytes.extend_from_slice(&chunk);
            }
            let bytes = if packed { decompress(&bytes) } else { Some(bytes) };
            if bytes.is_none_or(|bytes| hex(&bytes) != hash) {
                differences.push(Difference::Different(shown));
            }
        }
    }
    Ok(differences)
}

fn parse(list: &str) -> Result<Vec<(&str, &str)>, VerifyError> {
    let lines = list.lines().enumerate().map(|(n, line)| {
        let (hash, name) = line.split_once("  ").ok_or(VerifyError::List(n + 1))?;
        let whole = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) && !name.is_empty();
        whole.then_some((hash, name)).ok_or(VerifyError::List(n + 1))
    });
    let lines: Vec<_> = lines.collect::<Result<_, _>>()?;
    if lines.iter().any(|(_, name)| *name == FALLBACK_PAGE) { Ok(lines) } else { Err(VerifyError::Empty) }
}

fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut reader = brotli::Decompressor::new(bytes, 16 * 1024).take(MAX_SIZE as u64 + 1);
    reader.read_to_end(&mut whole).ok().filter(|read| *read <= MAX_SIZE)?;
    Some(whole)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
