//! The profile in hand: read, changed and written as one; or, where the disk does not obey, in memory only. An alert
//! goes out even if nothing can be written.

use super::profile::{Mark, Profile, ProfileError, Store};

/// The latest view of the profile, and whether it is kept.
pub(super) struct Book {
    store: Store,
    profile: Profile,
    mark: Option<Mark>,
    trouble: Option<ProfileError>,
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
        Ok(Self { store, profile, mark, trouble: None })
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

    fn write(&self) -> Result<(), ProfileError> {
        // Whoever removed it (`disarm`) does not want it back.
        if !self.store.is_armed() {
            return Err(ProfileError::Absent);
        }
        self.store.write(&self.profile)
    }
}

impl Profile {
    /// Adds what another view has of an alert that never came to disk, while the disk went on.
    fn take_over(&mut self, unkept: Self) {
        let name = |profile: &Self| profile.alert.as_ref().map(|alert| (alert.since, alert.drill));
        if unkept.alert.is_some() && name(self) != name(&unkept) {
            self.outbox.splice(0..0, unkept.outbox.into_iter().filter(|waiting| waiting.about.is_some()));
            self.alert = unkept.alert;
        }
    }
}
