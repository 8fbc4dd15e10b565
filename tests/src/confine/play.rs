//! All commands of the client, once each at the least, in an order in which they make sense.
//!
//! How a command is run is the director's: under `strace`, in a network namespace, without locked memory. What it was
//! asked to write stands beside it. [`COMMANDS`] is complete, and all of it is played, or the play fails.

mod by_hand;
mod mediation;
mod mishaps;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::machine::Machine;
use crate::binaries::Binaries;
use crate::metadata::corpus::pictures::camera_jpeg;
use crate::needles::{pieces, word_pairs};
use crate::process::Finished;
use crate::relay::Relay;
use crate::scenario::{davylamp, messages_of_kind, path, sample, string};

/// Whose command it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody who reports, or looks at a contact: nothing is left that was not asked for by name.
    Reporter,
    /// Somebody with an alert profile, which is all that is left, and what was asked for by name.
    Defender,
    /// Somebody who carries what others sealed: nothing is left but a mirror's directory.
    Courier,
    /// A desk: its home, and what was asked for by name.
    Desk,
    /// A legal team: what was asked for by name.
    Counsel,
}

/// Every command of the client, by its words, and whose it is.
pub const COMMANDS: &[(&str, Who)] = &[
    ("report", Who::Reporter),
    ("check", Who::Reporter),
    ("answer", Who::Reporter),
    ("claim", Who::Reporter),
    ("metadata", Who::Reporter),
    ("contact show", Who::Reporter),
    ("contact verify", Who::Reporter),
    ("contact notices", Who::Reporter),
    ("completions", Who::Reporter),
    ("manual", Who::Reporter),
    ("courier mirror", Who::Courier),
    ("courier verify", Who::Courier),
    ("courier post", Who::Courier),
    ("panic", Who::Defender),
    ("panic arm", Who::Defender),
    ("panic drill", Who::Defender),
    ("panic update", Who::Defender),
    ("panic cancel", Who::Defender),
    ("panic status", Who::Defender),
    ("panic resume", Who::Defender),
    ("panic disarm", Who::Defender),
    ("checkin start", Who::Defender),
    ("checkin now", Who::Defender),
    ("checkin status", Who::Defender),
    ("checkin stop", Who::Defender),
    ("wipe", Who::Defender),
    ("desk init", Who::Desk),
    ("desk card publish", Who::Desk),
    ("desk card sign", Who::Desk),
    ("desk notice publish", Who::Desk),
    ("desk notice withdraw", Who::Desk),
    ("desk notice list", Who::Desk),
    ("desk notice sign", Who::Desk),
    ("desk restore", Who::Desk),
    ("desk watch", Who::Desk),
    ("desk list", Who::Desk),
    ("desk show", Who::Desk),
    ("desk custody", Who::Desk),
    ("desk reply", Who::Desk),
    ("desk set-status", Who::Desk),
    ("desk ask-consent", Who::Desk),
    ("desk relay-answer", Who::Desk),
    ("desk mediation propose", Who::Desk),
    ("desk mediation leave", Who::Desk),
    ("desk mediation remove", Who::Desk),
    ("desk ack", Who::Desk),
    ("desk mute", Who::Desk),
    ("desk invite", Who::Desk),
    ("desk ladder set", Who::Desk),
    ("desk ladder show", Who::Desk),
    ("desk export", Who::Desk),
    ("desk timestamp", Who::Desk),
    ("desk fetch", Who::Desk),
    ("desk handover", Who::Desk),
    ("desk link", Who::Desk),
    ("desk unlink", Who::Desk),
    ("desk delete", Who::Desk),
    ("desk rekey", Who::Desk),
    ("desk rotate", Who::Desk),
    ("desk backup", Who::Desk),
    ("counsel keygen", Who::Counsel),
    ("counsel challenge", Who::Counsel),
    ("case open", Who::Counsel),
    ("case verify", Who::Counsel),
];

