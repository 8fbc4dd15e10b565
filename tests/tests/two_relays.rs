//! A desk with two relays: what a reporter sends to both is one message, whichever has it (`SPEC.md` 8.5).

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use axum::http::{Method, StatusCode};
use davylamp_protocol::clue::Scope;
use davylamp_protocol::keys::Passphrase;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::message::{ConsentAnswer, Message, Text};
use davylamp_protocol::thread::LaneWriter;
use davylamp_tests::http::Http;
use davylamp_tests::process::{Background, Finished};
use davylamp_tests::proxy::{Lie, Proxy};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, messages_of_kind, path, sample, string};
use davylamp_tests::stage::{FAST, check_for, wait_for_message};
use rand::rngs::OsRng;
use serde_json::Value;
use tempfile::TempDir;

struct Stage {
    dir: TempDir,
    relays: [Relay; 2],
    desk: Desk,
}

impl Stage {
    fn set() -> Result<Self> {
        let (dir, relays) = two_relays()?;
        let via = relays[0].address.clone();
        Self::of(dir, relays, &via)
    }

    /// The first relay is reached at `via`.
    fn of(dir: TempDir, relays: [Relay; 2], via: &str) -> Result<Self> {
        let at = [(&relays[0], via), (&relays[1], relays[1].address.as_str())];
        let desk = Desk::found_at(dir.path(), &at, &["--no-self-test"])?;
        Ok(Self { dir, relays, desk })
    }

    fn watch(&self) -> Result<Background> {
        let mut watch = self.desk.watch(&["--cover-mean", "600", "--no-notify"])?;
        for relay in &self.relays {
            let ready = |line: &str| (line.contains(r#""ready""#) && line.contains(relay.log.name())).then_some(());
            watch.wait_for(PATIENCE, ready)?;
        }
        Ok(watch)
    }

    fn reporter(&self, name: &str) -> Result<Reporter> {
        Reporter::new(self.dir.path(), name, &self.desk.contact)
    }

    /// The same reporter with a poster of one relay only.
    fn at(&self, relay: usize, name: &str) -> Result<Reporter> {
        let contact = format!("davylamp:{}#{}\n", self.relays[relay].address, self.desk.key);
        Reporter::new(self.dir.path(), name, &self.file(&format!("poster-{relay}"), &contact)?)
    }

    fn show(&self, case: &str) -> Result<Value> {
        self.desk.run(&["show", case], "")?.done()?.json()
    }

    /// Waits until the case is as it is wanted.
    fn wait_until(&self, case: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        let start = Instant::now();
        loop {
            let shown = self.show(case)?;
            if wanted(&shown) {
                return Ok(shown);
            }
            ensure!(start.elapsed() < PATIENCE, "it did not come to that: {shown}");
            std::thread::sleep(Duration::from_millis(100)); // polling, bounded above
        }
    }

    fn file(&self, name: &str, content: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        fs::write(&file, content)?;
        path(&file)
    }

    fn place(&self, name: &str) -> Result<String> {
        path(&self.dir.path().join(name))
    }

    /// Counsel's policy that lists these relays' logs.
    fn policy(&self, relays: &[usize]) -> Result<String> {
        let logs: String = relays.iter().map(|relay| format!("log {}\n", self.relays[*relay].log)).collect();
        self.file("policy", &format!("{logs}quorum none\n"))
    }

    /// Hands the case to a new lawyer; gives the opened case file.
    fn export(&self, case: &str, args: &[&str]) -> Result<String> {
        let (key, file, opened) = (self.place("lawyer.key")?, self.place("case.age")?, self.place("opened")?);
        davylamp(&["counsel", "keygen", "-o", &key], "")?.done()?;
        let own = ["export", case, "-R", &format!("{key}.recipients"), "-o", &file];
        self.desk.run(&[&own[..], args].concat(), "")?.done()?;
        davylamp(&["case", "open", &file, "-i", &key, "-C", &opened], "")?.done()?;
        path(&fs::read_dir(&opened)?.next().context("the case's folder")??.path())
    }
}

fn two_relays() -> Result<(TempDir, [Relay; 2])> {
    let dir = tempfile::tempdir()?;
    let relays = [Relay::start(&dir.path().join("r1"), FAST)?, Relay::start(&dir.path().join("r2"), FAST)?];
    Ok((dir, relays))
}

fn verify(bag: &str, args: &[&str]) -> Result<Finished> {
    davylamp(&[&["case", "verify", bag], args].concat(), "")
}

/// Messages of the reporter, or of the desk, in a case.
fn messages<'a>(shown: &'a Value, direction: &str) -> Vec<&'a Value> {
    let all = shown["messages"].as_array().into_iter().flatten();
    all.filter(|message| message["direction"] == direction).collect()
}

