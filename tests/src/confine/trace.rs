//! What a command did to files and sockets, as `strace` saw it, in every process and thread of it.
//!
//! ```text
//! openat(AT_FDCWD</home/ana>, "words", O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 3</home/ana/words>
//! ```
//!
//! An attempt counts as much as a success. What is not understood counts as a write.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

/// Everything that one command was seen to do.
#[derive(Debug, Default)]
pub struct Trace {
    calls: Vec<Call>,
}

/// One system call.
#[derive(Debug)]
struct Call {
    name: String,
    /// As `strace` wrote them.
    args: String,
    /// What it gave, or why it failed; empty when the process ended in it.
    result: String,
}

/// The words that put a command under `strace`, which writes to files in `dir`.
#[must_use]
pub fn under_strace(dir: &Path) -> Vec<OsString> {
    let mut words: Vec<OsString> =
        ["strace", "-ff", "--seccomp-bpf", "-qq", "-y", "-s", "4096", "-e", CALLS, "-e", "signal=none", "-o"]
            .map(Into::into)
            .into();
    words.push(dir.join("trace").into());
    words.push("--".into());
    words
}

impl Trace {
    /// Reads what `strace` left in `dir`, a file a thread.
    ///
    /// # Errors
    /// When there is nothing, or something that is not of `strace`.
    pub fn read(dir: &Path) -> Result<Self> {
        let mut calls = Vec::new();
        for entry in fs::read_dir(dir)? {
            let text = String::from_utf8_lossy(&fs::read(entry?.path())?).into_owned();
            for line in text.lines() {
                calls.push(Call::parse(line)?);
            }
        }
        ensure!(calls.iter().any(|call| call.name == "execve"), "strace saw nothing in {}", dir.display());
        Ok(Self { calls })
    }

    /// How many calls were seen.
    #[must_use]
    pub fn count(&self) -> usize {
        self.calls.len()
    }

    /// Everything that was written, made, named, removed or changed, or tried to be: what, and by which call. Relative
    /// names begin in `work`. Standard output and error are not in it, as long as they are no files.
    #[must_use]
    pub fn written(&self, work: &Path) -> BTreeMap<PathBuf, String> {
        let mut written = BTreeMap::new();
        for call in &self.calls {
            for path in call.writes() {
                written
                    .entry(work.join(path))
                    .or_insert_with(|| format!("{}({}) = {}", call.name, call.args, call.result));
            }
        }
        written
    }

    /// Addresses that were connected or sent to, or bound, as `strace` writes them.
    #[must_use]
    pub fn addresses(&self) -> BTreeMap<String, String> {
        let sends = ["connect", "sendto", "sendmsg", "sendmmsg", "bind"];
        let calls = self.calls.iter().filter(|call| sends.contains(&call.name.as_str()));
        let addressed = calls.filter_map(|call| Some((call.address()?, format!("{}({})", call.name, call.args))));
        addressed.collect()
    }

    /// Kinds of sockets that were made: `AF_INET, SOCK_STREAM`.
    #[must_use]
    pub fn sockets(&self) -> Vec<String> {
        let made = self.calls.iter().filter(|call| ["socket", "socketpair"].contains(&call.name.as_str()));
        let mut kinds: Vec<String> = made
            .map(|call| {
                let mut words = call.args.split(", ");
                let (family, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                format!("{} {family} {}", call.name, kind.split('|').next().unwrap_or_default())
            })
            .collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }

    /// Every socket that was made, of whatever kind, and every address: what a command without a network has none of. A
    /// pair of sockets that are joined to each other, with which a program wakes itself, leads nowhere.
    #[must_use]
    pub fn network(&self) -> Vec<String> {
        let sockets = self.sockets().into_iter().filter(|kind| kind.starts_with("socket "));
        sockets.chain(self.addresses().into_values()).collect()
    }

    /// Files that were opened, or tried to be, for whatever.
    #[must_use]
    pub fn opened(&self) -> Vec<String> {
        let opens = self.calls.iter().filter(|call| call.name.starts_with("open"));
        opens.flat_map(|call| call.named()).map(|path| path.display().to_string()).collect()
    }
}

impl Call {
    fn parse(line: &str) -> Result<Self> {
        let (name, rest) = line.split_once('(').unwrap_or(("", line));
        ensure!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "not a call: {line}");
        // The result follows the last `) = `; a call that never returned has `?` or none.
        let (args, result) = rest.rsplit_once(" = ").unwrap_or((rest, ""));
        let args = args.trim_end().strip_suffix(')').unwrap_or(args);
        Ok(Self { name: name.to_owned(), args: args.to_owned(), result: result.to_owned() })
    }

    fn writes(&self) -> Vec<PathBuf> {
        let has = |flags: &[&str]| flags.iter().any(|flag| self.args.contains(flag));
        match self.name.as_str() {
            "open" | "openat" | "openat2" if has(WRITING) => self.named(),
            "open" | "openat" | "openat2" => Vec::new(),
            "mmap" if has(&["MAP_SHARED"]) && has(&["PROT_WRITE"]) => self.descriptor().into_iter().collect(),
            "socket" if has(&["AF_UNIX"]) => vec![PathBuf::from("/AF_UNIX")],
            "mmap" | "socket" | "socketpair" | "connect" | "sendto" | "sendmsg" | "sendmmsg" | "execve" => Vec::new(),
            "write" | "writev" | "pwrite64" | "pwritev" | "pwritev2" | "ftruncate" | "fallocate" | "fchmod"
            | "fchown" | "fsetxattr" => self.descriptor().into_iter().collect(),
            name => {
                let named = self.named();
                if !named.is_empty() {
                    return named;
                }
                // A file that is changed without being named; or something that is not about files at all.
                let unnamed = || self.descriptor().unwrap_or_else(|| Path::new("/").join(name));
                vec![unnamed()]
            }
        }
    }

