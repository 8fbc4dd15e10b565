//! Passing on what a company or an official answered: word for word, to this case's reporter and nobody else.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::message::{Message, RelayedAnswer, SPEAKER_MAX, Speaker, TEXT_MAX, ValueList as _};
use serde_json::json;
use time::Date;
use time::macros::format_description;

use super::answer::{SendArgs, named, send, words};
use super::cases::CaseArg;
use super::home::Home;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// `davylamp desk relay-answer`.
#[derive(Args)]
pub(crate) struct RelayArgs {
    #[command(flatten)]
    case: CaseArg,

    /// Whose words they are, from a file; asked for when not given
    #[arg(long, value_name = "FILE|-")]
    from: Option<PathBuf>,

    /// What they are: company, official or other
    #[arg(long, value_parser = named::<Speaker>)]
    role: Speaker,

    /// Their words, all of them, from a file; asked for when not given
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,

    /// What the desk says to it, from a file
    #[arg(long, value_name = "FILE|-")]
    comment: Option<PathBuf>,

    /// The day on which they answered, such as 2026-11-20
    #[arg(long, value_name = "DAY")]
    answered: Option<String>,

    #[command(flatten)]
    send: SendArgs,
}

pub(crate) async fn relay_answer(
    home: &Home,
    args: RelayArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let id = &args.case.case;
    home.read()?.case(id)?;
    let answered_at = args.answered.as_deref().map(day).transpose()?;
    let from = speaker(args.from.as_deref(), terminal)?;
    // Unedited: not even what stands around it is taken off.
    let said = match args.text.as_deref() {
        Some(path) => read_text(path, TEXT_MAX as u64)?.to_string(),
        None => words(None, &text("desk-ask-relayed"), terminal)?,
    };
    if said.trim().is_empty() {
        return Err(Failure::usage(text("desk-nothing-to-send")));
    }
    let mut answer = RelayedAnswer::new(from, args.role, said);
    answer.answered_at = answered_at;
    answer.comment = args.comment.as_deref().map(|path| words(Some(path), "", terminal)).transpose()?;
    let done = json!({ "case": id, "posted": !args.send.later, "from": answer.from, "role": answer.role.name() });
    send(home, id, Message::RelayedAnswer(answer), &args.send, network, terminal).await?;
    terminal.json(&done);
    Ok(ExitCode::SUCCESS)
}

fn speaker(path: Option<&Path>, terminal: &Terminal) -> Result<String, Failure> {
    let name = match path {
        Some(path) => read_text(path, 4 * SPEAKER_MAX as u64)?.to_string(),
        None => terminal.ask(&text("desk-ask-from"))?,
    };
    let name = name.trim();
    let sound = (1..=SPEAKER_MAX).contains(&name.len()) && !name.chars().any(char::is_control);
    if !sound {
        return Err(Failure::usage(text_with("desk-relayed-from-bad", &[("most", &SPEAKER_MAX)])));
    }
    Ok(name.to_owned())
}

/// Midnight, UTC.
fn day(typed: &str) -> Result<u64, Failure> {
    let parsed = Date::parse(typed, format_description!("[year]-[month]-[day]")).ok();
    let seconds = parsed.and_then(|date| u64::try_from(date.midnight().assume_utc().unix_timestamp()).ok());
    seconds.ok_or_else(|| Failure::usage(text_with("desk-day-bad", &[("day", &typed)])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_what_is_none_is_refused() {
        assert_eq!(day("2026-11-20").ok(), Some(1_795_132_800));
        for wrong in ["", "2026-11", "20.11.2026", "2026-13-01", "2026-02-30", "1969-12-31", "2026-11-20 "] {
            assert!(day(wrong).is_err(), "{wrong:?}");
        }
    }
}
