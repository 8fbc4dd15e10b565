//! People: a desk and a reporter, each with the real client and files of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use image::GrayImage;
use qrcode::QrCode;
use serde_json::Value;

use crate::binaries::Binaries;
use crate::process::{Background, Finished, run};
use crate::relay::{Relay, copy};

/// Runs `davylamp` to its end.
///
/// # Errors
/// When it does not start.
pub fn davylamp(args: &[&str], input: &str) -> Result<Finished> {
    run(&Binaries::get()?.client, args, input)
}

/// The same where there is no network at all, as far as the system lets a test have such a place.
///
/// # Errors
/// When it does not start.
pub fn davylamp_without_network(args: &[&str], input: &str) -> Result<Finished> {
    let alone = Command::new("unshare").args(["-rn", "true"]).stderr(Stdio::null()).status();
    if !alone.is_ok_and(|status| status.success()) {
        return davylamp(args, input);
    }
    let client = path(&Binaries::get()?.client)?;
    run(Path::new("unshare"), [&["-rn", &client], args].concat(), input)
}

/// A desk with a home of its own, opened by a key file.
pub struct Desk {
    home: String,
    key_file: String,
    /// File with the `davylamp:` URI of its poster.
    pub contact: String,
    /// Its verifier key.
    pub key: String,
}

impl Desk {
    /// Makes a desk in `dir` that reads `relay`, at the address `via` (the relay's own, or a proxy's), and publishes its card.
    ///
    /// # Errors
    /// Whatever the client or the relay says.
    pub fn found(dir: &Path, relay: &Relay, via: &str, args: &[&str]) -> Result<Self> {
        Self::found_through(&[], dir, relay, via, args)
    }

    /// The same, by a way (`--socks …`) that both of its commands are told.
    ///
    /// # Errors
    /// Whatever the client or the relay says.
    pub fn found_through(way: &[&str], dir: &Path, relay: &Relay, via: &str, args: &[&str]) -> Result<Self> {
        let (url, log, cosigner) = (format!("http://{via}"), relay.log.to_string(), relay.cosigner.to_string());
        let profile = ["--name", "Oficina legal minera", "--key-name", "miners-legal.example", "--language", "es"];
        let place = ["--role", "reports=3d", "--relay", &url, "--log-key", &log, "--cosigner-key", &cosigner];
        Self::make(way, dir, &[&profile[..], &place].concat(), &[relay], args)
    }

    /// The same under a name of its own, and with these roles.
    ///
    /// # Errors
    /// Whatever the client or the relay says.
    pub fn found_as(dir: &Path, relay: &Relay, (name, key): (&str, &str), roles: &[&str]) -> Result<Self> {
        std::fs::create_dir_all(dir)?;
        let (url, log, cosigner) =
            (format!("http://{}", relay.address), relay.log.to_string(), relay.cosigner.to_string());
        let profile = ["--name", name, "--key-name", key, "--language", "es", "--relay", &url];
        let place = ["--log-key", &log, "--cosigner-key", &cosigner];
        let roles: Vec<&str> = roles.iter().flat_map(|role| ["--role", role]).collect();
        Self::make(&[], dir, &[&profile[..], &place, &roles].concat(), &[relay], &["--no-self-test"])
    }

    /// The same with several relays, each at an address of its own.
    ///
    /// # Errors
    /// Whatever the client or the relays say.
    pub fn found_at(dir: &Path, relays: &[(&Relay, &str)], args: &[&str]) -> Result<Self> {
        let mut config = "name = \"Oficina legal minera\"\nkey_name = \"miners-legal.example\"\nlanguages = [\"es\"]\n\
            roles = { reports = \"3d\", alerts = \"1h\" }\n"
            .to_owned();
        for (relay, via) in relays {
            let (log, cosigner) = (&relay.log, &relay.cosigner);
            config += &format!("[[relays]]\nurl = \"http://{via}\"\nlog = \"{log}\"\ncosigner = \"{cosigner}\"\n");
            config += "retention_days = 21\n";
        }
        let file = dir.join("config");
        std::fs::write(&file, config)?;
        let relays: Vec<&Relay> = relays.iter().map(|(relay, _)| *relay).collect();
        Self::make(&[], dir, &["--config", &path(&file)?], &relays, args)
    }

