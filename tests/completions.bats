# Completions: each shell asks the program for its table; here the shells are asked
# for what they would offer.
load lib

# in_bash WORD...: what bash offers for the last word.
in_bash() {
	ln -sf "$MM_TOP/completions/mmutils.bash" "$links/$1"
	# shellcheck disable=SC2016 # for the inner shell
	bash -c 'compopt() { :; }; source "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_mmutils "$1" "${!#}" "${COMP_WORDS[COMP_CWORD-1]}"; printf "%s\n" "${COMPREPLY[@]}"
		complete -p "$1" >/dev/null' _ "$links/$1" "$@"
}

# in_zsh WORD...: zsh's builtins print what they were given.
in_zsh() {
	# shellcheck disable=SC2016
	zsh -fc '_describe() { print -l -- "${(@P)2}" }; compadd() { print -l -- "${@[4,-1]}" }; _files() { print files }
		_mmutils() { '"$(sed 1d "$MM_TOP/completions/_mmutils")"'
		}; words=("$@"); CURRENT=$#; _mmutils' _ "$@"
}

in_fish() {
	local line="$*"
	ln -sf "$MM_TOP/completions/mmutils.fish" "$links/$1.fish"
	HOME=$BATS_TEST_TMPDIR fish -Nc "source $links/$1.fish; complete -C '$line'"
}

setup() {
	links=$BATS_TEST_TMPDIR/links
	mkdir "$links" && cd "$BATS_TEST_TMPDIR" && touch some.file
}

@test "bash: verbs, options of the verb, files, keys" {
	run in_bash mm-conf ''
	[[ $output == *get*list* && $output != *--* ]]
	run in_bash mm-conf list --
	[[ $output == *--format* && $output == *--help* ]]
	run in_bash mm-conf get --
	[[ $output != *--format* && $output == *--help* ]]
	run in_bash mm-conf list --format ''
	[[ $output == *some.file* ]]
	run in_bash mm-conf -o MARK
	[ "$output" = MARKET= ]
	run in_bash mm-conf check some
	[ "$output" = some.file ]
}

@test "zsh: verbs, options of the verb, files, keys" {
	run in_zsh mm-conf ''
	[[ $output == *get:*list:* && $output != *--* ]]
	run in_zsh mm-conf list --
	[[ $output == *--format:* && $output == *--help:* ]]
	run in_zsh mm-conf get --
	[[ $output != *--format* && $output == *--help:* ]]
	run in_zsh mm-conf list --format ''
	[ "$output" = files ]
	run in_zsh mm-conf -o MARK
	[[ $output == *MARKET* ]]
	run in_zsh mm-conf check some
	[ "$output" = files ]
}

@test "fish: verbs, options of the verb, files, keys" {
	run in_fish mm-conf ''
	[[ $output == *get*list* && $output != *--* ]]
	run in_fish mm-conf list --
	[[ $output == *--format* && $output == *--help* ]]
	run in_fish mm-conf get --
	[[ $output != *--format* && $output == *--help* ]]
	run in_fish mm-conf list --format ''
	[[ $output == *some.file* ]]
	run in_fish mm-conf -o MARK
	[[ $output == MARKET=* ]]
	run in_fish mm-conf check some
	[[ $output == some.file* ]]
}

@test "a program without verbs offers files and options" {
	cat >plain <<'END'
#!/bin/sh
printf '%s\t%s\t%s\t%s\t%s\n' - --keep-going k '' 'skip bad records' - --help h '' 'show this'
END
	chmod +x plain && PATH=$PWD:$PATH
	run in_bash plain some
	[ "$output" = some.file ]
	run in_zsh plain some
	[ "$output" = files ]
	run in_fish plain some
	[[ $output == some.file* ]]
	for shell in bash zsh fish; do
		run "in_$shell" plain --k
		[[ $output == *--keep-going* ]]
	done
}

@test "a program that is gone offers nothing and says nothing" {
	for shell in bash zsh fish; do
		run --separate-stderr "in_$shell" no-such-program --
		same '' "$output$stderr"
	done
}
