//! The first TLS record that a client sends, read by hand: what it offers, before the TLS stack
//! decides about it (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2).

use tokio::io::{AsyncRead, AsyncReadExt};

/// The content type of a handshake record, the first byte of any TLS connection (RFC 8446 §5.1).
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SUPPORTED_VERSIONS: u16 = 43;

/// The head of a record: type, version, length.
const HEAD: usize = 5;

pub(super) const TLS_1_1: u16 = 0x0302;

/// What arrived first on a connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// A whole TLS handshake record.
    Handshake(Vec<u8>),
    /// Something that is not TLS, or not all of a record.
    Other(Vec<u8>),
}

impl Opening {
    /// Reads no further than the end of the first record.
    pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Self {
        let mut bytes = vec![0; 1];
        if stream.read_exact(&mut bytes).await.is_err() {
            return Self::Other(Vec::new());
        }
        if bytes != [HANDSHAKE] {
            return Self::Other(bytes);
        }
        let whole = extend(stream, &mut bytes, HEAD).await && {
            let length = bytes.get(3..).and_then(|rest| Reader(rest).u16());
            let end = HEAD + usize::from(length.unwrap_or_default());
            extend(stream, &mut bytes, end).await
        };
        if whole {
            Self::Handshake(bytes)
        } else {
            Self::Other(bytes)
        }
    }
}

/// Reads until there are so many bytes.
async fn extend(stream: &mut (impl AsyncRead + Unpin), bytes: &mut Vec<u8>, end: usize) -> bool {
    let start = bytes.len();
    bytes.resize(end, 0);
    match bytes.get_mut(start..) {
        Some(rest) => stream.read_exact(rest).await.is_ok(),
        None => false,
    }
}

/// What a client offers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ClientHello {
    /// The protocol versions, as the extension lists them; without it, the one of the message.
    pub(super) versions: Vec<u16>,
    /// The cipher suites, the preferred one first.
    pub(super) cipher_suites: Vec<u16>,
}

impl ClientHello {
    /// Reads a handshake record; `None` if it is not one, or is cut short.
    pub(super) fn parse(record: &[u8]) -> Option<Self> {
        let mut message = Reader(record.get(HEAD..)?);
        if message.u8()? != CLIENT_HELLO {
            return None;
        }
        message.take(3)?;
        let version = message.u16()?;
        message.take(32)?;
        message.block_u8()?;
        let cipher_suites = message.block_u16()?.all_u16();
        message.block_u8()?;
        let mut versions = vec![version];
        if let Some(mut extensions) = message.block_u16() {
            while let (Some(kind), Some(mut content)) = (extensions.u16(), extensions.block_u16()) {
                if kind == SUPPORTED_VERSIONS {
                    versions = content.block_u8()?.all_u16();
                }
            }
        }
        Some(Self {
            versions,
            cipher_suites,
        })
    }

    /// Whether the client offers nothing later than this version. Values beyond those of TLS are
    /// there to be ignored (RFC 8701 §2).
    pub(super) fn ends_at(&self, version: u16) -> bool {
        let tls = |offered: &&u16| (0x0300..=0x0304).contains(*offered);
        self.versions.iter().filter(tls).max() == Some(&version)
    }
}

/// A `ServerHello` that chooses a version and a cipher suite (RFC 4346 §7.4.1.3).
pub(super) fn server_hello(version: u16, cipher_suite: u16, random: [u8; 32]) -> Vec<u8> {
    let body = [
        &version.to_be_bytes()[..],
        &random,
        &[0],
        &cipher_suite.to_be_bytes(),
        &[0],
    ]
    .concat();
    let length = u8::try_from(body.len()).unwrap_or_default();
    let [major, minor] = version.to_be_bytes();
    let head = [HANDSHAKE, major, minor, 0, length + 4, 2, 0, 0, length];
    [&head[..], &body].concat()
}

/// Reads numbers in network order; every read is `None` past the end.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_be_bytes)
    }

    /// What follows a length of one byte.
    fn block_u8(&mut self) -> Option<Self> {
        let length = self.u8()?;
        self.take(length.into()).map(Self)
    }

    /// What follows a length of two bytes.
    fn block_u16(&mut self) -> Option<Self> {
        let length = self.u16()?;
        self.take(length.into()).map(Self)
    }

    fn all_u16(mut self) -> Vec<u16> {
        std::iter::from_fn(|| self.u16()).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::any;
    use proptest::proptest;

    use super::*;

    const TLS_1_2: u16 = 0x0303;

    /// A record with a `ClientHello` of this version, and perhaps with the extension.
    fn record(version: u16, extension: &[u16]) -> Vec<u8> {
        let mut body = version.to_be_bytes().to_vec();
        body.extend([7; 32]);
        body.extend([2, 9, 9]);
        body.extend([0, 4, 0xc0, 0x13, 0x00, 0x2f]);
        body.extend([1, 0]);
        if !extension.is_empty() {
            let list: Vec<u8> = extension.iter().flat_map(|v| v.to_be_bytes()).collect();
            let length = u8::try_from(list.len()).unwrap();
            body.extend([0, length + 9, 0, 23, 0, 0, 0, 43, 0, length + 1, length]);
            body.extend(list);
        }
        let length = u8::try_from(body.len()).unwrap();
        let head = [22, 3, 1, 0, length + 4, 1, 0, 0, length];
        [&head[..], &body].concat()
    }

    #[test]
    fn versions_come_from_the_extension_where_there_is_one() {
        let old = ClientHello::parse(&record(TLS_1_1, &[])).unwrap();
        assert_eq!(old.versions, [TLS_1_1]);
        assert_eq!(old.cipher_suites, [0xc013, 0x002f]);
        assert!(old.ends_at(TLS_1_1) && !old.ends_at(TLS_1_2));
        let new = ClientHello::parse(&record(TLS_1_2, &[0x3a3a, 0x0304, TLS_1_2])).unwrap();
        assert_eq!(new.versions, [0x3a3a, 0x0304, TLS_1_2]);
        assert!(!new.ends_at(TLS_1_2) && new.ends_at(0x0304));
    }

    #[test]
    fn a_server_hello_chooses() {
        let hello = server_hello(TLS_1_1, 0xc013, [5; 32]);
        assert_eq!(hello.len(), 5 + 4 + 38);
        assert_eq!(hello[..11], [22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2]);
        assert_eq!(hello[43..], [0, 0xc0, 0x13, 0]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_not(bytes in any::<Vec<u8>>(), cut in 0_usize..60) {
            let _ = ClientHello::parse(&bytes);
            let record = record(TLS_1_2, &[0x0304]);
            let _ = ClientHello::parse(&record[..record.len().min(cut)]);
        }
    }

    #[tokio::test]
    async fn no_more_than_the_first_record_is_read() {
        let first = record(TLS_1_2, &[]);
        let all = [first.as_slice(), b"rest"].concat();
        let mut stream = all.as_slice();
        assert_eq!(Opening::read(&mut stream).await, Opening::Handshake(first));
        assert_eq!(stream, b"rest");
        let mut stream = &b"GET / HTTP/1.1"[..];
        assert_eq!(
            Opening::read(&mut stream).await,
            Opening::Other(b"G".to_vec())
        );
        for cut in [&b""[..], b"\x16\x03", b"\x16\x03\x01\x00\x05a"] {
            let mut stream = cut;
            let opening = Opening::read(&mut stream).await;
            assert!(matches!(opening, Opening::Other(_)), "{cut:?}");
        }
    }
}
