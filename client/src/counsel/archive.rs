//! A case file on disk: an age file of a tar of one folder, or that folder. Nothing in it is believed while it is read.
//!
//! Attachments may be larger than memory: they are packed, measured and unpacked as they pass.

mod pack;
mod unpack;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Write as _};
use std::path::{Component, Path};

use davylamp_protocol::attachment::SIZE_MAX;
use davylamp_protocol::evidence::{
    ATTACHMENTS, Attached, Attachments, Files, MAX_ATTACHED, MAX_BAG, MAX_BAG_FILE, Measure,
};

pub(crate) use self::pack::{Content, write_case, write_tar};
pub(crate) use self::unpack::{NewFolder, Sink, read_tar};
use crate::failure::Failure;
use crate::text::{text, text_with};

/// The most files of a case file.
const MAX_FILES: usize = 80_000;
/// The longest path in a case file, in bytes.
const MAX_PATH: usize = 128;

/// A case file that was read: small files in memory, attachments measured.
#[derive(Default)]
pub(crate) struct Bag {
    pub(crate) files: Files,
    pub(crate) attached: Attachments,
}

impl Sink for Bag {
    fn take(&mut self, path: &str, content: &mut dyn Read) -> std::io::Result<()> {
        if path.starts_with(ATTACHMENTS) {
            self.attached.insert(path.to_owned(), measured(content)?);
        } else {
            let mut bytes = Vec::new();
            content.take(MAX_BAG_FILE).read_to_end(&mut bytes)?;
            self.files.insert(path.to_owned(), bytes);
        }
        Ok(())
    }
}

fn measured(content: &mut dyn Read) -> std::io::Result<Attached> {
    let (mut measure, mut buffer) = (Measure::default(), vec![0; 64 << 10]);
    loop {
        match content.read(&mut buffer)? {
            0 => return Ok(measure.finish()),
            count => measure.update(buffer.get(..count).unwrap_or_default()),
        }
    }
}

/// What a case file may still hold.
#[derive(Default)]
struct Budget {
    entries: usize,
    small: u64,
    attached: u64,
}

impl Budget {
    /// Takes a file or folder into account before any byte of it is read.
    fn take(&mut self, path: &str, size: u64) -> Result<(), Failure> {
        let (spent, most, most_of_one) = match path.starts_with(ATTACHMENTS) {
            true => (&mut self.attached, MAX_ATTACHED, SIZE_MAX),
            false => (&mut self.small, MAX_BAG, MAX_BAG_FILE),
        };
        *spent = spent.saturating_add(size);
        self.entries += 1;
        let fits = size <= most_of_one && *spent <= most && self.entries <= MAX_FILES;
        if fits { Ok(()) } else { Err(Failure::new(text("case-too-large"))) }
    }
}

/// Paths that a case file has already. Some file systems do not tell capital from small letters.
#[derive(Default)]
struct Paths {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Paths {
    /// Whether a file may have this path: it is plain, new, no folder, and leads through no file.
    fn take(&mut self, path: &str) -> bool {
        let path = path.to_ascii_lowercase();
        let parents: Vec<&str> = path.match_indices('/').filter_map(|(at, _)| path.get(..at)).collect();
        let free = !self.folders.contains(&path) && parents.iter().all(|parent| !self.files.contains(*parent));
        self.folders.extend(parents.into_iter().map(str::to_owned));
        free && self.files.insert(path)
    }
}

/// Only names, of characters that no shell, terminal or file system reads as anything else.
fn is_plain(path: &str) -> bool {
    let named = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let letters = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_'));
    named && letters && path.len() <= MAX_PATH
}

/// Reads an unpacked case file: the folder that holds `bagit.txt`.
///
/// # Errors
/// A [`Failure`] for links and other things that are neither file nor folder, or more than a case file may hold.
pub(crate) fn read_folder(folder: &Path) -> Result<Bag, Failure> {
    let (mut bag, mut budget) = (Bag::default(), Budget::default());
    let mut folders = vec![folder.to_owned()];
    let failed = |path: &Path, error: std::io::Error| Failure::new(format!("{}: {error}", path.display()));
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).map_err(|error| failed(&next, error))? {
            let path = entry.map_err(|error| failed(&next, error))?.path();
            let metadata = fs::symlink_metadata(&path).map_err(|error| failed(&path, error))?;
            if metadata.is_dir() {
                folders.push(path);
                continue;
            }
            if !metadata.is_file() {
                return Err(unsafe_entry(&path.display().to_string()));
            }
            let inner = inner_path(folder, &path).ok_or_else(not_a_case_file)?;
            budget.take(&inner, metadata.len())?;
            let read = File::open(&path).and_then(|file| bag.take(&inner, &mut file.take(SIZE_MAX)));
            read.map_err(|error| failed(&path, error))?;
        }
    }
    Ok(bag)
}

/// The path beneath the folder, with `/` whatever the system uses.
fn inner_path(folder: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(folder).ok()?.components().map(|part| match part {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Writes a file whole or not at all, readable by its owner alone; never over another.
///
/// # Errors
/// A [`Failure`] if it is there, or the disk refuses.
pub(crate) fn write_new_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_new(path, |file| file.write_all(bytes).map_err(|error| Failure::new(format!("{}: {error}", path.display()))))
}

/// The same, filled by `fill`.
fn write_new(path: &Path, fill: impl FnOnce(&mut File) -> Result<(), Failure>) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(parent).map_err(|error| failed(&error))?;
    fill(file.as_file_mut())?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    file.persist_noclobber(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn unsafe_entry(path: &str) -> Failure {
    let shown: String = path.chars().filter(|c| !c.is_control()).take(120).collect();
    Failure::new(text_with("case-unsafe-entry", &[("path", &shown)])).hint(text("case-unsafe-entry-hint"))
}

pub(crate) fn does_not_open() -> Failure {
    Failure::new(text("case-does-not-open")).hint(text("case-does-not-open-hint"))
}

pub(crate) fn not_a_case_file() -> Failure {
    Failure::new(text("case-not-one")).hint(text("case-not-one-hint"))
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod large;
#[cfg(test)]
mod tests;
