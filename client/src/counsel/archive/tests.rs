//! What is packed comes out; what no case file has is refused.

use std::io;

use davylamp_protocol::hybrid::HybridIdentity;
use rand::rngs::OsRng;
use tar::{Builder, EntryType, Header};

use super::*;
use crate::counsel::keys::Recipients;

fn files() -> Files {
    Files::from([("bagit.txt".into(), b"x".to_vec()), ("data/messages/0001/envelope".into(), vec![7; 5000])])
}

fn content<'a>(files: &'a Files, attached: &'a Attachments, open: &'a pack::Open<'a>) -> Content<'a> {
    Content { files, attached, root: "case-1".into(), time: 5, open }
}

fn none(_: &str) -> Result<Box<dyn Read>, Failure> {
    Err(Failure::new("no attachment was expected"))
}

fn pack(files: &Files) -> Result<Vec<u8>, Failure> {
    write_tar(Vec::new(), &content(files, &Attachments::new(), &none))
}

fn unpack(tar: &[u8]) -> Result<(String, Files), Failure> {
    let mut bag = Bag::default();
    let root = read_tar(tar, &mut bag)?;
    Ok((root, bag.files))
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
    let tar = pack(&files()).unwrap();
    assert_eq!(tar, pack(&files()).unwrap());
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

fn attached(bytes: &[u8]) -> Attachments {
    [(format!("{ATTACHMENTS}0001/photo-1.jpg"), measured(&mut &bytes[..]).unwrap())].into()
}

#[test]
fn attachments_pass_through_a_sealed_file_and_are_measured_on_the_way() {
    let home = tempfile::tempdir().unwrap();
    let identity = HybridIdentity::generate(&mut OsRng);
    std::fs::write(home.path().join("to"), identity.to_recipient().to_string()).unwrap();
    let recipients = Recipients::read(&[home.path().join("to")]).unwrap();
    let photograph = vec![7_u8; 300_000];
    let (attached, small) = (attached(&photograph), files());
    let open = |_: &str| Ok(Box::new(io::Cursor::new(photograph.clone())) as Box<dyn Read>);
    let output = home.path().join("case.age");
    write_case(&output, &recipients, &content(&small, &attached, &open)).unwrap();
    assert!(write_case(&output, &recipients, &content(&small, &attached, &open)).is_err(), "never over another");
    let sealed = fs::read(&output).unwrap();
    let identities = [&identity as &dyn age::Identity];
    let tar = age::Decryptor::new_buffered(&sealed[..]).unwrap().decrypt(identities.into_iter()).unwrap();
    let mut bag = Bag::default();
    assert_eq!(read_tar(tar, &mut bag).unwrap(), "case-1");
    assert_eq!((bag.files, bag.attached), (small, attached));
}

#[test]
fn an_attachment_that_changed_grew_or_shrank_since_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let identity = HybridIdentity::generate(&mut OsRng);
    std::fs::write(home.path().join("to"), identity.to_recipient().to_string()).unwrap();
    let recipients = Recipients::read(&[home.path().join("to")]).unwrap();
    for other in [&b"another one"[..], b"a photograph, and more", b"a photogr", b""] {
        let (attached, small) = (attached(b"a photograph"), files());
        let open = |_: &str| Ok(Box::new(io::Cursor::new(other.to_vec())) as Box<dyn Read>);
        assert!(write_case(&home.path().join("case.age"), &recipients, &content(&small, &attached, &open)).is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "no part of it stays");
    }
}

#[test]
fn nothing_is_ever_overwritten_and_links_are_not_followed() {
    let home = tempfile::tempdir().unwrap();
    let tar = pack(&files()).unwrap();
    let opened = || {
        let mut folder = NewFolder::beneath(home.path())?;
        let root = read_tar(&tar[..], &mut folder)?;
        folder.finish(&root)
    };
    let folder = opened().unwrap();
    assert_eq!(read_folder(&folder).unwrap().files, files());
    assert!(opened().is_err());
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
