//! Content codings that unfold into more than fits, or do not unfold at all; and what the run costs in memory.

use std::{fs, io::Write, process::Stdio, thread, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};

use crate::support::{REPORTS, SCENARIO, Sandbox, answer, answering, assert_fails, metadata};

/// Zeros, compressed as they are made.
fn gzipped_zeros(megabytes: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0; 1 << 20];
    for _ in 0..megabytes {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.finish().unwrap()
}

/// 200 MiB of zeros with the largest window, 165 bytes as `brotli` makes them.
const BROTLI_BOMB: &str = "z///fwAkAOKxQHLv//n//w+ABEAcFoDu/T////8BkACIwwLQvf/n//8/ABIAcVgAuvf//P//B0ACIA4LQPf+n////wBI\
    AMRhAeje//P//x8ACYA4LADd+3/+//8DIAEQhwWge//P//9/ACQA4rAAdO//+f//D4AEQBwWgO79P////wGQAIjDAtC9/+f//z8AEgBxWAC69//5//8H\
    QAIgDgtA9/4P";

/// 64 MiB of zeros in a window of a gigabyte, as far as decoders look before they allocate it.
const LARGE_WINDOW: &str =
    "ER7///8BkACIxwIh9/6f////AEgAxGEBoHv/z///fwAkAOKwANC9/8///38AEgBxWADo3v8D";

fn base64(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap()
}

fn coded(coding: &str, body: &[u8]) -> Vec<u8> {
    let headers = format!("Content-Type: application/json\r\nContent-Encoding: {coding}\r\n");
    answer("200 OK", &headers, body)
}

fn fails(coding: &str, body: &[u8], reason: &str) -> Sandbox {
    let server = answering(0, |_| coded(coding, body));
    assert_fails(&server.origin, 0, &[reason], &[])
}

const TOO_LARGE: &str = "expected a JSON object, but the decoded body is larger than the limit of 1048576 bytes; decoding \
                         stopped there";

#[test]
fn a_small_body_unfolds_into_more_than_fits() {
    let bomb = gzipped_zeros(200);
    assert!(bomb.len() < 1 << 20);
    let sandbox = fails("gzip", &bomb, TOO_LARGE);
    assert!(sandbox.read("record.json").len() < 50_000);
    let mut twice = GzEncoder::new(Vec::new(), Compression::fast());
    twice.write_all(&bomb).unwrap();
    fails("br", &base64(BROTLI_BOMB), TOO_LARGE);
    fails("gzip, gzip", &twice.finish().unwrap(), TOO_LARGE);
}

#[test]
fn a_coding_cannot_be_undone() {
    let of = |coding: &str, body: &[u8], why: &str| {
        let reason = format!(
            "expected a JSON object, but its content coding `\"{coding}\"` could not be undone (`\"{why}\"`)"
        );
        fails(coding, body, &reason);
    };
    of("gzip", b"{\"issuer\":1}", "invalid gzip header");
    of(
        "gzip",
        &gzipped_zeros(1)[..900],
        "incomplete deflate stream",
    );
    of("zstd", b"{}", "this content coding was not asked for");
    of("br", b"\xff\xff", "Invalid Data");
    let why = "its window is larger than RFC 7932 §9.1 allows";
    of("br", &base64(LARGE_WINDOW), why);
    let many = ["gzip"; 5].join(", ");
    let reason = "expected a JSON object, but its content coding `\"gzip, gzip, gzip, gzip\"` could not be undone (`\"there \
                  are 5 codings, more than the limit of 4\"`)";
    fails(&many, b"{}", reason);
}

#[test]
fn codings_that_can_be_undone_are() {
    for (coding, body) in [("identity", metadata as fn(&str) -> String), ("", metadata)] {
        let server = answering(0, |origin| coded(coding, body(origin).as_bytes()));
        let done = Sandbox::new().run_scenario(&server.origin, &[]);
        assert_eq!(done.code, Some(0), "{}", done.stdout);
    }
    let server = answering(0, |origin| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(metadata(origin).as_bytes()).unwrap();
        coded("GZip", &encoder.finish().unwrap())
    });
    let sandbox = Sandbox::new();
    let done = sandbox.run_scenario(&server.origin, &[]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    assert!(
        sandbox
            .page("out")
            .contains("  \"issuer\": \"http://127.0.0.1:")
    );
}

/// The most memory that the process had so far, in kilobytes; nothing once it has ended.
#[cfg(target_os = "linux")]
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

// Other systems have no such file.
#[cfg(target_os = "linux")]
#[test]
fn bombs_cost_little_memory() {
    let bodies = [
        ("gzip", gzipped_zeros(200)),
        ("br", base64(BROTLI_BOMB)),
        ("br", base64(LARGE_WINDOW)),
        ("identity", vec![b'['; 1 << 20]),
        ("identity", b"\"a\",".repeat(250_000)),
    ];
    for (coding, body) in bodies {
        let server = answering(0, |_| coded(coding, &body));
        let sandbox = Sandbox::new();
        let arguments = [
            ["run", SCENARIO, "--issuer"].as_slice(),
            &[&server.origin],
            &REPORTS,
        ];
        let mut child = sandbox
            .command(&arguments.concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut most = 0;
        let status = loop {
            most = peak(child.id()).unwrap_or_default().max(most);
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            thread::sleep(Duration::from_millis(2));
        };
        assert_eq!(status.code(), Some(1), "{coding}");
        assert!((1_000..100_000).contains(&most), "{coding}: {most} kB");
    }
}
