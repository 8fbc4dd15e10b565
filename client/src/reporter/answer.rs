//! `answer`: words, consent or refusal, or how it went, in a case that exists.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::message::{ConsentAnswer, Helped, Message, Outcome, TEXT_MAX, Text, ValueList as _};

use super::attached::{self, deliver};
use super::mediation;
use super::pack::Packing;
use super::passphrase::{case_keys, read_passphrase};
use super::reach::{Reached, one_standard_input, reach};
use super::release::ReleaseArgs;
use super::report::words;
use super::send::{Sending, Sent, send};
use super::talk::{ConsentId, converse, may_send};
use crate::attach::AttachArgs;
use crate::contact::read_poster;
use crate::duration;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct AnswerArgs {
    /// File with the desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input
    #[arg(long, value_name = "FILE|-")]
    pub(super) to: Option<PathBuf>,

    /// Bring a mediator into your case: file with its contact, or - for standard input. With --consent: the one that
    /// the desk proposed under that number
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["with", "refuse", "outcome", "pack"])]
    invite: Option<PathBuf>,

    /// Write to the mediator of your case too: file with its contact, or - for standard input
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["consent", "refuse", "pack"])]
    with: Option<PathBuf>,

    /// Remove the mediator that --with names from your case, for good
    #[arg(long, requires = "with", conflicts_with = "outcome")]
    remove_mediator: bool,

    /// File with the passphrase of the case, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    pub(super) passphrase_file: Option<PathBuf>,

    /// File with your words, or - for standard input; beside --consent or --refuse, what you add to it
    #[arg(long, value_name = "FILE|-")]
    pub(super) text: Option<PathBuf>,

    /// Allow what the desk asked for under this number (check shows it)
    #[arg(long, value_name = "ID", value_parser = ConsentId::parse, conflicts_with_all = ["refuse", "outcome"])]
    consent: Option<ConsentId>,

    /// Refuse what the desk asked for under this number
    #[arg(long, value_name = "ID", value_parser = ConsentId::parse, conflicts_with = "outcome")]
    refuse: Option<ConsentId>,

    /// File with how it went, or - for standard input
    #[arg(long, value_name = "FILE|-", requires = "helped", conflicts_with = "text")]
    outcome: Option<PathBuf>,

    /// Whether it helped
    #[arg(long, requires = "outcome", value_parser = helped())]
    helped: Option<Helped>,

    /// Seal it into this new file, for somebody else to post, and speak to no network; --to must name a card
    #[arg(long, value_name = "FILE")]
    pack: Option<PathBuf>,

    #[command(flatten)]
    attached: AttachArgs,

    #[command(flatten)]
    pub(super) release: ReleaseArgs,
}

pub(crate) async fn answer(args: AnswerArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let paths = [&args.to, &args.invite, &args.with, &args.passphrase_file, &args.text, &args.outcome];
    one_standard_input(&paths.map(|path| path.as_deref()))?;
    terminal.choose_language(false)?;
    let sending = Sending { release: args.release, network, terminal };
    if let Some(spool) = args.attached.begun() {
        let files = (args.to.as_deref(), args.passphrase_file.as_deref());
        return attached::resume(spool, files, &args.attached, sending).await;
    }
    args.refuse_files_beside_other_things()?;
    let offers = args.attached.look(terminal)?;
    if let Some(mediator) = &args.invite {
        return mediation::invite(&args, mediator, network, terminal).await;
    }
    if let Some(with) = &args.with {
        return mediation::answer_both(&args, with, || message(&args, terminal), network, terminal).await;
    }
    let poster = read_poster(args.to.as_deref(), terminal)?;
    let packing = args.pack.as_deref().map(|file| Packing::begin(file, &poster, terminal)).transpose()?;
    // What comes from a file is looked at first; what is typed comes last, when little can go wrong any more.
    let given = if args.is_typed() && offers.is_empty() { None } else { Some(message(&args, terminal)?) };
    let passphrase = read_passphrase(args.passphrase_file.as_deref(), terminal)?;
    let case = case_keys(passphrase, davylamp_protocol::clue::DeskKey(*poster.desk.key_bytes())).await?;
    if let Some(packing) = packing {
        let message = given.map_or_else(|| typed(&packing.card().name, true, terminal), Ok)?;
        return packing.finish(&case, &message, args.release);
    }
    let reached = reach(&poster, network, terminal).await?;
    let message = given.map_or_else(|| typed(&reached.card().name, false, terminal), Ok)?;
    if !offers.is_empty() && !matches!(message, Message::Text(_)) {
        return Err(Failure::usage(text("attach-words-only")));
    }
    let sent = deliver(&reached, &case, message, (&args.attached, offers), sending).await?;
    say_when(args.release, terminal);
    terminal.json(&serde_json::json!({
        "sent": true,
        "desk": reached.card().desk.to_string(),
        "sessions": sent.sessions,
        "failed": sent.failed,
        "warnings": reached.warnings,
    }));
    Ok(ExitCode::SUCCESS)
}

