#!/usr/bin/env bash
# Builds, tests and runs CaPresenceActors. Needs bash and the .NET SDK that global.json names; works from any folder.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
configuration=Release
results="$root/artifacts/test-results"

# A project whose tests say nothing for this long hangs and is killed; so is one that takes this many seconds in all.
# The whole run ends in time for a build machine's hour, whatever hangs.
test_limit=5m
project_limit=1200
run_limit=2700

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
if [[ ${CI:-} == true ]]; then
  # Nothing may outlive a run on a build machine: no build servers that wait for the next one.
  export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
fi

say() { printf '%s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; }

help() {
  cat <<'TEXT'
Usage: ./build.sh TARGET [ARGUMENT...]

  test     install what tests need, build, run every test project; the last line is "N passed, N failed"
  build    build the solution
  run      run the demo: a simulated Exchange, fifty people, and their presences live in the terminal
  clean    remove everything that a build or a test run has made
  help     this text

Tests read recorded Exchange traffic and scenario files from the folder that CAPRESENCE_SHARED names, or from
../shared beside the clone. Without either, the tests that need them are skipped and say so.
TEXT
}

require_sdk() {
  if ! command -v dotnet >/dev/null; then
    fail "dotnet is not installed. Install the .NET SDK that global.json names: https://dotnet.microsoft.com/download"
    exit 1
  fi
}

build() {
  require_sdk
  dotnet build "$root/CaPresenceActors.sln" --configuration "$configuration" --nologo "$@" </dev/null
}

# --- What tests need beside the SDK -----------------------------------------------------------------------------------

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

can_install() {
  command -v apt-get >/dev/null && { [[ $(id -u) == 0 ]] || sudo -n true 2>/dev/null; }
}

has_icu() {
  [[ $(uname -s) != Linux ]] || { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep 'libicuuc\.so' >/dev/null; }
}

# The package carries its version in its name, so ask which one this release of the distribution has.
install_icu() {
  as_root apt-get update -qq || return
  local package
  package=$(apt-cache search --names-only '^libicu[0-9]+$' | awk '{ print $1 }' | sort -V | tail -n 1)
  [[ -n $package ]] && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
}

has_chromium() {
  [[ -n ${CAPRESENCE_CHROMIUM:-} ]] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

install_chromium() {
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
}

# One line for each thing that tests can need; a test that misses it skips or fails with its own clear reason.
prepare() {
  if has_icu; then
    say "needs: ICU is there (keywords are matched in Unicode's NFKC form)"
  elif can_install && install_icu && has_icu; then
    say "needs: ICU was missing and has been installed"
  else
    fail "ICU is missing and cannot be installed here. Install it (Debian: apt-get install libicu72), or tests of matching fail."
  fi
  say "needs: PostgreSQL is skipped: no test uses it yet"
  if has_chromium; then
    say "needs: Chromium is there (the pages are tried in it)"
  elif can_install && install_chromium && has_chromium; then
    say "needs: Chromium was missing and has been installed"
  else
    say "needs: Chromium is missing and cannot be installed here; the tests of the pages are skipped. CAPRESENCE_CHROMIUM can name another browser of its kind"
  fi
}

# --- Tests ------------------------------------------------------------------------------------------------------------

# timeout(1) kills the whole process group; without it (macOS) the runner's own limit has to do.
limited() {
  local left=$((run_limit - SECONDS))
  if ((left <= 0)); then
    fail "the run has used up its $((run_limit / 60)) minutes"
    return 124
  fi
  if command -v timeout >/dev/null; then
    timeout --kill-after=30s "$((left < project_limit ? left : project_limit))s" "$@"
  else
    "$@"
  fi
}

run_project() {
  local project=$1 name=$2
  limited dotnet test "$project" --configuration "$configuration" --no-build --nologo \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --blame-hang-timeout "$test_limit" --blame-hang-dump-type none </dev/null
}

# Prints "total executed passed" of a TRX file, or nothing if it holds no summary.
counters() {
  sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)".*/\1 \2 \3/p' "$1" 2>/dev/null | tail -n 1
}

run_tests() {
  local passed=0 failed=0 skipped=0 project name status total executed good
  local -a broken=()

  rm -rf -- "$results"
  prepare
  if ! build; then
    fail "the build failed, so no test ran"
    say "0 passed, 0 failed"
    return 1
  fi

  for project in "$root"/tests/*.Tests/*.csproj; do
    name=$(basename -- "$project" .csproj)
    say "== $name"
    status=0
    run_project "$project" "$name" || status=$?

    total=0 executed=0 good=0
    read -r total executed good < <(counters "$results/$name.trx") || true
    passed=$((passed + good))
    failed=$((failed + executed - good))
    skipped=$((skipped + total - executed))

    # What the results do not tell: a run that hung, crashed or found nothing is a failure of its own.
    if ((total == 0)); then
      broken+=("$name left no results (exit code $status)")
    elif ((status != 0 && executed == good)); then
      broken+=("$name ended with exit code $status although no test failed")
    fi
  done

  if ((${#broken[@]} > 0)); then
    failed=$((failed + ${#broken[@]}))
    printf 'build.sh: %s\n' "${broken[@]}" >&2
  fi
  if ((passed + failed == 0)); then
    fail "no test ran"
    failed=1
  fi

  say "$passed passed, $failed failed$( ((skipped == 0)) || printf ', %d skipped' "$skipped")"
  ((failed == 0))
}

clean() {
  find "$root/src" "$root/tests" "$root/bench" -type d \( -name bin -o -name obj \) -prune -exec rm -rf -- {} +
  rm -rf -- "$root/artifacts"
}

main() {
  local target=${1:-help}
  if (($# > 0)); then shift; fi

  case $target in
    test) require_sdk; run_tests ;;
    build) build "$@" ;;
    run) require_sdk; exec dotnet run --project "$root/src/CaPresenceActors.Host" -- demo "$@" ;;
    clean) clean ;;
    help | -h | --help) help ;;
    *) fail "no target \"$target\"; ./build.sh help lists them"; return 2 ;;
  esac
}

main "$@"
