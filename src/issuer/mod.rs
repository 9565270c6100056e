//! The embedded reference issuer: a correct authorization server without end-users, and the faults
//! that spoil it.
//!
//! Input: [`Options`]. Output: a running server on loopback, an [`Issuer`], that a scenario can be
//! run against. One file per endpoint, each a list of named steps; a [`Fault`] is one line in one
//! of these steps. A [`Quirk`] is no mistake, but unusual. What the server offers, and why, is in `offer.rs`. It shares no reading of a
//! specification with the checks, so that a misunderstanding cannot hide on both sides.

mod access_token;
mod app;
mod authorization;
mod bearer;
mod certificate;
mod client_assertion;
mod client_authentication;
mod client_configuration;
mod client_hello;
mod client_keys;
mod client_metadata;
mod connection;
mod cors;
mod entropy;
mod faults;
mod form;
mod interference;
mod introspection;
mod jwks;
mod keys;
mod leniency;
mod metadata;
mod mint;
mod offer;
mod options;
mod orders_feed;
mod quirks;
mod redirect_uri;
mod refresh_token;
mod refusal;
mod registration;
mod reply;
mod resource_indicator;
mod revocation;
mod router;
mod server;
mod software_statement;
mod spoils;
mod store;
mod token;
mod token_client;
mod token_form;
mod userinfo;

pub use certificate::CertificateError;
pub use faults::{Fault, Faults};
pub use interference::{Interference, OnRequest};
pub use mint::MintError;
pub use options::{Options, SigningAlgorithm, StaticClient, TlsVersions};
pub use quirks::{Quirk, Quirks};
pub use server::{Issuer, StartError, StopError, start};
pub use software_statement::SOFTWARE_STATEMENT;
pub use spoils::Spoil;
