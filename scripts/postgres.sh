#!/usr/bin/env bash
# Throw-away PostgreSQL clusters, for tests and benchmarks.
#
#   scripts/postgres.sh start [--durable]   a fresh cluster; prints its URL
#   scripts/postgres.sh stop URL            ends it and removes its files
#   scripts/postgres.sh with [--durable] COMMAND…
#                                           the command beside a fresh cluster (AFTERGLOW_TEST_POSTGRES), which then ends
#   scripts/postgres.sh url                 the cluster of this checkout, started when it is not there; `stop` alone ends it
#   scripts/postgres.sh programs            the folder of PostgreSQL's programs
#
# A cluster listens on a free port of 127.0.0.1 with a password of its own, and its folder is named after the port: runs
# beside each other never meet. PostgreSQL refuses to run as root, so root hands it to the user postgres (or nobody).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
kept=$root/target/postgres.url

say() { printf 'postgres: %s\n' "$*" >&2; }
folder() { printf '/tmp/afterglow-postgres-%s' "$1"; }
port_of() { sed -n 's|.*@127\.0\.0\.1:\([0-9]*\)/.*|\1|p' <<<"$1"; }

programs() {
    local found
    # Debian keeps them out of the PATH, one folder a version: the newest.
    found=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    [ -x "$found" ] || found=$(command -v initdb) || { say "PostgreSQL is not installed (scripts/need.sh postgres)" && return 1; }
    dirname "$found"
}

# Runs a program as the cluster's owner, from a folder that this owner may enter.
owned() {
    if [ "$(id -u)" = 0 ]; then (cd / && exec runuser -u "$owner" -- "$@"); else "$@"; fi
}
owner=postgres
id -u postgres >/dev/null 2>&1 || owner=nobody

start() {
    local durability=${1:-} bin port dir password settings try
    bin=$(programs)
    # Durability costs a disk flush a commit. Tests kill our server, never the database, so only measuring wants it.
    settings="-c fsync=off -c full_page_writes=off"
    [ "$durability" = --durable ] && settings=""
    for try in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        dir=$(folder "$port")
        # Making the folder claims the port among ourselves; a stranger on the port shows when the server starts.
        mkdir -m 700 "$dir" 2>/dev/null || continue
        if [ "$(id -u)" = 0 ]; then chown "$owner" "$dir"; fi
        password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
        # shellcheck disable=SC2016  # the inner shell fills them in
        owned bash -c 'umask 077; printf %s "$1" >"$2/password"' - "$password" "$dir"
        owned "$bin/initdb" -D "$dir/data" -U afterglow --pwfile="$dir/password" --auth=scram-sha-256 \
            --encoding=UTF8 --locale=C --no-sync >"$dir/start.log" 2>&1 || { cat "$dir/start.log" >&2 && remove "$dir" && return 1; }
        if owned "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -s -o \
            "-h 127.0.0.1 -p $port -c unix_socket_directories='' -c max_connections=200 $settings" start >>"$dir/start.log" 2>&1 </dev/null; then
            PGPASSWORD=$password "$bin/createdb" -h 127.0.0.1 -p "$port" -U afterglow afterglow
            printf 'postgres://afterglow:%s@127.0.0.1:%s/afterglow\n' "$password" "$port"
            return 0
        fi
        say "port $port does not serve (try $try); taking another"
        remove "$dir"
    done
    say "no cluster could be started"
    return 1
}

remove() { rm -rf "$1"; }

stop() {
    local url=${1:-} port dir
    if [ -z "$url" ] && [ -f "$kept" ]; then
        url=$(cat "$kept")
        rm -f "$kept"
    fi
    port=$(port_of "$url")
    [ -n "$port" ] || { say "nothing to stop: give the URL that start printed" && return 1; }
    dir=$(folder "$port")
    [ -d "$dir" ] || return 0
    owned "$(programs)/pg_ctl" -D "$dir/data" -m immediate -w -s stop >/dev/null 2>&1 || true
    remove "$dir"
}

alive() { [ -n "${1:-}" ] && "$(programs)/pg_isready" -q -d "$1"; }

url() {
    if ! { [ -f "$kept" ] && alive "$(cat "$kept")"; }; then
        mkdir -p "$(dirname "$kept")"
        start "" >"$kept"
    fi
    cat "$kept"
}

with() {
    local durability=
    [ "${1:-}" = --durable ] && durability=$1 && shift
    AFTERGLOW_TEST_POSTGRES=$(start "$durability")
    export AFTERGLOW_TEST_POSTGRES
    trap 'stop "$AFTERGLOW_TEST_POSTGRES"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    "$@"
}

command=${1:-help}
shift || true
case $command in
start | stop | url | with | programs) "$command" "$@" ;;
*) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2 && exit 2 ;;
esac
