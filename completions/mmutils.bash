# mmutils.bash - completion for every program of mmutils, under bash.
#
# Each program is asked for its own table (--dump-options: verb, long name, letter,
# argument and meaning, separated by tabs).  bash-completion loads this file by the
# name of the program it is linked to.

_mmutils() {
	local program=$1 cur=$2 prev=$3 table verb='' word
	local v long letter arg _
	COMPREPLY=()
	table=$("$program" --dump-options 2>/dev/null) || return

	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		if [ -z "$verb" ] && [[ $word != -* && $'\n'$table == *$'\n'"$word"$'\t\t'* ]]; then
			verb=$word
		fi
	done

	# The value of the option before.
	while IFS=$'\x1f' read -r v long letter arg _; do
		[[ -n $arg && -n $long && ($v == - || $v == "$verb") ]] || continue
		[[ $prev == "$long" || ($letter != - && $prev == "-$letter") ]] || continue
		case $arg in
		'<KEY=value>')
			compopt -o nospace
			mapfile -t COMPREPLY < <(compgen -S = -W "$(mm-conf list 2>/dev/null | cut -f 1)" -- "$cur")
			;;
		*) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
		esac
		return
	done < <(tr '\t' '\037' <<<"$table")

	local words=()
	while IFS=$'\x1f' read -r v long letter arg _; do
		if [[ $cur == -* ]]; then
			[[ -z $long || ($v != - && $v != "$verb") ]] || words+=("$long")
		elif [[ -z $verb && -z $long ]]; then
			words+=("$v")
		fi
	done < <(tr '\t' '\037' <<<"$table")
	mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$cur")
	[[ $cur == -* || ${#words[@]} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

complete -o filenames -F _mmutils "$(basename "${BASH_SOURCE[0]}" .bash)"
