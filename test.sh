#!/usr/bin/env bash
# Builds everything once and runs every test project, one after the other; results in TestResults/.
# Debian packages that the tests need as real components are installed when missing and when that is possible; tests
# of a component that is not there are skipped, or fail, and say so. FUZZ_SEED=N makes other hostile inputs.
#
#   ./test.sh [--coverage] [PROJECT...]     PROJECT: the name of a folder under tests/
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

coverage=()
projects=()
for argument in "$@"; do
  case $argument in
    --coverage) coverage=(--collect "XPlat Code Coverage") ;;
    -h | --help)
      sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    *)
      [[ -d tests/$argument ]] || { printf 'test.sh: there is no tests/%s\n' "$argument" >&2; exit 1; }
      projects+=("$argument")
      ;;
  esac
done
if ((${#projects[@]} == 0)); then
  for project in tests/*.Tests; do
    projects+=("$(basename "$project")")
  done
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
export FUZZ_SEED=${FUZZ_SEED:-1}
printf 'FUZZ_SEED=%s\n' "$FUZZ_SEED"
results=$PWD/TestResults
rm -rf "$results"
mkdir -p "$results"

if command -v dpkg-query >/dev/null; then
  deploy/local/install.sh rabbitmq-server redis-server postgresql prometheus sqlite3 docker-compose shellcheck ||
    printf 'Tests of what is not installed are skipped.\n'
fi

if command -v shellcheck >/dev/null; then
  printf '== shellcheck\n'
  shellcheck -x test.sh .ci/run deploy/local/*.sh
fi

if command -v docker-compose >/dev/null; then
  printf '== compose\n'
  docker-compose -f docker-compose.yml config -q
  docker-compose -f docker-compose.yml -f docker-compose.postgres.yml config -q
fi

# One compiler for all projects, whatever the environment says; it does not stay behind.
printf '== build\n'
dotnet build Messaging.sln -c Release --nologo -v quiet -clp:NoSummary -p:UseSharedCompilation=true
dotnet build-server shutdown --vbcscompiler >/dev/null

printf '== format\n'
dotnet format Messaging.sln --verify-no-changes --no-restore --severity info --diagnostics IDE0005

failed=()
for project in "${projects[@]}"; do
  printf '== %s\n' "$project"

  # The assembly spares an evaluation of its project, which only the collector of coverage is found by.
  tests=("tests/$project/bin/Release/net10.0/$project.dll")
  ((${#coverage[@]} == 0)) || tests=("tests/$project" -c Release --no-build "${coverage[@]}")
  dotnet test "${tests[@]}" --nologo --results-directory "$results" \
    --logger "trx;LogFileName=$project.trx" --blame-hang-timeout 10m || failed+=("$project")
done

if ((${#failed[@]})); then
  printf 'Failed: %s\n' "${failed[*]}"
  exit 1
fi
