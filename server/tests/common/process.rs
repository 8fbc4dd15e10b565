//! The real relay as a process, to be killed.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// `davylamp-relay run`, fast, on a port of its own.
pub(crate) struct Relay {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Relay {
    pub(crate) fn start(dir: &Path) -> Self {
        Self::talking(dir, "off", Stdio::null())
    }

    /// Its talk, from `level` up, goes to `talk`.
    pub(crate) fn talking(dir: &Path, level: &str, talk: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_davylamp-relay"))
            .arg("run")
            .arg(dir)
            .args(["--listen", "127.0.0.1:0", "--tick-ms", "20", "--count", "64", "--deposit-grain-seconds", "1"])
            .stdout(Stdio::piped())
            .env("DAVYLAMP_RELAY_LOG", level)
            .stderr(talk)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening http://").unwrap().parse().unwrap();
        Self { child, address }
    }

    /// As `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What is answered to a request with content, head and all: cut short if the relay was killed.
pub(crate) fn ask(address: SocketAddr, method: &str, path: &str, content: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\ncontent-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
        content.len()
    );
    stream.write_all(&[head.as_bytes(), content].concat())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}
