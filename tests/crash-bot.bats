# crash-bot: kill -9 of the resident bot and of every stage of its pipe, and started
# again.  The judge is the venue's own ledger, never our journal.
load lib

tape=$MM_TOP/share/examples/trades.jsonl
first=1642637000000 # the tape's first print is 200 s before
step=172800         # 1,000 frames over its two days

setup() {
	cat >"$MM_HOME/mm.conf" <<-EOF
		MARKET=SOL/USDT
		PAPER_TAPE=$tape
		PAPER_WALLETS=w1:100:10000,w2:100:10000
		BUY_LEVELS=3
		SELL_LEVELS=2
		MIN_REBUILD_S=0
		REBALANCE_THRESHOLD_PCT=0.1
	EOF
}

# bot FRAMES: the resident bot in simulated time, up to that frame of the tape.
bot() {
	exec mm-bot loop --from-ms "$first" --to-ms $((first + ($1 - 1) * step)) --step "${step}ms" 2>>"$MM_HOME/err"
}

frames() {
	store-log get cycle 2>/dev/null | wc -l
}

venue() {
	sqlite3 "$MM_HOME/paper.db" "$1"
}

more_than() { [ "$(frames)" -gt "$1" ]; }

# kill_stage K: the bot goes on from where it was, and a few frames later it and the
# Kth stage of its pipe are killed in the middle of whatever they do.
kill_stage() {
	local before victim code=0
	before=$(frames)
	bot 1000 3>&- &
	pid=$!
	until_true more_than $((before + 20))
	victim=$(pgrep -P "$pid" | sed -n "$1p")
	kill -9 "$victim" "$pid"
	wait "$pid" || code=$?
	[ "$code" -eq 137 ]
}

@test "whatever stage is killed, nothing is lost and nothing doubled" {
	for stage in 1 2 3 4 5 6 7 8 9; do
		kill_stage $stage
	done
	[ "$(frames)" -lt 900 ] # each was killed in the middle
	(bot 1100)
	[ "$(venue 'SELECT count(*) FROM fill')" -gt 10 ]
	# Each fill of the ledger is stored, once; each print of the tape too.
	same "$(venue "SELECT order_id || '-' || n_fill FROM fill ORDER BY 1")" \
		"$(store-log get fill | jq -r .id | sort)"
	cmp <(store-log get trade | sort) <(grep '"type":"trade"' "$tape" | sort)
	# No intent landed by two attempts, no slot of a wallet holds two orders.
	jqall 'map(select(.status == "confirmed")) | length > 100 and
		(group_by(.intents[0]) | all(map(.id) | unique | length == 1))' "$(store-log get receipt)"
	[ -z "$(venue 'SELECT 1 FROM resting GROUP BY wallet, CAST(client_id AS INTEGER) >> 32 HAVING count(*) > 1')" ]
	store-log check
}
