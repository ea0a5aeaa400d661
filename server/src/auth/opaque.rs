//! The server's side of OPAQUE (RFC 9807). An unknown name is answered with a fake record, which cannot be told from
//! a real one.

use opaque_ke::{
    CipherSuite, CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, Ristretto255,
    ServerLogin, ServerLoginStartParameters, ServerRegistration, ServerSetup,
};
use protocol::{Blob, Code};

use crate::entropy::Entropy;
use crate::fault::{Fault, Result};

/// The cipher suite of the clients. Key stretching happens on the client only.
struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeGroup = Ristretto255;
    type KeyExchange = opaque_ke::key_exchange::tripledh::TripleDh;
    type Ksf = opaque_ke::ksf::Identity;
}

/// The server's long-term secret. If it is lost, no password works; recovery codes still do.
pub(crate) struct Opaque(ServerSetup<Suite>);

impl Opaque {
    /// A new secret, serialised for storage.
    pub(crate) fn generate(entropy: &Entropy) -> Vec<u8> {
        ServerSetup::<Suite>::new(&mut entropy.clone()).serialize().to_vec()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        ServerSetup::deserialize(bytes).map(Self).map_err(|_| Fault::Internal("the stored OPAQUE setup is damaged"))
    }

    /// Answers the first message of a registration or of a password change.
    pub(crate) fn registration(&self, handle: &str, message: &Blob) -> Result<Blob> {
        let request = RegistrationRequest::deserialize(&message.0).map_err(|_| Code::Malformed)?;
        let answer =
            ServerRegistration::<Suite>::start(&self.0, request, handle.as_bytes()).map_err(|_| Code::Malformed)?;
        Ok(answer.message.serialize().to_vec().into())
    }

    /// The password record to store, from the last message of a registration.
    pub(crate) fn password_record(message: &Blob) -> Result<Vec<u8>> {
        let upload = RegistrationUpload::<Suite>::deserialize(&message.0).map_err(|_| Code::Malformed)?;
        Ok(ServerRegistration::finish(upload).serialize().to_vec())
    }

    /// Answers the first message of a sign-in: the state to store, and the response.
    pub(crate) fn sign_in(
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
            .map_err(|_| Fault::Internal("a stored OPAQUE record is damaged"))?;
        let params = ServerLoginStartParameters::default();
        let rng = &mut entropy.clone();
        let started = ServerLogin::start(rng, &self.0, record, request, handle.as_bytes(), params)
            .map_err(|_| Code::Malformed)?;
        Ok((started.state.serialize().to_vec(), started.message.serialize().to_vec().into()))
    }

    /// Verifies the last message of a sign-in.
    pub(crate) fn verify(state: &[u8], message: &Blob) -> Result<()> {
        let state =
            ServerLogin::<Suite>::deserialize(state).map_err(|_| Fault::Internal("a stored sign-in is damaged"))?;
        let message = CredentialFinalization::deserialize(&message.0).map_err(|_| Code::Malformed)?;
        state.finish(message).map(drop).map_err(|_| Code::WrongCredentials.into())
    }
}
