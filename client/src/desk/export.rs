//! Exporting a case file: consent first, then the record of it in the log, then the file.

mod attachments;
mod choice;
mod handover;
mod ledger;
pub(crate) mod record;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::evidence::{
    Action, Attachments, BuildError, CardEvidence, CaseMaterial, ConsentBasis, ExportRecord, MAX_ACTOR, MAX_PURPOSE,
    MAX_REASON, MessageEvidence, build, online_signer,
};
use davylamp_protocol::hybrid::ExposedFileKey;
use davylamp_protocol::log::note::NoteSigner;
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::message::{ConsentLevel, Message};
use davylamp_protocol::week::DAY_SECONDS;
use serde_json::json;
use time::Date;
use time::macros::format_description;

use self::attachments::Fetched;
use self::choice::Choice;
pub(crate) use self::handover::{HandoverArgs, handover};
use self::ledger::Ledger;
use self::record::{Attempt, finish_waiting, newest_card, record_export, record_opening};
use super::cases::{CaseArg, thread};
use super::home::{Case, Direction, Home, HomeError, OwnCard, State, StoredMessage};
use super::mediation::is_lane_of_copies;
use super::{consent, timestamp};
use crate::counsel::archive::{Content, write_case, write_tar};
use crate::counsel::keys::Recipients;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// `davylamp desk export`.
#[derive(Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    case: CaseArg,

    /// Counsel's recipients file, once for each: post-quantum recipients (age1pq1…) or classical ones, not both
    #[arg(short = 'R', long, value_name = "FILE", required = true)]
    recipients: Vec<PathBuf>,

    /// Where the case file goes: a new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Without the reporter's consent, for the reason in this file; it stands in the case file for ever
    #[arg(long, value_name = "REASON-FILE")]
    without_consent: Option<PathBuf>,

    /// Why the case is handed on, in a file; it stands in the case file
    #[arg(long, value_name = "FILE", conflicts_with = "without_consent")]
    reason: Option<PathBuf>,

    /// Who hands it on, as the case file shall say for ever [default: desk]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Only these messages, by the numbers that "desk show" prints (1,3-5); what bears on consent goes along always
    #[arg(long, value_name = "LIST")]
    only: Option<Choice>,

    /// Leave attached files out; the case file names them and says that they are not there
    #[arg(long)]
    without_attachments: bool,

    /// What the case file is for, in a file of at most 200 bytes; it stands in the case file
    #[arg(long, value_name = "FILE")]
    purpose: Option<PathBuf>,

    /// The day until which it may be used (2027-03-31): a wish that stands in the case file
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
}

pub(crate) async fn export(
    home: &Home,
    args: ExportArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = &args.case.case;
    if args.output.exists() {
        return Err(Failure::new(text_with("export-exists", &[("path", &args.output.display())])));
    }
    let recipients = Recipients::read(&args.recipients)?;
    let actor = actor(args.by.as_deref())?;
    let purpose = args.purpose.as_deref().map(purpose).transpose()?;
    let expires = args.expires.as_deref().map(end_of_day).transpose()?;
    let reason = stated_reason(args.without_consent.as_deref(), args.reason.as_deref())?;
    let without_consent = args.without_consent.is_some();
    let ask = Ask { only: args.only.as_ref(), with_attachments: !args.without_attachments, without_consent };
    let mut leaving = open_for_export(home, id, ask, (&actor, &reason), network).await?;
    let action = if without_consent { Action::ExportedWithoutConsent } else { Action::Exported };
    let consent = ConsentBasis::text_of(leaving.material.consent());
    let mut record = ExportRecord::new(leaving.material.contents(), consent, recipients.hashes.clone());
    (record.purpose, record.expires, record.only) = (purpose, expires, args.only.is_some());
    record_export(home, id, leaving.attempt, (action, &actor, &reason, record))?;
    let index = finish_waiting(home, id, network).await?.or(leaving.opened);
    terminal.say(text_with("export-posted", &[("index", &index.unwrap_or_default())]));
    retake_custody(home, id, &mut leaving.material)?;
    leaving.material.times = timestamp::stamps_for(home, &leaving.material, network, terminal).await?;
    leaving.content(|content| write_case(&args.output, &recipients, content))?;
    report(&leaving.material, &args.output, id, leaving.left_out, terminal);
    Ok(ExitCode::SUCCESS)
}

