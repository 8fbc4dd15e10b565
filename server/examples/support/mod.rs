//! A relay as a process of its own, and what the operating system says of it.

#![expect(dead_code, reason = "each example uses a part")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use davylamp_protocol::log::feed::{Frame, FrameDecoder};

/// A running relay; stopped when dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts the binary that was built beside this example; returns when it listens.
    pub(crate) fn start(dir: &Path, flags: &[&str]) -> anyhow::Result<Self> {
        let binary = std::env::current_exe()?.parent().and_then(Path::parent).map(|d| d.join("davylamp-relay"));
        let binary: PathBuf = binary.filter(|path| path.exists()).context("build --bin davylamp-relay first")?;
        let mut child = Command::new(binary)
            .arg("run")
            .arg(dir)
            .args(["--listen", "127.0.0.1:0"])
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let address = line.trim_end().strip_prefix("listening http://").context("the relay did not start")?.parse()?;
        Ok(Self { child, address })
    }

    /// User and system time of all its threads, from the scheduler's own count in nanoseconds.
    pub(crate) fn cpu(&self) -> anyhow::Result<Duration> {
        let mut total = 0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            // A thread may end between the listing and the reading.
            let text = std::fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            total += text.split(' ').next().and_then(|n| n.parse::<u64>().ok()).unwrap_or_default();
        }
        Ok(Duration::from_nanos(total))
    }

    /// Resident now and at most, in MiB.
    pub(crate) fn memory(&self) -> anyhow::Result<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|rest| rest.split_whitespace().next()).and_then(|n| n.parse::<u64>().ok());
            kib.map(|kib| kib / 1024).context("no such line in /proc")
        };
        Ok((field("VmRSS:")?, field("VmHWM:")?))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One kept-alive connection.
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::with_capacity(1 << 16, stream)))
    }

    /// The body of a 200 answer.
    pub(crate) fn get(&mut self, path: &str) -> anyhow::Result<Vec<u8>> {
        let head = self.ask(path)?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).context("no length")?;
        let mut body = vec![0; length.parse()?];
        self.0.read_exact(&mut body)?;
        Ok(body)
    }

    /// Reads the feed up to the first checkpoint; answers with the entries that came before it.
    pub(crate) fn feed(mut self, path: &str) -> anyhow::Result<usize> {
        self.ask(path)?;
        let (mut decoder, mut entries) = (FrameDecoder::default(), 0);
        loop {
            decoder.push(&self.chunk()?)?;
            while let Some(frame) = decoder.next_frame()? {
                match frame {
                    Frame::Entries { entries: more, .. } => entries += more.len(),
                    Frame::Slots { slots, .. } => entries += slots.len(),
                    Frame::Checkpoint(_) => return Ok(entries),
                    Frame::KeepAlive => {}
                }
            }
        }
    }

    fn ask(&mut self, path: &str) -> anyhow::Result<String> {
        write!(self.0.get_mut(), "GET {path} HTTP/1.1\r\nhost: relay\r\n\r\n")?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            anyhow::ensure!(self.0.read_line(&mut head)? > 0, "connection closed");
        }
        anyhow::ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        Ok(head)
    }

    fn chunk(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        let mut chunk = vec![0; usize::from_str_radix(line.trim_end(), 16)? + 2];
        self.0.read_exact(&mut chunk)?;
        chunk.truncate(chunk.len() - 2);
        Ok(chunk)
    }
}

/// The path of a bundle of entries in a log of `size`.
pub(crate) fn bundle(index: u64, size: u64) -> String {
    let width = u16::try_from((size - index * 256).min(256)).unwrap_or(256);
    format!("/{}", davylamp_protocol::log::tile::TilePath::Entries { index, width }.format())
}
