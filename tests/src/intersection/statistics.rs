//! What many worlds show: the observer's advantage over guessing, with intervals, tests, their power and sample size.

use std::fmt;

use rand::Rng;

/// Where the observer placed the reporter of one world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// First among all suspects; of equals one is drawn.
    pub first: bool,
    /// The part of the other suspects that score less; half of those who score the same.
    pub above: f64,
}

impl Placed {
    /// By the scores of all suspects.
    pub fn new(scores: &[f64], reporter: usize, rng: &mut impl Rng) -> Self {
        let own = scores.get(reporter).copied().unwrap_or(f64::NEG_INFINITY);
        let (mut less, mut equal) = (0usize, 0usize);
        for score in scores {
            less += usize::from(*score < own);
            equal += usize::from(*score == own);
        }
        let equals = equal.saturating_sub(1);
        let more = scores.len() - less - equal;
        let first = more == 0 && rng.gen_range(0..=equals) == 0;
        Self { first, above: (less as f64 + equals as f64 / 2.0) / (scores.len() - 1) as f64 }
    }
}

/// The observer's advantage over guessing among `suspects`, over many worlds.
#[derive(Clone, Copy, Debug)]
pub struct Advantage {
    /// Worlds.
    pub worlds: u64,
    /// Worlds whose reporter was placed first.
    pub first: u64,
    /// Suspects of a world.
    pub suspects: usize,
    /// The mean of [`Placed::above`], less one half.
    pub by_rank: Estimate,
}

/// A mean with its interval, and the probability of one as far off or further if the truth is zero.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// What it is.
    pub value: f64,
    /// 95 %.
    pub interval: (f64, f64),
    /// Two-sided.
    pub p: f64,
}

impl Advantage {
    /// Of all worlds.
    #[must_use]
    pub fn of(placed: &[Placed], suspects: usize) -> Self {
        let worlds = placed.len() as f64;
        let first = placed.iter().filter(|placed| placed.first).count() as u64;
        let mean = placed.iter().map(|placed| placed.above - 0.5).sum::<f64>() / worlds;
        let variance = placed.iter().map(|placed| (placed.above - 0.5 - mean).powi(2)).sum::<f64>() / (worlds - 1.0);
        let half = Z * (variance / worlds).sqrt();
        let p = two_sided(mean / (RANK_VARIANCE / worlds).sqrt());
        let by_rank = Estimate { value: mean, interval: (mean - half, mean + half), p };
        Self { worlds: placed.len() as u64, first, suspects, by_rank }
    }

    /// How often the reporter was placed first, less how often by guessing: exact interval (Clopper and Pearson) and
    /// exact test.
    #[must_use]
    pub fn by_first(&self) -> Estimate {
        let guess = 1.0 / self.suspects as f64;
        let (low, high) = binomial_interval(self.first, self.worlds);
        let value = self.first as f64 / self.worlds as f64 - guess;
        Estimate { value, interval: (low - guess, high - guess), p: binomial_test(self.first, self.worlds, guess) }
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.interval;
        write!(f, "{:+.3} ({low:+.3} to {high:+.3}), p ", self.value)?;
        if self.p < 0.001 { f.write_str("< 0.001") } else { write!(f, "= {:.3}", self.p) }
    }
}

/// The probability that [`binomial_test`] at `alpha` rejects a chance of `guess` when it is `truth`.
#[must_use]
pub fn power_by_first(worlds: u64, guess: f64, truth: f64, alpha: f64) -> f64 {
    let (under_guess, under_truth) = (binomial(worlds, guess), binomial(worlds, truth));
    let mut counts: Vec<usize> = (0..under_guess.len()).collect();
    counts.sort_by(|a, b| under_guess[*a].total_cmp(&under_guess[*b]));
    // The unlikeliest counts, as long as all of them together are not likelier than `alpha`.
    let mut level = 0.0;
    let rejected = counts.into_iter().take_while(|count| {
        level += under_guess[*count];
        level <= alpha
    });
    rejected.map(|count| under_truth[count]).sum()
}

/// The probability that the test of ranks at 5 % finds an advantage of `advantage` by rank.
#[must_use]
pub fn power_by_rank(worlds: u64, advantage: f64) -> f64 {
    let shift = advantage / (RANK_VARIANCE / worlds as f64).sqrt();
    normal_below(shift - Z) + normal_below(-shift - Z)
}

/// The least number of worlds from which on, up to 600, both tests have at least `power` against `advantage` at 5 %.
#[must_use]
pub fn worlds_for(power: f64, advantage: f64, guess: f64) -> u64 {
    let enough = |worlds: &u64| {
        power_by_rank(*worlds, advantage) >= power && power_by_first(*worlds, guess, guess + advantage, 0.05) >= power
    };
    // The exact test's power is not monotone: it must hold from here on.
    (10..=600).rev().take_while(enough).last().unwrap_or(u64::MAX)
}

/// Exact and two-sided: the probability of all counts that are not likelier than this one.
#[must_use]
pub fn binomial_test(count: u64, trials: u64, chance: f64) -> f64 {
    let chances = binomial(trials, chance);
    let observed = usize::try_from(count).ok().and_then(|count| chances.get(count)).copied().unwrap_or(0.0);
    chances.iter().filter(|p| **p <= observed * (1.0 + 1e-9)).sum::<f64>().min(1.0)
}

