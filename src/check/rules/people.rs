//! People: a sort key that had to be guessed.

use crate::check::Subject;
use crate::check::rules::assignment;
use crate::diagnostic::{Confidence, Diagnostic, Findings, SORT_KEY_GUESSED};
use crate::edit::{Edit, toml_string};
use crate::model::statement::Order;
use crate::source::{Place, Syntax};
use crate::standardise::{self, mend};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let by_name =
        |order: Option<Order>| !matches!(order.unwrap_or_default(), Order::AsListed | Order::Date);
    let orders = subject.statements.iter().map(|statement| {
        statement
            .front
            .list
            .over(&subject.roster.list)
            .order
            .map(|order| order.value)
    });
    if !orders.into_iter().any(by_name) {
        return;
    }
    for record in subject
        .roster
        .records
        .iter()
        .filter(|record| record.is_person() && record.sort.is_none())
    {
        let guess = standardise::person::sort_key(&mend::name(&record.name.value).text);
        let source = subject.sources.get(record.place.source);
        let end = source
            .line_range(source.line_of(record.name.place.end()))
            .end;
        let newline = if source.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let row = format!("sort = {}", toml_string(&guess, "\"\""));
        // Into a sheet a person writes it: a row without the cell has no place for it.
        let edit = (source.syntax() == Syntax::Toml).then(|| Edit {
            place: Place::new(record.place.source, end..end),
            replacement: format!("{newline}{row}"),
        });
        findings.push(
            Diagnostic::new(
                SORT_KEY_GUESSED,
                record.name.place,
                format!("“{}” is sorted as “{guess}”, a guess", record.name.value),
            )
            .record(record.id.clone())
            .help(format!(
                "if it is right, write {}",
                assignment(subject, record.name.place, "sort", &guess)
            ))
            .fix(Confidence::Proposed, edit),
        );
    }
}
