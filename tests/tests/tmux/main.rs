//! The guided report as it stands in a real terminal, not in the parser that the other tests look through: a pane of
//! tmux of a telephone's width and of the usual one. What each test needs stands in `externals.toml`.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use davylamp_tests::externals::Externals;
use davylamp_tests::golden::{fits, hold};
use davylamp_tests::guided::{Answers, Person, Seat, Tmux, masked};
use davylamp_tests::scenario::{davylamp, sample};
use davylamp_tests::stage::Stage;
use davylamp_tests::words::Words;
use libtest_mimic::{Arguments, Trial};
use serde_json::Value;

fn main() -> Result<()> {
    let arguments = Arguments::from_args();
    let mut externals = Externals::load("tmux", PathBuf::from(env!("CARGO_TARGET_TMPDIR")))?;
    let mut trials: Vec<Trial> = vec![externals.trial("a_guided_report_stands_in_a_pane_as_it_should", stands)];
    trials.push(externals.list_trial());
    libtest_mimic::run(&arguments, trials).exit()
}

fn stands() -> Result<()> {
    let stage = Stage::set()?;
    let story = std::fs::read_to_string(sample("panic-en.txt"))?;
    let short = ["1 5 7", "tonight", "Block C", "the contractor", "3", "3", "4"];
    let answers = Answers { story: story.trim_end().to_owned(), short, list: None };
    for columns in [40, 80] {
        let socket = format!("davylamp-{}-{columns}", std::process::id());
        let args = ["report", "--now", "--lang", "en", "--to", &stage.desk.contact];
        let mut tmux = Tmux::davylamp(&socket, &args, columns)?;
        let mut person = Person::who_speaks("en")?;
        person.begin(&mut tmux)?;
        person.tell(&mut tmux, &answers, false)?;
        let words = person.send(&mut tmux, false)?;
        tmux.wait_for(&format!("{} ended", Words::of("en")?.beginning("guide-close")?))?;
        let seen = tmux.window()?;
        ensure!(!seen.contains(&words), "the eight words are on the first screen");
        ensure!(answers.story.lines().all(|line| line.is_empty() || !seen.contains(line)), "the story is there");
        fits(&seen, columns, "")?;
        hold(&format!("guided/en-tmux-{columns}.txt"), &masked(&seen, &fingerprint(&stage)?))?;
    }
    stage.desk.catch_up()?;
    ensure!(stage.desk.cases()?.len() == 2, "both arrived");
    Ok(())
}

/// The desk's six words.
fn fingerprint(stage: &Stage) -> Result<String> {
    let shown = davylamp(&["--json", "contact", "show", "--to", &stage.desk.contact], "")?.done()?.json()?;
    let words = shown.get("fingerprint").context("a fingerprint")?;
    let list = words.as_array().map(|words| words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "));
    list.or_else(|| words.as_str().map(str::to_owned)).context("words")
}
