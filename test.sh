#!/usr/bin/env bash
# Builds everything once and runs every test project, Flow.Tests beside the others; results in TestResults/.
# Debian packages that the tests need as real components are installed when missing and when that is possible; tests
# of a component that is not there are skipped, or fail, and say so. FUZZ_SEED=N makes other hostile inputs.
# Without a PROJECT at least 80 % of the lines of product and kit must have run in the processes of the tests.
#
#   ./test.sh [--coverage] [PROJECT...]     PROJECT: the name of a folder under tests/; --coverage: say what it ran
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

coverage=
minimum=0
projects=()
for argument in "$@"; do
  case $argument in
    --coverage) coverage=yes ;;
    -h | --help)
      sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    *)
      [[ -d tests/$argument ]] || { printf 'test.sh: there is no tests/%s\n' "$argument" >&2; exit 1; }
      projects+=("$argument")
      ;;
  esac
done
if ((${#projects[@]} == 0)); then
  coverage=yes
  minimum=80
  for project in tests/*.Tests; do
    projects+=("$(basename "$project")")
  done
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

# On a busy machine it may take minutes until a test process says that it is there.
export VSTEST_CONNECTION_TIMEOUT=600

# No process of a test runs long enough to be paid back for watching what its code does: a third of all processor time.
export DOTNET_TieredPGO=0
export FUZZ_SEED=${FUZZ_SEED:-1}
printf 'FUZZ_SEED=%s\n' "$FUZZ_SEED"
results=$PWD/TestResults
rm -rf "$results"
mkdir -p "$results"

if command -v dpkg-query >/dev/null; then
  deploy/local/install.sh rabbitmq-server redis-server postgresql prometheus prometheus-alertmanager coturn nginx-light openssl sqlite3 docker-compose shellcheck ||
    printf 'Tests of what is not installed are skipped.\n'

  # A call of their own: where one of them is not to be had, all the others are installed.
  # Node.js from elsewhere than Debian brings npm, and Debian's does not go with that.
  browser=(chromium)
  command -v npm >/dev/null || browser+=(npm)
  deploy/local/install.sh "${browser[@]}" || printf 'Tests of pages in a browser are skipped.\n'
fi

if command -v shellcheck >/dev/null; then
  printf '== shellcheck\n'
  shellcheck -x test.sh .ci/run tests/*.sh deploy/*.sh deploy/*/*.sh
fi

# Those of the TypeScript client are skipped where its packages cannot be had.
if command -v npm >/dev/null; then
  npm ci --prefix clients/typescript --prefer-offline --ignore-scripts --no-audit --no-fund --silent ||
    printf 'Tests of the TypeScript client are skipped.\n'
fi

# One compiler for all projects, whatever the environment says; it does not stay behind.
printf '== build\n'
dotnet build Messaging.sln -c Release --nologo -v quiet -clp:NoSummary -p:UseSharedCompilation=true
dotnet build-server shutdown --vbcscompiler >/dev/null

printf '== format\n'
dotnet format whitespace . --folder --verify-no-changes --exclude clients/typescript/node_modules

collector=
if [[ $coverage ]]; then
  collector=$(dotnet msbuild tests/Contracts.Tests -getProperty:Pkgcoverlet_collector)/build/netstandard2.0
fi

# Runs the tests of one project.
run() {
  # The assembly spares an evaluation of its project.
  local collect=()
  if [[ $coverage ]]; then
    collect=(--settings tests/coverage.runsettings --collect "XPlat Code Coverage" --test-adapter-path "$collector")
  fi
  printf '== %s\n' "$1"
  local TIMEFORMAT="== $1 took %0R s, and %0U + %0S s of processors"
  time dotnet test "tests/$1/bin/Release/net10.0/$1.dll" "${collect[@]}" --nologo --results-directory "$results" \
    --logger "trx;LogFileName=$1.trx" --blame-hang-timeout 10m
}

# Flow.Tests waits half of its time, for processes that start and parts that come back: it runs beside the others.
failed=()
beside=
trap '[[ ! $beside ]] || kill -- "-$beside" 2>/dev/null || true' EXIT
for project in "${projects[@]}"; do
  if [[ $project == Flow.Tests ]]; then
    # In a process group of its own, which ends with this script.
    set -m
    run Flow.Tests >"$results/Flow.Tests.log" 2>&1 &
    beside=$!
    set +m
  fi
done
for project in "${projects[@]}"; do
  # In a shell of its own, or what Flow.Tests has cost is counted to the project that runs when it ends.
  [[ $project == Flow.Tests ]] || (run "$project") || failed+=("$project")
done
if [[ $beside ]]; then
  wait "$beside" || failed+=(Flow.Tests)
  beside=
  cat "$results/Flow.Tests.log"
fi

if [[ $coverage ]]; then
  printf '== coverage\n'
  tests/coverage.sh "$results" "$minimum" || failed+=(coverage)
fi

if ((${#failed[@]})); then
  printf 'Failed: %s\n' "${failed[*]}"
  exit 1
fi
