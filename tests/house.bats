# The checks of the house, each seen to fail: a small sound tree is broken in one
# place, and the check must name that place.
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export MM_OBJ=obj
	mkdir -p lib/base lib/math cmd man tests/unit scripts .ci obj/lib/base obj/lib/math share
	cp "$MM_TOP"/.clang-format .
	cp "$MM_TOP"/scripts/check-* scripts
	cp "$MM_TOP"/man/mmutils.7 man
	cp "$MM_TOP"/Makefile .
	printf '/* a.h - a.  Layer: base. */\nint a(void);\n' >lib/base/a.h
	printf '#include "base/a.h"\n\nint a(void)\n{\n\treturn 1;\n}\n' >lib/base/a.c
	printf '#include "base/a.h"\n\nint b(void);\n\nint b(void)\n{\n\treturn a();\n}\n' >lib/math/b.c
	printf '#include "base/a.h"\n\nint main(void)\n{\n\treturn a();\n}\n' >cmd/p.c
	printf '#!/bin/bash\ntrue\n' | tee .ci/run >scripts/ok && chmod +x scripts/* .ci/run
	printf '#!/usr/bin/env bats\n' >tests/p.bats
	page >man/p.1
	# A program is what answers --dump-options and --dump-records.
	cat >obj/p <<'END'
#!/bin/sh
case $1 in
--dump-options) printf '%s\t%s\t%s\t%s\t%s\n' put '' - file 'keep' put --only o '<types>' 'only these' \
	- --keep-going k '' 'skip' - --help h '' 'show' - --version - '' 'show' - --log-json - '' 'json' \
	- --dump-options - '' 'list' - --dump-records - '' 'list' - --conf c '<file>' 'read' - --set o '<KEY=value>' 'set' ;;
--dump-records) printf 'eats\tgrid\nmakes\torder\n' ;;
esac
END
	chmod +x obj/p
}

page() {
	cat <<'END'
.Dd November 21, 2026
.Dt P 1
.Os
.Sh NAME
.Nm p
.Nd a program
.Sh SYNOPSIS
.Nm
.Op Fl k
.Sh DESCRIPTION
.Bl -tag -width Ds
.It Cm put Ar file
Keep.
.Bl -tag -width Ds
.It Fl o , -only Ar types
Only these.
.El
.El
.Bl -tag -width Ds
.It Fl k , -keep-going
Skip.
.El
.Sh RECORDS
.Bl -tag -width makes
.It eats
.Dv grid
.It makes
.Dv order
.El
.Sh EXIT STATUS
0.
.Sh EXAMPLES
.Dl $ echo one
.Bd -literal
$ printf '%s\en' two \e
> three
two
\&...
.Ed
.Sh SEE ALSO
.Xr mmutils 7
END
}

# fails CHECK TEXT: the check fails and says so.
fails() {
	run bash -c "$1"
	if [ "$status" -eq 0 ] || ! grep -qF -- "$2" <<<"$output"; then
		printf 'exit %s, not said: %s\n%s\n' "$status" "$2" "$output" >&2
		return 1
	fi
}

passes() {
	run bash -c "$1"
	[ "$status" -eq 0 ] || {
		echo "$output" >&2
		return 1
	}
}

@test "the sound tree passes" {
	passes scripts/check-source
	passes 'scripts/check-docs man/p.1'
}

@test "source: a layer that reaches up" {
	sed -i 's|base/a.h|math/b.h|' lib/base/a.c
	fails scripts/check-source 'lib/base/a.c:1: "math/b.h"'
}

@test "source: a header that reaches up, a header beside, a program included" {
	sed -i '1a #include "data/x.h"' lib/base/a.h
	fails scripts/check-source 'lib/base/a.h:2: "data/x.h"'
	sed -i '2s|.*|#include "a.h"|' lib/base/a.h
	fails scripts/check-source 'lib/base/a.h:2: "a.h"'
	sed -i '2s|.*|#include "../cmd/p.h"|' lib/base/a.h
	fails scripts/check-source 'lib/base/a.h:2: "../cmd/p.h"'
}

@test "source: a program that includes another's folder" {
	sed -i '1s|.*|#include "p/own.h"|' cmd/p.c
	run scripts/check-source
	[[ $output != *'"p/own.h"'* ]]
	sed -i '1s|.*|#include "q/own.h"|' cmd/p.c
	fails scripts/check-source 'cmd/p.c:1: "q/own.h"'
}

@test "source: a header without its layer, or under another" {
	sed -i 's/Layer: base/Layer: math/' lib/base/a.h
	fails scripts/check-source 'lib/base/a.h'
}

@test "source: an outside header away from its owner" {
	sed -i '1i #include <sqlite3.h>' lib/base/a.c
	fails scripts/check-source 'lib/base/a.c:1: <sqlite3.h>'
	sed -i '1s/.*/#include <openssl\/sha.h>/' lib/base/a.c
	fails scripts/check-source '<openssl/sha.h>'
}

