//! All files of a bag but the desk's signature, from what is proven.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::attached::Attachments;
use super::layout::{CASE_HTML, CASE_JSON, CASE_SCHEMA, Files, README};
use super::material::CaseMaterial;
use super::prove::Proven;
use super::{html, json};

pub(super) const BAGIT: &str = "bagit.txt";
pub(super) const BAG_INFO: &str = "bag-info.txt";
pub(super) const MANIFEST: &str = "manifest-sha256.txt";
pub(super) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";

/// Renders the bag, attachments apart.
pub(super) fn files(material: &CaseMaterial, proven: &Proven) -> Files {
    let mut files = material.to_files();
    files.insert(README.to_owned(), readme(proven).into_bytes());
    files.insert(CASE_SCHEMA.to_owned(), material.custody.schema(json::schema(proven)).into_bytes());
    files.insert(CASE_JSON.to_owned(), json::render(material, proven));
    files.insert(CASE_HTML.to_owned(), html::render(material, proven));
    let tags = [
        (BAGIT, BAGIT_TEXT.as_bytes().to_vec()),
        (BAG_INFO, bag_info(material, proven, &files).into_bytes()),
        (MANIFEST, manifest(&files, &material.attached).into_bytes()),
    ];
    let tags: Files = tags.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect();
    let tag_manifest = manifest(&tags, &Attachments::new()).into_bytes();
    files.extend(tags);
    files.insert(TAG_MANIFEST.to_owned(), tag_manifest);
    files
}

/// One line a file, sorted by path: `hash  path`.
fn manifest(files: &Files, attached: &Attachments) -> String {
    let hashes = files.iter().map(|(path, bytes)| (path, <[u8; 32]>::from(Sha256::digest(bytes))));
    let hashes: BTreeMap<_, _> = hashes.chain(attached.iter().map(|(path, attached)| (path, attached.hash))).collect();
    hashes.into_iter().map(|(path, hash)| format!("{}  {path}\n", hex::encode(hash))).collect()
}

/// A paragraph more where there is something to say.
fn readme(proven: &Proven) -> String {
    let more = if proven.attachments.is_empty() { "" } else { README_ATTACHMENTS };
    [README_TEXT, more].concat()
}

fn bag_info(material: &CaseMaterial, proven: &Proven, payload: &Files) -> String {
    let attached = &material.attached;
    let bytes: u64 = payload.values().map(|bytes| bytes.len() as u64).chain(attached.values().map(|a| a.size)).sum();
    // A card's name has no control character: it cannot begin a line of its own.
    let desk = proven.cards.last().map_or("", |card| card.card.name.as_str());
    format!(
        "Source-Organization: {desk}\nExternal-Identifier: {}\nExternal-Description: Davylamp case file of {}\n\
         Payload-Oxum: {bytes}.{}\nBag-Software-Agent: davylamp-case-file/v1\n",
        json::case_name(proven),
        material.desk,
        payload.len() + attached.len(),
    )
}

const BAGIT_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const README_TEXT: &str = include_str!("README.txt");
const README_ATTACHMENTS: &str = "
data/attachments/NNNN holds one file each that a message names, as it was sent. The message gives its size and its SHA-256 (in
data/case.json; to check by other means, in the CBOR of the message itself), and the message is in the log: so the file is the one that
was sent, and was fixed by the same time. What it seems to show is for people to judge. Open such files with care: nobody has looked
into them for you. A file that is named and not here was not fetched by the desk, or was left out by it.
";
