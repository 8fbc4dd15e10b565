//! Who will see what: said in full before anything is sent.

use davylamp_protocol::card::Card;
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::message::ConsentLevel;

use super::Draft;
use crate::relay::NetworkArgs;
use crate::terminal::{Terminal, printable};
use crate::text::{text, text_with};

/// What there is to be seen of a report on its way.
pub(crate) struct Sight<'a> {
    pub(crate) card: &'a Card,
    /// It goes into a file, for somebody to carry.
    pub(crate) by_hand: bool,
    pub(crate) network: &'a NetworkArgs,
}

impl Sight<'_> {
    /// Says it all, each as a line of its own.
    pub(crate) fn say(&self, draft: &Draft, terminal: &Terminal) {
        terminal.say("");
        terminal.say(text("guide-sees"));
        let line = |text: String| terminal.say(format!("- {text}"));
        let words = fingerprint(&self.card.desk).join(" ");
        line(text_with("guide-sees-desk", &[("name", &printable(&self.card.name)), ("words", &words)]));
        if self.by_hand {
            line(text("guide-sees-courier"));
        }
        let mut any_direct = false;
        for relay in &self.card.relays {
            // Somebody else's network is what the courier's relay sees.
            let direct = !self.by_hand && self.network.is_direct(&relay.url);
            any_direct |= direct;
            let id = if direct { "guide-sees-relay-direct" } else { "guide-sees-relay" };
            line(text_with(id, &[("relay", &printable(&relay.url))]));
        }
        if !self.by_hand {
            line(text(if any_direct { "guide-sees-network-direct" } else { "guide-sees-network" }));
        }
        others(draft.fields.consent).iter().for_each(|id| line(text(id)));
        terminal.say(text("guide-sees-nobody"));
    }
}

/// What is said of everybody else. The employer is left out only where the reporter let it in.
fn others(level: Option<ConsentLevel>) -> &'static [&'static str] {
    match level {
        None | Some(ConsentLevel::DeskOnly) => &["guide-sees-employer"],
        Some(ConsentLevel::Counsel) => &["guide-sees-counsel", "guide-sees-employer"],
        Some(ConsentLevel::Company) => &["guide-sees-company"],
        Some(ConsentLevel::Public) => &["guide-sees-public"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_employer_sees_nothing_unless_it_was_let_in() {
        let is_kept_out = |level| others(level).contains(&"guide-sees-employer");
        assert!(is_kept_out(None) && is_kept_out(Some(ConsentLevel::DeskOnly)));
        assert!(is_kept_out(Some(ConsentLevel::Counsel)), "lawyers are not the company");
        assert!(!is_kept_out(Some(ConsentLevel::Company)) && !is_kept_out(Some(ConsentLevel::Public)));
    }
}
