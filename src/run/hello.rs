//! Offers a version of TLS that no server should use any more (RFC 8996 §4 and §5, RFC 7568 §3), and reads as much of the
//! answer as says whether the server takes it. Nothing is sent after the offer.

use std::{fmt, io};

use rand::{TryRngCore, rngs::OsRng};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::{Host, Url};

use super::{connect::authority, quote::quote};
use crate::{
    exchange::{Failure, FailureKind},
    scenario::Over,
};

/// Bytes that are read of an answer.
const MOST_BYTES: usize = 64 * 1024;

/// Bytes that the fragment of a record may have (RFC 5246 §6.2.3).
const MOST_OF_A_RECORD: usize = (1 << 14) + 2048;

/// Suites of elliptic curves, by their numbers (RFC 4492 §6): AES with 256 and 128 bits, Triple DES; ECDSA before RSA.
const CURVE_SUITES: &[u16] = &[0xC00A, 0xC014, 0xC009, 0xC013, 0xC008, 0xC012];

/// Suites of the versions' own time, by their numbers (RFC 2246 §A.5, RFC 3268 §2): AES with 256 and 128 bits, Triple DES;
/// those with ephemeral Diffie-Hellman before those without. The last is no suite: it says that renegotiation is secure
/// (RFC 5746 §3.3), which some servers insist on.
const SUITES: &[u16] = &[0x0039, 0x0035, 0x0033, 0x002F, 0x0016, 0x000A, 0x00FF];

/// Extensions by their numbers: `server_name` (RFC 6066 §3), `supported_groups` and `ec_point_formats` (RFC 8422 §5.1).
const SERVER_NAME: u16 = 0;
const SUPPORTED_GROUPS: u16 = 10;
const EC_POINT_FORMATS: u16 = 11;

/// x25519, secp256r1, secp384r1 and secp521r1.
const GROUPS: &[u16] = &[29, 23, 24, 25];

/// The types of records and handshake messages that are told apart (RFC 5246 §6.2.1, §7.4).
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;

/// Alerts that are told apart (RFC 5246 §7.2).
const WARNING: u8 = 1;
const CLOSE_NOTIFY: u8 = 0;

/// A version of TLS, as it goes over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(u16);

impl Version {
    const SSL3: Self = Self(0x0300);
    const TLS10: Self = Self(0x0301);
    const TLS11: Self = Self(0x0302);

    /// The version that is offered for the sake of the answer; `None` where a whole request is sent.
    pub(super) fn offered(over: Over) -> Option<Self> {
        match over {
            Over::Tls11 => Some(Self::TLS11),
            Over::Tls10 => Some(Self::TLS10),
            Over::Ssl3 => Some(Self::SSL3),
            Over::Usual | Over::Tls13 | Over::Tls12 | Over::PlainHttp => None,
        }
    }

    fn is_obsolete(self) -> bool {
        (Self::SSL3..=Self::TLS11).contains(&self)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0x0300 => formatter.write_str("SSL 3.0"),
            0x0301 => formatter.write_str("TLS 1.0"),
            0x0302 => formatter.write_str("TLS 1.1"),
            0x0303 => formatter.write_str("TLS 1.2"),
            other => write!(formatter, "version {other:#06x}"),
        }
    }
}

/// What a server answers to the offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// It went on, with this version.
    Hello(Version),
    /// It sent this alert.
    Alert(u8),
    /// It sent a record of TLS that has no place here.
    OutOfPlace,
    /// What it sent is not TLS.
    NotTls,
}

/// Offers a version and says what came of it, which is never a response.
pub(super) async fn ask(mut stream: TcpStream, url: &Url, version: Version) -> Failure {
    let offered = stream.write_all(&client_hello(version, url)).await;
    if let Err(error) = offered {
        return broken(&error, url, version);
    }
    let mut received = Vec::with_capacity(4096);
    while received.len() < MOST_BYTES {
        match stream.read_buf(&mut received).await {
            Ok(0) => return closed(&received, url, version),
            Ok(_) => {}
            Err(error) => return broken(&error, url, version),
        }
        if let Some(answer) = read(&received).answer {
            return failure(answer, &received, url, version);
        }
    }
    failure(Answer::OutOfPlace, &received, url, version)
}

