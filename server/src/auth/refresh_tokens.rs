//! Refresh tokens: `device ‖ random ‖ tag`. The tag is an HMAC under the server's own key, so that a token that was issued
//! here is told apart from an invented one without storing every token that was ever used.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use protocol::DeviceId;
use sha2::Sha256;
use uuid::Uuid;

use crate::bounds;
use crate::entropy::Entropy;
use crate::fault::{Fault, Result};

const RANDOM: usize = 32;
const TAG: usize = 16;

/// The key that authenticates refresh tokens.
pub(crate) struct RefreshKey([u8; 32]);

/// A new refresh token. Only its hash is stored.
pub(crate) struct RefreshToken {
    pub(crate) text: String,
}

impl RefreshToken {
    pub(crate) fn hash(&self) -> Vec<u8> {
        bounds::hash(self.text.as_bytes())
    }
}

impl RefreshKey {
    /// From the stored secret.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        bytes.try_into().map(Self).map_err(|_| Fault::Internal("the stored refresh key is damaged"))
    }

    pub(crate) fn issue(&self, entropy: &Entropy, device: DeviceId) -> RefreshToken {
        let mut bytes = [&device.as_bytes()[..], &entropy.bytes::<RANDOM>()].concat();
        bytes.extend_from_slice(&self.tag(&bytes));
        RefreshToken { text: URL_SAFE_NO_PAD.encode(bytes) }
    }

    /// The device that a token was issued to; `None` if it was not issued here.
    pub(crate) fn device_of(&self, text: &str) -> Option<DeviceId> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 16 + RANDOM + TAG)?;
        let (body, tag) = bytes.split_at(16 + RANDOM);
        bounds::constant_time_eq(&self.tag(body), tag).then(|| Uuid::from_slice(&body[..16]).ok().map(DeviceId))?
    }

    fn tag(&self, body: &[u8]) -> [u8; TAG] {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(body);
        let mut tag = [0; TAG];
        tag.copy_from_slice(&mac.finalize().into_bytes()[..TAG]);
        tag
    }
}
