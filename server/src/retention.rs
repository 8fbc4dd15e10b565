//! Bodies are kept for the retention period; entries stay.

use std::time::Duration;

use crate::ledger::Ledger;
use crate::store::state::State;
use crate::store::{RECORDS_PER_SEGMENT, StoreError};

/// Notes the time of segments that became full, and unlinks the bodies of those that were full `keep` ago or more.
/// `now` is in Unix seconds. Answers with the index of the first body that is kept.
///
/// # Errors
/// The store's.
pub fn sweep(ledger: &Ledger, state: &State, keep: Duration, now: u64) -> Result<u64, StoreError> {
    let store = ledger.store();
    let full = ledger.head().size / RECORDS_PER_SEGMENT;
    let oldest = store.first_body() / RECORDS_PER_SEGMENT;
    let (mut first, mut expired) = (oldest, true);
    for segment in oldest..full {
        let Some(time) = state.segment_time(segment)? else {
            state.put_segment_time(segment, now)?;
            expired = false;
            continue;
        };
        expired = expired && now.saturating_sub(time) >= keep.as_secs();
        if expired {
            first = segment + 1;
        }
    }
    store.purge_bodies(first * RECORDS_PER_SEGMENT)?;
    let kept = store.first_body();
    ledger.forget(kept);
    Ok(kept)
}