/// One command, as it is to be run.
pub struct Act<'a> {
    /// Its words, as in [`COMMANDS`].
    pub command: &'static str,
    /// Whose it is.
    pub who: Who,
    /// Where it runs.
    pub machine: &'a Machine,
    /// Files that it was asked to write.
    pub asked_for: Vec<PathBuf>,
    /// Directories in which it was asked to write what it likes.
    pub beneath: Vec<PathBuf>,
    /// The alert profile that it may write.
    pub profile: Option<PathBuf>,
    /// Files that it was asked to remove, so that neither bytes nor name stay.
    pub shredded: Vec<PathBuf>,
    /// It must make no socket.
    pub offline: bool,
    args: Vec<String>,
    /// What is typed.
    input: String,
    /// How it may end.
    codes: Vec<i32>,
    /// It goes on by itself, until it is asked to end after so many seconds.
    seconds: Option<u32>,
}

impl Act<'_> {
    /// Runs it under `prefix`, words that run what follows them; it must end as it should.
    ///
    /// # Errors
    /// Its outputs when it does not.
    pub fn run_under(&self, prefix: &[OsString]) -> Result<Finished> {
        let client = Binaries::get()?.client.clone().into_os_string();
        let timeout = self.seconds.map(|seconds| format!("timeout --preserve-status --signal=TERM {seconds}"));
        let timeout = timeout.iter().flat_map(|words| words.split(' ')).map(OsString::from);
        let args = self.args.iter().map(OsString::from);
        let words: Vec<OsString> = prefix.iter().cloned().chain(timeout).chain([client]).chain(args).collect();
        let done = finish(&words, &self.input, self.machine)?;
        let fits = self.codes.iter().find(|code| done.code == Some(**code)).or(self.codes.first());
        done.with_code(*fits.context("an act ends somehow")?).with_context(|| self.args.join(" "))
    }
}

/// Runs `words` on `machine` to their end.
///
/// # Errors
/// When they do not start.
pub fn finish(words: &[OsString], input: &str, machine: &Machine) -> Result<Finished> {
    let (program, args) = words.split_first().context("no words")?;
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = machine.host(&mut command).spawn().with_context(|| format!("{}", program.display()))?;
    // A command may end without reading it all.
    let _ = child.stdin.take().context("standard input was piped")?.write_all(input.as_bytes());
    let output = child.wait_with_output()?;
    Ok(Finished {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// The commands that the client has, by its own `--help`: those that have none beneath them, and `panic`, which is
/// one itself.
///
/// # Errors
/// When it does not say.
pub fn commands_of_the_client() -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut open = vec![Vec::new()];
    while let Some(words) = open.pop() {
        let args: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
        let help = davylamp(&args, "")?.done()?.stdout;
        let usage = help.lines().find(|line| line.starts_with("Usage: ")).context("help has a usage")?;
        let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
        let beneath: Vec<&str> = listed
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|word| *word != "help")
            .collect();
        if !usage.contains("<COMMAND>") {
            found.insert(words.join(" "));
        }
        open.extend(beneath.into_iter().map(|word| words.iter().cloned().chain([word.to_owned()]).collect()));
    }
    Ok(found)
}

/// The people, their machines, and what they have on paper.
pub struct Cast {
    papers: PathBuf,
    reporter: Machine,
    defender: Machine,
    courier: Machine,
    desk: Machine,
    counsel: Machine,
}

impl Cast {
    fn new(dir: &Path) -> Result<Self> {
        let papers = dir.join("papers");
        fs::create_dir_all(&papers)?;
        for (name, text) in PAPERS {
            fs::write(papers.join(name), text)?;
        }
        fs::copy(sample("blacklisting-es.txt"), papers.join("report"))?;
        let machine = |name| Machine::new(&dir.join(name));
        let (reporter, defender, courier) = (machine("reporter")?, machine("defender")?, machine("courier")?);
        Ok(Self { papers, reporter, defender, courier, desk: machine("desk")?, counsel: machine("counsel")? })
    }

    /// The machine of somebody.
    #[must_use]
    pub fn machine(&self, who: Who) -> &Machine {
        match who {
            Who::Reporter => &self.reporter,
            Who::Defender => &self.defender,
            Who::Courier => &self.courier,
            Who::Desk => &self.desk,
            Who::Counsel => &self.counsel,
        }
    }

    /// A file that somebody was given or asked for, which lies on no machine.
    ///
    /// # Errors
    /// When its path is not UTF-8.
    pub fn paper(&self, name: &str) -> Result<String> {
        path(&self.papers.join(name))
    }

    /// Everything that somebody typed, or was told, that must not be found: texts, words, names, the contact.
    ///
    /// # Errors
    /// When the reporter has no passphrase yet.
    pub fn secrets(&self) -> Result<Vec<String>> {
        let mut secrets = word_pairs(&fs::read_to_string(self.paper("passphrase")?)?);
        let typed = PAPERS.iter().map(|(name, _)| *name).filter(|name| *name != "ladder");
        for name in typed.chain(["report", "poster.txt"]) {
            secrets.extend(pieces(&fs::read_to_string(self.paper(name)?)?));
        }
        Ok(secrets)
    }
}

/// All commands, and who runs them.
pub struct Play<'a> {
    /// Those who play.
    pub cast: Cast,
    relay: &'a Relay,
    address: String,
    network: Vec<String>,
    director: Box<Director<'a>>,
    played: BTreeSet<&'static str>,
}

