//! The guided report, as people of five languages meet it: it arrives with its fields, every line fits its window, and
//! what they see stands in `tests/golden/guided`.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::golden::{fits, hold};
use davylamp_tests::guided::{Answers, Person, masked};
use davylamp_tests::pty::{Pty, WIDE, Window, flat};
use davylamp_tests::scenario::{davylamp, string};
use davylamp_tests::stage::Stage;
use davylamp_tests::words::Words;
use serde_json::{Value, json};

mod keys;
mod samples;

use samples::{SAMPLES, Sample};

#[test]
fn a_guided_report_arrives_with_its_fields_from_english() -> Result<()> {
    reports_in("en")
}

#[test]
fn a_guided_report_arrives_with_its_fields_from_french() -> Result<()> {
    reports_in("fr")
}

#[test]
fn a_guided_report_arrives_with_its_fields_from_spanish() -> Result<()> {
    reports_in("es")
}

#[test]
fn a_guided_report_arrives_with_its_fields_from_portuguese() -> Result<()> {
    reports_in("pt")
}

#[test]
fn a_guided_report_arrives_with_its_fields_from_swahili() -> Result<()> {
    reports_in("sw")
}

/// In a telephone's window, in a usual one, and plainly; each a report of its own.
fn reports_in(language: &str) -> Result<()> {
    let stage = Stage::set()?;
    let sample = SAMPLES.iter().find(|sample| sample.language == language).context("a sample of each language")?;
    for (name, window, plain) in [("40", PHONE, false), ("80", WIDE, false), ("plain", PHONE, true)] {
        let seen = reports(&stage, sample, window, plain)?;
        let story = sample.words()?;
        let last = story.lines().next_back().unwrap_or_default();
        ensure!(plain || !seen.contains(last), "the story stands on the first screen");
        let answers = sample.answers(plain)?;
        let yes = Words::of(language)?.first("yes-answers")?.to_owned();
        let typed = answers.short.iter().chain(answers.list.iter().flatten()).copied().chain([yes.as_str()]);
        let typed = typed.chain(story.lines()).collect::<Vec<_>>().join("\n");
        fits(&seen, window.columns.into(), &typed)?;
        let seen: Vec<_> = seen.lines().filter(|line| line.is_empty() || !story.contains(*line)).collect();
        hold(&format!("guided/{language}-{name}.txt"), &masked(&seen.join("\n"), &fingerprint(&stage)?))?;
        arrived(&stage, sample)?;
    }
    Ok(())
}

fn reports(stage: &Stage, sample: &Sample, window: Window, plain: bool) -> Result<String> {
    let mut person = Person::who_speaks(sample.language)?;
    let mut args = vec!["report", "--now", "--to", &stage.desk.contact, "--lang", sample.language];
    args.extend(plain.then_some("--plain"));
    let mut pty = at_noon(&args, &[], window)?;
    person.begin(&mut pty)?;
    person.tell(&mut pty, &sample.answers(plain)?, plain)?;
    let before = pty.first_screen()?;
    let words = person.send(&mut pty, plain)?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(0), "{ended:?}");
    ensure!(!ended.text.contains(&words), "the eight words are on the first screen");
    pty.is_restored()?;
    // Plainly, the words are taken off with all that stood above them.
    Ok(if plain { format!("{before}\n{}", ended.text) } else { ended.text })
}

/// `davylamp` on a terminal, in universal time.
fn at_noon(args: &[&str], env: &[(&str, &str)], window: Window) -> Result<Pty> {
    let mut command = Command::new(&Binaries::get()?.client);
    command.args(args).env("TZ", "UTC").envs(env.iter().copied());
    Pty::start(command, window)
}

/// Waits until it was asked so many times whether to send: what is typed ahead of that question is forgotten.
fn asks_to_send(pty: &mut Pty, language: &str, times: usize) -> Result<()> {
    let question = flat(Words::of(language)?.beginning("guide-send-question")?);
    pty.wait_until(|pty| flat(&pty.seen_on_first()).matches(&question).count() >= times)
}

