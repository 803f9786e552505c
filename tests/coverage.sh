#!/usr/bin/env bash
# Which part of the lines of product and kit the tests ran, by folder: a line counts once, whichever project's tests ran it.
#
#   tests/coverage.sh FOLDER [MINIMUM]     FOLDER: where results are; fails when less than MINIMUM percent ran
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
minimum=${2:-0}

find "$1" -name coverage.info -exec cat {} + | awk -v root="$root/" -v minimum="$minimum" '
  { sub(/\r$/, "") }
  /^SF:/ {
    file = substr($0, 4)
    ours = index(file, root) == 1
    file = substr(file, length(root) + 1)
  }
  /^DA:/ && ours {
    split(substr($0, 4), line, ",")
    key = file ":" line[1]
    if (!(key in ran)) ran[key] = 0
    if (line[2] > 0) ran[key] = 1
  }
  END {
    for (key in ran) {
      folder = substr(key, 1, index(key, "/") - 1)
      lines[folder]++
      covered[folder] += ran[key]
      all++
      hit += ran[key]
    }
    if (!all) { print "No coverage was collected."; exit 1 }
    for (folder in lines) printf "%-14s %5.1f %% of %d lines\n", folder, 100 * covered[folder] / lines[folder], lines[folder] | "sort"
    close("sort")
    printf "%-14s %5.1f %% of %d lines\n", "all", 100 * hit / all, all
    if (100 * hit < minimum * all) { printf "At least %s %% must be.\n", minimum; exit 1 }
  }'
