//! Somebody who is led through a report: the same person on a pseudo-terminal and in tmux, in any language.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::binaries::Binaries;
use crate::pty::{Pty, flat};
use crate::words::{Words, in_english};

/// Where a person sits.
pub trait Seat {
    /// Presses these keys.
    ///
    /// # Errors
    /// When nobody holds the terminal any more.
    fn press(&mut self, keys: &str) -> Result<()>;
    /// Pastes this text.
    ///
    /// # Errors
    /// As [`Seat::press`].
    fn paste(&mut self, text: &str) -> Result<()>;
    /// What stands in the window.
    ///
    /// # Errors
    /// When it cannot be seen.
    fn window(&mut self) -> Result<String>;
    /// Waits until `text` is seen; where lines break does not count.
    ///
    /// # Errors
    /// What is seen, when it does not come in time.
    fn wait_for(&mut self, text: &str) -> Result<()>;
    /// Waits until the line that holds `text` is written to its end.
    ///
    /// # Errors
    /// As [`Seat::wait_for`].
    fn wait_for_line(&mut self, text: &str) -> Result<()> {
        self.wait_for(text)
    }
    /// Waits until what is seen ends with this prompt: who answers earlier sees their answer in another place.
    ///
    /// # Errors
    /// As [`Seat::wait_for`].
    fn wait_for_prompt(&mut self, prompt: &str) -> Result<()>;
    /// The same for a prompt that also stands above: after `place` comes `between`, and then it.
    ///
    /// # Errors
    /// As [`Seat::wait_for`].
    fn wait_for_prompt_after(&mut self, place: &str, between: &str, prompt: &str) -> Result<()>;
}

impl Seat for Pty {
    fn press(&mut self, keys: &str) -> Result<()> {
        Self::press(self, keys)
    }

    fn paste(&mut self, text: &str) -> Result<()> {
        Self::paste(self, text)
    }

    fn window(&mut self) -> Result<String> {
        if self.is_second() { Ok(self.text()) } else { self.first_screen() }
    }

    fn wait_for(&mut self, text: &str) -> Result<()> {
        Self::wait_for(self, text)
    }

    fn wait_for_line(&mut self, text: &str) -> Result<()> {
        let wanted = flat(text);
        self.wait_until(|pty| flat(&pty.text()).contains(&wanted) && pty.is_at_start_of_line())
            .with_context(|| format!("no line {text:?}"))
    }

    fn wait_for_prompt(&mut self, prompt: &str) -> Result<()> {
        let wanted = flat(prompt);
        self.wait_until(|pty| flat(&pty.text()).ends_with(&wanted)).with_context(|| format!("no prompt {prompt:?}"))
    }

    fn wait_for_prompt_after(&mut self, place: &str, between: &str, prompt: &str) -> Result<()> {
        // A long list moves the place out of the window.
        self.wait_until(|pty| is_asked(&flat(&pty.seen_on_first()), place, between, prompt))
            .with_context(|| format!("no prompt {prompt:?} after {place:?}"))
    }
}

/// A program in a tmux server of its own, in a window so high that nothing scrolls off it.
pub struct Tmux {
    socket: String,
}

impl Tmux {
    /// Starts `davylamp`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn davylamp(socket: &str, args: &[&str], columns: usize) -> Result<Self> {
        let client = Binaries::get()?.client.display().to_string();
        let own = Self { socket: socket.to_owned() };
        let mut command = own.command(&["-f", "/dev/null", "new-session", "-d", "-y", "400", "-x"]);
        // The session ends once its program does; what it showed is wanted then.
        command.arg(columns.to_string()).args(["--", "sh", "-c", "\"$0\" \"$@\"; echo ended; sleep 600", &client]);
        let status = command.args(args).status()?;
        ensure!(status.success(), "tmux does not start");
        Ok(own)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("tmux");
        in_english(&mut command);
        command.env("TZ", "UTC").env("LANG", "C.UTF-8").args(["-u", "-L", &self.socket]).args(args);
        command
    }

    fn wait_until(&mut self, seen: impl Fn(&str) -> bool) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let window = self.window()?;
            if seen(&flat(&window)) {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!("time ran out\n{window}");
            }
            // tmux tells nobody when something changes.
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn run(&self, args: &[&str]) -> Result<String> {
        let output = self.command(args).output()?;
        ensure!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }
}

impl Seat for Tmux {
    fn press(&mut self, keys: &str) -> Result<()> {
        for (number, part) in keys.split('\r').enumerate() {
            if number > 0 {
                self.run(&["send-keys", "Enter"])?;
            }
            match part {
                "" => {}
                "\x04" => drop(self.run(&["send-keys", "C-d"])?),
                part => drop(self.run(&["send-keys", "-l", "--", part])?),
            }
        }
        Ok(())
    }

