#!/usr/bin/env bash
# Throw-away PostgreSQL clusters, for tests and benchmarks.
#
#   scripts/postgres.sh start [--durable]   a fresh cluster; prints its URL
#   scripts/postgres.sh stop URL            stops it and removes its files
#   scripts/postgres.sh with [--durable] COMMAND…
#                                           runs the command with a fresh cluster (AFTERGLOW_TEST_POSTGRES), then stops it
#   scripts/postgres.sh url                 the cluster of this checkout, started if needed; runs until `stop`
#   scripts/postgres.sh programs            the folder of PostgreSQL's programs
#
# For tests of what a server does when its database fails:
#
#   scripts/postgres.sh halt URL [fast|immediate|kill|freeze]
#                                           stops (or pauses) it and keeps its files
#   scripts/postgres.sh resume URL          starts it again, on the same port
#   scripts/postgres.sh standby URL         a second cluster that replicates it; prints its URL
#   scripts/postgres.sh await-standby URL   from now on a commit waits for its standby
#   scripts/postgres.sh promote URL         makes the standby accept writes
#
# A cluster listens on a free port of 127.0.0.1 with its own password, and its folder is named after the port, so that
# parallel runs do not interfere. PostgreSQL refuses to run as root, so root runs it as the user postgres (or nobody).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
kept=$root/target/postgres.url

say() { printf 'postgres: %s\n' "$*" >&2; }
folder() { printf '/tmp/afterglow-postgres-%s' "$1"; }
port_of() { sed -n 's|.*@127\.0\.0\.1:\([0-9]*\)/.*|\1|p' <<<"$1"; }

programs() {
    local found
    # Debian does not put them in the PATH: one folder per version, and the newest is used.
    found=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    [ -x "$found" ] || found=$(command -v initdb) || { say "PostgreSQL is not installed (scripts/need.sh postgres)" && return 1; }
    dirname "$found"
}

# Runs a program as the cluster's owner, in a folder that this owner can enter.
owned() {
    if [ "$(id -u)" = 0 ]; then (cd / && exec runuser -u "$owner" -- "$@"); else "$@"; fi
}
owner=postgres
id -u postgres >/dev/null 2>&1 || owner=nobody

start() {
    local durability=${1:-} password settings
    # Durability costs a disk flush per commit. Tests kill our server, never the database, so only benchmarks need it.
    settings="-c fsync=off -c full_page_writes=off"
    [ "$durability" = --durable ] && settings=""
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    on_a_free_port fresh "$password" "-h 127.0.0.1 -p PORT -c unix_socket_directories='' -c max_connections=200 $settings"
    PGPASSWORD=$password "$(programs)/createdb" -h 127.0.0.1 -p "$(port_of "$made")" -U afterglow afterglow
    printf '%s\n' "$made"
}

# on_a_free_port FILL PASSWORD OPTIONS…: starts a cluster whose files the function FILL creates, and sets `made` to its
# URL.
on_a_free_port() {
    local fill=$1 password=$2 options=$3 port dir try
    shift 3
    for try in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        dir=$(folder "$port")
        # Creating the folder reserves the port among runs of this script; if another program uses the port, the start
        # fails.
        mkdir -m 700 "$dir" 2>/dev/null || continue
        if [ "$(id -u)" = 0 ]; then chown "$owner" "$dir"; fi
        "$fill" "$dir" "$password" "$@" >"$dir/start.log" 2>&1 || { cat "$dir/start.log" >&2 && remove "$dir" && return 1; }
        printf '%s' "${options//PORT/$port}" >"$dir/options"
        if serve "$dir" >>"$dir/start.log" 2>&1; then
            made=postgres://afterglow:$password@127.0.0.1:$port/afterglow
            return 0
        fi
        say "port $port does not serve (try $try); taking another"
        remove "$dir"
    done
    say "no cluster could be started"
    return 1
}

fresh() {
    local dir=$1 password=$2
    # shellcheck disable=SC2016  # the inner shell fills them in
    owned bash -c 'umask 077; printf %s "$1" >"$2/password"' - "$password" "$dir"
    owned "$(programs)/initdb" -D "$dir/data" -U afterglow --pwfile="$dir/password" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C --no-sync
}

remove() { rm -rf "$1"; }

# Starts a folder's cluster with its original options.
serve() { owned "$(programs)/pg_ctl" -D "$1/data" -l "$1/log" -w -t 60 -s -o "$(cat "$1/options")" start </dev/null; }

# The process ids of the postmaster and its children.
processes() {
    local main
    main=$(head -n 1 "$1/data/postmaster.pid")
    printf '%s\n' "$main"
    pgrep -P "$main" || true
}

halt() {
    local dir
    dir=$(folder "$(port_of "$1")")
    case ${2:-fast} in
    fast | immediate) owned "$(programs)/pg_ctl" -D "$dir/data" -m "${2:-fast}" -w -s stop ;;
    kill) processes "$dir" | xargs kill -KILL ;;
    freeze) processes "$dir" | xargs kill -STOP ;;
    *) say "fast, immediate, kill or freeze" && return 2 ;;
    esac
}

resume() {
    local dir try
    dir=$(folder "$(port_of "$1")")
    if [[ $(ps -o stat= -p "$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null)" 2>/dev/null) == T* ]]; then
        processes "$dir" | xargs kill -CONT
        return 0
    fi
    # Killed processes may not have ended yet.
    for try in 1 2 3 4 5 6 7 8 9 10; do
        serve "$dir" >>"$dir/start.log" 2>&1 && return 0
        say "not up yet (try $try)"
        sleep 0.3
    done
    cat "$dir/start.log" >&2
    return 1
}

standby() {
    local from=$1 password options
    password=$(sed -n 's|^postgres://afterglow:\([^@]*\)@.*|\1|p' <<<"$from")
    options=$(sed 's/-p [0-9]*/-p PORT/' "$(folder "$(port_of "$from")")/options")
    on_a_free_port copied "$password" "$options" "$(port_of "$from")"
    printf '%s\n' "$made"
}

copied() {
    local dir=$1 password=$2 from=$3
    owned env PGPASSWORD="$password" "$(programs)/pg_basebackup" -h 127.0.0.1 -p "$from" -U afterglow \
        -D "$dir/data" -R -X stream -c fast --no-sync
}

await-standby() {
    "$(programs)/psql" -q -d "$1" -c "ALTER SYSTEM SET synchronous_standby_names = '*'" -c "SELECT pg_reload_conf()" >/dev/null
}

promote() { owned "$(programs)/pg_ctl" -D "$(folder "$(port_of "$1")")/data" -w -s promote; }

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
    processes "$dir" 2>/dev/null | xargs -r kill -CONT 2>/dev/null || true
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
start | stop | url | with | programs | halt | resume | standby | await-standby | promote) "$command" "$@" ;;
*) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2 && exit 2 ;;
esac
