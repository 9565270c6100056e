//! How a run treats its target: against the embedded issuer as it is, as it is when it is unusual, and disturbed.

#[cfg(test)]
mod amount;
#[cfg(test)]
mod bench;
#[cfg(test)]
mod clients;
#[cfg(test)]
mod interference;
#[cfg(test)]
mod quirks;
#[cfg(test)]
mod silence;