    fn make(way: &[&str], dir: &Path, profile: &[&str], relays: &[&Relay], args: &[&str]) -> Result<Self> {
        let (home, key_file) = (path(&dir.join("desk"))?, path(&dir.join("desk.key"))?);
        let mut desk = Self { home, key_file, contact: String::new(), key: String::new() };
        let made = desk.run(&[&["init", "--no-publish"], profile, way].concat(), "")?.done()?.json()?;
        desk.key = string(&made, "desk")?;
        relays.iter().try_for_each(|relay| relay.admit(&desk.key))?;
        let done = desk.run(&[&["init"], args, way].concat(), "")?.done()?.json()?;
        desk.contact = string(&done, "contact_file")?;
        Ok(desk)
    }

    /// The same desk as it is now, in another directory: what one learns the other does not.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn copied(&self, dir: &Path) -> Result<Self> {
        let (home, key_file) = (dir.join("desk"), dir.join("desk.key"));
        copy(Path::new(&self.home), &home)?;
        std::fs::copy(&self.key_file, &key_file)?;
        Ok(Self {
            home: path(&home)?,
            key_file: path(&key_file)?,
            contact: self.contact.clone(),
            key: self.key.clone(),
        })
    }

    /// Runs one of the desk's commands with `--json`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn run(&self, args: &[&str], input: &str) -> Result<Finished> {
        davylamp(&[&["--json"], &self.own()[..], args].concat(), input)
    }

    /// The same, as a person sees it.
    ///
    /// # Errors
    /// When it does not start.
    pub fn run_for_people(&self, args: &[&str], input: &str) -> Result<Finished> {
        davylamp(&[&self.own()[..], args].concat(), input)
    }

    /// Catches up with the log and ends.
    ///
    /// # Errors
    /// Whatever the client says.
    pub fn catch_up(&self) -> Result<Finished> {
        self.run(&["watch", "--once"], "")?.done()
    }

    /// Watches in the background.
    ///
    /// # Errors
    /// When it does not start.
    pub fn watch(&self, args: &[&str]) -> Result<Background> {
        Background::start(&Binaries::get()?.client, [&["--json"], &self.own()[..], &["watch"], args].concat())
    }

    /// One of its commands, with `--json`, to be run by the caller.
    ///
    /// # Errors
    /// When the client cannot be built.
    pub fn command(&self, args: &[&str]) -> Result<Command> {
        let mut command = Command::new(&Binaries::get()?.client);
        command.arg("--json").args(self.own()).args(args);
        Ok(command)
    }

    /// The cases that it has, newest first or not.
    ///
    /// # Errors
    /// Whatever the client says.
    pub fn cases(&self) -> Result<Vec<String>> {
        let list = self.run(&["list"], "")?.done()?.json()?;
        let cases = list.get("cases").and_then(Value::as_array).context("list has cases")?;
        cases.iter().map(|case| string(case, "case")).collect()
    }

    /// The six words of its key, as `contact show` has them.
    ///
    /// # Errors
    /// Whatever the client says.
    pub fn fingerprint(&self) -> Result<String> {
        let shown = davylamp(&["--json", "contact", "show", "--to", &self.contact], "")?.done()?.json()?;
        let words = shown.get("fingerprint").and_then(Value::as_array).context("show has a fingerprint")?;
        Ok(words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "))
    }

    fn own(&self) -> [&str; 5] {
        ["desk", "--home", &self.home, "--key-file", &self.key_file]
    }
}