@test "source: pure code that includes the clock" {
	sed -i '1i #include <time.h>' lib/math/b.c
	fails scripts/check-source 'lib/math/b.c:1:#include <time.h>'
}

@test "source: each banned call" {
	calls='strcpy strcat strncpy strncat sprintf vsprintf strtok strtok_r atoi atol atof sscanf gets
		system popen rand gmtime localtime alloca'
	for call in $calls; do
		printf '\nint a_%s(void)\n{\n\treturn %s();\n}\n' "$call" "$call"
	done >>lib/base/a.c
	fails scripts/check-source 'not ok source: no call that is banned'
	for call in $calls; do
		grep -q "return $call()" <<<"$output"
	done
	printf 'int a(void)\n{\n\treturn my_rand() + x.system();\n}\n' >lib/base/a.c
	passes scripts/check-source
}

@test "source: a typedef of a struct, work left undone" {
	echo 'typedef struct a a_t;' >>lib/base/a.h
	fails scripts/check-source 'typedef struct a a_t'
	printf '/* TO%s: later */\n' DO >>lib/base/a.c
	fails scripts/check-source 'lib/base/a.c:7'
}

@test "source: a long file, a long program, a long function" {
	yes 'int a(void);' | head -n 500 >>lib/base/a.h
	fails scripts/check-source 'lib/base/a.h: 502 lines'
	yes 'int a(void);' | head -n 250 >>cmd/p.c
	fails scripts/check-source 'cmd/p.c: 256 lines'
	{ printf 'int c(void)\n{\n' && yes '	a();' | head -n 60 && echo '}'; } >lib/math/c.c
	fails scripts/check-source 'lib/math/c.c:2: 61 lines'
}

@test "source: format, shellcheck, a script without its bit" {
	echo 'int   c(void);' >>lib/base/a.h
	fails scripts/check-source 'lib/base/a.h:3'
	printf '#!/bin/bash\necho %s1\n' "$" >scripts/bad
	fails scripts/check-source 'SC2086'
	fails scripts/check-source 'scripts/bad'
}

@test "source: a program without page or tests, a page without program" {
	cp cmd/p.c cmd/q.c
	fails scripts/check-source 'cmd/q.c: no man/q.1'
	fails scripts/check-source 'cmd/q.c: no tests/q.bats'
	cp man/p.1 man/r.1
	fails scripts/check-source 'man/r.1: no program'
}

compile() {
	cc -ffunction-sections -Ilib -c -o obj/lib/base/a.o lib/base/a.c
	cc -ffunction-sections -Ilib -c -o obj/lib/math/b.o lib/math/b.c
	cc -Ilib -o obj/p cmd/p.c lib/base/a.c "$@"
}

@test "links: the sound tree passes" {
	mv lib/base/a.c lib/base/dec.c && mv lib/base/dec.c lib/base/a.c
	compile && mv obj/lib/base/a.o obj/lib/base/dec.o
	passes 'scripts/check-links obj'
}

@test "links: pure code that asks for the clock, a file, the environment, or chance" {
	for call in 'time(0)' 'getenv("A")' 'open("/", 0)' 'rand()' 'printf("")' 'clock_gettime(0, 0)'; do
		printf '#include <fcntl.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <time.h>
int b(void);\nint b(void)\n{\n\treturn (int)%s;\n}\n' "$call" >lib/math/b.c
		sed -i 's/printf("")/printf("%d", 1)/' lib/math/b.c
		compile 2>/dev/null
		fails 'scripts/check-links obj' "obj/lib/math/b.o: ${call%%(*}"
	done
}

@test "links: pure code with a variable of its own" {
	printf 'int b(void);\nint b(void)\n{\n\tstatic int n;\n\treturn ++n;\n}\n' >lib/math/b.c
	compile
	fails 'scripts/check-links obj' 'obj/lib/math/b.o: 4 bytes of .bss'
}

