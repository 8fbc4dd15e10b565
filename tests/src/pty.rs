//! A pseudo-terminal: types what a person types, and sees what a person sees, in a window of any size.
//!
//! ```text
//! Pty ── keys ──▶ master │ slave: stdin, stdout, stderr and controlling terminal of the program
//!     ◀─ bytes ──        │
//!      └▶ vt100: first screen with its scroll-back, second screen, cursor
//! ```

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Termios, tcgetattr};

use crate::binaries::Binaries;
use crate::words::in_english;

/// A window's size, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How high.
    pub rows: u16,
    /// How wide.
    pub columns: u16,
}

/// The usual window.
pub const WIDE: Window = Window { rows: 24, columns: 80 };
/// A telephone's.
pub const NARROW: Window = Window { rows: 12, columns: 40 };

/// A program on a terminal; killed when dropped.
pub struct Pty {
    child: Child,
    master: Arc<pty_process::blocking::Pty>,
    bytes: Receiver<Vec<u8>>,
    seen: Vec<u8>,
    terminal: vt100::Parser,
    before: Termios,
}

/// How a program on a terminal ended.
#[derive(Debug)]
pub struct Ended {
    /// Exit code; `None` after a signal.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// The first screen, and what was scrolled off it.
    pub text: String,
}

impl Pty {
    /// Starts `command` in a window, on a terminal that can do what xterm can, unless the command's environment says otherwise.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(mut command: Command, window: Window) -> Result<Self> {
        let (master, slave) = pty_process::blocking::open()?;
        master.resize(pty_process::Size::new(window.rows, window.columns))?;
        let before = tcgetattr(&master)?;
        if !command.get_envs().any(|(name, _)| name == "TERM") {
            command.env("TERM", "xterm-256color");
        }
        if !command.get_envs().any(|(name, _)| name == "LANG") {
            in_english(&mut command);
        }
        let child = pty_process::blocking::Command::from(command).spawn(slave)?;
        let master = Arc::new(master);
        let (sender, bytes) = channel();
        let reader = Arc::clone(&master);
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            // A terminal that nobody holds any more gives an error.
            while let Ok(read @ 1..) = (&*reader).read(&mut piece) {
                if sender.send(piece.get(..read).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
        });
        let (rows, columns) = sides(window)?;
        Ok(Self { child, master, bytes, seen: Vec::new(), terminal: vt100::Parser::new(rows, columns, 10_000), before })
    }

    /// Starts `davylamp`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn davylamp(args: &[&str], window: Window) -> Result<Self> {
        let mut command = Command::new(&Binaries::get()?.client);
        command.args(args);
        Self::start(command, window)
    }

    /// Presses these keys.
    ///
    /// # Errors
    /// When nobody holds the terminal any more.
    pub fn press(&self, keys: &str) -> Result<()> {
        Ok((&*self.master).write_all(keys.as_bytes())?)
    }

    /// Pastes, as a terminal does that marks what was pasted.
    ///
    /// # Errors
    /// As [`Pty::press`].
    pub fn paste(&self, text: &str) -> Result<()> {
        self.press(&format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")))
    }

    /// Changes the window's size.
    ///
    /// # Errors
    /// When nobody holds the terminal any more.
    pub fn resize(&mut self, window: Window) -> Result<()> {
        let (rows, columns) = sides(window)?;
        self.terminal.set_size(rows, columns);
        Ok(self.master.resize(pty_process::Size::new(window.rows, window.columns))?)
    }

    /// Sends the program a signal.
    ///
    /// # Errors
    /// When it has ended.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).context("a process has an id")?;
        Ok(kill_process(id, signal)?)
    }

    /// Waits until the screen shows `text`. Where lines break does not count.
    ///
    /// # Errors
    /// What the screen shows, when it does not come in time or the program ends.
    pub fn wait_for(&mut self, text: &str) -> Result<()> {
        let wanted = flat(text);
        self.wait_until(|pty| flat(&pty.text()).contains(&wanted)).with_context(|| format!("no {text:?}"))
    }

    /// Waits until `seen` holds.
    ///
    /// # Errors
    /// As [`Pty::wait_for`].
    pub fn wait_until(&mut self, seen: impl Fn(&Self) -> bool) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !seen(self) {
            match self.bytes.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => bail!("time ran out\n{}", self.screen()),
                Err(RecvTimeoutError::Disconnected) => bail!("it ended\n{}", self.screen()),
            }
        }
        Ok(())
    }

    /// Waits for `question`, and answers it.
    ///
    /// # Errors
    /// As [`Pty::wait_for`].
    pub fn answer(&mut self, question: &str, answer: &str) -> Result<()> {
        self.wait_for(question)?;
        self.press(&format!("{answer}\r"))
    }

    /// The screen that is seen now, row by row, as its rows stand in the window: what a golden capture keeps.
    #[must_use]
    pub fn screen(&self) -> String {
        let (_, columns) = self.terminal.screen().size();
        let rows: Vec<_> = self.terminal.screen().rows(0, columns.get()).map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// The same as it was written: a line that the window broke is one.
    #[must_use]
    pub fn text(&self) -> String {
        self.terminal.screen().contents()
    }

    /// Whether the cursor stands at the start of a line.
    #[must_use]
    pub fn is_at_start_of_line(&self) -> bool {
        self.terminal.screen().cursor_position().1 == 0
    }

    /// Whether the second screen is seen.
    #[must_use]
    pub fn is_second(&self) -> bool {
        self.terminal.screen().alternate_screen()
    }

    /// The first screen, with what was scrolled off it; as one line for each that was written, however they broke.
    ///
    /// # Errors
    /// While the second one is seen.
    pub fn first_screen(&mut self) -> Result<String> {
        anyhow::ensure!(!self.is_second(), "the second screen is seen");
        let screen = self.terminal.screen_mut();
        let mut whole = String::new();
        for above in (0..=screen.scrollback_len()).rev() {
            screen.set_scrollback(above);
            let contents = if above == 0 { screen.contents() } else { screen.contents_between(0, 0, 1, 0) };
            whole.push_str(&contents);
        }
        Ok(whole)
    }

    /// Everything that was written, escapes too.
    #[must_use]
    pub fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    /// The same without what was written to the second screen.
    #[must_use]
    pub fn seen_on_first(&self) -> String {
        let seen = self.seen();
        let mut pieces = seen.split("\x1b[?1049h");
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |first, piece| first + piece.split_once("\x1b[?1049l").map_or("", |(_, after)| after))
    }

    /// Whether the terminal is as the program found it: its modes, the first screen, a cursor, no marked pastes.
    ///
    /// # Errors
    /// What differs.
    pub fn is_restored(&self) -> Result<()> {
        let now = tcgetattr(&*self.master)?;
        let of = |t: &Termios| {
            (t.input_modes, t.output_modes, t.control_modes, t.local_modes, format!("{:?}", t.special_codes))
        };
        anyhow::ensure!(of(&now) == of(&self.before), "modes: {now:?}, not {:?}", self.before);
        let screen = self.terminal.screen();
        anyhow::ensure!(!screen.alternate_screen(), "the second screen is left standing");
        anyhow::ensure!(!screen.hide_cursor() && !screen.bracketed_paste(), "no cursor, or marked pastes");
        Ok(())
    }

    /// Whether what is typed is shown.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn echoes(&self) -> Result<bool> {
        Ok(tcgetattr(&*self.master)?.local_modes.contains(rustix::termios::LocalModes::ECHO))
    }

    /// Waits for the end, and takes all that was written before it.
    ///
    /// # Errors
    /// What the screen shows, when it does not end in time.
    pub fn end(&mut self) -> Result<Ended> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.bytes.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => bail!("it does not end\n{}", self.screen()),
            }
        }
        let status = self.child.wait()?;
        let text = if self.is_second() { String::new() } else { self.first_screen()? };
        Ok(Ended { code: status.code(), signal: status.signal(), text })
    }

    fn take(&mut self, bytes: &[u8]) {
        self.seen.extend_from_slice(bytes);
        self.terminal.process(bytes);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One line, with single spaces.
#[must_use]
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sides(window: Window) -> Result<(NonZeroU16, NonZeroU16)> {
    let side = |length: u16| NonZeroU16::new(length).context("a window has a size");
    Ok((side(window.rows)?, side(window.columns)?))
}

const PATIENCE: Duration = Duration::from_secs(120);
