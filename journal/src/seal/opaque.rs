//! The client's half of OPAQUE (RFC 9807): the server never sees the password, and cannot try passwords offline
//! without attacking one account's record at a time.
//!
//! Suite: ristretto255 with SHA-512, 3DH, Argon2id (64 MiB, 3 passes, 4 lanes) as key stretching; no identifiers
//! beyond the keys, no context. The parameters are part of the format: other values give another export key.

use argon2::{Algorithm, Argon2, Params, Version};
use opaque_ke::errors::ProtocolError;
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, Identifiers, RegistrationResponse, Ristretto255,
};
use protocol::Blob;
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

/// What a password gives its owner: 64 bytes that the server never sees.
#[derive(Clone)]
pub struct ExportKey(Zeroizing<Vec<u8>>);

impl ExportKey {
    /// From the bytes of another OPAQUE library (second opinions in tests).
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    /// The bytes.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// Never prints the key.
impl std::fmt::Debug for ExportKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExportKey(..)")
    }
}

/// A registration (or a new password) between its two messages.
pub struct Registration {
    state: ClientRegistration<Suite>,
    password: Zeroizing<Vec<u8>>,
}

impl Registration {
    /// Begins: the state to keep, and the message for the server.
    pub fn start(password: &str, random: &mut Random) -> Result<(Self, Blob), Error> {
        let password = Zeroizing::new(password.as_bytes().to_vec());
        let started = ClientRegistration::<Suite>::start(random, &password).map_err(exchange)?;
        let message = started.message.serialize().to_vec().into();
        Ok((Self { state: started.state, password }, message))
    }

    /// Ends: the record for the server, and the export key. Takes a good part of a second, on purpose.
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
    /// Begins: the state to keep, and the message for the server.
    pub fn start(password: &str, random: &mut Random) -> Result<(Self, Blob), Error> {
        let password = Zeroizing::new(password.as_bytes().to_vec());
        let started = ClientLogin::<Suite>::start(random, &password).map_err(exchange)?;
        let message = started.message.serialize().to_vec().into();
        Ok((Self { state: started.state, password }, message))
    }

    /// Ends: the last message for the server, and the export key. Takes a good part of a second, on purpose.
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
    fn the_same_password_gives_the_same_export_key_and_another_one_none() {
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
    fn nonsense_from_the_server_is_an_error() {
        let mut random = Random::from_seed([5; 32]);
        let (sign_in, _) = SignIn::start("x", &mut random).unwrap();
        assert_eq!(sign_in.finish(&vec![1, 2, 3].into()).err(), Some(Error::Exchange));
    }
}
