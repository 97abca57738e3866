//! Editions in another script: names that have no form for them.

use crate::check::Subject;
use crate::diagnostic::{Diagnostic, Findings, NAME_MISSING_IN_EDITION};
use crate::wording::country::{same_script, script_of};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for statement in subject
        .statements
        .iter()
        .filter(|statement| statement.front.form().is_signed())
    {
        // An edition is missing names only where others of its statement print them in another script.
        let other = subject.statements.iter().any(|other| {
            other.name == statement.name && script_of(&other.lang) != script_of(&statement.lang)
        });
        if !other {
            continue;
        }
        for signatory in &subject.linked.signatories.all {
            let given = [statement.lang.tag(), statement.lang.primary()]
                .iter()
                .any(|tag| signatory.names.contains_key(*tag));
            if given
                || !signatory.is_printed(&statement.name, subject.signed, None)
                || same_script(&signatory.name, &statement.lang)
            {
                continue;
            }
            findings.push(
                Diagnostic::new(
                    NAME_MISSING_IN_EDITION,
                    signatory.place,
                    format!(
                        "the edition “{}” prints “{}” as it is: `names` has no form for it",
                        statement.lang, signatory.name
                    ),
                )
                .record(signatory.id.clone())
                .help(format!(
                    "ask the signatory and write names = {{ {} = \"…\" }}",
                    statement.lang
                )),
            );
        }
    }
}
