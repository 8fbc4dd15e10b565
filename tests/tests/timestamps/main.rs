//! Time stamps of an authority (`SPEC.md` 10.10), from its answer to the lawyer's verdict: the real programs, and OpenSSL on
//! both sides. What each test needs stands in `externals.toml`.

mod authority;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use anyhow::{Context, Result, ensure};
use davylamp_tests::externals::Externals;
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{davylamp, path, sample, string};
use davylamp_tests::stage::Stage;
use libtest_mimic::{Arguments, Trial};
use serde_json::Value;

use authority::{Answers, Authority, openssl};

fn main() -> Result<()> {
    let arguments = Arguments::from_args();
    let mut externals = Externals::load("timestamps", PathBuf::from(env!("CARGO_TARGET_TMPDIR")))?;
    let mut trials: Vec<Trial> = vec![
        externals.trial(
            "openssl_accepts_the_stamp_of_an_exported_case_and_case_verify_says_what_it_proves",
            accepted_and_said,
        ),
        externals.trial("a_stamp_that_was_altered_or_moved_breaks_the_case", altered),
        externals.trial("an_authority_that_fails_is_said_and_the_export_goes_on", failing),
        externals.trial("an_authority_is_kept_shown_and_forgotten", kept),
    ];
    trials.push(externals.list_trial());
    libtest_mimic::run(&arguments, trials).exit()
}

/// A case at a desk, and a lawyer's key and policy.
struct Case {
    stage: Stage,
    id: String,
    exports: std::cell::Cell<u32>,
}

impl Case {
    fn reported() -> Result<Self> {
        let stage = Stage::set()?;
        stage.reporter("worker")?.report(&path(&sample("blacklisting-es.txt"))?, &[])?;
        stage.desk.catch_up()?;
        let id = stage.desk.cases()?.pop().context("the desk has the case")?;
        let case = Self { stage, id, exports: 0.into() };
        davylamp(&["counsel", "keygen", "-o", &case.at("lawyer.key")?], "")?.done()?;
        case.stage.file("policy", &format!("log {}\nquorum none\n", case.stage.relay.log))?;
        case.stage.file("reason", "Orden del juzgado")?;
        Ok(case)
    }

    fn at(&self, name: &str) -> Result<String> {
        path(&self.stage.dir.path().join(name))
    }

    fn authority(&self, name: &str, key: &str, dates: [&str; 2]) -> Result<Authority> {
        Authority::found(self.stage.dir.path().join(name), key, dates)
    }

    fn asks(&self, url: &str) -> Result<Value> {
        self.stage.desk.run(&["timestamp", "--authority", url], "")?.done()?.json()
    }

    /// Exports into a new file; gives what was said, and the file.
    fn export(&self) -> Result<(Finished, String)> {
        self.exports.set(self.exports.get() + 1);
        let file = self.at(&format!("case-{}.age", self.exports.get()))?;
        let (recipients, reason) = (self.at("lawyer.key.recipients")?, self.at("reason")?);
        let args = ["export", &self.id, "-R", &recipients, "-o", &file, "--without-consent", &reason];
        Ok((self.stage.desk.run(&args, "")?.done()?, file))
    }

    fn open(&self, file: &str) -> Result<PathBuf> {
        let opened = format!("{file}-opened");
        davylamp(&["case", "open", file, "-i", &self.at("lawyer.key")?, "-C", &opened], "")?.done()?;
        Ok(fs::read_dir(&opened)?.next().context("the case's folder")??.path())
    }

    fn verify(&self, case: &str, args: &[&str]) -> Result<Finished> {
        let (key, policy) = (self.at("lawyer.key")?, self.at("policy")?);
        let own = ["case", "verify", case, "-i", &key, "--policy", &policy, "--desk", &self.stage.desk.contact];
        davylamp(&[&own[..], args].concat(), "")
    }

    fn times(&self, case: &str, args: &[&str]) -> Result<Value> {
        let (key, policy) = (self.at("lawyer.key")?, self.at("policy")?);
        let own = ["--json", "case", "verify", case, "-i", &key, "--policy", &policy];
        let said = davylamp(&[&own[..], args].concat(), "")?.done()?.json()?;
        said.get("times").cloned().context("the verdict has times")
    }
}

fn accepted_and_said() -> Result<()> {
    let case = Case::reported()?;
    let stranger = path(&case.authority("stranger", "ec", ALWAYS)?.root())?;
    for key in ["rsa", "ec"] {
        let authority = case.authority(key, key, ALWAYS)?;
        case.asks(&authority.url)?;
        let (said, file) = case.export()?;
        ensure!(said.json()?.get("time_stamps") == Some(&1.into()), "{}", said.stderr);
        let root = path(&authority.root())?;
        let bag = case.open(&file)?;
        let times = bag.join("data/times/0001");
        let verified = openssl(&times, &["ts", "-verify", "-data", "checkpoint", "-in", "token.tsr", "-CAfile", &root]);
        verified.context("OpenSSL refuses what is in the bag")?;
        ensure!(is_end_of_a_proof(&bag, &times.join("checkpoint"))?, "the checkpoint is of no proof");
        says_what_it_proves(&case, &file, &root, &stranger)?;
        keep(&case, &file, &root, key)?;
    }
    Ok(())
}

