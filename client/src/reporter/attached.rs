//! A message with files: the files first, the message that names them last.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use davylamp_protocol::attachment::Attachment;
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::message::Message;

use super::answer::sound;
use super::passphrase::{case_keys, read_passphrase};
use super::reach::{Reached, reach};
use super::send::{Sending, Sent, lines, send};
use crate::attach::{AttachArgs, Line, Offer, Spool, SpoolError, bar, fill, upload, upload_spool};
use crate::contact::read_poster;
use crate::failure::Failure;
use crate::text::{text, text_with};

/// Sends `message` with the offers, if there are any: by way of a spool where one was asked for.
///
/// # Errors
///
/// A [`Failure`]; with a spool it says how to go on.
pub(super) async fn deliver(
    reached: &Reached,
    case: &CaseKeys,
    message: Message,
    (args, offers): (&AttachArgs, Vec<Offer>),
    sending: Sending<'_>,
) -> Result<Sent, Failure> {
    let Sending { network, terminal, .. } = sending;
    if offers.is_empty() {
        return terminal.until_done(async || send(reached, case, &message, sending).await).await;
    }
    let lines = relays(reached);
    if let Some(path) = args.spool() {
        let origin = lines.first().map(|line| line.origin.clone()).unwrap_or_default();
        let spool = spooled(path, case, (offers, origin), message, sending).await?;
        return send_spool(reached, case, spool, (path, args), sending).await;
    }
    let named = upload(&Arc::new(offers), &lines, args.rate(), network, terminal).await?;
    terminal.say(text("attach-stored"));
    let message = sound(&with(message, named))?;
    terminal.until_done(async || send(reached, case, &message, sending).await).await
}

/// Goes on with a spool that was left, for `report` and `answer` alike.
///
/// # Errors
///
/// A [`Failure`] for a file that is no spool of these words, and as [`deliver`].
pub(super) async fn resume(
    spool: &Path,
    (to, passphrase): (Option<&Path>, Option<&Path>),
    args: &AttachArgs,
    sending: Sending<'_>,
) -> Result<ExitCode, Failure> {
    let Sending { network, terminal, release } = sending;
    if !args.is_empty() {
        let failure = Failure::usage(text_with("attach-resume-there", &[("path", &spool.display())]));
        return Err(failure.hint(text("attach-resume-there-hint")));
    }
    let poster = read_poster(to, terminal)?;
    let passphrase = read_passphrase(passphrase, terminal)?;
    let case = case_keys(passphrase, davylamp_protocol::clue::DeskKey(*poster.desk.key_bytes())).await?;
    let opened = Spool::open(spool, &case.case_secret).map_err(|error| unopened(spool, &error))?;
    if opened.is_sent().unwrap_or(false) {
        remove(opened, spool)?;
        terminal.print(text("attach-was-sent"));
        terminal.json(&serde_json::json!({ "sent": true, "already": true }));
        return Ok(ExitCode::SUCCESS);
    }
    let reached = reach(&poster, network, terminal).await?;
    let sent = send_spool(&reached, &case, opened, (spool, args), sending).await?;
    super::report::tell_what_next(&reached, &sent, release, terminal);
    terminal.json(&super::report::as_json(&reached, &sent));
    Ok(ExitCode::SUCCESS)
}

async fn spooled(
    path: &Path,
    case: &CaseKeys,
    (offers, origin): (Vec<Offer>, String),
    message: Message,
    sending: Sending<'_>,
) -> Result<Spool, Failure> {
    let bar = bar(offers.iter().map(Offer::chunks).sum(), sending.terminal).with_message(text("attach-sealing"));
    let (place, secret, shown) = (path.to_owned(), case.case_secret.clone(), bar.clone());
    let filling = tokio::task::spawn_blocking(move || {
        fill(&place, &secret, (&offers, &origin), &shown, |named| with(message, named))
    });
    let failed = |why: &dyn ToString| {
        let values: [(&str, &dyn ToString); 2] = [("path", &path.display()), ("why", why)];
        Failure::new(text_with("attach-spool-failed", &values))
    };
    let spool = filling.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    bar.finish_and_clear();
    sound(spool.message())?;
    sending.terminal.say(text_with("attach-spooled", &[("path", &path.display())]));
    Ok(spool)
}

async fn send_spool(
    reached: &Reached,
    case: &CaseKeys,
    spool: Spool,
    (path, args): (&Path, &AttachArgs),
    sending: Sending<'_>,
) -> Result<Sent, Failure> {
    let Sending { network, terminal, .. } = sending;
    let spool = Arc::new(spool);
    let origin = spool.message().attachments().first().map(|attachment| attachment.origin.as_str());
    let line = relays(reached).into_iter().find(|line| Some(line.origin.as_str()) == origin);
    let line = line.ok_or_else(|| Failure::new(text("attach-other-relay")).hint(text("attach-other-relay-hint")))?;
    let again = |failure: Failure| failure.hint(text_with("attach-resume-hint", &[("path", &path.display())]));
    let attempt = async || {
        upload_spool(&spool, &line.address, args.rate(), network, terminal).await?;
        send(reached, case, spool.message(), sending).await
    };
    let sent = terminal.until_done(attempt).await.map_err(again)?;
    let marked = spool.set_sent();
    let removed = marked.map_err(|why| kept(path, &why)).and_then(|()| match Arc::into_inner(spool) {
        Some(spool) => remove(spool, path),
        None => Ok(()),
    });
    if let Err(failure) = removed {
        // It is sent all the same.
        terminal.say(text_with("warning", &[("what", &failure)]));
    }
    Ok(sent)
}

fn remove(spool: Spool, path: &Path) -> Result<(), Failure> {
    spool.remove().map_err(|why| kept(path, &why))
}

fn kept(path: &Path, why: &std::io::Error) -> Failure {
    let values: [(&str, &dyn ToString); 2] = [("path", &path.display()), ("why", why)];
    Failure::new(text_with("attach-spool-kept", &values))
}

fn unopened(path: &Path, error: &SpoolError) -> Failure {
    let shown: [(&str, &dyn ToString); 1] = [("path", &path.display())];
    match error {
        SpoolError::Strange => {
            Failure::new(text_with("attach-spool-strange", &shown)).hint(text("attach-spool-strange-hint"))
        }
        SpoolError::Unfinished => {
            Failure::new(text_with("attach-spool-unfinished", &shown)).hint(text("attach-spool-unfinished-hint"))
        }
        SpoolError::Io(why) => Failure::new(format!("{}: {why}", path.display())),
    }
}

/// The relays of the card, the one that was reached first and under the name by which it was reached.
fn relays(reached: &Reached) -> Vec<Line> {
    let address =
        |url: &str, is_first: bool| if is_first { reached.relay.address().to_owned() } else { url.to_owned() };
    let line = |(at, line): (usize, &davylamp_protocol::card::CardRelay)| Line {
        address: address(&line.url, at == 0),
        origin: line.log.name().to_owned(),
    };
    lines(reached).enumerate().map(line).collect()
}

/// The message, naming the files.
fn with(mut message: Message, named: Vec<Attachment>) -> Message {
    if let Message::Report(report) = &mut message {
        report.attachments = named;
    } else if let Message::Text(words) = &mut message {
        words.attachments = named;
    }
    message
}
