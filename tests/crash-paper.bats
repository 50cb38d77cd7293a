# crash-paper: kill -9 at every write and fsync of both ends of the venue, one after
# the other, and a full disk at every fourth (make soak: at every one).  Judged by the
# venue's own ledger, and by what a store would hold, against a run that nothing
# disturbed.
load lib
load crash

M=SOL/USDT

setup() {
	command -v strace >/dev/null || skip 'strace is missing'
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' MARKET=$M PAPER_WALLETS=w1:100:10000,w2:100:10000 PAPER_QUEUE_PCT=0 \
		PAPER_PARTICIPATION_PCT=50 PAPER_LATENCY=100ms >"$MM_HOME/mm.conf"
	for p in '1000 100 buy' '2000 98 sell' '3000 103 buy' '4000 97 sell' '5000 96 sell' '6000 104 buy'; do
		# shellcheck disable=SC2086 # three words
		set -- $p
		printf '{"type":"trade","ts_ms":%s,"market":"%s","price":"%s","size":"10","side":"%s","id":"%s","source":"t"}\n' "$1" $M "$2" "$3" "$1"
	done >tape
	: >stored
}

cycle() { echo '{"type":"cycle","ts_ms":'"$1"',"id":'"$1"'}'; }
place() { printf '{"type":"action","ts_ms":1,"action":"%s","intent_id":"%s","strategy":1,"market":"%s","wallet":"%s","side":"%s","price":"%s","size":"%s","client_id":"%s","since_ms":1,"max_ts":%s}\n' "$1" "$2" $M "${@:3}"; }
# What a frame at $1 asks for: the same intents until they have landed.
wanted() {
	for i in 0 1 2; do
		place place "b$i" w1 buy $((98 - i)) 3 $((1 << 48 | i << 32 | 5)) $(($1 / 1000))
		place place "s$i" w2 sell $((102 + i)) 3 $((1 << 48 | (1 << 15 | i) << 32 | 5)) $(($1 / 1000))
	done
}

# A store behind the reading end: what of a whole frame it had not yet.
store() {
	[[ $(tail -n 1 "$1") != '{"type":"cycle"'*'}' ]] ||
		grep -E '^\{"type":"(trade|fill)"' "$1" | sort -u - stored -o stored
}
# The last stored trade and fill, as store-log get --last gives them.
last() {
	awk '/^{"type":"trade"/ { trade = $0 } /^{"type":"fill"/ { fill = $0 }
	END { printf "%s", (trade ? trade "\n" : "") (fill ? fill "\n" : "") }' stored
}
read_at() { { last && cycle "$1"; } | "${@:2}" paper-trade read -t tape >out; }
submit_at() { { wanted "$1" && cycle "$1"; } | "${@:2}" paper-trade submit --live >out; }

# What the venue's ledger says, but when and under which number.
ledger() {
	sqlite3 "$MM_HOME/paper.db" 'SELECT * FROM wallet' \
		'SELECT client_id, price, size, side FROM resting ORDER BY 1' \
		'SELECT client_id, price, size, side, ts_ms FROM fill ORDER BY 5, 1' \
		'SELECT next_id - 1 FROM progress' # orders it ever took
}

save() { rm -rf saved && cp -a "$MM_HOME" saved && cp stored saved/; }
restore() { rm -rf "$MM_HOME" && cp -a saved "$MM_HOME" && mv "$MM_HOME/stored" .; }

# rounds CALLS STEP HOW CODES STRUCK REST: from the saved state on, STRUCK at every STEP-th
# of these calls, when killed at its end too, then REST; in the end everything is as if
# nothing had happened.
rounds() {
	local call k code n=0 how=$3
	restore && "$5" points "$1" $(($2 * STRIDE))
	[ "$how" != signal=KILL ] || at_the_end
	while read -r call k <&7; do
		restore
		code=0
		"$5" disturbed "$call" "$k" "$how" 2>/dev/null || code=$?
		[[ " $4 " == *" $code "* ]] || { echo "$call $k: exit $code" && return 1; }
		[ "$code" -eq 137 ] || grep -q INJECTED trace || { echo "$call $k: not struck" && return 1; }
		n=$((n + 1))
		"$6"
		{ ledger | cmp want.ledger - && cmp want.stored stored; } || { echo "$call $k" && return 1; }
	done 7<strikes
	echo "# $how: $n calls" >&3
	((n > 15 / STRIDE))
}
expect() { "$1" && ledger >want.ledger && cp stored want.stored; }

# ---- the reading end, in a frame with fills, receipts and prints ----

strike_read() { read_at 3500 "$@"; }
rest_read() {
	store out
	read_at 5500 && store out
	read_at 6500 && store out
}
whole_read() { strike_read env && rest_read; }

prepare_read() {
	read_at 1500 && store out
	submit_at 1500
	save
	expect whole_read
	[ "$(grep -c '"type":"fill"' stored)" -eq 7 ]
}

@test "read: kill -9 at every call loses nothing and doubles nothing" {
	prepare_read
	rounds "$changes" 1 signal=KILL 137 strike_read rest_read
}

@test "read: a full disk at many calls loses nothing and doubles nothing" {
	prepare_read
	rounds "$fills" $((${MM_SOAK:-1} > 1 ? 1 : 4)) error=ENOSPC '1 5 0' strike_read rest_read
}

# ---- the sending end; the planner asks again for what has not landed ----

strike_submit() { submit_at 1500 "$@"; }
rest_submit() {
	submit_at 1500
	read_at 2500 && store out
	submit_at 2500
	read_at 3500 && store out
	read_at 6500 && store out
}
whole_submit() { strike_submit env && rest_submit; }

prepare_submit() {
	# Orders that come a frame late find the same prints.
	sed -i '/"ts_ms":2000/d' tape
	read_at 1500 && store out
	save
	expect whole_submit
	[ "$(tail -n 1 want.ledger)" -eq 6 ]
}

@test "submit: kill -9 at every call sends every order once" {
	prepare_submit
	rounds "$changes" 1 signal=KILL 137 strike_submit rest_submit
}

@test "submit: a full disk at many calls sends every order once" {
	prepare_submit
	rounds "$fills" $((${MM_SOAK:-1} > 1 ? 1 : 4)) error=ENOSPC '1 5 6 0' strike_submit rest_submit
}
