//! `report`: safety advice, the reporter's own words, the passphrase, and off it goes.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::card::{Card, Intake, Role};
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::message::{Message, Report, ReportFields, TEXT_MAX};
use zeroize::Zeroizing;

use super::attached::{self, deliver};
use super::fields::{FieldFlags, in_order};
use super::guide::{self, Draft, Scope, Sight};
use super::pack::Packing;
use super::passphrase::{case_keys, may_be_written, new_passphrase, read_passphrase};
use super::reach::{Reached, one_standard_input, reach};
use super::release::ReleaseArgs;
use super::send::{Sending, Sent};
use crate::attach::AttachArgs;
use crate::contact::{read_poster, role_line};
use crate::duration;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::{Terminal, printable, read_text, show_time};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct ReportArgs {
    /// File with the desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input
    #[arg(long, value_name = "FILE|-")]
    to: Option<PathBuf>,

    /// File with your words, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,

    #[command(flatten)]
    fields: FieldFlags,

    /// Write the new passphrase to this new file, instead of showing it
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    passphrase_out: Option<PathBuf>,

    /// File with the passphrase of a case that exists, or - for standard input: the report joins it
    #[arg(long, value_name = "FILE|-")]
    passphrase_file: Option<PathBuf>,

    /// Seal it into this new file, for somebody else to post, and speak to no network; --to must name a card
    #[arg(long, value_name = "FILE")]
    pack: Option<PathBuf>,

    #[command(flatten)]
    attached: AttachArgs,

    #[command(flatten)]
    release: ReleaseArgs,
}

/// Where a report goes: to the relays, or into a file.
enum Way<'a> {
    Relays(Box<Reached>),
    Pack(Packing<'a>),
}

impl Way<'_> {
    fn card(&self) -> &Card {
        match self {
            Self::Relays(reached) => reached.card(),
            Self::Pack(packing) => packing.card(),
        }
    }

    fn intake(&self) -> Result<Intake<'_>, Failure> {
        match self {
            Self::Relays(reached) => reached.intake(),
            Self::Pack(packing) => packing.intake(),
        }
    }
}

pub(crate) async fn report(args: ReportArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let paths = [&args.to, &args.text, args.fields.file(), &args.passphrase_file];
    one_standard_input(&paths.map(|path| path.as_deref()))?;
    let sending = Sending { release: args.release, network, terminal };
    if let Some(spool) = args.attached.begun() {
        let files = (args.to.as_deref(), args.passphrase_file.as_deref());
        return attached::resume(spool, files, &args.attached, sending).await;
    }
    if args.is_guided(terminal) {
        guide::before(terminal)?;
    } else {
        terminal.say(text("report-advice"));
    }
    let poster = read_poster(args.to.as_deref(), terminal)?;
    let way = match &args.pack {
        Some(file) => Way::Pack(Packing::begin(file, &poster, terminal)?),
        None => Way::Relays(Box::new(reach(&poster, network, terminal).await?)),
    };
    way.intake()?;
    introduce(way.card(), terminal)?;
    // What comes from files is looked at first: a mistake there costs nobody what they typed.
    let offers = args.attached.look(terminal)?;
    let fields = args.fields.read()?;
    let known = args.passphrase_file.as_deref().map(|path| read_passphrase(Some(path), terminal)).transpose()?;
    args.passphrase_out.as_deref().map_or(Ok(()), may_be_written)?;
    let sight = Sight { card: way.card(), by_hand: args.pack.is_some(), network };
    let message = message(&args, fields, &sight, terminal)?;
    let passphrase = known.map_or_else(|| new_passphrase(args.passphrase_out.as_deref(), terminal), Ok)?;
    let desk = way.card().desk_key();
    let reached = match way {
        Way::Relays(reached) => reached,
        Way::Pack(packing) => return packing.finish(&case_keys(passphrase, desk).await?, &message, args.release),
    };
    let case = terminal.until_done(async || case_keys(passphrase.clone(), desk).await).await?;
    let sent = deliver(&reached, &case, message, (&args.attached, offers), sending).await?;
    tell_what_next(&reached, &sent, args.release, terminal);
    if args.is_guided(terminal) {
        terminal.say(text("guide-close"));
    }
    terminal.json(&as_json(&reached, &sent));
    Ok(ExitCode::SUCCESS)
}