/// What is asked for of a case that leaves.
struct Ask<'a> {
    only: Option<&'a Choice>,
    with_attachments: bool,
    without_consent: bool,
}

/// A case that was opened to leave.
struct Leaving<'a> {
    attempt: Attempt,
    /// Where the head over the opening stands, if one was posted.
    opened: Option<u64>,
    material: CaseMaterial,
    left_out: usize,
    fetched: Fetched<'a>,
    signer: NoteSigner,
}

/// Records the opening, posts its head, and reads the case; refuses without consent.
async fn open_for_export<'a>(
    home: &'a Home,
    id: &'a str,
    ask: Ask<'_>,
    (actor, reason): (&str, &str),
    network: &NetworkArgs,
) -> Result<Leaving<'a>, Failure> {
    refuse_unread(&home.read()?, id, ask.without_consent)?;
    let attempt = record_opening(home, id, actor, reason)?;
    let opened = finish_waiting(home, id, network).await?;
    // From here on the case's messages are read.
    refuse_profile(home, id)?;
    let state = home.read()?;
    let (mut material, left_out) = gather(home, &state, id, ask.only)?;
    let fetched = match ask.with_attachments {
        true => Fetched::gather(home, id, &mut material)?,
        false => Fetched::none(home, id),
    };
    let (_, signer) = newest_card(&state)?;
    let signer = online_signer(&material.desk, signer.as_bytes()).map_err(|_| no_card())?;
    if let Some(fault) = material.faults_before_export().first() {
        return Err(broken(fault));
    }
    // What the bag itself shows counts too: its reader decides by that.
    let granted = state.case(id)?.granted_for(ConsentLevel::Counsel).is_some();
    permitted(ask.without_consent, material.consent().filter(|_| granted), id)?;
    Ok(Leaving { attempt, opened, material, left_out, fetched, signer })
}

impl Leaving<'_> {
    /// The bag, to be packed by `pack`.
    fn content<T>(&self, pack: impl FnOnce(&Content<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        let files = build(&self.material, &self.signer)
            .map_err(|error| if matches!(error, BuildError::Signer) { no_card() } else { broken(&error) })?;
        pack(&Content {
            files: &files,
            attached: &self.material.attached,
            root: format!("case-{}", self.material.case_name()),
            time: self.material.custody.events().last().map_or(0, |event| event.time),
            open: &|path| self.fetched.open(path),
        })
    }

    /// The bag as a tar.
    fn write_tar<W: Write>(&self, writer: W) -> Result<W, Failure> {
        self.content(|content| write_tar(writer, content))
    }
}

/// A case file shows counsel every message: that of an alert profile is made of the defender's words and keys.
fn refuse_profile(home: &Home, id: &str) -> Result<(), Failure> {
    let state = home.read()?;
    let thread = thread(home, &state, id, state.case(id)?)?;
    if is_lane_of_copies(state.case(id)?, &thread) {
        return Err(Failure::new(text("desk-mediation-export")));
    }
    if thread.messages.iter().all(|message| !matches!(message.message, Ok(Message::Arm(_)))) {
        return Ok(());
    }
    Err(profile_refusal(id))
}

fn profile_refusal(id: &str) -> Failure {
    let refusal = Failure::new(text_with("desk-export-profile", &[("case", &id)]));
    refusal.hint(text("desk-export-profile-hint"))
}

