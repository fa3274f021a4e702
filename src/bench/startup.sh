#!/usr/bin/env bash
# Start-up of the window beside jconsole of the same JDK, in one run: until the window is mapped (jconsole), until the
# shell is painted and until Overview shows live values (the desk, which writes these instants to OPSDESK_MARKS).
# Needs a display (DISPLAY, e.g. of an Xvfb), xdotool, a built jar with its AOT cache and a running sandbox.
# Usage: JAVA_HOME=JDK src/bench/startup.sh PROFILE [RUNS]
set -euo pipefail
profile=$1
runs=${2:-7}
here=$(cd "$(dirname "$0")/../.." && pwd)
java_home=${JAVA_HOME:?name the JDK 25 that ./opsdesk uses}
marks=$(mktemp)
# The desk is started as people start it: without arguments, with its profile in the configuration directory.
config=$(mktemp -d)
mkdir "$config/opsdesk"
ln -s "$(realpath "$profile")" "$config/opsdesk/profile.yaml"
trap 'rm -rf "$marks" "$config"' EXIT

now() { date +%s%N; }
since() { echo $((($2 - $1) / 1000000)); }

jconsole_ms() {
  local t0 pid
  t0=$(now)
  "$java_home/bin/jconsole" >/dev/null 2>&1 &
  pid=$!
  until xdotool search --onlyvisible --pid "$pid" >/dev/null 2>&1 || xdotool search --onlyvisible --class jconsole >/dev/null 2>&1; do sleep 0.01; done
  since "$t0" "$(now)"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}

desk_ms() {
  local t0 pid
  : >"$marks"
  t0=$(now)
  XDG_CONFIG_HOME=$config OPSDESK_MARKS=$marks "$here/opsdesk" >/dev/null 2>&1 &
  pid=$!
  until grep -q overview-live "$marks"; do sleep 0.05; done
  painted=$(since "$t0" "$(awk '$1 == "shell-painted" { print $2 }' "$marks")")
  live=$(since "$t0" "$(awk '$1 == "overview-live" { print $2 }' "$marks")")
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

jconsole_ms >/dev/null
desk_ms
j=() p=() l=()
for _ in $(seq "$runs"); do
  j+=("$(jconsole_ms)")
  desk_ms
  p+=("$painted")
  l+=("$live")
done
mj=$(printf '%s\n' "${j[@]}" | median)
mp=$(printf '%s\n' "${p[@]}" | median)
ml=$(printf '%s\n' "${l[@]}" | median)
printf 'jconsole mapped    %5d ms   (%s)\n' "$mj" "${j[*]}"
printf 'shell painted      %5d ms   (%s)   %s x jconsole, goal 1.3\n' "$mp" "${p[*]}" "$(awk "BEGIN { printf \"%.2f\", $mp / $mj }")"
printf 'overview live      %5d ms   (%s)   %s x jconsole, goal 2.5\n' "$ml" "${l[*]}" "$(awk "BEGIN { printf \"%.2f\", $ml / $mj }")"
