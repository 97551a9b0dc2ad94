# Shared by the scripts; sourced, never run.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck disable=SC2034  # used by the scripts that source this file
BUILD=$ROOT/build
# shellcheck disable=SC2034  # used by the scripts that source this file
NGINX_IMAGE=nginx:1.27-alpine

# Everything a person reads goes to stderr: stdout carries results only.
say() { printf '== %s\n' "$*" >&2; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# engine_curl SOCKET PATH [curl options...]: one request to the engine.
engine_curl() {
    local socket=$1 path=$2
    shift 2
    curl --silent --show-error --noproxy '*' --unix-socket "$socket" "$@" "http://engine$path"
}

# Does an engine answer on this socket?
engine_answers() {
    [[ -S $1 ]] && [[ $(engine_curl "$1" /_ping --max-time 5 2>/dev/null) == OK ]]
}

# has_image SOCKET NAME
has_image() {
    engine_curl "$1" "/images/$2/json" --fail --max-time 10 --output /dev/null 2>/dev/null
}

# as_root COMMAND...: directly, or through sudo for anyone else.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "this needs root: run it as root or install sudo"
    fi
}

# Sets SOCKET. An engine that had to be started ends with the script: see end_engine.
# shellcheck disable=SC2034  # for the script that sources this file
use_engine() {
    if SOCKET=$("$ROOT/scripts/engine" socket); then return; fi
    engine_started=yes
    SOCKET=$("$ROOT/scripts/engine" start) || die "no engine: see above"
}

end_engine() {
    [[ ${engine_started:-} != yes ]] || "$ROOT/scripts/engine" stop
}

# What an operator set for rollout itself must not steer the tests and the demo.
forget_settings() {
    local variable
    for variable in $(compgen -e ROLLOUT_) $(compgen -e SMOKE_); do
        case $variable in
            ROLLOUT_ENGINE | ROLLOUT_PULL) ;;
            *) unset "$variable" ;;
        esac
    done
    unset PROJECT_NAME COMPOSE_FILE STATE_FILE UPSTREAM_CONF ROLLOUT
    unset MAKEFLAGS MFLAGS MAKEOVERRIDES
}
