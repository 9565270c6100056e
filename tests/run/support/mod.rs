//! A server that answers what it is told to, and a folder to run the binary in.

mod answers;
mod binary;
mod encodings;
mod hostile;
mod identity;
mod server;

pub(crate) use answers::{Answers, answer, json, metadata};
pub(crate) use binary::{Done, REPORTS, SCENARIO, Sandbox};
pub(crate) use encodings::{CANARY, each_char, encodings, html, leak};
pub(crate) use hostile::{answering, assert_fails, assert_harmless, assert_rendered_again, doing};
pub(crate) use identity::Identity;
pub(crate) use server::{Connection, Received, Server};
