//! A large case in bounded memory: 64 MiB as a test. For a measurement of 4 GiB (8 GiB of space in TMPDIR):
//!
//! ```text
//! DAVYLAMP_CASE_MIB=4096 cargo test --release -p davylamp large::packs -- --nocapture
//! ```

use std::process::Command;
use std::time::Instant;

use age::Identity;
use davylamp_protocol::hybrid::HybridIdentity;
use rand::rngs::OsRng;
use rand::{RngCore as _, SeedableRng as _, rngs::StdRng};

use super::*;
use crate::counsel::keys::Recipients;

/// Bytes that no file holds, the same each time.
struct Noise {
    rng: StdRng,
    left: u64,
}

impl Noise {
    fn new(left: u64) -> Self {
        Self { rng: StdRng::seed_from_u64(7), left }
    }
}

impl Read for Noise {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = buffer.len().min(4096).min(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.rng.fill_bytes(&mut buffer[..count]);
        self.left -= count as u64;
        Ok(count)
    }
}

/// Runs `what`, says how long it took, and gives the peak of resident memory since it began, in KiB.
fn measured_run<T>(name: &str, size: u64, what: impl FnOnce() -> T) -> T {
    // Sets the peak back to what is resident now.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let begun = Instant::now();
    let done = what();
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap().trim().trim_end_matches(" kB");
    let peak: u64 = peak.parse().unwrap();
    println!("case of {} MiB: {name} {:.1} s, VmHWM {} MiB", size >> 20, begun.elapsed().as_secs_f64(), peak >> 10);
    assert!(peak < 200 << 10, "{name}: {peak} KiB");
    done
}

fn pack_verify_and_open(size: u64) {
    let home = tempfile::tempdir().unwrap();
    let identity = HybridIdentity::generate(&mut OsRng);
    fs::write(home.path().join("to"), identity.to_recipient().to_string()).unwrap();
    let recipients = Recipients::read(&[home.path().join("to")]).unwrap();
    let path = format!("{ATTACHMENTS}0001/video-1.mp4");
    let attached: Attachments = [(path.clone(), measured(&mut Noise::new(size)).unwrap())].into();
    let files = Files::from([("bagit.txt".to_owned(), b"x".to_vec())]);
    let output = home.path().join("case.age");
    let content = Content {
        files: &files,
        attached: &attached,
        root: "case-1".into(),
        time: 5,
        open: &|_| Ok(Box::new(Noise::new(size))),
    };
    measured_run("packed in", size, || write_case(&output, &recipients, &content).unwrap());
    let tar = || {
        let sealed = std::io::BufReader::new(File::open(&output).unwrap());
        let identities = [&identity as &dyn Identity];
        age::Decryptor::new_buffered(sealed).unwrap().decrypt(identities.into_iter()).unwrap()
    };
    let mut bag = Bag::default();
    measured_run("read for its verdict in", size, || read_tar(tar(), &mut bag).unwrap());
    assert_eq!((&bag.files, &bag.attached), (&files, &attached));
    let folder = measured_run("opened in", size, || {
        let mut folder = NewFolder::beneath(home.path()).unwrap();
        let root = read_tar(tar(), &mut folder).unwrap();
        folder.finish(&root).unwrap()
    });
    assert_eq!(fs::metadata(folder.join(path)).unwrap().len(), size);
}

/// In a process of its own: other tests beside it would be measured too.
#[test]
fn packs_verifies_and_opens_in_less_than_200_mib() {
    if let Some(mib) = std::env::var_os(CHILD) {
        return pack_verify_and_open(mib.to_str().unwrap().parse::<u64>().unwrap() << 20);
    }
    let mib = std::env::var("DAVYLAMP_CASE_MIB").unwrap_or_else(|_| "64".into());
    let name = format!("{}::packs_verifies_and_opens_in_less_than_200_mib", module_path!().split_once("::").unwrap().1);
    let child = Command::new(std::env::current_exe().unwrap())
        .args([&name, "--exact", "--nocapture"])
        .env(CHILD, mib)
        .output()
        .unwrap();
    let said = String::from_utf8(child.stdout).unwrap();
    said.lines().filter(|line| line.starts_with("case of")).for_each(|line| println!("{line}"));
    assert!(child.status.success() && said.matches("VmHWM").count() == 3, "{said}");
}

const CHILD: &str = "DAVYLAMP_CASE_CHILD";
