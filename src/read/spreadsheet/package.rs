//! The ZIP archive of a spreadsheet, read within bounds: a few kilobytes can inflate to gigabytes.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::read::spreadsheet::Unreadable;

/// Entries of an archive; a spreadsheet has some ten and its pictures.
const ENTRIES: usize = 1_000;
/// Bytes of one inflated part.
const PART: u64 = 64 << 20;

/// An opened archive.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Package<'b> {
    /// Opens an archive; what is none is told by what it looks like.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        if !bytes.starts_with(b"PK") {
            return Err(stranger(bytes));
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Unreadable::new(format!("its archive is damaged: {error}")))?;
        if archive.len() > ENTRIES {
            return Err(Unreadable::new(format!(
                "its archive has {} entries; the limit is {ENTRIES}",
                archive.len()
            )));
        }
        let mut package = Package { archive };
        let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
        if manifest.contains("encryption-data") {
            return Err(protected());
        }
        Ok(package)
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The names of all parts.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.archive
            .file_names()
            .flatten()
            .map(|name| name.into_owned())
    }

    /// A part as text; None where it isn't there.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        if !self.has(name) {
            return Ok(None);
        }
        let damaged = |why: String| Unreadable::new(format!("its part {name} is damaged: {why}"));
        let part = self
            .archive
            .by_name(name)
            .map_err(|error| damaged(error.to_string()))?;
        let mut bytes = Vec::new();
        part.take(PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(error.to_string()))?;
        if bytes.len() as u64 > PART {
            return Err(Unreadable::new(format!(
                "its part {name} inflates to more than {} MiB, the limit",
                PART >> 20
            )));
        }
        let text = String::from_utf8(bytes).map_err(|_| damaged("it is no UTF-8".into()))?;
        Ok(Some(text))
    }
}

fn protected() -> Unreadable {
    Unreadable {
        message: "it is protected by a password".into(),
        help: "open it in the program it comes from and save it without one".into(),
    }
}

/// What a file is that is no archive, as far as its first bytes tell.
fn stranger(bytes: &[u8]) -> Unreadable {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]);
    let trimmed = start.trim_start_matches('\u{feff}').trim_start();
    if bytes.is_empty() {
        Unreadable::new("it is empty")
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Unreadable {
            message: "it is an old .xls file, or protected by a password".into(),
            ..Unreadable::new("")
        }
    } else if trimmed.starts_with('<') {
        Unreadable::new("it is HTML or XML by its content, no spreadsheet")
    } else if !start.contains(['\0', '\u{fffd}']) {
        Unreadable {
            message: "it is plain text by its content, perhaps CSV, and no spreadsheet".into(),
            help: "if it is CSV, give its name the ending .csv".into(),
        }
    } else {
        Unreadable::new("it is no spreadsheet")
    }
}
