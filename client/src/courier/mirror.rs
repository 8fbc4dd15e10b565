//! `davylamp courier mirror`: a relay's log in files, verified as it comes, to be read with `check --from`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use davylamp_protocol::card::CardRelay;
use davylamp_protocol::log::feed::Frame;
use davylamp_protocol::log::group::{GROUP, check_body};
use davylamp_protocol::log::note::VerifierKey;
use indicatif::ProgressBar;

use crate::contact::read_poster;
use crate::duration;
use crate::failure::Failure;
use crate::mirror::{ALIGNED, Fault, Head, Keeper, MirrorError, RECORD, Slots, Trouble};
use crate::relay::{NetworkArgs, Relay, RelayError, SeenCheckpoint};
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct MirrorArgs {
    /// Where it goes: a new or empty directory, such as on a stick; or a mirror, to be continued
    dir: PathBuf,

    /// File with a desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input: its relay is taken along
    #[arg(long, value_name = "FILE|-")]
    to: Option<PathBuf>,

    /// The relay, where you have no contact; which log it is, its own cards then say
    #[arg(long, value_name = "HOST:PORT", conflicts_with = "to")]
    relay: Option<String>,

    /// Begin with about the last so many days; with --prune, drop of an older mirror what comes before them
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=365))]
    days: Option<u16>,

    /// Drop what is older than the relay, or --days, keeps
    #[arg(long)]
    prune: bool,
}

pub(crate) async fn mirror(args: MirrorArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let bar = terminal.progress(0, &text("mirror-looking"));
    let known = Keeper::open(&args.dir, |done| bar.set_position(done));
    bar.finish_and_clear();
    let known = known?;
    let (relay, line) = reach(&args, known.as_ref(), network, terminal).await?;
    let newest = relay.checkpoint(&line).await?;
    if let Some(stale) = newest.stale() {
        terminal.say(text_with("warning", &[("what", &stale)]));
    }
    let mut keeper = match known {
        // What no checkpoint covers yet nobody can read: fewer days are wanted of it, too.
        Some(keeper) if keeper.newest().is_some() || args.days.is_none() => {
            go_on(keeper, &relay, &newest, &args.dir).await?
        }
        unfinished => begin(&args, unfinished, &relay, line.clone(), &newest, terminal).await?,
    };
    let dropped = if args.prune { prune(&args, &mut keeper, &relay, &line, &newest).await? } else { 0 };
    let before = keeper.edge().size();
    tell_plan(&args.dir, &keeper, newest.verified.size, terminal)?;
    let bar = terminal.progress_bytes(newest.verified.size.saturating_sub(before) * RECORD, &text("mirror-progress"));
    let fetched = Fetch { relay: &relay, line: &line, keeper: &mut keeper, newest: &newest, bar: &bar }.run().await;
    bar.finish_and_clear();
    let end = fetched.map_err(|trouble| stopped(trouble, &keeper))?;
    let cards = relay.cards().await?;
    keeper.settle(end, &cards)?;
    tell_end(&args.dir, &keeper, (before, dropped, cards.cards().count()), terminal);
    Ok(ExitCode::SUCCESS)
}

