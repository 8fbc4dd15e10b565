//! A case file on disk: an age file of a tar of one folder. Nothing in it is believed while it is unpacked.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Component, Path};

use davylamp_protocol::evidence::{Files, MAX_BAG, MAX_BAG_FILE};
use tar::{Archive, Builder, EntryType, Header};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::text::{text, text_with};

/// The most files of a case file.
const MAX_FILES: usize = 70_000;
/// Tar adds a header and padding to each file.
const MAX_TAR: u64 = MAX_BAG + (MAX_FILES as u64) * 2048;
/// The longest path in a case file, in bytes.
const MAX_PATH: usize = 100;

/// The largest sealed case file, in bytes.
pub(crate) const MAX_SEALED: u64 = MAX_TAR + MAX_TAR / 1024 + 64 * 1024;

/// A tar of `files` in a folder called `root`; its times are `time`, so that the same case gives the same bytes.
pub(crate) fn pack(files: &Files, root: &str, time: u64) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut builder = Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o600);
        header.set_mtime(time);
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, format!("{root}/{path}"), bytes.as_slice())?;
    }
    builder.into_inner().map(Zeroizing::new)
}

/// Reads a tar of one folder into memory. Folder name and files.
///
/// # Errors
/// A [`Failure`] for anything but plain files and folders beneath one folder, a path that leads elsewhere or stands twice,
/// or more than a case file may hold.
pub(crate) fn unpack(tar: &[u8]) -> Result<(String, Files), Failure> {
    let mut archive = Archive::new(tar);
    let (mut root, mut files, mut total) = (None, Files::new(), 0_u64);
    for entry in archive.entries().map_err(|_| not_a_case_file())? {
        let entry = entry.map_err(|_| not_a_case_file())?;
        let path = entry.path_bytes().into_owned();
        let path = String::from_utf8(path).map_err(|_| not_a_case_file())?;
        match entry.header().entry_type() {
            EntryType::Directory if is_plain(path.trim_end_matches('/')) => continue,
            EntryType::Regular if is_plain(&path) => {}
            _ => return Err(unsafe_entry(&path)),
        }
        let (folder, inside) = path.split_once('/').ok_or_else(|| unsafe_entry(&path))?;
        if *root.get_or_insert_with(|| folder.to_owned()) != folder {
            return Err(unsafe_entry(&path));
        }
        let size = entry.header().size().map_err(|_| not_a_case_file())?;
        total = total.saturating_add(size);
        if size > MAX_BAG_FILE || total > MAX_BAG || files.len() >= MAX_FILES {
            return Err(Failure::new(text("case-too-large")));
        }
        let mut bytes = Vec::new();
        entry.take(MAX_BAG_FILE).read_to_end(&mut bytes).map_err(|_| not_a_case_file())?;
        if files.insert(inside.to_owned(), bytes).is_some() {
            return Err(unsafe_entry(&path));
        }
    }
    root.map(|root| (root, files)).ok_or_else(not_a_case_file)
}

/// Only names, of characters that no shell, terminal or file system reads as anything else.
fn is_plain(path: &str) -> bool {
    let named = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let letters = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_'));
    named && letters && path.len() <= MAX_PATH
}

/// Writes files into a new folder.
///
/// # Errors
/// A [`Failure`] if something is there already, or the disk refuses.
pub(crate) fn write_new_folder(files: &Files, folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        return Err(Failure::new(text_with("case-folder-exists", &[("path", &folder.display())])));
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        let written = path.parent().map_or(Ok(()), make_private_folder).and_then(|()| create_new(&path, bytes));
        written.map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    }
    Ok(())
}

/// Reads an unpacked case file: the folder that holds `bagit.txt`.
///
/// # Errors
/// A [`Failure`] for links and other things that are neither file nor folder, or more than a case file may hold.
pub(crate) fn read_folder(folder: &Path) -> Result<Files, Failure> {
    let (mut files, mut total) = (Files::new(), 0);
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
            total += metadata.len();
            if !metadata.is_file() {
                return Err(unsafe_entry(&path.display().to_string()));
            }
            if metadata.len() > MAX_BAG_FILE || total > MAX_BAG || files.len() >= MAX_FILES {
                return Err(Failure::new(text("case-too-large")));
            }
            let bytes = fs::read(&path).map_err(|error| failed(&path, error))?;
            files.insert(inner_path(folder, &path).ok_or_else(not_a_case_file)?, bytes);
        }
    }
    Ok(files)
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
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(parent).map_err(|error| failed(&error))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&error))?;
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

