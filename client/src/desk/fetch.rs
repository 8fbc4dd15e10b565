//! Fetching the files that messages name: over a circuit of their own, at a time of their own, as far as they are there.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use davylamp_protocol::attachment::{Attachment, CHUNK_LEN, OpenError};
use davylamp_protocol::card::Card;
use davylamp_protocol::evidence::{Given, Outcome, verify_with};
use davylamp_protocol::message::{Message, ValueList as _};
use futures_util::StreamExt as _;
use rand::Rng as _;
use rand::rngs::OsRng;
use serde_json::{Value, json};

use super::cases::{CaseArg, thread};
use super::custody;
use super::export::record::{custody_now, finish_waiting, record_received};
use super::home::{Home, State};
use super::show::attachment_json;
use crate::attach::bar;
use crate::counsel::archive::{Bag, read_tar};
use crate::failure::Failure;
use crate::files::{make_private_dir, parent, sync_dir};
use crate::relay::{NetworkArgs, Relay, now};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// `davylamp desk fetch`.
#[derive(Args)]
pub(crate) struct FetchArgs {
    #[command(flatten)]
    case: CaseArg,

    /// Write the opened files into this folder too; they are then readable for whoever has this machine
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Ask the relay at once, and not after a random time of up to a minute
    #[arg(long)]
    now: bool,
}

/// What became of one attachment.
struct Fetched {
    attachment: Attachment,
    state: Standing,
    file: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Here,
    /// The relay does not have it, or not any more.
    Gone,
    /// What the relay gave is not what the message says.
    Damaged,
}

