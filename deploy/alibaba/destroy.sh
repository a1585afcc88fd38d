#!/usr/bin/env bash
# Takes away what setup.sh made: the demonstration, its key file and the function. Asks first, and says what is left.
#
#   ./destroy.sh        asks
#   ./destroy.sh --yes  does not
set -euo pipefail
cd "$(dirname "$0")"

secrets=relay.env
key=terraform/demo-key.pem
failed=()

case "${1:-}" in
  "")
    printf 'This destroys the demonstration (network, instance, rules), its key file and the function watchbell-relay.\n'
    printf 'Type yes to go on: '
    answer=
    read -r answer || true
    if [ "$answer" != yes ]; then
      printf 'Nothing was touched.\n'
      exit 1
    fi
    ;;
  --yes) ;;
  *)
    printf 'There is no option %s; there is --yes.\n' "$1" >&2
    exit 1
    ;;
esac

if [ -f terraform/terraform.tfstate ]; then
  terraform -chdir=terraform destroy -auto-approve -input=false || failed+=("the demonstration")
fi

# Without the demonstration the key opens nothing; with it, it is still needed.
if [ "${#failed[@]}" -eq 0 ]; then rm -f "$key"; fi

if [ -f "$secrets" ]; then
  # s.yaml names both.
  # shellcheck source=/dev/null
  . "./$secrets"
  export WATCHBELL_RELAY_TO WATCHBELL_RELAY_TOKEN
  s remove -y || failed+=("the function")
fi

left=
if [ -f terraform/terraform.tfstate ]; then left=$(terraform -chdir=terraform state list) || left="(its state cannot be read)"; fi
if [ -n "$left" ]; then
  printf '\nStill there, and still to be paid for:\n%s\n' "$left"
  [ "${#failed[@]}" -gt 0 ] || failed+=("the demonstration")
fi
for file in "$secrets" terraform/terraform.tfvars "$key"; do
  if [ -f "$file" ]; then printf '%s is left: it holds a secret. Delete it if you will not need it again.\n' "$file"; fi
done
if [ "${#failed[@]}" -gt 0 ]; then
  printf 'Not destroyed: %s. The lines above say why; start destroy.sh again.\n' "${failed[*]}" >&2
  exit 1
fi
printf 'Everything is gone. Look into the console once more: what was made by hand is not known here.\n'
