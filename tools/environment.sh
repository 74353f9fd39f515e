# Sourced by the tools beside it: goes to the root of the checkout, whatever
# directory the caller is in, and fixes what differs between machines.
# shellcheck shell=sh

cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8
export NINJA_STATUS='[%f/%t %es] '

say() { printf '\n== %s\n' "$*" >&2; }
fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }
usage() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p;}' "tools/$(basename "$0")"; }

# The build directory of a preset; $VIGIL_BUILD_DIR names another one.
build_directory() { printf '%s' "${VIGIL_BUILD_DIR:-build/$1}"; }