pub(crate) async fn fetch(
    home: &Home,
    args: FetchArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = &args.case.case;
    let state = home.read()?;
    let attachments = named_in(home, &state, id)?;
    let cases = handed_over(home, &state, id)?;
    if attachments.is_empty() {
        terminal.print(text("desk-fetch-none"));
    }
    let mut all = Vec::new();
    for (at, attachment) in attachments.into_iter().enumerate() {
        let state = get(home, &state, id, &attachment, args.now, network, terminal).await?;
        let mut fetched = Fetched { attachment, state, file: None };
        if let Some(dir) = args.output.as_deref().filter(|_| state == Standing::Here) {
            fetched.file = Some(write_out(home, id, &fetched.attachment, at + 1, dir)?);
        }
        fetched.tell(terminal);
        all.push(fetched);
    }
    for fetched in all.iter().filter(|one| one.state == Standing::Here) {
        if cases.contains(&fetched.attachment) {
            receive(home, id, &fetched.attachment, network, terminal).await?;
        }
    }
    let whole = all.iter().all(|one| one.state == Standing::Here);
    let rows: Vec<Value> = all.iter().map(Fetched::json).collect();
    terminal.json(&json!({ "case": id, "whole": whole, "attachments": rows }));
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The attachments of a case: of its messages, then of its alerts; each once.
pub(super) fn named_in(home: &Home, state: &State, id: &str) -> Result<Vec<Attachment>, Failure> {
    let thread = thread(home, state, id, state.case(id)?)?;
    let of_messages = thread.messages.iter().flat_map(|message| message.message.iter()).flat_map(|m| m.attachments());
    let alarms = state.alerts.profiles.get(id).into_iter().flat_map(|profile| &profile.alarms);
    let of_alarms = alarms.flat_map(|alarm| &alarm.said).filter_map(|said| Some(&said.attachment.as_ref()?.0));
    let mut named: Vec<Attachment> = Vec::new();
    for attachment in of_messages.chain(of_alarms) {
        if !named.contains(attachment) {
            named.push(attachment.clone());
        }
    }
    Ok(named)
}

/// Case files that another desk handed over in this case.
fn handed_over(home: &Home, state: &State, id: &str) -> Result<Vec<Attachment>, Failure> {
    let thread = thread(home, state, id, state.case(id)?)?;
    let handovers = thread.messages.iter().filter_map(|message| match &message.message {
        Ok(Message::Handover(handover)) => Some(handover.case_file.clone()),
        _ => None,
    });
    Ok(handovers.collect())
}

/// Looks through a case that was handed over, and goes on with its custody here: once.
async fn receive(
    home: &Home,
    id: &str,
    case_file: &Attachment,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let mut bag = Bag::default();
    read_tar(home.attachment(id, case_file).map_err(|error| Failure::new(error.to_string()))?, &mut bag)?;
    let verdict = verify_with(&bag.files, &bag.attached, &Given::default());
    let last = verdict.material.as_ref().and_then(|material| {
        let count = material.custody.head().ok()?;
        Some((material.desk.to_string(), count.events, hex::encode(count.hash)))
    });
    let Some((desk, events, hash)) = last.filter(|_| verdict.outcome != Outcome::Broken) else {
        return Err(Failure::new(text("desk-handover-broken")).hint(text("desk-handover-broken-hint")));
    };
    let reason = format!("case of {desk}, custody of {events} events up to {hash}");
    let (log, _) = custody_now(home, id)?;
    if log.events().iter().all(|event| event.reason != reason) {
        record_received(home, id, ("desk", &reason, None))?;
        finish_waiting(home, id, network).await?;
    }
    terminal.print(text_with("desk-handover-received", &[("desk", &desk), ("events", &events)]));
    terminal.say(text("desk-handover-verify"));
    Ok(())
}

/// Has one attachment here, if the relay still has it. Goes on where an earlier attempt ended.
async fn get(
    home: &Home,
    state: &State,
    id: &str,
    attachment: &Attachment,
    at_once: bool,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<Standing, Failure> {
    if home.has_attachment(id, attachment) {
        return Ok(Standing::Here);
    }
    // Its sender named the log: one that this desk does not read must not keep it from the other files.
    let address = match address_of(state, &attachment.origin) {
        Ok(address) => address,
        Err(unknown) => {
            terminal.say(text_with("warning", &[("what", &unknown)]));
            return Ok(Standing::Gone);
        }
    };
    if !at_once {
        // The relay sees that these chunks have a reader; not that a message came just now.
        tokio::time::sleep(PAUSE.mul_f64(OsRng.r#gen())).await;
    }
    // A circuit of its own: what is fetched is not linked to the stream, nor one file to another.
    let relay = Relay::connect(&address, network)?;
    if !download(home, id, attachment, &relay, terminal).await? {
        return Ok(Standing::Gone);
    }
    match home.finish_attachment(id, attachment) {
        Ok(()) => {
            home.update(|state: &mut State| {
                custody::append(home, id, state.case(id)?, now(), "fetched", home.role().name())
            })?;
            Ok(Standing::Here)
        }
        Err(OpenError::Damaged) => Ok(Standing::Damaged),
        Err(error) => Err(Failure::new(error.to_string())),
    }
}

/// Adds the chunks that are not here yet; false if the relay lacks one.
async fn download(
    home: &Home,
    id: &str,
    attachment: &Attachment,
    relay: &Relay,
    terminal: &Terminal,
) -> Result<bool, Failure> {
    let mut part = home.part_of_attachment(id, attachment)?;
    let unwritten = |error: std::io::Error| Failure::new(text_with("desk-fetch-unwritten", &[("why", &error)]));
    let length = part.metadata().map_err(unwritten)?.len();
    let done = u32::try_from(length / CHUNK).unwrap_or(u32::MAX).min(attachment.chunks);
    part.set_len(u64::from(done) * CHUNK).map_err(unwritten)?;
    let bar = bar(attachment.chunks, terminal).with_message(attachment.name.clone());
    bar.inc(u64::from(done) * CHUNK);
    bar.reset_eta();
    let ids = (done..attachment.chunks).map(|n| attachment.chunk_id(n));
    let gets = ids.map(async |id| relay.chunk(&id).await);
    let mut gets = std::pin::pin!(futures_util::stream::iter(gets).buffered(AT_ONCE));
    while let Some(chunk) = gets.next().await {
        let Some(chunk) = chunk? else {
            bar.finish_and_clear();
            return Ok(false);
        };
        part.write_all(&chunk).map_err(unwritten)?;
        bar.inc(CHUNK);
    }
    bar.finish_and_clear();
    Ok(true)
}

/// Where the relay of a log is spoken to, by the newest of the desk's cards that names it.
fn address_of(state: &State, origin: &str) -> Result<String, Failure> {
    let cards = state.cards.iter().rev().filter_map(|card| Card::verify(card.note.as_bytes(), &state.desk()?).ok());
    let line = cards.flat_map(|card| card.relays).find(|line| line.log.name() == origin);
    line.map(|line| line.url).ok_or_else(|| Failure::new(text_with("desk-fetch-relay", &[("log", &origin)])))
}

/// Opens it into a new file of `dir`, which appears there whole or not at all.
fn write_out(home: &Home, id: &str, attachment: &Attachment, number: usize, dir: &Path) -> Result<PathBuf, Failure> {
    let path = dir.join(format!("{number:02}-{}", attachment.name));
    let unwritten = |error: std::io::Error| Failure::new(format!("{}: {error}", path.display()));
    make_private_dir(dir).map_err(unwritten)?;
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(&path).map_err(unwritten)?;
    let opened = home.read_attachment(id, attachment, &mut file);
    let synced = opened.map_err(|error| Failure::new(error.to_string()));
    let synced = synced.and_then(|()| file.sync_all().and_then(|()| sync_dir(parent(&path))).map_err(unwritten));
    synced.inspect_err(|_| {
        let _ = std::fs::remove_file(&path);
    })?;
    Ok(path)
}

impl Fetched {
    fn tell(&self, terminal: &Terminal) {
        let name: (&str, &dyn ToString) = ("name", &self.attachment.name);
        match (self.state, &self.file) {
            (Standing::Here, None) => terminal.print(text_with("desk-fetch-here", &[name])),
            (Standing::Here, Some(file)) => {
                terminal.print(text_with("desk-fetch-written", &[name, ("path", &file.display())]));
            }
            (Standing::Gone, _) => terminal.print(text_with("desk-fetch-gone", &[name])),
            (Standing::Damaged, _) => terminal.print(text_with("desk-fetch-damaged", &[name])),
        }
    }

    fn json(&self) -> Value {
        let mut row = attachment_json(&self.attachment);
        if let Some(row) = row.as_object_mut() {
            let state = match self.state {
                Standing::Here => "fetched",
                Standing::Gone => "gone",
                Standing::Damaged => "damaged",
            };
            row.insert("state".into(), json!(state));
            row.insert("file".into(), json!(self.file));
        }
        row
    }
}

const CHUNK: u64 = CHUNK_LEN as u64;
/// Chunks asked for at a time.
const AT_ONCE: usize = 4;
/// The longest that a fetch waits before it begins.
const PAUSE: Duration = Duration::from_secs(60);
