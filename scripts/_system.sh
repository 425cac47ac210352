# shellcheck shell=bash disable=SC2034
# Finds Python and what the system must have to compile against, and installs what is missing; sourced by
# scripts/_prepare.sh, which has say, fail, logged and explain.

# --- Python ----------------------------------------------------------------------------------------------

# Sets python (the real file, so that a system upgrade cannot change what it is), python_version, and yes or
# no for python_venv, python_headers and python_of_system (then its parts come from the system's packages).
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
print(yes[sys.base_prefix == "/usr"])
' 2>/dev/null </dev/null) || return 1
    {
        read -r python
        read -r python_version
        read -r python_venv
        read -r python_headers
        read -r python_of_system
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
    python-headers) if [ "$python_of_system" = yes ]; then echo "python$python_version-dev"; fi ;;
    python-venv) if [ "$python_of_system" = yes ]; then echo "python$python_version-venv"; fi ;;
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