/// Runs one command.
pub type Director<'a> = dyn FnMut(&Act<'_>) -> Result<Finished> + 'a;

impl<'a> Play<'a> {
    /// People who know `relay` as `address` (`host:port`), and reach it with the arguments `network`; what is theirs
    /// lies in `dir`.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn new(
        dir: &Path,
        relay: &'a Relay,
        address: &str,
        network: &[&str],
        director: impl FnMut(&Act<'_>) -> Result<Finished> + 'a,
    ) -> Result<Self> {
        let network = network.iter().map(ToString::to_string).collect();
        let (cast, director, played) = (Cast::new(dir)?, Box::new(director), BTreeSet::new());
        Ok(Self { cast, relay, address: address.to_owned(), network, director, played })
    }

    /// Plays all of it.
    ///
    /// # Errors
    /// Whatever the director, or the client, says; and a command of [`COMMANDS`] that was not played.
    pub fn perform(&mut self) -> Result<()> {
        self.found()?;
        self.tell()?;
        let case = self.report()?;
        self.carry()?;
        self.work(&case)?;
        self.prove(&case)?;
        self.mediate(&case)?;
        self.defend()?;
        self.defend_by_hand()?;
        self.pack_up(&case)?;
        let missing: Vec<_> = COMMANDS.iter().filter(|(name, _)| !self.played.contains(name)).collect();
        ensure!(missing.is_empty(), "not played: {missing:?}");
        Ok(())
    }

    fn found(&mut self) -> Result<()> {
        let (log, cosigner) = (self.relay.log.to_string(), self.relay.cosigner.to_string());
        let address = format!("http://{}", self.address);
        let profile = ["--name", "Oficina legal minera", "--key-name", "miners-legal.example", "--language", "es"];
        let place = ["--role", "reports=3d", "--relay", &address, "--log-key", &log, "--cosigner-key", &cosigner];
        let made = self.desk("desk init", &[&["--no-publish"], &profile[..], &place].concat(), &[])?.json()?;
        self.relay.admit(&string(&made, "desk")?)?;
        let poster = self.cast.paper("poster.html")?;
        let written = [poster.as_str(), &self.cast.paper("poster.txt")?, &self.cast.paper("backup.age")?];
        let [_, contact, backup] = written;
        let asked = ["--no-self-test", "--poster", &poster, "--backup", backup];
        let told = self.desk("desk init", &asked, &written)?.json()?;
        fs::write(self.cast.paper("six words")?, string(&told, "fingerprint")?)?;
        self.desk("desk card publish", &[], &[])?;
        let identity = self.cast.paper("offline.identity")?;
        let args = ["--identity", &identity, "--make", "offline.example"];
        self.desk("desk card sign", &args, &[&identity])?;
        self.plain("contact show", &["--to", contact], &[])?;
        let words = self.cast.paper("six words")?;
        self.plain("contact verify", &["--to", contact, "--words", &words], &[])?;
        Ok(())
    }

