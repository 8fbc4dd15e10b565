//! What shells remember of commands. Entries about this program can be cut out of the histories of bash, zsh and fish.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::shown;
use crate::files::{overwrite, replace_file};

/// One history that is there.
pub(super) struct History {
    path: PathBuf,
    shell: Shell,
    /// How many entries mention this program; `None` where it cannot be read.
    pub(super) mentions: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    /// One whose format is not known here.
    Other,
}

/// The histories of whoever runs this.
pub(super) fn find() -> Vec<History> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = set("HOME").unwrap_or_default();
    let share = set("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share"));
    let mut paths = vec![
        (home.join(".bash_history"), Shell::Bash),
        (home.join(".zsh_history"), Shell::Zsh),
        (home.join(".zhistory"), Shell::Zsh),
        (home.join(".histfile"), Shell::Zsh),
        (share.join("fish/fish_history"), Shell::Fish),
        (home.join(".sh_history"), Shell::Other),
        (home.join(".history"), Shell::Other),
        (share.join("atuin/history.db"), Shell::Other),
    ];
    paths.extend(set("ZDOTDIR").map(|dir| (dir.join(".zsh_history"), Shell::Zsh)));
    paths.extend(set("HISTFILE").map(|path| {
        let is_zsh = set("SHELL").is_some_and(|shell| shell.file_name().is_some_and(|name| name == "zsh"));
        (path, if is_zsh { Shell::Zsh } else { Shell::Bash })
    }));
    let mut found: Vec<History> = Vec::new();
    for (path, shell) in paths {
        // A link stands for the file that is written.
        let Ok(path) = path.canonicalize() else { continue };
        if path.is_file() && found.iter().all(|history| history.path != path) {
            let mentions = read(&path).ok().map(|bytes| shell.entries(&bytes).filter(|entry| mentions(entry)).count());
            found.push(History { path, shell, mentions });
        }
    }
    found
}

impl History {
    pub(super) fn shown(&self) -> String {
        shown(&self.path)
    }

    /// Whether it mentions this program, in a format that is known.
    pub(super) fn can_be_cut(&self) -> bool {
        self.shell != Shell::Other && self.mentions.is_some_and(|mentions| mentions > 0)
    }

    /// Cuts out what mentions this program; every other byte stays. The file is replaced whole, the old one overwritten.
    ///
    /// # Errors
    ///
    /// The disk's own; then the old one stands.
    pub(super) fn cut(&self) -> io::Result<()> {
        let mut old = File::options().write(true).open(&self.path)?;
        let before = old.metadata()?;
        let bytes = read(&self.path)?;
        let kept: Zeroizing<Vec<u8>> =
            Zeroizing::new(self.shell.entries(&bytes).filter(|entry| !mentions(entry)).flatten().copied().collect());
        let now = old.metadata()?;
        if (now.len(), now.mtime(), now.mtime_nsec()) != (before.len(), before.mtime(), before.mtime_nsec()) {
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, "a shell is writing to it"));
        }
        replace_file(&self.path, &kept)?;
        fs::set_permissions(&self.path, before.permissions())?;
        overwrite(&mut old)
    }
}

impl Shell {
    /// The entries, whose bytes together are all of the file.
    fn entries(self, bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
        let mut left = bytes;
        std::iter::from_fn(move || {
            let (entry, rest) = left.split_at(self.entry_len(left));
            left = rest;
            (!entry.is_empty()).then_some(entry)
        })
    }

    fn entry_len(self, bytes: &[u8]) -> usize {
        let mut end = 0;
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').peekable();
        while let Some(line) = lines.next() {
            end += line.len();
            let next = lines.peek().copied().unwrap_or_default();
            let goes_on = match self {
                // A time stands before its command.
                Self::Bash => is_time(line) && !is_time(next),
                // A line that ends in a backslash goes on.
                Self::Zsh => line.ends_with(b"\\\n"),
                Self::Fish => !next.starts_with(b"- cmd:"),
                Self::Other => false,
            };
            if !goes_on {
                break;
            }
        }
        end
    }
}

fn is_time(line: &[u8]) -> bool {
    let digits = line.strip_prefix(b"#").map(<[u8]>::trim_ascii_end);
    digits.is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

fn mentions(entry: &[u8]) -> bool {
    entry.windows(NAME.len()).any(|window| window.eq_ignore_ascii_case(NAME))
}

fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    fs::read(path).map(Zeroizing::new)
}

const NAME: &[u8] = b"davylamp";

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn kept(shell: Shell, history: &str) -> String {
        let kept: Vec<u8> =
            shell.entries(history.as_bytes()).filter(|entry| !mentions(entry)).flatten().copied().collect();
        String::from_utf8(kept).unwrap()
    }

    #[test]
    fn exactly_the_entries_that_mention_it_are_cut() {
        let bash = "ls\ndavylamp report\n#1700000000\ncd x\n#1700000001\n./davylamp check\n#1700000002\necho hi";
        assert_eq!(kept(Shell::Bash, bash), "ls\n#1700000000\ncd x\n#1700000002\necho hi");
        let zsh = ": 1:0;ls\n: 2:0;for i in 1; do\\\n Davylamp check\\\ndone\n: 3:0;pwd\n";
        assert_eq!(kept(Shell::Zsh, zsh), ": 1:0;ls\n: 3:0;pwd\n");
        let fish =
            "- cmd: ls\n  when: 1\n- cmd: cat a\n  when: 2\n  paths:\n    - /opt/davylamp\n- cmd: pwd\n  when: 3\n";
        assert_eq!(kept(Shell::Fish, fish), "- cmd: ls\n  when: 1\n- cmd: pwd\n  when: 3\n");
    }

    #[test]
    fn a_history_without_it_or_of_odd_bytes_stays_as_it_is() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Other] {
            for history in
                ["", "\n\n", "davy lamp\n", "#12\n#13\n", "a\\\n", "- cmd: x", "  when: 1\n- cmd: y\n\0\u{83}"]
            {
                assert_eq!(kept(shell, history), history, "{shell:?}");
            }
        }
    }

    #[test]
    fn the_file_keeps_its_mode_and_the_old_bytes_are_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("history");
        fs::write(&path, "ls\ndavylamp report\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let mut old = File::open(&path).unwrap();
        let history = History { path: path.clone(), shell: Shell::Bash, mentions: Some(1) };
        history.cut().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"ls\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        let mut left = Vec::new();
        io::Read::read_to_end(&mut old, &mut left).unwrap();
        assert!(left.len() == 19 && !mentions(&left));
        assert!(History { path: dir.path().join("none"), ..history }.cut().is_err());
    }
}
