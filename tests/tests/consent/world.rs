//! A desk with one case for each state that consent can be in, and one case beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use davylamp_tests::panic::defender::Defender;
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::{Desk, Reporter, davylamp, path, string};
use davylamp_tests::stage::{Stage, check_for};

/// What the reporter has decided about a circle: counsel, company or public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Nothing.
    None,
    /// That a narrower circle may see it: for counsel the desk alone, for others counsel.
    Narrower,
    /// That this circle may.
    Given,
    /// The same, taken back.
    Withdrawn,
}

impl Consent {
    pub(crate) const ALL: [Self; 4] = [Self::None, Self::Narrower, Self::Given, Self::Withdrawn];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::None => "without consent",
            Self::Narrower => "narrower consent",
            Self::Given => "consent",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One case and its reporter.
pub(crate) struct Held {
    pub(crate) id: String,
    pub(crate) reporter: Reporter,
    /// Words of its report, which are nowhere else.
    pub(crate) needle: String,
}

pub(crate) struct World {
    pub(crate) stage: Stage,
    held: BTreeMap<&'static str, Vec<Held>>,
    /// Of the same desk, with a reporter of its own.
    pub(crate) beside: Held,
    /// Somebody whose alarms call the desk's hook.
    pub(crate) defender: Defender,
    /// Another desk, which the defender named as a contact.
    pub(crate) neighbour: Desk,
    /// A desk that mediates, and that no reporter has invited.
    pub(crate) mediator: Desk,
}

impl World {
    /// With a case for each state of consent to each of these circles.
    pub(crate) fn set(circles: &BTreeSet<&'static str>) -> Result<Self> {
        let stage = Stage::set()?;
        davylamp(&["counsel", "keygen", "-o", &at(&stage, "lawyer.key")?], "")?.done()?;
        let mut held = BTreeMap::new();
        for circle in circles {
            let cases = Consent::ALL.map(|consent| reported(&stage, consent, circle));
            held.insert(*circle, cases.into_iter().collect::<Result<_>>()?);
        }
        let beside = report(&stage, "beside", &[])?;
        let (home, papers) = (stage.dir.path().join("panic"), stage.dir.path().join("papers"));
        let defender = Defender::new(&home, &papers)?;
        let place = stage.dir.path().join("neighbour");
        std::fs::create_dir(&place)?;
        let neighbour = Desk::found(&place, &stage.relay, &stage.relay.address, &["--no-self-test"])?;
        defender.arm(&[&stage.desk.contact, &neighbour.contact], &["--introduce"])?;
        stage.desk.catch_up()?;
        let names = ("Mesa de diálogo", "mesa.example");
        let mediator = Desk::found_as(&stage.dir.path().join("mediator"), &stage.relay, names, &["mediation=7d"])?;
        Ok(Self { stage, held, beside, defender, neighbour, mediator })
    }

    /// The cases of a circle, in the order of [`Consent::ALL`].
    pub(crate) fn held(&self, circle: &str) -> &[Held] {
        &self.held[circle]
    }

    pub(crate) fn at(&self, name: &str) -> Result<String> {
        at(&self.stage, name)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Result<Finished> {
        self.stage.desk.run(args, "")
    }
}

/// A case in that state.
fn reported(stage: &Stage, consent: Consent, circle: &str) -> Result<Held> {
    let desk_only = consent == Consent::Narrower && circle == "counsel";
    let fields: &[&str] = if desk_only { &["--may-see", "desk-only"] } else { &[] };
    let held = report(stage, &format!("{consent:?}{circle}"), fields)?;
    let asked = match consent {
        Consent::None => None,
        Consent::Narrower if desk_only => None,
        Consent::Narrower => Some("counsel"),
        Consent::Given | Consent::Withdrawn => Some(circle),
    };
    if let Some(level) = asked {
        let request = ask(stage, &held, level)?;
        answer(stage, &held, "--consent", &request)?;
        if consent == Consent::Withdrawn {
            answer(stage, &held, "--refuse", &request)?;
        }
    }
    Ok(held)
}

/// Somebody reports, in words of their own; the desk has it.
pub(crate) fn report(stage: &Stage, name: &str, fields: &[&str]) -> Result<Held> {
    let needle = format!("aguja{}pajar", name.to_lowercase());
    let reporter = stage.reporter(name)?;
    let before = stage.desk.cases()?;
    let words = format!("Me amenazaron junto al portón. {needle} es lo que dijeron.\n");
    reporter.report(&stage.file(&format!("{name}.txt"), &words)?, fields)?;
    stage.desk.catch_up()?;
    let id = stage.desk.cases()?.into_iter().find(|id| !before.contains(id)).context("the report became a case")?;
    Ok(Held { id, reporter, needle })
}

/// Asks for consent; gives the name of the request, which the reporter has by then.
pub(crate) fn ask(stage: &Stage, held: &Held, level: &str) -> Result<String> {
    let (who, why) = (stage.file("who", "Abogada Quiroga")?, stage.file("why", "Para la demanda")?);
    let args = ["ask-consent", &held.id, "--for", &who, "--why", &why, "--level", level];
    let asked = string(&stage.desk.run(&args, "")?.done()?.json()?, "consent")?;
    for _ in 0..20 {
        let found = check_for(&held.reporter, "consent-request")?;
        if string(&found, "id")? == asked {
            return Ok(asked);
        }
    }
    anyhow::bail!("the request {asked} does not reach its reporter")
}

/// The reporter answers, and the desk has it.
pub(crate) fn answer(stage: &Stage, held: &Held, how: &str, request: &str) -> Result<()> {
    held.reporter.answer(&[how, request], "")?;
    stage.desk.catch_up().map(drop)
}

/// Everything that a reporter can see of their case, once all of `wanted` is in it.
pub(crate) fn sees(held: &Held, wanted: &[&str]) -> Result<String> {
    let mut seen = String::new();
    for _ in 0..20 {
        seen = held.reporter.check(&["--all"])?.done()?.stdout;
        if wanted.iter().all(|words| seen.contains(words)) {
            return Ok(seen);
        }
    }
    anyhow::bail!("not all of {wanted:?} came: {seen}")
}

pub(crate) fn at(stage: &Stage, name: &str) -> Result<String> {
    path(&stage.dir.path().join(name))
}

/// The bytes of a file hold none of these words.
pub(crate) fn ensure_without(file: &Path, words: &[&str]) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
    ensure!(!bytes.is_empty(), "{} is empty: nothing was looked at", file.display());
    for word in words {
        let is_there = bytes.windows(word.len()).any(|window| window == word.as_bytes());
        ensure!(!is_there, "{} holds {word:?}", file.display());
    }
    Ok(())
}