/// The desk's six words.
fn fingerprint(stage: &Stage) -> Result<String> {
    let shown = davylamp(&["--json", "contact", "show", "--to", &stage.desk.contact], "")?.done()?.json()?;
    let words = shown.get("fingerprint").context("a fingerprint")?;
    let list = words.as_array().map(|words| words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "));
    list.or_else(|| words.as_str().map(str::to_owned)).context("words")
}

/// That the newest case holds the sample's words and fields, and nothing else.
fn arrived(stage: &Stage, sample: &Sample) -> Result<()> {
    stage.desk.catch_up()?;
    let list = stage.desk.run(&["list"], "")?.done()?.json()?;
    let newest = list.pointer("/cases/0").context("a case")?;
    let case = string(newest, "case")?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.json()?;
    let content = shown.pointer("/messages/0/content").context("a report")?;
    let text = content.get("text").and_then(Value::as_str).context("a text")?;
    ensure!(text.trim_end() == sample.words()?.trim_end(), "{text:?}");
    ensure!(content.get("fields") == Some(&sample.fields()), "{content}");
    stage.desk.run(&["delete", &case, "--yes"], "")?.done()?;
    Ok(())
}

/// The language is chosen by a key; one goes back, asks for more, empties, changes an answer at the end; and a wrong
/// number is asked for again.
#[test]
fn one_can_go_back_and_forth_and_change_ones_mind_until_it_is_sent() -> Result<()> {
    let stage = Stage::set()?;
    let mut person = Person::who_speaks("sw")?;
    let mut pty = at_noon(&["report", "--now", "--plain", "--to", &stage.desk.contact], &[("LANG", "xx")], WIDE)?;
    person.answer_to(&mut pty, "Enter = English:", "5")?;
    person.begin(&mut pty)?;
    let story = Answers { story: "Haujalipwa.".into(), short: [""; 7], list: None };
    person.tell(&mut pty, &story, true)?;
    // Back to the third, from there to the second, whose wrong answer is asked for again.
    pty.press("3\r")?;
    pty.press("Machi\r")?;
    asks_to_send(&mut pty, "sw", 2)?;
    person.answer(&mut pty, "guide-send-question", "3")?;
    pty.press("?\r")?;
    pty.wait_for(davylamp_tests::words::Words::of("sw")?.beginning("guide-q-date-help")?)?;
    pty.press("<\r")?;
    pty.press("99\r")?;
    pty.press("15 2\r")?;
    // From the second on the rest is asked again; what was answered stays by Enter, and goes by a dash.
    pty.press("-\r")?;
    pty.press("Geita\r\r\r\r\r")?;
    person.answer(&mut pty, "guide-list-question", "")?;
    asks_to_send(&mut pty, "sw", 3)?;
    person.answer(&mut pty, "guide-send-question", "1")?;
    pty.press("\r")?;
    asks_to_send(&mut pty, "sw", 4)?;
    person.send(&mut pty, true)?;
    ensure!(pty.end()?.code == Some(0));
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("a case")?;
    let shown = stage.desk.run(&["show", &case], "")?.done()?.json()?;
    let content = shown.pointer("/messages/0/content").context("a report")?;
    ensure!(
        content.get("fields") == Some(&json!({ "kinds": ["blacklisting", "wages"], "site": "Geita" })),
        "{content}"
    );
    ensure!(content.get("text") == Some(&json!("Haujalipwa.\n")), "{content}");
    Ok(())
}

#[test]
fn whoever_stops_sends_nothing() -> Result<()> {
    let stage = Stage::set()?;
    let mut person = Person::who_speaks("en")?;
    let mut pty = at_noon(&["report", "--now", "--plain", "--lang", "en", "--to", &stage.desk.contact], &[], WIDE)?;
    person.begin(&mut pty)?;
    person.tell(&mut pty, &Answers { story: "Nothing.".into(), short: [""; 7], list: None }, true)?;
    person.answer(&mut pty, "guide-send-question", "x")?;
    person.answer(&mut pty, "guide-stop-question", "no")?;
    person.answer(&mut pty, "guide-send-question", "send")?;
    pty.wait_for(Words::of("en")?.beginning("guide-send-unclear")?)?;
    person.answer(&mut pty, "guide-send-question", "x")?;
    pty.press("yes\r")?;
    let ended = pty.end()?;
    ensure!(ended.code == Some(1) && ended.text.contains("nothing was sent"), "{ended:?}");
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.is_empty());
    Ok(())
}

/// With nothing but the program and the poster's line; every one of the eight questions answered.
#[test]
fn from_nothing_to_a_sent_report_there_are_fewer_than_twelve_decisions() -> Result<()> {
    let stage = Stage::set()?;
    let contact = std::fs::read_to_string(&stage.desk.contact)?;
    for (answered, most) in [(true, 11), (false, 4)] {
        let sample = SAMPLES.iter().find(|sample| sample.language == "es").context("a sample")?;
        let mut person = Person::who_speaks("es")?;
        let mut pty = at_noon(&["report", "--now"], &[("LANG", "es_CL.UTF-8")], WIDE)?;
        person.answer_to(&mut pty, "Enter = Español:", "")?;
        person.answer(&mut pty, "guide-before-question", "")?;
        person.answer(&mut pty, "contact-question", contact.trim())?;
        let yes = Words::of("es")?.first("yes-answers")?.to_owned();
        person.answer(&mut pty, "report-desk-question", &yes)?;
        let mut answers = Answers { list: None, ..sample.answers(false)? };
        if !answered {
            answers.short = [""; 7];
        }
        person.tell(&mut pty, &answers, false)?;
        person.send(&mut pty, false)?;
        ensure!(pty.end()?.code == Some(0));
        println!("decisions: {} of {} prompts", person.decisions, person.prompts);
        ensure!(person.decisions == most && most < 12, "{} decisions", person.decisions);
    }
    Ok(())
}

/// As wide as a telephone's; so high that what was asked is still seen beneath a long list.
const PHONE: Window = Window { rows: 60, columns: 40 };
