//! A long record, read in pieces: its text is never in memory as a whole, and its scenarios are parsed while more is read.

use std::{
    io::{self, Read},
    mem,
    sync::mpsc::{self, SyncSender},
    thread,
};

use super::{Record, ScenarioRecord};

/// Scenarios that wait to be parsed.
const READY: usize = 16;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 16;

impl Record {
    /// Reads a record from its JSON text, scenario by scenario. Nothing where that cannot be done or the text is no record:
    /// [`Record::from_json`] says why.
    ///
    /// # Errors
    ///
    /// `from` cannot be read.
    pub fn from_pieces(from: impl Read + Send) -> io::Result<Option<Self>> {
        thread::scope(|scope| {
            let (ready, pieces) = mpsc::sync_channel(READY);
            let reader = scope.spawn(move || take_apart(from, &ready));
            let mut scenarios: Vec<ScenarioRecord> = Vec::new();
            for piece in pieces {
                match serde_json::from_slice(&piece) {
                    Ok(scenario) => scenarios.push(scenario),
                    Err(_) => return Ok(None),
                }
            }
            let rest = reader.join();
            let Some(rest) = rest.unwrap_or_else(|panic| std::panic::resume_unwind(panic))? else {
                return Ok(None);
            };
            let record = serde_json::from_slice(&rest).ok();
            let record = record.filter(|record: &Self| record.is_known());
            Ok(record.map(|record| Self {
                scenarios,
                ..record
            }))
        })
    }
}

/// Sends the text of each scenario; the rest of the text, in which their list is empty. Nothing where the text is not made as
/// a record is, or nobody wants it any more.
fn take_apart(mut from: impl Read, ready: &SyncSender<Vec<u8>>) -> io::Result<Option<Vec<u8>>> {
    let mut parts = Parts::default();
    let mut chunk = vec![0; CHUNK];
    loop {
        let length = match from.read(&mut chunk) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let read = chunk.get(..length).unwrap_or_default();
        if read.is_empty() {
            return Ok(parts.end());
        }
        if parts.read(read, ready).is_none() {
            return Ok(None);
        }
    }
}

/// Where in JSON a text is.
#[derive(Default)]
struct Nesting {
    depth: usize,
    string: bool,
    escaped: bool,
}

impl Nesting {
    /// Goes over a byte; nothing where more is closed than was opened.
    fn step(&mut self, byte: u8) -> Option<()> {
        if self.string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.string = false,
                _ => {}
            }
            return Some(());
        }
        match byte {
            b'"' => self.string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.checked_sub(1)?,
            _ => {}
        }
        Some(())
    }

    /// How many bytes a text begins with that [`Nesting::step`] would do nothing for.
    fn skip(&self, text: &[u8]) -> usize {
        let next = if self.escaped {
            Some(0)
        } else if self.string {
            text.iter().position(|byte| matches!(byte, b'"' | b'\\'))
        } else {
            let means = |byte: &u8| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']');
            text.iter().position(means)
        };
        next.unwrap_or(text.len())
    }
}

/// What a text has been taken apart into.
#[derive(Default)]
struct Parts {
    nesting: Nesting,
    rest: Vec<u8>,
    scenario: Vec<u8>,
    place: Place,
    /// Where in the rest the last name of a member began.
    name: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// Outside of the list of scenarios.
    #[default]
    Outside,
    /// After the name of the list.
    Named,
    /// Before the first scenario, and where there may be none.
    First,
    /// Before a scenario.
    Before,
    /// In a scenario.
    Inside,
    /// After a scenario.
    After,
}

/// The depth of a record's members, and of the scenarios in their list.
const MEMBERS: usize = 1;
const SCENARIOS: usize = 2;

impl Parts {
    /// Goes over more of the text.
    fn read(&mut self, text: &[u8], ready: &SyncSender<Vec<u8>>) -> Option<()> {
        let mut text = text;
        while let Some((first, after)) = text.split_first() {
            if self.place == Place::Inside {
                text = self.inside(text, ready)?;
                continue;
            }
            match (self.place, *first) {
                (Place::Outside | Place::Named, byte) => self.outside(byte)?,
                (_, b' ' | b'\t' | b'\n' | b'\r') => {}
                (Place::First | Place::Before, b'{') => {
                    self.place = Place::Inside;
                    continue;
                }
                (Place::After, b',') => self.place = Place::Before,
                (Place::First | Place::After, b']') => {
                    self.place = Place::Outside;
                    self.outside(b']')?;
                }
                _ => return None,
            }
            text = after;
        }
        Some(())
    }

