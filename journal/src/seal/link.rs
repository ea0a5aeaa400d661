//! The text form of an invitation link.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::InvitationId;
use zeroize::Zeroizing;

use super::{Error, InvitationSecret};

/// An invitation link, as shown in a QR code: `https://…/join#<invitation>.<secret>`.
#[derive(Clone, Debug)]
pub struct Link {
    /// The server's origin, without a trailing slash.
    pub origin: String,
    /// The invitation's id on the server.
    pub invitation: InvitationId,
    /// The invitation's secret. It is in the fragment, which browsers do not send.
    pub secret: InvitationSecret,
}

impl Link {
    /// Parses a link. Surrounding white space is ignored.
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

    /// The link as text. It contains the secret: only show it to the person or as a QR code.
    pub fn text(&self) -> String {
        format!("{}/join#{}.{}", self.origin, self.invitation, URL_SAFE_NO_PAD.encode(self.secret.expose()))
    }
}
