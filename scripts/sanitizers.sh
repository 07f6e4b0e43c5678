#!/usr/bin/env bash
# Runs the Rust tests under Miri and AddressSanitizer. Needs a nightly toolchain with Miri:
# `rustup toolchain install nightly --component miri --component rust-src`.
#
# Miri runs the tests of the allocator, over memory of the system's allocator in place of the reserved range. It checks
# the arithmetic of pointers under strict provenance and Tree Borrows, uninitialized reads, data races and leaks. It
# does not see `mmap` and `madvise`, nor the use of a freed block inside a region.
#
# AddressSanitizer runs the tests of all crates but the addon. Without regions it sees every block of the parser and of
# the rules; with them, what the range asks of the system. A use after the end of a region ends the process under
# `check`. It keeps freed memory for a while, so the tests of memory are left out; it reports leaks itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export RUST_BACKTRACE=0
MIRIFLAGS='-Zmiri-strict-provenance -Zmiri-tree-borrows -Zmiri-disable-isolation' \
  cargo +nightly miri test --quiet --package posse_region --tests --target-dir target/miri

host=$(rustc --version --verbose | sed -n 's/^host: //p')
for mode in off check on; do
  printf '\n== AddressSanitizer, POSSE_REGION=%s\n' "$mode"
  POSSE_REGION=$mode RUSTFLAGS=-Zsanitizer=address \
    cargo +nightly test --quiet --workspace --exclude posse_node --tests --target "$host" --target-dir target/asan \
    -- --skip scans_need_no_more_memory
done