fn places(message: &Value) -> usize {
    message["places"].as_array().map_or(0, Vec::len)
}

fn kinds(messages: &[&Value], kind: &str) -> usize {
    messages.iter().filter(|message| message["kind"] == kind).count()
}

fn told(watch: &str, event: &str, fields: &str) -> usize {
    watch.lines().filter(|line| line.contains(&format!(r#""event":"{event}""#)) && line.contains(fields)).count()
}

/// A text of several envelopes.
fn long() -> String {
    "Nous étions douze devant le bureau quand ils ont lu la liste. ".repeat(80)
}

#[test]
fn a_report_to_two_relays_is_shown_told_answered_and_consented_to_once() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.watch()?;
    let reporter = stage.reporter("worker")?;
    let sent = reporter.report(&stage.file("text", &long())?, &[])?.json()?;
    ensure!(sent["sessions"].as_array().map(Vec::len) == Some(2) && sent["failed"] == serde_json::json!([]), "{sent}");
    let session = string(&sent["sessions"][0], "session")?;
    ensure!(sent["sessions"][1]["session"] == session.as_str(), "one name at both: {sent}");
    let case = wait_for_message(&mut watch, "report")?;
    let shown = stage.wait_until(&case, |shown| messages(shown, "from-reporter").iter().all(|m| places(m) == 2))?;
    ensure!(messages(&shown, "from-reporter").len() == 1 && shown["gaps"] == serde_json::json!([]), "{shown}");
    let list = stage.desk.run(&["list"], "")?.done()?.json()?;
    ensure!(list["cases"][0]["messages_from_reporter"] == 1, "{list}");

    // Whoever can reach only one of them reads the same answer, once.
    for relay in [0, 1] {
        let alone = stage.at(relay, "worker")?;
        let received = check_for(&alone, "received")?;
        ensure!(received["sessions"] == serde_json::json!([session]), "relay {relay}: {received}");
        let all = alone.check(&["--all"])?.done()?.json()?;
        ensure!(messages_of_kind(&all, "received").len() == 1, "relay {relay}: {all}");
    }
    let (who, why) = (stage.file("who", "Abogada")?, stage.file("why", "Para la demanda")?);
    stage.desk.run(&["ask-consent", &case, "--for", &who, "--why", &why], "")?.done()?;
    let id = string(&check_for(&stage.at(1, "worker")?, "consent-request")?, "id")?;
    reporter.answer(&["--consent", &id], "")?;
    let both = |shown: &Value| {
        let (all, said) = (messages(shown, "from-reporter"), messages(shown, "from-desk"));
        // What is not in a log yet cannot be exported.
        let is_in_log = said.iter().all(|message| message["in_log"] == true);
        all.len() == 2 && all.iter().all(|m| places(m) == 2) && kinds(&said, "received") == 2 && is_in_log
    };
    let shown = stage.wait_until(&case, both)?;
    ensure!(shown["consents"][0]["granted"] == true, "{shown}");
    let custody = shown["custody"].to_string();
    ensure!(custody.matches("consent-granted").count() == 1, "{custody}");

    let told_by = watch.stop()?.stdout;
    ensure!(told(&told_by, "case", "") == 1 && told(&told_by, "message", r#""report""#) == 0, "{told_by}");
    ensure!(told(&told_by, "message", r#""consent-answer""#) == 1, "{told_by}");
    ensure!(kinds(&messages(&stage.show(&case)?, "from-desk"), "received") == 2, "one for each sending");

    let bag = stage.export(&case, &[])?;
    let html = fs::read_to_string(format!("{bag}/data/case.html"))?;
    ensure!(html.matches(&long()).count() == 1, "the text stands once");
    let also = stage.relays.iter().filter(|relay| html.contains(relay.log.name())).count();
    ensure!(also == 2 && html.contains("Also in the log"), "both logs are named");
    verify_with_one_log_and_with_both(&stage, &bag)?;
    claim_with_a_cut_off_in_one_log(&stage, &reporter, &bag)
}

fn verify_with_one_log_and_with_both(stage: &Stage, bag: &str) -> Result<()> {
    let both = verify(bag, &["--json", "--policy", &stage.policy(&[0, 1])?])?.done()?.json()?;
    ensure!(both["outcome"] == "proven" && both["beside"] == serde_json::json!([]), "{both}");
    ensure!(both["gaps"] == serde_json::json!([]) && both["contradicted"] == 0, "{both}");
    // The heads of the custody log stand in the first.
    let first = verify(bag, &["--policy", &stage.policy(&[0])?])?.done()?;
    ensure!(first.stdout.starts_with("PROVEN") && first.stdout.contains("for which your policy does not vouch"));
    ensure!(first.stdout.matches("the reporter, report").count() == 1, "{}", first.stdout);
    let second = verify(bag, &["--json", "--policy", &stage.policy(&[1])?])?.with_code(3)?.json()?;
    let unmet = second["unanchored"].as_array().context("what it does not vouch for")?;
    ensure!(!unmet.is_empty() && unmet.iter().all(|one| one["path"].to_string().contains("/heads/")), "{second}");
    let neither = stage.file("stranger", &format!("log {}\nquorum none\n", stage.desk.key))?;
    verify(bag, &["--policy", &neither])?.with_code(3).map(drop)
}

fn claim_with_a_cut_off_in_one_log(stage: &Stage, reporter: &Reporter, bag: &str) -> Result<()> {
    let (signing, asked, claim) = (stage.place("signing.key")?, stage.place("challenge")?, stage.place("claim")?);
    let made =
        ["counsel", "keygen", "-o", &stage.place("other.key")?, "--signing", &signing, "--name", "lawyer.example"];
    davylamp(&made, "")?.done()?;
    let args = ["counsel", "challenge", "--key", &signing, "--name", "Abogada", "--case", bag, "-o", &asked];
    davylamp(&args, "")?.done()?;
    reporter.with_words("claim", &["--challenge", &asked, "-o", &claim, "--yes"], "")?.done()?;
    let policy = stage.policy(&[0, 1])?;
    let shown = verify(bag, &["--policy", &policy, "--claim", &claim, "--challenge", &asked])?.done()?;
    ensure!(shown.stdout.contains("were not added by the desk"), "{}", shown.stdout);
    ensure!(!shown.stdout.contains("is not covered by the claim"), "copies need no cut-off: {}", shown.stdout);
    Ok(())
}

#[test]
fn one_relay_is_enough_while_the_other_is_down_and_what_is_sent_again_is_another_message() -> Result<()> {
    let mut stage = Stage::set()?;
    let mut watch = stage.watch()?;
    stage.relays[0].kill();
    let reporter = stage.reporter("worker")?;
    let text = stage.file("text", &long())?;
    let done = reporter.report(&text, &[])?;
    let sent = done.json()?;
    ensure!(sent["sessions"].as_array().map(Vec::len) == Some(1), "{sent}");
    ensure!(sent["failed"].as_array().map(Vec::len) == Some(1), "{sent}");
    let first = done.stderr.find("has all of it").context("the first proof is told at once")?;
    let failed = done.stderr.rfind("warning: ").context("the other is a warning")?;
    ensure!(first < failed, "nobody waits for the one that is down: {}", done.stderr);
    let case = wait_for_message(&mut watch, "report")?;

    // The contact file names both; a poster names one, and says so.
    ensure!(check_for(&reporter, "received")?["sessions"] == serde_json::json!([sent["sessions"][0]["session"]]));
    let poster = stage.at(0, "worker")?;
    for refused in [
        poster.with_words("check", &["--now"], "")?,
        poster.with_words("report", &["--now", "--text", &text], "")?,
        poster.with_words("answer", &["--now", "--text", &text], "")?,
    ] {
        let refused = refused.with_code(1)?;
        ensure!(refused.stderr.contains("names one relay only"), "{}", refused.stderr);
    }

    stage.relays[0].crash_and_restart()?;
    let again = reporter.with_words("report", &["--now", "--text", &text], "")?.done()?.json()?;
    ensure!(again["sessions"].as_array().map(Vec::len) == Some(2), "{again}");
    let shown = stage.wait_until(&case, |shown| {
        let places: Vec<usize> = messages(shown, "from-reporter").into_iter().map(places).collect();
        places == [1, 2]
    })?;
    ensure!(messages(&shown, "from-reporter").iter().all(|message| message["contradicted"] == false), "{shown}");
    watch.stop().map(drop)
}

/// Takes so many posts, and no more.
struct Takes(AtomicI64);

impl Lie for Takes {
    fn refuse(&self, method: &Method, _path: &str) -> Option<(StatusCode, String)> {
        let spent = *method == Method::POST && self.0.fetch_sub(1, Ordering::Relaxed) <= 0;
        // The client tries again for a while.
        spent.then(|| (StatusCode::SERVICE_UNAVAILABLE, String::new()))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_relay_lost_midway_the_other_completes() -> Result<()> {
    let takes = Arc::new(Takes(AtomicI64::new(i64::MAX)));
    let (dir, relays) = two_relays()?;
    let proxy = Proxy::start(&relays[0].address, Arc::clone(&takes) as Arc<dyn Lie>).await?;
    let stage = Stage::of(dir, relays, &proxy.address)?;
    let mut watch = stage.watch()?;
    let reporter = stage.reporter("worker")?;
    // Opener and three parts: whichever comes last is lost.
    takes.0.store(3, Ordering::Relaxed);
    let done = reporter.report(&stage.file("text", &long())?, &[])?;
    takes.0.store(i64::MAX, Ordering::Relaxed);
    let (sent, told_first) = (done.json()?, done.stderr.find("has all of it").context("the first proof is told")?);
    let failed = done.stderr.find("warning: ").context("the other is a warning")?;
    ensure!(told_first < failed, "the second relay waits for the first, which has no room: {}", done.stderr);
    ensure!(sent["sessions"].as_array().map(Vec::len) == Some(1), "{sent}");
    ensure!(sent["sessions"][0]["envelopes"] == 4 && sent["failed"].as_array().map(Vec::len) == Some(1), "{sent}");

    let case = wait_for_message(&mut watch, "report")?;
    // The first takes the desk's answer when the desk tries again.
    let received = check_for(&stage.at(1, "worker")?, "received")?;
    ensure!(received["sessions"] == serde_json::json!([sent["sessions"][0]["session"]]), "{received}");
    let shown = stage.show(&case)?;
    let all = messages(&shown, "from-reporter");
    ensure!(all.len() == 1 && places(all[0]) == 1 && shown["gaps"] == serde_json::json!([]), "{shown}");
    ensure!(kinds(&messages(&shown, "from-desk"), "received") == 1, "{shown}");
    stage.wait_until(&case, |shown| messages(shown, "from-desk").iter().all(|message| message["in_log"] == true))?;

    let reason = stage.file("reason", "Life in danger; the reporter cannot be reached.")?;
    let bag = stage.export(&case, &["--without-consent", &reason])?;
    let verdict = verify(&bag, &["--json", "--policy", &stage.policy(&[0, 1])?])?.done()?.json()?;
    ensure!(verdict["gaps"] == serde_json::json!([]), "{verdict}");
    let told_by = watch.stop()?.stdout;
    ensure!(told(&told_by, "case", "") == 1 && told(&told_by, "message", "") == 0, "{told_by}");
    Ok(())
}

/// A reporter who seals by hand what no client would, and posts it to one relay.
async fn say(stage: &Stage, relay: usize, words: &Passphrase, lane_id: [u8; 16], message: &Message) -> Result<()> {
    let desk: VerifierKey = stage.desk.key.parse()?;
    let relay = &stage.relays[relay];
    let http = Http::new(&relay.address, &relay.log)?;
    let card = http.card(&desk).await?;
    let (case, now) = (words.root().case(card.desk_key()), SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs());
    let (scope, intake) = (Scope { origin: relay.log.name(), desk: card.desk_key() }, card.intake_at(now)?);
    let opened = LaneWriter::open(scope, &card.clue_key, intake.recipient, &case, Vec::new(), &mut OsRng)?;
    http.post(&opened.1).await?;
    for part in opened.0.named(lane_id).write(&message.encode())? {
        http.post(&part).await?;
    }
    Ok(())
}

/// A case in which the desk has asked for consent, under this number.
fn asked(stage: &Stage, watch: &mut Background) -> Result<(String, Passphrase, [u8; 4])> {
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("wages-sw.txt"))?, &[])?;
    let case = wait_for_message(watch, "report")?;
    let (who, why) = (stage.file("who", "Abogada")?, stage.file("why", "Para la demanda")?);
    let asked = stage.desk.run(&["ask-consent", &case, "--for", &who, "--why", &why], "")?.done()?.json()?;
    let mut id = [0; 4];
    hex::decode_to_slice(string(&asked, "consent")?, &mut id)?;
    Ok((case, Passphrase::parse(&fs::read_to_string(&reporter.passphrase)?)?, id))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consent_that_comes_late_by_another_relay_does_not_undo_the_refusal_after_it() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.watch()?;
    let (case, words, id) = asked(&stage, &mut watch)?;
    let answer = |granted| Message::ConsentAnswer(ConsentAnswer::new(id, granted, None));
    for (relay, lane_id, granted) in [(0, [1; 16], true), (0, [2; 16], false), (1, [1; 16], true)] {
        say(&stage, relay, &words, lane_id, &answer(granted)).await?;
        let copies = if relay == 0 { 1 } else { 2 };
        let is_there = |message: &&Value| message["lane"] == hex::encode(lane_id) && places(message) == copies;
        stage.wait_until(&case, |shown| messages(shown, "from-reporter").iter().any(is_there))?;
    }
    let shown = stage.show(&case)?;
    ensure!(shown["consents"][0]["granted"] == false, "{shown}");
    ensure!(stage.export(&case, &[]).is_err(), "it was withdrawn");
    let custody = shown["custody"].to_string();
    ensure!(custody.matches("consent-granted").count() == 1 && custody.matches("consent-refused").count() == 1);
    watch.stop().map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_texts_under_one_name_are_both_shown_named_and_no_consent() -> Result<()> {
    let stage = Stage::set()?;
    let mut watch = stage.watch()?;
    let (case, words, id) = asked(&stage, &mut watch)?;
    // Consent at one, and something else altogether at the other: whichever comes first.
    let granted = Message::ConsentAnswer(ConsentAnswer::new(id, true, None));
    for (relay, message) in [granted, Message::Text(Text::new("I allow nothing."))].iter().enumerate() {
        say(&stage, relay, &words, [7; 16], message).await?;
    }
    let contradicted = |line: &str| line.contains(r#""contradicted":true"#).then_some(());
    watch.wait_for(PATIENCE, contradicted)?;
    let shown = stage.show(&case)?;
    let doubted = messages(&shown, "from-reporter").into_iter().filter(|message| message["contradicted"] == true);
    let texts: Vec<_> = doubted.map(|message| message["kind"].to_string()).collect();
    ensure!(texts.len() == 2 && texts.contains(&r#""consent-answer""#.to_owned()), "{shown}");
    ensure!(shown["consents"][0]["granted"] == false, "{shown}");
    let people = stage.desk.run_for_people(&["show", &case], "")?.done()?.stdout;
    ensure!(people.matches("Another relay brought another text").count() == 2, "{people}");
    let answered = |shown: &Value| kinds(&messages(shown, "from-desk"), "received") == 2;
    let in_log = |shown: &Value| messages(shown, "from-desk").iter().all(|message| message["in_log"] == true);
    stage.wait_until(&case, |shown| answered(shown) && in_log(shown))?;
    watch.stop()?;

    let reason = stage.file("reason", "A court asks for it.")?;
    ensure!(stage.export(&case, &[]).is_err(), "what is contradicted is no consent");
    fs::remove_file(stage.place("lawyer.key")?)?;
    fs::remove_file(stage.place("lawyer.key.recipients")?)?;
    let bag = stage.export(&case, &["--without-consent", &reason])?;
    let verdict = verify(&bag, &["--policy", &stage.policy(&[0, 1])?])?.done()?;
    ensure!(verdict.stdout.contains("Which of two texts is meant"), "{}", verdict.stdout);
    ensure!(verdict.stdout.matches("ANOTHER TEXT").count() == 2, "{}", verdict.stdout);
    let html = fs::read_to_string(format!("{bag}/data/case.html"))?;
    ensure!(html.matches("<dt>Contradicted</dt>").count() == 2 && html.contains("I allow nothing."), "both are shown");
    Ok(())
}

const PATIENCE: Duration = Duration::from_secs(90);
