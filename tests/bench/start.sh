#!/usr/bin/env bash
# start: a calculator with no input against an empty C program.
. "${BASH_SOURCE[0]%/*}/lib.bash"

programs=()
for name in mm-grid order-diff stat-calc back-test mm-pivot; do
	[ ! -x "$MM_OBJ/$name" ] || programs+=("$name")
done
empty=0
while read -r name us; do
	case $name in
	empty) empty=$us ;;
	mm-pivot) cost "start of $name" 4 'an empty program' "$us" "$empty" us ;;
	*) cost "start of $name" 2 'an empty program' "$us" "$empty" us ;;
	esac
done < <(starts 300 empty "${programs[@]}")