@test "links: a program with a socket, one that loads a library, a calculator with a clock" {
	printf '#include <sys/socket.h>\nint main(void)\n{\n\treturn socket(1, 1, 1);\n}\n' >cmd/p.c
	compile
	fails 'scripts/check-links obj' 'p imports only what its kind may'
	printf '#include <dlfcn.h>\nint main(void)\n{\n\treturn !dlopen("libcurl.so.4", RTLD_NOW);\n}\n' >cmd/p.c
	compile
	fails 'scripts/check-links obj' 'p imports only what its kind may'
	mv cmd/p.c cmd/mm-grid.c
	printf '#include <time.h>\nint main(void)\n{\n\treturn (int)time(0);\n}\n' >cmd/mm-grid.c
	cc -o obj/mm-grid cmd/mm-grid.c
	fails 'scripts/check-links obj' 'mm-grid imports only what its kind may'
}

@test "links: a library that is not used" {
	compile -Wl,--no-as-needed -lsqlite3
	fails 'scripts/check-links obj' 'p: '
	grep -q sqlite3 <<<"$output"
}

@test "docs: an option more or less, another letter, another argument, another verb" {
	sed -i 's/^\.It Fl k , -keep-going/.It Fl -keep-going/' man/p.1
	fails 'scripts/check-docs man/p.1' 'the program only: - --keep-going k'
	page | sed 's/-only Ar types/-only/' >man/p.1
	fails 'scripts/check-docs man/p.1' 'the page only: put --only o'
	page | sed 's/^\.It Fl k.*/&\nSkip.\n.It Fl -more/' >man/p.1
	fails 'scripts/check-docs man/p.1' 'the page only: - --more'
	page | sed 's/Cm put/Cm get/' >man/p.1
	fails 'scripts/check-docs man/p.1' 'the page only: get'
}

@test "docs: a record more or less" {
	sed -i 's/^\.Dv grid/.Dv book/' man/p.1
	fails 'scripts/check-docs man/p.1' 'the program only: eats grid'
	fails 'scripts/check-docs man/p.1' 'the page only: eats book'
}

@test "docs: a section lost, mdoc that does not lint" {
	sed -i '/^\.Sh EXIT STATUS/,/^0/d' man/p.1
	fails 'scripts/check-docs man/p.1' 'no EXIT STATUS'
	page | sed 's/^\.Nd.*/.Zz what/' >man/p.1
	fails 'scripts/check-docs man/p.1' 'not ok docs: p.1: clean mdoc'
}

@test "docs: a common option that no program takes" {
	sed -i 's/^\.It Fl -version/.It Fl -versions/' man/mmutils.7
	fails 'scripts/check-docs man/mmutils.7' '--versions'
}

@test "examples: a command that fails, output that differs, output that is cut" {
	page | sed 's/echo one/false/' >man/p.1
	fails 'scripts/check-examples man/p.1' 'not ok examples: p.1: 1: false'
	page | sed 's/^two$/four/' >man/p.1
	fails 'scripts/check-examples man/p.1' 'wanted:  four'
	page | sed 's/^\\&\.\.\.$/three\nfour/' >man/p.1
	fails 'scripts/check-examples man/p.1' 'not printed: four'
	page | sed '/^\$/d; /^\.Dl/d' >man/p.1
	fails 'scripts/check-examples man/p.1' 'there are none'
}

@test "refs: a page, a link, a path, a target that does not exist" {
	printf 'a\n' | tee README.md HACKING.md >CHANGELOG.md
	sed -i '/^\.Xr .* [15]/d' man/mmutils.7
	fails scripts/check-refs 'not p'
	echo '.Xr p 1' >>man/mmutils.7
	passes scripts/check-refs
	sed -i 's/^\.Xr mmutils 7/.Xr mm-nothing 1/' man/p.1
	fails scripts/check-refs 'no page mm-nothing.1'
	echo '[x](lib/none.c)' >README.md
	fails scripts/check-refs 'no lib/none.c'
	# shellcheck disable=SC2016 # backquotes as they stand
	printf '`lib/base/none.h` and `make nothing`, `make check`, `lib/*/a.c`, `cmd/<program>.c`\n' >README.md
	fails scripts/check-refs 'no lib/base/none.h'
	[[ $output == *'no target nothing'* ]]
	[[ $output != *'no target check'* ]]
	[[ $output != *'no lib/*/a.c'* ]]
}

