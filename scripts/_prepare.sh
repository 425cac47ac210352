# shellcheck shell=bash
# Prepares .venv from the lock files; sourced by scripts/gradanim and scripts/test.
#
# `prepare run` and `prepare test` cost a few milliseconds when all is prepared. A stamp that is written last
# says what .venv was made from; without the right stamp .venv is made anew, so a set-up that was interrupted
# is never trusted. Everything is said on stderr; the environment's problems end with exit code 3.
# bash 3.2 is enough (macOS).

venv="${root:?}/.venv"
log="$venv/prepare.log"

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
    exec 9>"$venv/.lock"
    "$python" -c '
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    print("gradanim: another set-up is running in this folder; waiting for it", file=sys.stderr)
    fcntl.flock(9, fcntl.LOCK_EX)
'
}

# --- Python ----------------------------------------------------------------------------------------------

# Sets python (the real file, so that a system upgrade cannot change what it is), python_version, and the
# answers python_venv and python_headers (yes or no).
find_python() {
    local name
    if [ -n "${GRADANIM_PYTHON:-}" ]; then
        ask_python "$GRADANIM_PYTHON" || fail "GRADANIM_PYTHON is $GRADANIM_PYTHON, which is not Python 3.11 or newer"
        return
    fi
    for name in python3.11 python3.12 python3.13 python3; do
        if ask_python "$name"; then return; fi
    done
    install_python
    for name in python3.11 python3.12 python3.13 python3; do
        if ask_python "$name"; then return; fi
    done
    fail "Python 3.11 or newer was not found: install it, or set GRADANIM_PYTHON to its path"
}

ask_python() {
    # A name on PATH may be a stand-in that does not run, so it is started and asked.
    local answer
    answer=$("$1" -I -c '
import importlib.util, os, sys, sysconfig
if sys.version_info < (3, 11):
    raise SystemExit(1)
yes = {True: "yes", False: "no"}
print(os.path.realpath(sys.executable), "%d.%d" % sys.version_info[:2], sep="\n")
print(yes[all(importlib.util.find_spec(m) is not None for m in ("venv", "ensurepip"))])
print(yes[os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h"))])
' 2>/dev/null </dev/null) || return 1
    {
        read -r python
        read -r python_version
        read -r python_venv
        read -r python_headers
    } <<<"$answer"
}

install_python() {
    local version
    if command -v apt-get >/dev/null; then
        apt_update
        for version in 3.13 3.12 3.11; do
            if apt-cache show "python$version" >/dev/null 2>&1; then
                say "    Python 3.11 or newer is missing: installing python$version"
                apt_install "python$version" "python$version-venv" "python$version-dev"
                return
            fi
        done
    elif command -v brew >/dev/null; then
        say "    Python 3.11 or newer is missing: installing python@3.13"
        logged brew install python@3.13 || explain "brew could not install python@3.13"
    fi
}

# --- system packages -------------------------------------------------------------------------------------

# manim's Cairo and Pango bindings have no wheels for Linux: they are compiled here, against the headers.
system_packages() {
    local missing=()
    if ! { command -v cc || command -v gcc || command -v clang; } >/dev/null; then missing+=(compiler); fi
    if ! command -v pkg-config >/dev/null; then
        missing+=(pkg-config cairo pango)
    else
        pkg-config --exists cairo || missing+=(cairo)
        pkg-config --exists pangocairo || missing+=(pango)
    fi
    [ "$python_headers" = yes ] || missing+=(python-headers)
    [ "$python_venv" = yes ] || missing+=(python-venv)
    if [ ${#missing[@]} -eq 0 ]; then
        say "1/4 system packages: all there"
    elif command -v apt-get >/dev/null; then
        packages_from apt_name "${missing[@]}"
        apt_update
        apt_install "${names[@]}"
    elif command -v brew >/dev/null; then
        packages_from brew_name "${missing[@]}"
        logged brew install "${names[@]}" || explain "brew could not install ${names[*]}"
    else
        packages_from apt_name "${missing[@]}"
        fail "neither apt-get nor brew is here: install what these Debian packages hold, then run this again:" \
            "    ${names[*]}"
    fi
}

# Sets names: what the package manager calls each missing thing.
packages_from() {
    local naming=$1 need
    shift
    names=()
    say "1/4 system packages, which are missing:"
    for need in "$@"; do
        local name
        name=$($naming "$need")
        [ -n "$name" ] || fail "$python lacks $need: install a complete Python 3.11 or newer, or set GRADANIM_PYTHON"
        say "    $name ($(reason "$need"))"
        names+=("$name")
    done
}

reason() {
    case $1 in
    compiler) echo "a C compiler; two of manim's packages are compiled here" ;;
    pkg-config) echo "finds libraries to compile against" ;;
    cairo) echo "manim draws with Cairo" ;;
    pango) echo "manim's text package needs Pango" ;;
    python-headers) echo "Python's headers, to compile against" ;;
    python-venv) echo "makes private environments" ;;
    esac
}

apt_name() {
    case $1 in
    compiler) echo build-essential ;;
    pkg-config) echo pkg-config ;;
    cairo) echo libcairo2-dev ;;
    pango) echo libpango1.0-dev ;;
    # Only the system's own Python takes its parts from the system's packages.
    python-headers) case $python in /usr/bin/*) echo "python$python_version-dev" ;; esac ;;
    python-venv) case $python in /usr/bin/*) echo "python$python_version-venv" ;; esac ;;
    esac
}

brew_name() {
    case $1 in
    pkg-config | cairo | pango) echo "$1" ;;
    compiler) echo gcc ;;
    esac
}

apt_update() {
    if ! as_root apt-get update -qq; then say "    apt-get update failed; trying with the lists that are here"; fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=600 "$@" ||
        explain "apt-get could not install $*: install them as root, then run this again:" \
            "    apt-get install $*"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        logged "$@"
    elif ! command -v sudo >/dev/null; then
        return 1
    elif [ -t 0 ]; then
        logged sudo "$@"
    else
        logged sudo -n "$@"
    fi
}

# --- the log ---------------------------------------------------------------------------------------------

# Runs a command quietly: what it says goes to the log, and it never reads what was piped to us.
logged() {
    printf '$ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null
}

explain() {
    printf 'gradanim: the end of %s:\n' "$log" >&2
    tail -n 15 "$log" | sed 's/^/    /' >&2
    fail "$@"
}
