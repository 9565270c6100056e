//! The runner, driven as users drive it: the built binary, in an empty folder and without an environment, against servers
//! that answer as a script says.

#[cfg(test)]
mod bombs;
#[cfg(test)]
mod canary;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod hostile_content;
#[cfg(test)]
mod hostile_wire;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod seed_run;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tls;
