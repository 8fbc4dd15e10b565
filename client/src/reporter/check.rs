//! `check`: what the desk answered, found with the passphrase and the public poster alone.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::card::Role;
use davylamp_protocol::clue::DeskKey;
use davylamp_protocol::envelope::{Dummies, Envelope};
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::thread::{LaneWriter, SEEN_MAX, SeenTag};
use rand::rngs::OsRng;

use super::answer::{send_answer, sound};
use super::mediation;
use super::mirrored::{lies_in, open_mirror, show_mirror};
use super::passphrase::{case_keys, read_passphrase};
use super::reach::{Reached, Shown, one_standard_input, reach};
use super::release::ReleaseArgs;
use super::replies::{Conversation, DeskMessage, Judge};
use super::search::Search;
use super::send::{Sending, goes_on};
use super::show::{message_json, oddity_line, print_message};
use super::source::Source;
use super::talk::{Offer, may_send, show_next};
use crate::contact::{Poster, read_poster};
use crate::duration;
use crate::failure::Failure;
use crate::mirror::Trouble;
use crate::relay::{NetworkArgs, RelayError, hand_in};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// File with the desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input
    #[arg(long, value_name = "FILE|-")]
    pub(super) to: Option<PathBuf>,

    /// Read the mediator's thread too, in one order of time: file with its contact, or - for standard input
    #[arg(long, value_name = "FILE|-", conflicts_with = "from")]
    with: Option<PathBuf>,

    /// File with the passphrase, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    pub(super) passphrase_file: Option<PathBuf>,

    /// Read a mirror that a courier brought: without a network, and nothing is written
    #[arg(long, value_name = "DIR", conflicts_with_all = ["now", "all"])]
    from: Option<PathBuf>,

    /// Fetch everything that may be yours without asking; the relay sees that there is much
    #[arg(long)]
    pub(super) all: bool,

    #[command(flatten)]
    pub(super) release: ReleaseArgs,
}

pub(crate) async fn check(args: CheckArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    one_standard_input(&[args.to.as_deref(), args.with.as_deref(), args.passphrase_file.as_deref()])?;
    terminal.choose_language(false)?;
    if let Some(with) = &args.with {
        return mediation::check_both(with, &args, network, terminal).await;
    }
    let poster = read_poster(args.to.as_deref(), terminal)?;
    match &args.from {
        Some(dir) => check_mirror(dir, &poster, &args, terminal).await,
        None => check_relay(&poster, &args, network, terminal).await,
    }
}

