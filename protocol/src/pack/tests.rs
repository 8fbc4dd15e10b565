use super::*;
use crate::log::note::NoteSigner;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use rand_core::{OsRng, RngCore as _};

const WITHIN: Release = Release::Within { seconds: 21_600 };

fn log(seed: u8) -> VerifierKey {
    NoteSigner::from_seed("log.example", &[seed; 32]).unwrap().verifier_key().clone()
}

fn envelopes(count: usize) -> Vec<Envelope> {
    let envelope = || {
        let mut bytes = [0; ENVELOPE_LEN];
        OsRng.fill_bytes(&mut bytes);
        Envelope::from_bytes(&bytes).unwrap()
    };
    (0..count).map(|_| envelope()).collect()
}

fn load(seed: u8, count: usize) -> Load {
    let address = format!("127.0.0.1:{}", 8600 + u16::from(seed));
    Load { address, log: log(seed), envelopes: envelopes(count) }
}

fn fill(counts: &[usize]) -> Result<Pack, PackError> {
    let loads = (1..).zip(counts).map(|(seed, count)| load(seed, *count));
    Pack::fill(WITHIN, loads.collect(), &mut OsRng)
}

fn lengths_of(pack: &Pack) -> Vec<usize> {
    pack.loads().iter().map(|load| load.envelopes.len()).collect()
}

/// What a reader makes of a structure that [`Pack::fill`] would not have made.
fn read(change: impl FnOnce(&mut Wire)) -> Result<(), UnpackError> {
    let mut wire = Wire::of(&fill(&[2, 1]).unwrap());
    change(&mut wire);
    Pack::decode(&cloak::encode(&cbor::encode(&wire), &mut OsRng).unwrap()).map(drop)
}

#[test]
fn what_is_packed_comes_back_from_a_file_of_one_size_among_dummies() {
    for counts in [&[1][..], &[3, 1], &[60], &[15; 4]] {
        let loads: Vec<Load> = (1..).zip(counts).map(|(seed, count)| load(seed, *count)).collect();
        let pack = Pack::fill(WITHIN, loads.clone(), &mut OsRng).unwrap();
        let file = pack.encode(&mut OsRng);
        assert_eq!(file.len(), cloak::FILE_LEN);
        assert!(Pack::decode(&file).is_ok_and(|read| read == pack && read.release() == WITHIN));
        for (packed, load) in pack.loads().iter().zip(&loads) {
            assert!(load.envelopes.iter().all(|envelope| packed.envelopes.contains(envelope)));
        }
    }
}

#[test]
fn loads_have_one_of_few_lengths_and_all_the_same() {
    for (counts, length) in [
        (&[1][..], 4),
        (&[4], 4),
        (&[5], 8),
        (&[17], 32),
        (&[33], 60),
        (&[0, 9], 16),
        (&[17, 2], 30),
        (&[9, 9, 9, 9], 15),
        (&[1; 16], 3),
    ] {
        assert_eq!(lengths_of(&fill(counts).unwrap()), vec![length; counts.len()], "{counts:?}");
    }
}

#[test]
fn real_ones_stand_anywhere() {
    let mut places = [0; 4];
    for _ in 0..64 {
        let load = load(1, 1);
        let real = load.envelopes[0].clone();
        let pack = Pack::fill(Release::Now, vec![load], &mut OsRng).unwrap();
        places[pack.loads()[0].envelopes.iter().position(|envelope| *envelope == real).unwrap()] += 1;
    }
    // A place is missed by chance once in 10^8.
    assert!(places.iter().all(|count| *count > 0), "{places:?}");
}

#[test]
fn the_largest_pack_fits() {
    let log = NoteSigner::from_seed(&"l".repeat(255), &[1; 32]).unwrap().verifier_key().clone();
    let load = |n: u16| {
        let host = format!("{n:0>3}.{}", "h".repeat(249));
        Load { address: format!("{host}:65535"), log: log.clone(), envelopes: envelopes(3) }
    };
    let pack = Pack::fill(WITHIN, (0..16).map(load).collect(), &mut OsRng).unwrap();
    assert!(Pack::decode(&pack.encode(&mut OsRng)).is_ok_and(|read| read == pack));
    assert!(Pack::decode(&fill(&[60]).unwrap().encode(&mut OsRng)).is_ok());
}

#[test]
fn too_much_is_refused_with_what_would_fit() {
    assert_eq!(fill(&[61]).err(), Some(PackError::TooMany { got: 61, most: 60 }));
    assert_eq!(fill(&[1, 31]).err(), Some(PackError::TooMany { got: 31, most: 30 }));
    assert_eq!(fill(&[4; 16]).err(), Some(PackError::TooMany { got: 4, most: 3 }));
    assert_eq!(fill(&[1; 17]).err(), Some(PackError::Unsound));
    assert_eq!(fill(&[1; 61]).err(), Some(PackError::TooMany { got: 1, most: 0 }));
}

#[test]
fn nothing_unsound_is_packed() {
    let of = |loads: Vec<Load>| Pack::fill(WITHIN, loads, &mut OsRng).err();
    let released = |release: Release| Pack::fill(release, vec![load(1, 1)], &mut OsRng).err();
    let lapse = crate::deposit::Lapse { hold: 60, right: [1; 32], duress: [2; 32] };
    let mut twice = load(1, 2);
    twice.envelopes[1] = twice.envelopes[0].clone();
    for refused in [
        of(vec![]),
        of(vec![load(1, 0)]),
        of(vec![load(1, 1), load(1, 1)]),
        of(vec![twice]),
        of(vec![Load { address: "http://127.0.0.1:1".into(), ..load(1, 1) }]),
        released(Release::Lapse(lapse)),
        released(Release::Within { seconds: 0 }),
        released(Release::Within { seconds: crate::deposit::WINDOW_MAX + 1 }),
    ] {
        assert_eq!(refused, Some(PackError::Unsound));
    }
}

