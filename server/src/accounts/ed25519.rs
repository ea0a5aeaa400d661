//! Ed25519 for access tokens, and nothing else: what `jsonwebtoken` signs and checks with. Its own set of algorithms comes
//! with RSA, whose time tells of the key (RUSTSEC-2023-0071); here no token can be checked with anything but Ed25519.

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use signature::{Error, Signer, Verifier};

static ED25519: CryptoProvider =
    CryptoProvider { signer_factory: signer, verifier_factory: verifier, key_utils: KeyUtils::new_unimplemented() };

/// Makes it what tokens are signed and checked with, in the whole process.
pub fn install() {
    // Fails when it is installed already: by another server in the same process.
    let _ = ED25519.install_default();
}

/// Signs with a seed of 32 bytes.
struct Sign(SigningKey);

/// Checks with a public key of 32 bytes.
struct Check(VerifyingKey);

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    let seed = only_ed25519(*algorithm, key.family(), key.as_bytes())?;
    Ok(Box::new(Sign(SigningKey::from_bytes(&seed))))
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let public = only_ed25519(*algorithm, key.family(), key.try_get_as_bytes()?)?;
    Ok(Box::new(Check(VerifyingKey::from_bytes(&public).map_err(|_| ErrorKind::InvalidEddsaKey)?)))
}

fn only_ed25519(algorithm: Algorithm, family: AlgorithmFamily, key: &[u8]) -> Result<[u8; 32]> {
    if algorithm != Algorithm::EdDSA || family != AlgorithmFamily::Ed {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    Ok(key.try_into().map_err(|_| ErrorKind::InvalidEddsaKey)?)
}

impl Signer<Vec<u8>> for Sign {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.0.try_sign(message)?.to_bytes().to_vec())
    }
}

impl JwtSigner for Sign {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

impl Verifier<Vec<u8>> for Check {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        // Strictly: no signature that other implementations would read differently.
        self.0.verify_strict(message, &Signature::from_slice(signature)?)
    }
}

impl JwtVerifier for Check {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Header, Validation};
    use serde_json::{Value, json};

    use super::*;

    /// RFC 8037, appendix A: the key, the public key, and the token that they give.
    const SEED: [u8; 32] = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49,
        0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    ];

    #[test]
    fn the_signature_is_that_of_rfc_8037() {
        install();
        let signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        let signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        let key = EncodingKey::from_ed_der(&SEED);
        assert_eq!(jsonwebtoken::crypto::sign(signed.as_bytes(), &key, Algorithm::EdDSA).unwrap(), signature);
        let public = DecodingKey::from_ed_der(SigningKey::from_bytes(&SEED).verifying_key().as_bytes());
        let check = |signature: &str, text: &str| {
            jsonwebtoken::crypto::verify(signature, text.as_bytes(), &public, Algorithm::EdDSA).unwrap()
        };
        assert!(check(signature, signed));
        assert!(!check(signature, &signed.replace('R', "S")));
    }

    #[test]
    fn a_token_of_another_algorithm_is_neither_made_nor_taken() {
        install();
        let secret = EncodingKey::from_secret(&[7; 32]);
        assert!(jsonwebtoken::encode(&Header::new(Algorithm::HS256), &json!({"sub": "x"}), &secret).is_err());
        let token = jsonwebtoken::encode(
            &Header::new(Algorithm::EdDSA),
            &json!({"sub": "x", "exp": 4_000_000_000_u64}),
            &EncodingKey::from_ed_der(&SEED),
        );
        let token = token.unwrap();
        let wrong = DecodingKey::from_secret(&[7; 32]);
        let rules = Validation::new(Algorithm::HS256);
        assert!(jsonwebtoken::decode::<Value>(&token, &wrong, &rules).is_err());
    }
}
