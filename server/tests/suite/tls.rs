//! The server's own TLS, with generated certificates and clients that trust only them.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use reqwest::{StatusCode, Version};
use server::StartError;
use server::config::Tls;
use server::tls::{Certificate, CertificateError};
use tempfile::TempDir;

use crate::world::World;

/// Certificate files.
struct Files {
    folder: TempDir,
    tls: Tls,
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tls = Tls { certificate: folder.path().join("fullchain.pem"), key: folder.path().join("privkey.pem") };
        Self { folder, tls }
    }

    /// Writes a new certificate; returns what a client has to trust.
    fn renewed(&self) -> reqwest::Certificate {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        replace(&self.tls.certificate, &cert.pem());
        replace(&self.tls.key, &signing_key.serialize_pem());
        readable(&self.tls.key, 0o640);
        reqwest::Certificate::from_pem(cert.pem().as_bytes()).unwrap()
    }
}

fn readable(file: &Path, mode: u32) {
    std::fs::set_permissions(file, Permissions::from_mode(mode)).unwrap();
}

/// Replaces the files as a renewal does. The modification time is set explicitly, since clocks may be coarse.
fn replace(file: &Path, text: &str) {
    let later = file.metadata().and_then(|about| about.modified()).ok();
    std::fs::write(file, text).unwrap();
    if let Some(before) = later {
        let written = std::fs::File::options().write(true).open(file).unwrap();
        written.set_modified(before + std::time::Duration::from_secs(1)).unwrap();
    }
}

/// Status and version of the response to a client that also offers HTTP/2.
async fn health(root: &reqwest::Certificate, world: &World) -> reqwest::Result<(StatusCode, Version)> {
    let client = reqwest::Client::builder().tls_certs_only([root.clone()]).build().unwrap();
    let url = format!("https://localhost:{}/health/ready", world.server.address().port());
    client.get(url).send().await.map(|answer| (answer.status(), answer.version()))
}

#[tokio::test]
async fn a_certificate_is_served_and_a_renewed_one_taken_up_without_a_restart() {
    let files = Files::new();
    let first = files.renewed();
    let world = World::on_sqlite(|config| config.tls = Some(files.tls.clone())).await;
    assert_eq!(world.server.origin(), format!("https://localhost:{}", world.server.address().port()));
    let well = (StatusCode::OK, Version::HTTP_11);
    assert_eq!(health(&first, &world).await.unwrap(), well);
    let plain = format!("http://localhost:{}/health/ready", world.server.address().port());
    assert!(world.http.get(plain).send().await.is_err(), "nothing is said without TLS");

    let second = files.renewed();
    assert!(health(&second, &world).await.is_err(), "it is not looked at with each connection");
    world.server.reload_certificate();
    assert_eq!(health(&second, &world).await.unwrap(), well);
    assert!(health(&first, &world).await.is_err());

    // A half-written renewal changes nothing.
    let CertifiedKey { cert, .. } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    replace(&files.tls.certificate, &cert.pem());
    world.server.reload_certificate();
    assert_eq!(health(&second, &world).await.unwrap(), well);
    world.end().await;
}

/// RUSTSEC-2026-0258: empty HTTP/2 DATA frames cost their sender nine bytes, and the library of actix-web much more,
/// without limit. A client that speaks HTTP/2 without negotiation is rejected before its first frame is read.
#[tokio::test]
async fn a_flood_of_empty_frames_ends_with_the_connection_and_nothing_else() {
    let files = Files::new();
    let root = files.renewed();
    let world = World::on_sqlite(|config| config.tls = Some(files.tls.clone())).await;
    let address = world.server.address();
    let certificate = files.tls.certificate.clone();
    let flood = tokio::task::spawn_blocking(move || flooded(address, &certificate));
    let (taken, answer) = flood.await.unwrap();
    // What fits into the kernels' buffers is sent before the end is noticed; far from all of it.
    assert!(taken < FRAMES, "{taken} frames were taken");
    assert!(!answer.starts_with(&[0, 0]), "no frame is answered: {answer:?}");
    assert_eq!(health(&root, &world).await.unwrap(), (StatusCode::OK, Version::HTTP_11));
    world.end().await;
}

const FRAMES: usize = 4_000_000;

/// Sends the HTTP/2 preface, a request that stays open, and empty DATA frames; returns how many were accepted, and
/// the response.
fn flooded(address: std::net::SocketAddr, certificate: &Path) -> (usize, Vec<u8>) {
    use std::io::{Read as _, Write as _};

    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;

    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = "localhost".try_into().unwrap();
    let mut session = rustls::ClientConnection::new(std::sync::Arc::new(config), name).unwrap();
    let mut socket = std::net::TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
    while session.is_handshaking() {
        session.complete_io(&mut socket).unwrap();
    }
    assert_eq!(session.alpn_protocol(), Some(&b"http/1.1"[..]), "HTTP/2 is not spoken");
    let mut stream = rustls::Stream::new(&mut session, &mut socket);
    // Empty SETTINGS; then HEADERS without END_STREAM: POST, https, /, localhost.
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
    let _ = stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]);
    let mut head = vec![0x83, 0x87, 0x84, 0x41, 9];
    head.extend_from_slice(b"localhost");
    let _ = stream.write_all(&[0, 0, head.len() as u8, 1, 4, 0, 0, 0, 1]);
    let _ = stream.write_all(&head);
    let frames = [0, 0, 0, 0, 0, 0, 0, 0, 1].repeat(1_000);
    let mut taken = 0;
    while taken < FRAMES && stream.write_all(&frames).is_ok() {
        taken += 1_000;
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    (taken, answer)
}

#[tokio::test]
async fn a_server_without_a_usable_certificate_does_not_start_and_says_why() {
    let files = Files::new();
    let config = |tls: &Tls| server::Config {
        tls: Some(tls.clone()),
        listen: ([127, 0, 0, 1], 0).into(),
        data_dir: files.folder.path().to_owned(),
        ..server::Config::default()
    };
    let why = |error: StartError| match error {
        StartError::Certificate(error) => error,
        other => panic!("{other}"),
    };
    let missing = why(server::start(config(&files.tls)).await.err().unwrap());
    assert!(matches!(missing, CertificateError::File { .. }), "{missing}");
    files.renewed();
    std::fs::write(&files.tls.certificate, "nothing of the kind").unwrap();
    let empty = why(server::start(config(&files.tls)).await.err().unwrap());
    assert!(matches!(empty, CertificateError::Empty(_)), "{empty}");
    files.renewed();
    readable(&files.tls.key, 0o644);
    let open = why(server::start(config(&files.tls)).await.err().unwrap());
    assert!(matches!(open, CertificateError::WorldReadable(_)), "{open}");
    files.renewed();
    std::fs::write(&files.tls.key, KeyPair::generate().unwrap().serialize_pem()).unwrap();
    let other = why(server::start(config(&files.tls)).await.err().unwrap());
    assert!(matches!(other, CertificateError::Unusable(_)), "{other}");
}

#[test]
fn a_key_is_never_printed() {
    let files = Files::new();
    files.renewed();
    let certificate = Certificate::open(files.tls.clone()).unwrap();
    let printed = format!("{certificate:?}");
    assert!(printed.contains("privkey.pem") && !printed.to_lowercase().contains("secret"), "{printed}");
    assert!(printed.len() < 400, "{printed}");
}