@test "schema: a key more or less, another kind, word, duty or identity, a page out of date" {
	mkdir -p tree/tests && cp -R "$MM_TOP"/{scripts,cmd,man,share} tree && cp "$MM_TOP"/tests/{*.bats,valid.py} tree/tests
	cd tree || return
	MM_OBJ=$(dirname "$(command -v mm-conf)")
	export MM_OBJ
	scripts/make-records-page
	passes scripts/check-schema
	sed -i 's|"own_maker": {[^}]*},||; s|"size": {\(.*\)decimal|"size": {\1real|' share/schema/trade.json
	sed -i 's|"side": .*|&\n"more": {"description": "x", "enum": ["a"]},|' share/schema/open_order.json
	sed -i 's|"decision": {\(.*\)"hold", |"decision": {\1|' share/schema/grid.json
	sed -i 's|"required": \["type", "ts_ms", |"required": ["type", |; s|"x-identity": \["market"\]|"x-identity": ["slot"]|' share/schema/book.json
	sed -i 's|"x-scope": "frame"|"x-scope": "anywhere"|' share/schema/lane.json
	sed -i '/valid/d' tests/mm-cycle.bats
	sed 's|"title": "lane"|"title": "extra"|; s|"type": "object"|"type": "thing"|' share/schema/lane.json >share/schema/extra.json
	fails scripts/check-schema 'the table: own_maker flag must=false id=false'
	while read -r text; do
		grep -qF -- "$text" <<<"$output" || { echo "not said: $text" >&2 && return 1; }
	done <<-'END'
		the schema: size real must=true id=false
		the schema: more word must=false id=false a
		the schema: decision word must=true id=false rebuild|pull
		the schema: ts_ms integer must=false id=false
		the table: market text must=true id=true
		the schema: slot integer must=true id=true
		the schema: lane anywhere
		extra
		tests/mm-cycle.bats
		extra.json: 'thing' is not valid
		-.It Va own_maker No flag, optional
	END
}

@test "pipes: a stage that reads what an earlier one ate" {
	cp obj/p obj/q && cp cmd/p.c cmd/q.c
	sed -i 's/eats.tgrid/reads\\tcycle\\nreads\\tgrid/; s/makes.torder/makes\\tgrid/' obj/q
	printf 'one() {\n\tq --all\n}\nq | q |\n\tq | one | p -k\n' >scripts/mm-pipe
	passes scripts/check-pipes
	[[ $output == *'ok pipes: scripts/mm-pipe: q | q | q | q | p'* ]]
	printf 'q | p | one || p | q | q | p\n' >>scripts/mm-pipe
	fails scripts/check-pipes 'not ok pipes: scripts/mm-pipe: q | p | q | q | q | p'
	[[ $output == *'q reads grid, which p ate'* ]]
	echo 'p | q' >scripts/mm-pipe
	fails scripts/check-pipes 'none of five stages'
}

@test "valid: a bad kind, a missing key, an unknown key, an unknown type or action, no record" {
	trade='{"type":"trade","ts_ms":1,"market":"m","price":"1.5","size":"2","side":"buy","id":"1","source":"x"}'
	valid "$trade"
	for bad in "${trade/\"1.5\"/1.5}" "${trade/1.5/01.5}" "${trade/1.5/1e3}" "${trade/,\"source\":\"x\"}" "${trade/side/sid}" \
		"${trade/buy/hold}" "${trade/trade/tirade}" "${trade/\"id\":\"1\"/\"id\":null}" "${trade/\"id\":\"1\"/\"id\":\"\"}" \
		"${trade/\"ts_ms\":1/\"ts_ms\":9007199254740992}" "${trade%\}},\"size\":\"2\"}" "$trade"$'\n'"x" '' \
		'{"type":"action","ts_ms":1,"action":"place","intent_id":"1","strategy":1}' \
		'{"type":"action","ts_ms":1,"action":"steal","intent_id":"1","strategy":1}'; do
		run valid "$bad"
		[ "$status" -ne 0 ] || { echo "let through: $bad" >&2 && return 1; }
	done
}

@test "the count: a failed test, a plan not kept, a crash without a word, no tests" {
	obj=$BATS_TEST_TMPDIR/obj
	printf '#!/bin/sh\nexit 1\n' >obj/test_bad && chmod +x obj/test_bad
	fails "scripts/check-run $obj unit" '0 passed, 1 failed, 0 skipped'
	printf '#!/bin/sh\nexit 0\n' >obj/test_bad
	passes "scripts/check-run $obj unit"
	[[ $output == *'1 passed, 0 failed, 0 skipped' ]]
	rm obj/test_bad
	fails "scripts/check-run $obj unit" 'nothing to run'
	mkdir bin && PATH=$PWD/bin:$PATH
	printf '#!/bin/sh\necho 1..3\necho ok 1\necho "ok 2 # skip no such thing"\n' >bin/bats && chmod +x bin/bats
	fails "scripts/check-run $obj bats" '1 passed, 1 failed, 1 skipped'
	printf '#!/bin/sh\necho 1..1\necho ok 1\nexit 1\n' >bin/bats
	fails "scripts/check-run $obj bats" '1 passed, 1 failed, 0 skipped'
	fails "scripts/check-run $obj nothing" "no part 'nothing'"
}