/// The file says all of the case is older, under the root that counsel brings; under none or another, nobody vouches.
fn says_what_it_proves(case: &Case, file: &str, root: &str, stranger: &str) -> Result<()> {
    let with = case.verify(file, &["--time-roots", root])?.done()?;
    ensure!(with.stdout.starts_with("PROVEN"), "{}", with.stdout);
    ensure!(with.stdout.contains("Everything in this case file is older than 20"), "{}", with.stdout);
    ensure!(with.stdout.contains("so says CN=Authority of time"), "{}", with.stdout);
    let (without, under_another) =
        (case.verify(file, &[])?.done()?, case.verify(file, &["--time-roots", stranger])?.done()?);
    ensure!(without.stdout.contains("nobody whom you named vouches for it"), "{}", without.stdout);
    ensure!(under_another.stdout.contains("none of your root certificates vouches for it"), "{}", under_another.stdout);
    for said in [&without, &under_another] {
        ensure!(said.stdout.starts_with("PROVEN") && !said.stdout.contains("is older than"), "{}", said.stdout);
    }
    for (args, vouched) in
        [(&["--time-roots", root][..], "yes"), (&["--time-roots", stranger], "no"), (&[], "no-roots")]
    {
        let times = case.times(file, args)?;
        let time = times.get(0).context("one time stamp")?;
        ensure!(string(time, "vouched")? == vouched && time.get("covers_all") == Some(&true.into()), "{times}");
        let by = time.get("by").and_then(Value::as_u64).context("a time")?;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
        ensure!((now - 600..=now + 2).contains(&by), "{by} is not now, {now}");
    }
    let no_roots = case.verify(file, &["--time-roots", &case.at("policy")?])?;
    ensure!(no_roots.code == Some(1) && no_roots.stderr.contains("holds no root certificates"), "{}", no_roots.stderr);
    Ok(())
}

fn is_end_of_a_proof(bag: &Path, checkpoint: &Path) -> Result<bool> {
    let checkpoint = fs::read_to_string(checkpoint)?;
    let heads = fs::read_dir(bag.join("data/custody/heads"))?;
    let proofs = heads.map(|head| Ok(fs::read_to_string(head?.path().join("proof.tlog-proof"))?));
    let proofs: Vec<String> = proofs.collect::<Result<_>>()?;
    Ok(proofs.iter().any(|proof| proof.split_once("\n\n").is_some_and(|(_, end)| end == checkpoint)))
}

/// For a new version of the format, `DAVYLAMP_FREEZE_INTO` names a new folder that the sample is written to as well.
fn keep(case: &Case, file: &str, root: &str, key: &str) -> Result<()> {
    let Some(folder) = std::env::var_os("DAVYLAMP_FREEZE_INTO").map(PathBuf::from) else { return Ok(()) };
    let folder = folder.join(key);
    fs::create_dir_all(folder.parent().context("a folder")?)?;
    fs::create_dir(&folder).context("a sample is never written over another")?;
    let files =
        [file.to_owned(), case.at("lawyer.key")?, case.at("policy")?, case.stage.desk.contact.clone(), root.to_owned()];
    for (from, to) in files.iter().zip(["case.age", "identity", "policy", "contact", "roots.pem"]) {
        fs::copy(from, folder.join(to))?;
    }
    Ok(())
}

fn altered() -> Result<()> {
    let case = Case::reported()?;
    let authority = case.authority("authority", "ec", ALWAYS)?;
    case.asks(&authority.url)?;
    let (one, other) = (case.export()?.1, case.export()?.1);
    let (one, other) = (case.open(&one)?, case.open(&other)?);
    let root = path(&authority.root())?;
    let verify = || case.verify(&path(&one)?, &["--time-roots", &root]);
    ensure!(verify()?.code == Some(0), "as it was");
    let token = one.join("data/times/0001/token.tsr");
    let (own, foreign) = (fs::read(&token)?, fs::read(other.join("data/times/0001/token.tsr"))?);
    let mut flipped = own.clone();
    let last = flipped.last_mut().context("a token has bytes")?;
    *last ^= 1;
    for wrong in [&foreign, &flipped, &Vec::new(), &own.iter().take(own.len() / 2).copied().collect()] {
        fs::write(&token, wrong)?;
        remanifest(&one)?;
        let said = verify()?.with_code(1)?;
        ensure!(said.stdout.starts_with("BROKEN") && said.stdout.contains("data/times/0001"), "{}", said.stdout);
        ensure!(!said.stdout.contains("is older than"), "{}", said.stdout);
    }
    fs::write(&token, own)?;
    remanifest(&one)?;
    ensure!(verify()?.code == Some(0), "as it was again");
    fs::remove_dir_all(one.join("data/times"))?;
    ensure!(verify()?.code == Some(1), "a stamp was taken out");
    Ok(())
}

