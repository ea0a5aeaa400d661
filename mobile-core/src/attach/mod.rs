//! Photos and voice notes: sealed in files beside the store.

/// The folder of the sealed files, in the phone's home.
pub(crate) const FOLDER: &str = "attachments";
