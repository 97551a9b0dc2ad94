# Packages of other Debian suites, through the apt source that this machine has configured already.
# Sourced behind lib.sh, never run. apt's lists, cache and status of its own live below $APT_STATE,
# so the machine's package lists and packages stay as they are; apt checks the archive's signatures
# as always.
# shellcheck shell=bash

readonly apt_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# The address of the archive that this machine already installs from.
archive_uri() {
    local uri
    uri=$(configured_uri)
    if [[ -z $uri ]]; then
        apt-get update -qq >&2
        uri=$(configured_uri)
    fi
    [[ -n $uri ]] || die "apt has no source for this Debian release: check /etc/apt/sources.list*"
    echo "$uri"
}

configured_uri() {
    local release
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    # shellcheck disable=SC2016  # apt's own fields
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v release="$release" '$2 == release && $3 == "main" {print $1; exit}'
}

# apt_private SUITE COMMAND...: apt with its lists, cache and status below $APT_STATE.
apt_private() {
    local state=$APT_STATE/$1 command=$2
    shift 2
    "$command" -qq \
        -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
        -o Dir::State::Lists="$state/lists" -o Dir::State::Status="$state/status" \
        -o Dir::Cache="$state/cache" -o Dir::Cache::Archives="$state/cache/archives" \
        -o Acquire::Languages=none -o Acquire::Retries=2 \
        -o APT::Sandbox::User= -o APT::Install-Recommends=false "$@"
}

# fetch_index SUITE URI: reads the package index of a suite.
fetch_index() {
    local suite=$1 uri=$2 state=$APT_STATE/$1
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    : >"$state/status"
    echo "deb [signed-by=$apt_keyring] $uri $suite main" >"$state/sources.list"
    apt_private "$suite" apt-get update >&2
}

# unpack_packages SUITE DIR PACKAGE...: downloads and unpacks, installs nothing.
unpack_packages() {
    local suite=$1 into=$2 debs archive
    shift 2
    debs=$(mktemp --directory)
    mkdir -p "$into"
    (cd "$debs" && apt_private "$suite" apt-get download "$@" >&2)
    for archive in "$debs"/*.deb; do dpkg -x "$archive" "$into"; done
    rm -rf "$debs"
}
