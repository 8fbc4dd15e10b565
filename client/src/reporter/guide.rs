//! The guided report: a conversation, line by line. Nothing is drawn anew, so that it is the same for a screen reader,
//! on a slow line, without colour and in a window of forty columns. The reporter's own words alone are typed in the
//! editor, where there is one.
//!
//! ```text
//! before ── advice ──▶ questions ◀── < and Enter ──▶ summary, who will see what ── Enter ──▶ the report
//!                          ▲                              │
//!                          └───────── its number ─────────┘
//! ```

mod answers;
mod course;
mod sees;

use davylamp_protocol::message::{Kind, LinkRole, TEXT_MAX};

pub(super) use self::answers::Draft;
use self::answers::{Form, picked};
use self::course::{Course, Question, Reply, numbers};
pub(super) use self::sees::Sight;
use crate::failure::Failure;
use crate::terminal::{Terminal, printable};
use crate::text::{text, text_with};

/// Which questions are asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    /// The words come from elsewhere.
    pub(super) has_story: bool,
    /// The fields come from a file.
    pub(super) has_file: bool,
    /// All that there are.
    pub(super) more: bool,
}

/// What to think of before it begins.
///
/// # Errors
///
/// A [`Failure`] when nobody answers any more.
pub(super) fn before(terminal: &Terminal) -> Result<(), Failure> {
    terminal.choose_language(true)?;
    terminal.say(text("guide-before"));
    // The editor has no room for it, and covers what was said.
    terminal.say(help(Question::Story));
    terminal.ask(&text("guide-before-question")).map(drop)
}

/// Asks all questions, and shows what will be sent to whom until the person says that it may go.
///
/// # Errors
///
/// A [`Failure`] if the person stops, or nobody answers any more.
pub(super) fn converse(
    mut draft: Draft,
    scope: Scope,
    sight: &Sight<'_>,
    terminal: &Terminal,
) -> Result<Draft, Failure> {
    let course = course(scope, &mut draft);
    let mut guide = Guide { draft, course, list_was_offered: scope.more || scope.has_file, terminal };
    let count = guide.course.questions().len();
    if count > 1 {
        terminal.say(text_with("guide-keys", &[("count", &count)]));
    }
    loop {
        guide.ask_what_is_due()?;
        if guide.offers_the_list()? {
            continue;
        }
        guide.sum_up();
        sight.say(&guide.draft, terminal);
        if guide.may_go()? {
            return Ok(guide.draft);
        }
    }
}

/// What was given is not asked for.
fn course(scope: Scope, draft: &mut Draft) -> Course {
    let further = Question::MORE.into_iter().chain(Question::OF_LIST).filter(|_| scope.more);
    Course::of(Question::FIRST.into_iter().chain(further).filter(|question| {
        if *question == Question::Story {
            !scope.has_story
        } else {
            (scope.more || !scope.has_file) && draft.shown(*question).is_none()
        }
    }))
}

struct Guide<'a> {
    draft: Draft,
    course: Course,
    list_was_offered: bool,
    terminal: &'a Terminal,
}

/// Where an answer leads.
enum Turn {
    On,
    Back,
}