/// Exact, 95 % (Clopper and Pearson).
#[must_use]
pub fn binomial_interval(count: u64, trials: u64) -> (f64, f64) {
    let at = usize::try_from(count).unwrap_or(usize::MAX);
    let at_least = |chance: f64| binomial(trials, chance).iter().skip(at).sum::<f64>();
    let at_most = |chance: f64| binomial(trials, chance).iter().take(at + 1).sum::<f64>();
    let low = if count == 0 { 0.0 } else { bisect(|chance| at_least(chance) < 0.025) };
    let high = if count == trials { 1.0 } else { bisect(|chance| at_most(chance) > 0.025) };
    (low, high)
}

/// Where `below` turns false between 0 and 1.
fn bisect(below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if below(middle) { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The chances of each count of successes in `trials`, `chance` for each of them, between 0 and 1.
fn binomial(trials: u64, chance: f64) -> Vec<f64> {
    let odds = (chance / (1.0 - chance)).ln();
    let mut logarithm = trials as f64 * (-chance).ln_1p();
    let mut chances = vec![logarithm.exp()];
    for successes in 0..trials {
        logarithm += ((trials - successes) as f64 / (successes + 1) as f64).ln() + odds;
        chances.push(logarithm.exp());
    }
    chances
}

/// The probability of a standard normal as far from 0 as `z`, or further.
#[must_use]
pub fn two_sided(z: f64) -> f64 {
    2.0 * normal_below(-z.abs())
}

/// The probability of a standard normal below `z` (Zelen and Severo, to 1e-7).
fn normal_below(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let series = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let upper =
        series.iter().rev().fold(0.0, |sum, c| (sum + c) * t) * (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    if z < 0.0 { upper } else { 1.0 - upper }
}

/// Of a normal's 95 %.
pub const Z: f64 = 1.959_964;
/// The variance of the part of 49 others that a reporter is above when every rank is equally likely.
const RANK_VARIANCE: f64 = (50.0 * 50.0 - 1.0) / 12.0 / (49.0 * 49.0);

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    fn near(a: f64, b: f64, by: f64) {
        assert!((a - b).abs() < by, "{a} is not {b}");
    }

    #[test]
    fn figures_are_those_of_the_tables() {
        near(two_sided(1.959_964), 0.05, 1e-5);
        near(two_sided(3.0), 0.0027, 1e-5);
        // R: binom.test(7, 20, 0.2), binom.test(0, 30), binom.test(7, 20)
        near(binomial_test(7, 20, 0.2), 0.09761, 1e-3);
        let (low, high) = binomial_interval(7, 20);
        near(low, 0.15391, 1e-4);
        near(high, 0.59219, 1e-4);
        near(binomial_interval(0, 30).1, 0.11570, 1e-4);
        near(binomial(50, 0.02).iter().sum(), 1.0, 1e-12);
    }

    #[test]
    fn the_sample_size_gives_the_power_and_a_third_of_it_does_not() {
        let worlds = worlds_for(0.8, 0.05, 0.02);
        assert!(power_by_rank(worlds, 0.05) >= 0.8 && power_by_first(worlds, 0.02, 0.07, 0.05) >= 0.8, "{worlds}");
        assert!(power_by_rank(worlds / 3, 0.05) < 0.8);
        assert!(power_by_rank(worlds, 0.0) < 0.051 && power_by_first(worlds, 0.02, 0.02, 0.05) <= 0.05);
    }

    #[test]
    fn the_stated_power_is_the_power() {
        let mut rng = StdRng::seed_from_u64(1);
        let (worlds, runs) = (280, 2000);
        let found = |advantage: f64, rng: &mut StdRng| {
            let rejected = (0..runs).filter(|_| {
                let placed: Vec<Placed> = (0..worlds)
                    .map(|_| {
                        // Of two ranks the better one with a probability that gives this advantage on the mean.
                        let two = [rng.gen_range(0..50), rng.gen_range(0..50)];
                        let best = rng.gen_bool(advantage * 5.9);
                        let rank = if best { two[0].max(two[1]) } else { two[0] };
                        Placed { first: rank == 49, above: f64::from(rank) / 49.0 }
                    })
                    .collect();
                Advantage::of(&placed, 50).by_rank.p <= 0.05
            });
            rejected.count() as f64 / f64::from(runs)
        };
        near(found(0.05, &mut rng), power_by_rank(280, 0.05), 0.04);
        near(found(0.0, &mut rng), 0.05, 0.015);
    }

    #[test]
    fn equals_share_their_places() {
        let mut rng = StdRng::seed_from_u64(1);
        let placed: Vec<Placed> = (0..4000).map(|_| Placed::new(&[1.0; 50], 3, &mut rng)).collect();
        assert!(placed.iter().all(|placed| placed.above == 0.5));
        let first = placed.iter().filter(|placed| placed.first).count();
        assert!((50..110).contains(&first), "{first}");
        assert_eq!(Placed::new(&[1.0, 3.0, 2.0], 1, &mut rng), Placed { first: true, above: 1.0 });
        assert_eq!(Placed::new(&[1.0, 3.0, 2.0], 2, &mut rng), Placed { first: false, above: 0.5 });
    }
}
