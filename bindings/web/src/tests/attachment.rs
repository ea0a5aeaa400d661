//! Photos and recordings, opened as they arrive.

use journal::record::{Attachment, Body, Reflection};
use journal::seal::StreamKey;
use journal::seal::stream::seal_all;
use protocol::{AttachmentId, Blob};
use sha2::{Digest as _, Sha256};

use super::stage::*;
use crate::Desk;

/// Three chunks, so that there is a middle one.
const PLAIN: usize = 150_000;

struct File {
    id: AttachmentId,
    plain: Vec<u8>,
    sealed: Vec<u8>,
    named: Attachment,
}

fn file(media_type: &str) -> File {
    let id = AttachmentId::new(5, [3; 10]);
    let plain: Vec<u8> = (0..PLAIN).map(|n| (n % 253) as u8).collect();
    let key = StreamKey::from_bytes(&[6; 32]).unwrap();
    let named = Attachment {
        id: id.to_string(),
        media_type: media_type.into(),
        size: PLAIN as u64,
        key: Blob::from([6; 32].to_vec()).to_text(),
        digest: Blob::from(Sha256::digest(&plain).to_vec()).to_text(),
        ..Default::default()
    };
    File { id, sealed: seal_all(&key, id.as_bytes(), &plain), plain, named }
}

fn shared(file: &File) -> (Desk, World, String) {
    let (mut desk, mut world) = met();
    let entry = Reflection { attachments: vec![file.named.clone()], ..Default::default() };
    let entry = world.share(1, -1, Body::Reflection(entry));
    world.sync(&mut desk);
    (desk, world, entry)
}

fn open(desk: &Desk, world: &World, entry: &str, file: &File, sealed: &[u8]) -> Result<Vec<u8>, String> {
    let mut opening = desk.attachment(&world.id(), entry, &file.id.to_string()).map_err(|fault| fault.code)?;
    let mut plain = Vec::new();
    for piece in sealed.chunks(40_000) {
        plain.extend_from_slice(&opening.take(piece).map_err(|fault| fault.code)?);
    }
    plain.extend_from_slice(&opening.finish().map_err(|fault| fault.code)?);
    Ok(plain)
}

#[test]
fn a_shared_photo_is_opened_as_it_arrives_and_gone_once_it_is_taken_back() {
    let file = file("image/jpeg");
    let (mut desk, mut world, entry) = shared(&file);
    let opening = desk.attachment(&world.id(), &entry, &file.id.to_string()).unwrap();
    assert_eq!(opening.call().path, format!("/v1/collections/{}/attachments/{}/bytes", world.id(), file.id));
    assert_eq!(opening.media_type(), "image/jpeg");
    assert!(open(&desk, &world, &entry, &file, &file.sealed).unwrap() == file.plain);
    world.take_back(1);
    world.sync(&mut desk);
    assert_eq!(open(&desk, &world, &entry, &file, &file.sealed).unwrap_err(), "not_found");
}

#[test]
fn what_is_not_what_the_client_sealed_is_refused() {
    let mut file = file("audio/mp4");
    let (desk, world, entry) = shared(&file);
    let refused = |sealed: &[u8]| open(&desk, &world, &entry, &file, sealed).unwrap_err();
    let mut changed = file.sealed.clone();
    changed[70_000] ^= 1;
    assert_eq!(refused(&changed), "attachment");
    assert_eq!(refused(&file.sealed[..file.sealed.len() - 1]), "attachment");
    assert_eq!(refused(&[]), "attachment");
    // A response without an end stops at the size in the record.
    assert_eq!(refused(&[file.sealed.clone(), vec![0; 10]].concat()), "attachment");
    // Sealed under the right key, but different from the record's description.
    let other = file.plain.iter().rev().copied().collect::<Vec<u8>>();
    let other = seal_all(&StreamKey::from_bytes(&[6; 32]).unwrap(), file.id.as_bytes(), &other);
    assert_eq!(refused(&other), "attachment");
    file.id = AttachmentId::new(5, [4; 10]);
    assert_eq!(open(&desk, &world, &entry, &file, &file.sealed).unwrap_err(), "not_found");
}

#[test]
fn what_could_run_in_a_page_is_handed_over_as_bytes_alone() {
    for media_type in ["image/svg+xml", "text/html", "application/pdf", "audio/mp4; codecs=x", ""] {
        let file = file(media_type);
        let (desk, world, entry) = shared(&file);
        let opening = desk.attachment(&world.id(), &entry, &file.id.to_string()).unwrap();
        assert_eq!(opening.media_type(), "application/octet-stream", "{media_type}");
    }
}
