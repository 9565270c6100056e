//! The values that a scenario's variables have while it runs.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    plan::Binding,
    scenario::{Part, Template},
};

/// What is known so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    bound: BTreeMap<String, Bound>,
    metadata: Option<Value>,
    /// The title of the step that should have fetched the metadata and did not complete.
    metadata_missing: Option<String>,
}

#[derive(Clone, Debug)]
enum Bound {
    /// A value.
    Value(String),
    /// An optional secret that was not configured, or an optional capture that was not there.
    Absent,
    /// The step of this title should have given it and did not complete.
    Missing(String),
    /// The step of this title completed and may have given it, but did not.
    NotGiven(String),
}

/// Why a step cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// The step of this title did not complete.
    Step(String),
    /// The metadata has no such member, or it is not a string.
    Metadata(String),
    /// The step of the second name completed without giving the variable of the first.
    NotGiven(String, String),
    /// A variable without a value, for another reason.
    Variable(String),
}

impl Values {
    pub(super) fn new(bindings: &[Binding]) -> Self {
        let mut values = Self::default();
        for binding in bindings {
            let bound = binding.value.clone().map_or(Bound::Absent, Bound::Value);
            values.bound.insert(binding.name.clone(), bound);
        }
        values
    }

    pub(super) fn bind(&mut self, name: &str, value: String) {
        self.bound.insert(name.to_owned(), Bound::Value(value));
    }

    /// Notes that a step did not complete, and what it should have given.
    pub(super) fn miss(&mut self, name: &str, step: &str) {
        self.bound
            .insert(name.to_owned(), Bound::Missing(step.to_owned()));
    }

    /// Notes that a step completed without what it may have given.
    pub(super) fn do_without(&mut self, name: &str, step: &str) {
        self.bound
            .insert(name.to_owned(), Bound::NotGiven(step.to_owned()));
    }

    pub(super) fn set_metadata(&mut self, metadata: Value) {
        self.metadata = Some(metadata);
        self.metadata_missing = None;
    }

    pub(super) fn miss_metadata(&mut self, step: &str) {
        if self.metadata.is_none() {
            self.metadata_missing = Some(step.to_owned());
        }
    }

    /// A member of the metadata that is a string.
    pub(super) fn metadata(&self, name: &str) -> Result<&str, Lack> {
        if let Some(step) = &self.metadata_missing {
            return Err(Lack::Step(step.clone()));
        }
        let member = self
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.get(name));
        member
            .and_then(Value::as_str)
            .ok_or_else(|| Lack::Metadata(name.to_owned()))
    }

    /// A member of the metadata that is an array of strings; `None` where there is no such member.
    pub(super) fn metadata_list(&self, name: &str) -> Option<Vec<String>> {
        let items = self.metadata.as_ref()?.get(name)?.as_array()?;
        Some(
            items
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        )
    }

    /// The value of a variable; `Ok(None)` for an optional secret that was not configured.
    fn value(&self, name: &str) -> Result<Option<&str>, Lack> {
        if let Some(member) = name.strip_prefix("metadata.") {
            return self.metadata(member).map(Some);
        }
        match self.bound.get(name) {
            Some(Bound::Value(value)) => Ok(Some(value)),
            Some(Bound::Absent | Bound::NotGiven(_)) => Ok(None),
            Some(Bound::Missing(step)) => Err(Lack::Step(step.clone())),
            None => Err(Lack::Variable(name.to_owned())),
        }
    }

    /// The text of a template; `Ok(None)` where it is made of one absent variable alone.
    pub(super) fn fill(&self, template: &Template) -> Result<Option<String>, Lack> {
        if let [Part::Variable(name)] = template.0.as_slice() {
            return self.value(name).map(|value| value.map(str::to_owned));
        }
        let mut text = String::new();
        for part in &template.0 {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Variable(name) => text.push_str(self.value(name)?.unwrap_or_default()),
            }
        }
        Ok(Some(text))
    }

    /// The text of a template that must have one.
    pub(super) fn need(&self, template: &Template) -> Result<String, Lack> {
        self.fill(template)?.ok_or_else(|| {
            let name = template.variables().next().unwrap_or_default();
            match self.bound.get(name) {
                Some(Bound::NotGiven(step)) => Lack::NotGiven(name.to_owned(), step.clone()),
                _ => Lack::Variable(name.to_owned()),
            }
        })
    }

    /// The text of a template that may be missing.
    pub(super) fn fill_optional(
        &self,
        template: Option<&Template>,
    ) -> Result<Option<String>, Lack> {
        template.map_or(Ok(None), |template| self.fill(template))
    }

    /// A JSON value whose strings are templates; members made of an absent variable alone are left out.
    pub(super) fn fill_json(&self, value: &Value) -> Result<Option<Value>, Lack> {
        Ok(Some(match value {
            Value::String(text) => {
                let Ok(template) = Template::parse(text) else {
                    return Ok(Some(value.clone()));
                };
                return Ok(self.fill(&template)?.map(Value::String));
            }
            Value::Array(items) => {
                let filled: Result<Vec<_>, _> =
                    items.iter().map(|item| self.fill_json(item)).collect();
                Value::Array(filled?.into_iter().flatten().collect())
            }
            Value::Object(members) => {
                let mut filled = serde_json::Map::new();
                for (name, member) in members {
                    if let Some(member) = self.fill_json(member)? {
                        filled.insert(name.clone(), member);
                    }
                }
                Value::Object(filled)
            }
            other => other.clone(),
        }))
    }
}

impl Lack {
    /// Why the step was not run, as a line of the report.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Step(step) => format!("\"{step}\" did not complete"),
            Self::Metadata(member) => format!("the metadata has no `{member}`"),
            Self::NotGiven(name, step) => format!("\"{step}\" gave no `{name}`"),
            Self::Variable(name) => format!("`{name}` has no value"),
        }
    }

    /// The title of the step that is to blame, where one is.
    pub(super) fn step(&self) -> Option<&str> {
        match self {
            Self::Step(step) => Some(step),
            Self::Metadata(_) | Self::NotGiven(..) | Self::Variable(_) => None,
        }
    }
}
