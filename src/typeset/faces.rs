//! The faces that a page may be set in: compiled in, then the project's, then the machine's.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::value::{Error as ValueError, SeqDeserializer};
use typst::foundations::Bytes;
use typst::layout::Ratio;
use typst::text::{
    Coverage, Font, FontBook, FontFlags, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight,
};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontPath, FontSource};

use crate::tables::faces::{self, Slant};

pub const LATIN: &str = "Libertinus Serif";
pub const ARABIC: &str = "Noto Naskh Arabic";
pub const CODE: &str = "DejaVu Sans Mono";
/// For Armenian and Georgian, which the others lack.
pub const MODERN: &str = "New Computer Modern";

/// Of the faces that `typst-assets` compiles in: all but the mathematical ones.
const OF_TYPST: [std::ops::Range<usize>; 2] = [0..6, 9..17];

const NASKH: [&[u8]; 2] = [
    include_bytes!("faces/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("faces/NotoNaskhArabic-Bold.ttf"),
];

/// Every face at hand, with its metadata; a file is parsed when the first glyph is asked for.
pub struct Faces {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    project: Vec<String>,
    system: bool,
}

struct Slot {
    file: File,
    /// Within a collection, from 0.
    index: u32,
    font: OnceLock<Option<Font>>,
}

#[derive(Clone)]
enum File {
    Static(&'static [u8]),
    Project(Bytes),
    System(PathBuf),
}

impl Faces {
    /// The compiled-in faces and the project's own files. With `system` the machine's are searched
    /// too, but only for a character that all of these lack.
    pub fn new(project: Vec<(PathBuf, Vec<u8>)>, system: bool) -> Self {
        let mut infos: Vec<FontInfo> = faces::faces().map(info).collect();
        let mut slots: Vec<Slot> = compiled_in()
            .into_iter()
            .map(|data| Slot::new(File::Static(data), 0))
            .collect();
        let mut families = Vec::new();
        for (_, data) in project {
            let data = Bytes::new(data);
            for (index, info) in FontInfo::iter(&data).enumerate() {
                if !families.contains(&info.family) {
                    families.push(info.family.clone());
                }
                infos.push(info);
                slots.push(Slot::new(File::Project(data.clone()), index as u32));
            }
        }
        let book = LazyHash::new(FontBook::from_infos(infos));
        Faces {
            book,
            slots,
            project: families,
            system,
        }
    }

    /// These faces and the machine's, if they were asked for. Scans the machine: 5 to 40 ms.
    pub fn with_system(&self) -> Option<Faces> {
        if !self.system {
            return None;
        }
        let known = self.slots.len();
        let mut infos: Vec<FontInfo> = (0..known)
            .filter_map(|index| self.book.info(index).cloned())
            .collect();
        let mut slots: Vec<Slot> = self
            .slots
            .iter()
            .map(|slot| Slot::new(slot.file.clone(), slot.index))
            .collect();
        for (path, info) in typst_kit::fonts::system() {
            infos.push(info);
            slots.push(Slot::new(File::System(path.path), path.index));
        }
        let book = LazyHash::new(FontBook::from_infos(infos));
        Some(Faces {
            book,
            slots,
            project: self.project.clone(),
            system: false,
        })
    }

    /// Whether a family is compiled in or the project's own.
    pub(super) fn has(&self, family: &str) -> bool {
        self.book.contains_family(&family.to_lowercase())
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.slots.get(index)?.load()
    }

    /// The project's families, which go before the compiled-in fallbacks.
    pub(super) fn project(&self) -> &[String] {
        &self.project
    }

    /// The bytes of the compiled-in face nearest to a family and weight, for measuring.
    pub(super) fn data(family: &str, weight: u16, slant: Slant) -> &'static [u8] {
        let nearest = faces::faces()
            .enumerate()
            .filter(|(_, face)| face.family == family && face.slant == slant)
            .min_by_key(|(_, face)| face.weight.abs_diff(weight))
            .expect("asked for compiled-in families only");
        compiled_in()[nearest.0]
    }
}

impl Slot {
    fn new(file: File, index: u32) -> Self {
        Slot {
            file,
            index,
            font: OnceLock::new(),
        }
    }

    fn load(&self) -> Option<Font> {
        let read = || {
            let data = match &self.file {
                File::Static(data) => Bytes::new(*data),
                File::Project(data) => data.clone(),
                File::System(path) => {
                    let path = path.clone();
                    return FontPath {
                        path,
                        index: self.index,
                    }
                    .load();
                }
            };
            Font::new(data, self.index)
        };
        self.font.get_or_init(read).clone()
    }
}

/// In the order of the font book's rows.
fn compiled_in() -> Vec<&'static [u8]> {
    let typst = typst_assets::fonts().enumerate();
    let chosen = typst.filter(|(i, _)| OF_TYPST.iter().any(|range| range.contains(i)));
    chosen.map(|(_, data)| data).chain(NASKH).collect()
}

