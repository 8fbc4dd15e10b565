//! Draws from the few distributions that a world is made of.

use rand::{Error, Rng, RngCore};

/// SplitMix64: made in no time, for ticks that have randomness of their own, a million of them in a world.
#[derive(Clone, Debug)]
pub struct SplitMix(pub u64);

impl RngCore for SplitMix {
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn next_u32(&mut self) -> u32 {
        (self.next_u64() >> 32) as u32
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(self.next_u64().to_le_bytes().split_at(chunk.len()).0);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

/// Normal, mean 0 and deviation 1 (Box and Muller).
pub fn normal(rng: &mut impl Rng) -> f64 {
    let radius = (-2.0 * open_unit(rng).ln()).sqrt();
    radius * (std::f64::consts::TAU * rng.r#gen::<f64>()).cos()
}

/// Log-normal with this median; `sigma` of its logarithm.
pub fn log_normal(median: f64, sigma: f64, rng: &mut impl Rng) -> f64 {
    median * (sigma * normal(rng)).exp()
}

/// Exponential with this mean.
pub fn exponential(mean: f64, rng: &mut impl Rng) -> f64 {
    -mean * open_unit(rng).ln()
}

/// Poisson, by counting exponential gaps; for small means.
pub fn poisson(mean: f64, rng: &mut impl Rng) -> usize {
    let mut passed = exponential(1.0, rng);
    let mut count = 0;
    while passed < mean {
        passed += exponential(1.0, rng);
        count += 1;
    }
    count
}

/// An index, with probability in proportion to its weight.
///
/// # Panics
/// When there is no weight.
pub fn weighted(weights: &[f64], rng: &mut impl Rng) -> usize {
    let mut left = rng.r#gen::<f64>() * weights.iter().sum::<f64>();
    for (index, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return index;
        }
    }
    weights.len().checked_sub(1).expect("a choice has alternatives")
}

/// Milliseconds; nothing for what is negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and milliseconds are enough")]
pub fn milliseconds(time: f64) -> super::Time {
    time as super::Time
}

fn open_unit(rng: &mut impl Rng) -> f64 {
    1.0 - rng.r#gen::<f64>()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    fn mean_and_variance(draw: impl Fn(&mut StdRng) -> f64) -> (f64, f64) {
        let mut rng = StdRng::seed_from_u64(1);
        let draws: Vec<f64> = (0..40_000).map(|_| draw(&mut rng)).collect();
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        (mean, draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 40_000.0)
    }

    #[test]
    fn means_and_variances_are_those_of_their_names() {
        let near = |(mean, variance): (f64, f64), wanted: (f64, f64)| {
            assert!((mean - wanted.0).abs() < 0.05 && (variance - wanted.1).abs() < 0.15, "{mean} {variance}");
        };
        near(mean_and_variance(normal), (0.0, 1.0));
        near(mean_and_variance(|rng| exponential(1.0, rng)), (1.0, 1.0));
        near(mean_and_variance(|rng| poisson(2.5, rng) as f64), (2.5, 2.5));
        near(mean_and_variance(|rng| log_normal(3.0, 0.5, rng).ln()), (3f64.ln(), 0.25));
        near(mean_and_variance(|rng| weighted(&[1.0, 0.0, 1.0], rng) as f64), (1.0, 1.0));
    }
}
