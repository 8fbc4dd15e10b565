//! A case that stands in several logs: each message once, every proof kept, and nothing hidden that differs.

use super::super::fixture::{ORIGIN, Relay};
use super::*;
use crate::thread::ReplyDraft;

const LANE: [u8; 16] = [3; 16];
const OTHER: &str = "other.example";

/// A desk with two relays; [`Two::turn`] changes which of them is written to.
struct Two {
    fixture: Fixture,
    other: Relay,
}

impl Two {
    fn new() -> Self {
        let other = Relay::new(OTHER);
        Self { fixture: Fixture::at(Relay::new(ORIGIN), &[&other]), other }
    }

    fn turn(&mut self) {
        // One clock for both: what is logged later is later.
        self.other.time = self.fixture.relay.time;
        std::mem::swap(&mut self.fixture.relay, &mut self.other);
    }

    /// The desk says it, at both.
    fn reply(&mut self, message: &Message) {
        let drafts = self.fixture.reply(message);
        self.turn();
        drafts.iter().for_each(|draft| self.fixture.post(draft));
        self.turn();
    }

    /// The reporter says it at the first, then at the other.
    fn send(&mut self, lane_id: [u8; 16], messages: &[Message]) {
        self.fixture.session(lane_id, messages);
        self.turn();
        self.fixture.session(lane_id, messages);
        self.turn();
    }

    fn proven(&mut self) -> Proven {
        self.fixture.material.fold();
        self.fixture.material.prove()
    }

    fn consent(&mut self) -> Option<ConsentBasis> {
        self.fixture.material.fold();
        self.fixture.material.consent()
    }

    /// Takes out of the case what a log has at this place among the reporter's parts there.
    fn lose(&mut self, origin: &str, place: usize) {
        self.fixture.material.sort();
        let messages = &mut self.fixture.material.messages;
        let of_log = |m: &MessageEvidence| m.proof.checkpoint.starts_with(&format!("{origin}\n"));
        let at = messages.iter().enumerate().filter(|(_, m)| of_log(m)).nth(place).map(|(at, _)| at).unwrap();
        messages.remove(at);
    }

    fn exported(&mut self) -> Files {
        self.fixture.export(Action::ExportedWithoutConsent, "none", "court order");
        self.fixture.build()
    }
}

fn long() -> Message {
    Message::Text(Text::new("x".repeat(5000)))
}

fn words(text: &str) -> Message {
    Message::Text(Text::new(text))
}

fn origins(message: &ProvenMessage) -> Vec<&str> {
    message.places().map(|logged| logged.origin.as_str()).collect()
}

fn answer(granted: bool) -> Message {
    Message::ConsentAnswer(ConsentAnswer::new([1; 4], granted, None))
}

fn request() -> Message {
    Message::ConsentRequest(ConsentRequest::new([1; 4], "who", "why", ConsentLevel::Counsel))
}

#[test]
fn each_message_stands_once_with_the_proofs_of_both_logs() {
    let mut two = Two::new();
    two.send(LANE, &[long(), words("second")]);
    two.reply(&long());
    let proven = two.proven();
    assert_eq!((proven.messages.len(), proven.parts.len()), (3, 14));
    assert!(proven.messages.iter().all(|message| origins(message) == [ORIGIN, OTHER] && !message.contradicted));
    assert_eq!(proven.gaps, []);
    let files = two.exported();
    assert_eq!(faults(&files), Vec::<String>::new());
    let page = String::from_utf8(files["data/case.html"].clone()).unwrap();
    assert_eq!((page.matches("<dt>In the log</dt>").count(), page.matches("<dt>Also in the log</dt>").count()), (3, 3));
    let case: serde_json::Value = serde_json::from_slice(&files["data/case.json"]).unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&files["data/case.schema.json"]).unwrap();
    check_schema(&schema, &schema, &case, "case");
    assert_eq!(case["messages"][0]["envelopes"].as_array().unwrap().len(), 6);
}