    /// What its descriptor stands for, if that keeps what is written: not a pipe, a socket, an event.
    fn descriptor(&self) -> Option<PathBuf> {
        let (_, target) = self.args.split_once('<')?;
        let target = target.split_once('>').map_or(target, |(target, _)| target);
        let passes = target == "/dev/null" || PASSING.iter().any(|kind| target.starts_with(kind));
        (!passes).then(|| PathBuf::from(target))
    }

    /// The paths that it names, each beneath the directory that stands before it.
    fn named(&self) -> Vec<PathBuf> {
        let (mut paths, mut base, mut rest) = (Vec::new(), PathBuf::new(), self.args.as_str());
        while let Some((_, after)) = rest.split_once(['"', '<']) {
            let is_base = rest.find('<') < rest.find('"') && rest.contains('<') || !rest.contains('"');
            let (text, left) = split_at_end(after, if is_base { '>' } else { '"' });
            if is_base {
                base = PathBuf::from(text)
            } else {
                paths.push(base.join(text))
            }
            rest = left;
        }
        paths
    }

    fn address(&self) -> Option<String> {
        let structure = self.args.find("{sa_family=").and_then(|at| self.args.get(at..))?;
        Some(structure.split_once('}').map_or(structure, |(inside, _)| inside).trim_start_matches('{').to_owned())
    }
}

/// Text that `strace` wrote, up to its end, and what follows that: an escaped quote in it does not end it.
fn split_at_end(text: &str, end: char) -> (&str, &str) {
    let mut escaped = false;
    let ends = |c: char| {
        let ends = c == end && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    };
    let mut parts = text.splitn(2, ends);
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Whatever names a file, makes one, writes to one, or reaches another process; and what would go past `strace`.
const CALLS: &str = "trace=execve,execveat,open,openat,openat2,creat,open_by_handle_at,mkdir,mkdirat,mknod,mknodat,\
    rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,truncate,ftruncate,fallocate,\
    chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utime,utimes,futimesat,utimensat,setxattr,lsetxattr,fsetxattr,\
    write,writev,pwrite64,pwritev,pwritev2,mmap,memfd_create,memfd_secret,shmget,mq_open,msgget,semget,add_key,keyctl,\
    io_uring_setup,io_setup,process_vm_writev,ptrace,mount,chroot,bpf,\
    socket,socketpair,connect,bind,listen,accept,accept4,sendto,sendmsg,sendmmsg";
const WRITING: &[&str] = &["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE"];
/// What keeps nothing that is written to it.
const PASSING: &[&str] = &["pipe:", "socket:", "anon_inode:"];

#[cfg(test)]
mod tests {
    use super::*;

    fn written(line: &str) -> Vec<PathBuf> {
        let trace = Trace { calls: vec![Call::parse(line).unwrap()] };
        trace.written(Path::new("/here")).into_keys().collect()
    }

    #[test]
    fn every_way_to_leave_something_is_seen() {
        for (line, path) in [
            (r#"openat(AT_FDCWD</home>, "a", O_WRONLY|O_CREAT, 0600) = 3</home/a>"#, "/home/a"),
            (r#"openat(AT_FDCWD</home>, "/b", O_RDWR) = -1 EACCES (Permission denied)"#, "/b"),
            (r#"openat(5</c>, "d \" e", O_RDONLY|O_TMPFILE) = ?"#, "/c/d \\\" e"),
            (r#"rename("f", "g") = 0"#, "/here/f"),
            (r#"linkat(5</c>, "h", 6</d>, "i", 0) = 0"#, "/d/i"),
            (r#"mkdir("/j", 0700) = 0"#, "/j"),
            (r#"write(2</dev/tty>, "text", 4) = 4"#, "/dev/tty"),
            (r#"mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 3</k>, 0) = 0x7f"#, "/k"),
            (r#"memfd_create("l", MFD_CLOEXEC) = 4"#, "/here/l"),
            (r#"io_uring_setup(8, {}) = 5"#, "/io_uring_setup"),
            (r#"socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3"#, "/AF_UNIX"),
            (r#"listen(3<socket:[1]>, 128) = 0"#, "/listen"),
        ] {
            assert!(written(line).contains(&path.into()), "{line}: {:?}", written(line));
        }
    }

    #[test]
    fn what_leaves_nothing_is_not_held_against_a_command() {
        for line in [
            r#"openat(AT_FDCWD</home>, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3</etc/hosts>"#,
            r#"write(1<pipe:[77]>, "data", 4) = 4"#,
            r#"write(4<anon_inode:[eventfd]>, "\1", 8) = 8"#,
            r#"mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f"#,
            r#"socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<socket:[1]>"#,
        ] {
            assert_eq!(written(line), Vec::<PathBuf>::new(), "{line}");
        }
    }

    #[test]
    fn addresses_and_sockets_are_told() {
        let call = r#"connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(9050), sin_addr=inet_addr("127.0.0.1")}, 16) = 0"#;
        let calls =
            vec![Call::parse(call).unwrap(), Call::parse("socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, 0) = 3").unwrap()];
        let trace = Trace { calls };
        let address = r#"sa_family=AF_INET, sin_port=htons(9050), sin_addr=inet_addr("127.0.0.1")"#;
        assert_eq!(trace.addresses().into_keys().collect::<Vec<_>>(), [address]);
        assert_eq!(trace.sockets(), ["socket AF_NETLINK SOCK_RAW"]);
        assert_eq!(trace.network().len(), 2);
        assert!(Call::parse("not a call").is_err() && Call::parse("+++ killed by SIGKILL +++").is_err());
    }
}