fn create_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

fn unsafe_entry(path: &str) -> Failure {
    let shown: String = path.chars().filter(|c| !c.is_control()).take(120).collect();
    Failure::new(text_with("case-unsafe-entry", &[("path", &shown)])).hint(text("case-unsafe-entry-hint"))
}

pub(crate) fn not_a_case_file() -> Failure {
    Failure::new(text("case-not-one")).hint(text("case-not-one-hint"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        Files::from([("bagit.txt".into(), b"x".to_vec()), ("data/messages/0001/envelope".into(), vec![7; 5000])])
    }

    fn tar_of(kind: EntryType, path: &[u8], link: Option<&str>) -> Vec<u8> {
        let mut header = Header::new_ustar();
        header.as_mut_bytes()[..path.len()].copy_from_slice(path);
        header.set_entry_type(kind);
        header.set_size(1);
        if let Some(link) = link {
            header.set_link_name(link).unwrap();
            header.set_size(0);
        }
        header.set_cksum();
        let mut builder = Builder::new(Vec::new());
        builder.append(&header, &b"x"[..usize::from(link.is_none())]).unwrap();
        builder.into_inner().unwrap()
    }

    #[test]
    fn what_was_packed_comes_out_and_packing_is_deterministic() {
        let tar = pack(&files(), "case-1", 5).unwrap();
        assert_eq!(*tar, *pack(&files(), "case-1", 5).unwrap());
        assert_eq!(unpack(&tar).unwrap(), ("case-1".to_owned(), files()));
    }

    #[test]
    fn rejects_paths_that_lead_elsewhere() {
        assert!(unpack(&tar_of(EntryType::Regular, b"case/x", None)).is_ok());
        for path in
            ["/etc/x", "case/../x", "../case/x", "case//x", "case/./x", "x", "case/a b", "case/\u{1b}[2J", "case/x/"]
        {
            assert!(unpack(&tar_of(EntryType::Regular, path.as_bytes(), None)).is_err(), "{path}");
        }
    }

    #[test]
    fn rejects_links_devices_and_other_kinds() {
        for kind in [EntryType::Symlink, EntryType::Link] {
            assert!(unpack(&tar_of(kind, b"case/x", Some("/etc/passwd"))).is_err());
        }
        for kind in [EntryType::Char, EntryType::Block, EntryType::Fifo, EntryType::GNULongName, EntryType::XHeader] {
            assert!(unpack(&tar_of(kind, b"case/x", None)).is_err(), "{kind:?}");
        }
    }

    #[test]
    fn rejects_a_file_that_stands_twice_two_folders_and_what_is_no_tar() {
        let one = tar_of(EntryType::Regular, b"case/x", None);
        let entry = &one[..1024];
        let other = tar_of(EntryType::Regular, b"other/x", None);
        assert!(unpack(&[entry, &one].concat()).is_err());
        assert!(unpack(&[entry, &other].concat()).is_err());
        assert!(unpack(b"").is_err());
        assert!(unpack(&[1; 600]).is_err());
    }

    #[test]
    fn rejects_a_size_that_no_case_file_has() {
        let mut header = Header::new_ustar();
        header.set_path("case/x").unwrap();
        header.set_entry_type(EntryType::Regular);
        header.set_size(MAX_BAG_FILE + 1);
        header.set_cksum();
        let failure = unpack(header.as_bytes()).unwrap_err();
        assert_eq!(failure.message, text("case-too-large"));
    }

    #[test]
    fn nothing_is_ever_overwritten_and_links_are_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("case");
        write_new_folder(&files(), &folder).unwrap();
        assert_eq!(read_folder(&folder).unwrap(), files());
        assert!(write_new_folder(&files(), &folder).is_err());
        let file = home.path().join("file");
        write_new_file(&file, b"one").unwrap();
        assert!(write_new_file(&file, b"two").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"one");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&file, folder.join("link")).unwrap();
            assert!(read_folder(&folder).is_err());
        }
    }
}
