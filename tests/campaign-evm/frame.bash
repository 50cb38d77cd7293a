#!/usr/bin/env bash
# frame.bash TS NAME [PENDING-PREFIX] [SUBMIT-PREFIX]: one frame of a bot, at this time.
# NAME.asked holds its actions; NAME.events is what event-watch was asked and said,
# NAME.given what mm-submit was given, NAME.said all it said.  A prefix is what runs one
# of its two ends, to strike it.  Prints the exit codes of the stages.
#
# shellcheck disable=SC2086 # a prefix is words, or none
asked=$2.asked
{ cat "$asked" && exec mm-cycle --once --ts-ms "$1"; } | ${3:-} mm-submit pending | mm-submit repair | tee "$2.first" |
	event-watch -w "${watch:?}" -f "${first:?}" -s "$MM_HOME/mm.db" | tee "$2.events" | tx-build | tx-sim | mm-sign | tee "$2.given" |
	${4:-} mm-submit --live --wait-ms 0 | tee "$2.said" | store-log put >/dev/null
echo "${PIPESTATUS[@]}"