fn report(material: &CaseMaterial, output: &Path, id: &str, left_out: usize, terminal: &Terminal) {
    let proven = material.prove();
    let there = material.attached.len();
    let missing = proven.attachments.len().saturating_sub(there);
    for (line, name, count) in [
        ("export-attachments", "there", there),
        ("export-attachments-missing", "count", missing),
        ("export-only-left-out", "count", left_out),
    ] {
        if count > 0 {
            terminal.say(text_with(line, &[(name, &count)]));
        }
    }
    if !proven.gaps.is_empty() {
        terminal.say(text_with("export-gaps", &[("count", &proven.gaps.len())]));
    }
    terminal.print(text_with("export-written", &[("path", &output.display())]));
    terminal.say(text("export-cannot-be-undone"));
    terminal.json(&json!({
        "case": id, "file": output, "messages": proven.messages.len(), "gaps": proven.gaps.len(),
        "consent": ConsentBasis::text_of(proven.consent), "time_stamps": material.times.len(),
        "attachments": there, "attachments_missing": missing, "left_out": left_out,
    }));
}

/// What the case file will be made of; the custody log as it is now. And how many messages were left out.
fn gather(home: &Home, state: &State, id: &str, only: Option<&Choice>) -> Result<(CaseMaterial, usize), Failure> {
    let mut messages = home.case_messages(id, state.case(id)?)?;
    let whole = material(home, state, id, &messages)?;
    let Some(only) = only else { return Ok((whole, 0)) };
    only.apply(&thread(home, state, id, state.case(id)?)?, &mut messages)?;
    let chosen = material(home, state, id, &messages)?;
    if chosen.consent() != whole.consent() {
        return Err(Failure::new(text("export-only-consent")));
    }
    let left_out = whole.prove().messages.len().saturating_sub(chosen.prove().messages.len());
    Ok((chosen, left_out))
}

fn material(home: &Home, state: &State, id: &str, messages: &[StoredMessage]) -> Result<CaseMaterial, Failure> {
    let case = state.case(id)?;
    let desk = state.desk().ok_or_else(|| HomeError::Damaged(home.dir().to_owned()))?;
    let ledger = Ledger::read(home, id, case)?;
    if messages.is_empty() {
        return Err(Failure::new(text("export-no-messages")));
    }
    let unproven = || Failure::new(text("export-no-proof")).hint(text("export-no-proof-hint"));
    let messages = with_proof(case, messages).ok_or_else(unproven)?;
    let mut material = CaseMaterial {
        cards: state.cards.iter().flat_map(card_evidence).collect(),
        messages,
        custody_key: ledger.key(),
        custody: ledger.log(desk_key(state)?)?,
        heads: ledger.proven_heads()?,
        attached: Attachments::new(),
        times: Vec::new(),
        desk,
    };
    material.fold();
    Ok(material)
}

/// The custody log and its heads, now that the export is among them. All else stays what was recorded.
fn retake_custody(home: &Home, id: &str, material: &mut CaseMaterial) -> Result<(), Failure> {
    let state = home.read()?;
    let ledger = Ledger::read(home, id, state.case(id)?)?;
    // Where this is the first export, its secret is made with its record.
    material.custody_key = ledger.key();
    material.custody = ledger.log(desk_key(&state)?)?;
    material.heads = ledger.proven_heads()?;
    Ok(())
}

fn desk_key(state: &State) -> Result<davylamp_protocol::clue::DeskKey, Failure> {
    state.desk_key().ok_or_else(no_card)
}

/// The proven envelopes, if nothing is missing among them: what the desk said must be proven at one relay, and may wait
/// for another.
fn with_proof(case: &Case, messages: &[StoredMessage]) -> Option<Vec<MessageEvidence>> {
    let said = case.sent.iter().all(|sent| sent.sealings.iter().any(|sealing| sealing.index.is_some()));
    let waits = |stored: &&StoredMessage| stored.direction == Direction::FromDesk && stored.proof.is_none();
    let proven = messages.iter().filter(|stored| !waits(stored));
    said.then(|| proven.map(message).collect()).flatten()
}

