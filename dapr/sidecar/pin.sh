#!/usr/bin/env bash
# Fetches the checksums which the official release publishes beside its assets and writes them into release.json.
# Run it where GitHub can be reached, read the difference, commit it. Nothing is written unless every value arrived.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v curl >/dev/null || { echo 'pin: curl is needed' >&2; exit 1; }
exec node --input-type=module -e '
  import { execFileSync } from "node:child_process";
  import { readFileSync, renameSync, writeFileSync } from "node:fs";

  const release = JSON.parse(readFileSync("release.json", "utf8"));
  const sha256 = {};
  for (const platform of release.platforms) {
    const [os, arch] = platform.split("_");
    for (const binary of release.binaries) {
      const values = { version: release.version, binary, os, arch };
      const url = release.sha256_url.replace(/\{(\w+)\}/g, (_, name) => values[name]);
      const args = ["--fail", "--silent", "--show-error", "--location", "--max-time", "30", url];
      // The file is "<digest>" or "<digest>  <asset>".
      const digest = execFileSync("curl", args, { encoding: "utf8" }).trim().split(/\s+/)[0];
      if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error(`${url} does not hold a SHA-256 digest`);
      sha256[`${binary}_${platform}`] = digest;
    }
  }
  writeFileSync("release.json.tmp", JSON.stringify({ ...release, sha256 }, null, 2) + "\n");
  renameSync("release.json.tmp", "release.json");
  console.log(`pin: wrote ${Object.keys(sha256).length} checksums of ${release.version}`);
'