/// The checksums of the payload, as anybody could make them again. The desk's signature is over those that were.
fn remanifest(bag: &Path) -> Result<()> {
    let manifest = bag.join("manifest-sha256.txt");
    let lines = fs::read_to_string(&manifest)?;
    let of = |path: &str| -> Result<String> {
        Ok(format!("{}  {path}\n", hex::encode(<sha2::Sha256 as sha2::Digest>::digest(fs::read(bag.join(path))?))))
    };
    let paths = lines.lines().filter_map(|line| line.split_once("  ")).map(|(_, path)| path);
    fs::write(&manifest, paths.map(of).collect::<Result<String>>()?)?;
    let tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"];
    Ok(fs::write(bag.join("tagmanifest-sha256.txt"), tags.into_iter().map(of).collect::<Result<String>>()?)?)
}

fn failing() -> Result<()> {
    let case = Case::reported()?;
    let authority = case.authority("authority", "ec", ALWAYS)?;
    let expired = case.authority("expired", "ec", ["20200101000000Z", "20210101000000Z"])?;
    let goes_on = |url: &str, why: &str| -> Result<()> {
        case.asks(url)?;
        let (said, file) = case.export()?;
        ensure!(said.stderr.contains("NO TIME STAMP") && said.stderr.contains(why), "{why}: {}", said.stderr);
        ensure!(said.json()?.get("time_stamps") == Some(&0.into()), "{}", said.stdout);
        ensure!(case.times(&file, &[])? == serde_json::json!([]), "a stamp is in it");
        ensure!(!case.open(&file)?.join("data/times").exists(), "{why}");
        Ok(())
    };
    let elsewhere = fs::read(sample("../../protocol/testdata/timestamp/ec.tsr"))?;
    let told = [
        (Answers::With(b"<html>Please log in</html>".to_vec()), "is not in the form"),
        (Answers::With(Vec::new()), "is not in the form"),
        (Answers::With(vec![0x30; 65_536]), "is not in the form"),
        (Answers::With(vec![0x30; 65_537]), "too long"),
        (Answers::With(elsewhere), "it is over something else"),
        (Answers::SomebodyElse, "answered another question"),
        (Answers::Status(500), "the error 500"),
        (Answers::Status(302), "the error 302"),
        (Answers::Endlessly, "too long"),
    ];
    for (answers, why) in told {
        authority.answers(answers);
        goes_on(&authority.url, why)?;
    }
    let taken = authority.taken.load(Ordering::SeqCst);
    ensure!((1..16 * 1024 * 1024).contains(&taken), "{taken} bytes of a gigabyte were taken");
    goes_on(&expired.url, "was not valid at that time")?;
    goes_on("http://127.0.0.1:9/tsr", "was not reached")?;
    goes_on("http://192.0.2.1/tsr", "is not an onion")?;
    authority.answers(Answers::Honestly);
    case.asks(&authority.url)?;
    ensure!(case.export()?.0.json()?.get("time_stamps") == Some(&1.into()), "an honest answer is taken again");
    Ok(())
}

fn kept() -> Result<()> {
    let stage = Stage::set()?;
    let run = |args: &[&str]| stage.desk.run(&[&["timestamp"], args].concat(), "");
    let shown = || -> Result<Value> { run(&[])?.done()?.json()?.get("authority").cloned().context("an authority") };
    ensure!(shown()? == Value::Null, "none at first");
    run(&["--authority", "http://tsa.example/tsr"])?.done()?;
    ensure!(shown()? == "http://tsa.example/tsr", "it is kept");
    let tls = run(&["--authority", "https://tsa.example/tsr"])?.with_code(2)?;
    ensure!(tls.stderr.contains("https://") && tls.stderr.contains("http:// address too"), "{}", tls.stderr);
    run(&["--authority", "tsa.example"])?.with_code(2)?;
    run(&["--authority", "http://tsa.example", "--off"])?.with_code(2)?;
    ensure!(shown()? == "http://tsa.example/tsr", "what was refused changes nothing");
    run(&["--off"])?.done()?;
    ensure!(shown()? == Value::Null, "it is forgotten");
    Ok(())
}

const ALWAYS: [&str; 2] = ["20200101000000Z", "20400101000000Z"];
