use super::*;

fn malformed(text: impl AsRef<[u8]>) -> String {
    match Notebook::read(text.as_ref()) {
        Err(NotScanned::Malformed(reason)) => reason,
        Err(NotScanned::Foreign(language)) => format!("in {language}"),
        Ok(_) => "a notebook".to_owned(),
    }
}

#[test]
fn what_is_no_notebook_is_told() {
    let whole = "{\n \"cells\": [\n  {\"cell_type\": \"code\", \"source\": []}\n ]\n}\n";
    assert_eq!(malformed(whole), "a notebook");
    assert_eq!(malformed(format!("\u{feff}{whole}")), "a notebook");
    for length in 1..whole.len() - 1 {
        assert!(
            malformed(&whole[..length]).starts_with("not a whole notebook: its JSON ends in the middle"),
            "{length}"
        );
    }
    assert_eq!(malformed(&whole[..30]), "not a whole notebook: its JSON ends in the middle, in line 3");
    assert_eq!(malformed(""), "not a whole notebook: its JSON ends in the middle, in line 1");
    assert_eq!(malformed("{\n\"cells\": [}\n"), "not a notebook: invalid JSON in line 2");
    assert_eq!(malformed(format!("{whole}x")), "not a notebook: invalid JSON in line 6");
    assert_eq!(malformed("import os\n"), "not a notebook: invalid JSON in line 1");
    for other in ["{}", "[]", "1", "null", "{\"cells\": 1}", "{\"worksheets\": [1, {}]}", "{\"nbformat\": 4}"] {
        assert_eq!(malformed(other), "not a notebook: it has no cells", "{other}");
    }
    assert_eq!(malformed(b"\0\0"), "not a notebook: invalid JSON in line 1");
}

#[test]
fn the_kernel_tells_the_language() {
    let with = |metadata: &str| malformed(format!("{{\"cells\": [], \"metadata\": {metadata}}}"));
    for python in [
        "{}",
        "null",
        "{\"language_info\": {\"name\": \"python\"}}",
        "{\"kernelspec\": {\"language\": \"python\", \"name\": \"x\"}}",
        "{\"kernelspec\": {\"language\": \"sage\"}, \"language_info\": {\"name\": \"python\"}}",
        "{\"kernelspec\": {\"name\": \"ir\"}, \"language_info\": {\"name\": null}}",
    ] {
        assert_eq!(with(python), "a notebook", "{python}");
    }
    for (other, language) in [
        ("{\"language_info\": {\"name\": \"julia\"}}", "in julia"),
        ("{\"kernelspec\": {\"language\": \"R\"}, \"language_info\": {}}", "in R"),
    ] {
        assert_eq!(with(other), language, "{other}");
    }
}

fn cells(cells: &str) -> (Vec<u32>, Vec<u32>, u32) {
    let text = format!("{{\"cells\": [{cells}]}}");
    let notebook = Notebook::read(text.as_bytes()).expect("a notebook");
    let numbers = |places: &[usize]| places.iter().map(|&at| number(at)).collect();
    (numbers(&notebook.python), numbers(&notebook.refused), notebook.foreign)
}

#[test]
fn cells_are_python_foreign_or_refused() {
    let code = |source: &str| format!("{{\"cell_type\": \"code\", \"metadata\": {{}}, \"source\": {source}}}");
    let all = [
        "{\"cell_type\": \"markdown\", \"source\": \"import os\"}".to_owned(),
        code("\"x\""),
        code("[\"x\\n\", \"y\"]"),
        code("[]"),
        code("\"%%bash\\nls\""),
        code("\"%%time\\nx\""),
        "{\"cell_type\": \"code\", \"source\": \"x\", \"metadata\": {\"vscode\": {\"languageId\": \"sql\"}}}"
            .to_owned(),
        "{\"cell_type\": \"code\", \"source\": \"x\", \"metadata\": {\"vscode\": {\"languageId\": \"python\"}}}"
            .to_owned(),
        code("1"),
        code("[\"x\", 1]"),
        code("\"\\u0000\""),
        code("\"\\x\""),
        "{\"cell_type\": \"code\"}".to_owned(),
        "{\"cell_type\": 1, \"source\": \"x\"}".to_owned(),
        "1".to_owned(),
    ];
    assert_eq!(cells(&all.join(",")), (vec![2, 3, 4, 6, 8], vec![9, 10, 11, 12, 13], 2));
    assert_eq!(cells(""), (vec![], vec![], 0));
}

#[test]
fn the_text_of_cells_has_its_places_in_the_file() {
    let text = "{\"cells\": [{\"source\": [\"a = \\\"é\\\"\\n\", \"b\"], \"cell_type\": \"code\"}, {\"cell_type\": \"code\", \
                \"source\": \"c\\r\\n\\td\\n\"}]}";
    let notebook = Notebook::read(text.as_bytes()).expect("a notebook");
    let document = notebook.document(&notebook.python);
    assert_eq!(document.text(), "a = \"é\"\nb\nc\n\td\n\n");
    for (name, at) in document.text().match_indices(['a', 'é', 'b', 'c', 'd']).map(|(at, name)| (name, at)) {
        let offset = ruff_text_size::TextSize::try_from(at).expect("small");
        assert!(text[document.source_offset(offset) as usize..].starts_with(name), "{name}");
    }
}

#[test]
fn cells_may_have_ids() {
    let text = "{\"cells\": [{\"id\": \"a\\u0062\"}, {\"id\": 1}, {}]}";
    let notebook = Notebook::read(text.as_bytes()).expect("a notebook");
    assert_eq!([0, 1, 2, 3, 4].map(|number| notebook.id(number)), [None, Some("ab".to_owned()), None, None, None]);
}

#[test]
fn the_last_of_a_key_counts_as_in_json() {
    let text = "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"x\"}], \"cells\": [{\"cell_type\": \"code\", \
                \"source\": \"y\", \"source\": [\"z\"]}]}";
    let notebook = Notebook::read(text.as_bytes()).expect("a notebook");
    assert_eq!(notebook.document(&notebook.python).text(), "z\n");
}
