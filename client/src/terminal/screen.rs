//! The terminal's modes and its second screen. What is changed there is put right however this process ends: at the end
//! of a question, by an error, a panic or a signal; and while it is suspended.
//!
//! The second screen (xterm's *alternate screen*) has no scroll-back: what stood on it is gone when it is left.

use std::io::{self, Write as _};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use rustix::process::{Signal, getpgrp, getpid, kill_process};
use rustix::termios::{Action, LocalModes, OptionalActions, Termios, tcflow, tcgetattr, tcgetpgrp, tcsetattr};
use zeroize::Zeroizing;

use crate::signals;

/// Until it is dropped, the terminal is held.
#[must_use = "the terminal is put right when it is dropped"]
pub(super) struct Screen(());

/// How keys are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// By lines, and not shown; only the end of the line is.
    Hidden,
    /// By lines, and nothing of them is shown.
    Silent,
    /// One by one.
    Raw,
}

struct Held {
    keys: Keys,
    second: bool,
    /// What stands there, to be shown again after a suspension.
    shown: Zeroizing<String>,
    /// The modes to go back to; `None` while they are in force.
    before: Option<Termios>,
}

static HELD: Mutex<Option<Held>> = Mutex::new(None);

impl Screen {
    /// Asks on the screen at hand; what is typed is not shown.
    pub(super) fn hidden(question: &str) -> io::Result<Self> {
        Self::hold(Keys::Hidden, false, question)
    }

    /// Shows `text` on the second screen; nothing that is typed is shown.
    pub(super) fn second(text: &str) -> io::Result<Self> {
        Self::hold(Keys::Silent, true, text)
    }

    /// The second screen for somebody who draws it and reads each key.
    pub(super) fn raw() -> io::Result<Self> {
        Self::hold(Keys::Raw, true, "")
    }

    /// Draws, unless the terminal is somebody else's for the moment.
    pub(super) fn draw(&self, draw: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        // Nobody leaves the second screen while it is being drawn: the rest would stand on the first.
        let held = lock();
        if held.as_ref().is_some_and(|held| held.before.is_some()) { draw() } else { Ok(()) }
    }

    fn hold(keys: Keys, second: bool, shown: &str) -> io::Result<Self> {
        signals::guard_terminal()?;
        restore_on_panic();
        let mut held = Held { keys, second, shown: Zeroizing::new(shown.to_owned()), before: None };
        held.begin()?;
        *lock() = Some(held);
        Ok(Self(()))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Puts the terminal right; gives whether it was held.
pub(crate) fn restore() -> bool {
    let held = lock().take();
    held.map(|mut held| held.end()).is_some()
}

/// The same for as long as this process is suspended.
pub(crate) fn suspend() {
    lock().as_mut().into_iter().for_each(Held::end);
}

/// After [`suspend`], or a suspension that nobody announced, once the terminal is ours again.
pub(crate) fn resume() {
    let mut held = lock();
    let Some(held) = held.as_mut() else { return };
    if !is_foreground() {
        return;
    }
    held.end();
    // A terminal that is gone ends whoever reads from it.
    let _ = held.begin();
    if held.keys == Keys::Raw {
        // Whoever draws it does so again when the size may have changed.
        let _ = kill_process(getpid(), Signal::WINCH);
    }
}

impl Held {
    fn begin(&mut self) -> io::Result<()> {
        let before = tcgetattr(io::stdin())?;
        tcsetattr(io::stdin(), OptionalActions::Now, &self.keys.modes(&before))?;
        self.before = Some(before);
        // A closed standard error shows nothing, and asks all the same.
        let _ = write!(io::stderr(), "{}{}", if self.second { ENTER } else { "" }, *self.shown);
        let _ = write!(io::stderr(), "{}", if self.keys == Keys::Raw { PASTES } else { "" });
        Ok(())
    }

    fn end(&mut self) {
        let Some(before) = self.before.take() else { return };
        // A screen that was halted (Ctrl-S) would hold us up.
        let _ = tcflow(io::stdin(), Action::OOn);
        let _ = write!(io::stderr(), "{}", if self.keys == Keys::Raw { NO_PASTES } else { "" });
        let _ = write!(io::stderr(), "{}", if self.second { LEAVE } else { "" });
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
    }
}

impl Keys {
    fn modes(self, before: &Termios) -> Termios {
        let mut modes = before.clone();
        match self {
            Self::Raw => modes.make_raw(),
            Self::Hidden | Self::Silent => {
                modes.local_modes.remove(LocalModes::ECHO);
                modes.local_modes.insert(LocalModes::ICANON | LocalModes::ISIG);
                modes.local_modes.set(LocalModes::ECHONL, self == Self::Hidden);
            }
        }
        modes
    }
}

/// In the background, to touch the terminal would suspend this process.
fn is_foreground() -> bool {
    tcgetpgrp(io::stdin()).is_ok_and(|group| group == getpgrp())
}

fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // Whoever panics while drawing has it locked; then it is put right a moment later, when `Screen` is dropped.
            if let Ok(mut held) = HELD.try_lock() {
                held.take().iter_mut().for_each(Held::end);
            }
            before(panic);
        }));
    });
}

fn lock() -> MutexGuard<'static, Option<Held>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

// Erased from the cursor on: terminals that keep what a whole erased screen held in their scroll-back do not keep this.
const ENTER: &str = "\x1b[?1049h\x1b[H\x1b[J";
const LEAVE: &str = "\x1b[H\x1b[J\x1b[?25h\x1b[?1049l";
const PASTES: &str = "\x1b[?2004h";
const NO_PASTES: &str = "\x1b[?2004l";

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn panics_while_it_holds_the_terminal() {
        // Only as the program of the next test, which gives it a terminal of its own.
        if std::env::var_os(ON_A_TERMINAL).is_none() {
            return;
        }
        let _screen = Screen::second("eight words").unwrap();
        panic!("on purpose");
    }

    #[test]
    fn a_panic_puts_the_terminal_right_before_it_says_anything() {
        let (mut master, slave) = pty_process::blocking::open().unwrap();
        let before = tcgetattr(&master).unwrap();
        let child = pty_process::blocking::Command::new(std::env::current_exe().unwrap());
        let name = "terminal::screen::tests::panics_while_it_holds_the_terminal";
        let child = child.args(["--exact", name, "--nocapture"]).env(ON_A_TERMINAL, "1");
        let mut child = child.spawn(slave).unwrap();
        let mut seen = Vec::new();
        // It ends with an error once nobody holds the other side.
        let _ = master.read_to_end(&mut seen);
        assert_eq!(child.wait().unwrap().code(), Some(101));
        let seen = String::from_utf8_lossy(&seen).into_owned();
        let place = |part: &str| seen.find(part).unwrap_or_else(|| panic!("{part:?} is not in {seen:?}"));
        assert!(place("1049h") < place("eight words") && place("eight words") < place("1049l"), "{seen:?}");
        assert!(place("1049l") < place("on purpose"), "{seen:?}");
        let after = tcgetattr(&master).unwrap();
        assert_eq!(format!("{after:?}"), format!("{before:?}"));
    }

    const ON_A_TERMINAL: &str = "DAVYLAMP_TEST_ON_A_TERMINAL";
}
