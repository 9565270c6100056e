//! A connection with HTTP on it, and the one that is left of the last exchange.

use http_body_util::Full;
use hyper::{body::Bytes, client::conn::http1::SendRequest};
use tokio::task::JoinHandle;
use url::Url;

use super::{connect::authority, tap::Tape};
use crate::exchange::Connection;

/// An open connection. It is closed when this is dropped.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) sender: SendRequest<Full<Bytes>>,
    pub(super) facts: Connection,
    pub(super) tape: Tape,
    driver: Driver,
}

/// The task that drives a connection, which ends with it.
#[derive(Debug)]
struct Driver(JoinHandle<hyper::Result<()>>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Open {
    pub(super) fn new(
        sender: SendRequest<Full<Bytes>>,
        driver: JoinHandle<hyper::Result<()>>,
        facts: Connection,
        tape: Tape,
    ) -> Self {
        Self {
            sender,
            facts,
            tape,
            driver: Driver(driver),
        }
    }

    /// Whether the server has not closed it, as far as is known.
    pub(super) fn is_open(&self) -> bool {
        !self.sender.is_closed() && !self.driver.0.is_finished()
    }
}

/// What is left of the last exchange: its connection, and where that leads.
#[derive(Debug)]
pub(super) struct Spare {
    open: Open,
    place: (String, String),
}

impl Spare {
    pub(super) fn new(open: Open, url: &Url) -> Self {
        Self {
            open,
            place: place(url),
        }
    }

    /// The connection, with nothing on its tape, where it leads to the server of a URL and may still be open.
    pub(super) fn to(self, url: &str) -> Option<Open> {
        let url = Url::parse(url).ok()?;
        let open = Some(self.open).filter(|open| open.is_open() && self.place == place(&url))?;
        open.tape.rewind();
        Some(open)
    }
}

fn place(url: &Url) -> (String, String) {
    (url.scheme().to_owned(), authority(url))
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, time::Duration};

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
    };

    use crate::{
        clock::Clock,
        exchange::{Outcome, Request},
        run::{
            Manners, Transport, Trust,
            send::{Outgoing, Sender},
            stop,
        },
        scenario::Over,
    };

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    /// Answers so many requests on a connection, and closes it at the next; how many connections came is in its answers.
    async fn serve(listener: TcpListener, answers: usize) {
        for connection in 1.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                for _ in 0..answers {
                    if !read_head(&mut stream).await {
                        return;
                    }
                    let answer =
                        String::from_utf8_lossy(ANSWER).replace("{}", &format!("{connection} "));
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
                read_head(&mut stream).await;
            });
        }
    }

    async fn read_head(stream: &mut TcpStream) -> bool {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => return false,
            }
        }
        true
    }

    fn request(method: &str, url: &str) -> Outgoing {
        Outgoing {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: vec![("x-of".to_owned(), method.to_owned())],
            body: None,
            over: Over::Usual,
        }
    }

    /// The connection that answered, and the request as it went over it.
    async fn sent(sender: &Sender, outgoing: &Outgoing) -> (String, Request) {
        let (request, outcome) = sender.send(outgoing, Duration::ZERO).await;
        let Outcome::Response(response) = outcome else {
            panic!("{outcome:?}");
        };
        (response.body.text().unwrap().trim().to_owned(), request)
    }

    async fn both(answers: usize) -> [String; 4] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let server = tokio::spawn(serve(listener, answers));
        let transport = Transport {
            trust: Trust::System,
            routes: BTreeMap::new(),
            timeout: Duration::from_secs(10),
            max_wire_body: 1 << 20,
            max_body: 1 << 20,
            clock: Clock::System,
            plain_http_port: Transport::PLAIN_HTTP_PORT,
        };
        let (_stopper, stop) = stop::stop();
        let first = Sender::new(transport.clone(), stop.clone(), Manners::default());
        let mut came = Vec::new();
        for _ in 0..2 {
            came.push(sent(&first, &request("GET", &url)).await.0);
        }
        let last = first.another(transport, stop, Manners::default());
        for _ in 0..2 {
            let (connection, request) = sent(&last, &request("DELETE", &url)).await;
            let fields = request.headers.all("x-of");
            assert_eq!(fields.collect::<Vec<_>>(), ["DELETE"]);
            came.push(connection);
        }
        server.abort();
        came.try_into().unwrap()
    }

    #[tokio::test]
    async fn what_may_be_repeated_goes_on_over_the_last_connection() {
        assert_eq!(both(9).await, ["1", "2", "2", "2"]);
    }

    #[tokio::test]
    async fn a_connection_that_has_ended_is_as_if_it_had_not_been_there() {
        assert_eq!(both(1).await, ["1", "2", "3", "4"]);
    }
}
