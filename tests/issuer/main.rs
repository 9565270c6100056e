//! The embedded reference issuer, over loopback: what each endpoint does right, how it refuses, and
//! what each fault does.

#[cfg(test)]
mod assertion;
#[cfg(test)]
mod assertion_faults;
#[cfg(test)]
mod assertion_keys;
#[cfg(test)]
mod assertion_registration;
#[cfg(test)]
mod authorization;
#[cfg(test)]
mod client;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod discovery;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod faults_of_clients;
#[cfg(test)]
mod faults_of_tokens;
#[cfg(test)]
mod hygiene;
#[cfg(test)]
mod introspection_faults;
#[cfg(test)]
mod management;
#[cfg(test)]
mod quirks;
#[cfg(test)]
mod refresh_token;
#[cfg(test)]
mod registration;
#[cfg(test)]
mod registration_faults;
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
#[cfg(test)]
mod token_faults;
