//! When people are connected to Tor: habits by day and week, crews whose shifts end together, sessions of minutes to
//! hours.

use std::ops::Range;

use rand::Rng;

use super::chance::{log_normal, milliseconds, normal, poisson, weighted};
use super::{DAY, HOUR, MINUTE, Time};

/// When one person was connected, apart and in order.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    spans: Vec<Range<Time>>,
    total: Time,
}

impl Sessions {
    /// Of spans in any order, overlapping or not.
    #[must_use]
    pub fn new(mut spans: Vec<Range<Time>>) -> Self {
        spans.sort_by_key(|span| span.start);
        let mut apart: Vec<Range<Time>> = Vec::with_capacity(spans.len());
        for span in spans.into_iter().filter(|span| !span.is_empty()) {
            match apart.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => apart.push(span),
            }
        }
        let total = apart.iter().map(|span| span.end - span.start).sum();
        Self { spans: apart, total }
    }

    /// The spans.
    #[must_use]
    pub fn spans(&self) -> &[Range<Time>] {
        &self.spans
    }

    /// Milliseconds connected in all.
    #[must_use]
    pub fn total(&self) -> Time {
        self.total
    }

    /// A moment, uniform over the time connected.
    ///
    /// # Panics
    /// When there is none.
    pub fn moment(&self, rng: &mut impl Rng) -> Time {
        let mut left = rng.gen_range(0..self.total);
        for span in &self.spans {
            let length = span.end - span.start;
            if left < length {
                return span.start + left;
            }
            left -= length;
        }
        unreachable!("less than the total is in one of the spans")
    }
}

/// People who work together: what their days have in common.
pub struct Crew {
    /// When they rest, and when their shift ends, on each of the days; weekends are free.
    common: Vec<Time>,
    habit: [f64; 24],
}

impl Crew {
    /// A crew over `days`.
    pub fn new(days: u64, rng: &mut impl Rng) -> Self {
        let begins = [6, 14, 22, 8][rng.gen_range(0..4)];
        let working = (0..days).filter(|day| !is_weekend(day * DAY));
        let common = working.flat_map(|day| [4, 8].map(|after| day * DAY + (begins + after) * HOUR)).collect();
        Self { common, habit: habit(begins) }
    }
}

/// How often people connect in an hour, by the hour at which their shift begins: little at work, much after it, hardly
/// in their sleep.
fn habit(begins: u64) -> [f64; 24] {
    std::array::from_fn(|hour| match (hour as u64 + 24 - begins) % 24 {
        0..8 => 0.25,
        8..14 => 1.0,
        14..16 => 0.6,
        _ => 0.06,
    })
}

/// One person's sessions over `days`, as a member of a crew or of none.
pub fn person(crew: Option<&Crew>, days: u64, rng: &mut impl Rng) -> Sessions {
    let habit = crew.map_or_else(|| habit(8), |crew| crew.habit);
    // Everybody's own hours, rate and length.
    let workday: Vec<f64> = habit.iter().map(|weight| weight * (0.5 * normal(rng)).exp()).collect();
    let weekend: Vec<f64> =
        (0..24).map(|hour| if (9..24).contains(&hour) { log_normal(1.0, 0.5, rng) } else { 0.1 }).collect();
    let rate = log_normal(2.0, 0.8, rng).clamp(0.3, 15.0);
    let at_weekends = log_normal(1.2, 0.4, rng);
    let length = log_normal(25.0, 0.5, rng);
    let with_crew: f64 = rng.gen_range(0.05..0.5);

    let mut starts = Vec::new();
    for day in 0..days {
        let (hours, rate) = if is_weekend(day * DAY) { (&weekend, rate * at_weekends) } else { (&workday, rate) };
        for _ in 0..poisson(rate, rng) {
            starts.push(day * DAY + weighted(hours, rng) as Time * HOUR + rng.gen_range(0..HOUR));
        }
    }
    for moment in crew.iter().flat_map(|crew| &crew.common) {
        if rng.gen_bool(with_crew) {
            starts.push(moment + rng.gen_range(0..10 * MINUTE));
        }
    }
    let end = days * DAY;
    let sessions = starts.into_iter().map(|start| {
        let lasts = log_normal(length, 1.1, rng).clamp(1.0, 600.0);
        start.min(end)..(start + milliseconds(lasts * MINUTE as f64)).min(end)
    });
    let sessions = Sessions::new(sessions.collect());
    // Nobody is a suspect who was never there.
    if sessions.total() > HOUR { sessions } else { person(crew, days, rng) }
}

/// Whether `time` is on a Saturday or Sunday.
#[must_use]
pub fn is_weekend(time: Time) -> bool {
    time / DAY % 7 >= 5
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn sessions_that_overlap_are_one_and_empty_ones_none() {
        let sessions = Sessions::new(vec![50..60, 0..10, 5..20, 7..7, 20..25]);
        assert_eq!((sessions.spans(), sessions.total()), (&[0..25, 50..60][..], 35));
    }

    #[test]
    fn a_moment_is_in_a_session_and_every_session_has_its_share() {
        let sessions = Sessions::new(vec![0..10, 100..130]);
        let mut rng = StdRng::seed_from_u64(1);
        let moments: Vec<Time> = (0..4000).map(|_| sessions.moment(&mut rng)).collect();
        assert!(moments.iter().all(|moment| sessions.spans().iter().any(|span| span.contains(moment))));
        let early = moments.iter().filter(|moment| **moment < 10).count();
        assert!((900..1100).contains(&early), "{early}");
    }

    #[test]
    fn people_have_days_nights_and_weekends_and_sessions_of_minutes_to_hours() {
        let mut rng = StdRng::seed_from_u64(1);
        let people: Vec<Sessions> = (0..200).map(|_| person(None, 30, &mut rng)).collect();
        let spans: Vec<_> = people.iter().flat_map(Sessions::spans).collect();
        let of = |wanted: &dyn Fn(Time) -> bool| spans.iter().filter(|span| wanted(span.start)).count();
        let (night, evening) = (of(&|at| at % DAY / HOUR < 6), of(&|at| (16..22).contains(&(at % DAY / HOUR))));
        assert!(evening > 5 * night, "{evening} {night}");
        let long = spans.iter().filter(|span| span.end - span.start > 3 * HOUR).count();
        let short = spans.iter().filter(|span| span.end - span.start < 10 * MINUTE).count();
        assert!(long * 50 > spans.len() && short * 20 > spans.len(), "{long} {short} {}", spans.len());
    }

    #[test]
    fn a_crew_connects_together() {
        let mut rng = StdRng::seed_from_u64(1);
        let crew = Crew::new(30, &mut rng);
        let people: Vec<Sessions> = (0..20).map(|_| person(Some(&crew), 30, &mut rng)).collect();
        let online = |at: Time| people.iter().filter(|p| p.spans().iter().any(|span| span.contains(&at))).count();
        let (mut with, mut before) = (0, 0);
        for moment in &crew.common {
            with += online(moment + 10 * MINUTE);
            before += online(moment.saturating_sub(10 * MINUTE));
        }
        assert!(with > before + before / 4, "{with} {before}");
    }
}
