//! Tables: cards of other desks are fetched, and what is owed there is sealed, beside the logs.

use std::sync::Arc;
use std::time::Duration;

use super::Watching;
use crate::desk::mediation::{is_any_due, settle};

/// Settles whenever something is owed. The other desk's relay may be away: that keeps nothing else back.
pub(super) async fn keep_tables(watching: Arc<Watching>) {
    loop {
        if watching.home.read().is_ok_and(|state| is_any_due(&state)) {
            // It stays owed: the next look tries again.
            let _ = settle(&watching.home, &watching.network).await;
            watching.posts.notify_one();
        }
        tokio::select! {
            () = watching.tables.notified() => {}
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

const AGAIN: Duration = Duration::from_secs(30);
