//! What a client connects, and on which circuits: by the events of its tor.
//!
//! ```text
//! STREAM 12 SUCCEEDED 31 ….onion:80 …
//! CIRC 31 BUILT $…,$…,$… BUILD_FLAGS=… PURPOSE=HS_CLIENT_REND HS_STATE=HSCR_JOINED …
//! ```

use std::collections::BTreeSet;

use anyhow::Result;

use super::Client;
use super::control::Control;

/// Listens to one client.
pub struct Streams {
    control: Control,
    target: String,
}

impl Streams {
    /// Listens from now on for streams to `target` (`….onion:80`).
    ///
    /// # Errors
    /// When tor does not let us.
    pub fn of(client: &Client, target: &str) -> Result<Self> {
        let mut control = client.control()?;
        control.listen("STREAM")?;
        Ok(Self { control, target: target.to_owned() })
    }

    /// The circuit of each stream that was connected since the last call, in their order.
    ///
    /// # Errors
    /// When tor is gone.
    pub fn circuits(&mut self) -> Result<Vec<u64>> {
        let events = self.control.events_so_far()?;
        Ok(events.iter().filter_map(|event| self.connected(event)).collect())
    }

    /// Waits until `count` more streams are connected.
    ///
    /// # Errors
    /// When they do not come before `deadline`.
    pub fn wait_for(&mut self, count: usize, deadline: std::time::Instant) -> Result<Vec<u64>> {
        let mut circuits = Vec::new();
        while circuits.len() < count {
            let event = self.control.next_event(deadline)?;
            circuits.extend(self.connected(&event));
        }
        Ok(circuits)
    }

    fn connected(&self, event: &str) -> Option<u64> {
        let words: Vec<&str> = event.split(' ').collect();
        match words.as_slice() {
            ["STREAM", _, "SUCCEEDED", circuit, target, ..] if *target == self.target => circuit.parse().ok(),
            _ => None,
        }
    }
}

/// How many different ones.
#[must_use]
pub fn distinct(circuits: &[u64]) -> usize {
    circuits.iter().collect::<BTreeSet<_>>().len()
}
