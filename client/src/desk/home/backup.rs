//! A backup: the home as one age file, under the same passphrase or key file.
//!
//! It keeps every intake identity that lived when it was made: whoever has it and its key undoes forward secrecy.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{FORMAT, FORMAT_LINE, Home, HomeError, KEY, STATE, Secret, State, Unlock, files, replace_file};

/// Writes a backup of `home` to `path`; `unlock` opens it again.
pub(crate) fn backup(home: &Home, unlock: &Unlock, path: &Path) -> Result<(), HomeError> {
    let tar = {
        let _lock = home.lock()?;
        pack(home.dir()).map_err(|error| HomeError::Io(home.dir().to_owned(), error))?
    };
    replace_file(path, &unlock.seal(&tar)?)
}

/// Makes a home in `dir` from the backup at `path`.
pub(crate) fn restore(dir: &Path, unlock: &Unlock, path: &Path) -> Result<Home, HomeError> {
    if Home::exists(dir) {
        return Err(HomeError::Exists(dir.to_owned()));
    }
    let tar = unlock.open(&files::read(path)?)?;
    files::make_private_dir(dir)?;
    unpack(&tar, dir).map_err(|error| HomeError::Io(dir.to_owned(), error))?;
    replace_file(&dir.join(FORMAT), FORMAT_LINE.as_bytes())?;
    let home = Home::open(dir, unlock)?;
    home.update(|state: &mut State| {
        // Canaries since the backup had numbers that it does not know: no tag may stand twice in a log.
        state.canary = Secret::generate();
        state.rescan = state.logs.iter().map(|log| log.origin.clone()).collect();
        Ok::<_, HomeError>(())
    })?;
    Ok(home)
}

fn pack(dir: &Path) -> io::Result<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    for name in [KEY, STATE] {
        append(&mut tar, dir, Path::new(name))?;
    }
    for case in names(&dir.join("cases"))? {
        let case = Path::new("cases").join(case);
        for file in names(&dir.join(&case))?.into_iter().filter(|name| name.extension().is_some_and(|e| e == "age")) {
            append(&mut tar, dir, &case.join(file))?;
        }
    }
    tar.into_inner()
}

fn names(dir: &Path) -> io::Result<Vec<PathBuf>> {
    if !dir.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        names.push(PathBuf::from(entry?.file_name()));
    }
    names.sort();
    Ok(names)
}

fn append(tar: &mut tar::Builder<Vec<u8>>, dir: &Path, name: &Path) -> io::Result<()> {
    let mut file = File::open(dir.join(name))?;
    let mut header = tar::Header::new_gnu();
    header.set_size(file.metadata()?.len());
    header.set_mode(0o600);
    header.set_cksum();
    tar.append_data(&mut header, name, &mut file)
}

fn unpack(tar: &[u8], dir: &Path) -> io::Result<()> {
    let mut archive = tar::Archive::new(tar);
    archive.set_preserve_permissions(false);
    archive.set_overwrite(false);
    for entry in archive.entries()? {
        // `unpack_in` refuses names that lead out of the directory.
        if !entry?.unpack_in(dir)? {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a name that leads out of the home"));
        }
    }
    Ok(())
}