impl ReportArgs {
    /// Whether a person is led through it.
    fn is_guided(&self, terminal: &Terminal) -> bool {
        terminal.is_interactive() && (self.text.is_none() || self.fields.more())
    }
}

/// Says whom it will go to; a person may still stop.
fn introduce(card: &Card, terminal: &Terminal) -> Result<(), Failure> {
    terminal.say(text_with("report-desk", &[("name", &printable(&card.name))]));
    terminal.say(text_with("card-fingerprint", &[("words", &fingerprint(&card.desk).join(" "))]));
    card.roles.iter().for_each(|role| terminal.say(role_line(role)));
    if terminal.is_interactive() && !terminal.confirm(&text("report-desk-question"))? {
        return Err(Failure::new(text("report-stopped")));
    }
    Ok(())
}

fn message(
    args: &ReportArgs,
    fields: ReportFields,
    sight: &Sight<'_>,
    terminal: &Terminal,
) -> Result<Message, Failure> {
    let given = args.text.as_deref();
    let draft = if args.is_guided(terminal) {
        let has_file = args.fields.file().is_some();
        let scope = Scope { has_story: given.is_some(), has_file, more: args.fields.more() };
        let story = given.map_or_else(|| Ok(Zeroizing::default()), |path| words(Some(path), "", terminal))?;
        guide::converse(Draft { story, fields }, scope, sight, terminal)?
    } else {
        Draft { story: words(given, "guide-q-story", terminal)?, fields }
    };
    let message = Message::Report(Report::new(draft.story.as_str(), Some(in_order(draft.fields))));
    // What the desk would not read must not be sent.
    Message::decode(&message.encode()).map_err(|_| Failure::new(text("report-unsound")))
}

/// The reporter's words from a file or a prompt; none are no report.
pub(super) fn words(file: Option<&Path>, question: &str, terminal: &Terminal) -> Result<Zeroizing<String>, Failure> {
    let words = match file {
        Some(path) => read_text(path, TEXT_MAX as u64)?,
        None if terminal.is_interactive() => terminal.ask_lines(&text(question), TEXT_MAX)?,
        None => return Err(Failure::usage(text("text-missing")).hint(text("text-missing-hint"))),
    };
    if words.trim().is_empty() {
        return Err(Failure::usage(text("text-empty")));
    }
    Ok(words)
}

pub(super) fn tell_what_next(reached: &Reached, sent: &Sent, release: ReleaseArgs, terminal: &Terminal) {
    let envelopes: usize = sent.sessions.iter().map(|session| session.envelopes).sum();
    if let Some(window) = release.window() {
        let within = duration::show(window.into());
        terminal.print(text_with("report-deposited", &[("envelopes", &envelopes), ("within", &within)]));
        terminal.print(text_with("report-next-deposited", &[("within", &within)]));
    } else {
        terminal.print(text_with("report-sent", &[("envelopes", &envelopes)]));
        terminal.print(text("report-next"));
    }
    if let Some(promise) = reached.card().roles.iter().find(|(role, _)| *role == Role::Reports) {
        let by = reached.time + u64::from(release.window().unwrap_or(0)) + promise.1;
        terminal.print(text_with("guide-look", &[("time", &show_time(by))]));
    }
    terminal.print(text_with("report-retention", &[("days", &reached.found.relay.retention_days)]));
}

pub(super) fn as_json(reached: &Reached, sent: &Sent) -> serde_json::Value {
    serde_json::json!({
        "sent": true,
        "desk": reached.card().desk.to_string(),
        "sessions": sent.sessions,
        "failed": sent.failed,
        "warnings": reached.warnings,
    })
}
