//! The recovery kit on paper: the account's name, the numbered words of the recovery code, and the same as a QR code.

use std::io::BufWriter;
use std::path::Path;

use qrcodegen::{QrCode, QrCodeEcc};

use super::fonts::Face;
use super::pdf::Sheet;
use super::progress::{NewFile, unwrapped};
use crate::Error;
use crate::phone::Accounts;

const COLUMNS: usize = 3;
/// The size of the QR code in points: five centimetres, which a phone can read at arm's length.
const CODE: f32 = 142.0;

impl Accounts<'_> {
    /// Writes the recovery code as a page to print, until the person has confirmed that they keep it.
    ///
    /// # Errors
    /// [`Error::NoEntry`] after the confirmation: this phone no longer has the code.
    pub fn recovery_kit(self, to: &Path) -> Result<(), Error> {
        let code = self.recovery_code()?.ok_or(Error::NoEntry)?;
        let account = self.view()?.ok_or(Error::NoAccount)?;
        let words = self.phone.words();
        let title = words.say("kit-title");
        let of = [("handle", account.handle.as_str().into()), ("server", account.server.as_str().into())];
        let (fresh, file) = NewFile::begin(to)?;
        let mut sheet = Sheet::begin(BufWriter::new(file), None)?;
        sheet.text(&title, 22.0, Face::Bold, 0)?;
        sheet.space(8.0);
        sheet.paragraphs(&words.say("kit-text"), 0.0, 20)?;
        sheet.space(10.0);
        sheet.text(&words.fill("kit-account", &of), 10.5, Face::Bold, 0)?;
        sheet.space(6.0);
        let numbered = code.split_whitespace().enumerate().map(|(at, word)| format!("{}  {word}", at + 1));
        sheet.grid(&numbered.collect::<Vec<_>>(), COLUMNS, 13.0)?;
        sheet.space(16.0);
        sheet.squares(&dark(&code)?, CODE)?;
        fresh.finish(unwrapped(sheet.close(&title)?)?)
    }
}

/// The QR code of a text: for each row, the start and length of each dark run.
fn dark(text: &str) -> Result<Vec<Vec<(u16, u16)>>, Error> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| Error::Fault)?;
    let row = |y: i32| {
        let mut runs: Vec<(u16, u16)> = Vec::new();
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let x = u16::try_from(x).unwrap_or_default();
            match runs.last_mut() {
                Some((from, length)) if *from + *length == x => *length += 1,
                _ => runs.push((x, 1)),
            }
        }
        runs
    };
    Ok((0..code.size()).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::dark;

    #[test]
    fn the_code_is_scanned_as_the_words() {
        let words =
            "abacus zebra lemon quilt river tundra maple orbit canyon velvet harbor island jigsaw kettle lantern";
        let rows = dark(words).unwrap();
        // With the quiet zone that a scanner needs, four pixels per module.
        let side = (rows.len() + 8) * 4;
        let is_dark = |x: usize, y: usize| {
            let (Some(column), Some(row)) = ((x / 4).checked_sub(4), (y / 4).checked_sub(4)) else { return false };
            let within =
                |(from, length): &(u16, u16)| (usize::from(*from)..usize::from(from + length)).contains(&column);
            rows.get(row).is_some_and(|runs| runs.iter().any(within))
        };
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if is_dark(x, y) { 0 } else { 255 });
        let (_, read) = image.detect_grids()[0].decode().unwrap();
        assert_eq!(read, words);
    }
}
