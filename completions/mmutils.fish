# mmutils.fish - completion for every program of mmutils, under fish.  Each program
# is asked for its own table (--dump-options: verb, long name, letter, argument and
# meaning, separated by tabs).  fish loads this file by the name of the program it
# is linked to.

function __mmutils_words
	set -l line (commandline -opc)
	set -l current (commandline -ct)
	command -q $line[1]; or return
	set -l table ($line[1] --dump-options 2>/dev/null)
	set -l verbs (string match -r '^[^\t]+(?=\t\t)' -- $table)
	set -l verb
	for word in $line[2..]
		if test -z "$verb"; and contains -- $word $verbs
			set verb $word
		end
	end

	for row in $table
		set -l f (string split \t -- $row)
		if test -z "$f[2]"
			test -z "$verb"; and not string match -q -- '-*' $current; and printf '%s\t%s\n' $f[1] $f[5]
			continue
		end
		test "$f[1]" = -; or test "$f[1]" = "$verb"; or continue
		# The value of the option before: files are fish's own, keys are ours.
		if test -n "$f[4]"; and contains -- "$line[-1]" $f[2] "-$f[3]"
			test "$f[4]" = '<KEY=value>'; and mm-conf list 2>/dev/null | string replace -rf '^([^\t]+)\t.*' '$1='
			return
		end
		string match -q -- '-*' $current; and printf '%s\t%s\n' $f[2] $f[5]
	end
end

complete -c (basename (status filename) .fish) -a '(__mmutils_words)'
