//! Export and import. Both take time: call them off the main thread.

use std::path::Path;
use std::sync::Arc;

use super::{CoreError, PhoneCore};
use crate::export::{ExportReport, PdfForm, Progress};
use crate::import::{ImportForm, ImportReport, ImportView, UndoReport};

#[uniffi::export]
impl PhoneCore {
    /// The whole journal as JSON, without keys.
    pub fn export_json(&self) -> Result<String, CoreError> {
        self.localized(self.phone.transfer().export_json())
    }

    /// Exports everything into one file: a zip or, with a passphrase of at least eight characters, an encrypted archive. Warn
    /// before a zip that it is not encrypted. A cancelled export leaves no file.
    pub fn export_archive(
        &self,
        to: String,
        passphrase: Option<String>,
        progress: Arc<dyn Progress>,
    ) -> Result<ExportReport, CoreError> {
        self.localized(self.phone.transfer().export_archive(Path::new(&to), passphrase.as_deref(), progress.as_ref()))
    }

    /// Exports a folder of Markdown files, one for each entry, with photos and voice notes beside them.
    pub fn export_markdown(&self, folder: String, progress: Arc<dyn Progress>) -> Result<ExportReport, CoreError> {
        self.localized(self.phone.transfer().export_markdown(Path::new(&folder), progress.as_ref()))
    }

    /// Exports a PDF to read and print, with pictures and a chart of the mood.
    pub fn export_pdf(
        &self,
        to: String,
        form: PdfForm,
        progress: Arc<dyn Progress>,
    ) -> Result<ExportReport, CoreError> {
        self.localized(self.phone.transfer().export_pdf(Path::new(&to), &form, progress.as_ref()))
    }

    /// Imports an Afterglow export, another app's export, or a folder or zip of Markdown and text files. Imported
    /// entries are private; the report names what cannot be read. Try it first with `only_look`.
    pub fn import(
        &self,
        from: String,
        form: ImportForm,
        progress: Arc<dyn Progress>,
    ) -> Result<ImportReport, CoreError> {
        self.localized(self.phone.transfer().import(Path::new(&from), &form, progress.as_ref()))
    }

    /// The imports on this phone that can be undone, newest first.
    pub fn imports(&self) -> Result<Vec<ImportView>, CoreError> {
        self.localized(self.phone.transfer().imports())
    }

    /// Undoes an import. Entries that were changed or shared since stay and are counted.
    pub fn undo_import(&self, id: String) -> Result<UndoReport, CoreError> {
        self.localized(self.phone.transfer().undo_import(&id))
    }
}
