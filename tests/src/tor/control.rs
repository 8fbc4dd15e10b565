//! Tor's control port, as its `control-spec` has it: a line in, lines out, and events in between.
//!
//! ```text
//! SETEVENTS CIRC                          650 CIRC 5 BUILT $…,$… PURPOSE=HS_CLIENT_REND …
//! GETINFO circuit-status                  250+circuit-status= ⏎ … ⏎ . ⏎ 250 OK
//! ```

use std::io::{BufRead as _, BufReader, ErrorKind, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// A connection to a `tor`'s control socket.
pub struct Control {
    stream: BufReader<UnixStream>,
    /// What of a line has come.
    begun: Vec<u8>,
}

impl Control {
    /// Connects. The socket lies in a directory of our own, and asks for nothing more.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn connect(socket: &Path) -> Result<Self> {
        let stream = UnixStream::connect(socket).with_context(|| format!("{}", socket.display()))?;
        let mut control = Self { stream: BufReader::new(stream), begun: Vec::new() };
        control.command("AUTHENTICATE")?;
        Ok(control)
    }

    /// Says one line; gives the answer without its codes. Events that come first are lost.
    ///
    /// # Errors
    /// What tor refuses.
    pub fn command(&mut self, line: &str) -> Result<String> {
        self.stream.get_mut().write_all(format!("{line}\r\n").as_bytes())?;
        let deadline = Instant::now() + ANSWER;
        loop {
            let (code, answer) = self.reply(deadline)?;
            match code.as_str() {
                "250" => return Ok(answer),
                "650" => {}
                _ => bail!("{line}: {code} {answer}"),
            }
        }
    }

    /// Has events of these kinds sent; [`Control::next_event`] gives them.
    ///
    /// # Errors
    /// What tor refuses.
    pub fn listen(&mut self, kinds: &str) -> Result<()> {
        self.command(&format!("SETEVENTS {kinds}")).map(drop)
    }

    /// The next event, without its code.
    ///
    /// # Errors
    /// When none comes before `deadline`.
    pub fn next_event(&mut self, deadline: Instant) -> Result<String> {
        let (code, event) = self.reply(deadline)?;
        ensure!(code == "650", "not an event: {code} {event}");
        Ok(event)
    }

    /// The events that have come, without waiting for more.
    ///
    /// # Errors
    /// When tor is gone.
    pub fn events_so_far(&mut self) -> Result<Vec<String>> {
        // Tor answers in order: what comes before the answer to this is what there was.
        self.stream.get_mut().write_all(b"GETINFO version\r\n")?;
        let (deadline, mut events) = (Instant::now() + ANSWER, Vec::new());
        loop {
            match self.reply(deadline)? {
                (code, event) if code == "650" => events.push(event),
                _ => return Ok(events),
            }
        }
    }

    /// Waits for an event of this kind that satisfies `wanted`.
    ///
    /// # Errors
    /// When none comes before `deadline`.
    pub fn wait_for_event(&mut self, kind: &str, deadline: Instant, wanted: impl Fn(&str) -> bool) -> Result<String> {
        self.listen(kind)?;
        loop {
            let event = self.next_event(deadline).with_context(|| format!("waiting for {kind}"))?;
            if wanted(&event) {
                return Ok(event);
            }
        }
    }

    /// `CODE-line`, `CODE+line` with data up to a dot, and `CODE line`, which is the last.
    fn reply(&mut self, deadline: Instant) -> Result<(String, String)> {
        let mut text = Vec::new();
        loop {
            let line = self.line(deadline)?;
            let (code, rest) = line.split_at_checked(3).with_context(|| format!("not a reply: {line:?}"))?;
            let (kind, rest) = rest.split_at_checked(1).with_context(|| format!("not a reply: {line:?}"))?;
            text.push(rest.to_owned());
            match kind {
                " " => return Ok((code.to_owned(), text.join("\n"))),
                "+" => self.data(deadline, &mut text)?,
                _ => {}
            }
        }
    }

    fn data(&mut self, deadline: Instant, text: &mut Vec<String>) -> Result<()> {
        loop {
            match self.line(deadline)?.as_str() {
                "." => return Ok(()),
                line => text.push(line.to_owned()),
            }
        }
    }

    fn line(&mut self, deadline: Instant) -> Result<String> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            self.stream.get_ref().set_read_timeout(Some(left))?;
            match self.stream.read_until(b'\n', &mut self.begun) {
                Ok(_) if self.begun.ends_with(b"\r\n") => {
                    let line = String::from_utf8(std::mem::take(&mut self.begun))?;
                    return Ok(line.trim_end().to_owned());
                }
                Ok(_) => bail!("tor ended"),
                Err(error) if error.kind() == ErrorKind::WouldBlock && Instant::now() < deadline => {}
                Err(error) => return Err(error).context("tor says nothing"),
            }
        }
    }
}

const ANSWER: Duration = Duration::from_secs(10);
