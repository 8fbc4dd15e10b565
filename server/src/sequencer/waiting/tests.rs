use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::*;

fn record(number: u32) -> Record {
    let mut entry = [0; ENTRY_LEN];
    entry[..4].copy_from_slice(&number.to_be_bytes());
    Record { entry, body: bytes::Bytes::new() }
}

fn number(record: &Record) -> u32 {
    u32::from_be_bytes(record.entry[..4].try_into().unwrap())
}

const DUMMY: u32 = 1 << 31;

fn tick(waiting: &mut Waiting, count: usize, rng: &mut StdRng) -> Vec<u32> {
    let lacking = waiting.draw(count, rng);
    let dummies = (DUMMY..).take(lacking).map(record).collect();
    let batch = waiting.top_up(dummies, Instant::now(), rng);
    batch.iter().map(number).collect()
}

fn push(waiting: &mut Waiting, number: u32) -> oneshot::Receiver<Outcome> {
    waiting.push(record(number), Instant::now()).unwrap()
}

/// Pearson's statistic of counts that should be equal.
fn chi_square(counts: &[u32]) -> f64 {
    let expected = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
    counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum()
}

#[test]
fn every_tick_has_exactly_its_count() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut waiting = Waiting::default();
    for waits in [0, 1, 3, 10] {
        let receivers: Vec<_> = (0..waits).map(|n| push(&mut waiting, n)).collect();
        assert_eq!(tick(&mut waiting, 4, &mut rng).len(), 4);
        waiting.settle(0).tell();
        drop(receivers);
    }
}

#[test]
fn a_real_envelope_stands_at_every_place_equally_often() {
    let mut rng = StdRng::seed_from_u64(2);
    let mut places = [0; 8];
    for _ in 0..16_000 {
        let mut waiting = Waiting::default();
        let _receiver = push(&mut waiting, 5);
        let place = tick(&mut waiting, 8, &mut rng).iter().position(|n| *n == 5).unwrap();
        places[place] += 1;
    }
    // 7 degrees of freedom: 24.3 is passed once in a thousand; the seed is fixed.
    assert!(chi_square(&places) < 24.3, "{places:?}");
}

#[test]
fn the_order_of_arrival_does_not_show_in_the_order_of_publication() {
    let mut rng = StdRng::seed_from_u64(3);
    let mut orders = std::collections::HashMap::<Vec<u32>, u32>::new();
    for _ in 0..24_000 {
        let mut waiting = Waiting::default();
        let _receivers: Vec<_> = (0..4).map(|n| push(&mut waiting, n)).collect();
        *orders.entry(tick(&mut waiting, 4, &mut rng)).or_default() += 1;
    }
    assert_eq!(orders.len(), 24);
    // 23 degrees of freedom, once in a thousand: 49.7.
    assert!(chi_square(&orders.into_values().collect::<Vec<_>>()) < 49.7);
}

#[test]
fn who_is_drawn_does_not_depend_on_who_came_first() {
    let mut rng = StdRng::seed_from_u64(4);
    let mut drawn = [0; 10];
    for _ in 0..10_000 {
        let mut waiting = Waiting::default();
        let _receivers: Vec<_> = (0..10).map(|n| push(&mut waiting, n)).collect();
        tick(&mut waiting, 2, &mut rng).iter().for_each(|n| drawn[*n as usize] += 1);
    }
    // 9 degrees of freedom, once in a thousand: 27.9.
    assert!(chi_square(&drawn) < 27.9, "{drawn:?}");
}

#[test]
fn cards_come_one_a_tick_in_their_order() {
    let mut rng = StdRng::seed_from_u64(5);
    let mut waiting = Waiting::default();
    let _receivers: Vec<_> = (0..3).map(|n| waiting.push_card(record(100 + n), Instant::now()).unwrap()).collect();
    for n in 0..3 {
        let batch = tick(&mut waiting, 2, &mut rng);
        let cards: Vec<_> = batch.iter().filter(|number| **number < DUMMY).collect();
        assert_eq!((batch.len(), cards), (2, vec![&(100 + n)]));
        waiting.settle(0).tell();
    }
}

#[test]
fn a_refused_batch_comes_again_byte_for_byte() {
    let mut rng = StdRng::seed_from_u64(6);
    let mut waiting = Waiting::default();
    let mut first = push(&mut waiting, 1);
    let batch = tick(&mut waiting, 8, &mut rng);
    waiting.fail(Failed { full: true });
    assert_eq!(first.try_recv(), Ok(Err(Failed { full: true })));
    let mut again = waiting.join(&record(1).entry).unwrap();
    let _later = push(&mut waiting, 2);
    assert_eq!(tick(&mut waiting, 8, &mut rng), batch);
    waiting.settle(40).tell();
    let place = batch.iter().position(|n| *n == 1).unwrap() as u64;
    assert_eq!(again.try_recv(), Ok(Ok(40 + place)));
    assert!(waiting.join(&record(1).entry).is_none());
    assert!(tick(&mut waiting, 8, &mut rng).contains(&2));
}

#[test]
fn the_4097th_is_turned_away() {
    let mut waiting = Waiting::default();
    (0..).take(MAX_WAITING).for_each(|n| drop(push(&mut waiting, n)));
    assert_eq!(waiting.len(), MAX_WAITING);
    assert!(waiting.push(record(9999), Instant::now()).is_err());
    assert!(waiting.push_card(record(9999), Instant::now()).is_err());
    assert!(waiting.join(&record(5).entry).is_some(), "one that waits is still joined");
}
