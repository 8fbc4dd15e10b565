//! What the reporter lets whom see (`SPEC.md` 9.3, 10.5).
//!
//! ```text
//! request 01020304 for the company   refused? no: granted
//!   → counsel: answer 01020304, company: answer 01020304, public: nothing
//! ```

use std::collections::BTreeMap;

use super::threads::ProvenMessage;
use crate::message::{ConsentAnswer, ConsentId, ConsentLevel, Message};

/// On whose word something of a case may leave its desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentBasis {
    /// The report's own field names this circle or a wider one.
    Report,
    /// A request of the desk, granted.
    Answer(ConsentId),
}

impl ConsentBasis {
    /// As it stands in the custody log: `report`, `answer 01020304` or `none`.
    #[must_use]
    pub fn text_of(basis: Option<Self>) -> String {
        match basis {
            None => "none".to_owned(),
            Some(Self::Report) => "report".to_owned(),
            Some(Self::Answer(id)) => format!("answer {}", hex::encode(id)),
        }
    }
}

/// The reporter's decisions, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// Of two requests of one id the first counts: a desk must not widen afterwards what was granted.
    requests: BTreeMap<ConsentId, ConsentLevel>,
    taken: Vec<Decision>,
}

/// One decision: what is no grant withdraws.
#[derive(Clone, Copy, Debug)]
enum Decision {
    /// Up to this circle, and no further. `None` lets nobody see it.
    Report(Option<ConsentLevel>),
    Granted(ConsentId, ConsentLevel),
    Refused(ConsentLevel),
}

impl Decisions {
    /// Takes the next message of either side, in the order of the case. What is `contradicted` in another log grants
    /// nothing, and withdraws: where there is doubt there is no consent.
    pub fn take(&mut self, message: &Message, contradicted: bool) {
        match message {
            Message::ConsentRequest(request) => _ = self.requests.entry(request.id).or_insert(request.level),
            Message::Report(report) => {
                let level = report.fields.as_ref().and_then(|fields| fields.consent);
                self.taken.extend(level.map(|level| Decision::Report((!contradicted).then_some(level))));
            }
            Message::ConsentAnswer(answer) => self.answer(answer, contradicted),
            Message::Text(_)
            | Message::Received(_)
            | Message::Status(_)
            | Message::Outcome(_)
            | Message::Arm(_)
            | Message::RelayedAnswer(_)
            | Message::Account(_)
            | Message::Join(_)
            | Message::Copy(_)
            | Message::Leave(_)
            | Message::Table(_)
            | Message::Handover(_) => {}
        }
    }

    /// May something of the case leave for a circle of this level, and on whose word?
    #[must_use]
    pub fn for_circle(&self, circle: ConsentLevel) -> Option<ConsentBasis> {
        let decide = |before, decision: &Decision| match *decision {
            Decision::Report(level) => level.filter(|level| *level >= circle).map(|_| ConsentBasis::Report),
            Decision::Granted(id, level) if level >= circle => Some(ConsentBasis::Answer(id)),
            // Who will not have the company see it may still want a lawyer to.
            Decision::Refused(level) if level <= circle => None,
            Decision::Granted(..) | Decision::Refused(_) => before,
        };
        // Who reports to a desk lets the desk see it: that circle needs no word, and is none to be left for.
        if circle == ConsentLevel::DeskOnly { None } else { self.taken.iter().fold(None, decide) }
    }

    /// An answer decides only about a request that came before it.
    fn answer(&mut self, answer: &ConsentAnswer, contradicted: bool) {
        let Some(level) = self.requests.get(&answer.id).copied().filter(|level| *level != ConsentLevel::DeskOnly)
        else {
            return;
        };
        if answer.granted && !contradicted {
            self.taken.push(Decision::Granted(answer.id, level));
            return;
        }
        // What was granted to this very request is taken back for narrower circles too.
        self.taken.retain(|taken| !matches!(taken, Decision::Granted(id, _) if *id == answer.id));
        self.taken.push(Decision::Refused(level));
    }
}

