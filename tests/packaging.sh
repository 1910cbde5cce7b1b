#!/bin/sh
# Plays the scenarios of an installed wheel, far from the checkout, and scores them again from their records.
set -eu
onlyme=$(realpath "$1")
away=$(mktemp -d)
cd "$away"
export ONLYME_DATABASE="$away/attempts.sqlite"
"$onlyme" list
for scenario in first-steps quiet-eleventh-year; do
  yes 1 | head -200 | "$onlyme" play "$scenario" --plain --record "$scenario.json" > "$scenario.txt"
  "$onlyme" score "$scenario.json" --json > once.json
  "$onlyme" score "$scenario.json" --json > twice.json
  cmp once.json twice.json
  "$onlyme" replay "$scenario.json" | tail -1
done
"$onlyme" attempts
"$onlyme" test
"$onlyme" check --strict first-steps quiet-eleventh-year
"$onlyme" check --explain OM301
"$onlyme" new a-shop
"$onlyme" check --strict a-shop.yaml a-shop.spec.yaml
"$onlyme" test a-shop.yaml
rm -r "$away"
echo "The wheel plays."
