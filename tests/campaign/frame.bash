#!/usr/bin/env bash
# frame.bash TS NAME [PENDING-PREFIX] [SUBMIT-PREFIX]: one frame of the bot, at this time,
# as share/bash/venue-solana.bash has it.  NAME.given is what mm-submit was given,
# NAME.said all it said.  A prefix is what runs one of its two ends, to strike it.
# Prints the exit codes of the stages.
#
# shellcheck disable=SC2086 # a prefix is words, or none
mm-cycle --once --ts-ms "$1" | ${3:-} mm-submit pending | tee "$2.first" |
	store-log get --last trade,fill,event_queue | book-read | mm-pivot --store "$MM_HOME/mm.db" |
	store-log get --last grid | mm-grid | order-diff | tx-build | mm-sign | tee "$2.given" |
	${4:-} mm-submit --live --wait-ms "${wait_ms:-0}" | tee "$2.said" | store-log put >/dev/null
echo "${PIPESTATUS[@]}"