fn info(face: faces::Face) -> FontInfo {
    let runs = SeqDeserializer::<_, ValueError>::new(face.coverage.into_iter());
    FontInfo {
        family: face.family.into(),
        variant: FontVariant {
            style: match face.slant {
                Slant::Normal => FontStyle::Normal,
                Slant::Italic => FontStyle::Italic,
                Slant::Oblique => FontStyle::Oblique,
            },
            weight: FontWeight::from_number(face.weight),
            stretch: FontStretch::from_ratio(Ratio::new(f64::from(face.stretch) / 1000.0)),
        },
        flags: FontFlags::from_bits_truncate(face.flags),
        axes: Vec::new(),
        coverage: Coverage::deserialize(runs).expect("a coverage is a list of numbers"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as the fonts have it.
    fn table() -> String {
        let mut out = String::from(
            "# The compiled-in faces: Libertinus Serif 7.051, New Computer Modern and DejaVu Sans Mono as in\n\
             # typst-assets 0.15.1 (OFL 1.1, GUST, Bitstream Vera), Noto Naskh Arabic (OFL 1.1), a subset.\n\
             # Written by `UPDATE=1 cargo test font_book`. Columns: family, slant, weight, stretch in\n\
             # thousandths, Typst's flags, coverage: code points missing, present, missing … from U+0000.\n",
        );
        for data in compiled_in() {
            let info = FontInfo::new(data, 0).expect("the compiled-in fonts can be read");
            assert!(info.axes.is_empty(), "the table has no column for axes");
            let slant = match info.variant.style {
                FontStyle::Normal => Slant::Normal,
                FontStyle::Italic => Slant::Italic,
                FontStyle::Oblique => Slant::Oblique,
            };
            let slant = Slant::NAMES.iter().find(|(_, s)| *s == slant).unwrap().0;
            let mut runs: Vec<u32> = Vec::new();
            let mut next = 0;
            for c in info.coverage.iter() {
                match runs.last_mut() {
                    Some(run) if c == next => *run += 1,
                    _ => runs.extend([c - next, 1]),
                }
                next = c + 1;
            }
            let runs: Vec<String> = runs.iter().map(u32::to_string).collect();
            let (weight, flags) = (info.variant.weight.to_number(), info.flags.bits());
            let stretch = (info.variant.stretch.to_ratio().get() * 1000.0).round();
            let runs = runs.join(" ");
            out += &format!(
                "{}\t{slant}\t{weight}\t{stretch}\t{flags}\t{runs}\n",
                info.family
            );
        }
        out
    }

    #[test]
    fn font_book_agrees_with_the_fonts() {
        let table = table();
        if std::env::var_os("UPDATE").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tables/font-book.tsv");
            std::fs::write(path, &table).unwrap();
            return;
        }
        assert!(
            include_str!("../tables/font-book.tsv") == table,
            "run `UPDATE=1 cargo test font_book`"
        );
        let faces = Faces::new(Vec::new(), false);
        for (index, data) in compiled_in().into_iter().enumerate() {
            assert_eq!(faces.book.info(index), FontInfo::new(data, 0).as_ref());
        }
    }
}
