//! Source texts and places in them.
//!
//! A [`Source`] is one input, decoded; every place in the program is a byte range of a source's
//! decoded text. [`Sources`] owns them all, so that a finding can carry a small [`Place`] and a
//! report can show the line.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::num::NonZeroU32;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How the bytes of a source spell its text. What is written back uses the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// UTF-16 with a byte order mark, little endian: what Windows Notepad calls "Unicode".
    Utf16Le,
    Utf16Be,
}

/// Names one source within [`Sources`]. It counts from 1, so that a place that may be missing takes no more room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(NonZeroU32);

/// A byte range of a source's decoded text. Rosters hold millions of them: 12 bytes each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub source: SourceId,
    start: u32,
    end: u32,
}

impl Place {
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        Place {
            source,
            start: u32::try_from(range.start).expect(CAPPED),
            end: u32::try_from(range.end).expect(CAPPED),
        }
    }

    /// In bytes of [`Source::text`].
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// In bytes, not included.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The empty place at its start.
    pub fn at_start(&self) -> Place {
        Place {
            end: self.start,
            ..*self
        }
    }

    /// The empty place at its end.
    pub fn at_end(&self) -> Place {
        Place {
            start: self.end,
            ..*self
        }
    }

    /// The same start and another end, in bytes.
    pub fn until(&self, end: usize) -> Place {
        Place::new(self.source, self.start()..end)
    }
}

/// A value with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Located<T> {
    pub fn new(value: T, place: Place) -> Self {
        Located { value, place }
    }
}

/// How a source writes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// A roster or front matter: a string in quotes.
    Toml,
    /// A cell of CSV or TSV, in quotes where it must be.
    Csv,
    Json,
    /// A cell of a spreadsheet: read only.
    Cells,
}

impl Syntax {
    /// Told by the ending of the file's name.
    pub fn of(path: &Path) -> Syntax {
        let ending = path.extension().unwrap_or_default();
        match ending.to_string_lossy().to_ascii_lowercase().as_str() {
            "csv" | "tsv" => Syntax::Csv,
            "json" => Syntax::Json,
            "xlsx" | "ods" => Syntax::Cells,
            _ => Syntax::Toml,
        }
    }
}

const CAPPED: &str = "inputs are capped far below 4 GiB";

/// One input, decoded.
#[derive(Debug, Clone)]
pub struct Source {
    /// As the user named it, or relative to the project's root; `-` for standard input.
    pub path: PathBuf,
    /// The decoded text. A byte order mark stays as its first character, see [`Source::start`].
    pub text: String,
    pub encoding: Encoding,
    /// Byte offset of each line's start; lines end with LF, CRLF or a lone CR.
    lines: Vec<u32>,
    /// Of a spreadsheet: which cell stands where in `text`.
    cells: Option<Box<Cells>>,
}

/// The cells of a sheet of a spreadsheet, by their place in its text.
#[derive(Debug, Clone)]
pub struct Cells {
    /// The sheet's name.
    sheet: String,
    /// In order of `offset`.
    starts: Vec<CellStart>,
}

#[derive(Debug, Clone, Copy)]
struct CellStart {
    offset: u32,
    /// From 0.
    row: u32,
    column: u32,
}

impl Cells {
    pub fn new(sheet: String) -> Self {
        Cells {
            sheet,
            starts: Vec::new(),
        }
    }

    /// Adds the cell that begins at a byte, behind all others. Row and column count from 0.
    pub fn push(&mut self, offset: usize, row: u32, column: u32) {
        let offset = u32::try_from(offset).expect(CAPPED);
        self.starts.push(CellStart {
            offset,
            row,
            column,
        });
    }

    fn at(&self, offset: usize) -> Option<&CellStart> {
        let behind = self
            .starts
            .partition_point(|cell| cell.offset as usize <= offset);
        self.starts.get(behind.saturating_sub(1))
    }
}

/// The name of a cell as programs show it: "B4" for row 3 and column 1, from 0.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{}{}", letters.into_iter().collect::<String>(), row + 1)
}

