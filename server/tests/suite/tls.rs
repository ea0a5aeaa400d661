//! TLS of the server's own: with certificates made here, and clients that believe in nothing else.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use reqwest::{StatusCode, Version};
use server::StartError;
use server::tls::{Certificate, CertificateError, Tls};
use tempfile::TempDir;

use crate::world::World;

/// A certificate in files.
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

    /// Writes a new one, and gives what a client is to believe in.
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

/// As a renewal does: the file is another one. Its time is set apart, since a clock may be coarse.
fn replace(file: &Path, text: &str) {
    let later = file.metadata().and_then(|about| about.modified()).ok();
    std::fs::write(file, text).unwrap();
    if let Some(before) = later {
        let written = std::fs::File::options().write(true).open(file).unwrap();
        written.set_modified(before + std::time::Duration::from_secs(1)).unwrap();
    }
}

/// Over a connection that ends with it: the server would wait for one of HTTP/2 when it stops.
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
    // Each tab of the portal holds a stream open; over HTTP/1.1 a browser has six connections for all of them.
    let well = (StatusCode::OK, Version::HTTP_2);
    assert_eq!(health(&first, &world).await.unwrap(), well);
    let plain = format!("http://localhost:{}/health/ready", world.server.address().port());
    assert!(world.http.get(plain).send().await.is_err(), "nothing is said without TLS");

    let second = files.renewed();
    assert!(health(&second, &world).await.is_err(), "it is not looked at with each connection");
    world.server.renew_certificate();
    assert_eq!(health(&second, &world).await.unwrap(), well);
    assert!(health(&first, &world).await.is_err());

    // A renewal of which only one half is written changes nothing.
    let CertifiedKey { cert, .. } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    replace(&files.tls.certificate, &cert.pem());
    world.server.renew_certificate();
    assert_eq!(health(&second, &world).await.unwrap(), well);
    world.end().await;
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
    assert!(matches!(open, CertificateError::Open(_)), "{open}");
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