    /// What everybody may know.
    fn tell(&mut self) -> Result<()> {
        let notice = self.cast.paper("notice")?;
        fs::write(&notice, "Derechos en una redada\n\nNo firmes nada sin un abogado.\n")?;
        self.desk("desk notice publish", &["--text", &notice, "--kind", "rights"], &[])?;
        self.desk("desk notice list", &[], &[])?;
        let identity = self.cast.paper("second identity")?;
        self.desk("desk notice sign", &["--identity", &identity, "--make", "offline.example"], &[&identity])?;
        let to = self.cast.paper("poster.txt")?;
        self.plain("contact notices", &["--to", &to], &[])?;
        self.desk("desk notice withdraw", &["--all"], &[])?;
        self.plain("completions", &["bash"], &[])?;
        let (photo, copies) = (self.cast.paper("photo.jpg")?, self.cast.paper("copies")?);
        fs::write(&photo, camera_jpeg("confine").0)?;
        let args = ["metadata", &photo, "--output", &copies];
        self.play(Cue::new("metadata", args).beneath(&[&copies]).offline())?;
        let pages = self.cast.paper("pages")?;
        self.play(Cue::new("manual", ["manual", &pages]).beneath(&[&pages]))?;
        Ok(())
    }

    /// Gives the case as the desk names it.
    fn report(&mut self) -> Result<String> {
        let (to, text, words) =
            (self.cast.paper("poster.txt")?, self.cast.paper("report")?, self.cast.paper("passphrase")?);
        let first = ["--to", &to, "--now", "--text", &text, "--kind", "blacklisting", "--passphrase-out", &words];
        self.plain("report", &first, &[&words])?;
        let (photo, spool) = (self.cast.paper("own.jpg")?, self.cast.paper("spool")?);
        fs::write(&photo, camera_jpeg("attached").0)?;
        let joined = ["--to", &to, "--within", "1s", "--text", &text, "--passphrase-file", &words];
        let attached = ["--attach", &photo, "--resume", &spool];
        let args = ["report"].into_iter().chain(joined).chain(attached);
        self.play(Cue::new("report", args).shreds(&[&spool]))?;
        let typed = fs::read_to_string(&text)?;
        let args = ["report", "--to", &to, "--now", "--text", "-", "--passphrase-file", &words];
        self.play(Cue::new("report", args).typed(typed))?;
        let args = ["check", "--to", &to, "--now", "--all", "--passphrase-file", "-"];
        self.play(Cue::new("check", args).typed(fs::read_to_string(&words)?))?;
        self.desk("desk watch", ONCE, &[])?;
        let watch = self.desk_cue("desk watch", &["--no-notify"])?.for_seconds(3);
        self.play(watch)?;
        let list = self.desk("desk list", &[], &[])?.json()?;
        let cases = list.get("cases").and_then(Value::as_array).context("list has cases")?;
        string(cases.first().context("the report became a case")?, "case")
    }

    fn work(&mut self, case: &str) -> Result<()> {
        let text = self.cast.paper("reply")?;
        self.desk("desk show", &[case], &[])?;
        self.desk("desk custody", &[case], &[])?;
        let out = self.cast.paper("fetched")?;
        let fetch = self.desk_cue("desk fetch", &[case, "--now", "--output", &out])?;
        self.play(fetch.beneath(&[&out]))?;
        self.desk("desk reply", &[case, "--text", &text], &[])?;
        self.desk("desk set-status", &[case, "reading"], &[])?;
        let (who, why) = (self.cast.paper("for whom")?, self.cast.paper("why")?);
        let (what, then) = (self.cast.paper("what")?, self.cast.paper("then")?);
        let asked = [case, "--for", &who, "--why", &why, "--what", &what, "--then", &then];
        self.desk("desk ask-consent", &asked, &[])?;
        let (from, theirs) = (self.cast.paper("from whom")?, self.cast.paper("their words")?);
        let relayed = [case, "--from", &from, "--role", "company", "--text", &theirs, "--comment", &text];
        self.desk("desk relay-answer", &relayed, &[])?;
        let asked = self.check_for("consent-request")?;
        let id = string(&asked, "id")?;
        self.with_words("answer", &["--consent", &id, "--text", &text, "--now"], &[])?;
        let outcome = self.cast.paper("outcome")?;
        self.with_words("answer", &["--outcome", &outcome, "--helped", "partly", "--within", "1s"], &[])?;
        self.with_words("check", &["--all", "--within", "1s"], &[])?;
        self.desk("desk watch", ONCE, &[])?;
        Ok(())
    }