/// A position as people count: line and column from 1, the column in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Source {
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self::with_encoding(path, text, Encoding::Utf8)
    }

    fn with_encoding(
        path: impl Into<PathBuf>,
        text: impl Into<String>,
        encoding: Encoding,
    ) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        for (i, &byte) in bytes.iter().enumerate() {
            let ends = byte == b'\n' || (byte == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
            if ends {
                lines.push(u32::try_from(i + 1).expect(CAPPED));
            }
        }
        Source {
            path: path.into(),
            text,
            encoding,
            lines,
            cells: None,
        }
    }

    /// A sheet of a spreadsheet, as text.
    pub fn spreadsheet(path: impl Into<PathBuf>, text: String, cells: Cells) -> Self {
        Source {
            cells: Some(Box::new(cells)),
            ..Source::new(path, text)
        }
    }

    /// Of a spreadsheet: the sheet and the cell that a byte of the text belongs to.
    pub fn cell_at(&self, offset: usize) -> Option<(&str, String)> {
        let cells = self.cells.as_ref()?;
        let cell = cells.at(offset)?;
        Some((&cells.sheet, cell_name(cell.row, cell.column)))
    }

    /// Where a byte of the text stands, for messages: `file:line:column`, or the file, its sheet and cell.
    pub fn place_name(&self, offset: usize) -> String {
        let path = self.path.display();
        match self.cell_at(offset) {
            Some((sheet, cell)) => format!("{path}: sheet \"{sheet}\", cell {cell}"),
            None => {
                let position = self.position(offset);
                format!("{path}:{}:{}", position.line, position.column)
            }
        }
    }

    /// Where the content starts: behind the byte order mark, if there is one.
    pub fn start(&self) -> usize {
        if self.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        }
    }

    /// The number of the line that holds a byte offset, from 0.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines
            .partition_point(|&start| start as usize <= offset)
            - 1
    }

    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The bytes of a line, counted from 0, without its end.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.lines[line] as usize;
        let end = self
            .lines
            .get(line + 1)
            .map_or(self.text.len(), |&end| end as usize);
        let content = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + content.len()
    }

    /// Of a spreadsheet: its row and column, from 1.
    pub fn position(&self, offset: usize) -> Position {
        if let Some(cell) = self.cells.as_ref().and_then(|cells| cells.at(offset)) {
            return Position {
                line: cell.row as usize + 1,
                column: cell.column as usize + 1,
            };
        }
        let line = self.line_of(offset);
        let mut start = self.lines[line] as usize;
        if line == 0 {
            start = self.start().min(offset);
        }
        let column = self
            .text
            .get(start..offset)
            .map_or(0, |before| before.chars().count());
        Position {
            line: line + 1,
            column: column + 1,
        }
    }

    /// How the file writes a value, told by its ending.
    pub fn syntax(&self) -> Syntax {
        Syntax::of(&self.path)
    }

    /// The bytes of a changed text in this source's own encoding.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

/// Why bytes could not be decoded, in words for the user.
#[derive(Debug, Clone)]
pub struct Undecodable {
    /// Offset of the first offending byte; also into the text of `shown`.
    pub byte: usize,
    pub message: String,
    pub help: String,
    /// What can be shown of the file.
    pub shown: Box<Source>,
}

/// Decodes UTF-8, or UTF-16 by its byte order mark; refuses everything else and says what it looks like.
pub fn decode(path: &Path, bytes: &[u8]) -> Result<Source, Undecodable> {
    decode_owned(path, bytes.to_vec())
}

/// Decodes bytes that nobody needs any more: UTF-8 text is not copied.
fn decode_owned(path: &Path, bytes: Vec<u8>) -> Result<Source, Undecodable> {
    let utf16 = |order: fn([u8; 2]) -> u16, encoding| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| order([pair[0], pair[1]]))
            .collect();
        match String::from_utf16(&units) {
            Ok(text) if bytes.len().is_multiple_of(2) => refuse_nul(Source::with_encoding(path, text, encoding)),
            _ => Err(Undecodable {
                byte: 0,
                shown: Box::new(Source::new(path, "")),
                message: "this file starts like UTF-16 text and then breaks off or holds a lone surrogate".into(),
                help: "open it in the program it comes from and save it again as “UTF-8” text".into(),
            }),
        }
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => return utf16(u16::from_le_bytes, Encoding::Utf16Le),
        [0xfe, 0xff, ..] => return utf16(u16::from_be_bytes, Encoding::Utf16Be),
        _ => {}
    }
    match String::from_utf8(bytes) {
        Ok(text) => refuse_nul(Source::new(path, text)),
        Err(error) => {
            let (bytes, error) = (error.as_bytes().to_vec(), error.utf8_error());
            let byte = error.valid_up_to();
            let looks = if bytes.contains(&0) {
                "it holds NUL bytes: it looks like UTF-16 without its mark, or is no text"
            } else if error.error_len().is_none() {
                "the file breaks off in the middle of a character: truncated UTF-8"
            } else {
                "it looks like windows-1252 or another old encoding"
            };
            Err(Undecodable {
                byte,
                shown: Box::new(Source::new(path, String::from_utf8_lossy(&bytes))),
                message: format!("not UTF-8 at byte {byte}; {looks}"),
                help: "open it in the program it comes from and save it again as “UTF-8” text"
                    .into(),
            })
        }
    }
}

