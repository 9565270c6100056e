//! Undoes content codings (RFC 9110 §8.4.1), with a cap on what comes out.

use std::io::{self, Read};

/// Content codings that are undone, one after the other.
const MOST_CODINGS: usize = 4;

/// What came out of the decoders.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// All of it.
    Whole(Vec<u8>),
    /// The first bytes; there is more than the cap allows.
    Capped(Vec<u8>),
    /// A coding that could not be undone, and why.
    Broken { coding: String, message: String },
}

/// The codings that a `Content-Encoding` lists, in the order they were applied; `identity` is none.
pub(super) fn codings<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let tokens = values.flat_map(|value| value.split(','));
    let lowercase = tokens.map(|token| token.trim().to_ascii_lowercase());
    lowercase
        .filter(|token| !token.is_empty() && token != "identity")
        .collect()
}

/// Undoes the codings, last applied first. At most `limit` bytes come out of each.
pub(super) fn decode(bytes: Vec<u8>, codings: &[String], limit: usize) -> Decoded {
    let mut bytes = bytes;
    if codings.len() > MOST_CODINGS {
        return Decoded::Broken {
            coding: codings
                .iter()
                .take(MOST_CODINGS)
                .cloned()
                .collect::<Vec<_>>()
                .join(", "),
            message: format!(
                "there are {} codings, more than the limit of {MOST_CODINGS}",
                codings.len()
            ),
        };
    }
    for coding in codings.iter().rev() {
        if bytes.is_empty() {
            break;
        }
        match undo(&bytes, coding, limit) {
            Ok(decoded) if decoded.len() > limit => {
                let mut capped = decoded;
                capped.truncate(limit);
                return Decoded::Capped(capped);
            }
            Ok(decoded) => bytes = decoded,
            Err(error) => {
                return Decoded::Broken {
                    coding: coding.clone(),
                    message: error.to_string(),
                };
            }
        }
    }
    if bytes.len() > limit {
        bytes.truncate(limit);
        return Decoded::Capped(bytes);
    }
    Decoded::Whole(bytes)
}

fn undo(bytes: &[u8], coding: &str, limit: usize) -> io::Result<Vec<u8>> {
    match coding {
        "gzip" | "x-gzip" => read_capped(flate2::read::MultiGzDecoder::new(bytes), limit),
        // RFC 9110 §8.4.1.2: the zlib format; some servers send the bare deflate stream.
        "deflate" => read_capped(flate2::read::ZlibDecoder::new(bytes), limit).or_else(|error| {
            read_capped(flate2::read::DeflateDecoder::new(bytes), limit).map_err(|_| error)
        }),
        "br" if asks_for_large_window(bytes) => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "its window is larger than RFC 7932 §9.1 allows",
        )),
        "br" => read_capped(brotli_decompressor::Decompressor::new(bytes, 4096), limit),
        _ => Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "this content coding was not asked for",
        )),
    }
}

/// Whether a brotli stream begins with the bits that RFC 7932 §9.1 rules out. Decoders that go beyond it take them for a
/// window of up to a gigabyte, and allocate it.
fn asks_for_large_window(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|first| first & 0x7f == 0x11)
}

/// Reads one byte more than the limit, to tell a body at the limit from one beyond it.
fn read_capped(reader: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut decoded = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(limit).read_to_end(&mut decoded)?;
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn named(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn codings_are_listed_in_order_and_identity_is_none() {
        assert_eq!(
            codings(["GZIP, identity", "br"].into_iter()),
            ["gzip", "br"]
        );
    }

    #[test]
    fn codings_are_undone_in_turn() {
        let twice = gzip(&gzip(b"hello"));
        assert_eq!(
            decode(twice, &named(&["gzip", "gzip"]), 99),
            Decoded::Whole(b"hello".to_vec())
        );
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(b"hello").unwrap();
        assert_eq!(
            decode(zlib.finish().unwrap(), &named(&["deflate"]), 99),
            Decoded::Whole(b"hello".to_vec())
        );
        let mut bare =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        bare.write_all(b"hello").unwrap();
        assert_eq!(
            decode(bare.finish().unwrap(), &named(&["deflate"]), 99),
            Decoded::Whole(b"hello".to_vec())
        );
        let brotli = vec![0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];
        assert_eq!(
            decode(brotli, &named(&["br"]), 99),
            Decoded::Whole(b"hello".to_vec())
        );
    }

    #[test]
    fn what_comes_out_is_capped() {
        let bomb = gzip(&vec![0; 10_000_000]);
        assert_eq!(
            decode(bomb, &named(&["gzip"]), 1000),
            Decoded::Capped(vec![0; 1000])
        );
        assert_eq!(
            decode(gzip(&[7; 1000]), &named(&["gzip"]), 1000),
            Decoded::Whole(vec![7; 1000])
        );
    }

    #[test]
    fn a_broken_or_unknown_coding_is_named() {
        for (bytes, coding) in [
            (b"not gzip".to_vec(), "gzip"),
            (b"x".to_vec(), "zstd"),
            (b"\xff".to_vec(), "br"),
        ] {
            let decoded = decode(bytes, &named(&[coding]), 99);
            assert!(matches!(decoded, Decoded::Broken { coding: named, .. } if named == coding));
        }
    }
}
