//! Handing a case over to another desk: a case file like counsel's, sealed to that desk alone, through a relay.

use std::fs::File;
use std::io::{self, BufWriter, Seek as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use davylamp_protocol::attachment::Attachment;
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::evidence::{ConsentBasis, ExportRecord};
use davylamp_protocol::keys::Root;
use davylamp_protocol::message::{Handover, Message, Status, StatusUpdate, TEXT_MAX};
use rand::RngCore as _;
use rand::rngs::OsRng;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::record::{finish_waiting, record_handed_over};
use super::{Ask, Leaving, actor, broken, open_for_export, retake_custody, stated_reason};
use crate::attach::{Line, Offer, upload};
use crate::contact::read_poster;
use crate::desk::answer::{self, SendArgs};
use crate::desk::cases::CaseArg;
use crate::desk::home::Home;
use crate::desk::timestamp;
use crate::failure::Failure;
use crate::files::overwrite;
use crate::relay::NetworkArgs;
use crate::reporter::{Reached, ReleaseArgs, Sending, contacts_of, lines, reach, send};
use crate::terminal::{Terminal, printable, read_text};
use crate::text::{text, text_with};

/// `davylamp desk handover`.
#[derive(Args)]
pub(crate) struct HandoverArgs {
    #[command(flatten)]
    case: CaseArg,

    /// File with the contact of the desk that takes the case, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    to: PathBuf,

    /// Words for that desk, in a file
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,

    /// Without the reporter's consent, for the reason in this file; it stands in the case file for ever
    #[arg(long, value_name = "REASON-FILE")]
    without_consent: Option<PathBuf>,

    /// Why the case is handed on, in a file; it stands in the case file
    #[arg(long, value_name = "FILE", conflicts_with = "without_consent")]
    reason: Option<PathBuf>,

    /// Who hands it on, as the case file shall say for ever [default: desk]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    #[command(flatten)]
    release: ReleaseArgs,
}

pub(crate) async fn handover(
    home: &Home,
    args: HandoverArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = args.case.case.as_str();
    let poster = read_poster(Some(&args.to), terminal)?;
    if home.read()?.desk().as_ref() == Some(&poster.desk) {
        return Err(Failure::usage(text("desk-handover-self")));
    }
    let words = args.text.as_deref().map(|path| read_text(path, TEXT_MAX as u64)).transpose()?;
    let actor = actor(args.by.as_deref())?;
    let reason = stated_reason(args.without_consent.as_deref(), args.reason.as_deref())?;
    // Whether that desk can be reached is known before anything is opened, and recorded.
    let reached = reach(&poster, network, terminal).await?;
    reached.intake()?;
    introduce(&reached, terminal)?;
    let ask = Ask { only: None, with_attachments: true, without_consent: args.without_consent.is_some() };
    let leaving = open_for_export(home, id, ask, (&actor, &reason), network).await?;
    let case_file = hand_over(home, id, leaving, (&actor, &reason), &reached, network, terminal).await?;
    let message = Message::Handover(Handover::new(case_file, words.map(|words| words.to_string())));
    let keys = Root::from_random(random()).case(reached.card().desk_key());
    let sending = Sending { release: args.release, network, terminal };
    let sent = terminal.until_done(async || send(&reached, &keys, &message, sending).await).await?;
    let name = printable(&reached.card().name);
    terminal.print(text_with("desk-handover-done", &[("name", &name)]));
    tell_reporter(home, id, &reached, network, terminal).await?;
    terminal.json(&json!({
        "case": id, "handed_over": true, "to": reached.card().desk.to_string(), "sessions": sent.sessions,
    }));
    Ok(ExitCode::SUCCESS)
}

/// Says whom it goes to; a person may still stop.
fn introduce(reached: &Reached, terminal: &Terminal) -> Result<(), Failure> {
    let card = reached.card();
    let words = fingerprint(&card.desk).join(" ");
    let values: [(&str, &dyn ToString); 2] = [("name", &printable(&card.name)), ("words", &words)];
    terminal.say(text_with("desk-handover-to", &values));
    if terminal.is_interactive() && !terminal.confirm(&text("desk-handover-question"))? {
        return Err(Failure::new(text("report-stopped")));
    }
    Ok(())
}

/// Records it, posts the head, and has a relay of the other desk keep the case file; gives what its message says of it.
async fn hand_over(
    home: &Home,
    id: &str,
    mut leaving: Leaving<'_>,
    (actor, reason): (&str, &str),
    reached: &Reached,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<Attachment, Failure> {
    let consent = ConsentBasis::text_of(leaving.material.consent());
    let receiver = hex::encode(Sha256::digest(reached.card().desk.to_string()));
    let record = ExportRecord::new(leaving.material.contents(), consent, vec![receiver]);
    record_handed_over(home, id, leaving.attempt, (actor, reason, record))?;
    finish_waiting(home, id, network).await?;
    retake_custody(home, id, &mut leaving.material)?;
    leaving.material.times = timestamp::stamps_for(home, &leaving.material, network, terminal).await?;
    let unwritten = |error: io::Error| Failure::new(text_with("export-not-sealed", &[("why", &error)]));
    // It has no name, is read by nobody else, and is overwritten as soon as it is sealed.
    let mut file = tempfile::tempfile_in(home.dir()).map_err(unwritten)?;
    let written = write(&leaving, &file);
    let stored = match written {
        Ok(()) => store(&leaving, &mut file, reached, network, terminal).await,
        Err(failure) => Err(failure),
    };
    overwrite(&mut file).map_err(unwritten)?;
    stored
}

fn write(leaving: &Leaving<'_>, file: &File) -> Result<(), Failure> {
    let unwritten = |error: io::Error| Failure::new(text_with("export-not-sealed", &[("why", &error)]));
    let mut buffer = leaving.write_tar(BufWriter::new(file))?;
    buffer.flush().map_err(unwritten)
}

async fn store(
    leaving: &Leaving<'_>,
    file: &mut File,
    reached: &Reached,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<Attachment, Failure> {
    let name = format!("case-{}.tar", leaving.material.case_name());
    let read = file.rewind().and_then(|()| file.try_clone());
    let offer = read.and_then(|file| Offer::own(name, Handover::MEDIA_TYPE, file)).map_err(|error| broken(&error))?;
    let lines: Vec<Line> =
        lines(reached).map(|line| Line { address: line.url.clone(), origin: line.log.name().to_owned() }).collect();
    let named = upload(&Arc::new(vec![offer]), &lines, None, network, terminal).await?;
    named.into_iter().next().ok_or_else(|| Failure::new(text("attach-no-relay")))
}

/// The reporter hears who has the case now, and how to write there.
async fn tell_reporter(
    home: &Home,
    id: &str,
    reached: &Reached,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let contacts = contacts_of(reached.card()).join("\n");
    let values: [(&str, &dyn ToString); 2] = [("name", &printable(&reached.card().name)), ("contact", &contacts)];
    let told = text_with("desk-handover-told", &values);
    let status = Message::Status(StatusUpdate::new(Status::HandedOn, Some(told), None));
    answer::send(home, id, status, &SendArgs { later: false }, network, terminal).await.map(drop)
}

fn random() -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; 32]);
    OsRng.fill_bytes(bytes.as_mut_slice());
    bytes
}