/// What the bytes so far say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reading {
    /// The answer, where there is one.
    answer: Option<Answer>,
    /// The last alert that was a warning, after which a handshake may go on.
    warning: Option<u8>,
}

/// Reads the records so far (RFC 5246 §6.2.1), across which a handshake message may be spread.
fn read(received: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let (mut rest, mut handshake) = (received, Vec::new());
    let answer = loop {
        let (kind, fragment, after) = match record(rest) {
            Ok(Some(record)) => record,
            Ok(None) => break None,
            Err(answer) => break Some(answer),
        };
        rest = after;
        match (kind, fragment) {
            (ALERT, [WARNING, alert, ..]) if *alert != CLOSE_NOTIFY => {
                reading.warning = Some(*alert);
            }
            (ALERT, [_, alert, ..]) => break Some(Answer::Alert(*alert)),
            (HANDSHAKE, _) => {
                handshake.extend_from_slice(fragment);
                match handshake.as_slice() {
                    // The type, the length in three octets, the version.
                    [SERVER_HELLO, _, _, _, major, minor, ..] => {
                        let version = Version(u16::from_be_bytes([*major, *minor]));
                        break Some(Answer::Hello(version));
                    }
                    [] | [SERVER_HELLO, ..] => {}
                    _ => break Some(Answer::OutOfPlace),
                }
            }
            _ => break Some(Answer::OutOfPlace),
        }
    };
    Reading { answer, ..reading }
}

/// A record: its type, what of its fragment is there, what follows it.
type Record<'a> = (u8, &'a [u8], &'a [u8]);

/// The first record of these bytes; nothing where not enough of it is there. Of a handshake a part is enough.
fn record(bytes: &[u8]) -> Result<Option<Record<'_>>, Answer> {
    match bytes {
        [kind, ..] if !(20..=24).contains(kind) => return Err(Answer::NotTls),
        [_, major, ..] if *major != 3 => return Err(Answer::NotTls),
        _ => {}
    }
    let [kind, _, _, high, low, rest @ ..] = bytes else {
        return Ok(None);
    };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if length > MOST_OF_A_RECORD {
        return Err(Answer::NotTls);
    }
    Ok(match rest.split_at_checked(length) {
        Some((fragment, after)) => Some((*kind, fragment, after)),
        None if *kind == HANDSHAKE && !rest.is_empty() => Some((*kind, rest, &[])),
        None => None,
    })
}

fn failure(answer: Answer, received: &[u8], url: &Url, version: Version) -> Failure {
    let authority = authority(url);
    let (kind, message) = match answer {
        Answer::Hello(with) if with.is_obsolete() => (
            FailureKind::ObsoleteTls,
            format!("the server went on with {with}"),
        ),
        Answer::Hello(with) => (
            FailureKind::Tls,
            format!(
                "{authority} answered the offer of {version} with {with}, which was not offered"
            ),
        ),
        Answer::Alert(alert) => (
            FailureKind::Tls,
            format!(
                "{authority} refused {version} with the alert {}",
                named(alert)
            ),
        ),
        Answer::OutOfPlace => (
            FailureKind::Tls,
            format!(
                "{authority} answered the offer of {version} with neither a ServerHello nor an alert"
            ),
        ),
        Answer::NotTls => (
            FailureKind::NotHttp,
            format!(
                "what answered the offer of {version} does not speak TLS; is this an http port? It begins {}",
                quote(&String::from_utf8_lossy(received))
            ),
        ),
    };
    Failure { kind, message }
}

/// The connection was closed, perhaps after a warning that says why.
fn closed(received: &[u8], url: &Url, version: Version) -> Failure {
    if let Some(alert) = read(received).warning {
        return failure(Answer::Alert(alert), received, url, version);
    }
    let authority = authority(url);
    Failure {
        kind: FailureKind::Tls,
        message: format!("{authority} closed the connection when {version} was offered"),
    }
}

/// The connection broke.
fn broken(error: &io::Error, url: &Url, version: Version) -> Failure {
    let how = match error.kind() {
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => "was reset".to_owned(),
        _ => format!("failed ({error})"),
    };
    let authority = authority(url);
    Failure {
        kind: FailureKind::Tls,
        message: format!("the connection to {authority} {how} when {version} was offered"),
    }
}

