#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: instructions.sh PROGRAM [--update]
#
# Counts the instructions of one push, by path, under callgrind: the difference of two runs of different length, so that
# start and end do not count. Fails where our own count, or its ratio to hand-written On-Demand's on the same pushes, is
# more than 3 % above the committed figure in instructions.txt; --update writes the figures instead.
#
# simdjson picks its kernel by the processor; for counts that repeat it is told one that valgrind runs, haswell.
set -euo pipefail

program=$1
figures=$(dirname "$0")/instructions.txt
touch "$figures"
export SIMDJSON_FORCE_IMPLEMENTATION=haswell
key=$("$program" --key)

# Path and scenario of ours; what is beside it reads the same pushes.
counted='parser vendor
parser compact_custom
parser custom_at_random
parser escapes
parser shuffled
parser signed
lines compact
threads compact
general vendor
general signed
general escapes
general shuffled'
short=10 long=30 # rounds of 256 pushes each

# count PATH SCENARIO ROUNDS: the instructions of the whole program.
count() {
    local log
    log=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1) || {
        printf '%s\n' "$log" >&2
        return 1
    }
    sed -n 's/.*Collected : //p' <<<"$log"
}

# of_push PATH SCENARIO: the instructions of one push.
of_push() {
    local first second
    first=$(count "$1" "$2" $short)
    second=$(count "$1" "$2" $long)
    echo $(((second - first) / ((long - short) * 256)))
}

measured=
declare -A by_hand
while read -r path scenario; do
    [ -n "${by_hand[$scenario]:-}" ] || by_hand[$scenario]=$(of_push on-demand "$scenario")
    measured+="$key $path $scenario $(of_push "$path" "$scenario") ${by_hand[$scenario]}"$'\n'
done <<<"$counted"

if [ "${2:-}" = --update ]; then
    others=$(grep -v -F "$key " "$figures" 2>/dev/null || true)
    printf '%s\n%s' "$others" "$measured" | sed '/^$/d' >"$figures.new"
    mv "$figures.new" "$figures"
fi

printf 'Instructions of one push, %s; in brackets the committed figures\n\n' "$key"
# shellcheck disable=SC2016 # awk's
awk -v key="$key" -v expected="$(wc -l <<<"$counted")" '
    { at = $1 " " $2 " " $3 " " $4 " " $5 }
    committed { if (NF == 7) { ours[at] = $6; theirs[at] = $7 } next }
    rows++ == 0 { printf "%-8s %-18s %16s %18s %22s\n", "path", "pushes", "tccc-push", "On-Demand", "ratio" }
    NF == 7 {
        ratio = $6 / $7
        if (!(at in ours)) {
            printf "%-8s %-18s %7d %8s %9d %8s %10.3f\n", $4, $5, $6, "", $7, "", ratio
            print "    no committed figure for this"
            bad = 1
            next
        }
        old = ours[at] / theirs[at]
        printf "%-8s %-18s %7d [%6d] %9d [%6d] %10.3f [%7.3f]\n", $4, $5, $6, ours[at], $7, theirs[at], ratio, old
        if ($6 > ours[at] * 1.03) { printf "    %.1f %% more instructions\n", 100 * ($6 / ours[at] - 1); bad = 1 }
        if (ratio > old * 1.03) { printf "    a ratio %.1f %% higher\n", 100 * (ratio / old - 1); bad = 1 }
        if ($6 < ours[at] * 0.97) better = 1
    }
    END {
        if (bad || rows < expected) {
            print "\nWorse by more than 3 %, or unknown. Where it has to be so, write the new figures with --update and say why."
            exit 1
        }
        if (better) print "\nBetter by more than 3 %: write the new figures with --update, so that it stays so."
    }' committed=1 "$figures" committed=0 - <<<"$measured"