    fn paste(&mut self, text: &str) -> Result<()> {
        self.run(&["set-buffer", "--", text])?;
        self.run(&["paste-buffer", "-p"]).map(drop)
    }

    fn window(&mut self) -> Result<String> {
        let rows = self.run(&["capture-pane", "-p"])?;
        Ok(rows.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned())
    }

    fn wait_for(&mut self, text: &str) -> Result<()> {
        let wanted = flat(text);
        self.wait_until(|seen| seen.contains(&wanted)).with_context(|| format!("no {text:?}"))
    }

    fn wait_for_prompt(&mut self, prompt: &str) -> Result<()> {
        let wanted = flat(prompt);
        self.wait_until(|seen| seen.ends_with(&wanted)).with_context(|| format!("no prompt {prompt:?}"))
    }

    fn wait_for_prompt_after(&mut self, place: &str, between: &str, prompt: &str) -> Result<()> {
        self.wait_until(|seen| is_asked(seen, place, between, prompt))
            .with_context(|| format!("no prompt {prompt:?} after {place:?}"))
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.command(&["kill-server"]).stderr(Stdio::null()).status();
    }
}

/// Whether what is seen, as one line, ends with this prompt, and `between` came after the last `place`.
fn is_asked(seen: &str, place: &str, between: &str, prompt: &str) -> bool {
    let asked = seen.rsplit_once(&flat(place)).is_some_and(|(_, after)| after.contains(&flat(between)));
    asked && seen.ends_with(&flat(prompt))
}

