# tx-build: what it makes is held against tx_build.py, which decodes messages by
# itself; whether the chain takes it, world-tx-build.bats asks.
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	"$MM_TOP/tests/tx_build.py" conf 1 >"$MM_HOME/mm.conf"
}

make_frame() { "$MM_TOP/tests/tx_build.py" frame "$@"; }
judge() { "$MM_TOP/tests/tx_build.py" judge; }
reasons() { jq -r 'select(.type == "refusal" and .by == "tx-build") | .reason' <<<"$output" | sort | uniq | xargs; }
# edit FILTER: the frame of one wallet and two orders, each record through jq.
edit() { make_frame 1 wallets=1 orders=2 table=1 | jq -c "$1"; }

@test "a bad line is a refusal, a cut frame is nothing, a full disk is said" {
	{ echo '{"type":"lut","ts_ms":1}' && make_frame 1 wallets=1 orders=2 table=1; } >in
	run --separate-stderr -5 tx-build in
	[[ ${stderr_lines[0]} == "tx-build: in:1: lut: "* ]]
	[ "$(of_type tx "$output")" = "" ]
	make_frame 1 wallets=1 orders=2 table=1 | head -n -1 >short
	run --separate-stderr -1 tx-build short
	[ "$(of_type tx "$output")" = "" ]
	make_frame 1 wallets=1 orders=2 table=1 >in
	run -1 bash -c 'tx-build in >/dev/full'
	run -2 tx-build -o WALLETS=w0:nobody
	run -2 tx-build --live
}

@test "a record that is missing is named, with the intents" {
	local type reason
	while read -r type reason; do
		edit "select(.type != \"$type\")" >in
		run --separate-stderr -5 tx-build in
		jqeq '.reason == "'"$reason"'" and (.intents | length) > 0' "$(of_type refusal "$output")"
		[ "$(of_type tx "$output")" = "" ]
		valid "$output"
	done <<-'EOT'
		chain no_chain
		market no_market
		lut no_lut
	EOT
	edit 'if .type == "chain" then del(.blockhash) else . end' >in
	run --separate-stderr -5 tx-build in
	[ "$(reasons)" = no_chain ]
	edit . >in
	run --separate-stderr -5 tx-build -o WALLETS= in
	[ "$(reasons)" = no_wallet ]
	edit 'if .type == "action" then .action = "swap" | .asset = "BMV" | .amount = "1" | .asset_out = "wSOL" | .max_slippage_bps = 1 else . end' >in
	run --separate-stderr -5 tx-build in
	[ "$(reasons)" = no_quote ]
}

@test "a size, price or amount that is not whole is refused, not rounded" {
	for e in '.price = "0.0000000105"' '.size = "0.5"' '.size = "0"' '.action = "wrap" | .amount = "0.0000000001"'; do
		edit 'if .type == "action" and .side == "buy" then '"$e"' else . end' >in
		run --separate-stderr -5 tx-build in
		[ "$(reasons)" = off_step ]
		jqeq '(.intents | length) == 1' "$(of_type tx "$output")"
	done
}

@test "in a refused frame only what reduces risk is made; a refused intent is not" {
	edit 'if .type == "action" and .side == "buy" then .action = "cancel" else . end' >in
	echo '{"type":"refusal","ts_ms":1,"by":"mm-grid","reason":"stale","text":"x"}' >stale
	run --separate-stderr -0 tx-build <(cat stale in)
	jqeq '.class == "reduce" and .intents == ["i1"]' "$(of_type tx "$output")"
	edit . >in
	run --separate-stderr -0 tx-build <(sed 's/"text"/"intents":["i1"],"text"/' stale && cat in)
	jqeq '.class == "risk" and .intents == ["i2"]' "$(of_type tx "$output")"
}

@test "what is asked for twice is done once" {
	edit . >in
	run --separate-stderr -0 tx-build <(grep '"action"' in && cat in)
	jqeq '.intents == ["i1", "i2"]' "$(of_type tx "$output")"
}

