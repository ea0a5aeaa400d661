//! The link of an invitation, as text.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::InvitationId;
use zeroize::Zeroizing;

use super::{Error, InvitationSecret};

/// An invitation as it stands in a link or a QR code: `https://…/join#<invitation>.<secret>`.
#[derive(Clone, Debug)]
pub struct Link {
    /// The server's origin, without a slash at the end.
    pub origin: String,
    /// The invitation.
    pub invitation: InvitationId,
    /// Its secret.
    pub secret: InvitationSecret,
}

impl Link {
    /// Reads a link, with any space around it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (origin, fragment) = text.trim().split_once("/join#").ok_or(Error::Link)?;
        if !(origin.starts_with("https://") || origin.starts_with("http://")) {
            return Err(Error::Link);
        }
        let (invitation, secret) = fragment.split_once('.').ok_or(Error::Link)?;
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).map_err(|_| Error::Link)?);
        Ok(Self {
            origin: origin.into(),
            invitation: invitation.parse().map_err(|_| Error::Link)?,
            secret: InvitationSecret::from_bytes(&secret).map_err(|_| Error::Link)?,
        })
    }

    /// The link as text. It holds the secret: for the person's eyes and the QR code only.
    pub fn text(&self) -> String {
        format!("{}/join#{}.{}", self.origin, self.invitation, URL_SAFE_NO_PAD.encode(self.secret.expose()))
    }
}
