//! Plan → record: the only place that talks to a target.
//!
//! Input: a [`crate::plan::Plan`]. Output: a [`crate::exchange::Record`] of all that happened, also when the run was
//! stopped before its end. Every exchange has a connection of its own, so that none inherits another's state.

mod all;
mod complete;
mod connect;
mod decode;
mod flow;
mod quote;
mod receive;
mod request;
mod send;
mod stop;
mod tap;
mod tls;
mod values;
mod wire;

pub use all::{Event, run};
pub use send::Transport;
pub use stop::{Stop, StopReason, Stopper, stop};
pub use tls::Trust;
