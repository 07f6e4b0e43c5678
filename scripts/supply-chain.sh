#!/usr/bin/env bash
# Checks what a release is made of, and the workflows that build it. Needs no network except package registries:
# - cargo-deny: the licenses of the crates, where they come from, and that none of the banned ones is there (`deny.toml`);
# - zizmor at its pedantic level: our workflows, our action, and the workflows we offer as examples.
#
# With --advisories, checks for known vulnerabilities instead: the crates against RustSec's database, which is on GitHub,
# and the npm packages against npm's advisory service.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools=${POSSE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/posse}/supply-chain
if ! cmp --silent scripts/supply-chain.txt "$tools/installed.txt"; then
  python3 -m venv --clear "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
    --requirement scripts/supply-chain.txt
  cp scripts/supply-chain.txt "$tools/installed.txt"
fi

status=0
if [ "${1:-}" = --advisories ]; then
  "$tools/bin/cargo-deny" --locked check advisories || status=1
  npm audit || status=1
else
  "$tools/bin/cargo-deny" --locked check bans licenses sources || status=1
  "$tools/bin/zizmor" --offline --pedantic --no-progress .github action.yml examples/github-actions/*.yml || status=1
fi
exit "$status"
