#!/usr/bin/env bash
# Resolve pyproject.toml into requirements/*.lock: exact versions with hashes, for every platform, without addresses.
# --check compares instead: it fails when pyproject.toml asks for something that the locks do not hold.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    # --no-annotate and --no-header keep paths of this machine out of the file.
    uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
        --python-version 3.11 "$@"
}

resolve() {
    compile pyproject.toml --output-file "$1/run.lock"
    compile pyproject.toml --group test --group dev --constraint "$1/run.lock" --output-file "$1/dev.lock"
}

if [ "${1:-}" != --check ]; then
    resolve requirements
    exit
fi
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
cp requirements/*.lock "$kept"
resolve "$kept"
diff -u requirements/run.lock "$kept/run.lock"
diff -u requirements/dev.lock "$kept/dev.lock"
