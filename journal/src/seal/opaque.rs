//! The client's half of OPAQUE (RFC 9807). The server never sees the password. After a theft of the server's data,
//! passwords can be guessed only for one account at a time.
//!
//! Suite: ristretto255 with SHA-512, 3DH, Argon2id (64 MiB, 3 passes, 4 lanes) as key stretching; no identifiers beyond
//! the keys, no context. The parameters are part of the format: other values give another export key.

use argon2::{Algorithm, Argon2, Params, Version};
use opaque_ke::errors::ProtocolError;
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, Identifiers, RegistrationResponse, Ristretto255,
};
use protocol::Blob;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_public_assigned;
use zeroize::Zeroizing;

use super::{Error, Random};

struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeGroup = Ristretto255;
    type KeyExchange = opaque_ke::key_exchange::tripledh::TripleDh;
    type Ksf = Argon2<'static>;
}

fn stretching() -> Result<Argon2<'static>, Error> {
    let params = Params::new(64 * 1024, 3, 4, None).map_err(|_| Error::Exchange)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The export key of a password: 64 bytes that the server never sees.
#[derive(Clone)]
pub struct ExportKey(Zeroizing<Vec<u8>>);

impl ExportKey {
    /// Wraps the bytes of another OPAQUE library, for cross-checks in tests.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    /// The raw bytes, for sealing.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// Prints the type's name only.
impl std::fmt::Debug for ExportKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExportKey(..)")
    }
}

/// A password in normal form (NFKC, as NIST SP 800-63B requires), so that every keyboard gives the same bytes. Case,
/// spaces and emoji are kept.
///
/// # Errors
/// [`Error::Sign`] for code points that Unicode has not assigned or never will: a later Unicode version could normalize
/// them differently, which would change the password.
pub fn prepared(password: &str) -> Result<Zeroizing<String>, Error> {
    if !password.chars().all(is_public_assigned) {
        return Err(Error::Sign);
    }
    // The buffer fits the longest result, so that no part of the password is left behind by a reallocation.
    let mut prepared = Zeroizing::new(String::with_capacity(password.len() * LONGEST_FORM));
    prepared.extend(password.nfkc());
    Ok(prepared)
}

/// Checks whether a new account of this name may use a password.
///
/// # Errors
/// As [`prepared`]; [`Error::Weak`] for a commonly tried password or one made of the account's name.
pub fn chosen(password: &str, handle: &str) -> Result<(), Error> {
    if super::weak::is_weak(&prepared(password)?, handle) { Err(Error::Weak) } else { Ok(()) }
}

/// Upper bound of UTF-8 growth in NFKC, as Unicode states it.
pub(super) const LONGEST_FORM: usize = 11;

fn bytes(password: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    Ok(Zeroizing::new(prepared(password)?.as_bytes().to_vec()))
}

/// A registration, or a password change, between its two messages.
pub struct Registration {
    state: ClientRegistration<Suite>,
    password: Zeroizing<Vec<u8>>,
}

impl Registration {
    /// Starts a registration. Returns the state to keep and the message for the server.
    pub fn start(password: &str, random: &mut Random) -> Result<(Self, Blob), Error> {
        let password = bytes(password)?;
        let started = ClientRegistration::<Suite>::start(random, &password).map_err(exchange)?;
        let message = started.message.serialize().to_vec().into();
        Ok((Self { state: started.state, password }, message))
    }

    /// Finishes a registration. Returns the record for the server and the export key. Takes up to a second (Argon2id).
    pub fn finish(self, answer: &Blob, random: &mut Random) -> Result<(Blob, ExportKey), Error> {
        let answer = RegistrationResponse::deserialize(answer.as_ref()).map_err(exchange)?;
        let ksf = stretching()?;
        let parameters = ClientRegistrationFinishParameters::new(Identifiers::default(), Some(&ksf));
        let done = self.state.finish(random, &self.password, answer, parameters).map_err(exchange)?;
        Ok((done.message.serialize().to_vec().into(), ExportKey::from_bytes(&done.export_key)))
    }
}

/// A sign-in between its two messages.
pub struct SignIn {
    state: ClientLogin<Suite>,
    password: Zeroizing<Vec<u8>>,
}

impl SignIn {
    /// Starts a sign-in. Returns the state to keep and the message for the server.
    pub fn start(password: &str, random: &mut Random) -> Result<(Self, Blob), Error> {
        let password = bytes(password)?;
        let started = ClientLogin::<Suite>::start(random, &password).map_err(exchange)?;
        let message = started.message.serialize().to_vec().into();
        Ok((Self { state: started.state, password }, message))
    }

