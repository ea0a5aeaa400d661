//! The archive: the JSON document with photos and voice notes in a zip. With a passphrase the zip is sealed as a
//! stream, and never on disk in plain text.

use std::io::{BufWriter, Read, Write};
use std::path::Path;

use journal::export::Notice;
use journal::record::Payload;
use journal::seal::Stretch;
use journal::seal::stream::Sealer;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::progress::{NewFile, report_progress, unwrapped};
use super::{ExportReport, Progress};
use crate::accounts::check_password;
use crate::attach::AttachmentRef;
use crate::attach::files::{Files, io_error};
use crate::attach::read_all;
use crate::phone::Transfer;
use crate::{Error, store};

/// The document in an archive.
pub(crate) const DOCUMENT: &str = "journal.json";
/// The folder of photos and voice notes in an archive.
pub(crate) const ATTACHMENTS: &str = "attachments";
/// The file that describes the archive.
const README: &str = "README.txt";

impl Transfer<'_> {
    /// Writes everything into one file: a zip or, with a passphrase of at least eight characters, a sealed archive that
    /// only the passphrase opens. A stopped or failed export leaves no file. Slow: not for a UI thread.
    pub fn export_archive(
        self,
        to: &Path,
        passphrase: Option<&str>,
        progress: &dyn Progress,
    ) -> Result<ExportReport, Error> {
        let notice = self.begin_export()?;
        // As for an account: somebody may try passphrases on the file as long as they like.
        passphrase.map_or(Ok(()), |passphrase| check_password(passphrase, ""))?;
        let (fresh, file) = NewFile::begin(to)?;
        let mut out = BufWriter::new(file);
        let (file, report) = match passphrase {
            None => {
                let (out, report) = self.write_zip(out, notice, progress)?;
                (unwrapped(out)?, report)
            }
            Some(passphrase) => {
                let stretch = Stretch::new(&mut self.phone.random());
                let header = stretch.header();
                let key = stretch.archive_key(passphrase)?;
                out.write_all(&header).map_err(io_error)?;
                let sealer = Sealer::new(out, &key, &header).map_err(io_error)?;
                let (sealer, report) = self.write_zip(sealer, notice, progress)?;
                (unwrapped(sealer.finish().map_err(io_error)?)?, report)
            }
        };
        fresh.finish(file)?;
        Ok(report)
    }

    fn write_zip<W: Write>(
        self,
        out: W,
        notice: Option<Notice>,
        progress: &dyn Progress,
    ) -> Result<(W, ExportReport), Error> {
        let mut zip = ZipWriter::new_stream(out);
        let small = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
        zip.start_file(DOCUMENT, small).map_err(zip_error)?;
        let mut named: Vec<AttachmentRef> = Vec::new();
        let mut each = |record: &Payload| {
            // Their thumbnails are in the document: not twice in memory.
            named.extend(read_all(record).into_iter().map(AttachmentRef::without_thumbnail));
        };
        let contents = self.write_document(&mut zip, notice, progress, &mut each)?;
        let records = contents.records + contents.drafts;
        named.sort_by_key(|one| one.id);
        named.dedup_by_key(|one| one.id);

        let files = Files::of(&self.phone.home);
        // Photos and voice notes are compressed already.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
        let (first, last) = (contents.from.clone(), contents.to.clone());
        let mut report = ExportReport { records, first, last, ..ExportReport::default() };
        let all = named.len() as u32;
        for (n, one) in named.into_iter().enumerate() {
            let mut plain = match files.open(one.id, &one.key) {
                Ok(plain) => plain,
                Err(Error::AttachmentNotHere) => {
                    report.not_here += 1;
                    continue;
                }
                Err(error) => return Err(error),
            };
            zip.start_file(format!("{ATTACHMENTS}/{}", one.id), stored).map_err(zip_error)?;
            let mut piece = zeroize::Zeroizing::new(vec![0; 64 * 1024]);
            loop {
                let read = plain.read(&mut piece).map_err(io_error)?;
                if read == 0 {
                    break;
                }
                zip.write_all(&piece[..read]).map_err(io_error)?;
            }
            report.attachments += 1;
            report_progress(progress, records + n as u32 + 1, records + all)?;
        }
        zip.start_file(README, small).map_err(zip_error)?;
        let readme = contents.readme(self.phone.words(), &self.phone.clock.now().local_date(), "export-files-archive");
        zip.write_all(readme.as_bytes()).map_err(io_error)?;
        let out = zip.finish().map_err(zip_error)?.into_inner();
        Ok((out, report))
    }
}

fn zip_error(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(error) => io_error(error),
        _ => store::Error::Io.into(),
    }
}
