# Engines of other Debian suites, unpacked below build/engines and never installed, and a place for
# them beside another engine. Sourced behind lib.sh, never run.
# shellcheck shell=bash

readonly engines=$BUILD/engines
# shellcheck disable=SC2034  # used by apt.sh
readonly APT_STATE=$engines/apt
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/apt.sh"

# fetch NAME SUITE PACKAGE...: unpacks them once, below build/engines/NAME/root.
fetch() {
    local name=$1 suite=$2
    shift 2
    [[ ! -e $engines/$name/whole ]] || return 0
    say "$name: unpacking $* of $suite"
    rm -rf "${engines:?}/$name/root"
    fetch_index "$suite" "$(archive_uri)"
    unpack_packages "$suite" "$engines/$name/root" "$@"
    touch "$engines/$name/whole"
}

# fetch_docker NAME: containerd and runc are this machine's own.
fetch_docker() {
    case $1 in
        docker-20.10) ;;
        docker-26.1) fetch "$1" trixie docker.io ;;
        docker-28.5) fetch "$1" forky docker.io ;;
        *) die "no docker is called $1: docker-20.10 docker-26.1 docker-28.5" ;;
    esac
}

# apart NAME COMMAND...: runs it with network interfaces of its own (dockerd 28 deletes a docker0 that
# it does not use, also another engine's), and sees what was unpacked as if it were installed.
# shellcheck disable=SC2016  # for the inner shell
apart() {
    local root=$engines/$1/root etc=$engines/$1/state/etc
    shift
    exec setsid unshare --net --mount sh -c '
        [ ! -d "$0/usr" ] || mount -t overlay -o "lowerdir=$0/usr:/usr" overlay /usr
        [ ! -d "$1" ] || mount -t overlay -o "lowerdir=$1:/etc" overlay /etc
        shift
        ip link set lo up
        exec "$@"' "$root" "$etc" "$@"
}