    /// Finishes a sign-in. Returns the last message for the server and the export key. Takes up to a second (Argon2id).
    ///
    /// # Errors
    /// [`Error::Password`] for a wrong password and for an unknown name alike.
    pub fn finish(self, answer: &Blob) -> Result<(Blob, ExportKey), Error> {
        let answer = CredentialResponse::deserialize(answer.as_ref()).map_err(exchange)?;
        let ksf = stretching()?;
        let parameters = ClientLoginFinishParameters::new(None, Identifiers::default(), Some(&ksf));
        let done = self.state.finish(&self.password, answer, parameters).map_err(exchange)?;
        Ok((done.message.serialize().to_vec().into(), ExportKey::from_bytes(&done.export_key)))
    }
}

fn exchange(error: ProtocolError) -> Error {
    match error {
        ProtocolError::InvalidLoginError => Error::Password,
        _ => Error::Exchange,
    }
}

#[cfg(test)]
mod tests {
    use opaque_ke::{
        CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, ServerLogin,
        ServerLoginStartParameters, ServerRegistration, ServerSetup,
    };

    use super::*;

    #[test]
    fn only_the_same_password_gives_the_export_key() {
        let mut random = Random::from_seed([5; 32]);
        let setup = ServerSetup::<Suite>::new(&mut random);
        let (registration, message) = Registration::start("a long walk", &mut random).unwrap();
        let request = RegistrationRequest::deserialize(message.as_ref()).unwrap();
        let answer = ServerRegistration::<Suite>::start(&setup, request, b"wren").unwrap().message.serialize();
        let (upload, export) = registration.finish(&answer.to_vec().into(), &mut random).unwrap();
        let upload = RegistrationUpload::<Suite>::deserialize(upload.as_ref()).unwrap();
        let file = ServerRegistration::finish(upload).serialize();

        for (password, right) in [("a long walk", true), ("a short walk", false)] {
            let (sign_in, message) = SignIn::start(password, &mut random).unwrap();
            let request = CredentialRequest::deserialize(message.as_ref()).unwrap();
            let file = ServerRegistration::<Suite>::deserialize(&file).unwrap();
            let parameters = ServerLoginStartParameters::default();
            let started = ServerLogin::start(&mut random, &setup, Some(file), request, b"wren", parameters).unwrap();
            match sign_in.finish(&started.message.serialize().to_vec().into()) {
                Ok((message, key)) if right => {
                    assert_eq!(key.expose(), export.expose());
                    started.state.finish(CredentialFinalization::deserialize(message.as_ref()).unwrap()).unwrap();
                }
                other => assert_eq!((other.err(), right), (Some(Error::Password), false)),
            }
        }
    }

    #[test]
    fn a_password_is_normalized_to_the_same_form_on_every_keyboard() {
        for (typed, kept) in [
            // Composed or decomposed input, and full-width letters.
            ("e\u{301}te\u{301}", "\u{e9}t\u{e9}"),
            ("\u{ff50}\u{ff41}\u{ff53}\u{ff53}", "pass"),
            ("\u{fb01}n", "fin"),
            // Case and spaces are kept; a no-break space becomes a space.
            (" Two  Words\u{a0}", " Two  Words "),
            ("\u{1f327}\u{fe0f} rain", "\u{1f327}\u{fe0f} rain"),
        ] {
            let once = prepared(typed).unwrap();
            assert_eq!(*once, kept, "{typed:?}");
            assert_eq!(prepared(&once), Ok(once));
        }
        // Never assigned, not assigned yet, and for private use.
        for sign in ['\u{ffff}', '\u{378}', '\u{e000}'] {
            assert_eq!(prepared(&format!("pass {sign} word")), Err(Error::Sign));
            let mut random = Random::from_seed([5; 32]);
            assert_eq!(SignIn::start(&sign.to_string(), &mut random).err(), Some(Error::Sign));
            assert_eq!(Registration::start(&sign.to_string(), &mut random).err(), Some(Error::Sign));
        }
        // The longest result fits without a reallocation.
        let longest = "\u{fdfa}".repeat(20);
        assert!(prepared(&longest).unwrap().len() <= longest.len() * LONGEST_FORM);
    }

    #[test]
    fn a_malformed_server_message_is_an_error() {
        let mut random = Random::from_seed([5; 32]);
        let (sign_in, _) = SignIn::start("x", &mut random).unwrap();
        assert_eq!(sign_in.finish(&vec![1, 2, 3].into()).err(), Some(Error::Exchange));
    }
}