#[test]
fn the_log_that_had_it_first_stands_first_whatever_its_name() {
    let mut two = Two::new();
    two.turn();
    two.send(LANE, &[words("one")]);
    assert_eq!(origins(&two.proven().messages[0]), [OTHER, ORIGIN]);
}

#[test]
fn what_one_log_lost_another_completes_and_what_both_lost_is_a_gap() {
    for lost in 0..4 {
        let mut two = Two::new();
        two.send(LANE, &[long(), words("second")]);
        two.lose(OTHER, lost);
        let proven = two.proven();
        assert_eq!((proven.messages.len(), proven.gaps.len()), (2, 0), "lost {lost}");
        assert_eq!(faults(&two.exported()), Vec::<String>::new());
    }
    let mut two = Two::new();
    two.send(LANE, &[long(), words("second")]);
    two.lose(OTHER, 0);
    two.lose(ORIGIN, 1);
    let proven = two.proven();
    assert!(proven.messages.iter().all(|message| message.content != Some(long())), "parts of two logs are not joined");
    assert_eq!(proven.gaps.len(), 2);
}

#[test]
fn two_texts_under_one_number_are_both_there_and_marked() {
    let mut two = Two::new();
    two.fixture.session(LANE, &[words("yes")]);
    two.turn();
    two.fixture.session(LANE, &[words("no")]);
    let proven = two.proven();
    assert_eq!((proven.messages.len(), two.fixture.material.faults_before_export()), (2, vec![]));
    assert!(proven.messages.iter().all(|message| message.contradicted && message.also.is_empty()));
    let files = two.exported();
    let page = String::from_utf8(files["data/case.html"].clone()).unwrap();
    assert_eq!(page.matches("<dt>Contradicted</dt>").count(), 2);
    // A head that is not whole and says something else is not covered up by the other's text.
    let mut two = Two::new();
    two.fixture.session(LANE, &[long()]);
    two.turn();
    two.fixture.session(LANE, &[words(&"y".repeat(5000))]);
    two.lose(OTHER, 2);
    assert_eq!(two.proven().gaps.len(), 1);
}

#[test]
fn sessions_of_other_names_stand_by_themselves() {
    let mut two = Two::new();
    two.fixture.session(LANE, &[words("one")]);
    two.turn();
    two.fixture.session([4; 16], &[words("one")]);
    let proven = two.proven();
    assert_eq!(proven.messages.len(), 2);
    assert!(proven.messages.iter().all(|message| !message.contradicted && message.also.is_empty()));
}

#[test]
fn an_answer_counts_once_and_where_it_came_first() {
    let mut two = Two::new();
    two.reply(&request());
    two.fixture.session(LANE, &[answer(true)]);
    assert_eq!(two.consent(), Some(ConsentBasis::Answer([1; 4])));
    two.fixture.session([4; 16], &[answer(false)]);
    // The relay published the first answer late.
    two.turn();
    two.fixture.session(LANE, &[answer(true)]);
    assert_eq!(two.consent(), None, "a copy is no new decision");
}

#[test]
fn what_is_contradicted_grants_nothing_in_either_order() {
    let report = |level| Message::Report(Report::new("x", Some(ReportFields { consent: level, ..Default::default() })));
    let counsel = report(Some(ConsentLevel::Counsel));
    for (first, second) in [
        (answer(true), answer(false)),
        (answer(false), answer(true)),
        (answer(true), words("no")),
        (words("no"), answer(true)),
        (counsel.clone(), report(None)),
        (report(None), counsel),
    ] {
        let mut two = Two::new();
        two.reply(&request());
        two.fixture.session(LANE, &[first]);
        two.turn();
        two.fixture.session(LANE, &[second]);
        assert_eq!(two.consent(), None);
    }
}

#[test]
fn a_request_that_reached_one_log_late_was_asked_when_the_other_had_it() {
    let mut two = Two::new();
    two.turn();
    let drafts: Vec<ReplyDraft> = two.fixture.reply(&request());
    two.fixture.session(LANE, &[answer(true)]);
    two.turn();
    drafts.iter().for_each(|draft| two.fixture.post(draft));
    assert_eq!(two.consent(), Some(ConsentBasis::Answer([1; 4])));
}