/// An alert as its registry names it (RFC 8446 §6; RFC 6101 §5.4 for the older ones).
fn named(alert: u8) -> String {
    let name = match alert {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        22 => "record_overflow",
        30 => "decompression_failure",
        40 => "handshake_failure",
        41 => "no_certificate",
        42 => "bad_certificate",
        47 => "illegal_parameter",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        100 => "no_renegotiation",
        109 => "missing_extension",
        110 => "unsupported_extension",
        112 => "unrecognized_name",
        116 => "certificate_required",
        120 => "no_application_protocol",
        other => return other.to_string(),
    };
    name.to_owned()
}

/// A record with a `ClientHello` (RFC 4346 §7.4.1.2; RFC 6101 §5.6.1.2, which knows no extensions).
fn client_hello(version: Version, url: &Url) -> Vec<u8> {
    let mut random = [0; 32];
    // It protects nothing: no key follows from it, and no handshake ends.
    let _ = OsRng.try_fill_bytes(&mut random);
    let curves = if version == Version::SSL3 {
        &[]
    } else {
        CURVE_SUITES
    };
    let suites: Vec<u8> = [curves, SUITES]
        .concat()
        .into_iter()
        .flat_map(u16::to_be_bytes)
        .collect();
    let mut body = version.0.to_be_bytes().to_vec();
    body.extend(random);
    // No session to resume; no compression but none.
    body.push(0);
    body.extend(sized(&suites));
    body.extend([1, 0]);
    if version != Version::SSL3 {
        body.extend(sized(&extensions(url)));
    }
    // The message's length has three octets; it is far below what two can say.
    let message = [&[CLIENT_HELLO, 0], sized(&body).as_slice()].concat();
    let [major, minor] = version.0.to_be_bytes();
    [&[HANDSHAKE, major, minor], sized(&message).as_slice()].concat()
}

fn extensions(url: &Url) -> Vec<u8> {
    let extension = |kind: u16, data: &[u8]| [&kind.to_be_bytes(), sized(data).as_slice()].concat();
    let mut extensions = Vec::new();
    if let Some(Host::Domain(name)) = url.host() {
        let name = name.trim_end_matches('.').as_bytes();
        let name = [&[0], sized(name).as_slice()].concat();
        extensions.extend(extension(SERVER_NAME, &sized(&name)));
    }
    let groups: Vec<u8> = GROUPS.iter().copied().flat_map(u16::to_be_bytes).collect();
    extensions.extend(extension(SUPPORTED_GROUPS, &sized(&groups)));
    // One format, which is that without compression.
    extensions.extend(extension(EC_POINT_FORMATS, &[1, 0]));
    extensions
}