async fn check_relay(
    poster: &Poster,
    args: &CheckArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let case = case(poster, args, terminal).await?;
    let (reached, outcome, lie) = read_thread(poster, &case, args.all, network, terminal).await?;
    outcome.print_found(&reached, terminal);
    if let Some(lie) = lie {
        // What was found is shown all the same; nothing more is asked of this relay.
        terminal.json(&outcome.as_json(&reached, Some(&lie)));
        return Err(lie.into());
    }
    outcome.print_rest(&reached, terminal);
    mediation::print_open(&outcome.conversation.messages, args.to.as_deref(), terminal);
    let seen = outcome.conversation.seen.clone();
    let posted = acknowledge(&reached, &case, seen, args.release, network).await.map_err(Trouble::Relay);
    terminal.json(&outcome.as_json(&reached, posted.as_ref().err()));
    posted?;
    if terminal.is_interactive() && !terminal.is_json() {
        let sending = Sending { release: args.release, network, terminal };
        go_on(&outcome.conversation.messages, &reached, &case, sending).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// All that a desk wrote in a case, as its relay shows it, and what the relay was caught at.
pub(super) async fn read_thread(
    poster: &Poster,
    case: &CaseKeys,
    all: bool,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(Reached, Outcome, Option<Trouble>), Failure> {
    let reached = reach(poster, network, terminal).await?;
    let mut search = Search::begin(Source::Relay(&reached.relay), &reached, case, terminal).await?;
    let mut lie = look(&mut search, all, terminal).await?;
    if lie.is_none() {
        lie = older_card(&search, &reached).await?.map(Trouble::Relay);
    }
    let outcome = Outcome::of(search, &reached);
    Ok((reached, outcome, lie))
}

/// Says what comes next, and takes answers at once: the words and the contact need not be typed again. What was read is
/// acknowledged by now, so that a person may stop here.
async fn go_on(
    messages: &[DeskMessage],
    reached: &Reached,
    case: &CaseKeys,
    sending: Sending<'_>,
) -> Result<(), Failure> {
    let terminal = sending.terminal;
    show_next(messages, reached.time, reached.found.relay.retention_days, terminal);
    for offer in Offer::of(messages) {
        let Some(message) = offer.take(terminal)? else { continue };
        if may_send(&reached.card().name, false, terminal)? {
            send_answer(reached, case, &sound(&message)?, sending).await?;
        } else {
            terminal.say(text("report-stopped"));
        }
    }
    Ok(())
}

/// Speaks to nobody, and writes nothing. What was read is not acknowledged.
async fn check_mirror(dir: &Path, poster: &Poster, args: &CheckArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let mirror = open_mirror(dir, &poster.desk, terminal)?;
    let shown = show_mirror(&mirror, poster, args.to.as_deref().is_some_and(|to| lies_in(to, dir)), terminal);
    let case = case(poster, args, terminal).await?;
    let mut search = Search::begin(Source::Mirror(&mirror), &shown, &case, terminal).await?;
    let lie = look(&mut search, true, terminal).await?;
    let outcome = Outcome::of(search, &shown);
    outcome.print_found(&shown, terminal);
    let mut json = outcome.as_json(&shown, lie.as_ref());
    let (first, kept) = mirror.begins();
    if let Some(fields) = json.as_object_mut() {
        let mirror = serde_json::json!({ "first": first, "kept": kept, "as_of": shown.seen.time });
        fields.insert("mirror".into(), mirror);
    }
    terminal.json(&json);
    if let Some(lie) = lie {
        return Err(lie.into());
    }
    if outcome.is_empty() {
        terminal.print(text("check-mirror-nothing"));
    }
    terminal.say(text("check-mirror-rest"));
    Ok(ExitCode::SUCCESS)
}

async fn case(poster: &Poster, args: &CheckArgs, terminal: &Terminal) -> Result<CaseKeys, Failure> {
    let passphrase = read_passphrase(args.passphrase_file.as_deref(), terminal)?;
    case_keys(passphrase, DeskKey(*poster.desk.key_bytes())).await
}

/// Reads rounds: the first always, further ones after asking, where somebody sees it. Gives what was caught, if
/// anything was.
async fn look(search: &mut Search<'_>, all: bool, terminal: &Terminal) -> Result<Option<Trouble>, Failure> {
    loop {
        match search.round().await {
            Err(trouble) if trouble.is_lie() => return Ok(Some(trouble)),
            round => round?,
        }
        let go_on = search.has_more()
            && (all || (terminal.is_interactive() && terminal.confirm(&text("check-more-question"))?));
        if !go_on {
            return Ok(None);
        }
    }
}

/// A newer card met in the log than the relay shows is asked for once more: it may just have been published.
async fn older_card(search: &Search<'_>, reached: &Reached) -> Result<Option<RelayError>, Failure> {
    if search.newest_card <= reached.card().serial {
        return Ok(None);
    }
    let shown = reached.relay.find_card(&reached.card().desk).await?.card.serial;
    let known = search.newest_card;
    Ok((shown < known).then_some(RelayError::CardRolledBack { known, shown }))
}

/// Hands in exactly one envelope, whatever was found: an acknowledgement, or a dummy; over a circuit of its own, as a
/// report's parts go. If it was published at once, has the relay show that its log goes on from the one that was read.
pub(super) async fn acknowledge(
    reached: &Reached,
    case: &CaseKeys,
    seen: Vec<SeenTag>,
    release: ReleaseArgs,
    network: &NetworkArgs,
) -> Result<(), RelayError> {
    let envelope = acknowledgement(reached, case, seen).unwrap_or_else(|| Dummies::new(&mut OsRng).seal(&mut OsRng));
    let deposit = release.deposit(envelope);
    let logged = hand_in(reached.relay.address(), &reached.found.relay.log, &deposit, network).await?;
    goes_on(reached, logged.into_iter().map(|(_, checkpoint)| checkpoint).collect()).await
}

/// `None` without anything to acknowledge, or a card that can still be sealed to.
fn acknowledgement(reached: &Reached, case: &CaseKeys, mut seen: Vec<SeenTag>) -> Option<Envelope> {
    if seen.is_empty() {
        return None;
    }
    seen.truncate(SEEN_MAX);
    let intake = reached.intake().ok()?.recipient;
    let opened = LaneWriter::open(reached.scope(), &reached.card().clue_key, intake, case, seen, &mut OsRng);
    opened.ok().map(|(_, envelope)| envelope)
}

/// What a check found.
pub(super) struct Outcome {
    pub(super) conversation: Conversation,
    unsigned: usize,
    more: bool,
    gone: usize,
    in_tail: usize,
}

impl Outcome {
    fn of(search: Search<'_>, shown: &Shown) -> Self {
        let judge = Judge {
            online_key: shown.card().online_key,
            retention_days: shown.found.relay.retention_days,
            time: shown.time,
            size: shown.seen.verified.size,
            earlier: shown.earlier.clone(),
        };
        let (more, unsigned, gone, in_tail) = (search.has_more(), search.unsigned, search.gone, search.in_tail);
        Self { conversation: Conversation::of(search.replies, &judge), unsigned, more, gone, in_tail }
    }

    fn is_empty(&self) -> bool {
        self.conversation.messages.is_empty() && self.conversation.oddities.is_empty() && self.unsigned == 0
    }

    fn print_found(&self, shown: &Shown, terminal: &Terminal) {
        self.conversation.messages.iter().for_each(|message| print_message(message, terminal));
        self.print_oddities(terminal);
        let promised = shown.card().roles.iter().find(|(role, _)| *role == Role::Reports);
        if let Some((_, seconds)) = promised.filter(|_| !self.conversation.messages.is_empty()) {
            terminal.print("");
            terminal.print(text_with("promise-of-desk", &[("time", &duration::show(*seconds))]));
        }
    }

    pub(super) fn print_oddities(&self, terminal: &Terminal) {
        self.oddities().iter().for_each(|line| terminal.say(text_with("warning", &[("what", line)])));
    }

    /// What is said only of a relay that was caught at nothing.
    pub(super) fn print_rest(&self, reached: &Reached, terminal: &Terminal) {
        if self.is_empty() && !self.more {
            terminal.print(text_with("check-nothing", &[("days", &reached.found.relay.retention_days)]));
        }
        if self.more {
            terminal.say(text("check-more-hint"));
        }
        if self.gone > 0 {
            terminal.say(text_with("check-gone", &[("days", &reached.found.relay.retention_days)]));
        }
        if self.in_tail > 0 {
            terminal.say(text("check-tail-hint"));
        }
    }

    fn oddities(&self) -> Vec<String> {
        let unsigned = (self.unsigned > 0).then(|| text("odd-not-the-desk"));
        let early = self.more || self.in_tail > 0;
        let odd = self.conversation.oddities.iter().copied().filter(|oddity| !(early && oddity.may_be_early()));
        let mut lines: Vec<String> = odd.map(oddity_line).chain(unsigned).collect();
        lines.dedup();
        lines
    }

    pub(super) fn as_json(&self, shown: &Shown, failed: Option<&Trouble>) -> serde_json::Value {
        serde_json::json!({
            "desk": shown.card().desk.to_string(),
            "found": !self.conversation.messages.is_empty(),
            "promised_within": shown.card().roles.iter().find(|(role, _)| *role == Role::Reports).map(|(_, time)| *time),
            "messages": self.conversation.messages.iter().map(message_json).collect::<Vec<_>>(),
            "odd": self.oddities(),
            "tables": mediation::open_tables(&self.conversation.messages).into_iter().map(mediation::table_json)
                .collect::<Vec<_>>(),
            "more": self.more,
            "not_yet": self.in_tail,
            "gone": self.gone,
            "log_size": shown.seen.verified.size,
            "warnings": shown.warnings,
            "stale": shown.seen.stale().map(|error| error.name()),
            "relay_error": failed.map(Trouble::name),
        })
    }
}
