//! The columns of a sheet that are read: fields of a `[[signatory]]`, under any heading the tables know.

use crate::tables::fold::words;
use crate::tables::sheets;

/// A field of a roster entry that a sheet can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Id,
    Name,
    Acronym,
    Country,
    CountryName,
    Place,
    Kind,
    Sort,
    Role,
    Organisation,
    Note,
    Status,
    StatusOn,
    StatusNote,
    AsSigned,
    Lang,
    /// Of a signature: the frozen version that was agreed to.
    SignedVersion,
}

impl Column {
    pub const COUNT: usize = 17;

    /// By the roster's own names.
    pub const NAMES: [(&'static str, Column); Column::COUNT] = [
        ("id", Column::Id),
        ("name", Column::Name),
        ("acronym", Column::Acronym),
        ("country", Column::Country),
        ("country-name", Column::CountryName),
        ("place", Column::Place),
        ("kind", Column::Kind),
        ("sort", Column::Sort),
        ("role", Column::Role),
        ("organisation", Column::Organisation),
        ("note", Column::Note),
        ("status", Column::Status),
        ("status-on", Column::StatusOn),
        ("status-note", Column::StatusNote),
        ("as-signed", Column::AsSigned),
        ("lang", Column::Lang),
        ("signed-version", Column::SignedVersion),
    ];

    /// The column under a heading; None for one that is kept aside.
    pub fn of(heading: &str) -> Option<Column> {
        let field = sheets::column(&words(heading))?;
        let (_, column) = Column::NAMES.iter().find(|(name, _)| *name == field)?;
        Some(*column)
    }

    /// The roster's name for it.
    pub fn name(self) -> &'static str {
        Column::NAMES[self as usize].0
    }
}

/// The headings that are known, for a help: "name, acronym, …".
pub fn known() -> String {
    Column::NAMES.map(|(name, _)| name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_own_name_as_a_heading_and_every_heading_a_column() {
        for (at, (name, column)) in Column::NAMES.iter().enumerate() {
            assert_eq!(Column::of(name), Some(*column));
            assert_eq!(*column as usize, at);
        }
        for field in sheets::fields() {
            assert!(Column::of(field).is_some(), "{field}");
        }
        assert_eq!(Column::of(" As Signed "), Some(Column::AsSigned));
        assert_eq!(Column::of("cluster_all"), None);
    }
}