@test "what stands behind something is behind it, in one transaction, or is not made" {
	edit 'if .intent_id == "i2" then .after = "i1" else . end' >in
	run --separate-stderr -0 tx-build in
	jqeq '.intents == ["i1", "i2"]' "$(of_type tx "$output")"
	edit 'if .intent_id == "i2" then .after = "i1" elif .intent_id == "i1" then .size = "0.5" else . end' >in
	run --separate-stderr -5 tx-build in
	[ "$(reasons)" = "depends off_step" ]
	[ "$(of_type tx "$output")" = "" ]
	edit 'if .intent_id == "i2" then .after = "i9" else . end' >in
	run --separate-stderr -5 tx-build in
	[ "$(reasons)" = no_after ]
}

@test "what frees money stands in front: cancels before orders" {
	make_frame 1 wallets=1 orders=4 table=1 | jq -c 'if .intent_id == "i4" then .action = "cancel" | .after = "i1" elif .intent_id == "i1" then .action = "cancel" elif .intent_id == "i2" then .after = "i1" else . end' |
		jq -c 'if .intent_id == "i4" then del(.after) else . end' >in
	run --separate-stderr -0 tx-build in
	judge <<<"$output"
	# By instruction: two of the budget, the cancel, the orders.
	tags=$(of_type tx "$output" | tail -1 | "$MM_TOP/tests/tx_build.py" tags)
	[[ "$tags" == *"18 20"* ]]
}

@test "a table that is closing, or was just extended, is not used" {
	edit . >in
	v0() { of_type tx "$(tx-build "$@")" | jq -r '.message[0:2]'; }
	[ "$(v0 in)" = gA ]
	[ "$(v0 <(edit 'if .type == "lut" then .deactivated = true else . end'))" != gA ]
	[ "$(v0 <(edit 'if .type == "lut" then .last_extended_slot = 9 else . end'))" != gA ]
	[ "$(v0 -o LUTS= in)" != gA ]
}

@test "a wallet without an account gets one, if it can pay for it; it keeps its reserve" {
	edit 'select(.type != "oo")' >in
	run --separate-stderr -0 tx-build in
	jqeq '.action == "init_oo"' "$(of_type action "$output" | grep '"first order"')"
	jqeq '(.intents | length) == 3' "$(of_type tx "$output")"
	valid "$output"
	run --separate-stderr -5 tx-build <(jq -c 'if .type == "wallet" then .balances.SOL.free = "0.0241" else . end' in)
	[ "$(reasons)" = no_sol ]
	[ "$(of_type tx "$output")" = "" ]
	edit 'if .type == "wallet" then .balances.SOL.free = "1" elif .intent_id == "i1" then .action = "wrap" | .amount = "0.95" else . end' >in
	run --separate-stderr -5 tx-build in
	[ "$(reasons)" = no_sol ]
	run --separate-stderr -0 tx-build -o FEE_RESERVE_SOL=0.04 in
}

@test "slots that are short: a crank in front, the rest waits" {
	make_frame 1 wallets=1 orders=20 table=1 | jq -c 'if .type == "oo" then .slots_free = 5 | .slots_waiting = 10 else . end' >in
	jq -c 'select(.type != "action")' in >idle
	head="$(jq -r 'select(.type == "oo").address' in)"
	m=$(jq -r 'select(.type == "market").market' in)
	queue='{"type":"event_queue","ts_ms":1,"market":"'$m'","seq":90,"count":30,"capacity":99,"head_owners":["'$head'"],"own_waiting":10,"slot":9}'
	run --separate-stderr -5 tx-build <(echo "$queue" && cat in)
	jqeq '.action == "crank"' "$(of_type action "$output" | grep '"slots are short"')"
	[ "$(reasons)" = no_slots ]
	jqeq '(.intents | length) == 5' "$(of_type refusal "$output")"
	run --separate-stderr -5 tx-build in
	jqeq '(.intents | length) == 15' "$(of_type refusal "$output")"
	# Nothing else to do: only once many wait.
	run --separate-stderr -0 tx-build <(echo "$queue" && cat idle)
	[ "$(of_type tx "$output")" = "" ]
	run --separate-stderr -0 tx-build --crank <(echo "$queue" && cat idle)
	jqeq '.class == "reduce"' "$(of_type tx "$output")"
	run --separate-stderr -0 tx-build <(echo "$queue" && sed 's/"slots_waiting":10/"slots_waiting":40/' idle)
	jqeq '.class == "reduce"' "$(of_type tx "$output")"
}

