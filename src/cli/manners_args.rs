//! The flags that say how a target is treated.

use clap::Args;

use crate::config;

/// How the target is treated.
#[derive(Args)]
#[command(next_help_heading = "Manners")]
pub struct Manners {
    /// Print every request that would be sent, and why, and send none
    #[arg(long)]
    pub dry_run: bool,
    /// Send nothing but the normal run: no probes
    #[arg(long)]
    pub passive: bool,
    /// The time from one request to the next, as 250ms
    #[arg(long, value_name = "TIME", value_parser = config::duration)]
    pub delay: Option<std::time::Duration>,
    /// How many requests are sent in all
    #[arg(long, value_name = "N", value_parser = config::count)]
    pub max_requests: Option<u64>,
    /// The longest Retry-After that is waited for
    #[arg(long, value_name = "TIME", value_parser = config::duration)]
    pub retry_limit: Option<std::time::Duration>,
    /// A pause after each registration, for servers that need it
    #[arg(long, value_name = "TIME", value_parser = config::duration)]
    pub settle: Option<std::time::Duration>,
    /// Leave the clients that the run registered
    #[arg(long)]
    pub keep_clients: bool,
    /// The port at which the token endpoint is asked without TLS
    #[arg(long, value_name = "PORT", value_parser = config::port)]
    pub plain_http_port: Option<u16>,
}
