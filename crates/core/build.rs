//! Sets `POSSE_CODE` to a fingerprint of everything that decides what a scan finds in a file: the sources of this crate
//! and the versions of its dependencies. The cache key contains it, so results stored by other code are never used.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/cache/fingerprint.rs"]
mod fingerprint;

/// Pins the versions of all dependencies of the workspace.
const LOCK: &str = "../../Cargo.lock";

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    collect(&root, Path::new("src"), &mut files)?;
    files.sort();
    if let Ok(content) = fs::read(root.join(LOCK)) {
        files.push((LOCK.to_owned(), content));
        println!("cargo::rerun-if-changed={LOCK}");
    }
    println!("cargo::rerun-if-changed=src");
    let code = fingerprint::fingerprint(files.iter().map(|(name, content)| (name.as_str(), content.as_slice())));
    println!("cargo::rustc-env=POSSE_CODE={code:016x}");
    Ok(())
}

/// Collects the files in a folder, at any depth, with their names relative to `root`.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(root, &name, files)?;
        } else {
            files.push((name.to_string_lossy().replace('\\', "/"), fs::read(entry.path())?));
        }
    }
    Ok(())
}
