//! Randomness, injected: the system's, or a seeded stream.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::{OsRng, StdRng};
use rand::{CryptoRng, RngCore, SeedableRng};

/// Clones share the same stream.
#[derive(Clone, Default)]
pub enum Entropy {
    #[default]
    System,
    /// Deterministic, for simulations only.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Entropy {
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::from_seed(seed))))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.clone().fill_bytes(&mut bytes);
        bytes
    }
}

/// Prints the source and never the bytes.
impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::System => "Entropy::System",
            Self::Seeded(_) => "Entropy::Seeded",
        })
    }
}

impl RngCore for Entropy {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.bytes())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.bytes())
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        match self {
            Self::System => OsRng.fill_bytes(bytes),
            Self::Seeded(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes),
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Entropy {}
