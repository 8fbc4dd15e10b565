//! What was answered so far, by question: how it is shown, and how an answer gets into the fields of a report.

use davylamp_protocol::message::{
    Affected, AskedFor, ConsentLevel, DatePrecision, Kind, LinkRole, Perpetrator, ReportFields, ValueList,
};
use zeroize::Zeroizing;

use super::course::{Question, numbers};
use crate::failure::Failure;
use crate::reporter::fields::{check_country, check_date};
use crate::text::{text, text_with};

/// A report that is being written.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) story: Zeroizing<String>,
    pub(crate) fields: ReportFields,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Story,
    Words,
    /// Numbers of a list.
    Choice {
        several: bool,
    },
    /// Names, each with a number of a list.
    Links,
}

impl Question {
    pub(super) fn form(self) -> Form {
        match self {
            Self::Story => Form::Story,
            Self::Kinds | Self::Perpetrators | Self::Asked | Self::Affected => Form::Choice { several: true },
            Self::MaySee | Self::Precision | Self::Answer => Form::Choice { several: false },
            Self::Links => Form::Links,
            Self::Date
            | Self::Site
            | Self::Employer
            | Self::Country
            | Self::Mineral
            | Self::EmployerCountry
            | Self::KeptBy
            | Self::CirculatedBy
            | Self::UsedBy
            | Self::Refusals
            | Self::PriorThreats => Form::Words,
        }
    }

    /// What there is to choose from.
    pub(super) fn options(self) -> Vec<String> {
        match self {
            Self::Kinds => options::<Kind>("kind"),
            Self::Perpetrators => options::<Perpetrator>("perpetrator"),
            Self::Asked => options::<AskedFor>("asked"),
            Self::MaySee => options::<ConsentLevel>("may-see"),
            Self::Affected => options::<Affected>("affected"),
            Self::Precision => options::<DatePrecision>("date"),
            Self::Links => options::<LinkRole>("link"),
            Self::Answer => vec![text("guide-yes"), text("guide-no")],
            Self::Story
            | Self::Date
            | Self::Site
            | Self::Employer
            | Self::Country
            | Self::Mineral
            | Self::EmployerCountry
            | Self::KeptBy
            | Self::CirculatedBy
            | Self::UsedBy
            | Self::Refusals
            | Self::PriorThreats => Vec::new(),
        }
    }
}

impl Draft {
    /// Takes an answer.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub(super) fn take(&mut self, question: Question, said: &str) -> Result<(), Failure> {
        if let Form::Choice { several } = question.form() {
            let count = question.options().len();
            let wrong = || Failure::usage(text_with("guide-numbers-wrong", &[("count", &count)]));
            self.choose(question, &numbers(said, count, several).ok_or_else(wrong)?);
            return Ok(());
        }
        let is_country = matches!(question, Question::Country | Question::EmployerCountry);
        let said = if is_country { said.to_uppercase() } else { said.to_owned() };
        if is_country {
            check_country(&said)?;
        } else if question == Question::Date {
            check_date(&said)?;
        }
        if let Some(place) = self.words(question) {
            *place = Some(said);
        }
        Ok(())
    }

    /// Takes an answer away.
    pub(super) fn empty(&mut self, question: Question) {
        match question.form() {
            Form::Story => self.story = Zeroizing::default(),
            Form::Choice { .. } => self.choose(question, &[]),
            Form::Links => self.fields.links.clear(),
            Form::Words => self.words(question).into_iter().for_each(|place| *place = None),
        }
    }

    /// The answer as its writer sees it; `None` if there is none.
    pub(super) fn shown(&mut self, question: Question) -> Option<String> {
        let shown = match question.form() {
            Form::Story if self.story.is_empty() => None,
            Form::Story => Some(text_with("guide-summary-story", &[("bytes", &self.story.chars().count())])),
            Form::Words => self.words(question).and_then(|place| place.clone()),
            Form::Links => Some(self.fields.links.iter().map(|link| link.name.as_str()).collect::<Vec<_>>().join(", ")),
            Form::Choice { .. } => {
                let (options, chosen) = (question.options(), self.chosen(question));
                let chosen = chosen.iter().filter_map(|number| options.get(number.checked_sub(1)?).cloned());
                Some(chosen.collect::<Vec<_>>().join(", "))
            }
        };
        shown.filter(|shown| !shown.is_empty())
    }

    fn choose(&mut self, question: Question, numbers: &[usize]) {
        let fields = &mut self.fields;
        match question {
            Question::Kinds => fields.kinds = picked(numbers),
            Question::Perpetrators => fields.perpetrators = picked(numbers),
            Question::Asked => fields.asked_for = picked(numbers),
            Question::Affected => fields.affected = picked(numbers),
            Question::MaySee => fields.consent = picked(numbers).pop(),
            Question::Precision => fields.date_precision = picked(numbers).pop(),
            Question::Answer => fields.contact_wanted = numbers.first().map(|number| *number == 1),
            Question::Story
            | Question::Links
            | Question::Date
            | Question::Site
            | Question::Employer
            | Question::Country
            | Question::Mineral
            | Question::EmployerCountry
            | Question::KeptBy
            | Question::CirculatedBy
            | Question::UsedBy
            | Question::Refusals
            | Question::PriorThreats => {}
        }
    }

    fn chosen(&self, question: Question) -> Vec<usize> {
        let fields = &self.fields;
        match question {
            Question::Kinds => places(&fields.kinds),
            Question::Perpetrators => places(&fields.perpetrators),
            Question::Asked => places(&fields.asked_for),
            Question::Affected => places(&fields.affected),
            Question::MaySee => places(fields.consent.as_slice()),
            Question::Precision => places(fields.date_precision.as_slice()),
            Question::Answer => fields.contact_wanted.iter().map(|wanted| if *wanted { 1 } else { 2 }).collect(),
            Question::Story
            | Question::Links
            | Question::Date
            | Question::Site
            | Question::Employer
            | Question::Country
            | Question::Mineral
            | Question::EmployerCountry
            | Question::KeptBy
            | Question::CirculatedBy
            | Question::UsedBy
            | Question::Refusals
            | Question::PriorThreats => Vec::new(),
        }
    }

    /// Where the words of an answer stand.
    fn words(&mut self, question: Question) -> Option<&mut Option<String>> {
        let fields = &mut self.fields;
        Some(match question {
            Question::Date => &mut fields.date,
            Question::Site => &mut fields.site,
            Question::Employer => &mut fields.employer,
            Question::Country => &mut fields.country,
            Question::Mineral => &mut fields.mineral,
            Question::EmployerCountry => &mut fields.employer_country,
            Question::PriorThreats => &mut fields.prior_threats,
            Question::KeptBy => &mut fields.blacklist.get_or_insert_default().kept_by,
            Question::CirculatedBy => &mut fields.blacklist.get_or_insert_default().circulated_by,
            Question::UsedBy => &mut fields.blacklist.get_or_insert_default().used_by,
            Question::Refusals => &mut fields.blacklist.get_or_insert_default().refusals,
            Question::Story
            | Question::Kinds
            | Question::Perpetrators
            | Question::Asked
            | Question::MaySee
            | Question::Affected
            | Question::Precision
            | Question::Links
            | Question::Answer => return None,
        })
    }
}

