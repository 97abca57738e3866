//! Pages as PDF/A-2a and PDF/UA-1, with an identity and a date of their own.

use chrono::Datelike;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::model::Document;
use crate::typeset::fit::Refusal;

/// Writes the pages. The same pages give the same bytes.
pub fn export(document: &Document, pages: &PagedDocument) -> Result<Vec<u8>, Refusal> {
    let date = document.info.date;
    let midnight =
        Datetime::from_ymd_hms(date.year(), date.month() as u8, date.day() as u8, 0, 0, 0);
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .expect("both are PDF 1.7 and exclude nothing of each other");
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {} {date}", document.info.title, document.lang)),
        creator: Smart::Custom(Some(
            concat!("undersigned ", env!("CARGO_PKG_VERSION")).into(),
        )),
        timestamp: midnight.map(Timestamp::new_utc),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(pages, &options)
}
