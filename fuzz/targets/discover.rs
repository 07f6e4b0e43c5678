//! Files of a list are found under any targets, with any includes and excludes: each is chosen or left out, once.
#![no_main]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use posse_core::Discovery;
use posse_core::discover::{List, SelectOptions, from_utf16, utf16, wtf8};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    files: Vec<&'a str>,
    targets: Vec<&'a str>,
    include: Vec<String>,
    exclude: Vec<String>,
    exclude_cli: Vec<String>,
    recursive: bool,
    force_exclude: bool,
    units: Vec<u16>,
}

fuzz_target!(|input: Input| {
    let Input { files, targets, include, exclude, exclude_cli, recursive, force_exclude, units } = input;
    // The system takes no name with this character.
    let names =
        |names: Vec<&str>| -> Vec<OsString> { names.into_iter().map(|name| name.replace('\0', "/").into()).collect() };
    let root = Path::new("/posse-fuzz");
    let (files, targets) = (names(files), names(targets));
    let discovery = Discovery::among(List::new(root, files, root.join("a")), &targets);
    let _ = discovery.ini_files();
    let here = root.to_owned();
    let selection = discovery.select(&SelectOptions { recursive, include, exclude, exclude_cli, force_exclude, here });
    let chosen: Vec<&OsString> = selection.entries().iter().map(|entry| &entry.name).collect();
    assert!(chosen.is_sorted_by(|one, other| one < other), "sorted, without repetition: {chosen:?}");
    let excluded: BTreeSet<OsString> = selection.excluded().into_iter().collect();
    assert_eq!(selection.places().len(), chosen.len());
    let _ = (excluded, selection.missing(), selection.skipped_folders());

    let name = from_utf16(&units);
    assert_eq!(from_utf16(&utf16(&name)), name);
    let _ = wtf8(&name);
});
