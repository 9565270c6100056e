//! A server that reads one request from each connection, keeps it, and lets a script write whatever bytes it likes.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Received {
    /// The request line, as `GET /token HTTP/1.1`.
    pub(crate) line: String,
    /// The header fields, in order, as they were written.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(given, _)| given == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} occurs once");
        value
    }

    /// The target of the request line.
    pub(crate) fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// Both directions of a connection.
pub(crate) trait Connection: Read + Write {}
impl<T: Read + Write> Connection for T {}

type Script = dyn Fn(&Received, &mut dyn Connection) -> io::Result<()> + Send + Sync;

/// A running server on loopback; its threads end with the test's process.
pub(crate) struct Server {
    /// As `http://127.0.0.1:PORT` or `https://localhost:PORT`.
    pub(crate) origin: String,
    pub(crate) port: u16,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Starts a server for plain http; the script is made for its origin.
    pub(crate) fn http<F>(script: impl FnOnce(&str) -> F) -> Self
    where
        F: Fn(&Received, &mut dyn Connection) -> io::Result<()> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let origin = format!("http://127.0.0.1:{port}");
        let script = script(&origin);
        Self::start(listener, None, origin, Box::new(script))
    }

    /// Starts a server for https under the name `localhost`.
    pub(crate) fn https<F>(config: Arc<ServerConfig>, script: impl FnOnce(&str) -> F) -> Self
    where
        F: Fn(&Received, &mut dyn Connection) -> io::Result<()> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let origin = format!("https://localhost:{port}");
        let script = script(&origin);
        Self::start(listener, Some(config), origin, Box::new(script))
    }

    /// A server for http on a listener of the caller's choice.
    pub(crate) fn on(listener: TcpListener, origin: String, script: Box<Script>) -> Self {
        Self::start(listener, None, origin, script)
    }

    fn start(
        listener: TcpListener,
        tls: Option<Arc<ServerConfig>>,
        origin: String,
        script: Box<Script>,
    ) -> Self {
        let port = listener.local_addr().unwrap().port();
        let received = Arc::new(Mutex::new(Vec::new()));
        let (kept, script) = (Arc::clone(&received), Arc::from(script));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (tls, kept, script) = (tls.clone(), Arc::clone(&kept), Arc::clone(&script));
                // What a client does to its connection is no failure of the server.
                thread::spawn(move || drop(serve(stream, tls, &kept, &*script)));
            }
        });
        Self {
            origin,
            port,
            received,
        }
    }

    /// The requests so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

fn serve(
    stream: TcpStream,
    tls: Option<Arc<ServerConfig>>,
    kept: &Mutex<Vec<Received>>,
    script: &Script,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    match tls {
        None => talk(stream, kept, script),
        Some(config) => {
            let connection = ServerConnection::new(config).map_err(io::Error::other)?;
            let mut stream = StreamOwned::new(connection, stream);
            talk(&mut stream, kept, script)?;
            stream.conn.send_close_notify();
            stream.flush()
        }
    }
}

fn talk(
    mut stream: impl Connection,
    kept: &Mutex<Vec<Received>>,
    script: &Script,
) -> io::Result<()> {
    let received = read(&mut stream)?;
    kept.lock().unwrap().push(received.clone());
    script(&received, &mut stream)?;
    stream.flush()
}

fn read(stream: &mut impl Connection) -> io::Result<Received> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end_matches(['\r', '\n']) {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut lines = lines.into_iter();
    let line = lines.next().unwrap_or_default();
    let pair = |line: String| {
        let (name, value) = line.split_once(':').unwrap_or_default();
        (name.to_owned(), value.trim().to_owned())
    };
    let headers: Vec<_> = lines.map(pair).collect();
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Received {
        line,
        headers,
        body,
    })
}
