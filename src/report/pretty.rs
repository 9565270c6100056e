//! JSON as reports have it: the form of `serde_json::to_writer_pretty`, with what a line begins with written in one piece. A
//! report of a thousand scenarios has millions of lines.

use std::io;

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};

use super::template::{RenderError, WriteError};

/// Writes a value, indented and with a line end.
///
/// # Errors
///
/// The value is none of JSON, or `out` does not take it.
pub fn write(value: &impl Serialize, out: &mut impl io::Write) -> Result<(), WriteError> {
    let mut serializer = Serializer::with_formatter(&mut *out, Indented::default());
    value.serialize(&mut serializer).map_err(|error| {
        if error.is_io() {
            WriteError::Write(error.into())
        } else {
            RenderError::Json(error).into()
        }
    })?;
    Ok(out.write_all(b"\n")?)
}

/// Two spaces for each level.
#[derive(Default)]
struct Indented {
    depth: usize,
    /// Whether there is something in what was last opened or closed.
    filled: bool,
}

/// What lines begin with, behind a comma and the line end before it; levels below that are indented in further pieces.
const BEGINNING: &[u8; 2 + 2 * LEVELS] = &{
    let mut beginning = [b' '; 2 + 2 * LEVELS];
    beginning[0] = b',';
    beginning[1] = b'\n';
    beginning
};

const LEVELS: usize = 32;

impl Indented {
    fn open(&mut self) {
        self.depth += 1;
        self.filled = false;
    }

    fn close<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.filled {
            self.line(out, true)?;
        }
        Ok(())
    }

    fn line<W: ?Sized + io::Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        let levels = self.depth.min(LEVELS);
        let beginning = BEGINNING.get(usize::from(first)..2 + 2 * levels);
        out.write_all(beginning.unwrap_or_default())?;
        for _ in levels..self.depth {
            out.write_all(b"  ")?;
        }
        Ok(())
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open();
        out.write_all(b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out)?;
        out.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.line(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open();
        out.write_all(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out)?;
        out.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.line(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn it_is_the_form_of_the_library() {
        let deep = (0..40).fold(json!([1]), |inside, _| json!({ "a": [inside, {}, []] }));
        for value in [
            deep,
            json!({}),
            json!([]),
            json!("a\n\"b"),
            json!([[], {}, 1.5, null, { "a\\": true, "b": [[]] }]),
            Value::Null,
        ] {
            let mut out = Vec::new();
            write(&value, &mut out).unwrap();
            let expected = serde_json::to_string_pretty(&value).unwrap() + "\n";
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