/// A reporter with a passphrase in a file.
pub struct Reporter {
    /// The desk's poster.
    pub contact: String,
    /// The passphrase.
    pub passphrase: String,
}

impl Reporter {
    /// Somebody who will report to `contact`, with a passphrase to be made in `dir`.
    ///
    /// # Errors
    /// When the path is not UTF-8.
    pub fn new(dir: &Path, name: &str, contact: &str) -> Result<Self> {
        Ok(Self { contact: contact.to_owned(), passphrase: path(&dir.join(format!("{name}.words")))? })
    }

    /// Reports the text in `file`, with a new passphrase; at once, unless `args` say within which time.
    ///
    /// # Errors
    /// Whatever the client says.
    pub fn report(&self, file: &str, args: &[&str]) -> Result<Finished> {
        let own = ["--json", "report", "--to", &self.contact, "--passphrase-out", &self.passphrase, "--text", file];
        davylamp(&[&own[..], args, at_once(args)].concat(), "")?.done()
    }

    /// Looks for answers, as [`Reporter::report`] reports.
    ///
    /// # Errors
    /// When it does not start.
    pub fn check(&self, args: &[&str]) -> Result<Finished> {
        self.with_words("check", &[args, at_once(args)].concat(), "")
    }

    /// Answers, as [`Reporter::report`] reports.
    ///
    /// # Errors
    /// Whatever the client says.
    pub fn answer(&self, args: &[&str], input: &str) -> Result<Finished> {
        self.with_words("answer", &[args, at_once(args)].concat(), input)?.done()
    }

    /// Runs a command that takes the passphrase.
    ///
    /// # Errors
    /// When it does not start.
    pub fn with_words(&self, command: &str, args: &[&str], input: &str) -> Result<Finished> {
        let own = ["--json", command, "--to", &self.contact, "--passphrase-file", &self.passphrase];
        davylamp(&[&own[..], args].concat(), input)
    }
}

/// What has a test's envelopes published while it waits.
fn at_once(args: &[&str]) -> &'static [&'static str] {
    let chosen = args.iter().any(|arg| ["--now", "--within"].contains(arg));
    if chosen { &[] } else { &["--now"] }
}

/// A text field of a JSON object.
///
/// # Errors
/// When it is not there.
pub fn string(value: &Value, field: &str) -> Result<String> {
    let found = value.get(field).and_then(Value::as_str);
    Ok(found.with_context(|| format!("no {field:?} in {value}"))?.to_owned())
}

/// The messages of a `check` that are of one kind.
#[must_use]
pub fn messages_of_kind(check: &Value, kind: &str) -> Vec<Value> {
    let messages = check.get("messages").and_then(Value::as_array).into_iter().flatten();
    let contents = messages.filter_map(|message| message.get("content"));
    contents.filter(|content| content.get("kind").and_then(Value::as_str) == Some(kind)).cloned().collect()
}

/// A path as text.
///
/// # Errors
/// When it is not UTF-8.
pub fn path(path: &Path) -> Result<String> {
    Ok(path.to_str().context("a test's path is UTF-8")?.to_owned())
}

/// The code of what the file holds, as a scanner saves it.
///
/// # Errors
/// When it holds more than a code takes.
pub fn scan(file: &str) -> Result<GrayImage> {
    let code = QrCode::new(std::fs::read_to_string(file)?.trim())?;
    let (width, colors) = (u32::try_from(code.width())?, code.to_colors());
    let dark: Vec<bool> = colors.iter().map(|color| *color == qrcode::Color::Dark).collect();
    Ok(GrayImage::from_fn((width + 8) * 5, (width + 8) * 5, |x, y| {
        let (x, y) = ((x / 5).wrapping_sub(4), (y / 5).wrapping_sub(4));
        let is_dark = x < width && y < width && dark.get((y * width + x) as usize).copied().unwrap_or(false);
        image::Luma([if is_dark { 25 } else { 230 }])
    }))
}

/// A sample report of the project.
#[must_use]
pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}
