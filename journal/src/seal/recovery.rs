//! The recovery code: 160 random bits as fifteen words (own word list, checksum as in BIP-39).

use protocol::{AccountId, Blob};
use zeroize::Zeroizing;

use super::{Error, Identity, Random, WordList, derive};

/// Recovers an account without its password. It is shown once, kept by the person, and never sent.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; 20]>);

impl RecoveryCode {
    /// Generates a new random code.
    pub fn generate(random: &mut Random) -> Self {
        Self(Zeroizing::new(random.bytes()))
    }

    /// Parses the fifteen words. Spacing, numbering, punctuation and case do not matter.
    ///
    /// # Errors
    /// [`Error::Code`] when a word is unknown or missing, or when the checksum differs. The checksum detects 31 of 32
    /// typos.
    pub fn parse(text: &str, list: &WordList) -> Result<Self, Error> {
        let text = Zeroizing::new(text.to_ascii_lowercase());
        let words = text.split(|c: char| !c.is_ascii_lowercase()).filter(|word| !word.is_empty());
        list.unspell(words).map(Self).ok_or(Error::Code)
    }

    /// The words, to be shown once.
    pub fn words(&self, list: &WordList) -> Zeroizing<String> {
        list.spell(&self.0)
    }

    /// The token that the server checks before a recovery starts. It reveals nothing about the wrapping key.
    pub fn token(&self) -> Blob {
        derive::<32>(self.0.as_ref(), "recovery token", &[]).to_vec().into()
    }

    /// The identity that the account gets at its next renewal. The manifest and every bond hold the commitment to it;
    /// only the code can derive it.
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

/// Prints the type's name only.
impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_parses_with_any_spacing_numbering_and_case() {
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
