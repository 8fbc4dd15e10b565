//! `case open` and `case verify` against files that were made to do harm: refused, and nothing is left behind.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Result, ensure};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_tests::scenario::{davylamp, path};
use rand::rngs::OsRng;
use secrecy::ExposeSecret as _;
use tar::{Builder, EntryType, Header};
use tempfile::TempDir;

use super::tree;

/// A sealed file, its identity, and a folder to open it beneath.
struct Stage {
    dir: TempDir,
}

impl Stage {
    fn with(tar: &[u8]) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let identity = HybridIdentity::generate(&mut OsRng);
        fs::write(dir.path().join("key"), identity.to_secret_string().expose_secret())?;
        let recipient = identity.to_recipient();
        let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))?;
        let mut writer = encryptor.wrap_output(fs::File::create(dir.path().join("case.age"))?)?;
        writer.write_all(tar)?;
        writer.finish()?;
        fs::write(dir.path().join("case.tar"), tar)?;
        fs::create_dir(dir.path().join("inside"))?;
        Ok(Self { dir })
    }

    /// Sealed and as a plain tar, opened and verified: always refused, and nothing is there that was not before.
    fn refused(&self) -> Result<()> {
        let before = tree(self.dir.path())?;
        for file in ["case.age", "case.tar"] {
            let [file, key, inside] = [file, "key", "inside"].map(|name| path(&self.dir.path().join(name)));
            let (file, key) = (file?, key?);
            davylamp(&["case", "open", &file, "-i", &key, "-C", &inside?], "")?.with_code(1)?;
            davylamp(&["case", "verify", &file, "-i", &key], "")?.with_code(1)?;
            ensure!(tree(self.dir.path())? == before, "something was left behind");
        }
        Ok(())
    }
}

fn refused(entries: &[Vec<u8>]) -> Result<()> {
    Stage::with(&ended(&[&[file("case/bagit.txt", b"x")], entries].concat()))?.refused()
}

/// Entries, and the end of a tar.
fn ended(entries: &[Vec<u8>]) -> Vec<u8> {
    [entries.concat(), vec![0; 1024]].concat()
}

fn file(path: &str, bytes: &[u8]) -> Vec<u8> {
    entry(Header::new_ustar(), EntryType::Regular, path, "", bytes)
}

fn other(kind: EntryType, path: &str, link: &str) -> Vec<u8> {
    entry(Header::new_ustar(), kind, path, link, b"")
}

fn entry(header: Header, kind: EntryType, path: &str, link: &str, bytes: &[u8]) -> Vec<u8> {
    let header = header_of(header, kind, path, link, bytes.len() as u64);
    let mut builder = Builder::new(Vec::new());
    builder.append(&header, bytes).expect("memory takes it");
    let mut tar = builder.into_inner().expect("memory takes it");
    tar.truncate(tar.len() - 1024);
    tar
}

/// Whatever the path is: no check of the library stands in the way.
fn header_of(mut header: Header, kind: EntryType, path: &str, link: &str, size: u64) -> Header {
    header.as_mut_bytes().iter_mut().zip(path.bytes()).for_each(|(to, byte)| *to = byte);
    header.as_mut_bytes().iter_mut().skip(157).zip(link.bytes()).for_each(|(to, byte)| *to = byte);
    header.set_entry_type(kind);
    header.set_mode(0o600);
    header.set_mtime(0);
    header.set_size(size);
    header.set_cksum();
    header
}

/// A header alone, of which nothing follows.
fn announced(path: &str, size: u64) -> Vec<u8> {
    header_of(Header::new_ustar(), EntryType::Regular, path, "", size).as_bytes().to_vec()
}

macro_rules! refuses {
    ($($name:ident: $entries:expr;)*) => {$(
        #[test]
        fn $name() -> Result<()> {
            refused(&$entries)
        }
    )*};
}

