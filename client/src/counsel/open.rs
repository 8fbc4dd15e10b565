//! `davylamp case open`, and how every command gets at a case file's files.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::archive::{self, Bag, NewFolder, Sink, not_a_case_file};
use super::keys::Identities;
use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct OpenArgs {
    /// The case file
    file: PathBuf,

    /// File with the identity that opens it
    #[arg(short, long, value_name = "FILE")]
    identity: Option<PathBuf>,

    /// The folder beneath which the case's folder is made
    #[arg(short = 'C', long = "directory", value_name = "DIR", default_value = ".")]
    directory: PathBuf,
}

pub(crate) fn open(args: &OpenArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let mut folder = Counted { folder: NewFolder::beneath(&args.directory)?, files: 0 };
    let root = stream(&args.file, args.identity.as_deref(), &mut folder)?;
    let Counted { folder, files } = folder;
    let folder = folder.finish(&root)?;
    terminal.print(text_with("case-opened", &[("path", &folder.display())]));
    terminal.say(text_with("case-opened-hint", &[("path", &folder.display())]));
    terminal.json(&json!({ "folder": folder, "files": files }));
    Ok(ExitCode::SUCCESS)
}

struct Counted {
    folder: NewFolder,
    files: usize,
}

impl Sink for Counted {
    fn begin(&mut self, root: &str) -> Result<(), Failure> {
        self.folder.begin(root)
    }

    fn take(&mut self, path: &str, content: &mut dyn Read) -> io::Result<()> {
        self.files += 1;
        self.folder.take(path, content)
    }
}

/// What an unpacked folder, a sealed case file or its tar holds.
pub(super) fn read_case(path: &Path, identity: Option<&Path>) -> Result<Bag, Failure> {
    if path.is_dir() {
        return archive::read_folder(path);
    }
    let mut bag = Bag::default();
    stream(path, identity, &mut bag)?;
    Ok(bag)
}

/// Reads a case file from end to end, into a sink. The folder's name.
fn stream(path: &Path, identity: Option<&Path>, sink: &mut dyn Sink) -> Result<String, Failure> {
    let unread =
        |error: io::Error| Failure::new(text_with("talk-file-unread", &[("path", &path.display()), ("why", &error)]));
    let mut source = open_input(path).map_err(unread)?;
    let mut head = Vec::with_capacity(BLOCK);
    source.by_ref().take(BLOCK as u64).read_to_end(&mut head).map_err(unread)?;
    let whole = BufReader::with_capacity(BUFFER, head.as_slice().chain(source));
    if head.starts_with(AGE) {
        let identity = identity.ok_or_else(|| Failure::usage(text("case-needs-identity")))?;
        return archive::read_tar(Identities::read(identity)?.open(whole)?, sink);
    }
    if head.get(257..262) == Some(USTAR) { archive::read_tar(whole, sink) } else { Err(not_a_case_file()) }
}

fn open_input(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") { Ok(Box::new(io::stdin())) } else { Ok(Box::new(File::open(path)?)) }
}

const AGE: &[u8] = b"age-encryption.org/";
const USTAR: &[u8] = b"ustar";
const BLOCK: usize = 512;
const BUFFER: usize = 64 << 10;
