//! `cargo demo`: the whole line on this machine, with the real programs, each step as the person at it sees it.

mod alarm;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::Background;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{path, sample};
use serde_json::Value;

fn main() -> ExitCode {
    match demo() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nthe demo stopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn demo() -> Result<()> {
    println!("Davylamp, the whole line. First the programs are built; that takes some minutes once.");
    let binaries = Binaries::get()?;
    let begun = Instant::now();
    let dir = tempfile::Builder::new().prefix("davylamp-demo-").tempdir()?.keep();
    let stage = Stage { dir, client: &binaries.client };

    step(
        "An operator starts a relay",
        "It will hold ciphertexts of one size, and publish eight entries five times a second.",
    );
    let relay = Relay::start(&stage.dir.join("relay"), RHYTHM)?;
    println!("    listening on {}, log {}", relay.address, relay.log.name());

    step("An NGO sets up a desk", "Keys, a contact card in the log, a poster, a test report sent to itself, a backup.");
    let mut watch = stage.found_desk(&relay)?;

    step(
        "A worker reports a blacklist",
        "Passphrase and poster are all that the worker keeps; nothing else is stored.",
    );
    stage.give("blacklisting-es.txt")?;
    let kinds = ["--kind", "threat", "--kind", "blacklisting", "--affected", "worker"];
    let report =
        ["report", "--now", "--to", "poster.txt", "--text", "blacklisting-es.txt", "--passphrase-out", "worker.words"];
    stage.run(&[&report[..], &kinds[..]].concat())?;
    let case = wait_for(&mut watch, "report")?;

    step(
        "A miner reports a threat, in French",
        "Every report stands alone: this is another case, and nobody can link the two.",
    );
    stage.give("threat-fr.txt")?;
    stage.run(&[
        "report",
        "--now",
        "--to",
        "poster.txt",
        "--text",
        "threat-fr.txt",
        "--passphrase-out",
        "miner.words",
    ])?;
    wait_for(&mut watch, "report")?;

    step("The caseworker reads and answers", "");
    stage.desk(&["list"])?;
    stage.desk(&["show", &case])?;
    stage.write(
        "reply.txt",
        "La leímos hoy. No está solo. ¿Puede alguien fotografiar la lista sin ponerse en peligro?\n",
    )?;
    stage.desk(&["reply", &case, "--text", "reply.txt"])?;

    step(
        "The worker looks for an answer",
        "With the eight words and the poster alone; nobody can see for what this looks.",
    );
    stage.check_until("La leímos hoy")?;

    step("The desk asks before a lawyer sees a word", "");
    stage.write("who.txt", "La abogada del sindicato\n")?;
    stage.write("why.txt", "Para pedir a un juez que la lista no se borre.\n")?;
    stage.desk(&["ask-consent", &case, "--for", "who.txt", "--why", "why.txt", "--level", "counsel"])?;
    let id = stage.consent_id()?;
    stage.run(&["answer", "--now", "--to", "poster.txt", "--passphrase-file", "worker.words", "--consent", &id])?;
    wait_for(&mut watch, "consent-answer")?;

    step("The desk exports a case file for the lawyer", "An ordinary age file of a tar, sealed to the lawyer's key.");
    stage.run(&[
        "counsel",
        "keygen",
        "-o",
        "lawyer.key",
        "--signing",
        "lawyer-signing.key",
        "--name",
        "lawyer.example",
    ])?;
    stage.desk(&["export", &case, "-R", "lawyer.key.recipients", "-o", "case.age"])?;

    step(
        "The lawyer verifies it, on a machine that never saw the relay",
        "The policy is the lawyer's own: which log to believe.",
    );
    stage.write("policy.txt", &format!("log {}\nquorum none\n", relay.log))?;
    let verify = ["case", "verify", "case.age", "-i", "lawyer.key", "--policy", "policy.txt", "--desk", "poster.txt"];
    stage.run(&verify)?;
    stage.run(&["case", "open", "case.age", "-i", "lawyer.key", "-C", "opened"])?;

    step(
        "The worker chooses to show who wrote it",
        "A claim answers the lawyer's challenge. Until then the worker can deny everything.",
    );
    let challenge = ["counsel", "challenge", "--key", "lawyer-signing.key", "--name", "Abogada del sindicato"];
    let about = ["--case", "case.age", "-i", "lawyer.key", "-o", "challenge.txt"];
    stage.run(&[&challenge[..], &about[..]].concat())?;
    let claim = ["claim", "--challenge", "challenge.txt", "--to", "poster.txt", "--passphrase-file", "worker.words"];
    stage.run(&[&claim[..], &["-o", "claim.txt", "--yes"]].concat())?;
    stage.run(&[&verify[..], &["--claim", "claim.txt", "--challenge", "challenge.txt"]].concat())?;

    alarm::alarm(&stage, &mut watch)?;
    watch.stop()?;
    println!("\nDone in {} s.", begun.elapsed().as_secs());
    stage.say_how_to_go_on(binaries, &relay);
    Ok(())
}

/// The folder in which all of it happens.
struct Stage<'a> {
    dir: PathBuf,
    client: &'a Path,
}

