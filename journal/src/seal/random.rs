//! The one source of randomness, seeded by the caller.

use rand_chacha::ChaCha20Rng;
use rand_core_06::{RngCore as _, SeedableRng as _};

/// A cryptographic generator (ChaCha20). The caller seeds it once with 32 bytes from the operating system; tests seed
/// it with a number. Two generations of the `rand_core` traits are implemented because the libraries differ.
pub struct Random(ChaCha20Rng);

impl Random {
    /// A generator from 32 bytes of true randomness.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }

    /// The next `N` bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.fill(&mut out);
        out
    }

    /// One copy of the generator for all lengths: it would be inlined into each.
    #[inline(never)]
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

/// Does not print its state.
impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Random")
    }
}

impl rand_core_06::RngCore for Random {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }
    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }
    fn fill_bytes(&mut self, out: &mut [u8]) {
        self.fill(out);
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rand_core_06::Error> {
        self.fill(out);
        Ok(())
    }
}

impl rand_core_06::CryptoRng for Random {}

impl rand_core_09::RngCore for Random {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }
    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }
    fn fill_bytes(&mut self, out: &mut [u8]) {
        self.fill(out);
    }
}

impl rand_core_09::CryptoRng for Random {}