refuses! {
    a_path_that_leads_up: [file("case/../../evil", b"x")];
    a_path_that_leads_up_at_its_end: [file("case/data/..", b"x")];
    an_absolute_path: [file("/tmp/davylamp-evil", b"x")];
    a_path_with_an_empty_part: [file("case//evil", b"x")];
    a_path_that_stays: [file("case/./evil", b"x")];
    a_path_of_another_system: [file("case\\..\\evil", b"x")];
    a_path_with_a_drive: [file("C:/evil", b"x")];
    a_path_that_moves_a_cursor: [file("case/\u{1b}[2J", b"x")];
    a_second_folder: [file("other/evil", b"x")];
    a_file_beside_the_folder: [file("evil", b"x")];
    a_symbolic_link: [other(EntryType::Symlink, "case/link", "/etc/passwd")];
    a_file_through_a_symbolic_link: [other(EntryType::Symlink, "case/data", ".."), file("case/data/evil", b"x")];
    a_hard_link: [other(EntryType::Link, "case/link", "/etc/passwd")];
    a_character_device: [other(EntryType::Char, "case/null", "")];
    a_block_device: [other(EntryType::Block, "case/disk", "")];
    a_fifo: [other(EntryType::Fifo, "case/fifo", "")];
    a_continuous_file: [other(EntryType::Continuous, "case/more", "")];
    a_long_name_of_gnu: [entry(Header::new_gnu(), EntryType::GNULongName, "././@LongLink", "", b"case/../../evil\0"), file("case/x", b"x")];
    a_long_link_of_gnu: [entry(Header::new_gnu(), EntryType::GNULongLink, "././@LongLink", "", b"/etc/passwd\0"), file("case/x", b"x")];
    a_sparse_file_of_gnu: [entry(Header::new_gnu(), EntryType::GNUSparse, "case/sparse", "", b"")];
    a_header_of_gnu: [entry(Header::new_gnu(), EntryType::Regular, "case/x", "", b"x")];
    a_header_older_than_ustar: [entry(Header::new_old(), EntryType::Regular, "case/x", "", b"x")];
    an_extended_header: [entry(Header::new_ustar(), EntryType::XHeader, "case/x", "", b"20 path=../../evil\n\n"), file("case/x", b"x")];
    an_extended_header_for_all: [entry(Header::new_ustar(), EntryType::XGlobalHeader, "case/x", "", b"20 path=../../evil\n\n"), file("case/x", b"x")];
    a_path_that_stands_twice: [file("case/bagit.txt", b"y")];
    paths_that_differ_by_case_only: [file("case/BagIt.txt", b"y")];
    folders_that_differ_by_case_only_and_hold_one_name: [file("case/data/x", b"x"), file("case/DATA/x", b"y")];
    a_file_where_a_folder_is: [file("case/data/x", b"x"), file("case/data", b"y")];
    a_folder_where_a_file_is: [file("case/bagit.txt/x", b"x")];
    a_folder_that_leads_up: [other(EntryType::Directory, "case/../../evil/", "")];
    a_size_of_more_than_there_is: [announced("case/data/x", 1 << 20)];
    a_size_that_no_small_file_has: [announced("case/data/x", (64 << 20) + 1)];
    a_size_that_no_attachment_has: [announced("case/data/attachments/0001/x.jpg", (4 << 30) + 1)];
    a_checksum_that_is_wrong: [{ let mut wrong = file("case/x", b"x"); wrong[148] ^= 1; wrong }];
    something_behind_the_end: [vec![0; 1024], b"more".to_vec()];
    an_end_that_does_not_end: [vec![0; 3 << 20]];
    more_entries_than_a_case_has: [crowd(80_001)];
}

/// Folders, each of which costs its sender nothing.
fn crowd(count: usize) -> Vec<u8> {
    other(EntryType::Directory, "case/folder/", "").repeat(count)
}

#[test]
fn what_is_no_case_file() -> Result<()> {
    for nothing in [&b""[..], b"x", &[0; 4096], &[7; 4096]] {
        Stage::with(nothing)?.refused()?;
    }
    Ok(())
}

#[test]
fn a_sealed_file_that_was_cut_or_changed_at_its_end() -> Result<()> {
    let stage = Stage::with(&ended(&[file("case/bagit.txt", b"x"), file("case/data/x", &[7; 200_000])]))?;
    fs::remove_file(stage.dir.path().join("case.tar"))?;
    let sealed = fs::read(stage.dir.path().join("case.age"))?;
    let mut changed = sealed.clone();
    *changed.last_mut().expect("it is not empty") ^= 1;
    for wrong in
        [&sealed[..sealed.len() - 1], &sealed[..sealed.len() - 70_000], &changed, &[&sealed[..], b"x"].concat()]
    {
        fs::write(stage.dir.path().join("case.age"), wrong)?;
        let before = tree(stage.dir.path())?;
        open(&stage, "inside")?.with_code(1)?;
        ensure!(tree(stage.dir.path())? == before, "something was left behind");
    }
    Ok(())
}

#[test]
fn a_folder_that_is_there_already_and_one_that_is_a_link_or_a_file() -> Result<()> {
    let stage = Stage::with(&ended(&[file("case/bagit.txt", b"x")]))?;
    let at = |name: &str| stage.dir.path().join(name);
    fs::create_dir(at("target"))?;
    std::os::unix::fs::symlink(at("target"), at("link"))?;
    std::os::unix::fs::symlink(at("nowhere"), at("dangling"))?;
    fs::write(at("file"), "x")?;
    fs::create_dir_all(at("taken/case"))?;
    fs::create_dir(at("linked"))?;
    std::os::unix::fs::symlink(at("target"), at("linked/case"))?;
    let before = tree(stage.dir.path())?;
    for wrong in ["link", "dangling", "file", "taken", "linked"] {
        open(&stage, wrong)?.with_code(1)?;
        ensure!(tree(stage.dir.path())? == before, "{wrong}: something was left behind");
    }
    open(&stage, "new/folder")?.done()?;
    ensure!(fs::read(at("new/folder/case/bagit.txt"))? == b"x");
    ensure!(fs::read_dir(at("new/folder"))?.count() == 1, "no partial folder stays");
    open(&stage, "new/folder")?.with_code(1)?;
    Ok(())
}

#[test]
fn what_is_opened_is_its_owners_alone() -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::with(&ended(&[file("case/bagit.txt", b"x"), file("case/data/attachments/0001/a.jpg", b"y")]))?;
    open(&stage, "inside")?.done()?;
    for (name, mode) in
        [("case", 0o700), ("case/data/attachments/0001", 0o700), ("case/data/attachments/0001/a.jpg", 0o600)]
    {
        let found = fs::metadata(stage.dir.path().join("inside").join(name))?.permissions().mode();
        ensure!(found & 0o777 == mode, "{name}: {found:o}");
    }
    Ok(())
}

fn open(stage: &Stage, beneath: &str) -> Result<davylamp_tests::process::Finished> {
    let at = |name: &str| path(&Path::new(stage.dir.path()).join(name));
    davylamp(&["case", "open", &at("case.age")?, "-i", &at("key")?, "-C", &at(beneath)?], "")
}
