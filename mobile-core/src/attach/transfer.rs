//! Uploading, downloading and deleting attachments on the server. Transfers are resumable: they go in parts, and after a kill
//! the next attempt continues from the last part.

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use journal::seal::stream::sealed_length;
use journal::sync::Ledger as _;
use protocol::attachment::{AnnounceAttachment, Attachment, AttachmentPart};
use protocol::{AttachmentId, Code, CollectionId, Limits, Problem, RecordId};

use super::files::{Files, io_error};
use super::phone::MOST;
use crate::phone::Attachments;
use crate::store::attachments::{self, AttachmentTask};
use crate::store::records::StoreLedger;
use crate::sync::context::SyncContext;
use crate::{Error, View};

impl Attachments<'_> {
    /// Carries out the pending uploads and deletions.
    pub(crate) async fn transfer_attachments(self, limits: &Limits) -> Result<(), Error> {
        let now = self.phone.clock.now().unix_ms;
        let (waiting, sync_context) = self
            .phone
            .store
            .read(|connection| Ok((attachments::waiting(connection)?, SyncContext::load(connection, now)?)))?;
        let context = sync_context.as_ref().map(SyncContext::context);
        // As with records: nothing is uploaded where the server lists an unknown member, or before the readers are confirmed.
        let shut = |place: &AttachmentTask| {
            let care = context.as_ref().and_then(|context| context.care.get(&place.collection));
            care.is_some_and(|care| place.wanted && !care.writable)
        };
        for place in waiting.into_iter().filter(|place| !shut(place)).collect::<Vec<_>>() {
            let result = if place.wanted {
                self.upload(&place, limits).await
            } else {
                self.phone.end(&path(place.collection, place.id)).await
            };
            match result {
                Ok(()) => self.phone.store.write(|connection| attachments::settle(connection, &place))?,
                // This one waits for the next sync; the others continue.
                Err(error) if is_per_attachment(&error) => {
                    self.phone.store.write(|connection| attachments::set_problem(connection, &place, error.code()))?;
                }
                Err(error) => return Err(error),
            }
        }
        self.sweep_attachments()
    }

    async fn upload(self, place: &AttachmentTask, limits: &Limits) -> Result<(), Error> {
        let path = path(place.collection, place.id);
        let size = sealed_length(place.size);
        if size > limits.attachment_bytes {
            return Err(Code::AttachmentTooLarge.into());
        }
        let private = self.phone.store.read(|connection| StoreLedger::new(connection).private())?;
        // The server copies it from the private collection, without a second upload.
        if let Some(private) = private.filter(|private| *private != place.collection) {
            let copied = self.announce(&path, size, Some(private)).await;
            match copied {
                Ok(there) if there.finished() => return Ok(()),
                Ok(_) | Err(Error::Problem(Problem { code: Code::NotFound | Code::AttachmentUnfinished, .. })) => {}
                Err(error) => return Err(error),
            }
        }
        let files = Files::of(&self.phone.home);
        if !files.has(place.id) {
            // The file is on another phone, which uploads it.
            let known: Result<Attachment, Error> = self.phone.get(&path).await;
            return match known {
                Ok(there) if there.finished() => Ok(()),
                Ok(_) | Err(Error::Problem(Problem { code: Code::NotFound, .. })) => Err(Error::AttachmentNotHere),
                Err(error) => Err(error),
            };
        }
        let mut there = self.announce(&path, size, None).await?;
        let mut file = files.sealed(place.id)?;
        let parts = format!("{path}/parts");
        let mut part = vec![0; limits.part_bytes.max(1) as usize];
        let mut asked_again = false;
        while !there.finished() {
            file.seek(SeekFrom::Start(there.stored)).map_err(io_error)?;
            let read = read_full(&mut file, &mut part).map_err(io_error)?;
            let message = AttachmentPart { offset: there.stored, bytes: part[..read].into() };
            match self.phone.post::<Attachment>(&parts, &message).await {
                Ok(now) if now.stored > there.stored => there = now,
                Ok(_) => return Err(Error::Stuck),
                Err(Error::Problem(Problem { code: Code::OffsetMismatch, .. })) if !asked_again => {
                    asked_again = true;
                    there = self.phone.get(&path).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn announce(self, path: &str, size: u64, copy_from: Option<CollectionId>) -> Result<Attachment, Error> {
        self.phone.put(path, &AnnounceAttachment { size, copy_from }).await
    }

    /// Downloads an attachment, from where an earlier attempt stopped. It is verified before it is used.
    ///
    /// # Errors
    /// [`Error::AttachmentNotHere`] if no phone has uploaded it yet.
    pub async fn fetch_attachment(self, of: RecordId, id: AttachmentId) -> Result<(), Error> {
        let (collection, named) = self.named_one(of, id)?;
        let files = Files::of(&self.phone.home);
        if files.has(id) {
            return Ok(());
        }
        // No phone of this account makes a larger one, regardless of the size in the entry.
        if named.size > MOST {
            return Err(Error::AttachmentTooLarge);
        }
        let from = match collection {
            Some(collection) => collection,
            // For a draft: the collection of its entry.
            None => {
                self.phone.store.read(|connection| StoreLedger::new(connection).private())?.ok_or(Error::NoEntry)?
            }
        };
        files.begin()?;
        let down = files.down(id);
        let size = sealed_length(named.size);
        let path = format!("{}/bytes", path(from, id));
        for _ in 0..2 {
            let have = fs::metadata(&down).map_or(0, |file| file.len()).min(size);
            if have < size {
                self.go_on(&path, &down, have, size).await?;
            }
            match files.check(&down, id, &named.key, &named.digest) {
                Ok(()) => {
                    files.take_place(&down, id)?;
                    self.phone.changed(View::Timeline);
                    return Ok(());
                }
                // Cut off, modified in transit, or a partial file of something else: download it again from the start.
                Err(Error::Seal(_)) if have > 0 => fs::remove_file(&down).map_err(io_error)?,
                Err(error) => {
                    fs::remove_file(&down).map_err(io_error)?;
                    return Err(error);
                }
            }
        }
        Err(Error::Answer)
    }

    async fn go_on(self, path: &str, down: &std::path::Path, have: u64, size: u64) -> Result<(), Error> {
        let mut answer = match self.phone.download(path, have).await {
            Err(Error::Problem(Problem { code: Code::NotFound | Code::AttachmentUnfinished, .. })) => {
                return Err(Error::AttachmentNotHere);
            }
            other => other?,
        };
        // The server sends everything again.
        let whole = have > 0 && !answer.is_continued();
        let mut file = OpenOptions::new().create(true).append(true).open(down).map_err(io_error)?;
        file.set_len(if whole { 0 } else { have }).map_err(io_error)?;
        let mut left = size - if whole { 0 } else { have };
        while let Some(chunk) = answer.chunk().await? {
            // At most the declared size: a longer download would fail the check, and must not fill the phone first.
            let more = chunk.len() as u64;
            file.write_all(&chunk[..more.min(left) as usize]).map_err(io_error)?;
            if more > left {
                break;
            }
            left -= more;
        }
        file.sync_all().map_err(io_error)
    }
}

fn path(collection: CollectionId, id: AttachmentId) -> String {
    format!("/v1/collections/{collection}/attachments/{id}")
}

/// Whether an error concerns only this attachment, so that the others can continue.
fn is_per_attachment(error: &Error) -> bool {
    let code = match error {
        Error::Problem(problem) => problem.code,
        Error::AttachmentNotHere => return true,
        _ => return false,
    };
    matches!(
        code,
        Code::AttachmentTooLarge | Code::QuotaExceeded | Code::NotFound | Code::Unprocessable | Code::AlreadyExists
    )
}

fn read_full(file: &mut fs::File, out: &mut [u8]) -> std::io::Result<usize> {
    let mut read = 0;
    while read < out.len() {
        match file.read(&mut out[read..])? {
            0 => break,
            some => read += some,
        }
    }
    Ok(read)
}