/// What a person answers.
#[derive(Clone)]
pub struct Answers {
    /// The reporter's own words.
    pub story: String,
    /// To the second question and those after it, as typed; an empty one is passed by Enter.
    pub short: [&'static str; 7],
    /// To the questions about the list of names, if they are asked for.
    pub list: Option<[&'static str; 4]>,
}

/// A person who speaks one language, and whose decisions are counted: answers that are more than Enter.
pub struct Person {
    words: Words,
    /// Prompts that Enter alone did not pass.
    pub decisions: usize,
    /// All prompts.
    pub prompts: usize,
}

impl Person {
    /// Somebody who speaks this language.
    ///
    /// # Errors
    /// When it has no texts.
    pub fn who_speaks(language: &str) -> Result<Self> {
        Ok(Self { words: Words::of(language)?, decisions: 0, prompts: 0 })
    }

    /// Waits for the prompt called `id`, and answers it.
    ///
    /// # Errors
    /// When it does not come.
    pub fn answer(&mut self, seat: &mut impl Seat, id: &str, answer: &str) -> Result<()> {
        let question = self.words.ending(id)?.to_owned();
        self.answer_to(seat, &question, answer)
    }

    /// The same for a question as it stands there.
    ///
    /// # Errors
    /// When it does not come.
    pub fn answer_to(&mut self, seat: &mut impl Seat, question: &str, answer: &str) -> Result<()> {
        seat.wait_for_prompt(question)?;
        self.count(answer);
        seat.press(&format!("{answer}\r"))
    }

    /// Waits for the question of this number, and answers it.
    fn answer_number(&mut self, seat: &mut impl Seat, (number, all): (usize, usize), answer: &str) -> Result<()> {
        let place = self.words.with("guide-place", &[&number.to_string(), &all.to_string()])?;
        let why = self.words.beginning("guide-why")?.to_owned();
        // What has many choices is asked once more beneath them.
        let prompt = match number {
            2 => "guide-q-kinds",
            6 => "guide-q-perpetrators",
            7 => "guide-q-asked",
            _ => "guide-answer",
        };
        let prompt = self.words.ending(prompt)?.to_owned();
        seat.wait_for_prompt_after(&place, &why, &prompt)?;
        self.count(answer);
        seat.press(&format!("{answer}\r"))
    }

    fn count(&mut self, answer: &str) {
        self.prompts += 1;
        self.decisions += usize::from(!answer.is_empty());
    }

    /// From the advice to the question before the story.
    ///
    /// # Errors
    /// When something else is asked.
    pub fn begin(&mut self, seat: &mut impl Seat) -> Result<()> {
        self.answer(seat, "guide-before-question", "")?;
        let yes = self.words.first("yes-answers")?.to_owned();
        self.answer(seat, "report-desk-question", &yes)
    }

    /// Tells the story and answers the rest, up to the question whether to send.
    ///
    /// # Errors
    /// When something else is asked.
    pub fn tell(&mut self, seat: &mut impl Seat, answers: &Answers, plain: bool) -> Result<()> {
        let question = self.words.beginning("guide-q-story")?.to_owned();
        seat.wait_for(&question)?;
        self.count(&answers.story);
        if plain {
            let ends = self.words.beginning("text-ends-with-empty-line")?.to_owned();
            seat.wait_for_line(&ends)?;
            seat.press(&format!("{}\r\r", answers.story.replace('\n', "\r")))?;
        } else {
            let keys = self.words.beginning("editor-keys")?.to_owned();
            seat.wait_for(&keys)?;
            seat.paste(&answers.story)?;
            let room = self.words.with("editor-room", &[&answers.story.len().to_string(), "65536"])?;
            seat.wait_for(&room)?;
            seat.press("\x04")?;
            let finished = self.words.beginning("editor-finished")?.to_owned();
            seat.wait_for(&finished)?;
            seat.press("\r")?;
        }
        for (number, answer) in (2..).zip(answers.short) {
            self.answer_number(seat, (number, 8), answer)?;
        }
        if let Some(list) = answers.list {
            let yes = self.words.first("yes-answers")?.to_owned();
            self.answer(seat, "guide-list-question", &yes)?;
            for (number, answer) in (9..).zip(list) {
                self.answer_number(seat, (number, 12), answer)?;
            }
        } else if answers.short.first().is_some_and(|kinds| kinds.split([' ', ',']).any(|kind| kind == "2")) {
            self.answer(seat, "guide-list-question", "")?;
        }
        let send = self.words.ending("guide-send-question")?.to_owned();
        seat.wait_for_prompt(&send)
    }

    /// Sends, learns the eight words, types them, and waits for the last line. Gives the words.
    ///
    /// # Errors
    /// When something else is asked.
    pub fn send(&mut self, seat: &mut impl Seat, plain: bool) -> Result<String> {
        self.answer(seat, "guide-send-question", "")?;
        if plain {
            let yes = self.words.first("yes-answers")?.to_owned();
            self.answer(seat, "shown-plainly-question", &yes)?;
        }
        let [above, below] = ["passphrase-new", "passphrase-written-down"].map(|id| self.words.beginning(id));
        // In a small window only the end of what stands above is left.
        let mut tail: Vec<&str> = above?.split_whitespace().rev().take(3).collect();
        tail.reverse();
        let (above, below) = (tail.join(" "), flat(below?));
        seat.wait_for(&below)?;
        let shown = flat(&seat.window()?);
        let between = shown.rsplit_once(&above).and_then(|(_, after)| Some(after.split_once(&below)?.0.to_owned()));
        let words = between.context("the words stand between the two")?;
        ensure!(words.split_whitespace().count() == 8, "{words:?}");
        self.count("");
        seat.press("\r")?;
        self.answer(seat, "passphrase-back", words.trim())?;
        let close = self.words.beginning("guide-close")?.to_owned();
        seat.wait_for(&close)?;
        Ok(words.trim().to_owned())
    }
}

/// Puts `#` in place of what changes from run to run: the desk's six words, and the digits of dates, times and ports.
#[must_use]
pub fn masked(seen: &str, fingerprint: &str) -> String {
    let six: Vec<&str> = fingerprint.split_whitespace().collect();
    let mut masked = seen.to_owned();
    // The words may stand on several lines, at which only their length decides.
    while let Some((start, end)) = find_words(&masked, &six) {
        masked.replace_range(start..end, " ######");
    }
    let mask = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let shape: String = bare.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        let changes = shape == "0000-00-00" || shape == "00:00" || word.contains("127.0.0.1:");
        let after_host = word.find("127.0.0.1:").map_or(0, |at| at + "127.0.0.1:".len());
        let (before, after) = word.split_at(if changes { after_host } else { word.len() });
        format!("{before}{}", after.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect::<String>())
    };
    masked.split_inclusive([' ', '\n']).map(mask).collect()
}

/// Where these words stand one after the other, with the space before them.
fn find_words(text: &str, words: &[&str]) -> Option<(usize, usize)> {
    let first = words.first()?;
    for (at, _) in text.match_indices(first) {
        let mut end = at;
        let follows = words.iter().all(|word| {
            let rest = text.get(end..).unwrap_or_default();
            let gap = rest.len() - rest.trim_start().len();
            let fits = rest.trim_start().starts_with(word);
            end += if fits { gap + word.len() } else { 0 };
            fits
        });
        if follows {
            let start = text.get(..at).unwrap_or_default().trim_end().len();
            return Some((start, end));
        }
    }
    None
}

const PATIENCE: Duration = Duration::from_secs(120);
