//! TLS of the server's own: a certificate and its key from two PEM files (RFC 7468), as certbot, acme.sh and others write
//! them. They are read again when they change, so that a renewal needs no restart and nobody's connection breaks.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use serde::{Deserialize, Serialize};

use crate::config::open_to_all;

/// Where certificate and key lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The server's certificate, then those that lead to the one that clients know.
    pub certificate: PathBuf,
    /// Its private key: PKCS #8, PKCS #1 or SEC1.
    pub key: PathBuf,
}

/// Why a certificate is not used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read, or is no PEM.
    #[error("{} cannot be read: {error}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        error: rustls::pki_types::pem::Error,
    },
    /// The key is not kept from others.
    #[error("everybody on this machine may read {}: take that away (chmod o= …)", .0.display())]
    Open(PathBuf),
    /// There is no certificate in the file.
    #[error("there is no certificate in {}", .0.display())]
    Empty(PathBuf),
    /// Certificate and key do not belong together, or are of a kind that is not spoken.
    #[error("certificate and key cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
}

/// The certificate that is in use.
pub struct Certificate {
    files: Tls,
    provider: CryptoProvider,
    current: RwLock<Arc<CertifiedKey>>,
    read: Mutex<Option<Times>>,
}

/// When the two files were changed.
type Times = (SystemTime, SystemTime);

impl Certificate {
    /// Reads it.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn open(files: Tls) -> Result<Self, CertificateError> {
        let provider = ring::default_provider();
        let read = Mutex::new(changed(&files));
        let current = RwLock::new(Arc::new(load(&files, &provider)?));
        Ok(Self { files, provider, current, read })
    }

    /// What a listener is told: TLS 1.2 and 1.3, with this certificate as it is when somebody connects.
    ///
    /// # Errors
    /// None that the compiled-in cryptography could give.
    pub fn listen(self: &Arc<Self>) -> Result<ServerConfig, CertificateError> {
        let config = ServerConfig::builder_with_provider(Arc::new(self.provider.clone()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(self.clone());
        Ok(config)
    }

    /// Reads the files again if they have changed since the last time; says whether there is a new certificate. While what is
    /// there cannot be used (a renewal that is being written), the one before stays in use.
    ///
    /// # Errors
    /// What is wrong with the files. The next call tries again.
    pub fn renew(&self) -> Result<bool, CertificateError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let times = changed(&self.files);
        if times == *read {
            return Ok(false);
        }
        let new = Arc::new(load(&self.files, &self.provider)?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = new;
        *read = times;
        Ok(true)
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

// The key is never printed.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("files", &self.files).finish_non_exhaustive()
    }
}

fn load(files: &Tls, provider: &CryptoProvider) -> Result<CertifiedKey, CertificateError> {
    let unread = |path: &Path| {
        let file = path.to_owned();
        move |error| CertificateError::File { file, error }
    };
    let chain = CertificateDer::pem_file_iter(&files.certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.map_err(unread(&files.certificate))?;
    if chain.is_empty() {
        return Err(CertificateError::Empty(files.certificate.clone()));
    }
    if open_to_all(&files.key) {
        return Err(CertificateError::Open(files.key.clone()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(unread(&files.key))?;
    Ok(CertifiedKey::from_der(chain, key, provider)?)
}

fn changed(files: &Tls) -> Option<Times> {
    let at = |path: &Path| path.metadata().and_then(|about| about.modified()).ok();
    Some((at(&files.certificate)?, at(&files.key)?))
}
