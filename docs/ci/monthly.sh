#!/usr/bin/env bash
# The pledge scorecard of a month: every format for the board, with what has changed since the last one.
#
# Takes from the environment:
#   EXTRACTS    the folder of extracts; it is read and never copied
#   SCORECARDS  which ones, such as "knowsley"; those of scorecard.toml if empty
#   PERIOD      the reporting month; the month before today's if empty
#   PREVIOUS    a folder with pledge-YYYY-MM.json of earlier months; may be missing
#   BOARD       the folder to write; board if empty
#   PROGRAM     the program; scorecard if empty
#
# Ends with the program's status, after everything is written: 3 where a row is red.
set -euo pipefail

period=${PERIOD:-$(date -d "$(date +%Y-%m-15) -1 month" +%Y-%m)}
board=${BOARD:-board}
previous=${PREVIOUS:-previous}
program=${PROGRAM:-scorecard}
mkdir -p "$board"

# What the board saw last: the newest month before this one. Names sort by month.
last=
for file in "$previous"/pledge-????-??.json; do
    month=${file##*/pledge-}
    if [[ -f $file && ${month%.json} < $period ]]; then last=$file; fi
done

outputs=()
for ending in docx xlsx html csv md json txt; do
    outputs+=(--output "$board/pledge-$period.$ending")
done

status=0
# The names of scorecards are words of their own.
# shellcheck disable=SC2086
"$program" compute ${SCORECARDS:-} --extracts "$EXTRACTS" --period "$period" ${last:+--previous "$last"} "${outputs[@]}" \
    --fail-on red || status=$?

if [[ -n $last && -f $board/pledge-$period.json ]]; then
    "$program" diff "$last" "$board/pledge-$period.json" --output "$board/changes-$period.txt" --output "$board/changes-$period.json"
fi
exit "$status"