#[test]
fn every_rule_of_the_reader_rejects() {
    assert_eq!(read(|_| ()), Ok(()));
    let wrong: [(&str, fn(&mut Wire)); 16] = [
        ("older", |wire| wire.version = 0),
        ("window too long", |wire| wire.seconds = crate::deposit::WINDOW_MAX + 1),
        ("no relay", |wire| wire.loads.clear()),
        ("no envelopes", |wire| wire.loads.iter_mut().for_each(|load| load.envelopes.clear())),
        ("one load shorter", |wire| wire.loads[0].envelopes.truncate(3)),
        ("another length", |wire| wire.loads.iter_mut().for_each(|load| load.envelopes.truncate(3))),
        ("an envelope twice", |wire| wire.loads[0].envelopes[1] = wire.loads[0].envelopes[0].clone()),
        ("an envelope at two relays", |wire| wire.loads[1].envelopes[0] = wire.loads[0].envelopes[0].clone()),
        ("a relay twice", |wire| {
            wire.loads[1].address = wire.loads[0].address.clone();
            wire.loads[1].log = wire.loads[0].log.clone();
        }),
        ("scheme", |wire| wire.loads[0].address.insert_str(0, "http://")),
        ("no port", |wire| wire.loads[0].address = "127.0.0.1".into()),
        ("path", |wire| wire.loads[0].address.push_str("/x")),
        ("control characters", |wire| wire.loads[0].address.insert(0, '\x1b')),
        ("no address", |wire| wire.loads[0].address.clear()),
        ("mistyped key", |wire| wire.loads[0].log.truncate(40)),
        ("key of a clock", |wire| {
            let clock = crate::log::note::CosignerKey::from_seed("log.example/clock", &[3; 32]).unwrap();
            wire.loads[0].log = clock.verifier_key().to_string();
        }),
    ];
    for (why, change) in wrong {
        assert_eq!(read(change), Err(UnpackError::NotAPack), "{why}");
    }
    assert_eq!(read(|wire| wire.version = 2), Err(UnpackError::Newer));
}

#[test]
fn a_length_beyond_the_relays_share_is_rejected() {
    let wire = |relays: u8, length: usize| {
        let loads = (1..=relays).map(|seed| load(seed, length)).collect();
        let wire = Wire::of(&Pack { release: WITHIN, loads });
        Pack::decode(&cloak::encode(&cbor::encode(&wire), &mut OsRng).unwrap()).map(|pack| pack.loads().len())
    };
    assert_eq!((wire(2, 30), wire(16, 3), wire(1, 60)), (Ok(2), Ok(16), Ok(1)));
    for (relays, length) in [(2, 31), (1, 61), (15, 3), (17, 3), (1, 5)] {
        assert_eq!(wire(relays, length), Err(UnpackError::NotAPack), "{relays} {length}");
    }
}

#[test]
fn what_is_not_canonical_is_rejected() {
    let good = cbor::encode(&Wire::of(&fill(&[1]).unwrap()));
    let decode = |content: &[u8]| Pack::decode(&cloak::encode(content, &mut OsRng).unwrap()).err();
    assert_eq!(decode(&good), None);
    let trailing = [&good[..], &[0]].concat();
    let cut = &good[..good.len() - 1];
    // Key 0 with its value 1 written long, and a fourth key.
    let long = [&good[..2], &[0x18, 1], &good[3..]].concat();
    let more = [&[good[0] + 1], &good[1..], &[3, 0]].concat();
    for wrong in [&trailing[..], cut, &long, &more, b"", b"age-encryption.org/v1\n"] {
        assert_eq!(decode(wrong), Some(UnpackError::NotAPack));
    }
}

#[test]
fn files_that_are_random_or_cut_or_changed_are_no_packs_and_never_panic() {
    let mut rng = StdRng::seed_from_u64(13);
    let good = fill(&[3]).unwrap().encode(&mut OsRng);
    for _ in 0..128 {
        let mut changed = good.to_vec();
        changed[rng.gen_range(0..cloak::FILE_LEN)] ^= 1 << rng.gen_range(0..8);
        assert_eq!(Pack::decode(&changed).err(), Some(UnpackError::NotAPack));
        assert_eq!(Pack::decode(&good[..rng.gen_range(0..cloak::FILE_LEN)]).err(), Some(UnpackError::NotAPack));
        let mut random = vec![0; rng.gen_range(0..1024)];
        rng.fill(&mut random[..]);
        assert_eq!(Pack::decode(&random).err(), Some(UnpackError::NotAPack));
    }
}

/// Behind an intact container anything may stand: its maker needs no key for that.
#[test]
fn whatever_is_read_behind_the_container_is_written_back_alike() {
    let mut rng = StdRng::seed_from_u64(31);
    let good = cbor::encode(&Wire::of(&fill(&[1, 1]).unwrap()));
    let mut read = 0;
    for round in 0..4000 {
        let mut content = good.to_vec();
        // The heads of both loads are where the structure is; envelopes are whatever they are.
        let near = if round % 2 == 0 { 120 } else { content.len() };
        for _ in 0..rng.gen_range(1..4) {
            content[rng.gen_range(0..near)] = rng.r#gen();
        }
        let Some(pack) = cbor::decode::<Wire>(&content).ok().and_then(Wire::read) else { continue };
        read += 1;
        assert_eq!(*cbor::encode(&Wire::of(&pack)), content);
        let _ = pack.is_sound();
    }
    assert!(read > 1000, "most changes of an envelope are nobody's business: {read}");
}
