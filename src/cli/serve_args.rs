//! What `serve` is told on the command line.

use std::path::PathBuf;

use clap::Args;

use crate::config;

/// The arguments of `serve`.
#[derive(Args)]
pub struct Serve {
    /// The port on 127.0.0.1 to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8443)]
    pub port: u16,
    /// Speak plain HTTP
    #[arg(long)]
    pub http: bool,
    /// The issuer identifier to publish [default: https://localhost:PORT and the path]
    #[arg(long, value_name = "URL", value_parser = config::issuer)]
    pub issuer: Option<String>,
    /// The path of the issuer identifier, as /tenant or /tenant/
    #[arg(long, value_name = "PATH", conflicts_with = "issuer")]
    pub path: Option<String>,
    /// Let anyone register, without an initial access token
    #[arg(long)]
    pub open_registration: bool,
    /// The algorithm that access tokens are signed with: RS256 or ES256
    #[arg(long, default_value = "RS256", value_parser = ["RS256", "ES256"])]
    pub signing: String,
    /// Misbehave on purpose, as `list faults` names it; may be given more than once
    #[arg(long = "fault", value_name = "ID")]
    pub faults: Vec<String>,
    /// Do something otherwise than most, and rightly, as `list quirks` names it; may be given more than once
    #[arg(long = "quirk", value_name = "ID")]
    pub quirks: Vec<String>,
    /// Wait this long before every response
    #[arg(long, value_name = "TIME", value_parser = config::duration)]
    pub delay: Option<std::time::Duration>,
    /// Wait this long before every answer that is an error
    #[arg(long, value_name = "TIME", value_parser = config::duration)]
    pub error_pause: Option<std::time::Duration>,
    /// Answer every Nth request with 429
    #[arg(long, value_name = "N", value_parser = config::count)]
    pub throttle_every: Option<u64>,
    /// The Retry-After of that answer [default: none]
    #[arg(long, value_name = "SECONDS", requires = "throttle_every")]
    pub retry_after: Option<u64>,
    /// Close the connection at every Nth request, without an answer
    #[arg(long, value_name = "N", value_parser = config::count)]
    pub close_every: Option<u64>,
    /// Write the certificate that clients must trust to this file
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Derive keys, identifiers and secrets from this number
    #[arg(long, value_name = "N", value_parser = config::seed)]
    pub seed: Option<u64>,
}
