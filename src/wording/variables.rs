//! Variables as written: `{count}`, `{date}` and their kin, in the publisher's fields.

/// Names of the variables, for the message about an unknown one.
pub const KNOWN: &str = "{count}, {count:words}, {count.organisations}, {count.people}, {count.countries}, {count.KIND}, {short} and {date}";

/// Whether a variable of that name exists, whatever the roster holds.
pub fn is_known(name: &str) -> bool {
    let plain = name.strip_suffix(":words").unwrap_or(name);
    let kind = plain
        .strip_prefix("count.")
        .is_some_and(|kind| !kind.is_empty());
    matches!(name, "date" | "short") || plain == "count" || kind
}

/// Places of `{word}` in a text, braces included. Braces around anything but a name are text.
pub fn find(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('{') {
        let rest = &text[open + 1..];
        if let Some(len) = rest
            .find(['}', '{'])
            .filter(|&len| rest[len..].starts_with('}'))
        {
            let name = &rest[..len];
            if name.starts_with(|c: char| c.is_ascii_lowercase())
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || ".:-_".contains(c))
            {
                found.push(open..open + len + 2);
            }
        }
    }
    found
}
