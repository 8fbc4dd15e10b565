//! From envelopes to what the desk says: who signed, which copies are one message, what is missing.

use std::collections::BTreeMap;

use davylamp_protocol::message::Message;
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
    /// Now, or when the mirror was taken; Unix seconds.
    pub(crate) time: u64,
    /// Entries in the log then.
    pub(crate) size: u64,
    /// Size and time of earlier checkpoints, oldest first.
    pub(crate) earlier: Vec<(u64, u64)>,
}

impl Judge {
    /// When an entry was logged at the latest.
    fn logged_by(&self, index: u64) -> u64 {
        let covers = self.earlier.iter().find(|(size, _)| *size > index);
        covers.map_or(self.time, |(_, time)| *time)
    }
}

/// All that the desk said, oldest first.
#[derive(Default)]
pub(crate) struct Conversation {
    /// Its messages.
    pub(crate) messages: Vec<DeskMessage>,
    /// What is odd about them.
    pub(crate) oddities: Vec<Oddity>,
    /// Tags to acknowledge, newest first: of whole messages only, so that the desk posts again what is incomplete.
    pub(crate) seen: Vec<SeenTag>,
}

/// One number of a lane: what it says, and where its copies were logged.
struct Numbered {
    body: ReplyBody,
    copies: Vec<(u64, SeenTag)>,
}

impl Oddity {
    /// Whether it may only mean that not everything was fetched yet.
    pub(crate) fn may_be_early(self) -> bool {
        matches!(self, Self::Missing { .. } | Self::Incomplete { .. })
    }
}

impl Conversation {
    /// Puts replies together.
    pub(crate) fn of(mut replies: Vec<FoundReply>, judge: &Judge) -> Self {
        let mut conversation = Self::default();
        replies.sort_by_key(|reply| reply.index);
        replies.retain(|reply| conversation.accept(reply, judge));
        let mut read = Vec::new();
        for (lane, numbers) in conversation.fold(replies) {
            read.extend(conversation.read_lane(lane, &numbers));
        }
        read.sort_unstable_by(|a, b| b.cmp(a));
        conversation.seen = read.into_iter().map(|(_, tag)| tag).collect();
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
        // A day is left for bodies that are purged a little late.
        let longest = (u64::from(judge.retention_days) + 1) * DAY_SECONDS;
        if judge.logged_by(reply.index).saturating_sub(body.sealed_at) > longest {
            self.oddities.push(Oddity::Replayed);
            return false;
        }
        if body.log_size > judge.size {
            self.oddities.push(Oddity::LogWasLonger { size: body.log_size });
        }
        true
    }

    /// One body for each number of each lane: the first logged, with the earliest date.
    fn fold(&mut self, replies: Vec<FoundReply>) -> BTreeMap<u8, BTreeMap<u32, Numbered>> {
        let mut lanes: BTreeMap<u8, BTreeMap<u32, Numbered>> = BTreeMap::new();
        for FoundReply { index, body } in replies {
            let (lane, number) = (body.draft.lane, body.draft.number);
            let copy = (index, seen_tag(&body.tag));
            let numbers = lanes.entry(lane).or_default();
            match numbers.get_mut(&number) {
                None => drop(numbers.insert(number, Numbered { body, copies: vec![copy] })),
                Some(first) if first.body.draft == body.draft => {
                    first.body.sealed_at = first.body.sealed_at.min(body.sealed_at);
                    first.copies.push(copy);
                }
                Some(_) => self.oddities.push(Oddity::Contradiction { lane, number }),
            }
        }
        lanes
    }

    /// Reads a lane; gives the copies of all that made whole messages.
    fn read_lane(&mut self, lane: u8, numbers: &BTreeMap<u32, Numbered>) -> Vec<(u64, SeenTag)> {
        let mut reader = Reader { lane, assembler: Assembler::default(), began: None };
        let mut before: Option<&ReplyBody> = None;
        let mut read = Vec::new();
        for Numbered { body, .. } in numbers.values() {
            self.check_order(lane, before, body);
            if let Some(first) = reader.take(body, before, self) {
                let whole = numbers.range(first..=body.draft.number);
                read.extend(whole.flat_map(|(_, numbered)| numbered.copies.iter().copied()));
            }
            before = Some(body);
        }
        reader.end(self);
        read
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
    /// Takes the next part; gives the number of the first part of a message that is now whole and was read.
    fn take(&mut self, body: &ReplyBody, before: Option<&ReplyBody>, out: &mut Conversation) -> Option<u32> {
        let draft = &body.draft;
        let follows = before.is_some_and(|before| before.draft.number.checked_add(1) == Some(draft.number));
        if draft.part == 0 || !follows {
            self.end(out);
        }
        let (number, sealed_at) = *self.began.get_or_insert((draft.number, body.sealed_at));
        let Ok(joined) = self.assembler.push(draft.part, draft.parts, &draft.fragment) else {
            self.began = None;
            out.oddities.push(Oddity::Incomplete { lane: self.lane, number });
            return None;
        };
        let bytes = joined?;
        self.began = None;
        match Message::decode(&bytes) {
            Ok(message) if message.is_from_desk() => {
                out.messages.push(DeskMessage { lane: self.lane, number, sealed_at, message });
                Some(number)
            }
            _ => {
                out.oddities.push(Oddity::Unreadable { lane: self.lane, number });
                None
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