/// Over what is proven, in the order of the log.
pub(super) fn consent_for_counsel(messages: &[ProvenMessage]) -> Option<ConsentBasis> {
    let mut decisions = Decisions::default();
    for message in messages {
        if let Some(content) = &message.content {
            decisions.take(content, message.contradicted);
        }
    }
    decisions.for_circle(ConsentLevel::Counsel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{ConsentRequest, Report, ReportFields};
    use ConsentLevel::{Company, Counsel, DeskOnly, Public};

    const ONE: ConsentId = [1; 4];
    const TWO: ConsentId = [2; 4];

    fn ask(id: ConsentId, level: ConsentLevel) -> (Message, bool) {
        (Message::ConsentRequest(ConsentRequest::new(id, "who", "why", level)), false)
    }

    fn say(id: ConsentId, granted: bool) -> (Message, bool) {
        (Message::ConsentAnswer(ConsentAnswer::new(id, granted, None)), false)
    }

    fn report(level: ConsentLevel) -> (Message, bool) {
        let fields = ReportFields { consent: Some(level), ..ReportFields::default() };
        (Message::Report(Report::new("x", Some(fields))), false)
    }

    fn doubted((message, _): (Message, bool)) -> (Message, bool) {
        (message, true)
    }

    /// For counsel, the company and everybody: `r` by the report, `1` and `2` by an answer, `-` not.
    fn after(messages: &[(Message, bool)]) -> String {
        let mut decisions = Decisions::default();
        messages.iter().for_each(|(message, contradicted)| decisions.take(message, *contradicted));
        assert_eq!(decisions.for_circle(DeskOnly), None);
        let letter = |level| match decisions.for_circle(level) {
            None => '-',
            Some(ConsentBasis::Report) => 'r',
            Some(ConsentBasis::Answer(id)) => char::from(b'0' + id[0]),
        };
        [Counsel, Company, Public].map(letter).iter().collect()
    }

    #[test]
    fn a_grant_reaches_its_circle_and_narrower_ones() {
        assert_eq!(after(&[]), "---");
        assert_eq!(after(&[report(DeskOnly)]), "---");
        assert_eq!(after(&[report(Counsel)]), "r--");
        assert_eq!(after(&[report(Public)]), "rrr");
        assert_eq!(after(&[ask(ONE, Counsel), say(ONE, true)]), "1--");
        assert_eq!(after(&[ask(ONE, Company), say(ONE, true)]), "11-");
        assert_eq!(after(&[report(DeskOnly), ask(ONE, Company), say(ONE, true)]), "11-");
        assert_eq!(after(&[report(Public), report(Counsel)]), "r--", "the later report says less");
    }

    #[test]
    fn the_last_decision_counts_whichever_request_it_answers() {
        let asked = [ask(ONE, Counsel), ask(TWO, Counsel)];
        let then = |more: &[(Message, bool)]| after(&[&asked[..], more].concat());
        assert_eq!(then(&[say(TWO, false), say(ONE, true)]), "1--", "asked first, answered last");
        assert_eq!(then(&[say(ONE, true), say(TWO, false)]), "---");
        assert_eq!(then(&[say(ONE, true), say(ONE, false)]), "---");
        assert_eq!(then(&[say(ONE, true), say(ONE, false), say(ONE, true)]), "1--");
        assert_eq!(after(&[report(Counsel), ask(ONE, Counsel), say(ONE, false)]), "---");
    }

    #[test]
    fn a_refused_wider_circle_leaves_the_narrower_one() {
        let asked = [ask(ONE, Counsel), ask(TWO, Company)];
        let then = |more: &[(Message, bool)]| after(&[&asked[..], more].concat());
        assert_eq!(then(&[say(ONE, true), say(TWO, false)]), "1--");
        assert_eq!(then(&[say(ONE, true), say(TWO, true)]), "22-");
        assert_eq!(then(&[say(ONE, true), say(TWO, true), say(TWO, false)]), "1--", "falls back to what stands");
        assert_eq!(then(&[say(TWO, true), say(TWO, false)]), "---", "and to nothing where nothing does");
        assert_eq!(then(&[say(TWO, true), say(ONE, false)]), "---", "who will not have a lawyer see it");
        assert_eq!(then(&[say(TWO, true), say(ONE, false), say(ONE, true)]), "1--");
    }

    #[test]
    fn what_is_contradicted_grants_nothing_and_withdraws() {
        assert_eq!(after(&[doubted(report(Public))]), "---");
        assert_eq!(after(&[report(Public), doubted(report(Public))]), "---");
        assert_eq!(after(&[ask(ONE, Counsel), doubted(say(ONE, true))]), "---");
        assert_eq!(after(&[report(Counsel), ask(ONE, Counsel), doubted(say(ONE, true))]), "---");
    }

    #[test]
    fn answers_to_nothing_and_requests_made_wider_are_nothing() {
        assert_eq!(after(&[say(ONE, true), ask(ONE, Counsel)]), "---", "asked after the answer");
        assert_eq!(after(&[ask(ONE, Counsel), say(TWO, true)]), "---", "another request");
        assert_eq!(after(&[ask(ONE, Counsel), ask(ONE, Public), say(ONE, true)]), "1--", "the first request counts");
        assert_eq!(after(&[ask(ONE, DeskOnly), say(ONE, true)]), "---", "nobody else");
    }
}
