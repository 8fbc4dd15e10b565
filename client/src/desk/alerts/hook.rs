//! The desk's hooks: a command line for `sh -c`, the event as one line of JSON on its standard input.
//!
//! What it prints goes nowhere (standard output is the watch's own); what it says on standard error is seen.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

/// How patiently a hook is called.
#[derive(Clone, Debug)]
pub(crate) struct Patience {
    /// For one call.
    pub(crate) timeout: Duration,
    /// Before the second call; doubled before each further one.
    pub(crate) pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(60), pause: Duration::from_secs(2) }
    }
}

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum HookError {
    /// `sh` did not start.
    #[error("it did not start: {0}")]
    Start(#[source] std::io::Error),
    /// It ended with this status.
    #[error("{0}")]
    Failed(std::process::ExitStatus),
    /// It took longer than it may, and was killed with all that it started.
    #[error("it did not end within {} s", .0.as_secs())]
    TimedOut(Duration),
}

/// Calls `command`, up to four times.
///
/// # Errors
/// That of the last call.
pub(crate) async fn call(command: &str, input: &str, patience: &Patience) -> Result<(), HookError> {
    let mut pause = patience.pause;
    for _ in 0..RETRIES {
        if once(command, input, patience.timeout).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    once(command, input, patience.timeout).await
}

async fn once(command: &str, input: &str, timeout: Duration) -> Result<(), HookError> {
    let mut shell = Command::new("sh");
    // A group of its own: what it started ends with it.
    shell.args(["-c", command]).process_group(0).kill_on_drop(true);
    shell.stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = shell.spawn().map_err(HookError::Start)?;
    let group = child.id();
    match tokio::time::timeout(timeout, feed(&mut child, input)).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(HookError::Failed(status)),
        Ok(Err(error)) => Err(HookError::Start(error)),
        Err(_) => {
            kill_group(group).await;
            let _ = child.kill().await;
            Err(HookError::TimedOut(timeout))
        }
    }
}

async fn feed(child: &mut Child, input: &str) -> std::io::Result<std::process::ExitStatus> {
    if let Some(mut stdin) = child.stdin.take() {
        // A hook need not read what it is told.
        let _ = stdin.write_all(input.as_bytes()).await;
        let _ = stdin.write_all(b"\n").await;
    }
    child.wait().await
}

/// The shell's own `kill`: it is there wherever hooks run.
async fn kill_group(group: Option<u32>) {
    let Some(group) = group else { return };
    let mut kill = Command::new("sh");
    kill.args(["-c", &format!("kill -KILL -{group}")]);
    let _ = kill.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().await;
}

/// A notification on the desktop; nothing where there is none.
pub(crate) async fn notify(title: &str, line: &str) {
    let mut command = Command::new("notify-send");
    command.args(["--urgency=critical", "--app-name=davylamp", "--", title, line]).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return };
    // Without a session bus some versions wait for ever.
    let _ = tokio::time::timeout(NOTIFY, child.wait()).await;
}

const RETRIES: u32 = 3;
const NOTIFY: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn quick() -> Patience {
        Patience { timeout: Duration::from_secs(20), pause: Duration::from_millis(5) }
    }

    #[tokio::test]
    async fn a_hook_reads_the_event_and_is_called_once_when_it_works() {
        let dir = tempfile::tempdir().unwrap();
        let heard = dir.path().join("heard");
        call(&format!("cat >> {}", heard.display()), r#"{"event":"alert"}"#, &quick()).await.unwrap();
        assert_eq!(std::fs::read_to_string(heard).unwrap(), "{\"event\":\"alert\"}\n");
    }

    #[tokio::test]
    async fn a_hook_that_fails_is_called_again_until_it_works() {
        let dir = tempfile::tempdir().unwrap();
        let calls = dir.path().join("calls");
        let third = format!("echo x >> {0}; [ $(wc -l < {0}) -ge 3 ]", calls.display());
        call(&third, "{}", &quick()).await.unwrap();
        assert_eq!(std::fs::read_to_string(calls).unwrap(), "x\nx\nx\n");
    }

    #[tokio::test]
    async fn a_hook_that_never_works_is_called_four_times() {
        let dir = tempfile::tempdir().unwrap();
        let calls = dir.path().join("calls");
        let error = call(&format!("echo x >> {}; exit 7", calls.display()), "{}", &quick()).await.unwrap_err();
        assert!(matches!(error, HookError::Failed(status) if status.code() == Some(7)));
        assert_eq!(std::fs::read_to_string(calls).unwrap().lines().count(), 4);
    }

    #[tokio::test]
    async fn a_hook_that_hangs_is_killed_with_what_it_started() {
        let dir = tempfile::tempdir().unwrap();
        let child = dir.path().join("child");
        let start = Instant::now();
        let hang = format!("sleep 600 & echo $! > {}; sleep 600", child.display());
        let error = once(&hang, "{}", Duration::from_secs(2)).await.unwrap_err();
        assert!(matches!(error, HookError::TimedOut(_)));
        assert!(start.elapsed() < Duration::from_secs(60));
        let child: u32 = std::fs::read_to_string(child).unwrap().trim().parse().unwrap();
        for _ in 0..1000 {
            if !runs(child) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await; // polling, bounded above
        }
        panic!("what it started goes on");
    }

    /// Whether a process goes on; one that has ended and was not asked for its status yet does not.
    fn runs(process: u32) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
    }

    #[tokio::test]
    async fn a_hook_that_does_not_read_is_no_failure() {
        call("exec 0<&-; true", &"x".repeat(1 << 20), &quick()).await.unwrap();
    }
}
