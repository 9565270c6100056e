//! `issuercheck serve`: the embedded reference issuer in the foreground.

use std::net::{Ipv4Addr, SocketAddr};

use super::{serve_args::Serve, terminal::Terminal};
use crate::{
    embedded::Known,
    error::{Error, Exit},
    issuer::{self, Faults, Interference, Options, Quirk, Quirks, SigningAlgorithm},
};

/// Serves until it is interrupted.
pub(super) fn run(arguments: &Serve, terminal: &Terminal) -> Result<Exit, Error> {
    let Some(options) = options(arguments, terminal) else {
        return Ok(Exit::Usage);
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| Error::Issuer(error.to_string()))?;
    runtime.block_on(async {
        let running = issuer::start(options)
            .await
            .map_err(|error| Error::Issuer(error.to_string()))?;
        if let (Some(path), Some(pem)) = (&arguments.certificate, running.certificate_pem()) {
            let what = path.display().to_string();
            std::fs::write(path, pem).map_err(|source| Error::Unwritable { what, source })?;
        }
        terminal.out(&greeting(arguments, &running))?;
        let interrupted = tokio::signal::ctrl_c().await;
        interrupted.map_err(|error| Error::Issuer(error.to_string()))?;
        running
            .stop()
            .await
            .map_err(|error| Error::Bug(error.to_string()))?;
        Ok(Exit::Clean)
    })
}

fn options(arguments: &Serve, terminal: &Terminal) -> Option<Options> {
    let faults = Faults::from_ids(arguments.faults.iter().map(String::as_str));
    let unknown = |what, id, known: &mut dyn Iterator<Item = &'static str>| {
        terminal.say(&no_such(what, id, known));
    };
    let faults = faults
        .inspect_err(|id| unknown("fault", id, &mut Faults::known().map(|(id, _)| id)))
        .ok()?;
    let quirks = Quirks::from_ids(arguments.quirks.iter().map(String::as_str));
    let quirks = quirks
        .inspect_err(|id| unknown("quirk", id, &mut Quirk::all().map(|(_, id, _)| id)))
        .ok()?;
    let known = Known::default();
    let mut options = Options {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port)),
        issuer: arguments.issuer.clone(),
        path: arguments.path.clone().unwrap_or_default(),
        tls: !arguments.http,
        seed: arguments.seed,
        faults,
        quirks,
        interference: Interference {
            throttle_every: arguments.throttle_every.unwrap_or_default(),
            retry_after: arguments.retry_after,
            close_every: arguments.close_every.unwrap_or_default(),
            error_pause: arguments.error_pause.unwrap_or_default(),
        },
        delay: arguments.delay.unwrap_or_default(),
        ..known.options()
    };
    if arguments.open_registration {
        options.initial_access_token = None;
    }
    if arguments.signing == "ES256" {
        options.signing = SigningAlgorithm::Es256;
    }
    Some(options)
}

/// Says that nothing has this name, and what comes near.
fn no_such(what: &str, id: &str, known: &mut dyn Iterator<Item = &'static str>) -> String {
    let near = crate::diagnostic::nearest(id, known);
    let near = near
        .map(|near| format!(" (did you mean `{near}`?)"))
        .unwrap_or_default();
    format!("error: there is no {what} `{id}`{near}; `issuercheck list {what}s` lists them")
}

fn greeting(arguments: &Serve, running: &issuer::Issuer) -> String {
    let mut text = format!("serving {} on {}\n", running.issuer(), running.address());
    if !arguments.open_registration {
        text.push_str("initial access token: embedded-initial-access-token\n");
    }
    text.push_str("configured client: embedded-client, embedded-client-secret-that-is-long\n");
    if running.certificate_pem().is_some() {
        text.push_str(match &arguments.certificate {
            Some(_) => "certificate: written\n",
            None => {
                "certificate: made at start; --certificate FILE writes it, or run with --insecure\n"
            }
        });
    }
    for fault in &arguments.faults {
        text = format!("{text}fault: {fault}\n");
    }
    for quirk in &arguments.quirks {
        text = format!("{text}quirk: {quirk}\n");
    }
    text.push_str("Ctrl-C ends it\n");
    text
}
