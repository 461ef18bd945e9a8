# Checks the protocol between proxy and control plane with buf: its style, and that no change breaks an older peer.

buf_version=1.75.0

# Writes what came of it as a test report, so that ./mesh test counts it like any other.
check_protocol() {
  local report=$root/proto/target/surefire-reports
  mkdir -p "$report"
  {
    echo '<testsuite name="buf">'
    protocol_case lint
    protocol_case breaking
    echo '</testsuite>'
  } >"$report/TEST-buf.xml"
}

# protocol_case lint|breaking
protocol_case() {
  local output kind=failure
  printf '<testcase classname="mesh.proto.buf" name="%s">' "$1"
  if ! output=$(find_buf 2>&1); then
    kind=skipped
  elif output=$("buf_$1" 2>&1); then
    kind=''
  elif [ $? -eq 77 ]; then
    kind=skipped
  fi
  [ -z "$kind" ] || printf '<%s message="%s"/>' "$kind" "$(xml_text "$output")"
  echo '</testcase>'
}

buf_lint() { (cd "$root/proto" && "$buf" lint); }

# Compared with what main has. 77: there is nothing to compare with.
buf_breaking() {
  git -C "$root" rev-parse --verify --quiet main:proto/buf.yaml >/dev/null ||
    { echo 'no branch main with proto/buf.yaml to compare with' && return 77; }
  local before code=0
  before=$(mktemp -d)
  git -C "$root" archive main proto | tar -x -C "$before" &&
    (cd "$root/proto" && "$buf" breaking --against "$before/proto") || code=$?
  rm -rf "$before"
  return $code
}

# Prints why there is no buf, if there is none and none can be fetched.
find_buf() {
  [ ! -x "$buf" ] || return 0
  [ "${MESH_NO_INSTALL-}" != 1 ] || { echo 'buf is not here, and MESH_NO_INSTALL=1 forbids to fetch it' && return 1; }
  command -v npm >/dev/null || { echo 'buf comes from npm (@bufbuild/buf), and npm is not here' && return 1; }
  npm install --silent --no-audit --no-fund --prefix "$buf_home" "@bufbuild/buf@$buf_version"
}

buf_home=$root/target/buf-$buf_version
buf=$buf_home/node_modules/.bin/buf

xml_text() {
  printf '%s' "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'
}