impl Stage<'_> {
    fn found_desk(&self, relay: &Relay) -> Result<Background> {
        let (url, log, cosigner) =
            (format!("http://{}", relay.address), relay.log.to_string(), relay.cosigner.to_string());
        let who = ["--name", "Oficina legal minera", "--key-name", "miners-legal.example", "--language", "es"];
        let what = ["--language", "fr", "--role", "reports=3d", "--role", "alerts=15m"];
        let place = ["--relay", &url, "--log-key", &log, "--cosigner-key", &cosigner];
        let made = self.quietly(&[&["--json"], DESK, &["init", "--no-publish"], &who, &what, &place].concat())?;
        let made: Value = serde_json::from_str(made.lines().last().unwrap_or_default())?;
        relay.admit(made.get("desk").and_then(Value::as_str).context("init prints the desk's key")?)?;
        self.desk(&["init", "--poster", "poster.html", "--backup", "desk-backup.age"])?;
        let args = [&["--json"], DESK, &["watch", "--no-notify"]].concat();
        let args: Vec<String> = args.iter().map(|arg| self.absolute(arg)).collect::<Result<_>>()?;
        println!("\n    $ davylamp desk watch &");
        Background::start(self.client, args)
    }

    /// Runs one of the desk's commands.
    fn desk(&self, args: &[&str]) -> Result<String> {
        self.run(&[DESK, args].concat())
    }

    /// Shows a command and what it says.
    fn run(&self, args: &[&str]) -> Result<String> {
        println!("\n    $ davylamp {}", shown(args));
        let said = self.quietly(args)?;
        said.lines().for_each(|line| println!("    {line}"));
        Ok(said)
    }

    fn quietly(&self, args: &[&str]) -> Result<String> {
        // One pipe for both, so that talk and data stand in the order in which a person would read them.
        let (mut reader, writer) = std::io::pipe()?;
        let mut command = Command::new(self.client);
        command.args(args).current_dir(&self.dir).stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        let mut child = command.spawn()?;
        drop(command);
        let mut said = String::new();
        reader.read_to_string(&mut said)?;
        if !child.wait()?.success() {
            bail!("davylamp {} failed\n{said}", args.join(" "));
        }
        Ok(said)
    }

    /// An answer can be read once its group of sixteen entries is full: some ticks.
    fn check_until(&self, words: &str) -> Result<String> {
        let check = ["check", "--now", "--to", "poster.txt", "--passphrase-file", "worker.words", "--all"];
        for _ in 0..TRIES {
            let said = self.quietly(&check).unwrap_or_default();
            if said.contains(words) {
                println!("\n    $ davylamp {}", shown(&check));
                said.lines().for_each(|line| println!("    {line}"));
                return Ok(said);
            }
            std::thread::sleep(Duration::from_millis(500)); // between two looks, bounded
        }
        bail!("the answer did not come")
    }

    /// The number under which the desk asks, as the worker's `check` gives it.
    fn consent_id(&self) -> Result<String> {
        self.check_until("abogada del sindicato")?;
        let check = ["--json", "check", "--now", "--to", "poster.txt", "--passphrase-file", "worker.words", "--all"];
        let said = self.quietly(&check)?;
        let check: Value = serde_json::from_str(said.lines().find(|line| line.starts_with('{')).unwrap_or_default())?;
        let request = davylamp_tests::scenario::messages_of_kind(&check, "consent-request").pop();
        davylamp_tests::scenario::string(&request.context("the request was shown a moment ago")?, "id")
    }

    fn give(&self, name: &str) -> Result<()> {
        std::fs::copy(sample(name), self.dir.join(name)).map(drop).context("the samples are in the project")
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        Ok(std::fs::write(self.dir.join(name), text)?)
    }

    fn absolute(&self, arg: &str) -> Result<String> {
        if DESK_FILES.contains(&arg) { path(&self.dir.join(arg)) } else { Ok(arg.to_owned()) }
    }

    fn say_how_to_go_on(&self, binaries: &Binaries, relay: &Relay) {
        println!("\nTry it by hand. Everything is still in {}:\n", self.dir.display());
        println!("    cd {}", self.dir.display());
        println!("    alias davylamp={} davylamp-relay={}", binaries.client.display(), binaries.relay.display());
        println!("    davylamp-relay run relay --listen {} {} &", relay.address, RHYTHM.join(" "));
        println!("    davylamp {} watch &", DESK.join(" "));
        println!("    davylamp report --now                            the poster's line is in poster.txt");
        println!("    davylamp check --now --to poster.txt             the words are in worker.words");
        println!("    davylamp {} list", DESK.join(" "));
        println!("    davylamp panic --home defender                   then, as the desk: ack");
        println!("    davylamp case verify case.age -i lawyer.key      without a policy: UNANCHORED");
        println!("    xdg-open opened/*/data/case.html\n");
        println!("Delete the folder when you are done: it holds the keys of everybody.");
    }
}

fn step(title: &str, why: &str) {
    println!("\n== {title}");
    if !why.is_empty() {
        println!("   {why}");
    }
}

fn shown(args: &[&str]) -> String {
    args.iter()
        .map(|arg| if arg.contains(' ') { format!("'{arg}'") } else { (*arg).to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Waits until the desk has a message of this kind; gives its case.
fn wait_for(watch: &mut Background, kind: &str) -> Result<String> {
    let case = watch.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        let fits = event.get("event")? == "message" && event.get("kind")? == kind;
        fits.then(|| event.get("case")?.as_str().map(str::to_owned)).flatten()
    })?;
    println!("\n    [desk watch] {kind} in case {case}");
    Ok(case)
}

const RHYTHM: &[&str] = &["--tick-ms", "200", "--count", "8", "--deposit-grain-seconds", "1"];
const DESK: &[&str] = &["desk", "--home", "desk-home", "--key-file", "desk.key"];
const DESK_FILES: [&str; 2] = ["desk-home", "desk.key"];
const TRIES: u32 = 60;
const PATIENCE: Duration = Duration::from_secs(60);
