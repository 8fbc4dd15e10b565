//! The short conversations of `answer` and `check`: what a person wants, by number, and what comes next.

use davylamp_protocol::message::{ConsentAnswer, Helped, Message, Outcome, Status, TEXT_MAX, Text};

use super::replies::DeskMessage;
use crate::failure::Failure;
use crate::terminal::{Terminal, printable, show_time};
use crate::text::{text, text_with};

/// Names a consent request: four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ConsentId(pub(super) [u8; 4]);

impl ConsentId {
    /// Reads eight hexadecimal digits.
    ///
    /// # Errors
    ///
    /// A sentence for whoever typed it.
    pub(super) fn parse(typed: &str) -> Result<Self, String> {
        let mut id = [0; 4];
        hex::decode_to_slice(typed.to_lowercase(), &mut id).map_err(|_| text("consent-id-wrong"))?;
        Ok(Self(id))
    }

    fn shown(self) -> String {
        hex::encode(self.0)
    }
}

/// Asks what is to be said to the desk; Enter writes to it. `None` if the person thinks better of it.
///
/// # Errors
///
/// A [`Failure`] if input ends.
pub(super) fn converse(terminal: &Terminal) -> Result<Option<Message>, Failure> {
    match choose("talk-what", &WISHES, Some(1), terminal)? {
        2 => decide(ask_id(terminal)?, true, terminal),
        3 => decide(ask_id(terminal)?, false, terminal),
        4 => outcome(terminal),
        _ => Ok(words("answer-text-question", terminal)?.map(|words| Message::Text(Text::new(words)))),
    }
}

/// Shows who will see an answer; gives whether to send it.
///
/// # Errors
///
/// A [`Failure`] if input ends.
pub(super) fn may_send(desk: &str, packed: bool, terminal: &Terminal) -> Result<bool, Failure> {
    let id = if packed { "talk-sees-pack" } else { "talk-sees" };
    terminal.say(text_with(id, &[("name", &printable(desk))]));
    Ok(terminal.ask(&text("talk-send-question"))?.is_empty())
}

/// Asks how it went: no answer is taken for granted.
fn outcome(terminal: &Terminal) -> Result<Option<Message>, Failure> {
    let helped = match choose("talk-helped", &HELPED, None, terminal)? {
        1 => Helped::Yes,
        2 => Helped::Partly,
        _ => Helped::No,
    };
    Ok(words("talk-outcome-words", terminal)?.map(|words| Message::Outcome(Outcome::new(helped, words))))
}

/// Says what follows, and asks for a clear yes: what somebody has read cannot be unread.
fn decide(id: ConsentId, granted: bool, terminal: &Terminal) -> Result<Option<Message>, Failure> {
    let (follows, question) = if granted {
        ("talk-allow-follows", "consent-question")
    } else {
        ("talk-refuse-follows", "talk-refuse-question")
    };
    terminal.say(text(follows));
    let sure = terminal.confirm(&text_with(question, &[("id", &id.shown())]))?;
    Ok(sure.then(|| Message::ConsentAnswer(ConsentAnswer::new(id.0, granted, None))))
}

/// What a person may want to say at once to what `check` found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// To answer this request, for whom the case would be opened.
    Consent(ConsentId, String),
    /// To say how it went.
    Outcome,
}

impl Offer {
    /// What these messages leave open, each request once. Whether it was answered before, nobody here can know.
    pub(super) fn of(messages: &[DeskMessage]) -> Vec<Self> {
        let mut offers = Vec::new();
        for message in messages {
            if let Message::ConsentRequest(request) = &message.message {
                let offer = Self::Consent(ConsentId(request.id), printable(&request.for_whom));
                if !offers.contains(&offer) {
                    offers.push(offer);
                }
            }
        }
        offers.extend((last_status(messages) == Some(Status::Closed)).then_some(Self::Outcome));
        offers
    }

    /// Asks; `None` is later.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if input ends.
    pub(super) fn take(&self, terminal: &Terminal) -> Result<Option<Message>, Failure> {
        match self {
            Self::Consent(id, whom) => take_consent(*id, whom, terminal),
            Self::Outcome => {
                let now = terminal.confirm(&text("talk-outcome-now"))?;
                if now { outcome(terminal) } else { Ok(None) }
            }
        }
    }
}

fn take_consent(id: ConsentId, whom: &str, terminal: &Terminal) -> Result<Option<Message>, Failure> {
    let question = text_with("talk-consent-now", &[("id", &id.shown()), ("whom", &whom)]);
    let is_one_of = |id: &str, answer: &str| text(id).split_whitespace().any(|word| word == answer);
    loop {
        let answer = terminal.ask(&question)?.to_lowercase();
        if is_one_of("yes-answers", &answer) {
            return decide(id, true, terminal);
        }
        if is_one_of("no-answers", &answer) {
            return decide(id, false, terminal);
        }
        if answer.is_empty() {
            terminal.say(text_with("talk-consent-later", &[("id", &id.shown())]));
            return Ok(None);
        }
    }
}

/// Says what was found, once for each kind, and when to look again.
pub(super) fn show_next(messages: &[DeskMessage], now: u64, retention_days: u16, terminal: &Terminal) {
    terminal.print("");
    let means = meanings(messages);
    if !means.is_empty() {
        terminal.print(text("talk-next"));
    }
    means.into_iter().for_each(|id| terminal.print(text(id)));
    terminal.print(match promised(messages) {
        Some(by) if by > now => text_with("talk-look-promised", &[("by", &show_time(by))]),
        Some(by) => text_with("talk-look-late", &[("by", &show_time(by))]),
        None => text("talk-look-again"),
    });
    terminal.print(text_with("talk-look-days", &[("days", &retention_days)]));
}

