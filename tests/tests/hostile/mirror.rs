//! A relay that lies to a courier: what is carried to where nobody can ask again must be the log.

use anyhow::{Result, ensure};
use davylamp_protocol::log::entry::{BODY_LEN, Entry};
use davylamp_protocol::log::feed::Frame;
use davylamp_tests::process::Finished;
use davylamp_tests::proxy::{Honest, Lie};
use davylamp_tests::scenario::{davylamp, path};

use crate::stage::{Answer, Frames, Keys, Stage, refused};

type Slot = (Entry, Box<[u8; BODY_LEN]>);

/// Changes the slots of each frame of the feed.
fn slots(change: impl Fn(u64, &mut Vec<Slot>) -> u64 + Send + Sync + 'static) -> Box<dyn Lie> {
    Box::new(Frames(move |frame| match frame {
        Frame::Slots { first, mut slots } => {
            let first = change(first, &mut slots);
            vec![Frame::Slots { first, slots }]
        }
        other => vec![other],
    }))
}

fn bodies(change: impl Fn(&mut [u8; BODY_LEN]) + Send + Sync + 'static) -> Box<dyn Lie> {
    slots(move |first, slots| {
        slots.iter_mut().filter(|(entry, _)| entry.has_body()).for_each(|(_, body)| change(body));
        first
    })
}

fn checkpoints(change: impl Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static) -> Box<dyn Lie> {
    Box::new(Frames(move |frame| match frame {
        Frame::Checkpoint(note) => vec![Frame::Checkpoint(change(note))],
        other => vec![other],
    }))
}

fn lies(keys: Keys) -> Vec<(&'static str, Box<dyn Lie>)> {
    let swapped = |first, slots: &mut Vec<Slot>| {
        slots.swap(0, 1);
        first
    };
    let without_bodies = |frame: Frame| match frame {
        Frame::Slots { first, slots } => {
            vec![Frame::Entries { first, entries: slots.into_iter().map(|(entry, _)| entry).collect() }]
        }
        other => vec![other],
    };
    vec![
        ("relay-body-altered", bodies(|body| body[4000] ^= 1)),
        ("relay-body-withheld", bodies(|body| body.fill(0))),
        ("relay-body-withheld", Box::new(Frames(without_bodies))),
        ("relay-entries-altered", slots(swapped)),
        ("relay-malformed", slots(|first, _| first + 1)),
        ("relay-checkpoint", checkpoints(|note| String::from_utf8_lossy(&note).replacen('\n', "\n1", 1).into_bytes())),
        ("relay-not-timed", checkpoints(move |note| keys.resign(&note, None).unwrap_or_default())),
        ("relay-malformed", Box::new(Answer("/v1/cards", |bundle: Vec<u8>| bundle[..bundle.len() - 1].to_vec()))),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_lie_to_a_courier_is_named_and_no_checkpoint_covers_it() -> Result<()> {
    let stage = Stage::set().await?;
    stage.report("worker")?;
    for (n, (what, lie)) in lies(Keys::of(&stage.relay)?).into_iter().enumerate() {
        stage.lie(lie);
        let dir = stage.dir.path().join(format!("mirror-{n}"));
        let mirror = || -> Result<Finished> {
            davylamp(&["--json", "courier", "mirror", &path(&dir)?, "--to", &stage.desk.contact], "")
        };
        refused(mirror()?, what)?;
        ensure!(!dir.join("checkpoints.bin").exists(), "{what}");
        // What the lie left does no harm once the truth is told.
        stage.lie(Honest);
        let done = mirror()?.done()?.json()?;
        ensure!(done["size"].as_u64().is_some_and(|size| size > 0), "{what}: {done}");
    }
    Ok(())
}