/// Sends it for as long as a person waits, and says when to look again.
pub(super) async fn send_answer(
    reached: &Reached,
    case: &CaseKeys,
    message: &Message,
    sending: Sending<'_>,
) -> Result<Sent, Failure> {
    let Sending { release, terminal, .. } = sending;
    let sent = terminal.until_done(async || send(reached, case, message, sending).await).await?;
    say_when(release, terminal);
    Ok(sent)
}

fn say_when(release: ReleaseArgs, terminal: &Terminal) {
    terminal.print(match release.window() {
        Some(window) => text_with("answer-deposited", &[("within", &duration::show(window.into()))]),
        None => text("answer-sent"),
    });
}

/// What a person says in a short conversation, and who will see it.
fn typed(desk: &str, packed: bool, terminal: &Terminal) -> Result<Message, Failure> {
    if !terminal.is_interactive() {
        return Err(Failure::usage(text("text-missing")).hint(text("text-missing-hint")));
    }
    match converse(terminal)? {
        Some(message) if may_send(desk, packed, terminal)? => sound(&message),
        _ => Err(Failure::new(text("report-stopped"))),
    }
}

/// What the desk would not read must not be sent.
pub(super) fn sound(message: &Message) -> Result<Message, Failure> {
    Message::decode(&message.encode()).map_err(|_| Failure::new(text("report-unsound")))
}

impl AnswerArgs {
    /// The proposal of a mediator that is accepted.
    pub(super) fn proposal(&self) -> Option<[u8; 4]> {
        self.consent.map(|id| id.0)
    }

    /// Whether the mediator is removed.
    pub(super) fn removes(&self) -> bool {
        self.remove_mediator
    }

    /// Files go with words alone, and to the desk alone.
    fn refuse_files_beside_other_things(&self) -> Result<(), Failure> {
        let others = [
            self.consent.is_some(),
            self.refuse.is_some(),
            self.outcome.is_some(),
            self.invite.is_some(),
            self.with.is_some(),
        ];
        let beside = !self.attached.is_empty() && others.contains(&true);
        if beside { Err(Failure::usage(text("attach-words-only"))) } else { Ok(()) }
    }

    fn is_typed(&self) -> bool {
        self.text.is_none() && self.consent.is_none() && self.refuse.is_none() && self.outcome.is_none()
    }
}

fn message(args: &AnswerArgs, terminal: &Terminal) -> Result<Message, Failure> {
    let message = if let Some(id) = args.consent {
        consent(id, true, args, terminal)?
    } else if let Some(id) = args.refuse {
        consent(id, false, args, terminal)?
    } else if let (Some(path), Some(helped)) = (&args.outcome, args.helped) {
        let words = words(Some(path), "answer-text-question", terminal)?;
        Message::Outcome(Outcome::new(helped, words.as_str()))
    } else {
        let words = words(args.text.as_deref(), "answer-text-question", terminal)?;
        Message::Text(Text::new(words.as_str()))
    };
    sound(&message)
}

/// Consent cannot be taken back once somebody has read: where a person sits, it is asked for twice.
fn consent(id: ConsentId, granted: bool, args: &AnswerArgs, terminal: &Terminal) -> Result<Message, Failure> {
    let named = hex::encode(id.0);
    if granted && terminal.is_interactive() && !terminal.confirm(&text_with("consent-question", &[("id", &named)]))? {
        return Err(Failure::new(text("report-stopped")));
    }
    let words = args.text.as_deref().map(|path| read_text(path, TEXT_MAX as u64)).transpose()?;
    let words = words.map(|words| words.to_string());
    Ok(Message::ConsentAnswer(ConsentAnswer::new(id.0, granted, words)))
}

fn helped() -> impl clap::builder::TypedValueParser<Value = Helped> {
    PossibleValuesParser::new(Helped::ALL.iter().map(|value| value.name()))
        .try_map(|name| Helped::from_name(&name).ok_or("not in the list"))
}
