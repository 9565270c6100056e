//! The embedded reference issuer, over loopback: what each endpoint does right, how it refuses, and
//! what each fault does.

#[cfg(test)]
mod assertion;
#[cfg(test)]
mod assertion_keys;
#[cfg(test)]
mod assertion_registration;
#[cfg(test)]
mod authorization;
#[cfg(test)]
mod client;
#[cfg(test)]
mod discovery;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod hygiene;
#[cfg(test)]
mod management;
#[cfg(test)]
mod refresh_token;
#[cfg(test)]
mod registration;
#[cfg(test)]
mod resource;
#[cfg(test)]
mod resource_indicator;
#[cfg(test)]
mod seed;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod token;
