//! Credentials: passwords, tokens, and which devices are signed in.
//!
//! - [`opaque`]: the server's side of OPAQUE
//! - [`tokens`]: access tokens and the keys that sign them
//! - [`refresh_tokens`]: tokens that renew a session
//! - [`presence`]: a cache of signed-in devices and their permissions

mod ed25519;
pub(crate) mod opaque;
pub(crate) mod presence;
pub(crate) mod refresh_tokens;
pub(crate) mod tokens;
