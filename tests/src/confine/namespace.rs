//! A network of one's own, out of which leads nothing, and a record of every packet in it.
//!
//! ```text
//! lo ─── 127.0.0.1: what a test puts there
//! stray ─ 192.0.2.2, 2001:db8::2: the default route of both families, and behind it the name server; nobody is there
//! ```
//!
//! What a program sends anywhere therefore leaves it, on `stray`, and is seen: by `tcpdump`, and by the kernel's count.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// A network namespace, and a mount namespace in which the name server is another; gone when dropped.
pub struct Namespace {
    holder: Child,
}

impl Namespace {
    /// Makes one; `dir` is for its files.
    ///
    /// # Errors
    /// When the system has none for us.
    pub fn make(dir: &Path) -> Result<Self> {
        let resolver = dir.join("resolv.conf");
        fs::write(&resolver, "nameserver 192.0.2.53\nnameserver 2001:db8::53\noptions timeout:1 attempts:1\n")?;
        let mut holder = Command::new("unshare")
            .args(["--net", "--mount", "sh", "-euc", SET_UP, "sh"])
            .arg(&resolver)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("unshare")?;
        let mut line = String::new();
        BufReader::new(holder.stdout.take().context("standard output was piped")?).read_line(&mut line)?;
        if line != "ready\n" {
            let said = holder.wait_with_output()?.stderr;
            bail!("no network namespace: {}", String::from_utf8_lossy(&said).trim());
        }
        Ok(Self { holder })
    }

    /// The words that run what follows them inside, in the directory `work`.
    #[must_use]
    pub fn enter(&self, work: &Path) -> Vec<OsString> {
        let target = self.holder.id().to_string();
        let words = ["nsenter", "--target", &target, "--net", "--mount", "--", "env", "-C"].map(OsString::from);
        words.into_iter().chain([work.into()]).collect()
    }

    /// Leads connections to 127.0.0.1:`port` inside to a socket of the file system outside.
    ///
    /// # Errors
    /// When nobody listens there within ten seconds.
    pub fn forward(&self, port: u16, socket: &Path) -> Result<Running> {
        let listen = format!("TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork");
        let forwarder =
            Running(self.inside(&["socat", &listen, &format!("UNIX-CONNECT:{}", socket.display())])?.spawn()?);
        let listening = format!("0100007F:{port:04X} 00000000:0000 0A");
        wait("nobody listens", || Ok(self.proc("net/tcp")?.contains(&listening)))?;
        Ok(forwarder)
    }

    /// Packets that the interface to everywhere has sent so far, by the kernel's count.
    ///
    /// # Errors
    /// When it is not there.
    pub fn strayed(&self) -> Result<u64> {
        let devices = self.proc("net/dev")?;
        let counts = devices.lines().find_map(|line| line.trim().strip_prefix("stray:")).context("stray is there")?;
        // Eight numbers of what was received; then bytes, then packets.
        Ok(counts.split_whitespace().nth(9).context("packets sent")?.parse()?)
    }

    fn proc(&self, name: &str) -> Result<String> {
        Ok(fs::read_to_string(format!("/proc/{}/{name}", self.holder.id()))?)
    }

    fn inside(&self, words: &[&str]) -> Result<Command> {
        let enter = self.enter(Path::new("/"));
        let (program, args) = enter.split_first().context("words")?;
        let mut command = Command::new(program);
        command.args(args).args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(command)
    }

