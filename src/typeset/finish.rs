//! Last changes to a PDF's bytes.

/// Makes grey and black text `DeviceGray`, so that a print shop's plates hold it in black alone.
///
/// Typst writes its greys in a colour space with an ICC profile, and converters lay that on all
/// four plates. The colour space is one object, `[/ICCBased N 0 R]`; it is replaced by a name,
/// padded to the same length, so that no offset in the file moves. PDF/A allows `DeviceGray`
/// beside an output intent (ISO 19005-2, 6.2.4.3).
pub fn black_on_one_plate(mut pdf: Vec<u8>) -> Vec<u8> {
    const OPENS: &[u8] = b" obj\n[/ICCBased ";
    const CLOSES: &[u8] = b" 0 R]\nendobj";
    let mut at = 0;
    while let Some(found) = find(&pdf[at..], OPENS) {
        let start = at + found + b" obj\n".len();
        at = start;
        let Some(length) = find(&pdf[start..], CLOSES).filter(|length| *length < 32) else {
            continue;
        };
        let number = &pdf[start + b"[/ICCBased ".len()..start + length];
        if is_gray_profile(&pdf, number) {
            let end = start + length + b" 0 R]".len();
            pdf[start..end].fill(b' ');
            pdf[start..start + b"/DeviceGray".len()].copy_from_slice(b"/DeviceGray");
        }
    }
    pdf
}

/// Whether the object of that number is a profile with one component.
fn is_gray_profile(pdf: &[u8], number: &[u8]) -> bool {
    let head = [b"\n", number, b" 0 obj\n"].concat();
    let Some(start) = find(pdf, &head) else {
        return false;
    };
    let object = &pdf[start + head.len()..];
    let dictionary = &object[..find(object, b"stream").unwrap_or(0)];
    find(dictionary, b"/N 1/")
        .or(find(dictionary, b"/N 1\n"))
        .is_some()
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_gray_profile_is_replaced_and_no_byte_moves() {
        let pdf = b"%PDF\n1 0 obj\n[/ICCBased 3 0 R]\nendobj\n2 0 obj\n[/ICCBased 4 0 R]\nendobj\n\
            3 0 obj\n<</N 1/Length 0>>stream\nendobj\n4 0 obj\n<</N 3/Length 0>>stream\nendobj\n";
        let finished = black_on_one_plate(pdf.to_vec());
        assert_eq!(finished.len(), pdf.len());
        assert!(find(&finished, b"1 0 obj\n/DeviceGray      \nendobj").is_some());
        assert!(find(&finished, b"[/ICCBased 4 0 R]").is_some());
    }
}
