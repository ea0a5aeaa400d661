//! The server's half of OPAQUE (RFC 9807). Unknown names are answered with a record that was never registered, which
//! cannot be told from a real one.

use opaque_ke::{
    CipherSuite, CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, Ristretto255,
    ServerLogin, ServerLoginStartParameters, ServerRegistration, ServerSetup,
};
use protocol::{Blob, Code};

use crate::entropy::Entropy;
use crate::fault::{Fault, Result};

/// The suite, as the clients have it. Key stretching is theirs alone: no server message depends on it.
struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeGroup = Ristretto255;
    type KeyExchange = opaque_ke::key_exchange::tripledh::TripleDh;
    type Ksf = opaque_ke::ksf::Identity;
}

/// The server's long-term secret. Losing it makes every password useless (recovery codes still work).
pub struct Opaque(ServerSetup<Suite>);

impl Opaque {
    /// A new secret, as bytes to be kept.
    pub fn fresh(entropy: &Entropy) -> Vec<u8> {
        ServerSetup::<Suite>::new(&mut entropy.clone()).serialize().to_vec()
    }

    /// The kept secret.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        ServerSetup::deserialize(bytes).map(Self).map_err(|_| Fault::Internal("the kept OPAQUE setup is damaged"))
    }

    /// Answers the first message of a registration, or of a new password.
    pub fn registration(&self, handle: &str, message: &Blob) -> Result<Blob> {
        let request = RegistrationRequest::deserialize(&message.0).map_err(|_| Code::Malformed)?;
        let answer =
            ServerRegistration::<Suite>::start(&self.0, request, handle.as_bytes()).map_err(|_| Code::Malformed)?;
        Ok(answer.message.serialize().to_vec().into())
    }

    /// What is kept of a password, from the last message of its registration.
    pub fn record(message: &Blob) -> Result<Vec<u8>> {
        let upload = RegistrationUpload::<Suite>::deserialize(&message.0).map_err(|_| Code::Malformed)?;
        Ok(ServerRegistration::finish(upload).serialize().to_vec())
    }

    /// Answers the first message of a sign-in: the state to keep, and the answer.
    pub fn sign_in(
        &self,
        entropy: &Entropy,
        handle: &str,
        record: Option<&[u8]>,
        message: &Blob,
    ) -> Result<(Vec<u8>, Blob)> {
        let request = CredentialRequest::deserialize(&message.0).map_err(|_| Code::Malformed)?;
        let record = record
            .map(ServerRegistration::<Suite>::deserialize)
            .transpose()
            .map_err(|_| Fault::Internal("a kept OPAQUE record is damaged"))?;
        let params = ServerLoginStartParameters::default();
        let rng = &mut entropy.clone();
        let started = ServerLogin::start(rng, &self.0, record, request, handle.as_bytes(), params)
            .map_err(|_| Code::Malformed)?;
        Ok((started.state.serialize().to_vec(), started.message.serialize().to_vec().into()))
    }

    /// Checks the last message of a sign-in.
    pub fn prove(state: &[u8], message: &Blob) -> Result<()> {
        let state = ServerLogin::<Suite>::deserialize(state).map_err(|_| Fault::Internal("a sign-in is damaged"))?;
        let message = CredentialFinalization::deserialize(&message.0).map_err(|_| Code::Malformed)?;
        state.finish(message).map(drop).map_err(|_| Code::WrongCredentials.into())
    }
}