    /// Goes over a byte outside of the list.
    fn outside(&mut self, byte: u8) -> Option<()> {
        let was_string = self.nesting.string;
        self.nesting.step(byte)?;
        let depth = self.nesting.depth;
        if self.nesting.string && !was_string {
            self.name = self.rest.len();
        }
        self.place = match byte {
            b':' if !was_string && depth == MEMBERS && self.is_name() => Place::Named,
            b'[' if self.place == Place::Named && depth == SCENARIOS => Place::First,
            b' ' | b'\t' | b'\n' | b'\r' => self.place,
            _ => Place::Outside,
        };
        self.rest.push(byte);
        Some(())
    }

    /// Whether the last string is the name of the list of scenarios.
    fn is_name(&self) -> bool {
        let name = self.rest.get(self.name..).unwrap_or_default();
        name.trim_ascii_end() == b"\"scenarios\""
    }

    /// Goes over what is of a scenario; what is after it.
    fn inside<'a>(&mut self, text: &'a [u8], ready: &SyncSender<Vec<u8>>) -> Option<&'a [u8]> {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            // Most of a text is what means nothing for its nesting.
            at += self.nesting.skip(rest);
            let Some(byte) = text.get(at) else {
                break;
            };
            at += 1;
            self.nesting.step(*byte)?;
            if *byte == b'}' && self.nesting.depth == SCENARIOS && !self.nesting.string {
                let (inside, after) = text.split_at_checked(at)?;
                self.scenario.extend_from_slice(inside);
                ready.send(mem::take(&mut self.scenario)).ok()?;
                self.place = Place::After;
                return Some(after);
            }
        }
        self.scenario.extend_from_slice(text);
        Some(&[])
    }

    /// The rest, where the text ended as it should.
    fn end(self) -> Option<Vec<u8>> {
        let ended = self.place == Place::Outside && self.nesting.depth == 0;
        ended.then_some(self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives few bytes at once.
    struct Few<'a>(&'a [u8]);

    impl Read for Few<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(into.len()).min(3);
            let (now, later) = self.0.split_at(length);
            into[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    fn parts(text: &str) -> Option<(Vec<String>, String)> {
        let (ready, pieces) = mpsc::sync_channel(100);
        let rest = take_apart(Few(text.as_bytes()), &ready).unwrap()?;
        drop(ready);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Some((pieces.into_iter().map(text).collect(), text(rest)))
    }

    #[test]
    fn scenarios_are_taken_out_of_their_list_alone() {
        let text = r#" {"a": {"scenarios": [{}]}, "b":["scenarios", [{}]], "scenarios" :
            [ {"x":"}]\"{"} , {"y":[{}]}
            ], "c":"scenarios","d": [ {} ]} "#;
        let (scenarios, rest) = parts(text).unwrap();
        assert_eq!(scenarios, [r#"{"x":"}]\"{"}"#, r#"{"y":[{}]}"#]);
        let expected = r#" {"a": {"scenarios": [{}]}, "b":["scenarios", [{}]], "scenarios" :
            [], "c":"scenarios","d": [ {} ]} "#;
        assert_eq!(rest, expected);
        assert_eq!(parts(r#"{"scenarios":[]}"#).unwrap().0.len(), 0);
    }

    #[test]
    fn what_is_made_otherwise_is_not_taken_apart() {
        for text in [
            r#"{"scenarios":[1]}"#,
            r#"{"scenarios":[{},]}"#,
            r#"{"scenarios":[{} {}]}"#,
            r#"{"scenarios":[,{}]}"#,
            r#"{"scenarios":[{}"#,
            r#"{"scenarios":[{}]"#,
            r#"{"scenarios":[{}]}}"#,
            "]",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
        // These have no such list; whoever parses the rest finds what is wrong.
        for text in [
            r#"{"scenarios":{"a":1}}"#,
            r#"["scenarios",[{}]]"#,
            "",
            "1 2",
        ] {
            assert_eq!(parts(text), Some((Vec::new(), text.to_owned())));
        }
    }
}