    /// Sends one packet of UDP to nowhere, with this text.
    fn mark(&self, text: &str) -> Result<()> {
        let to = format!("UDP-SENDTO:{MARK}:9");
        let mut command = self.inside(&["sh", "-c", "printf %s \"$0\" | socat -u - \"$1\"", text, &to])?;
        ensure!(command.status()?.success(), "no mark was sent");
        Ok(())
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// Something that runs until it is dropped.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Every packet on every interface of a namespace, from its start on.
pub struct Capture<'a> {
    namespace: &'a Namespace,
    tcpdump: Running,
    file: PathBuf,
    strayed: u64,
}

impl<'a> Capture<'a> {
    /// Begins; packets are recorded in `file` when this returns.
    ///
    /// # Errors
    /// When tcpdump does not record what is sent to it.
    pub fn start(namespace: &'a Namespace, file: &Path) -> Result<Self> {
        let mut command =
            namespace.inside(&["tcpdump", "-i", "any", "-n", "-U", "-s", "256", "-B", "65536", "-w", "-"])?;
        let tcpdump = Running(command.stdout(File::create(file)?).stderr(File::create(said(file))?).spawn()?);
        let mut capture = Self { namespace, tcpdump, file: file.to_owned(), strayed: 0 };
        wait("tcpdump records nothing", || {
            namespace.mark(BEGUN)?;
            capture.holds(BEGUN)
        })?;
        capture.strayed = namespace.strayed()?;
        Ok(capture)
    }

    /// Ends; everything that was sent before is in what this gives.
    ///
    /// # Errors
    /// When tcpdump missed a packet.
    pub fn stop(self) -> Result<Packets> {
        let strayed = self.namespace.strayed()? - self.strayed;
        self.namespace.mark(ENDED)?;
        wait("tcpdump lags", || self.holds(ENDED))?;
        let Self { mut tcpdump, file, .. } = self;
        Command::new("kill").args(["-INT", &tcpdump.0.id().to_string()]).status()?;
        tcpdump.0.wait()?;
        let said = fs::read_to_string(said(&file))?;
        ensure!(said.contains("\n0 packets dropped by kernel"), "packets are missing: {said}");
        Ok(Packets { file, strayed })
    }

    fn holds(&self, text: &str) -> Result<bool> {
        let bytes = fs::read(&self.file)?;
        Ok(bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    }
}

/// What was recorded.
pub struct Packets {
    file: PathBuf,
    /// Packets that left by the interface to everywhere, by the kernel's count.
    pub strayed: u64,
}

impl Packets {
    /// Those that a filter of tcpdump takes, a line each; without the marks.
    ///
    /// # Errors
    /// When tcpdump does not understand the filter.
    pub fn which(&self, filter: &str) -> Result<Vec<String>> {
        let filter = if filter.is_empty() { NOT_A_MARK.to_owned() } else { format!("{NOT_A_MARK} and ({filter})") };
        let output = Command::new("tcpdump").args(["-n", "-r"]).arg(&self.file).arg(filter).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
    }
}

fn said(file: &Path) -> PathBuf {
    file.with_extension("said")
}

fn wait(what: &str, mut is: impl FnMut() -> Result<bool>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !is()? {
        ensure!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20)); // polling, bounded above
    }
    Ok(())
}

/// Ends when its standard input does: with the one that holds the other end of it.
const SET_UP: &str = r#"
mount --make-rprivate /
mount --bind "$1" /etc/resolv.conf
ip link set lo up
ip link add stray type veth peer name away
# What the kernel itself would say on them: nothing.
for link in stray away; do
    echo 0 > /proc/sys/net/ipv6/conf/$link/router_solicitations
    echo 0 > /proc/sys/net/ipv6/conf/$link/accept_dad
    ip link set $link addrgenmode none arp off multicast off
    ip link set $link up
done
ip address add 192.0.2.2/24 dev stray
ip -6 address add 2001:db8::2/64 dev stray nodad
ip route add default via 192.0.2.1
ip -6 route add default via 2001:db8::1
echo ready
exec cat > /dev/null
"#;
/// Where a mark goes to.
const MARK: &str = "192.0.2.99";
const NOT_A_MARK: &str = "not host 192.0.2.99";
const BEGUN: &str = "the capture has begun";
const ENDED: &str = "the capture has ended";
const PATIENCE: Duration = Duration::from_secs(10);