fn refuse_nul(source: Source) -> Result<Source, Undecodable> {
    match source.text.find('\0') {
        None => Ok(source),
        Some(byte) => Err(Undecodable {
            byte,
            message: format!(
                "a NUL character at byte {byte}; it looks like UTF-16 without its mark, or is no text"
            ),
            help: "open it in the program it comes from and save it again as “UTF-8” text".into(),
            shown: Box::new(source),
        }),
    }
}

/// Why a file could not be opened as a source.
#[derive(Debug)]
pub enum OpenError {
    /// The environment's fault: path and operation are in the message.
    Io(anyhow::Error),
    /// The content's fault: a finding.
    Undecodable(Undecodable),
}

/// Opens and decodes a plain file of at most `cap` bytes.
pub fn open(path: &Path, shown: &Path, cap: u64) -> Result<Source, OpenError> {
    let bytes = read_bytes(path, shown, cap).map_err(OpenError::Io)?;
    decode_owned(shown, bytes).map_err(OpenError::Undecodable)
}

/// Reads a plain file of at most `cap` bytes; `shown` is its name in messages.
pub fn read_bytes(path: &Path, shown: &Path, cap: u64) -> anyhow::Result<Vec<u8>> {
    use anyhow::{Context, bail};
    let name = shown.display();
    let meta = std::fs::metadata(path).map_err(|error| {
        let help = match error.kind() {
            std::io::ErrorKind::NotFound => {
                "look whether the name is right, and whether it is in this folder"
            }
            _ => "look whether you may read it",
        };
        anyhow::anyhow!("cannot read {name}: {error}\n  help: {help}")
    })?;
    if meta.is_dir() {
        bail!(
            "cannot read {name}: it is a folder, and a file is wanted here\n  help: name a file in it"
        );
    }
    if !meta.is_file() {
        bail!(
            "cannot read {name}: it is a device or a pipe\n  help: copy its content into a file, or give it as `-`"
        );
    }
    let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
    read_sized(file, &name.to_string(), cap, meta.len())
}

/// Reads at most `cap` bytes from a stream and refuses more, naming the limit.
pub fn read_capped(stream: impl Read, name: &str, cap: u64) -> anyhow::Result<Vec<u8>> {
    read_sized(stream, name, cap, 0)
}

/// The same for a stream that is said to hold so many bytes: there is room for them from the start.
fn read_sized(stream: impl Read, name: &str, cap: u64, size: u64) -> anyhow::Result<Vec<u8>> {
    use anyhow::{Context, bail};
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(cap) + 1)?);
    stream
        .take(cap + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {name}"))?;
    if bytes.len() as u64 > cap {
        bail!(
            "cannot read {name}: it is larger than {} MiB, the limit for such a file\n  help: split it, or look whether it is the right file",
            cap >> 20
        );
    }
    Ok(bytes)
}

/// All sources of one run.
#[derive(Debug, Default)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    pub fn add(&mut self, source: Source) -> SourceId {
        self.all.push(source);
        let number = u32::try_from(self.all.len()).ok().and_then(NonZeroU32::new);
        SourceId(number.expect("from 1 to 2^32 files are opened in a run"))
    }

    pub fn get(&self, id: SourceId) -> &Source {
        &self.all[id.0.get() as usize - 1]
    }

    pub fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (1..=self.all.len() as u32)
            .filter_map(NonZeroU32::new)
            .map(SourceId)
    }

    /// The text at a place.
    pub fn slice(&self, place: Place) -> &str {
        &self.get(place.source).text[place.range()]
    }

    pub fn position(&self, place: Place) -> Position {
        self.get(place.source).position(place.start())
    }

    /// The value of the cell at a place, without its quotes. Of a TOML value: the text as it stands.
    pub fn cell(&self, place: Place) -> Cow<'_, str> {
        let raw = self.slice(place);
        let trimmed = raw.trim_matches(' ');
        let quoted = trimmed.len() > 1 && trimmed.starts_with('"') && trimmed.ends_with('"');
        match self.get(place.source).syntax() {
            Syntax::Csv | Syntax::Cells if quoted => {
                Cow::Owned(trimmed[1..trimmed.len() - 1].replace("\"\"", "\""))
            }
            Syntax::Json => serde_json::from_str(raw).map_or(Cow::Borrowed(raw), Cow::Owned),
            _ => Cow::Borrowed(raw),
        }
    }
}
