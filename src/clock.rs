//! The only source of time: the system's, or one that stands still so that a run can be repeated byte for byte.

use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// Where the time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The operating system's clock.
    System,
    /// A clock that stands still; every duration measured with it is zero.
    Fixed(OffsetDateTime),
}

impl Clock {
    /// The current time, in UTC.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the system's clock"
    )]
    pub fn now(self) -> OffsetDateTime {
        match self {
            Self::System => OffsetDateTime::now_utc(),
            Self::Fixed(time) => time,
        }
    }

    /// The current time in whole seconds since the Unix epoch, as JWT and RFC 7591 count it.
    pub fn unix(self) -> i64 {
        self.now().unix_timestamp()
    }

    /// Starts to measure a duration.
    pub fn start(self) -> Stopwatch {
        Stopwatch((self == Self::System).then(Instant::now))
    }
}

/// A duration that is being measured.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Option<Instant>);

impl Stopwatch {
    /// The time since the start; zero under a clock that stands still.
    pub fn elapsed(self) -> Duration {
        self.0.map_or(Duration::ZERO, |start| start.elapsed())
    }
}
