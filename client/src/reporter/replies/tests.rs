use super::*;
use davylamp_protocol::message::Text;
use davylamp_protocol::thread::{ReplyDraft, fragments};
use zeroize::Zeroizing;

const NOW: u64 = 1_800_000_000;
const ONLINE: [u8; 32] = [5; 32];

fn judge() -> Judge {
    Judge { online_key: ONLINE, retention_days: 21, time: NOW, size: 1000, earlier: Vec::new() }
}

/// All parts of `texts`, one after the other, in one lane.
fn lane(lane: u8, texts: &[&str]) -> Vec<FoundReply> {
    let mut replies: Vec<FoundReply> = Vec::new();
    for text in texts {
        let message = Message::Text(Text::new(*text)).encode();
        for (part, parts, fragment) in fragments(&message).unwrap() {
            let number = u32::try_from(replies.len()).unwrap();
            let previous = replies.last().map_or([0; 32], |last| last.body.draft.chain_hash());
            let fragment = Zeroizing::new(fragment.to_vec());
            let draft = ReplyDraft { lane, number, previous, part, parts, fragment };
            replies.push(found(draft, 100 + u64::from(number), NOW - 1000 + u64::from(number)));
        }
    }
    replies
}

fn found(draft: ReplyDraft, index: u64, sealed_at: u64) -> FoundReply {
    let tag = [u8::try_from(index % 256).unwrap(); 16];
    FoundReply { index, body: ReplyBody { draft, tag, sealed_at, log_size: 0, signer: ONLINE } }
}

fn texts(conversation: &Conversation) -> Vec<&str> {
    let texts = conversation.messages.iter().map(|message| {
        let Message::Text(text) = &message.message else { panic!("{:?}", message.message) };
        text.text.as_str()
    });
    texts.collect()
}

#[test]
fn messages_of_all_lanes_are_joined_and_told_in_order() {
    let long = "x".repeat(5000);
    let mut replies = lane(0, &["first", &long, "last"]);
    replies.extend(lane(3, &["other"]));
    replies.reverse();
    let conversation = Conversation::of(replies, &judge());
    assert_eq!(conversation.oddities, []);
    assert_eq!(texts(&conversation), ["first", "other", &long, "last"]);
    assert_eq!(conversation.seen.len(), 6);
}

#[test]
fn copies_are_one_message_and_each_is_acknowledged() {
    let mut replies = lane(0, &["one"]);
    let copy = replies[0].body.draft.clone();
    replies.push(found(copy, 500, NOW - 10));
    let conversation = Conversation::of(replies, &judge());
    assert_eq!((texts(&conversation), conversation.oddities.len()), (vec!["one"], 0));
    assert_eq!(conversation.messages[0].sealed_at, NOW - 1000);
    assert_eq!(conversation.seen.len(), 2);
}

#[test]
fn another_text_under_the_same_number_is_a_contradiction() {
    let mut replies = lane(0, &["one"]);
    let mut other = lane(0, &["two"]).remove(0);
    other.index = 500;
    replies.push(other);
    let conversation = Conversation::of(replies, &judge());
    assert_eq!(texts(&conversation), ["one"], "the first logged stands");
    assert_eq!(conversation.oddities, [Oddity::Contradiction { lane: 0, number: 0 }]);
}

#[test]
fn missing_numbers_and_parts_are_reported() {
    let mut replies = lane(0, &["first", &"x".repeat(5000), "last"]);
    replies.remove(2);
    let conversation = Conversation::of(replies, &judge());
    assert_eq!(texts(&conversation), ["first", "last"]);
    let (gap, part) = (Oddity::Missing { lane: 0, from: 2, to: 2 }, Oddity::Incomplete { lane: 0, number: 1 });
    assert!(conversation.oddities.contains(&gap) && conversation.oddities.contains(&part));
    assert!(!conversation.oddities.iter().any(|oddity| matches!(oddity, Oddity::Broken { .. })));
    assert_eq!(conversation.seen.len(), 2, "the desk shall post the incomplete one again");
}

#[test]
fn a_message_that_does_not_follow_is_named() {
    let mut replies = lane(0, &["first", "second"]);
    replies[1].body.draft.previous = [9; 32];
    let conversation = Conversation::of(replies, &judge());
    assert_eq!(conversation.oddities, [Oddity::Broken { lane: 0, number: 1 }]);
}

#[test]
fn what_another_key_signed_is_not_shown_and_not_acknowledged() {
    let mut replies = lane(0, &["first"]);
    replies[0].body.signer = [6; 32];
    let conversation = Conversation::of(replies, &judge());
    assert_eq!(conversation.oddities, [Oddity::NotTheDesk]);
    assert!(conversation.messages.is_empty() && conversation.seen.is_empty());
}

#[test]
fn what_was_sealed_more_than_a_retention_period_ago_is_a_replay() {
    for (age, shown) in [(21 * DAY_SECONDS, true), (23 * DAY_SECONDS, false)] {
        let mut replies = lane(0, &["first"]);
        replies[0].body.sealed_at = NOW - age;
        let conversation = Conversation::of(replies, &judge());
        assert_eq!(!conversation.messages.is_empty(), shown);
        assert_eq!(conversation.oddities.contains(&Oddity::Replayed), !shown);
    }
}

#[test]
fn in_a_mirror_an_old_answer_is_judged_by_the_first_checkpoint_that_covers_it() {
    let sealed_at = NOW - 60 * DAY_SECONDS;
    for (covered_at, shown) in [(sealed_at + DAY_SECONDS, true), (sealed_at + 23 * DAY_SECONDS, false)] {
        let mut replies = lane(0, &["first"]);
        replies[0].body.sealed_at = sealed_at;
        let index = replies[0].index;
        let earlier = vec![(index, sealed_at), (index + 1, covered_at), (index + 2, NOW)];
        let conversation = Conversation::of(replies, &Judge { earlier, ..judge() });
        assert_eq!(!conversation.messages.is_empty(), shown);
        assert_eq!(conversation.oddities.contains(&Oddity::Replayed), !shown);
    }
}

#[test]
fn a_desk_that_saw_a_longer_log_shows_that_the_relay_hides_some() {
    let mut replies = lane(0, &["first"]);
    replies[0].body.log_size = 1001;
    let conversation = Conversation::of(replies, &judge());
    assert_eq!(texts(&conversation), ["first"]);
    assert_eq!(conversation.oddities, [Oddity::LogWasLonger { size: 1001 }]);
}

#[test]
fn a_reporters_kind_from_a_desk_is_unreadable() {
    let report = Message::Report(davylamp_protocol::message::Report::new("x", None)).encode();
    let draft = ReplyDraft {
        lane: 0,
        number: 0,
        previous: [0; 32],
        part: 0,
        parts: 1,
        fragment: Zeroizing::new(report.to_vec()),
    };
    let conversation = Conversation::of(vec![found(draft, 1, NOW)], &judge());
    assert_eq!(conversation.oddities, [Oddity::Unreadable { lane: 0, number: 0 }]);
}
