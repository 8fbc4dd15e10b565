//! The course of the questions: which one is asked, and where an answer leads. Nothing here knows of a terminal.

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Story,
    Kinds,
    Date,
    Site,
    Employer,
    Perpetrators,
    Asked,
    MaySee,
    Affected,
    Precision,
    Country,
    Mineral,
    EmployerCountry,
    Links,
    KeptBy,
    CirculatedBy,
    UsedBy,
    Refusals,
    PriorThreats,
    Answer,
}

impl Question {
    /// What everybody is asked.
    pub(super) const FIRST: [Self; 8] = [
        Self::Story,
        Self::Kinds,
        Self::Date,
        Self::Site,
        Self::Employer,
        Self::Perpetrators,
        Self::Asked,
        Self::MaySee,
    ];

    /// About a list of names.
    pub(super) const OF_LIST: [Self; 4] = [Self::KeptBy, Self::CirculatedBy, Self::UsedBy, Self::Refusals];

    /// What else there is to say.
    pub(super) const MORE: [Self; 8] = [
        Self::Affected,
        Self::Precision,
        Self::Country,
        Self::Mineral,
        Self::EmployerCountry,
        Self::Links,
        Self::PriorThreats,
        Self::Answer,
    ];

    /// All that there are.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        Self::FIRST.into_iter().chain(Self::MORE).chain(Self::OF_LIST)
    }

    /// The part of its texts' names: `guide-q-NAME`, `guide-q-NAME-why`, `guide-q-NAME-help`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Kinds => "kinds",
            Self::Date => "date",
            Self::Site => "site",
            Self::Employer => "employer",
            Self::Perpetrators => "perpetrators",
            Self::Asked => "asked",
            Self::MaySee => "may-see",
            Self::Affected => "affected",
            Self::Precision => "precision",
            Self::Country => "country",
            Self::Mineral => "mineral",
            Self::EmployerCountry => "employer-country",
            Self::Links => "link",
            Self::KeptBy => "kept-by",
            Self::CirculatedBy => "circulated-by",
            Self::UsedBy => "used-by",
            Self::Refusals => "refusals",
            Self::PriorThreats => "prior-threats",
            Self::Answer => "answer",
        }
    }
}

/// The questions in their order, and the one that is asked now.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Course {
    questions: Vec<Question>,
    at: usize,
    /// Only this one is asked again; then the summary comes back.
    once: bool,
}

impl Course {
    pub(super) fn of(questions: impl IntoIterator<Item = Question>) -> Self {
        Self { questions: questions.into_iter().collect(), at: 0, once: false }
    }

    /// The question that is due; `None` at the end.
    pub(super) fn due(&self) -> Option<Question> {
        self.questions.get(self.at).copied()
    }

    /// Its number, from 1, and how many there are.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.at + 1, self.questions.len())
    }

    pub(super) fn go_on(&mut self) {
        self.at = if self.once { self.questions.len() } else { self.at + 1 };
    }

    /// Whether there is one before.
    pub(super) fn go_back(&mut self) -> bool {
        self.once = false;
        let before = self.at.checked_sub(1);
        self.at = before.unwrap_or(0);
        before.is_some()
    }

    /// To the question of this number alone; whether there is one.
    pub(super) fn go_to(&mut self, number: usize) -> bool {
        let Some(at) = number.checked_sub(1).filter(|at| *at < self.questions.len()) else { return false };
        (self.at, self.once) = (at, true);
        true
    }

    /// Goes on with these, unless they stand here already.
    pub(super) fn add(&mut self, more: impl IntoIterator<Item = Question>) {
        let new: Vec<_> = more.into_iter().filter(|question| !self.has(*question)).collect();
        (self.at, self.once) = (self.questions.len(), false);
        self.questions.extend(new);
    }

    pub(super) fn has(&self, question: Question) -> bool {
        self.questions.contains(&question)
    }

    pub(super) fn questions(&self) -> &[Question] {
        &self.questions
    }
}

/// What a typed line means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reply<'a> {
    /// Enter alone: what was answered stays.
    Keep,
    Back,
    Help,
    /// What was answered is taken away.
    Empty,
    Said(&'a str),
}