fn options<T: ValueList>(list: &str) -> Vec<String> {
    T::ALL.iter().map(|value| text(&format!("{list}-{}", value.name()))).collect()
}

/// The values of these numbers, in their one order.
pub(super) fn picked<T: ValueList>(numbers: &[usize]) -> Vec<T> {
    numbers.iter().filter_map(|number| T::ALL.get(number.checked_sub(1)?).copied()).collect()
}

/// The numbers of these values.
fn places<T: ValueList>(values: &[T]) -> Vec<usize> {
    (1..).zip(T::ALL).filter(|(_, value)| values.contains(value)).map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, text_in};

    fn all() -> Vec<Question> {
        [&Question::FIRST[..], &Question::OF_LIST, &Question::MORE].concat()
    }

    #[test]
    fn every_question_and_every_choice_has_its_texts() {
        let is_there = |id: &str| text_in(Language::English, id, &[]) != *id;
        for question in all() {
            for part in ["", "-why", "-help"] {
                assert!(is_there(&format!("guide-q-{}{part}", question.name())), "{question:?}{part}");
            }
            let options = question.options();
            assert_eq!(options.is_empty(), matches!(question.form(), Form::Story | Form::Words), "{question:?}");
            let ids = ["kind-", "perpetrator-", "asked-", "may-see-", "affected-", "date-", "link-"];
            assert!(options.iter().all(|shown| !ids.iter().any(|id| shown.starts_with(id))), "{options:?}");
        }
    }

    #[test]
    fn an_answer_is_shown_replaced_and_taken_away() {
        let mut draft = Draft::default();
        for question in all() {
            assert_eq!(draft.shown(question), None, "{question:?}");
            let said = match question.form() {
                Form::Story | Form::Links => continue,
                Form::Choice { .. } => "2",
                Form::Words => "cl",
            };
            draft.take(question, said).unwrap();
            let expected = question.options().get(1).cloned();
            let shown = draft.shown(question).unwrap();
            assert!(expected.is_none_or(|expected| expected == shown), "{question:?}: {shown}");
            draft.empty(question);
            assert_eq!(draft.shown(question), None, "{question:?}");
        }
    }

    #[test]
    fn what_cannot_be_sent_is_refused_and_changes_nothing() {
        let mut draft = Draft::default();
        draft.take(Question::Kinds, "1 2").unwrap();
        let long = "9".repeat(41);
        for (question, wrong) in [
            (Question::Kinds, "18"),
            (Question::Kinds, "wages"),
            (Question::MaySee, "1 2"),
            (Question::Country, "Chile"),
            (Question::Date, &long),
        ] {
            assert!(draft.take(question, wrong).is_err(), "{wrong}");
        }
        assert_eq!(draft.fields.kinds, [Kind::Threat, Kind::Blacklisting]);
        assert_eq!((draft.shown(Question::Country), draft.shown(Question::Date)), (None, None));
    }
}