@test "the count: what a failed test said stands where it failed" {
	obj=$BATS_TEST_TMPDIR/obj
	printf '#!/bin/sh\necho 1.5 is not 2 >&2\nexit 1\n' >obj/test_a
	printf '#!/bin/sh\nsleep 1\n' >obj/test_b
	chmod +x obj/test_[ab]
	fails "MM_JOBS=1 scripts/check-run $obj unit" 'failed: unit test_a'
	[[ $output == 'FAIL unit '*'1.5 is not 2'*'ok   unit '*'failed: unit test_a'*'1 passed, 1 failed, 0 skipped' ]]
}

# bad_unit LINES: a unit test that does this.
bad_unit() {
	obj=$BATS_TEST_TMPDIR/obj
	printf '#!/bin/bash\n%s\n' "$1" >obj/test_bad && chmod +x obj/test_bad
}
gone() { ! pgrep -f "$1"; }

@test "the count: a test that hangs shows where and is ended, so is a process that outlives its test" {
	bad_unit '(setsid sleep 1007) & sleep 1008'
	fails "env MM_JOB_SECONDS=1 scripts/check-run $obj unit" '0 passed, 1 failed, 0 skipped'
	[[ $output == *'hangs: not over in 1 s'*'sleep 1007'* && $output == *'sleep 1008'* ]]
	gone 'sleep 100[78]'
	bad_unit 'sleep 1009 >/dev/null 2>&1 &'
	fails "scripts/check-run $obj unit" '1 passed, 1 failed, 0 skipped'
	[[ $output == *'a process outlives its test'*'sleep 1009'* ]]
	gone 'sleep 1009'
	bad_unit 'sleep 0.3 >/dev/null 2>&1 &'
	passes "scripts/check-run $obj unit"
}

@test "the count: at a terminal a test can ask nobody, and an interrupt ends it all" {
	bad_unit '! : </dev/tty'
	run ! script -qec "$obj/test_bad" /dev/null </dev/null
	run -0 script -qec "scripts/check-run $obj unit" /dev/null </dev/null
	bad_unit 'sleep 1010'
	run timeout -s INT 1 scripts/check-run "$obj" unit
	until_true gone 'sleep 1010'
}

@test "install-deps: says what is missing and ends 2 where apt may not be used" {
	mkdir bin
	for tool in bash cc as id cat; do ln -s "$(command -v "$tool")" bin; done
	run -2 env -u CC PATH="$PWD/bin" "$(command -v bash)" "$MM_TOP/scripts/install-deps" demo
	[[ $output == 'install-deps: install these (Debian'*' jq' ]]
	printf '#!/bin/sh\nexit 1\n' >bin/apt-get
	printf '#!/bin/sh\necho 1000\n' >bin/fake-id
	chmod +x bin/apt-get bin/fake-id && ln -sf fake-id bin/id
	run -2 env -u CC PATH="$PWD/bin" "$(command -v bash)" "$MM_TOP/scripts/install-deps" demo
	[ "$output" = 'install-deps: as root: apt-get install jq' ]
	run -2 "$MM_TOP/scripts/install-deps" everything
}

@test "install-deps: as root asks apt for what is missing and for nothing else" {
	mkdir bin
	for tool in bash cc as cat; do ln -s "$(command -v "$tool")" bin; done
	printf '#!/bin/sh\necho 0\n' >bin/id
	printf '#!/bin/sh\necho "$*" >>asked\n' >bin/apt-get
	chmod +x bin/id bin/apt-get
	run -0 env -u CC PATH="$PWD/bin" "$(command -v bash)" "$MM_TOP/scripts/install-deps" demo
	same $'update -qq\ninstall -y -qq --no-install-recommends jq' "$(cat asked)"
	rm asked && ln -s "$(command -v jq)" bin
	run -0 env -u CC PATH="$PWD/bin" "$(command -v bash)" "$MM_TOP/scripts/install-deps" demo
	[ ! -e asked ] && [ -z "$output" ]
	rm bin/jq && printf '#!/bin/sh\nexit 100\n' >bin/apt-get
	run -2 env -u CC PATH="$PWD/bin" "$(command -v bash)" "$MM_TOP/scripts/install-deps" demo
	[[ $output == *'apt-get could not install: jq' ]]
}
