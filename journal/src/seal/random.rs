//! The only source of randomness, seeded by the caller.

use rand_chacha::ChaCha20Rng;
use rand_core_06::{RngCore as _, SeedableRng as _};

/// A cryptographic random generator (ChaCha20). The caller seeds it once with 32 bytes from the operating system; tests
/// use a fixed seed. It implements two versions of the `rand_core` traits because the libraries need different ones.
pub struct Random(ChaCha20Rng);

impl Random {
    /// Creates a generator from 32 bytes of entropy.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }

    /// Returns the next `N` random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.fill(&mut out);
        out
    }

    /// Not inlined, to keep one copy for all lengths in the WebAssembly module.
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
