//! The profile in hand: read, changed and written as one; or, where the disk does not obey, in memory only. An alert
//! goes out even if nothing can be written.

use std::convert::Infallible;

use super::profile::{Alert, Mark, Profile, ProfileError, Replaced, Store};

/// The latest view of the profile, and whether it is kept.
pub(super) struct Book {
    store: Store,
    profile: Profile,
    mark: Option<Mark>,
    trouble: Option<ProfileError>,
    /// Earlier writings that are not wiped yet.
    replaced: Vec<Replaced>,
}

impl Book {
    /// Opens the profile.
    ///
    /// # Errors
    ///
    /// [`ProfileError`] if it cannot be read.
    pub(super) fn open(store: Store) -> Result<Self, ProfileError> {
        let mark = store.mark();
        let profile = store.load()?;
        Ok(Self { store, profile, mark, trouble: None, replaced: Vec::new() })
    }

    /// The latest view.
    pub(super) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Why the last change is in memory only; `None` when it is on disk.
    pub(super) fn trouble(&self) -> Option<&ProfileError> {
        self.trouble.as_ref()
    }

    /// Changes the profile as it is on disk now, and writes it. Where that fails the change holds in memory, and the
    /// next one tries again.
    ///
    /// # Errors
    ///
    /// What `change` gave; then nothing was changed.
    pub(super) fn change<T, E>(&mut self, change: impl FnOnce(&mut Profile) -> Result<T, E>) -> Result<T, E> {
        let guard = self.store.lock();
        if guard.is_ok() {
            self.take_up();
        }
        let mut profile = self.profile.clone();
        let result = change(&mut profile)?;
        profile.shed();
        self.profile = profile;
        self.trouble = match guard {
            Ok(_lock) => {
                let failed = self.write().err();
                self.mark = self.store.mark();
                failed
            }
            Err(error) => Some(error),
        };
        Ok(result)
    }

    /// The same for a change that cannot fail.
    pub(super) fn note(&mut self, change: impl FnOnce(&mut Profile)) {
        let noted: Result<(), Infallible> = self.change(|profile| {
            change(profile);
            Ok(())
        });
        noted.unwrap_or_else(|never| match never {});
    }

    /// Looks whether another command changed the profile; gives whether it did.
    pub(super) fn refresh(&mut self) -> bool {
        if self.store.mark() == self.mark {
            return false;
        }
        let Ok(_lock) = self.store.lock() else { return false };
        let taken_up = self.take_up();
        self.mark = self.store.mark();
        taken_up
    }

    /// Takes up what lies on disk, under the lock. What is gone or damaged leaves the view in memory: an alert that is
    /// under way goes on without it.
    fn take_up(&mut self) -> bool {
        let Ok(fresh) = self.store.read() else { return false };
        let unkept = self.trouble.is_some().then(|| std::mem::replace(&mut self.profile, fresh.clone()));
        match unkept {
            Some(unkept) if self.store.mark() == self.mark => self.profile = unkept,
            Some(unkept) => self.profile.take_over(unkept),
            None => self.profile = fresh,
        }
        true
    }

    /// Wipes what was replaced: an alert's first byte does not wait for that.
    pub(super) fn wipe(&mut self) {
        self.replaced.drain(..).for_each(Replaced::wipe);
    }

    fn write(&mut self) -> Result<(), ProfileError> {
        // Whoever removed it (`disarm`) does not want it back.
        if !self.store.is_armed() {
            return Err(ProfileError::Absent);
        }
        self.replaced.push(self.store.write(&self.profile)?);
        Ok(())
    }
}

