//! An authority for time stamps: OpenSSL behind a loopback server that answers as it is told.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail, ensure};

/// How it answers.
#[derive(Clone)]
pub(crate) enum Answers {
    /// As `openssl ts -reply` does.
    Honestly,
    /// To a question with the same imprint, and another nonce.
    SomebodyElse,
    /// With these bytes.
    With(Vec<u8>),
    /// With an error.
    Status(u16),
    /// A gigabyte, if anybody takes it.
    Endlessly,
}

/// A root, a certificate under it, and a server.
pub(crate) struct Authority {
    folder: PathBuf,
    /// Where it listens, as a desk is told.
    pub(crate) url: String,
    answers: Arc<Mutex<Answers>>,
    /// Bytes of the last answer that somebody took.
    pub(crate) taken: Arc<AtomicUsize>,
}

impl Authority {
    /// An authority with keys of this kind (`rsa` or `ec`), whose certificate is valid from and until these dates.
    pub(crate) fn found(folder: PathBuf, key: &str, dates: [&str; 2]) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        certify(&folder, key, dates)?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}/tsr", listener.local_addr()?);
        let (answers, taken) = (Arc::new(Mutex::new(Answers::Honestly)), Arc::new(AtomicUsize::new(0)));
        let own = (folder.clone(), Arc::clone(&answers), Arc::clone(&taken));
        // It ends with the test.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let told = own.1.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if let Err(error) = serve(stream, &own.0, &told, &own.2) {
                    eprintln!("authority: {error:#}");
                }
            }
        });
        Ok(Self { folder, url, answers, taken })
    }

    pub(crate) fn answers(&self, answers: Answers) {
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner) = answers;
    }

    /// Its root certificate.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.join("root.pem")
    }
}

/// Runs `openssl` in a folder.
pub(crate) fn openssl(folder: &Path, args: &[&str]) -> Result<String> {
    let output = Command::new("openssl").args(args).current_dir(folder).stdin(Stdio::null()).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "openssl {args:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    Ok(said)
}

fn certify(folder: &Path, key: &str, [from, until]: [&str; 2]) -> Result<()> {
    let new: &[&str] = match key {
        "rsa" => &["-newkey", "rsa:2048"],
        _ => &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    };
    let root = ["req", "-x509", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "3650", "-subj"];
    openssl(folder, &[&root[..], &["/CN=Root", "-addext", "basicConstraints=critical,CA:TRUE"], new].concat())?;
    let request = ["req", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Authority of time"];
    openssl(folder, &[&request[..], new].concat())?;
    for (name, text) in
        [("extensions", EXTENSIONS), ("ca.cnf", CA), ("tsa.cnf", TSA), ("serial", "07\n"), ("index", "")]
    {
        fs::write(folder.join(name), text)?;
    }
    let sign = ["ca", "-batch", "-config", "ca.cnf", "-in", "tsa.csr", "-out", "tsa.pem", "-notext"];
    openssl(folder, &[&sign[..], &["-extfile", "extensions", "-startdate", from, "-enddate", until]].concat())?;
    Ok(())
}

fn serve(mut stream: TcpStream, folder: &Path, told: &Answers, taken: &AtomicUsize) -> Result<()> {
    let (head, query) = request(&mut stream)?;
    let is_query = head.starts_with("POST /tsr HTTP/1.1") && head.contains("content-type: application/timestamp-query");
    let answer = match told {
        _ if !is_query => return Ok(write!(stream, "HTTP/1.1 415 No\r\ncontent-length: 0\r\n\r\n")?),
        Answers::Status(status) => {
            return Ok(write!(stream, "HTTP/1.1 {status} No\r\ncontent-length: 0\r\n\r\n")?);
        }
        Answers::Endlessly => return endless(&mut stream, taken),
        Answers::With(bytes) => bytes.clone(),
        Answers::Honestly => {
            fs::write(folder.join("query"), &query)?;
            reply(folder)?
        }
        Answers::SomebodyElse => {
            let imprint = query.get(24..56).context("a query holds an imprint")?;
            let args = ["ts", "-query", "-digest", &hex::encode(imprint), "-sha256", "-cert", "-out", "query"];
            openssl(folder, &args)?;
            reply(folder)?
        }
    };
    let length = answer.len();
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: application/timestamp-reply\r\ncontent-length: {length}\r\n\r\n")?;
    Ok(stream.write_all(&answer)?)
}

fn reply(folder: &Path) -> Result<Vec<u8>> {
    openssl(folder, &["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "reply"])?;
    Ok(fs::read(folder.join("reply"))?)
}

fn endless(stream: &mut TcpStream, taken: &AtomicUsize) -> Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")?;
    let block = [&b"10000\r\n"[..], &[0; 65_536], b"\r\n"].concat();
    for count in 1..=16_384 {
        if stream.write_all(&block).is_err() {
            return Ok(());
        }
        taken.store(count * 65_536, Ordering::SeqCst);
    }
    Ok(())
}

fn request(stream: &mut TcpStream) -> Result<(String, Vec<u8>)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        ensure!(head.len() < 8192, "a long head");
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    let head = String::from_utf8(head)?.replace("Content-", "content-");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let Some(length) = length else { bail!("no length: {head}") };
    let mut body = vec![0; length.trim().parse::<usize>()?.min(8192)];
    stream.read_exact(&mut body)?;
    Ok((head, body))
}

const EXTENSIONS: &str = "extendedKeyUsage=critical,timeStamping\n";
const CA: &str = "[ca]\ndefault_ca=c\n[c]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ncertificate=root.pem\n\
    private_key=root.key\npolicy=p\ndefault_md=sha256\n[p]\ncommonName=supplied\n";
const TSA: &str = "[tsa]\ndefault_tsa=t\n[t]\nserial=number\nsigner_cert=tsa.pem\nsigner_key=tsa.key\n\
    signer_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\n";