    fn prove(&mut self, case: &str) -> Result<()> {
        let [key, recipients, signing] = ["lawyer", "lawyer.recipients", "signing"].map(|name| self.cast.paper(name));
        let (key, recipients, signing) = (key?, recipients?, signing?);
        let args = ["-o", &key, "-R", &recipients, "--signing", &signing, "--name", "lawyer.example"];
        self.plain("counsel keygen", &args, &[&key, &recipients, &signing])?;
        let file = self.cast.paper("case.age")?;
        // The relay is no authority, and says so: the export goes on. It is asked by the way that all else goes.
        let authority = format!("http://{}/tsr", self.address);
        self.desk("desk timestamp", &["--authority", &authority], &[])?;
        self.desk("desk export", &[case, "-R", &recipients, "-o", &file], &[&file])?;
        let challenge = self.cast.paper("challenge")?;
        let args = ["--key", &signing, "--name", "Abogada", "--case", &file, "-i", &key, "-o", &challenge];
        self.plain("counsel challenge", &args, &[&challenge])?;
        let claim = self.cast.paper("claim")?;
        self.with_words("claim", &["--challenge", &challenge, "-o", &claim, "--yes"], &[&claim])?;
        let opened = self.cast.paper("opened")?;
        let args = ["case", "open", &file, "-i", &key, "-C", &opened];
        self.play(Cue::new("case open", args).beneath(&[&opened]))?;
        let policy = self.cast.paper("policy")?;
        fs::write(&policy, format!("log {}\nquorum none\n", self.relay.log))?;
        let relay = self.address.clone();
        for more in [&[][..], &["--relay", &relay], &["--claim", &claim, "--challenge", &challenge]] {
            let args = [&[file.as_str(), "-i", &key, "--policy", &policy], more].concat();
            self.plain("case verify", &args, &[])?;
        }
        Ok(())
    }

    fn defend(&mut self) -> Result<()> {
        let [right, duress, text] = ["word", "duress", "meaning"].map(|name| self.cast.paper(name));
        let (right, duress, text) = (right?, duress?, text?);
        let to = self.cast.paper("poster.txt")?;
        let words = ["--word-file", &right, "--duress-file", &duress];
        self.defender("panic arm", &[&["--to", &to, "--text", &text], &words[..]].concat(), 0)?;
        self.desk("desk watch", ONCE, &[])?;
        self.defender("panic status", &[], 0)?;
        self.defender("panic drill", &["--for", "6"], 5)?;
        self.defender("panic", &["--for", "6"], 5)?;
        self.defender("panic update", &["--text", &text], 0)?;
        self.desk("desk watch", ONCE, &[])?;
        self.acknowledge()?;
        self.defender("panic resume", &["--for", "60"], 0)?;
        self.defender("panic cancel", &["--word-file", &right], 0)?;
        self.defender("panic", &["--detach", "--for", "2"], 4)?;
        self.defender("checkin start", &[&["--every", "1h"], &words[..]].concat(), 0)?;
        self.defender("checkin now", &["--word-file", &right], 0)?;
        self.defender("checkin status", &[], 0)?;
        self.defender("checkin stop", &["--word-file", &right], 0)?;
        let home = self.cast.paper("panic home")?;
        let disarm = self.defender_cue("panic disarm", &["--word-file", &right])?;
        self.play(disarm.shreds(&[&format!("{home}/profile")]))?;
        Ok(())
    }

