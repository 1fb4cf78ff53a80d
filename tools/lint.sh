#!/usr/bin/env bash
# Everything but the tests. Runs every step, then fails if any of them did.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()

step() {
    local name=$1
    shift
    echo "── $name"
    "$@" || failed+=("$name")
}

migrations() {
    python -W ignore -m django makemigrations --check --dry-run
}

export DJANGO_SETTINGS_MODULE=plexus.site.settings
step style ruff check .
step format ruff format --check .
step templates djlint src --lint --quiet
step types mypy
step imports lint-imports
step shape python tools/check_shape.py src
step migrations migrations
step locks bash tools/lock.sh --check
step wheel python tools/check_wheel.py

if [ ${#failed[@]} -gt 0 ]; then
    echo "failed: ${failed[*]}"
    exit 1
fi
echo "all clean"