impl Guide<'_> {
    fn ask_what_is_due(&mut self) -> Result<(), Failure> {
        while let Some(question) = self.course.due() {
            let (at, all) = self.course.place();
            self.terminal.say("");
            self.terminal.say(text_with("guide-place", &[("at", &at), ("all", &all)]));
            match self.ask(question)? {
                Turn::On => self.course.go_on(),
                Turn::Back if self.course.go_back() => {}
                Turn::Back => self.terminal.say(text("guide-first")),
            }
        }
        Ok(())
    }

    fn ask(&mut self, question: Question) -> Result<Turn, Failure> {
        match question.form() {
            Form::Story => self.ask_story(),
            Form::Links => self.ask_links(),
            Form::Words | Form::Choice { .. } => self.ask_short(question),
        }
    }

    fn ask_story(&mut self) -> Result<Turn, Failure> {
        let asked = format!("{}\n{}", text("guide-q-story"), why(Question::Story));
        loop {
            self.draft.story = self.terminal.ask_lines_again(&asked, TEXT_MAX, &self.draft.story)?;
            if !self.draft.story.trim().is_empty() {
                return Ok(Turn::On);
            }
            self.terminal.say(text("guide-story-needed"));
        }
    }

    fn ask_short(&mut self, question: Question) -> Result<Turn, Failure> {
        self.pose(question);
        // A long list may have moved the question out of a small window.
        let prompt = if question.options().len() > 4 { asked(question) } else { text("guide-answer") };
        loop {
            let line = self.terminal.ask(&prompt)?;
            match Reply::of(&line) {
                Reply::Keep => return Ok(Turn::On),
                Reply::Back => return Ok(Turn::Back),
                Reply::Help => self.terminal.say(help(question)),
                Reply::Empty => {
                    self.draft.empty(question);
                    return Ok(Turn::On);
                }
                Reply::Said(said) => match self.draft.take(question, said) {
                    Ok(()) => return Ok(Turn::On),
                    Err(wrong) => self.terminal.say(&wrong.message),
                },
            }
        }
    }

    /// One name after the other, each with what it does.
    fn ask_links(&mut self) -> Result<Turn, Failure> {
        self.pose(Question::Links);
        loop {
            let line = self.terminal.ask(&text("guide-answer"))?;
            match Reply::of(&line) {
                Reply::Keep => return Ok(Turn::On),
                Reply::Back => return Ok(Turn::Back),
                Reply::Help => self.terminal.say(help(Question::Links)),
                Reply::Empty => self.draft.empty(Question::Links),
                Reply::Said(name) => {
                    let role = self.ask_role()?;
                    self.draft.fields.links.push(davylamp_protocol::message::Link { role, name: name.to_owned() });
                }
            }
        }
    }

    fn ask_role(&self) -> Result<LinkRole, Failure> {
        let options = Question::Links.options();
        self.terminal.say(text("guide-q-link-role"));
        self.list(&options, false);
        loop {
            let line = self.terminal.ask(&text("guide-answer"))?;
            if line.is_empty() {
                return Ok(LinkRole::Other);
            }
            if let Some(role) = numbers(&line, options.len(), false).and_then(|number| picked(&number).pop()) {
                return Ok(role);
            }
            self.terminal.say(text_with("guide-numbers-wrong", &[("count", &options.len())]));
        }
    }

    /// The question, why it is asked, what there is to choose from, and what was answered before.
    fn pose(&mut self, question: Question) {
        self.terminal.say(asked(question));
        self.terminal.say(why(question));
        if let Form::Choice { several } = question.form() {
            self.list(&question.options(), several);
        }
        if let Some(before) = self.draft.shown(question) {
            self.terminal.say(text_with("guide-before-was", &[("answer", &printable(&before))]));
            self.terminal.say(text("guide-enter-keeps"));
        }
    }

    fn list(&self, options: &[String], several: bool) {
        for (number, option) in (1..).zip(options) {
            self.terminal.say(format!("{number} {option}"));
        }
        self.terminal.say(text(if several { "guide-several" } else { "guide-one" }));
    }

    /// Who speaks of a list is asked about it, if they like.
    fn offers_the_list(&mut self) -> Result<bool, Failure> {
        if self.list_was_offered || !self.draft.fields.kinds.contains(&Kind::Blacklisting) {
            return Ok(false);
        }
        self.list_was_offered = true;
        self.terminal.say("");
        let more = self.terminal.confirm(&text("guide-list-question"))?;
        if more {
            self.course.add(Question::OF_LIST);
        }
        Ok(more)
    }

    fn sum_up(&mut self) {
        self.terminal.say("");
        self.terminal.say(text("guide-summary"));
        for (number, question) in (1..).zip(self.course.questions().to_vec()) {
            let values: [(&str, &dyn ToString); 2] = [("number", &number), ("question", &asked(question))];
            self.terminal.say(text_with("guide-summary-row", &values));
            let answer = self.draft.shown(question).unwrap_or_else(|| text("guide-summary-empty"));
            self.terminal.say(format!("    {}", printable(&answer)));
        }
        // What came from elsewhere is sent as well; it has no number, since it is not asked for here.
        for question in Question::all().filter(|question| !self.course.has(*question)) {
            if let Some(answer) = self.draft.shown(question) {
                self.terminal.say(format!("- {}\n    {}", asked(question), printable(&answer)));
            }
        }
    }

    /// Whether it may be sent; else the course stands at the question that is to be asked again.
    fn may_go(&mut self) -> Result<bool, Failure> {
        loop {
            self.terminal.forget_keys();
            self.terminal.say("");
            let line = self.terminal.ask(&text("guide-send-question"))?;
            match line.to_lowercase().as_str() {
                "" => return Ok(true),
                "<" if self.course.go_back() => return Ok(false),
                "x" if self.terminal.confirm(&text("guide-stop-question"))? => {
                    return Err(Failure::new(text("report-stopped")));
                }
                "x" => {}
                number if number.parse().is_ok_and(|number| self.course.go_to(number)) => return Ok(false),
                _ => self.terminal.say(text("guide-send-unclear")),
            }
        }
    }
}

fn asked(question: Question) -> String {
    text(&format!("guide-q-{}", question.name()))
}

fn why(question: Question) -> String {
    text_with("guide-why", &[("why", &text(&format!("guide-q-{}-why", question.name())))])
}

fn help(question: Question) -> String {
    text(&format!("guide-q-{}-help", question.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::message::ReportFields;

    const NOTHING: Scope = Scope { has_story: false, has_file: false, more: false };

    fn questions(scope: Scope, fields: ReportFields) -> Vec<Question> {
        course(scope, &mut Draft { fields, ..Draft::default() }).questions().to_vec()
    }

    #[test]
    fn what_was_given_is_not_asked_for_and_all_else_is() {
        assert_eq!(questions(NOTHING, ReportFields::default()), Question::FIRST);
        let kinds = ReportFields { kinds: vec![Kind::Threat], ..ReportFields::default() };
        let flagged = questions(NOTHING, kinds.clone());
        assert!(flagged.len() == 7 && !flagged.contains(&Question::Kinds), "{flagged:?}");
        assert_eq!(questions(Scope { has_file: true, ..NOTHING }, kinds.clone()), [Question::Story]);
        let more = questions(Scope { has_story: true, has_file: true, more: true }, kinds);
        assert_eq!(more.len(), 18, "all but the story and the kinds: {more:?}");
    }
}
