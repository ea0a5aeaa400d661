//! The server's own TLS: certificate and key from two PEM files (RFC 7468), as written by certbot, acme.sh and
//! others. They are reloaded when they change, without a restart and without closing connections.

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

use crate::config::{Tls, is_world_accessible};

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read, or is not PEM.
    #[error("{} cannot be read: {error}", file.display())]
    File { file: PathBuf, error: rustls::pki_types::pem::Error },
    /// The key is world-readable.
    #[error("the key file {} is world-readable: restrict it with chmod o=", .0.display())]
    WorldReadable(PathBuf),
    #[error("there is no certificate in {}", .0.display())]
    Empty(PathBuf),
    /// Certificate and key do not match, or have an unsupported type.
    #[error("the TLS certificate and key cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
}

/// The certificate in use.
pub struct Certificate {
    files: Tls,
    provider: CryptoProvider,
    current: RwLock<Arc<CertifiedKey>>,
    read: Mutex<Option<Times>>,
}

/// Modification times of certificate and key.
type Times = (SystemTime, SystemTime);

impl Certificate {
    /// Loads certificate and key.
    pub fn open(files: Tls) -> Result<Self, CertificateError> {
        let provider = ring::default_provider();
        let read = Mutex::new(modified_at(&files));
        let current = RwLock::new(Arc::new(load(&files, &provider)?));
        Ok(Self { files, provider, current, read })
    }

    /// Settings of a listener: TLS 1.2 and 1.3, with the certificate that is in use when a client connects.
    pub fn server_config(self: &Arc<Self>) -> Result<ServerConfig, CertificateError> {
        let config = ServerConfig::builder_with_provider(Arc::new(self.provider.clone()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(self.clone());
        Ok(config)
    }

    /// Reloads the files if they have changed; returns whether there is a new certificate. If they cannot be used (a
    /// renewal may be half written), the current one stays in use and the next call tries again.
    pub fn reload(&self) -> Result<bool, CertificateError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let times = modified_at(&self.files);
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

// Never prints the key.
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
    if is_world_accessible(&files.key) {
        return Err(CertificateError::WorldReadable(files.key.clone()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(unread(&files.key))?;
    Ok(CertifiedKey::from_der(chain, key, provider)?)
}

fn modified_at(files: &Tls) -> Option<Times> {
    let at = |path: &Path| path.metadata().and_then(|about| about.modified()).ok();
    Some((at(&files.certificate)?, at(&files.key)?))
}
