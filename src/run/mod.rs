//! Plan → record: the only place that talks to a target.
//!
//! Input: a [`crate::plan::Plan`]. Output: a [`crate::exchange::Record`] of all that happened, also when the run was
//! stopped before its end. Every exchange has a connection of its own, so that none inherits another's
//! state; only the deletion of clients at the end, which nothing judges and which may be repeated, goes on over the last one.

mod adapt;
mod all;
mod ask;
mod assertion;
mod came;
mod capture;
mod certificate;
mod cleanup;
mod complete;
mod connect;
mod decode;
mod distrust;
mod evidence;
mod flow;
mod gate;
mod hello;
mod key_pair;
mod memo;
mod over;
mod quote;
mod receive;
mod request;
mod secrets;
mod send;
mod spare;
mod status;
mod step;
mod stop;
mod tap;
mod tls;
mod values;
mod wire;

pub use all::{Event, run};
pub use gate::Manners;
pub use secrets::captured_secrets;
pub use send::Transport;
pub use stop::{Stop, StopReason, Stopper, stop};
pub use tls::Trust;