/// Bytes with their number in front, in two octets; what is longer than that can say is cut.
fn sized(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let mut sized = length.to_be_bytes().to_vec();
    sized.extend(bytes.iter().take(usize::from(length)));
    sized
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

    use time::OffsetDateTime;
    use tokio::{net::TcpListener, task::JoinHandle};

    use super::*;
    use crate::{
        clock::Clock,
        embedded::{Embedded, ISSUER, Known},
        exchange::{Body, Headers, Outcome, Request},
        issuer::Faults,
        run::{
            Manners, Transport, Trust,
            send::{Outgoing, Sender},
            stop::stop,
        },
    };

    const OBSOLETE: [(Over, Version); 3] = [
        (Over::Tls11, Version::TLS11),
        (Over::Tls10, Version::TLS10),
        (Over::Ssl3, Version::SSL3),
    ];

    /// A record of a type, of the newest obsolete version.
    fn record_of(kind: u8, fragment: &[u8]) -> Vec<u8> {
        [&[kind, 3, 2], sized(fragment).as_slice()].concat()
    }

    fn server_hello(version: Version) -> Vec<u8> {
        let body = [&version.0.to_be_bytes()[..], &[7; 32], &[0, 0xC0, 0x14, 0]].concat();
        let message = [&[SERVER_HELLO, 0], sized(&body).as_slice()].concat();
        record_of(HANDSHAKE, &message)
    }

    fn alert(level: u8, alert: u8) -> Vec<u8> {
        record_of(ALERT, &[level, alert])
    }

    /// What a server does once it was offered something.
    #[derive(Clone)]
    enum Then {
        Close,
        Reset,
        Wait,
    }

    /// A server for one connection: it reads the offer, answers, and says what it was sent in all.
    async fn server(answer: Vec<u8>, then: Then) -> (SocketAddr, JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serve = async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = [0; 5];
            if matches!(then, Then::Reset) {
                // What was not read makes the close a reset.
                stream.read_exact(&mut head).await.unwrap();
                return head.to_vec();
            }
            let mut received = vec![0; 4096];
            let length = stream.read(&mut received).await.unwrap();
            received.truncate(length);
            // The client may have read enough, and gone.
            let _ = stream.write_all(&answer).await;
            if matches!(then, Then::Wait) {
                let _ = stream.read_to_end(&mut received).await;
            }
            received
        };
        (address, tokio::spawn(serve))
    }

    fn sender(address: SocketAddr) -> Sender {
        let transport = Transport {
            trust: Trust::Any,
            routes: BTreeMap::from([("as.example:443".to_owned(), address)]),
            timeout: Duration::from_millis(700),
            max_wire_body: 1 << 20,
            max_body: 1 << 20,
            clock: Clock::System,
            plain_http_port: Transport::PLAIN_HTTP_PORT,
        };
        Sender::new(transport, stop().1, Manners::default())
    }

    fn outgoing(url: &str, over: Over) -> Outgoing {
        Outgoing {
            method: "POST".to_owned(),
            url: url.to_owned(),
            headers: vec![
                ("host".to_owned(), "as.example".to_owned()),
                ("content-length".to_owned(), "6".to_owned()),
            ],
            body: Some(b"secret".to_vec()),
            over,
        }
    }

    fn failed(outcome: Outcome) -> (FailureKind, String) {
        match outcome {
            Outcome::Failure(failure) => (failure.kind, failure.message),
            other => panic!("{other:?}"),
        }
    }

    async fn offer(over: Over, answer: Vec<u8>, then: Then) -> (FailureKind, String) {
        let (address, _server) = server(answer, then).await;
        let asked = outgoing("https://as.example/token", over);
        failed(sender(address).send(&asked, Duration::ZERO).await.1)
    }

    #[tokio::test]
    async fn a_server_that_goes_on_is_left_at_once() {
        for (over, version) in OBSOLETE {
            let (address, server) = server(server_hello(version), Then::Wait).await;
            let asked = outgoing("https://as.example/token", over);
            let (request, outcome) = sender(address).send(&asked, Duration::ZERO).await;
            let message = format!("the server went on with {version}");
            assert_eq!(failed(outcome), (FailureKind::ObsoleteTls, message));
            let Request {
                method,
                url,
                headers,
                body,
            } = request;
            assert_eq!(
                (method.as_str(), url.as_str()),
                ("POST", "https://as.example/token")
            );
            assert_eq!(headers, Headers::Recorded(Vec::new()));
            assert_eq!(body, Body::empty());
            let received = server.await.unwrap();
            let [kind, major, minor, high, low, message @ ..] = received.as_slice() else {
                panic!("{received:?}")
            };
            assert_eq!(
                (*kind, [*major, *minor]),
                (HANDSHAKE, version.0.to_be_bytes())
            );
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            assert_eq!(message.len(), length, "nothing follows the offer");
        }
    }

    #[tokio::test]
    async fn a_server_may_go_on_with_an_older_version_and_after_a_warning() {
        let answer = [alert(WARNING, 112), server_hello(Version::TLS10)].concat();
        let (kind, message) = offer(Over::Tls11, answer, Then::Wait).await;
        assert_eq!(kind, FailureKind::ObsoleteTls);
        assert_eq!(message, "the server went on with TLS 1.0");
    }

    #[tokio::test]
    async fn a_refusal_names_its_alert() {
        for (answer, name) in [
            (alert(2, 70), "protocol_version"),
            (alert(2, 40), "handshake_failure"),
            (alert(2, 199), "199"),
            (alert(WARNING, CLOSE_NOTIFY), "close_notify"),
            // A warning, after which the connection is closed.
            (alert(WARNING, 40), "handshake_failure"),
        ] {
            let (kind, message) = offer(Over::Tls11, answer, Then::Close).await;
            assert_eq!(kind, FailureKind::Tls);
            assert_eq!(
                message,
                format!("as.example:443 refused TLS 1.1 with the alert {name}")
            );
        }
    }

    #[tokio::test]
    async fn a_connection_that_ends_is_a_refusal() {
        let (kind, message) = offer(Over::Tls10, Vec::new(), Then::Close).await;
        assert_eq!(kind, FailureKind::Tls);
        assert_eq!(
            message,
            "as.example:443 closed the connection when TLS 1.0 was offered"
        );
        let half = server_hello(Version::TLS10)[..9].to_vec();
        let (kind, message) = offer(Over::Tls10, half, Then::Close).await;
        assert_eq!(kind, FailureKind::Tls);
        assert_eq!(
            message,
            "as.example:443 closed the connection when TLS 1.0 was offered"
        );
        let (kind, message) = offer(Over::Ssl3, Vec::new(), Then::Reset).await;
        assert_eq!(kind, FailureKind::Tls);
        assert_eq!(
            message,
            "the connection to as.example:443 was reset when SSL 3.0 was offered"
        );
    }

    #[tokio::test]
    async fn silence_has_its_time_limit() {
        for answer in [Vec::new(), alert(WARNING, 112), vec![HANDSHAKE, 3]] {
            let (kind, message) = offer(Over::Tls11, answer, Then::Wait).await;
            assert_eq!(kind, FailureKind::TimedOut);
            let limit =
                "the answer to the offer of TLS 1.1 took longer than the time limit of 700ms";
            assert_eq!(message, limit);
        }
    }

    #[tokio::test]
    async fn what_is_not_tls_is_no_refusal() {
        let http = b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec();
        let huge = [[HANDSHAKE, 3, 2, 0xFF, 0xFF], [0; 5]].concat();
        for answer in [http, b"\0".to_vec(), vec![HANDSHAKE, 2], huge] {
            let (kind, message) = offer(Over::Tls11, answer, Then::Close).await;
            assert_eq!(kind, FailureKind::NotHttp);
            let words = "what answered the offer of TLS 1.1 does not speak TLS; is this an http port? It begins ";
            assert!(message.starts_with(words), "{message}");
        }
    }

    #[tokio::test]
    async fn tls_that_is_no_answer_to_the_offer_is_told_apart() {
        let (kind, message) = offer(Over::Tls11, server_hello(Version(0x0303)), Then::Close).await;
        assert_eq!(kind, FailureKind::Tls);
        let words =
            "as.example:443 answered the offer of TLS 1.1 with TLS 1.2, which was not offered";
        assert_eq!(message, words);
        let data = record_of(23, b"data");
        let finished = record_of(HANDSHAKE, &[20, 0, 0, 0]);
        // Warnings without end are read up to a bound.
        let flood = alert(WARNING, 112).repeat(MOST_BYTES / 7 + 1);
        for answer in [data, finished, flood] {
            let (kind, message) = offer(Over::Tls11, answer, Then::Wait).await;
            assert_eq!(kind, FailureKind::Tls);
            let words = "as.example:443 answered the offer of TLS 1.1 with neither a ServerHello nor an alert";
            assert_eq!(message, words);
        }
    }

    #[tokio::test]
    async fn a_refused_connection_and_a_url_of_http_are_what_they_always_are() {
        let (address, server) = server(Vec::new(), Then::Close).await;
        server.abort();
        let _ = server.await;
        let sender = sender(address);
        let asked = outgoing("https://as.example/token", Over::Tls11);
        assert_eq!(
            failed(sender.send(&asked, Duration::ZERO).await.1).0,
            FailureKind::Refused
        );
        for over in [Over::Tls13, Over::Tls12, Over::Tls10] {
            let asked = outgoing("http://as.example/token", over);
            assert_eq!(
                failed(sender.send(&asked, Duration::ZERO).await.1).0,
                FailureKind::BadUrl
            );
        }
    }

    #[test]
    fn any_bytes_can_be_read_and_more_of_them_change_no_answer() {
        let answers = [
            server_hello(Version::TLS11),
            [alert(WARNING, 112), alert(2, 70)].concat(),
            [
                record_of(HANDSHAKE, &[]),
                record_of(HANDSHAKE, &[SERVER_HELLO, 0]),
                record_of(HANDSHAKE, &[0, 70, 3, 1]),
            ]
            .concat(),
            b"HTTP/1.1".to_vec(),
        ];
        let expected = [
            Answer::Hello(Version::TLS11),
            Answer::Alert(70),
            Answer::Hello(Version::TLS10),
            Answer::NotTls,
        ];
        for (bytes, expected) in answers.iter().zip(expected) {
            let mut before = None;
            for length in 0..=bytes.len() {
                let answer = read(&bytes[..length]).answer;
                assert!(before.is_none() || answer == before, "{bytes:?} {length}");
                before = answer;
            }
            assert_eq!(before, Some(expected));
            for at in 0..bytes.len() {
                for octet in [0, 1, 2, 3, 20, 21, 22, 255] {
                    let mut changed = bytes.clone();
                    changed[at] = octet;
                    let _ = read(&changed);
                }
            }
        }
    }

    #[test]
    fn the_offer_is_what_the_version_knows() {
        let url = Url::parse("https://as.example./").unwrap();
        for (_, version) in OBSOLETE {
            let hello = client_hello(version, &url);
            let length = usize::from(u16::from_be_bytes([hello[3], hello[4]]));
            assert_eq!(hello.len(), 5 + length);
            assert_eq!(hello[5..8], [CLIENT_HELLO, 0, hello[7]]);
            assert_eq!(
                usize::from(u16::from_be_bytes([hello[7], hello[8]])),
                length - 4
            );
            assert_eq!(hello[9..11], version.0.to_be_bytes());
            let has = |bytes: &[u8]| hello.windows(bytes.len()).any(|window| window == bytes);
            assert_eq!(has(b"\0\x0aas.example"), version != Version::SSL3);
            assert_eq!(has(&[0xC0, 0x14]), version != Version::SSL3);
            assert!(has(&[0, 0x2F]) && has(&[0, 0x0A]));
        }
        let address = client_hello(Version::TLS11, &Url::parse("https://127.0.0.1/").unwrap());
        assert!(!address.windows(9).any(|window| window == b"127.0.0.1"));
    }

    fn asked(over: Over) -> Outgoing {
        Outgoing {
            method: "GET".to_owned(),
            url: format!("{ISSUER}/.well-known/openid-configuration"),
            headers: vec![("host".to_owned(), "issuer.localhost".to_owned())],
            body: None,
            over,
        }
    }

    #[tokio::test]
    async fn the_embedded_issuer_refuses_obsolete_versions_and_http_and_takes_the_others() {
        let clock = Clock::Fixed(OffsetDateTime::UNIX_EPOCH + Duration::from_hours(480_000));
        let issuer = Embedded::start(Known::default(), clock, Some(1), Faults::default());
        let issuer = issuer.await.unwrap();
        let sender = Sender::new(issuer.transport(clock), stop().1, Manners::default());
        for (over, version) in OBSOLETE {
            let (kind, message) = failed(sender.send(&asked(over), Duration::ZERO).await.1);
            assert_eq!(kind, FailureKind::Tls, "{message}");
            assert!(
                message.starts_with("issuer.localhost:443 refused "),
                "{message}"
            );
            assert!(message.contains(&version.to_string()), "{message}");
        }
        for (over, version) in [
            (Over::Usual, "TLSv1.3"),
            (Over::Tls13, "TLSv1.3"),
            (Over::Tls12, "TLSv1.2"),
            (Over::Tls12, "TLSv1.2"),
        ] {
            let (_, outcome) = sender.send(&asked(over), Duration::ZERO).await;
            let Outcome::Response(response) = outcome else {
                panic!("{outcome:?}")
            };
            let tls = response.connection.unwrap().tls.unwrap();
            assert_eq!((response.status, tls.version.as_str()), (200, version));
            assert!(tls.verified);
        }
        let (request, outcome) = sender.send(&asked(Over::PlainHttp), Duration::ZERO).await;
        assert_eq!(
            request.url,
            "http://issuer.localhost/.well-known/openid-configuration"
        );
        assert_eq!(request.headers.get("host"), Some("issuer.localhost"));
        let (kind, message) = failed(outcome);
        assert!(
            matches!(kind, FailureKind::NotHttp | FailureKind::Closed),
            "{message}"
        );
        issuer.stop().await.unwrap();
    }
}
