# shellcheck shell=bash
# Prepares .venv from the lock files; sourced by scripts/gradanim and scripts/test.
#
# `prepare run` and `prepare test` cost a few milliseconds when all is prepared. A stamp that is written last
# says what .venv was made from; without the right stamp .venv is made anew, so a set-up that was interrupted
# is never trusted. Everything is said on stderr; the environment's problems end with exit code 3.
# bash 3.2 is enough (macOS).

venv="${root:?}/.venv"
log="$venv/prepare.log"
. "$root/scripts/_system.sh"

say() { printf 'gradanim: %s\n' "$*" >&2; }

fail() {
    printf 'gradanim: %s\n' "$@" >&2
    exit 3
}

prepare() {
    local kind=$1
    if is_prepared "$kind"; then return; fi
    # An author's own Python settings must not lead the set-up astray.
    unset PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX
    mkdir -p "$venv" 2>/dev/null || fail "no right to write $venv: change the rights of the folder, or clone elsewhere"
    find_python
    take_turn
    if ! is_prepared "$kind"; then
        if is_prepared run; then
            say "adding what the tests need (a minute, once)"
            install_locked "$kind"
        else
            make_all "$kind"
        fi
        leave_stamp run
        leave_stamp "$kind"
        say "ready"
    fi
    exec 9>&-
}

make_all() {
    local kind=$1
    say "preparing this folder, which is done once and takes a few minutes (details: .venv/prepare.log)"
    find "$venv" -mindepth 1 -maxdepth 1 ! -name .lock -exec rm -rf {} +
    system_packages
    say "2/4 an environment for Python $python_version in .venv"
    logged "$python" -m venv "$venv" ||
        explain "Python $python_version could not make an environment"
    say "3/4 installing $(grep -c '^[A-Za-z]' "$(lock_file "$kind")") packages"
    pip_install --require-hashes -r "$root/requirements-build.lock" ||
        explain "the build tools could not be installed; is there a network?"
    install_locked "$kind"
    pip_install --no-deps --no-build-isolation --editable "$root" ||
        explain "gradanim itself could not be installed"
    say "4/4 compiling the 3D renderer"
    logged "$venv/bin/python" -P -c 'from gradanim.raster import warm_up; warm_up()' ||
        say "    not now (see .venv/prepare.log); it will be compiled when it is first used"
}

install_locked() {
    # No build isolation: what has no wheel is built with the locked build tools, not with today's newest.
    pip_install --require-hashes --no-build-isolation -r "$(lock_file "$1")" ||
        explain "the packages could not be installed; is there a network?"
}

pip_install() {
    PATH="$venv/bin:$PATH" logged "$venv/bin/python" -m pip install \
        --quiet --no-input --disable-pip-version-check --no-warn-script-location "$@"
}

lock_file() {
    case $1 in
    run) echo "$root/requirements.lock" ;;
    test) echo "$root/requirements-dev.lock" ;;
    esac
}

# --- the stamp -------------------------------------------------------------------------------------------

# The place counts too: an environment knows its own path, so a copied or moved folder is prepared anew.
stamp_text() {
    printf '%s\n' "$root"
    cat "$root/requirements-build.lock" "$root/requirements.lock"
    if [ "$1" = test ]; then cat "$root/requirements-dev.lock"; fi
}

is_prepared() {
    [ -x "$venv/bin/python" ] && [ -f "$venv/prepared-$1" ] && stamp_text "$1" | cmp -s - "$venv/prepared-$1"
}

leave_stamp() {
    stamp_text "$1" >"$venv/prepared-$1.partial"
    mv "$venv/prepared-$1.partial" "$venv/prepared-$1"
}

# One set-up at a time: the lock is held by file descriptor 9 until it is closed or this process ends.
take_turn() {
    # A redirection of exec that fails would end the shell with its own words.
    { : >>"$venv/.lock"; } 2>/dev/null || fail "no right to write $venv/.lock: change the rights of the folder, or clone elsewhere"
    exec 9>>"$venv/.lock"
    "$python" -c '
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    print("gradanim: another set-up is running in this folder; waiting for it", file=sys.stderr)
    fcntl.flock(9, fcntl.LOCK_EX)
'
}

# --- the log ---------------------------------------------------------------------------------------------

# Runs a command quietly: what it says goes to the log, and it never reads what was piped to us.
logged() {
    printf '$ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null
}

explain() {
    if [ -f "$log" ]; then
        printf 'gradanim: the end of %s:\n' "$log" >&2
        tail -n 15 "$log" | sed 's/^/    /' >&2
    fi
    fail "$@"
}
