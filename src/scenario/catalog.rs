//! The scenarios that are shipped in the binary, in the order of a report.

use super::{Mistakes, Scenario, ScenarioId, SourceFile, parse};

/// A shipped scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// The category, as `authentication`.
    pub category: &'static str,
    /// The feature, as `dynamic-client-registration`.
    pub feature: &'static str,
    /// The name, as `client-credentials-flow`.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

macro_rules! shipped {
    ($category:literal / $feature:literal / $name:literal) => {
        Shipped {
            category: $category,
            feature: $feature,
            name: $name,
            text: include_str!(concat!(
                "../../scenarios/",
                $category,
                "/",
                $feature,
                "/",
                $name,
                ".toml"
            )),
        }
    };
}

/// Every shipped scenario, in catalog order.
pub const SHIPPED: &[Shipped] = &[
    shipped!("authentication" / "dynamic-client-registration" / "client-credentials-flow"),
    shipped!("authentication" / "dynamic-client-registration" / "client-credentials-use-case"),
    shipped!("authentication" / "booking-partner-authentication" / "client-credentials-flow"),
    shipped!("probes" / "discovery" / "metadata-locations"),
    shipped!("probes" / "registration" / "registration-errors"),
    shipped!("probes" / "registration" / "registration-management"),
    shipped!("probes" / "token" / "token-requests"),
    shipped!("probes" / "token" / "client-authentication"),
    shipped!("probes" / "token" / "access-tokens"),
    shipped!("probes" / "token" / "token-errors"),
    shipped!("probes" / "token" / "booking-scope"),
    shipped!("probes" / "introspection" / "introspection"),
    shipped!("probes" / "revocation" / "revocation"),
    shipped!("probes" / "resource" / "protected-resource"),
    shipped!("probes" / "transport" / "transport"),
];

impl Shipped {
    /// `category/feature/name`, in parts.
    pub fn id(&self) -> ScenarioId {
        ScenarioId {
            category: self.category.to_owned(),
            feature: self.feature.to_owned(),
            name: self.name.to_owned(),
        }
    }

    /// Reads the scenario.
    ///
    /// # Errors
    ///
    /// The mistakes in it; a shipped file has none.
    pub fn scenario(&self) -> Result<Scenario, Mistakes> {
        let name = format!("scenarios/{}.toml", self.id());
        parse(
            &SourceFile {
                name,
                text: self.text.to_owned(),
            },
            self.id(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn files(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, found);
            } else {
                let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
                let path = path.strip_prefix(root).unwrap().with_extension("");
                let parts: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
                found.push(parts.join("/"));
            }
        }
    }

    #[test]
    fn every_file_in_the_folder_is_shipped() {
        let mut found = Vec::new();
        files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"),
            &mut found,
        );
        let mut shipped: Vec<String> = SHIPPED.iter().map(|s| s.id().to_string()).collect();
        found.sort();
        shipped.sort();
        assert_eq!(found, shipped);
    }

    #[test]
    fn every_shipped_scenario_is_without_mistake() {
        for shipped in SHIPPED {
            shipped.scenario().unwrap();
        }
    }
}
