//! What Typst may see: the templates, the document's data and the faces. No disk, no clock.

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::model::statement::Form;
use crate::typeset::faces::Faces;

const HOUSE: &str = include_str!("templates/house.typ");

pub struct Pages<'f> {
    library: LazyHash<Library>,
    faces: &'f Faces,
    main: Source,
    house: Source,
}

impl<'f> Pages<'f> {
    /// A world that sets `inputs` in the template of the form.
    pub fn new(form: Form, inputs: Dict, faces: &'f Faces) -> Self {
        let template = match form {
            Form::JointStatement => include_str!("templates/joint-statement.typ"),
            Form::OpenLetter => include_str!("templates/open-letter.typ"),
            Form::PressRelease => include_str!("templates/press-release.typ"),
        };
        Pages {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            faces,
            main: Source::new(file("/main.typ"), template.into()),
            house: Source::new(file("/house.typ"), HOUSE.into()),
        }
    }
}

/// The id of a file that lies nowhere but in memory.
pub fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("our own paths are valid");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Pages<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.faces.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else if id == self.house.id() {
            Ok(self.house.clone())
        } else {
            Err(self
                .file(id)
                .expect_err("no file but the templates is ever found"))
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.root() {
            VirtualRoot::Package(_) => {
                let why = "packages are never loaded".into();
                Err(FileError::Package(PackageError::Other(Some(why))))
            }
            VirtualRoot::Project => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.font(index)
    }

    /// Templates get the document's date as data and have no use for another.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
