//! The state as an earlier version of this program left it: `state-1.age`, copied before this version's first change.
//!
//! ```text
//! state.age     of version 1
//! state-1.age   1. the same bytes, durable
//! state.age     2. of this version, in its place
//! ```
//!
//! Whatever stops it in between leaves a state of version 1 that opens. The copy holds keys that the state forgets later
//! on, of cases that were deleted too: it is shredded after a week, or as soon as a case is deleted.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::{Home, HomeError, STATE, STATE_VERSION, files, replace_file};
use crate::files::shred;

impl Home {
    /// Brings a state of an earlier version up to this one's; gives the copy that was kept, if there was need.
    pub(crate) fn migrate(&self) -> Result<Option<PathBuf>, HomeError> {
        let version = self.read()?.version;
        if version >= STATE_VERSION {
            return Ok(None);
        }
        self.update(|_| Ok::<_, HomeError>(()))?;
        Ok(Some(self.earlier(version)))
    }

    /// Copies the state on disk, which is of `version`, if this program is about to write a later one over it.
    pub(super) fn keep_earlier(&self, version: u32) -> Result<(), HomeError> {
        if version >= STATE_VERSION {
            // Tried again with the next change: a copy that stays must not keep a report from being taken in.
            let _ = self.drop_earlier(KEPT_FOR);
            return Ok(());
        }
        replace_file(&self.earlier(version), &files::read(&self.dir.join(STATE))?)
    }

    /// Shreds copies that are as old as `age`.
    pub(super) fn drop_earlier(&self, age: Duration) -> Result<(), HomeError> {
        for path in (1..STATE_VERSION).map(|version| self.earlier(version)) {
            let Ok(written) = std::fs::metadata(&path).and_then(|metadata| metadata.modified()) else { continue };
            let old = SystemTime::now().duration_since(written).unwrap_or_default();
            if old >= age {
                shred(&path).map_err(|error| HomeError::Io(path, error))?;
            }
        }
        Ok(())
    }

    fn earlier(&self, version: u32) -> PathBuf {
        self.dir.join(format!("state-{version}.age"))
    }
}

/// Long enough to notice that something is wrong with what was migrated.
const KEPT_FOR: Duration = Duration::from_secs(7 * 86_400);

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::super::tests::home;
    use super::*;

    /// A home whose state is of version 1, and that state's bytes.
    fn old_home() -> (tempfile::TempDir, Home, Vec<u8>) {
        let (dir, home) = home();
        let mut json = serde_json::to_value(home.read().unwrap()).unwrap();
        json["version"] = 1.into();
        json.as_object_mut().unwrap().remove("alerts");
        let sealed = files::seal(STATE, &home.recipient, &serde_json::to_vec(&json).unwrap()).unwrap();
        replace_file(&home.dir.join(STATE), &sealed).unwrap();
        (dir, home, sealed)
    }

    #[test]
    fn the_state_is_copied_before_it_is_written_over_and_only_then() {
        let (_dir, home, old) = old_home();
        assert_eq!(home.migrate().unwrap(), Some(home.earlier(1)));
        assert_eq!(fs::read(home.earlier(1)).unwrap(), old);
        assert_eq!(home.read().unwrap().version, STATE_VERSION);
        assert_eq!(home.migrate().unwrap(), None);
        assert_eq!(fs::read(home.earlier(1)).unwrap(), old, "the copy is of the old state for ever");
    }

    #[test]
    fn what_was_stopped_after_the_copy_goes_on() {
        let (_dir, home, old) = old_home();
        home.keep_earlier(1).unwrap();
        assert_eq!(fs::read(home.dir.join(STATE)).unwrap(), old);
        home.migrate().unwrap();
        assert_eq!((home.read().unwrap().version, fs::read(home.earlier(1)).unwrap()), (STATE_VERSION, old));
    }

    #[test]
    fn without_its_copy_nothing_is_migrated() {
        let (_dir, home, old) = old_home();
        fs::create_dir(home.earlier(1)).unwrap();
        fs::write(home.earlier(1).join("inside"), b"").unwrap();
        assert!(matches!(home.migrate(), Err(HomeError::Io(..))));
        assert_eq!(fs::read(home.dir.join(STATE)).unwrap(), old);
    }

    #[test]
    fn the_copy_goes_after_a_week_or_with_the_first_case_that_is_deleted() {
        let week = Duration::from_secs(8 * 86_400);
        let (_dir, home, _) = old_home();
        home.migrate().unwrap();
        home.update(|_| Ok::<_, HomeError>(())).unwrap();
        assert!(home.earlier(1).exists());
        File::options().write(true).open(home.earlier(1)).unwrap().set_modified(SystemTime::now() - week).unwrap();
        home.update(|_| Ok::<_, HomeError>(())).unwrap();
        assert!(!home.earlier(1).exists());

        let (_dir, home, _) = old_home();
        home.update(|state| {
            state.cases.insert("abc".into(), super::super::tests::case(5));
            Ok::<_, HomeError>(())
        })
        .unwrap();
        assert!(home.earlier(1).exists());
        home.delete_case("abc").unwrap();
        assert!(!home.earlier(1).exists());
    }
}