    fn acknowledge(&mut self) -> Result<()> {
        let waiting = self.desk("desk ack", &[], &[])?.json()?;
        let waiting = waiting.get("waiting").and_then(Value::as_array).context("ack lists what waits")?;
        for alert in waiting {
            self.desk("desk ack", &[&string(alert, "alert")?, "--by", "Licenciada Quiroga"], &[])?;
        }
        let profile = string(waiting.first().context("the alert waits")?, "profile")?;
        self.desk("desk mute", &[&profile], &[])?;
        Ok(())
    }

    fn pack_up(&mut self, case: &str) -> Result<()> {
        self.desk("desk invite", &[], &[])?;
        let ladder = self.cast.paper("ladder")?;
        self.desk("desk ladder set", &[&ladder], &[])?;
        self.desk("desk ladder show", &[], &[])?;
        let (to, text, words) =
            (self.cast.paper("poster.txt")?, self.cast.paper("report")?, self.cast.paper("other passphrase")?);
        let other = ["--to", &to, "--now", "--text", &text, "--passphrase-out", &words];
        self.plain("report", &other, &[&words])?;
        self.desk("desk watch", ONCE, &[])?;
        let list = self.desk("desk list", &[], &[])?.json()?;
        let cases = list.get("cases").and_then(Value::as_array).into_iter().flatten();
        let mut cases = cases.filter_map(|case| string(case, "case").ok()).filter(|other| other != case);
        let other = cases.next().context("the second report became a case")?;
        self.desk("desk link", &[case, &other], &[])?;
        self.desk("desk unlink", &[case, &other], &[])?;
        self.desk("desk delete", &[&other, "--yes"], &[])?;
        let (backup, key) = (self.cast.paper("second backup.age")?, self.cast.paper("new key")?);
        self.desk("desk backup", &[&backup], &[&backup])?;
        self.desk("desk rotate", &[], &[])?;
        self.desk("desk rekey", &["--new-key-file", &key], &[&key])?;
        let home = self.cast.paper("restored")?;
        let args = ["desk", "--home", &home, "--key-file", &self.cast.paper("desk key")?, "restore", &backup];
        self.play(Cue::new("desk restore", args).beneath(&[&home]))?;
        Ok(())
    }

    fn check_for(&mut self, kind: &str) -> Result<Value> {
        for _ in 0..30 {
            let check = self.with_words("check", &["--all", "--now"], &[])?.json()?;
            if let Some(found) = messages_of_kind(&check, kind).pop() {
                return Ok(found);
            }
        }
        bail!("no {kind} came back")
    }

    fn with_words(&mut self, command: &'static str, args: &[&str], asked_for: &[&str]) -> Result<Finished> {
        let (to, words) = (self.cast.paper("poster.txt")?, self.cast.paper("passphrase")?);
        self.plain(command, &[&["--to", &to, "--passphrase-file", &words], args].concat(), asked_for)
    }

    /// Of a reporter, or of counsel: nothing is kept that is not named.
    fn plain(&mut self, command: &'static str, args: &[&str], asked_for: &[&str]) -> Result<Finished> {
        self.play(Cue::new(command, command.split(' ').chain(args.iter().copied())).asked_for(asked_for))
    }

    fn desk(&mut self, command: &'static str, args: &[&str], asked_for: &[&str]) -> Result<Finished> {
        let cue = self.desk_cue(command, args)?.asked_for(asked_for);
        self.play(cue)
    }

    fn desk_cue(&self, command: &'static str, args: &[&str]) -> Result<Cue> {
        let (home, key) = (self.cast.paper("desk home")?, self.cast.paper("desk key")?);
        let words = ["desk", "--home", &home, "--key-file", &key].into_iter().chain(command.split(' ').skip(1));
        Ok(Cue::new(command, words.chain(args.iter().copied())).asked_for(&[&key]).beneath(&[&home]))
    }

    fn defender(&mut self, command: &'static str, args: &[&str], code: i32) -> Result<Finished> {
        let cue = self.defender_cue(command, args)?.ends(&[code]);
        self.play(cue)
    }

    fn defender_cue(&self, command: &'static str, args: &[&str]) -> Result<Cue> {
        let home = self.cast.paper("panic home")?;
        let cue = Cue::at(command, &["--home", &home], args);
        Ok(cue.asked_for(&[&home]).profile(&format!("{home}/profile")))
    }