/// The texts that explain these messages, each once; of the states the last alone.
fn meanings(messages: &[DeskMessage]) -> Vec<&'static str> {
    let any = |is: fn(&Message) -> bool| messages.iter().any(|message| is(&message.message));
    let state = last_status(messages).map(|status| match status {
        Status::Received => "talk-means-received",
        Status::Reading => "talk-means-reading",
        Status::Working => "talk-means-working",
        Status::WaitingForYou => "talk-means-waiting",
        Status::HandedOn => "talk-means-handed-on",
        Status::Closed => "talk-means-closed",
    });
    let received = any(|message| matches!(message, Message::Received(_))).then_some("talk-means-received");
    let written = any(|message| matches!(message, Message::Text(_))).then_some("talk-means-text");
    let asked = any(|message| matches!(message, Message::ConsentRequest(_))).then_some("talk-means-consent");
    let mut means: Vec<_> = [received, written, state, asked].into_iter().flatten().collect();
    if received == state {
        means.dedup();
    }
    means
}

/// The state that the desk gave last.
fn last_status(messages: &[DeskMessage]) -> Option<Status> {
    statuses(messages).last().map(|body| body.status)
}

/// By when the desk promised the next step, as it said last.
fn promised(messages: &[DeskMessage]) -> Option<u64> {
    statuses(messages).last().and_then(|body| body.promised_by)
}

fn statuses(messages: &[DeskMessage]) -> impl DoubleEndedIterator<Item = &davylamp_protocol::message::StatusUpdate> {
    messages.iter().filter_map(|message| if let Message::Status(body) = &message.message { Some(body) } else { None })
}

/// Offers numbered choices; gives the number, counted from 1. Without `default` Enter is no answer.
fn choose(question: &str, choices: &[&str], default: Option<usize>, terminal: &Terminal) -> Result<usize, Failure> {
    terminal.say(text(question));
    for (number, id) in (1..).zip(choices) {
        terminal.say(format!("{number} {}", text(id)));
    }
    let count = choices.len();
    let prompt = if default.is_some() { "talk-number" } else { "talk-number-needed" };
    loop {
        let typed = terminal.ask(&text_with(prompt, &[("count", &count)]))?;
        let number = if typed.is_empty() { default } else { typed.parse().ok() };
        match number.filter(|number| (1..=count).contains(number)) {
            Some(number) => return Ok(number),
            None => terminal.say(text_with("talk-number-wrong", &[("count", &count)])),
        }
    }
}

fn ask_id(terminal: &Terminal) -> Result<ConsentId, Failure> {
    loop {
        match ConsentId::parse(&terminal.ask(&text("talk-consent-id"))?) {
            Ok(id) => return Ok(id),
            Err(why) => terminal.say(why),
        }
    }
}

/// `None` where nothing was written.
fn words(question: &str, terminal: &Terminal) -> Result<Option<String>, Failure> {
    let words = terminal.ask_lines(&text(question), TEXT_MAX)?;
    Ok((!words.trim().is_empty()).then(|| words.to_string()))
}

const WISHES: [&str; 4] = ["talk-write", "talk-allow", "talk-refuse", "talk-outcome"];
const HELPED: [&str; 3] = ["talk-helped-yes", "talk-helped-partly", "talk-helped-no"];

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::message::{ConsentLevel, ConsentRequest, Received, StatusUpdate};

    fn from_desk(message: Message) -> DeskMessage {
        DeskMessage { lane: 0, number: 0, sealed_at: 1, message }
    }

    fn status(status: Status, promised_by: Option<u64>) -> DeskMessage {
        from_desk(Message::Status(StatusUpdate::new(status, None, promised_by)))
    }

    fn request(id: u8) -> DeskMessage {
        from_desk(Message::ConsentRequest(ConsentRequest::new([id; 4], "a\x1blawyer", "why", ConsentLevel::Counsel)))
    }

    #[test]
    fn a_consent_id_is_eight_hexadecimal_digits() {
        assert_eq!(ConsentId::parse("0a0B0c0d"), Ok(ConsentId([10, 11, 12, 13])));
        for wrong in ["", "0a0b0c", "0a0b0c0d0e", "0a0b0c0g", "0x0a0b0c"] {
            assert!(ConsentId::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_kind_is_explained_once_and_of_the_states_only_the_last() {
        let text = || from_desk(Message::Text(Text::new("words")));
        let found = [text(), status(Status::Reading, None), text(), status(Status::WaitingForYou, None), request(1)];
        assert_eq!(meanings(&found), ["talk-means-text", "talk-means-waiting", "talk-means-consent"]);
        let received = from_desk(Message::Received(Received::new(vec![[1; 16]])));
        assert_eq!(meanings(&[received, status(Status::Received, None)]), ["talk-means-received"]);
        assert!(meanings(&[]).is_empty());
    }

    #[test]
    fn a_request_is_offered_once_and_the_outcome_only_of_a_case_that_is_closed_now() {
        let whom = "a\u{fffd}lawyer".to_owned();
        let asked = |id| Offer::Consent(ConsentId([id; 4]), whom.clone());
        let closed = status(Status::Closed, None);
        assert_eq!(Offer::of(&[request(1), request(2), request(1), closed]), [asked(1), asked(2), Offer::Outcome]);
        assert_eq!(Offer::of(&[status(Status::Closed, None), status(Status::Working, None)]), []);
        assert_eq!(Offer::of(&[]), []);
    }

    #[test]
    fn a_later_state_without_a_promise_ends_the_one_before() {
        assert_eq!(promised(&[status(Status::Reading, Some(5)), status(Status::Working, Some(9))]), Some(9));
        assert_eq!(promised(&[status(Status::Reading, Some(5)), status(Status::Closed, None)]), None);
    }
}
