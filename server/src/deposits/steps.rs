//! Where a test looks at the directory as a crash would leave it; nothing in a relay.

/// The disk has just been changed.
pub(super) fn step() {
    #[cfg(test)]
    watch::reached();
}

#[cfg(test)]
pub(super) mod watch {
    use std::cell::RefCell;

    type Look = Box<dyn FnMut()>;

    thread_local! {
        static LOOK: RefCell<Option<Look>> = const { RefCell::new(None) };
    }

    pub(super) fn reached() {
        // Taken out: what looks may itself open a directory.
        if let Some(mut look) = LOOK.with(RefCell::take) {
            look();
            LOOK.with(|place| place.replace(Some(look)));
        }
    }

    /// Calls `look` after each change to the disk while `work` runs.
    pub(in super::super) fn watched<T>(look: impl FnMut() + 'static, work: impl FnOnce() -> T) -> T {
        LOOK.with(|place| place.replace(Some(Box::new(look))));
        let done = work();
        LOOK.with(RefCell::take);
        done
    }
}
