//! Where a test looks at the directory as a crash would leave it, or has the disk fail; nothing in a relay.

use std::path::Path;

use crate::store::StoreError;

/// The disk has just been changed at `path`.
///
/// # Errors
/// What a test wants the disk to say next.
pub(super) fn step(path: &Path) -> Result<(), StoreError> {
    changed().map_err(StoreError::io(path))
}

/// As [`step`], where no path is known.
pub(super) fn changed() -> std::io::Result<()> {
    #[cfg(test)]
    watch::reached()?;
    Ok(())
}

#[cfg(test)]
pub(super) mod watch {
    use std::cell::RefCell;

    use std::io;

    type Look = Box<dyn FnMut() -> io::Result<()>>;

    thread_local! {
        static LOOK: RefCell<Option<Look>> = const { RefCell::new(None) };
    }

    pub(super) fn reached() -> io::Result<()> {
        // Taken out: what looks may itself open a directory.
        let Some(mut look) = LOOK.with(RefCell::take) else { return Ok(()) };
        let said = look();
        LOOK.with(|place| place.replace(Some(look)));
        said
    }

    /// Calls `look` after each change to the disk while `work` runs; what it says, the disk says.
    pub(in super::super) fn watched<T>(look: impl FnMut() -> io::Result<()> + 'static, work: impl FnOnce() -> T) -> T {
        LOOK.with(|place| place.replace(Some(Box::new(look))));
        let done = work();
        LOOK.with(RefCell::take);
        done
    }
}
