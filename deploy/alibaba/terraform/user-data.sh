#!/bin/sh
# Runs once, at the first start of the demonstration's instance: what it takes to be busy on purpose.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends iperf stress
