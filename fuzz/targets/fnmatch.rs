//! Globs match as a plain matcher says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use posse_core::discover::Pattern;

fuzz_target!(|input: (&str, &str)| {
    let (glob, name) = input;
    let pattern = Pattern::new(glob);
    let found = pattern.matches(name.as_bytes());
    if !glob.contains('[') {
        let (glob, name): (Vec<char>, Vec<char>) = (glob.chars().collect(), name.chars().collect());
        assert_eq!(found, matches(&glob, &name));
    }
    assert!(Pattern::new(&format!("*{}*", name.replace(['*', '?', '['], "?"))).matches(name.as_bytes()));
});

/// Goes through the glob with the places in the name that it may have reached.
fn matches(glob: &[char], name: &[char]) -> bool {
    let mut reached = vec![false; name.len() + 1];
    reached[0] = true;
    for char in glob {
        if *char == '*' {
            let first = reached.iter().position(|&is_reached| is_reached).unwrap_or(reached.len());
            reached[first..].fill(true);
            continue;
        }
        for at in (0..name.len()).rev() {
            reached[at + 1] = reached[at] && (*char == '?' || *char == name[at]);
        }
        reached[0] = false;
    }
    reached[name.len()]
}
