//! JSON with what a parsed value no longer shows: names that occur twice.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

/// JSON pointers of the members whose name occurs twice in one object, each once; empty where the text is not JSON.
pub fn duplicates(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let walked = Walk {
        path: String::new(),
        found: &mut found,
    }
    .deserialize(&mut deserializer);
    match walked {
        Ok(()) => found,
        Err(_) => Vec::new(),
    }
}

struct Walk<'f> {
    path: String,
    found: &'f mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        while items
            .next_element_seed(Walk {
                path: format!("{}/{index}", self.path),
                found: self.found,
            })?
            .is_some()
        {
            index += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names: BTreeMap<String, u32> = BTreeMap::new();
        while let Some(name) = members.next_key::<Name>()? {
            let path = format!(
                "{}/{}",
                self.path,
                name.0.replace('~', "~0").replace('/', "~1")
            );
            let times = names.entry(name.0).or_default();
            *times = times.saturating_add(1);
            if *times == 2 {
                self.found.push(path.clone());
            }
            members.next_value_seed(Walk {
                path,
                found: self.found,
            })?;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Name(String);

#[cfg(test)]
mod tests {
    use super::duplicates;

    #[test]
    fn names_that_occur_twice_are_found_wherever_they_are() {
        assert_eq!(
            duplicates(r#"{"a":1,"b":[{"c":1,"c":2,"c":3}],"a":2,"d/e":{"x":0},"n":{"a":1}}"#),
            ["/b/0/c", "/a"]
        );
        assert!(duplicates("not json").is_empty());
        assert!(duplicates(&"[".repeat(100_000)).is_empty());
    }
}
