#!/usr/bin/env bash
# Prints the version of a tag such as v1.2.3, after a look at what has to agree with it: package.json and CHANGELOG.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tag=${1:?which tag}
fail() { echo "$tag: $*" >&2; exit 1; }

[[ $tag =~ ^v(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$ ]] || fail 'is no semantic version with a v'
version=${tag#v}
[ "$(node -p 'require("./package.json").version')" = "$version" ] || fail 'is not the version in package.json'
grep -q "^## \[${version//./\\.}\] - [0-9-]\{10\}$" CHANGELOG.md || fail 'has no section with a date in CHANGELOG.md'
echo "$version"
