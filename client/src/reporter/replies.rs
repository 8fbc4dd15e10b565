//! From envelopes to what the desk says: who signed, which copies are one message, what is missing.

use std::collections::BTreeMap;

use davylamp_protocol::message::{Message, MessageError};
use davylamp_protocol::thread::{Assembler, ReplyBody, SeenTag, seen_tag};
use davylamp_protocol::week::DAY_SECONDS;

use super::search::FoundReply;

/// One message of the desk.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DeskMessage {
    /// Which caseworker: 0–15.
    pub(crate) lane: u8,
    /// Number of its first part in the lane.
    pub(crate) number: u32,
    /// When it was sealed, by the desk's clock; the earliest of its copies.
    pub(crate) sealed_at: u64,
    /// What it says.
    pub(crate) message: Message,
}

/// Something that a reporter should know besides the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Oddity {
    /// Signed by a key that the card does not name.
    NotTheDesk,
    /// Logged too long after it was sealed.
    Replayed,
    /// Numbers that are not here: answered before, older than the window, or held back.
    Missing {
        /// Lane.
        lane: u8,
        /// First number that is missing.
        from: u32,
        /// Last number that is missing.
        to: u32,
    },
    /// Two different texts under one number.
    Contradiction {
        /// Lane.
        lane: u8,
        /// Number.
        number: u32,
    },
    /// A message that does not follow the one before it.
    Broken {
        /// Lane.
        lane: u8,
        /// Number.
        number: u32,
    },
    /// Parts of a message, not all of them.
    Incomplete {
        /// Lane.
        lane: u8,
        /// Number.
        number: u32,
    },
    /// A kind of message that this version does not know, or that no desk sends.
    Unreadable {
        /// Lane.
        lane: u8,
        /// Number.
        number: u32,
    },
    /// The desk saw a longer log than the relay shows now.
    LogWasLonger {
        /// Entries that the desk saw.
        size: u64,
    },
}

/// By what replies are judged.
pub(crate) struct Judge {
    /// The online key that the card names.
    pub(crate) online_key: [u8; 32],
    /// Days for which the relay keeps bodies.
    pub(crate) retention_days: u16,
    /// Now, Unix seconds.
    pub(crate) time: u64,
    /// Entries in the log now.
    pub(crate) size: u64,
}

/// All that the desk said, oldest first.
#[derive(Default)]
pub(crate) struct Conversation {
    /// Its messages.
    pub(crate) messages: Vec<DeskMessage>,
    /// What is odd about them.
    pub(crate) oddities: Vec<Oddity>,
    /// Tags to acknowledge, newest first.
    pub(crate) seen: Vec<SeenTag>,
}

impl Conversation {
    /// Puts replies together.
    pub(crate) fn of(mut replies: Vec<FoundReply>, judge: &Judge) -> Self {
        let mut conversation = Self::default();
        replies.sort_by_key(|reply| reply.index);
        replies.retain(|reply| conversation.accept(reply, judge));
        conversation.seen = replies.iter().rev().map(|reply| seen_tag(&reply.body.tag)).collect();
        for (lane, bodies) in conversation.fold(replies) {
            conversation.read_lane(lane, &bodies);
        }
        conversation.messages.sort_by_key(|message| (message.sealed_at, message.lane, message.number));
        conversation.oddities.sort_unstable();
        conversation.oddities.dedup();
        conversation
    }

    fn accept(&mut self, reply: &FoundReply, judge: &Judge) -> bool {
        let body = &reply.body;
        if body.signer != judge.online_key {
            self.oddities.push(Oddity::NotTheDesk);
            return false;
        }
        // It was logged at the latest now. A day is left for bodies that are purged a little late.
        let longest = (u64::from(judge.retention_days) + 1) * DAY_SECONDS;
        if judge.time.saturating_sub(body.sealed_at) > longest {
            self.oddities.push(Oddity::Replayed);
            return false;
        }
        if body.log_size > judge.size {
            self.oddities.push(Oddity::LogWasLonger { size: body.log_size });
        }
        true
    }

    /// One body for each number of each lane: the first logged, with the earliest date.
    fn fold(&mut self, replies: Vec<FoundReply>) -> BTreeMap<u8, BTreeMap<u32, ReplyBody>> {
        let mut lanes: BTreeMap<u8, BTreeMap<u32, ReplyBody>> = BTreeMap::new();
        for FoundReply { body, .. } in replies {
            let (lane, number) = (body.draft.lane, body.draft.number);
            let numbers = lanes.entry(lane).or_default();
            match numbers.get_mut(&number) {
                None => drop(numbers.insert(number, body)),
                Some(first) if first.draft == body.draft => first.sealed_at = first.sealed_at.min(body.sealed_at),
                Some(_) => self.oddities.push(Oddity::Contradiction { lane, number }),
            }
        }
        lanes
    }

    fn read_lane(&mut self, lane: u8, bodies: &BTreeMap<u32, ReplyBody>) {
        let mut reader = Reader { lane, assembler: Assembler::default(), began: None };
        let mut before: Option<&ReplyBody> = None;
        for body in bodies.values() {
            self.check_order(lane, before, body);
            reader.take(body, before, self);
            before = Some(body);
        }
        reader.end(self);
    }

    fn check_order(&mut self, lane: u8, before: Option<&ReplyBody>, body: &ReplyBody) {
        let number = body.draft.number;
        let expected = before.map_or(0, |before| before.draft.number.saturating_add(1));
        if number > expected {
            self.oddities.push(Oddity::Missing { lane, from: expected, to: number - 1 });
        } else if before.map_or([0; 32], |before| before.draft.chain_hash()) != body.draft.previous {
            self.oddities.push(Oddity::Broken { lane, number });
        }
    }
}

/// Joins the parts of one lane.
struct Reader {
    lane: u8,
    assembler: Assembler,
    /// Number and date of the first part of what is being joined.
    began: Option<(u32, u64)>,
}

impl Reader {
    fn take(&mut self, body: &ReplyBody, before: Option<&ReplyBody>, out: &mut Conversation) {
        let draft = &body.draft;
        let follows = before.is_some_and(|before| before.draft.number + 1 == draft.number);
        if draft.part == 0 || !follows {
            self.end(out);
        }
        let (number, sealed_at) = *self.began.get_or_insert((draft.number, body.sealed_at));
        match self.assembler.push(draft.part, draft.parts, &draft.fragment) {
            Ok(None) => {}
            Ok(Some(bytes)) => {
                self.began = None;
                let read = Message::decode(&bytes).and_then(|message| {
                    if message.is_from_desk() { Ok(message) } else { Err(MessageError::Malformed) }
                });
                match read {
                    Ok(message) => out.messages.push(DeskMessage { lane: self.lane, number, sealed_at, message }),
                    Err(_) => out.oddities.push(Oddity::Unreadable { lane: self.lane, number }),
                }
            }
            Err(_) => {
                self.began = None;
                out.oddities.push(Oddity::Incomplete { lane: self.lane, number });
            }
        }
    }

    /// Gives up what is not complete.
    fn end(&mut self, out: &mut Conversation) {
        self.assembler = Assembler::default();
        if let Some((number, _)) = self.began.take() {
            out.oddities.push(Oddity::Incomplete { lane: self.lane, number });
        }
    }
}

#[cfg(test)]
mod tests;
