//! Everything, to take along and to bring. All of it takes its time: call it off the main thread.

use std::path::Path;
use std::sync::Arc;

use super::{CoreError, PhoneCore};
use crate::export::{ExportReport, PdfForm, Progress};
use crate::import::{ImportForm, ImportReport, ImportView, UndoReport};

#[uniffi::export]
impl PhoneCore {
    /// The whole journal as JSON, to take along. No keys are in it.
    pub fn export_json(&self) -> Result<String, CoreError> {
        self.said(self.phone.export_json())
    }

    /// Writes everything into one file: a zip or, with a passphrase of at least eight signs, an archive that only the
    /// passphrase opens. Say before a zip that it holds the journal in the clear. A stopped export leaves no file.
    pub fn export_archive(
        &self,
        to: String,
        passphrase: Option<String>,
        progress: Arc<dyn Progress>,
    ) -> Result<ExportReport, CoreError> {
        self.said(self.phone.export_archive(Path::new(&to), passphrase.as_deref(), progress.as_ref()))
    }

    /// Writes a folder of Markdown files, one an entry, with photos and voice notes beside them.
    pub fn export_markdown(&self, folder: String, progress: Arc<dyn Progress>) -> Result<ExportReport, CoreError> {
        self.said(self.phone.export_markdown(Path::new(&folder), progress.as_ref()))
    }

    /// Writes a PDF to read and print, with pictures and the curve of the mood.
    pub fn export_pdf(
        &self,
        to: String,
        form: PdfForm,
        progress: Arc<dyn Progress>,
    ) -> Result<ExportReport, CoreError> {
        self.said(self.phone.export_pdf(Path::new(&to), &form, progress.as_ref()))
    }

    /// Imports our own export, another app's, or a folder or zip of Markdown and texts. Everything comes in private; what
    /// cannot be read is named in the report, and the rest comes in. Look first with `only_look`.
    pub fn import(
        &self,
        from: String,
        form: ImportForm,
        progress: Arc<dyn Progress>,
    ) -> Result<ImportReport, CoreError> {
        self.said(self.phone.import(Path::new(&from), &form, progress.as_ref()))
    }

    /// The imports that were made on this phone and can be undone, the last one first.
    pub fn imports(&self) -> Result<Vec<ImportView>, CoreError> {
        self.said(self.phone.imports())
    }

    /// Removes everything that an import brought. What was changed or shared since stays and is counted.
    pub fn undo_import(&self, id: String) -> Result<UndoReport, CoreError> {
        self.said(self.phone.undo_import(&id))
    }
}