impl<'a> Reply<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        match line.trim() {
            "" => Self::Keep,
            "<" => Self::Back,
            "?" => Self::Help,
            "-" => Self::Empty,
            said => Self::Said(said),
        }
    }
}

/// Numbers from 1 to `most`, between spaces or commas, ascending; `None` if anything else stands there, or several where
/// one is wanted.
pub(super) fn numbers(said: &str, most: usize, several: bool) -> Option<Vec<usize>> {
    let parts = said.split(|c: char| c.is_whitespace() || ",;.".contains(c)).filter(|part| !part.is_empty());
    let numbers: Option<Vec<usize>> = parts.map(|part| part.parse().ok()).collect();
    let mut numbers = numbers?;
    numbers.sort_unstable();
    numbers.dedup();
    let fits = numbers.iter().all(|number| (1..=most).contains(number));
    let enough = if several { !numbers.is_empty() } else { numbers.len() == 1 };
    (fits && enough).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_eight_questions_are_asked_of_everybody() {
        assert!(Question::FIRST.len() <= 8);
        let mut all: Vec<_> = [&Question::FIRST[..], &Question::OF_LIST, &Question::MORE].concat();
        all.sort_by_key(|question| question.name());
        all.dedup();
        assert_eq!(all.len(), 20, "each stands once");
    }

    #[test]
    fn it_goes_on_and_back_and_no_further_back_than_the_first() {
        let mut course = Course::of(Question::FIRST);
        assert_eq!((course.due(), course.place()), (Some(Question::Story), (1, 8)));
        assert!(!course.go_back());
        course.go_on();
        course.go_on();
        assert_eq!(course.due(), Some(Question::Date));
        assert!(course.go_back());
        assert_eq!(course.due(), Some(Question::Kinds));
        (0..7).for_each(|_| course.go_on());
        assert_eq!(course.due(), None);
        assert!(course.go_back(), "from the end to the last one");
        assert_eq!(course.due(), Some(Question::MaySee));
    }

    #[test]
    fn a_question_named_at_the_end_is_asked_alone_and_going_back_from_it_asks_the_rest_again() {
        let mut course = Course::of(Question::FIRST);
        assert!(course.go_to(3) && !course.go_to(0) && !course.go_to(9));
        assert_eq!(course.due(), Some(Question::Date));
        course.go_on();
        assert_eq!(course.due(), None);
        course.go_to(3);
        course.go_back();
        course.go_on();
        assert_eq!(course.due(), Some(Question::Date));
    }

    #[test]
    fn further_questions_come_after_the_last_and_only_once() {
        let mut course = Course::of([Question::Story, Question::KeptBy]);
        course.add(Question::OF_LIST);
        assert_eq!((course.due(), course.place()), (Some(Question::CirculatedBy), (3, 5)));
        course.add(Question::OF_LIST);
        assert_eq!(course.due(), None);
    }

    #[test]
    fn keys_are_told_from_answers_in_any_script() {
        assert_eq!(Reply::of("  \n"), Reply::Keep);
        assert_eq!((Reply::of("<"), Reply::of(" ? "), Reply::of("-")), (Reply::Back, Reply::Help, Reply::Empty));
        for said in ["<<", "- kein", "¿?", "मार्च से", "منذ مارس", "三月以来"] {
            assert_eq!(Reply::of(said), Reply::Said(said));
        }
    }

    #[test]
    fn numbers_are_taken_with_commas_or_spaces_and_nothing_else_is() {
        assert_eq!(numbers("3 1", 17, true), Some(vec![1, 3]));
        assert_eq!(numbers("1,3, 3", 17, true), Some(vec![1, 3]));
        assert_eq!(numbers("2", 2, false), Some(vec![2]));
        for wrong in ["0", "18", "-1", "one", "1 x", ",", "99999999999999999999999"] {
            assert_eq!(numbers(wrong, 17, true), None, "{wrong}");
        }
        assert_eq!(numbers("1 2", 4, false), None, "one only");
    }
}
