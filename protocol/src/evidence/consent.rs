//! Whether the reporter lets counsel see the case (`SPEC.md` 10.5).

use std::collections::BTreeMap;

use super::threads::ProvenMessage;
use crate::message::{ConsentAnswer, ConsentLevel, Message};

/// On whose word a case may go to counsel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentBasis {
    /// The report's own field names counsel or a wider circle.
    Report,
    /// A request of the desk, granted.
    Answer([u8; 4]),
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

/// The last decision counts. An answer decides only about a request that was logged before it, and of two requests of
/// one id the first counts: a desk must not widen afterwards what was granted. What is contradicted in another log grants
/// nothing, and withdraws: where there is doubt there is no consent.
pub(super) fn consent_for_counsel(messages: &[ProvenMessage]) -> Option<ConsentBasis> {
    let mut requests = BTreeMap::new();
    let mut basis = None;
    for (message, content) in messages.iter().filter_map(|message| Some((message, message.content.as_ref()?))) {
        let agreed = !message.contradicted;
        match content {
            Message::ConsentRequest(request) => _ = requests.entry(request.id).or_insert(request.level),
            Message::Report(report) => {
                let level = report.fields.as_ref().and_then(|fields| fields.consent);
                let granted = |level| agreed && level >= ConsentLevel::Counsel;
                basis = level.map_or(basis, |level| granted(level).then_some(ConsentBasis::Report));
            }
            Message::ConsentAnswer(answer) => {
                let level = requests.get(&answer.id);
                basis = level.map_or(basis, |level| decision(answer, agreed, *level, basis));
            }
            Message::Text(_)
            | Message::Received(_)
            | Message::Status(_)
            | Message::Outcome(_)
            | Message::Arm(_)
            | Message::Join(_)
            | Message::Copy(_)
            | Message::Leave(_)
            | Message::Table(_) => {}
        }
    }
    basis
}

fn decision(
    answer: &ConsentAnswer,
    agreed: bool,
    level: ConsentLevel,
    before: Option<ConsentBasis>,
) -> Option<ConsentBasis> {
    match (answer.granted && agreed, level) {
        (_, ConsentLevel::DeskOnly) => before,
        (true, _) => Some(ConsentBasis::Answer(answer.id)),
        (false, ConsentLevel::Counsel) => None,
        // Who will not have the company see it may still want a lawyer to.
        (false, ConsentLevel::Company | ConsentLevel::Public) => before,
    }
}
