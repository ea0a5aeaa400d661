//! Text typed into forms that make no record, such as the name of an account or the link of an invitation: kept on this
//! phone until the form is done, so that it survives the end of the app's process.

use std::collections::HashMap;

use crate::Error;
use crate::phone::Settings;
use crate::store::settings;

impl Settings<'_> {
    /// What was typed, by the name of the field.
    pub fn typed(self) -> Result<HashMap<String, String>, Error> {
        Ok(self.phone.store.read(|connection| settings::get_json(connection, settings::TYPED))?.unwrap_or_default())
    }

    /// Keeps these fields instead of the earlier ones; none: nothing is kept. Never pass a password or a recovery code.
    pub fn keep_typed(self, fields: &HashMap<String, String>) -> Result<(), Error> {
        Ok(self.phone.store.write(|connection| match fields.is_empty() {
            true => settings::clear(connection, settings::TYPED),
            false => settings::set_json(connection, settings::TYPED, fields),
        })?)
    }
}