/// Asks the relays of the contact, the one that was named, or the mirror's own, one after the other, for the log's keys;
/// all on one circuit. A relay that lies is named, and no other one is asked.
async fn reach(
    args: &MirrorArgs,
    known: Option<&Keeper>,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(Relay, CardRelay), Failure> {
    let head = known.map(Keeper::head);
    let (addresses, desk) = match (&args.relay, &args.to, head) {
        (Some(address), ..) => (vec![address.clone()], None),
        (None, None, Some(head)) => (vec![head.relay.url.clone()], None),
        (None, to, _) => {
            let poster = read_poster(to.as_deref(), terminal)?;
            (poster.relays, Some(poster.desk))
        }
    };
    let mut failed: Option<Failure> = None;
    for address in &addresses {
        let relay = Relay::connect(address, network)?;
        match line_of(&relay, desk.as_ref()).await {
            Ok(line) if head.is_none_or(|head| keys(&head.relay) == keys(&line)) => return Ok((relay, line)),
            Ok(line) => {
                let fault = Fault::OtherLog { wanted: line.log.name().to_owned() };
                failed = Some(MirrorError { file: args.dir.display().to_string(), fault }.into());
            }
            Err(error) if error.is_lie() => return Err(error.into()),
            Err(error) => {
                if addresses.len() > 1 {
                    terminal.say(text_with("relay-failed", &[("relay", address), ("why", &error)]));
                }
                failed = failed.or(Some(error.into()));
            }
        }
    }
    Err(failed.unwrap_or_else(|| RelayError::CardMissing.into()))
}

/// The keys of a relay's log, as the desk's card has them; without a desk, as any card does that the relay logged: whoever
/// reads the mirror holds it against a card of their own. The address is the one that was asked.
async fn line_of(relay: &Relay, desk: Option<&VerifierKey>) -> Result<CardRelay, RelayError> {
    let line = match desk {
        Some(desk) => relay.find_card(desk).await?.relay,
        None => relay.cards().await?.cards().next().ok_or(RelayError::CardMissing)?.relay,
    };
    Ok(CardRelay { url: format!("http://{}", relay.address()), ..line })
}

fn keys(line: &CardRelay) -> (&VerifierKey, &VerifierKey) {
    (&line.log, &line.cosigner)
}

async fn begin(
    args: &MirrorArgs,
    unfinished: Option<Keeper>,
    relay: &Relay,
    line: CardRelay,
    newest: &SeenCheckpoint,
    terminal: &Terminal,
) -> Result<Keeper, Failure> {
    let kept = first_kept(relay, newest).await?;
    let first = first_entry(newest.verified.size, kept, line.retention_days, args.days);
    let frontier = relay.frontier_at(first, &newest.verified).await?;
    if args.days.is_none() {
        terminal.say(text("mirror-days-hint"));
    }
    let head = Head { relay: line, kept, frontier };
    Ok(match unfinished {
        Some(keeper) => keeper.begin_again(head)?,
        None => Keeper::begin(&args.dir, head)?,
    })
}

/// Has the relay show that its log goes on from the mirror's; drops what an interrupted run left and does not hold.
async fn go_on(mut keeper: Keeper, relay: &Relay, newest: &SeenCheckpoint, dir: &Path) -> Result<Keeper, Failure> {
    if let Some(old) = keeper.newest()
        && let Err(error) = relay.consistency(&old.verified, &newest.verified).await
    {
        if !error.is_lie() {
            return Err(error.into());
        }
        keeper.keep_evidence(newest)?;
        return Err(Failure::from(error).hint(text_with("mirror-evidence-hint", &[("dir", &dir.display())])));
    }
    while keeper.is_ahead() {
        let (size, root) = (keeper.edge().size(), keeper.edge().root());
        let holds = if size > newest.verified.size {
            Err(RelayError::Forked { size })
        } else {
            relay.extends(size, root, &newest.verified).await
        };
        match holds {
            Ok(()) => break,
            // Not the relay's doing: the disk may have lost what was not durable yet.
            Err(RelayError::Forked { .. }) => keeper.step_back()?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(keeper)
}

async fn prune(
    args: &MirrorArgs,
    keeper: &mut Keeper,
    relay: &Relay,
    line: &CardRelay,
    newest: &SeenCheckpoint,
) -> Result<u64, Failure> {
    let kept = first_kept(relay, newest).await?;
    Ok(keeper.prune(first_entry(newest.verified.size, kept, line.retention_days, args.days))?)
}

/// The first entry whose body the relay keeps.
async fn first_kept(relay: &Relay, newest: &SeenCheckpoint) -> Result<u64, RelayError> {
    match relay.group(0, &newest.verified).await {
        Ok(_) | Err(RelayError::NotYet) => Ok(0),
        Err(RelayError::Purged { first }) => Ok(first),
        Err(error) => Err(error),
    }
}

/// Where a mirror of so many days begins: by the relay's average, or the usual rate where that is higher.
fn first_entry(size: u64, kept: u64, retention_days: u16, days: Option<u16>) -> u64 {
    let average = if kept > 0 { size.saturating_sub(kept) / u64::from(retention_days) } else { 0 };
    let entries = days.map_or(u64::MAX, |days| u64::from(days) * average.max(USUAL_RATE));
    let first = size.saturating_sub(entries) / ALIGNED * ALIGNED;
    first.max(kept.next_multiple_of(ALIGNED))
}

/// Fetching, from the mirror's edge to a checkpoint.
struct Fetch<'a> {
    relay: &'a Relay,
    line: &'a CardRelay,
    keeper: &'a mut Keeper,
    /// The least that is wanted.
    newest: &'a SeenCheckpoint,
    bar: &'a ProgressBar,
}

impl Fetch<'_> {
    /// Fetches until a checkpoint fits that covers what is wanted; connects again as long as that brings something.
    async fn run(mut self) -> Result<SeenCheckpoint, Trouble> {
        let mut fruitless = 0;
        loop {
            let before = self.keeper.edge().size();
            let error = match self.stream().await {
                Err(Trouble::Relay(error)) => error,
                done => return done,
            };
            fruitless = if self.keeper.edge().size() > before { 0 } else { fruitless + 1 };
            // A stream that breaks off within a frame is a torn connection as often as a lie.
            let torn = error == RelayError::Feed || !error.is_lie();
            let gone = matches!(error, RelayError::Purged { .. } | RelayError::Refused { .. });
            if !torn || gone || fruitless == TRIES {
                return Err(error.into());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn stream(&mut self) -> Result<SeenCheckpoint, Trouble> {
        let mut feed = self.relay.feed(self.keeper.edge().size(), true).await?;
        loop {
            let frame = feed.next().await?.ok_or(RelayError::Feed)?;
            match frame {
                Frame::KeepAlive => {}
                Frame::Slots { first, slots } if first == self.keeper.edge().size() => self.take(slots).await?,
                Frame::Checkpoint(note) => {
                    let seen = self.settles(&note)?;
                    if seen.verified.size >= self.newest.verified.size {
                        return Ok(seen);
                    }
                }
                Frame::Slots { .. } => return Err(RelayError::Malformed("feed").into()),
                Frame::Entries { first, .. } => return Err(RelayError::BodyWithheld { index: first }.into()),
            }
        }
    }

    async fn take(&mut self, mut slots: Slots) -> Result<(), Trouble> {
        while !slots.is_empty() {
            let next = self.keeper.edge().size();
            let room = usize::try_from(self.keeper.room()).unwrap_or(usize::MAX);
            let rest = slots.split_off(room.min(slots.len()));
            for (index, (entry, body)) in (next..).zip(&slots) {
                let (group, slot) = (index / GROUP as u64, usize::try_from(index % GROUP as u64).unwrap_or(0));
                check_body(slot, entry, body).map_err(|error| RelayError::of_group(group, error))?;
            }
            self.keeper.append(&slots)?;
            self.bar.inc(slots.len() as u64 * RECORD);
            if slots.len() == room {
                self.end_segment().await?;
            }
            slots = rest;
        }
        Ok(())
    }

    /// Holds a whole segment against the newest checkpoint, so that no more than that is ever fetched in vain.
    async fn end_segment(&mut self) -> Result<(), Trouble> {
        self.keeper.sync()?;
        let (size, root) = (self.keeper.edge().size(), self.keeper.edge().root());
        if size > self.newest.verified.size {
            return Ok(());
        }
        match self.relay.extends(size, root, &self.newest.verified).await {
            Err(RelayError::Forked { .. }) => Err(RelayError::EntriesAltered { index: size - 1 }.into()),
            shown => Ok(shown?),
        }
    }

    /// A checkpoint of the feed: it must be of what came, and go on from the one that was shown at first.
    fn settles(&self, note: &[u8]) -> Result<SeenCheckpoint, Trouble> {
        let seen = SeenCheckpoint::read(note, self.line)?;
        let edge = self.keeper.edge();
        if seen.verified.size != edge.size() {
            return Err(RelayError::Malformed("feed").into());
        }
        if seen.verified.root != edge.root() {
            return Err(RelayError::EntriesAltered { index: edge.size().saturating_sub(1) }.into());
        }
        self.relay.remember(&seen.verified)?;
        Ok(seen)
    }
}

/// What a person is told when fetching did not come to its end.
fn stopped(trouble: Trouble, keeper: &Keeper) -> Failure {
    let gap = matches!(&trouble, Trouble::Relay(RelayError::Purged { first }) if *first > keeper.edge().size());
    let failure = Failure::from(trouble);
    if gap {
        return failure.hint(text("mirror-gap-hint"));
    }
    let here = keeper.edge().size() - keeper.head().first();
    failure.hint(text_with("mirror-goes-on-hint", &[("entries", &here)]))
}

fn tell_plan(dir: &Path, keeper: &Keeper, size: u64, terminal: &Terminal) -> Result<(), Failure> {
    let entries = size.saturating_sub(keeper.edge().size());
    let bytes = entries * RECORD;
    let values: [(&str, &dyn ToString); 3] =
        [("entries", &entries), ("bytes", &show_bytes(bytes)), ("time", &duration::show(bytes / USUAL_SPEED))];
    terminal.say(text_with("mirror-plan", &values));
    match free(dir) {
        Some(free) if free < bytes => {
            let values: [(&str, &dyn ToString); 2] = [("need", &show_bytes(bytes)), ("free", &show_bytes(free))];
            Err(Failure::new(text_with("mirror-no-room", &values)).hint(text("mirror-full-hint")))
        }
        _ => Ok(()),
    }
}

fn tell_end(dir: &Path, keeper: &Keeper, counts: (u64, u64, usize), terminal: &Terminal) {
    let Some(newest) = keeper.newest() else { return };
    let (before, dropped, cards) = counts;
    let (first, size, time) = (keeper.head().first(), newest.verified.size, newest.time);
    let values: [(&str, &dyn ToString); 5] = [
        ("dir", &dir.display()),
        ("entries", &(size - first)),
        ("bytes", &show_bytes(keeper.bytes())),
        ("time", &show_time(time)),
        ("cards", &cards),
    ];
    terminal.print(text_with("mirror-done", &values));
    terminal.json(&serde_json::json!({
        "mirror": dir,
        "log": newest.verified.origin,
        "first": first,
        "size": size,
        "as_of": time,
        "fetched": size.saturating_sub(before),
        "dropped": dropped,
        "bytes": keeper.bytes(),
        "cards": cards,
    }));
}

/// Bytes free where `dir` is; nothing where the system does not say.
fn free(dir: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(dir).ok()?;
    found.f_bavail.checked_mul(found.f_frsize)
}

fn show_bytes(bytes: u64) -> String {
    indicatif::DecimalBytes(bytes).to_string()
}

/// Entries of a day: two every two seconds.
const USUAL_RATE: u64 = 86_400;
/// Bytes in a second, for the plan: what a circuit of Tor often gives.
const USUAL_SPEED: u64 = 1_000_000;
/// Connections in a row that bring nothing.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_of_some_days_begins_by_the_relays_average_and_never_before_what_it_keeps() {
        assert_eq!(first_entry(1_000, 0, 21, None), 0);
        assert_eq!(first_entry(3_000_000, 1_179_648, 21, None), 1_179_648);
        assert_eq!(first_entry(1_000_000, 0, 21, Some(1)), (1_000_000 - 86_400) / 256 * 256);
        assert_eq!(first_entry(1_000, 0, 21, Some(1)), 0, "younger than a day");
        // Ten times the usual rate: ten times as many entries a day.
        assert_eq!(first_entry(20_000_000, 1_856_000, 21, Some(2)), (20_000_000 - 2 * 864_000) / 256 * 256);
        assert_eq!(first_entry(3_000_000, 2_990_080, 21, Some(300)), 2_990_080);
    }
}