fn message(stored: &StoredMessage) -> Option<MessageEvidence> {
    Some(MessageEvidence {
        envelope: Envelope::from_bytes(&stored.envelope)?,
        file_key: ExposedFileKey::from_bytes(stored.file_key),
        proof: TlogProof::decode(stored.proof.as_ref()?.as_bytes()).ok()?,
    })
}

/// In each log that has it. A card that never came into a log vouches for nothing.
fn card_evidence(card: &OwnCard) -> impl Iterator<Item = CardEvidence> {
    let proofs = card.proofs.values().filter_map(|proof| TlogProof::decode(proof.as_bytes()).ok());
    proofs.map(|proof| CardEvidence { note: card.note.clone(), proof })
}

/// With consent as an export, without it only for a reason.
fn permitted(without_consent: bool, consent: Option<ConsentBasis>, id: &str) -> Result<(), Failure> {
    match (without_consent, consent) {
        (false, None) => Err(consent::refusal(id)),
        (true, Some(_)) => Err(Failure::usage(text("export-has-consent"))),
        (true, None) | (false, Some(_)) => Ok(()),
    }
}

/// Why, as it will stand in the case file; without consent it must say something.
fn stated_reason(without_consent: Option<&Path>, given: Option<&Path>) -> Result<String, Failure> {
    let reason = without_consent.or(given).map(reason).transpose()?.unwrap_or_default();
    if without_consent.is_some() && reason.is_empty() {
        return Err(Failure::usage(text("export-empty-reason")));
    }
    Ok(reason)
}

/// What is refused before anything is read, and so before an opening is recorded.
fn refuse_unread(state: &State, id: &str, without_consent: bool) -> Result<(), Failure> {
    let granted = state.case(id)?.granted_for(ConsentLevel::Counsel).is_some();
    if state.alerts.profiles.contains_key(id) {
        return Err(profile_refusal(id));
    }
    if granted || without_consent {
        return Ok(());
    }
    // To ask the reporter of another desk's copies for consent would lead nowhere.
    let copies = !state.case(id)?.mediation.copies.is_empty();
    Err(if copies { Failure::new(text("desk-mediation-export")) } else { consent::refusal(id) })
}

fn reason(path: &Path) -> Result<String, Failure> {
    let text = read_text(path, MAX_REASON as u64)?;
    // Tabs and carriage returns of some editor are no reason to refuse.
    Ok(text.trim().replace("\r\n", "\n").replace(|c: char| c.is_control() && c != '\n', " "))
}

fn purpose(path: &Path) -> Result<String, Failure> {
    let words = reason(path)?.replace('\n', " ");
    let fits = (1..=MAX_PURPOSE).contains(&words.len());
    if fits { Ok(words) } else { Err(Failure::usage(text("export-purpose-long"))) }
}

/// The last second of a day to come, UTC.
fn end_of_day(typed: &str) -> Result<u64, Failure> {
    let day = Date::parse(typed, format_description!("[year]-[month]-[day]")).ok();
    let end = day.and_then(|day| u64::try_from(day.midnight().assume_utc().unix_timestamp()).ok());
    let end = end.map(|midnight| midnight.saturating_add(DAY_SECONDS - 1)).filter(|end| *end > now());
    end.ok_or_else(|| Failure::usage(text_with("export-expires", &[("date", &typed)])))
}

fn actor(given: Option<&str>) -> Result<String, Failure> {
    // Never the name of the login: who works at a desk stands in a case file only when they say so.
    let actor = given.unwrap_or("desk").to_owned();
    let sound = (1..=MAX_ACTOR).contains(&actor.len()) && !actor.chars().any(char::is_control);
    if sound { Ok(actor) } else { Err(Failure::usage(text("export-actor"))) }
}

fn no_card() -> Failure {
    Failure::new(text("export-card")).hint(text("export-card-hint"))
}

fn broken(why: &dyn ToString) -> Failure {
    Failure::new(text_with("export-broken", &[("why", &why.to_string())])).hint(text("export-broken-hint"))
}