impl Drop for Book {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl Profile {
    /// Adds what another view knows of an alert that never came to disk, while the disk went on. What is sent twice for
    /// it does no harm: the bytes are the same.
    fn take_over(&mut self, unkept: Self) {
        let Some(theirs) = unkept.alert else { return };
        let is_same = self.alert.as_ref().is_some_and(|ours| ours.is_same(&theirs));
        let (outbox, known) = (unkept.outbox.into_iter(), self.outbox.clone());
        let added: Vec<_> = outbox.filter(|waiting| waiting.about.is_some() && !known.contains(waiting)).collect();
        if !is_same {
            self.outbox.splice(0..0, added);
            self.alert = Some(theirs);
            return;
        }
        self.outbox.extend(added);
        for (ours, theirs) in self.alert.iter_mut().flat_map(|alert| &mut alert.followed).zip(theirs.followed) {
            let cancelled = ours.raised.is_cancelled() || theirs.raised.is_cancelled();
            if theirs.raised.reached() > ours.raised.reached() {
                *ours = theirs;
            }
            if cancelled {
                ours.raised.cancel();
            }
        }
    }
}

impl Alert {
    fn is_same(&self, other: &Self) -> bool {
        let names = |alert: &Self| alert.followed.iter().map(|f| *f.raised.name()).collect::<Vec<_>>();
        names(self) == names(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panic::profile::Place;
    use crate::panic::profile::tests::profile;
    use davylamp_protocol::alert::{Reached, Word};

    fn book() -> (tempfile::TempDir, Store, Book) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(Place::dir(dir.path()));
        let mut armed = profile(2, 2);
        armed.seal_ahead().unwrap();
        store.create(&armed, false).unwrap();
        let book = Book::open(store.clone()).unwrap();
        (dir, store, book)
    }

    /// Nothing can be renamed over a directory; nor can one be read.
    fn break_disk(store: &Store) -> Vec<u8> {
        let path = store.place().path().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("in the way"), b"").unwrap();
        bytes
    }

    fn mend_disk(store: &Store, bytes: &[u8]) {
        let path = store.place().path().to_owned();
        std::fs::remove_dir_all(&path).unwrap();
        std::fs::write(&path, bytes).unwrap();
    }

    #[test]
    fn what_two_commands_change_is_kept_of_both() {
        let (_dir, store, mut book) = book();
        let mut other = Book::open(store.clone()).unwrap();
        book.change(|profile| profile.raise(1)).unwrap();
        assert!(other.refresh() && !other.refresh());
        other.change(|profile| profile.call_off(&Word::typed("x"), false)).unwrap();
        assert!(book.refresh());
        assert!(book.profile().alert.as_ref().unwrap().is_cancelled());
        assert!(book.profile() == &store.load().unwrap());
    }

    #[test]
    fn a_change_that_fails_changes_nothing() {
        let (_dir, store, mut book) = book();
        let failed = book.change(|profile| {
            profile.contacts.clear();
            Err::<(), _>("no")
        });
        assert_eq!((failed, book.profile().contacts.len(), store.load().unwrap().contacts.len()), (Err("no"), 2, 2));
    }

    #[test]
    fn an_alert_goes_out_where_nothing_can_be_written_and_says_that_it_is_not_kept() {
        let (_dir, store, mut book) = book();
        let before = break_disk(&store);
        book.change(|profile| profile.raise(1)).unwrap();
        assert!(book.trouble().is_some());
        assert_eq!(book.profile().outbox.len(), 4);
        let first = book.profile().outbox.first().cloned().unwrap();
        book.note(|profile| profile.posted(&first, Some(9)));
        assert_eq!((book.profile().outbox.len(), book.profile().furthest()), (3, Some(Reached::OnRelay)));
        // There is room again, and the old profile: nothing that came since is lost.
        mend_disk(&store, &before);
        book.note(|_| ());
        assert!(book.trouble().is_none());
        let kept = store.load().unwrap();
        assert_eq!((kept.outbox.len(), kept.furthest()), (3, Some(Reached::OnRelay)));
    }

    #[test]
    fn what_was_not_kept_joins_what_another_command_kept_since() {
        let (_dir, store, mut book) = book();
        book.change(|profile| profile.raise(1)).unwrap();
        let before = break_disk(&store);
        book.change(|profile| profile.call_off(&Word::typed("x"), false)).unwrap();
        mend_disk(&store, &before);
        let mut other = Book::open(store.clone()).unwrap();
        let first = other.profile().outbox.first().cloned().unwrap();
        other.note(|profile| profile.posted(&first, Some(9)));
        book.note(|_| ());
        let kept = store.load().unwrap();
        assert!(kept.alert.as_ref().unwrap().is_cancelled());
        assert_eq!(kept.furthest(), Some(Reached::OnRelay));
    }

    #[test]
    fn a_profile_that_was_wiped_is_not_written_again() {
        let (_dir, store, mut book) = book();
        store.destroy().unwrap();
        book.change(|profile| profile.raise(1)).unwrap();
        assert!(matches!(book.trouble(), Some(ProfileError::Absent)));
        assert!(!store.is_armed());
        assert_eq!(book.profile().outbox.len(), 4, "what was raised goes out all the same");
    }
}
