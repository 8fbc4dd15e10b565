//! `davylamp panic`: no prompt, no passphrase, nothing that waits before the first byte. Also `drill` and `resume`.

use std::process::{Command, ExitCode, Stdio};

use clap::Args;

use super::book::Book;
use super::engine::{Engine, Goal};
use super::pack::hand_over;
use super::profile::{Profile, ProfileError, Store};
use super::{Watch, exit};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct ResumeArgs {
    /// Leave the terminal behind
    #[arg(long, hide = true)]
    detached: bool,
}

/// Raises an alert, or says again that the one under way goes on; then stays with it.
pub(super) async fn trigger(
    store: Store,
    network: &NetworkArgs,
    watch: &Watch,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let (mut book, again) = raise(store)?;
    if let Some(file) = &watch.pack {
        if again {
            book.change(Profile::say_still).map_err(unsealed)?;
        }
        return hand_over(book, file, terminal);
    }
    let engine = Engine::new(book, network, watch.pace, Goal::Person, terminal).end_after(watch.seconds);
    let engine = if again { engine.say_still_now() } else { engine };
    engine.run().await.map(ExitCode::from)
}

/// The same in the background: this process ends once the alert is in the outbox.
pub(super) fn detached(
    store: Store,
    network: &NetworkArgs,
    watch: &Watch,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let place = store.place().args();
    let (book, _) = raise(store)?;
    // What is in memory only would be lost with this process.
    if let Some(trouble) = book.trouble() {
        return Err(Failure::new(text_with("panic-detach-not-kept", &[("why", &trouble.in_words())])));
    }
    let program = std::env::current_exe().map_err(undetached)?;
    let mut command = Command::new(program);
    command.args(["panic", "resume", "--detached"]).args(place).args(watch.args()).args(network.args());
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    spawned.map_err(|error| undetached(error).hint(text("panic-detach-failed-hint")))?;
    terminal.print(text("panic-detached"));
    terminal.json(&serde_json::json!({ "event": "detached", "exit": exit::QUEUED }));
    Ok(ExitCode::from(exit::QUEUED))
}

fn undetached(error: std::io::Error) -> Failure {
    Failure::new(text_with("talk-not-detached", &[("why", &error)]))
}

/// A drill: the same path, and the same bytes to everybody but the desk.
pub(super) async fn drill(
    store: Store,
    network: &NetworkArgs,
    watch: &Watch,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let mut book = Book::open(store)?;
    if book.profile().alert.as_ref().is_some_and(|alert| !alert.drill) && book.profile().calls_on() {
        return Err(Failure::new(text("panic-drill-in-alert")));
    }
    book.change(|profile| {
        profile.tidy(now());
        profile.raise_drill(now())
    })
    .map_err(unsealed)?;
    // A drill is not urgent: one that is not kept could never be shown as acknowledged.
    if let Some(trouble) = book.trouble() {
        return Err(Failure::new(trouble.in_words()));
    }
    if let Some(file) = &watch.pack {
        return hand_over(book, file, terminal);
    }
    let engine = Engine::new(book, network, watch.pace, Goal::Everybody, terminal).end_after(watch.seconds);
    engine.run().await.map(ExitCode::from)
}

/// Goes on with whatever is under way. A device that is not armed has nothing to go on with.
pub(super) async fn resume(
    args: &ResumeArgs,
    store: Store,
    network: &NetworkArgs,
    watch: &Watch,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    if args.detached {
        // In the group of its starter it would end with the terminal. Already apart is as good.
        let _ = rustix::process::setsid();
    }
    let book = match Book::open(store) {
        Err(ProfileError::Absent) => return Ok(ExitCode::SUCCESS),
        book => book?,
    };
    if let Some(file) = &watch.pack {
        return hand_over(book, file, terminal);
    }
    let profile = book.profile();
    if profile.outbox.is_empty() && !profile.calls_on() {
        return Ok(ExitCode::SUCCESS);
    }
    let engine = Engine::new(book, network, watch.pace, Goal::Nothing, terminal).end_after(watch.seconds);
    // How long ago it was said is not known after a reboot.
    engine.say_still_now().run().await.map(ExitCode::from)
}

/// Puts an alert into the outbox; gives whether one was under way already.
fn raise(store: Store) -> Result<(Book, bool), Failure> {
    let mut book = Book::open(store)?;
    let again = book.change(|profile: &mut Profile| profile.press(now())).map_err(unsealed)?;
    if !again && book.trouble().is_some() {
        book.change(|profile| profile.raise_afresh(now())).map_err(unsealed)?;
    }
    Ok((book, again))
}

pub(super) fn unsealed(error: davylamp_protocol::envelope::SealError) -> Failure {
    Failure::new(text_with("panic-unsealed", &[("why", &error)])).hint(text("panic-damaged-hint"))
}

impl Watch {
    fn args(&self) -> Vec<String> {
        let mut args = vec!["--repeat".to_owned(), self.pace.repeat.as_secs().to_string()];
        for (name, time) in [("--retry-min-ms", self.pace.retry_min), ("--retry-max-ms", self.pace.retry_max)] {
            args.extend([name.to_owned(), time.as_millis().to_string()]);
        }
        if let Some(seconds) = self.seconds {
            args.extend(["--for".to_owned(), seconds.to_string()]);
        }
        args
    }
}

impl NetworkArgs {
    /// The same, for another process of this program.
    fn args(&self) -> Vec<String> {
        let socks = self.socks.iter().flat_map(|socks| ["--socks".to_owned(), socks.clone()]);
        socks.chain(self.direct.then(|| "--direct".to_owned())).collect()
    }
}
