//! The recovery code: 160 random bits as fifteen words (our list, with a checksum as in BIP-39).

use protocol::{AccountId, Blob};
use zeroize::Zeroizing;

use super::{Error, Identity, Random, WordList, derive};

/// What gets somebody back in who has lost the password. Shown once, kept by the person, never sent.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; 20]>);

impl RecoveryCode {
    /// A new one.
    pub fn generate(random: &mut Random) -> Self {
        Self(Zeroizing::new(random.bytes()))
    }

    /// Reads the fifteen words, however they are spaced, numbered, punctuated or cased.
    ///
    /// # Errors
    /// [`Error::Code`] when a word is unknown or missing, or when the words do not fit together (the checksum
    /// finds 31 of 32 slips).
    pub fn parse(text: &str, list: &WordList) -> Result<Self, Error> {
        let text = Zeroizing::new(text.to_ascii_lowercase());
        let words = text.split(|c: char| !c.is_ascii_lowercase()).filter(|word| !word.is_empty());
        list.unspell(words).map(Self).ok_or(Error::Code)
    }

    /// The words, for showing them once.
    pub fn words(&self, list: &WordList) -> Zeroizing<String> {
        list.spell(&self.0)
    }

    /// What the server checks before it lets a recovery begin. It says nothing about the wrapping key.
    pub fn token(&self) -> Blob {
        derive::<32>(self.0.as_ref(), "recovery token", &[]).to_vec().into()
    }

    /// The identity that the account takes after a lost phone. Its commitment stands in the manifest and with every
    /// bond; the identity itself is nowhere but in the code.
    ///
    /// # Errors
    /// None in practice: every 32 bytes are an X25519 secret.
    pub fn next_identity(&self, account: AccountId) -> Result<Identity, Error> {
        Identity::from_bytes(derive::<32>(self.0.as_ref(), "next identity", account.as_bytes()).as_ref())
    }

    pub(super) fn expose(&self) -> &[u8] {
        self.0.as_ref()
    }
}

/// Never prints the words.
impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_was_copied() {
        let code = RecoveryCode::generate(&mut Random::from_seed([1; 32]));
        let words = code.words(WordList::built_in());
        assert_eq!(words.split(' ').count(), 15);
        let noisy: String =
            words.split(' ').enumerate().map(|(i, word)| format!("{}. {} \n", i + 1, word.to_uppercase())).collect();
        assert!(RecoveryCode::parse(&noisy, WordList::built_in()).unwrap() == code);
        assert_eq!(RecoveryCode::parse("walrus walrus walrus", WordList::built_in()).unwrap_err(), Error::Code);
        assert_eq!(
            RecoveryCode::parse(&words.replacen(' ', " ability ", 1), WordList::built_in()).unwrap_err(),
            Error::Code
        );
        assert_eq!(RecoveryCode::parse("", WordList::built_in()).unwrap_err(), Error::Code);
    }
}
