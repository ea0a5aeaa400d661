#!/usr/bin/env bash
# Implements `make test`: installs and starts everything that the tests need, and runs all of them. After a failed suite
# the others still run; the last lines list each one with its result.
set -euo pipefail
cd "$(dirname "$0")/.."
logs=$(mktemp -d)
results=()
failures=0

# Reads a runner's summary and prints two numbers: passed and failed.
count() {
    case $1 in
    cargo) grep '^test result:' "$2" ;;
    vitest) grep '^ *Tests  ' "$2" ;;
    playwright) grep -E '^ *[0-9]+ (passed|failed)' "$2" ;;
    maven) sed -nE 's/.*Tests run: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+), Skipped: ([0-9]+)$/\1 \2 \3 \4/p' "$2" |
        awk '{ print $1 - $2 - $3 - $4, "passed", $2 + $3, "failed" }' ;;
    # One check per file.
    ios) sed -nE 's/^ios: ([0-9]+) files type-checked$/\1 passed/p' "$2" ;;
    # Only the outermost of the runner's nested suites.
    swift) grep -A 1 "^Test Suite 'All tests' \(passed\|failed\)" "$2" |
        sed -nE 's/.*Executed ([0-9]+) tests?, with (([0-9]+) tests? skipped and )?([0-9]+) failures?.*/\1 \3 \4/p' |
        awk '{ skipped = NF == 3 ? $2 : 0; print $1 - skipped - $NF, "passed", $NF, "failed" }' ;;
    esac | awk '{ for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i - 1); if ($i ~ /^failed/) f += $(i - 1) } }
        END { print p + 0, f + 0 }'
}

# The lines of a runner's output that name a failed test: the end of a long log is often all that is kept of it.
failed_tests() {
    case $1 in
    cargo) grep -E '^test .* FAILED$' "$2" ;;
    vitest) grep -E '^ *FAIL ' "$2" ;;
    playwright) grep -E '^ *✘ ' "$2" ;;
    maven) grep -E '<<< (FAILURE|ERROR)!' "$2" ;;
    ios) grep -E ': error: ' "$2" ;;
    swift) grep -E "^Test Case '.*' failed|: error: " "$2" ;;
    esac | head -20 || true
}

# suite NAME RUNNER COMMAND…: runs a suite, shows its output and keeps its numbers. A suite without any test has failed.
suite() {
    local name=$1 runner=$2 status=0 passed failed began=$SECONDS minutes
    shift 2
    printf '\n== %s: %s\n' "$name" "$*"
    "$@" 2>&1 | tee "$logs/$name" || status=$?
    read -r passed failed < <(count "$runner" "$logs/$name")
    minutes=$(((SECONDS - began + 30) / 60))
    if [ $status -ne 0 ] || [ "$passed" -eq 0 ]; then
        failures=$((failures + 1))
        results+=("$name: $passed passed, $failed failed, $minutes min" "  ($name did not pass: its command ended with $status)")
        results+=("$(failed_tests "$runner" "$logs/$name")")
    else
        results+=("$name: $passed passed, $failed failed, $minutes min")
    fi
}

finish() {
    [ -z "${AFTERGLOW_TEST_POSTGRES:-}" ] || scripts/postgres.sh stop "$AFTERGLOW_TEST_POSTGRES"
    rm -rf "$logs"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

scripts/need.sh build portal wasm postgres chromium maven screens android
# The only optional suite: if Swift 6 cannot be installed, the last lines say so.
swift=yes
scripts/need.sh swift || swift=
scripts/portal.sh
scripts/packages.sh tests/browser
AFTERGLOW_TEST_POSTGRES=$(scripts/postgres.sh start)
# The folder in which suites outside cargo find the server, the phones and the library.
AFTERGLOW_TARGET_DIR=$(realpath -m "${CARGO_TARGET_DIR:-target}")/debug
export AFTERGLOW_TEST_POSTGRES AFTERGLOW_TARGET_DIR NO_COLOR=1
# Property tests try the same cases in every run; `make soak` draws new ones.
export PROPTEST_RNG_SEED=${PROPTEST_RNG_SEED:-20261130}
# All targets at once: the tests, and the binaries and libraries that they start.
cargo build --workspace --all-targets
scripts/generate.sh kotlin
scripts/generate.sh swift

suite rust cargo cargo test --workspace --no-fail-fast
# The Swift package: screen models, and stories with the real library and the real server. Then the sources of the
# screens.
if [ "$swift" ]; then
    suite swift swift scripts/swift.sh test
    suite ios ios sh -c 'scripts/swift.sh ios && scripts/swift.sh docs'
else
    results+=('swift, ios: NOT RUN, for there is no Swift 6 here and none could be brought (see above)')
fi
suite fhir maven mvn -B -ntp -f tests/fhir/pom.xml test
suite portal vitest npm --prefix server/portal run --silent test
# The Kotlin layer, the phone's screens with input and screenshots, and the Android app.
suite phone maven mvn -B -ntp -f bindings/android/pom.xml -fae test
suite browser playwright npm --prefix tests/browser run --silent test

printf '\n'
printf '%s\n' "${results[@]}"
[ $failures -eq 0 ] || { printf 'make test: %s of the suites failed\n' "$failures" && exit 1; }
printf 'make test: every suite passed\n'