#[test]
fn an_answer_whose_parts_are_left_in_two_logs_is_whole_as_ever() {
    let mut two = Two::new();
    two.reply(&long());
    two.lose(ORIGIN, 1);
    two.lose(OTHER, 2);
    two.lose(OTHER, 0);
    let proven = two.proven();
    assert_eq!((proven.messages.len(), proven.parts.len(), proven.gaps.len()), (1, 3, 0));
    assert_eq!((proven.messages[0].paths.len(), proven.messages[0].also.len()), (3, 0));
}

#[test]
fn a_desk_says_one_thing_under_one_number_in_every_log() {
    let mut two = Two::new();
    let mut drafts = two.fixture.reply(&words("one thing"));
    two.turn();
    drafts[0].fragment = words("another").encode();
    two.fixture.post(&drafts[0]);
    assert!(two.proven().faults.iter().any(|fault| fault.reason == Reason::Duplicate));
    let mut two = Two::new();
    let drafts = two.fixture.reply(&words("one thing"));
    two.fixture.post(&drafts[0]);
    two.fixture.material.sort();
    assert!(two.fixture.material.prove().faults.iter().any(|fault| fault.reason == Reason::Duplicate), "in one log");
}

#[test]
fn a_policy_of_one_log_vouches_for_what_stands_in_both_and_for_nothing_else() {
    let mut two = Two::new();
    two.send(LANE, &[long()]);
    two.reply(&words("answer"));
    let both = two.exported();
    let under = |files: &Files, relay: &Relay| {
        let text = format!("log {}\nquorum none\n", relay.signer.verifier_key());
        let policy = Policy::parse(text.as_bytes()).unwrap();
        verify(files, &Given { policy: Some(&policy), ..Given::default() })
    };
    let verdict = under(&both, &two.fixture.relay);
    assert_eq!((verdict.outcome, verdict.beside.len()), (Outcome::Proven, 4));
    // Card and custody head stand in the first log only.
    let verdict = under(&both, &two.other);
    assert!(matches!(&verdict.log, LogAnchor::Unmet(list) if list.iter().all(|(path, _)| !path.contains("messages"))));
    // What stands in one log is not anchored by the other.
    two.turn();
    two.fixture.session([5; 16], &[words("only here")]);
    two.turn();
    two.fixture.material.custody = CustodyLog::new(two.fixture.desk_key());
    two.fixture.material.heads.clear();
    two.fixture.material.custody.append(NOW, Action::Opened, By::named("desk"), "report received", None).unwrap();
    let files = two.exported();
    let verdict = under(&files, &two.fixture.relay);
    assert!(matches!(&verdict.log, LogAnchor::Unmet(list) if list.len() == 1 && list[0].0.contains("messages")));
}

#[test]
fn a_claim_with_a_cut_off_in_one_log_covers_the_case_and_no_later_text_in_the_other() {
    let mut two = Two::new();
    two.send(LANE, &[long()]);
    // Once a claim was given, the desk has the MAC key, and a relay of its own to log what it invents.
    two.turn();
    two.fixture.session([6; 16], &[words("invented")]);
    two.turn();
    let files = two.exported();
    let claim = super::claims::claim(&mut two.fixture, true);
    let verdict = verify(&files, &Given { claim: Some(&claim), ..Given::default() });
    let (covered, proven) = (verdict.claim.unwrap().unwrap(), verdict.proven.unwrap());
    let held = covered.iter().filter(|part| part.covered.is_ok()).map(|part| part.path.as_str()).collect();
    let open: Vec<_> = covered.iter().filter(|part| part.covered.is_err()).collect();
    assert!(open.iter().all(|part| part.covered == Err(ClaimFault::NoCutOff)));
    let copies = open.iter().filter(|part| proven.is_also_at(&part.path, &held)).count();
    assert_eq!((open.len(), copies), (4, 3), "what was invented is a copy of nothing");
}
