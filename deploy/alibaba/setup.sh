#!/usr/bin/env bash
# Deploys the relay to Function Compute, sends one test alarm through it, and makes the demonstration of docs/alibaba.md.
#
#   ./setup.sh                  the function, then the demonstration (asks before it costs anything)
#   ./setup.sh --function-only  the function alone
#
# Asked for when the environment does not hold it: WATCHBELL_RELAY_TO, where alarms go on, and for the demonstration
# WATCHBELL_DEMO_SSH_FROM, your own address. Both are kept with the token beside this file, readable by you alone.
set -euo pipefail
cd "$(dirname "$0")"
umask 077

secrets=relay.env
tfvars=terraform/terraform.tfvars
log=$(mktemp)
trap 'rm -f "$log"' EXIT

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

need() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || fail "$program is missing; docs/alibaba.md says where it comes from."
  done
}

# ask VARIABLE QUESTION: reads a value without showing it, unless the environment holds one.
ask() {
  local value=${!1:-}
  if [ -z "$value" ]; then
    printf '%s: ' "$2"
    read -rs value || true
    printf '\n'
  fi
  [ -n "$value" ] || fail "$1 is needed."
  printf -v "$1" '%s' "$value"
}

read_secrets() {
  if [ -f "$secrets" ]; then
    # shellcheck source=/dev/null
    . "./$secrets"
  else
    ask WATCHBELL_RELAY_TO "Slack webhook, or address of a Watchbell's alarm token (it is not shown)"
    WATCHBELL_RELAY_TOKEN=$(openssl rand -hex 32)
    printf 'WATCHBELL_RELAY_TO=%q\nWATCHBELL_RELAY_TOKEN=%q\n' "$WATCHBELL_RELAY_TO" "$WATCHBELL_RELAY_TOKEN" >"$secrets"
  fi
  export WATCHBELL_RELAY_TO WATCHBELL_RELAY_TOKEN
}

# Blanks both secrets in what another program prints: Serverless Devs may show the variables of a function.
blank() {
  awk '{
    count = split("WATCHBELL_RELAY_TO WATCHBELL_RELAY_TOKEN", names, " ")
    for (i = 1; i <= count; i++) {
      secret = ENVIRON[names[i]]
      done = ""
      while ((at = index($0, secret)) > 0) {
        done = done substr($0, 1, at - 1) "***"
        $0 = substr($0, at + length(secret))
      }
      $0 = done $0
    }
    print
    fflush()
  }'
}

# Deploys, and finds the address of the function in what Serverless Devs prints.
deploy_function() {
  if ! s deploy -y 2>&1 | blank | tee "$log"; then
    fail "The function was not deployed. Function Compute and EventBridge must be activated; see docs/alibaba.md."
  fi
  address=$(grep -oE 'https://[A-Za-z0-9.-]+\.fcapp\.run' "$log" | grep -v -- '-vpc\.' | head -n 1 || true)
  if [ -z "$address" ]; then
    printf 'Address of the function (s info shows it): '
    read -r address || true
  fi
  [[ "$address" =~ ^https://[A-Za-z0-9.-]+$ ]] || fail "That is no address of a function: $address"
}

# The address goes through standard input, so that no list of processes shows the token.
send_test() {
  local alarm='{"product":"Watchbell","name":"Relay:Test","level":"INFO","content":{"note":"setup.sh sent this"}}'
  if ! printf 'url = "%s"\n' "$webhook" |
    curl --config - --fail-with-body --silent --show-error --max-time 15 \
      --header 'content-type: application/json' --data "$alarm"; then
    printf '\n'
    fail "The test alarm did not arrive; the line above says why. The function is there: mend it and start setup.sh again."
  fi
  printf '\nA test alarm is on its way to you.\n'
}

make_demonstration() {
  if [ ! -f "$tfvars" ]; then
    ask WATCHBELL_DEMO_SSH_FROM "Your own address with /32, which alone may reach the instance"
    printf 'webhook  = "%s"\nssh_from = "%s"\n' "$webhook" "$WATCHBELL_DEMO_SSH_FROM" >"$tfvars"
  elif ! grep -qF -f <(printf '%s\n' "$webhook") "$tfvars"; then
    printf '%s names another webhook than this function; it stays as it is.\n' "$tfvars"
  fi
  terraform -chdir=terraform init -input=false
  # Shows what it will make, and asks.
  terraform -chdir=terraform apply
  printf '\nThe demonstration runs and costs money until destroy.sh ends it.\n'
}

only_function=false
case "${1:-}" in
  "") ;;
  --function-only) only_function=true ;;
  *) fail "There is no option $1; there is --function-only." ;;
esac

need node npm s openssl curl
$only_function || need terraform
read_secrets
npm --prefix ../.. run --silent build:function-compute
deploy_function
webhook="$address/v1/alarms/cloudmonitor/$WATCHBELL_RELAY_TOKEN"
send_test
printf 'For the rules in CloudMonitor: %s/v1/alarms/cloudmonitor/ and the token in %s\n' "$address" "$secrets"
$only_function || make_demonstration
