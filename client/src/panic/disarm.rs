//! `panic disarm`: the profile ends here, and, if the word is right, at the desks.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::book::Book;
use super::engine::{Engine, Goal, LOOK};
use super::profile::{Kind, Profile, Store};
use super::trigger::unsealed;
use super::word::typed_word;
use super::{Watch, exit};
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;
use crate::text::text;

#[derive(Args)]
pub(crate) struct DisarmArgs {
    /// File with your word, or - for standard input; asked for when missing
    #[arg(long, value_name = "FILE|-")]
    word_file: Option<PathBuf>,

    /// Wipe the profile without telling anybody: the desks go on as if it were armed
    #[arg(long)]
    offline: bool,
}

/// Tells every contact, with whatever word was typed, that the profile ends; then wipes it. The same for every word.
pub(super) async fn disarm(
    args: &DisarmArgs,
    store: Store,
    network: &NetworkArgs,
    watch: &Watch,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let mut book = Book::open(store.clone())?;
    // Its salt goes with the profile: what relays hold could then be renewed and deleted by nobody.
    if book.profile().check_in.is_some() && !args.offline {
        return Err(Failure::new(text("checkin-in-the-way")).hint(text("checkin-in-the-way-hint")));
    }
    let word = typed_word(args.word_file.as_deref(), terminal)?;
    if args.offline {
        book.note(Profile::fall_silent);
    } else {
        book.change(|profile| profile.call_off(&word, true)).map_err(unsealed)?;
        let engine = Engine::new(book, network, watch.pace, Goal::Posted(Kind::Cancel), terminal);
        let code = engine.end_after(watch.seconds).run().await?;
        if code != exit::DONE {
            terminal.say(text("panic-disarm-waits"));
            return Ok(ExitCode::from(code));
        }
    }
    // Another window that calls for help sees first that it is called off.
    tokio::time::sleep(2 * LOOK).await;
    store.destroy()?;
    terminal.print(text("panic-disarmed"));
    terminal.json(&serde_json::json!({ "disarmed": true }));
    Ok(ExitCode::SUCCESS)
}