@test "MAX_CAPITAL counts what rests, is in flight, is free, and is new" {
	make_frame 1 wallets=1 orders=8 table=1 >in # 4 bids of 5..8 at 10000 lots, 4 asks at 11000
	made() { of_type tx "$(tx-build -o MAX_CAPITAL="$1" <(cat - in) 2>/dev/null)" | jq -s '[.[].intents | length] | add // 0'; }
	[ "$(made 0.0006 </dev/null)" -eq 8 ]
	[ "$(made 0.0001 </dev/null)" -eq 1 ]
	[ "$(made 0 </dev/null)" -eq 0 ]
	m=$(jq -r 'select(.type == "market").market' in)
	resting='{"type":"open_order","ts_ms":1,"market":"'$m'","wallet":"w0","side":"buy","price":"0.00001","size":"50","order_id":"1","client_id":"9"}'
	[ "$(made 0.0006 <<<"$resting")" -eq 1 ]
	sent='{"type":"pending","ts_ms":1,"intent_id":"x","attempt":"a","lane":"l","action":"place","class":"risk","state":"sent","market":"'$m'","wallet":"w0","side":"buy","price":"0.00001","size":"50","client_id":"9","since_ms":1}'
	[ "$(made 0.0006 <<<"$sent")" -eq 1 ]
	# What is free on the market is used by the orders, and counts once.
	jq -c 'if .type == "oo" then .quote_free = "0.00025" | .quote_total = "0.00025" else . end' in >free && mv free in
	[ "$(made 0.0006 </dev/null)" -eq 8 ]
	sed -i 's/"0.00025"/"0.0005"/g' in
	[ "$(made 0.0006 </dev/null)" -eq 5 ]
}

@test "the reducing ones first, in bundles of their own; by rpc neither bundle nor tip" {
	edit 'if .intent_id == "i1" then .action = "cancel" else . end' >in
	run --separate-stderr -0 tx-build in
	jqall '[.[] | [.class, .bundle.id, .tip]] == [["reduce", "5001-0", "0.005"], ["risk", "5001-1", "0.005"]]' "$(of_type tx "$output")"
	run --separate-stderr -0 tx-build -o SUBMIT_VIA=rpc in
	jqeq '(has("bundle") or has("tip")) | not' "$(of_type tx "$output")"
	same "$output" "$(tx-build -o SUBMIT_VIA=rpc in)"
}

@test "fees: the percentile between floor and cap" {
	edit . >in
	fee() { of_type tx "$(tx-build "$@" in)" | jq -r .fee; }
	a=$(fee) b=$(fee -o PRIORITY_FEE_MAX=10000) c=$(fee -o PRIORITY_FEE_MIN=30000) d=$(fee -o PRIORITY_FEE_PCTL=p50)
	jq -en "$d < $b and $b < $a and $a < $c" >/dev/null
}

@test "320 orders of ten wallets go in 24 transactions or fewer" {
	make_frame 1 wallets=10 orders=32 table=1 >in
	run --separate-stderr -0 tx-build in
	valid <<<"$output"
	n=$(of_type tx "$output" | wc -l)
	# 16 fit into one, and one in five carries a tip, which leaves room for 14.
	[ "$n" -le 24 ] && [ "$n" -ge 21 ]
	judge <<<"$output"
}

@test "random frames: everything once or refused, nothing besides, within the limits" {
	local table seed
	for table in '' 1; do
		"$MM_TOP/tests/tx_build.py" conf $table >"$MM_HOME/mm.conf"
		for ((seed = 1; seed <= 25 * ${MM_SOAK:-1}; seed++)); do
			make_frame "$seed" ${table:+table=1} ${table:+sol=0.0$seed}
		done >in
		tx-build in >out 2>/dev/null || [ $? -eq 5 ]
		judge <out
	done
	grep -v "\"action\":\"approve\"" out | valid
}
