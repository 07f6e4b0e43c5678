//! Chooses which fixes of a file go together, and applies them to its bytes.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{ByteEdit, WrittenFix};

/// Returns the places of the fixes that can be applied together, in the order of the file. Of fixes that overlap or touch,
/// the first one is chosen. The others can wait for the next round.
#[must_use]
pub fn choose(fixes: &[&WrittenFix]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    let start = |at: &usize| fixes[*at].edits.iter().map(|edit| edit.start).min().unwrap_or_default();
    order.sort_by_key(start);
    let import_place = fixes.iter().find_map(|fix| fix.import_place.filter(|_| !fix.imports.is_empty()));
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    let mut chosen = Vec::new();
    for at in order {
        let fix = fixes[at];
        let is_free = |edit: &ByteEdit| {
            // A change that touches another one does not overlap it, unless one of them only inserts.
            let before = taken.range(..=edit.start).next_back();
            let after = taken.range(edit.start..).next();
            before.is_none_or(|(start, end)| {
                *end < edit.start || (*end == edit.start && start < end && edit.start < edit.end)
            }) && after.is_none_or(|(start, end)| {
                edit.end < *start || (edit.end == *start && start < end && edit.start < edit.end)
            }) && import_place.is_none_or(|place| edit.start >= place || edit.end <= place)
        };
        if !fix.edits.is_empty() && fix.edits.iter().all(is_free) {
            taken.extend(fix.edits.iter().map(|edit| (edit.start, edit.end)));
            chosen.push(at);
        }
    }
    chosen
}

/// The bytes of a file after fixes, and where its parts are now.
pub struct Applied {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The changes in order, each with how many bytes the text after it has moved.
    moved: Vec<(u32, u32, i64)>,
}

/// Applies fixes that do not overlap. An import that several of them need is inserted once.
#[must_use]
pub fn apply(bytes: &[u8], fixes: &[&WrittenFix]) -> Applied {
    let imports: BTreeSet<&[u8]> = fixes.iter().flat_map(|fix| &fix.imports).map(Vec::as_slice).collect();
    let place = fixes.iter().find_map(|fix| fix.import_place).filter(|_| !imports.is_empty());
    let imported = place.map(|place| ByteEdit {
        start: place,
        end: place,
        bytes: imports.iter().copied().collect::<Vec<_>>().concat(),
    });
    let mut edits: Vec<&ByteEdit> = imported.iter().chain(fixes.iter().flat_map(|fix| &fix.edits)).collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut applied = Applied { bytes: Vec::with_capacity(bytes.len()), moved: Vec::with_capacity(edits.len()) };
    let (mut done, mut shift) = (0, 0);
    for edit in edits {
        let (start, end) = (edit.start as usize, edit.end as usize);
        applied.bytes.extend_from_slice(bytes.get(done..start).unwrap_or_default());
        applied.bytes.extend_from_slice(&edit.bytes);
        done = end;
        shift += i64::try_from(edit.bytes.len()).unwrap_or_default() - i64::from(edit.end - edit.start);
        applied.moved.push((edit.start, edit.end, shift));
    }
    applied.bytes.extend_from_slice(bytes.get(done..).unwrap_or_default());
    applied
}

impl Applied {
    /// Returns where code that started at an offset starts now.
    #[must_use]
    pub fn start(&self, offset: u32) -> u32 {
        self.shifted(offset, self.moved.partition_point(|(_, end, _)| *end <= offset))
    }

    /// Returns where code that ended at an offset ends now.
    #[must_use]
    pub fn end(&self, offset: u32) -> u32 {
        self.shifted(
            offset,
            self.moved.partition_point(|(start, end, _)| *end < offset || (*end == offset && start < end)),
        )
    }

    fn shifted(&self, offset: u32, edits_before: usize) -> u32 {
        let shift = edits_before.checked_sub(1).and_then(|at| self.moved.get(at)).map_or(0, |(_, _, shift)| *shift);
        u32::try_from(i64::from(offset) + shift).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::FixClass;

    fn fix(edits: &[(u32, u32, &str)], imports: &[&str]) -> WrittenFix {
        WrittenFix {
            finding: 0,
            class: FixClass::Safe,
            edits: edits
                .iter()
                .map(|(start, end, text)| ByteEdit { start: *start, end: *end, bytes: text.as_bytes().to_vec() })
                .collect(),
            imports: imports.iter().map(|line| line.as_bytes().to_vec()).collect(),
            import_place: Some(0),
        }
    }

    fn applied(text: &str, fixes: &[WrittenFix]) -> (String, Vec<usize>) {
        let all: Vec<&WrittenFix> = fixes.iter().collect();
        let chosen = choose(&all);
        let wanted: Vec<&WrittenFix> = chosen.iter().map(|at| all[*at]).collect();
        (String::from_utf8(apply(text.as_bytes(), &wanted).bytes).expect("it is UTF-8"), chosen)
    }

    #[test]
    fn what_overlaps_waits() {
        let fixes = [fix(&[(4, 6, "X")], &[]), fix(&[(0, 5, "Y")], &[]), fix(&[(6, 7, "Z")], &[])];
        assert_eq!(applied("abcdefgh", &fixes), ("YfZh".to_owned(), vec![1, 2]));
        let fixes = [fix(&[(0, 3, "X")], &[]), fix(&[(3, 5, "Y")], &[])];
        assert_eq!(applied("abcdefgh", &fixes), ("XYfgh".to_owned(), vec![0, 1]));
    }

    #[test]
    fn two_insertions_at_a_place_do_not_go_together() {
        let fixes = [fix(&[(3, 3, "X")], &[]), fix(&[(3, 3, "Y")], &[]), fix(&[(3, 4, "Z")], &[])];
        assert_eq!(applied("abcdefgh", &fixes), ("abcXdefgh".to_owned(), vec![0]));
    }

    #[test]
    fn a_fix_is_applied_with_all_its_edits_or_not_at_all() {
        let fixes = [fix(&[(2, 3, "X")], &[]), fix(&[(0, 1, "Y"), (2, 3, "Z")], &[])];
        assert_eq!(applied("abcdefgh", &fixes), ("YbZdefgh".to_owned(), vec![1]));
    }

    #[test]
    fn an_import_comes_once_and_only_with_its_fix() {
        let fixes = [fix(&[(2, 3, "X")], &["import b\n"]), fix(&[(4, 5, "Y")], &["import a\n", "import b\n"])];
        assert_eq!(applied("abcdefgh", &fixes), ("import a\nimport b\nabXdYfgh".to_owned(), vec![0, 1]));
        let fixes = [fix(&[(2, 4, "X")], &[]), fix(&[(3, 5, "Y")], &["import b\n"])];
        assert_eq!(applied("abcdefgh", &fixes), ("abXefgh".to_owned(), vec![0]));
    }

    #[test]
    fn it_is_known_where_code_is_after_the_fixes() {
        let written = fix(&[(2, 3, "XYZ"), (5, 5, "!")], &["import a\n"]);
        let applied = apply(b"abcdefgh", &[&written]);
        assert_eq!(applied.bytes, b"import a\nabXYZde!fgh");
        assert_eq!([0, 2, 3, 5, 6].map(|at| applied.start(at)), [9, 11, 14, 17, 18]);
        assert_eq!([3, 5, 6].map(|at| applied.end(at)), [14, 16, 18]);
    }
}