    fn play(&mut self, cue: Cue) -> Result<Finished> {
        let found = COMMANDS.iter().find(|(name, _)| *name == cue.command);
        let (command, who) = *found.with_context(|| format!("{} is not listed", cue.command))?;
        self.played.insert(command);
        let Cue { args, input, asked_for, beneath, profile, shredded, offline, codes, seconds, .. } = cue;
        let args = self.network.iter().cloned().chain(["--json".to_owned()]).chain(args).collect();
        let machine = self.cast.machine(who);
        (self.director)(&Act {
            command,
            who,
            machine,
            asked_for,
            beneath,
            profile,
            shredded,
            offline,
            args,
            input,
            codes,
            seconds,
        })
    }
}

/// A command that is about to be played.
struct Cue {
    command: &'static str,
    args: Vec<String>,
    input: String,
    asked_for: Vec<PathBuf>,
    beneath: Vec<PathBuf>,
    profile: Option<PathBuf>,
    shredded: Vec<PathBuf>,
    offline: bool,
    codes: Vec<i32>,
    seconds: Option<u32>,
}

impl Cue {
    fn new<'w>(command: &'static str, words: impl IntoIterator<Item = &'w str>) -> Self {
        let args = words.into_iter().map(str::to_owned).collect();
        Self {
            command,
            args,
            input: String::new(),
            asked_for: Vec::new(),
            beneath: Vec::new(),
            profile: None,
            shredded: Vec::new(),
            offline: false,
            codes: vec![0],
            seconds: None,
        }
    }

    /// With `place` between the command's first word and its second.
    fn at(command: &'static str, place: &[&str], args: &[&str]) -> Self {
        let (first, rest) = command.split_once(' ').map_or((command, None), |(first, rest)| (first, Some(rest)));
        Self::new(command, [first].into_iter().chain(place.iter().copied()).chain(rest).chain(args.iter().copied()))
    }

    fn asked_for(mut self, files: &[&str]) -> Self {
        self.asked_for.extend(files.iter().map(PathBuf::from));
        self
    }

    fn beneath(mut self, dirs: &[&str]) -> Self {
        self.beneath.extend(dirs.iter().map(PathBuf::from));
        self
    }

    fn profile(mut self, file: &str) -> Self {
        self.profile = Some(file.into());
        self
    }

    fn shreds(mut self, files: &[&str]) -> Self {
        self.shredded.extend(files.iter().map(PathBuf::from));
        self
    }

    fn offline(mut self) -> Self {
        self.offline = true;
        self
    }

    fn typed(mut self, input: String) -> Self {
        self.input = input;
        self
    }

    fn ends(mut self, codes: &[i32]) -> Self {
        codes.clone_into(&mut self.codes);
        self
    }

    fn for_seconds(mut self, seconds: u32) -> Self {
        self.seconds = Some(seconds);
        self
    }
}

/// A watch that ends, and calls no program of the desktop, which may be there or not.
const ONCE: &[&str] = &["--once", "--no-notify"];
/// What people have on paper: no machine of theirs knows where it lies.
const PAPERS: &[(&str, &str)] = &[
    ("reply", "Hemos leído todo. Guarde una foto de la lista, por favor.\n"),
    ("for whom", "Licenciada Quiroga, abogada del sindicato"),
    ("why", "Para presentar una demanda en el juzgado laboral"),
    ("what", "Su relato entero, sin los nombres de sus compañeros"),
    ("then", "La abogada presenta la demanda y le escribe por aquí"),
    ("from whom", "Minera Cordillera Sociedad Anónima"),
    ("their words", "No tenemos ninguna lista de trabajadores conflictivos.\n"),
    ("outcome", "Nos llamaron de vuelta al trabajo en agosto.\n"),
    ("meaning", "I am at the union's office in Calle Bolívar. Call my lawyer at once.\n"),
    ("word", "umbrella kelp kettle"),
    ("duress", "lantern fjord copper"),
    ("ladder", "5 true\n20 @contacts\n"),
];
