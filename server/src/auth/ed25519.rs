//! The signature algorithm of access tokens for `jsonwebtoken`: Ed25519 and nothing else. The crate's own provider
//! brings RSA with a timing side channel (RUSTSEC-2023-0071).

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use signature::{Error, Signer, Verifier};

static ED25519: CryptoProvider =
    CryptoProvider { signer_factory: signer, verifier_factory: verifier, key_utils: KeyUtils::new_unimplemented() };

/// Installs the provider for the whole process.
pub(crate) fn install() {
    // Fails if another server in this process has installed it.
    let _ = ED25519.install_default();
}

struct Ed25519Signer(SigningKey);

struct Ed25519Verifier(VerifyingKey);

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    let seed = require_ed25519(*algorithm, key.family(), key.as_bytes())?;
    Ok(Box::new(Ed25519Signer(SigningKey::from_bytes(&seed))))
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let public = require_ed25519(*algorithm, key.family(), key.try_get_as_bytes()?)?;
    Ok(Box::new(Ed25519Verifier(VerifyingKey::from_bytes(&public).map_err(|_| ErrorKind::InvalidEddsaKey)?)))
}

fn require_ed25519(algorithm: Algorithm, family: AlgorithmFamily, key: &[u8]) -> Result<[u8; 32]> {
    if algorithm != Algorithm::EdDSA || family != AlgorithmFamily::Ed {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    Ok(key.try_into().map_err(|_| ErrorKind::InvalidEddsaKey)?)
}

impl Signer<Vec<u8>> for Ed25519Signer {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.0.try_sign(message)?.to_bytes().to_vec())
    }
}

impl JwtSigner for Ed25519Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

impl Verifier<Vec<u8>> for Ed25519Verifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        // Strict verification rejects signatures that other implementations might not accept.
        self.0.verify_strict(message, &Signature::from_slice(signature)?)
    }
}

impl JwtVerifier for Ed25519Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Header, Validation};
    use serde_json::{Value, json};

    use super::*;

    /// RFC 8037, appendix A.
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
    fn other_algorithms_can_neither_sign_nor_verify() {
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
