# The tarball of make dist builds, installs into DESTDIR a tree that works, and
# uninstalls exactly what it installed.
load lib

# The variables make check was given, and nothing else of that make.
own_make() {
	unset MAKELEVEL MFLAGS
	if [[ ${MAKEFLAGS:-} == *'-- '* ]]; then MAKEFLAGS="-- ${MAKEFLAGS#*-- }"; else unset MAKEFLAGS; fi
}

# Where nothing is changed since the commit and nothing is left to make, what is compiled is
# taken along, in the order it was made in: the tarball's files are the commit's.
take_objects() {
	[ -z "$(git -C "$MM_TOP" status --porcelain)" ] && make -q -C "$MM_TOP" all || return 0
	diff -r --exclude=.git clone tree || return
	mkdir tree/obj && cp -r "$MM_OBJ"/{flags,lib,cmd} tree/obj && cp "$MM_OBJ/libmm.a" tree/obj
	for f in "$MM_TOP"/cmd/*.c; do cp "$MM_OBJ/$(basename "$f" .c)" tree/obj; done
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	[ -e "$MM_TOP/.git" ] || return 0 # the tests skip
	own_make
	git clone -q "$MM_TOP" clone && make -s -C clone dist
	tar xzf clone/mmutils-*.tar.gz && mv mmutils-*/ tree && rm clone/mmutils-*.tar.gz
	take_objects
	make -s -C tree -j2 install DESTDIR="$PWD/stage" PREFIX=/usr >log 2>&1 || {
		tail -n 20 log >&2
		return 1
	}
	export stage=$PWD/stage
	PATH=$stage/usr/bin:${PATH#"$MM_OBJ":"$MM_TOP/scripts":}
}

setup() {
	[ -e "$MM_TOP/.git" ] || skip 'no git here: make dist needs it'
	cd "$BATS_FILE_TMPDIR" || return
	own_make
	PATH=$stage/usr/bin:${PATH#"$MM_OBJ":"$MM_TOP/scripts":}
}

@test "every program, page and completion is there" {
	for f in "$MM_TOP"/cmd/*.c; do
		name=$(basename "$f" .c)
		[ "$(command -v "$name")" = "$stage/usr/bin/$name" ]
		[[ $("$name" --version) == "$name $(cat "$MM_TOP/VERSION")" ]]
		[ -s "$stage/usr/share/man/man1/$name.1" ]
		[ -L "$stage/usr/share/bash-completion/completions/$name" ]
		[ -L "$stage/usr/share/fish/vendor_completions.d/$name.fish" ]
		grep -qw -- "$name" <(head -n 1 "$stage/usr/share/zsh/site-functions/_mmutils")
	done
	[ -s "$stage/usr/share/man/man5/mm-records.5" ]
	[ -s "$stage/usr/share/man/man7/mmutils.7" ]
	[ -s "$stage/usr/share/mmutils/schema/trade.json" ]
	[ -s "$stage/usr/share/mmutils/jq/mm.jq" ]
}

@test "what is installed names no place of the build, and links stay inside PREFIX" {
	run grep -rlIF "$BATS_FILE_TMPDIR" "$stage"
	same '' "$output"
	find "$stage" -type l -printf '%l\n' | sort -u >links
	run grep -v '^/usr/share/mmutils/completions/' links
	same '' "$output"
}

@test "the installed programs work where nothing else is" {
	run env -i PATH="$PATH" HOME="$BATS_TEST_TMPDIR" mm-conf get HISTORY_WINDOW_DAYS
	[ "$output" = 365 ]
	for f in "$MM_TOP"/scripts/mm-*; do
		run -0 env -i PATH="$PATH" HOME="$BATS_TEST_TMPDIR" "$(basename "$f")" --help
		[[ $output == "usage: $(basename "$f")"* ]]
	done
}

@test "installing again changes nothing, uninstalling removes it all and nothing else" {
	mkdir -p "$stage/usr/bin" && touch "$stage/usr/bin/other" "$stage/usr/share/man/man1/other.1"
	find "$stage" \( -type f -o -type l \) | sort >before
	make -s -C tree install DESTDIR="$stage" PREFIX=/usr
	find "$stage" \( -type f -o -type l \) | sort >after
	cmp before after
	make -s -C tree uninstall DESTDIR="$stage" PREFIX=/usr
	run find "$stage" \( -type f -o -type l \) -printf '%P\n'
	same $'usr/bin/other\nusr/share/man/man1/other.1' "$(sort <<<"$output")"
	[ ! -e "$stage/usr/share/mmutils" ]
}

@test "make twice does nothing; other flags make it again; make clean leaves the sources" {
	make -s -C tree
	run make -C tree
	[[ $output == *'Nothing to be done'* ]]
	run make -n -C tree CFLAGS=-O1
	[[ $output == *dec.o* ]]
	make -s -C tree clean
	[ ! -e tree/obj ]
	run make -s -C tree nothing
	[ "$status" -ne 0 ]
}
