# liq-scan's choice: what is refused, what waits, what goes; every number by a model.
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cat >"$MM_HOME/mm.conf" <<-'EOF'
		CHAIN_ID=1
		WALLETS=one:0x00000000000000000000000000000000000000A1,two:0x00000000000000000000000000000000000000A2
		ASSETS=WETH:0x0000000000000000000000000000000000000001:18,USDC:0x0000000000000000000000000000000000000002:6,DAI:0x0000000000000000000000000000000000000003:18,WBTC:0x0000000000000000000000000000000000000004:8
		V2_ROUTER=0x00000000000000000000000000000000000000B2
		V3_ROUTER=0x00000000000000000000000000000000000000B3
		V4_ROUTER=0x00000000000000000000000000000000000000B4
		STRATEGY_ID=7
	EOF
}

model() { python3 "$MM_TOP/tests/liq_model.py" "$@"; }
# frame FILTER: the frame of seed 3, each record through jq.
frame() { model frame 3 14 | jq -c "${1:-.}"; }
# told [OPTION...]: user, decision and reason of each liquidation of the frame on standard input.
told() { liq-scan "$@" 2>err | jq -r 'select(.type == "liquidation") | "\(.user[38:]) \(.decision) \(.why // "")"' | sort; }
add() { sed '$d' <<<"$1" && printf '%s\n' "$2" && tail -n 1 <<<"$1"; }
whys() { cut -d' ' -f2- | sort | uniq -c | sed 's/^ *//; s/ *$//'; }

@test "files and funds that cannot be used are refused" {
	echo 0x12 >bad
	run --separate-stderr -2 liq-scan --deny=bad </dev/null
	[ "$stderr" = 'liq-scan: LIQ_DENY: bad:1: not an address' ]
	run --separate-stderr -2 liq-scan --allow=none </dev/null
	[ "$stderr" = 'liq-scan: LIQ_ALLOW: none: No such file or directory' ]
	run -2 liq-scan --fund=stolen </dev/null
	run -2 liq-scan -o LIQ_WALLETS=three </dev/null
	run --separate-stderr -5 liq-scan --fund=flash <<<"$(frame)"
	[[ $stderr == 'liq-scan: no_flash: '* ]]
	jqeq 'select(.type == "action") | false' "$output" || [ $? -eq 4 ]
}

@test "what goes is worth more than any of 50 sizes, to the part, and paid for" {
	local seed
	for seed in $(seq 1 $((9 * ${MM_SOAK:-1}))); do
		echo "seed $seed" >&2
		model frame "$seed" 14 | liq-scan >out
		model check "$seed" 14 <out >>said
	done
	awk '{ below += $1; go += $4 } END { exit !(below > 70 && go > 30) }' said
	valid "$(jq -c 'select(.type == "liquidation" or .type == "action")' out)"
}

@test "v3 and v4: the same, in their own words" {
	local kind seed
	for kind in v3 v4; do
		for seed in $(seq 20 $((20 + 2 * ${MM_SOAK:-1}))); do
			echo "$kind, seed $seed" >&2
			model frame "$seed" 14 $kind | liq-scan >out
			model check "$seed" 14 $kind <out >>said
		done
		valid "$(jq -c 'select(.type == "action")' out)"
	done
	awk '{ go += $4 } END { exit !(go > 20) }' said
}

@test "the same frame gives the same bytes" {
	frame >in
	cmp <(liq-scan <in) <(liq-scan <in)
}

@test "one size more than the best, or a part less, is found by the model" {
	liq-scan < <(frame) >out
	model check 3 14 <out
	run -1 model check 3 14 < <(jq -c 'if .decision == "go" then .net_base = "1" else . end' out)
	run -1 model check 3 14 < <(jq -c 'if .decision == "go" then .receive += "1" else . end' out)
	run -1 model check 3 14 < <(jq -c 'select(.action != "approve")' out)
}

@test "who is denied, not allowed, under way or ours is left alone, and nobody else" {
	local in user
	in=$(frame)
	user=$(liq-scan <<<"$in" | jq -r 'select(.decision == "go") | .user' | head -n 1)
	echo "# nobody else" >list && echo "$user" >>list
	[ "$(told --deny=list <<<"$in" | grep -c denied)" -eq 1 ]
	[ "$(told --allow=list <<<"$in" | grep -vc not_allowed)" -eq 1 ]
	told -o "WALLETS=one:0x00000000000000000000000000000000000000A1,two:0x00000000000000000000000000000000000000A2,mine:$user" \
		-o LIQ_WALLETS=one,two <<<"$in" | grep -q "${user:38} skip own_account"
	add "$in" '{"type":"pending","ts_ms":1,"intent_id":"i","attempt":"0xa","lane":"1:two","action":"liquidate","class":"risk","state":"sent","wallet":"two","subject":"'"$user"'/DAI/WETH","spends":{},"since_ms":1,"chain_id":1}' >under_way
	told <under_way | grep -q "${user:38} wait under_way"
}

@test "a deposit of a dead asset shields nobody, unless it counts" {
	local in user dead
	in=$(frame)
	user=$(liq-scan <<<"$in" | jq -r 'select(.decision == "go") | .user' | head -n 1)
	dead=$(jq -c 'select(.type == "reserve" and .id == 3) | .id = 4 | .asset = "DEAD" | .address = "0x0000000000000000000000000000000000000005"' <<<"$in")
	dead+=$'\n'$(jq -cn --argjson r "$dead" --arg user "$user" '$r | {ts_ms, chain_id, pool, block} |
		. + {type: "oracle", asset: "DEAD", price_base: "0", source: "0xfeed"}, . + {type: "user_reserve", user: $user, reserve: 4, scaled_supply: "1"}')
	add "$in" "$dead" >shielded
	same "$(told <<<"$in")" "$(told <shielded)"
	grep -v '"asset":"DEAD","price_base"' shielded >unpriced
	same "$(told <<<"$in")" "$(told <unpriced)"
	sed 's/"price_base":"0"/"price_base":"1","updated_s":1/' shielded >stale
	same "$(told -o ORACLE_AGE=1h <<<"$in")" "$(told -o ORACLE_AGE=1h <stale)"
	[ "$(jq -c 'if .reserve == 4 then .collateral = true else . end' stale | told -o ORACLE_AGE=1h | grep -c stale_price)" -eq 1 ]
}

@test "what is pending or taken by another shard is not spent again" {
	local in
	in=$(frame)
	[ "$(liq-scan <<<"$in" | jq -c 'select(.decision == "go")' | wc -l)" -gt 1 ]
	# all that the wallets have is spoken for
	for w in one two; do for a in WETH USDC DAI WBTC; do
		echo '{"type":"liquidation","ts_ms":1,"chain_id":1,"pool":"0xb","user":"'$w$a'","decision":"go","wallet":"'$w'","fund":"own","hf":"0.9","debt":"'$a'","repay":"1000000000000","target_ts_s":1,"block":1,"state_id":"s"}'
	done; done >taken
	{ sed '$d' <<<"$in" && cat taken && tail -n 1 <<<"$in"; } | liq-scan | jq -c 'select(.state_id != "s" and .type == "liquidation") | [.decision, .why]' | sort -u >none
	run ! grep go none
	grep -q no_capital none
	# two shards in a row take no more than there is
	model frame 3 14 | liq-scan --shard 0/2 | liq-scan --shard 1/2 >both
	jq -s '[.[] | select(.decision == "go")] | group_by([.wallet, .debt])[] | {w: .[0].wallet, d: .[0].debt, sum: (map(.repay | tonumber) | add)}' both |
		jq -s 'map({key: (.w + .d), value: .sum}) | from_entries' >sums
	jq -es --slurpfile sums sums '[.[] | select(.type == "wallet") | .wallet as $w | .balances | to_entries[]
		| ($sums[0][$w + .key] // 0) <= (.value.free | tonumber) * 1.000001] | all' <<<"$in"
}

@test "a skip is told once for a reason, a wait in each frame" {
	frame >one
	jq -c 'select(.type | IN("reserve", "user_reserve", "emode") | not) | del(.whole)
		| if .type == "cycle" then .ts_ms += 12000 | .id += 12000
		  elif .type == "lend_market" then .after_block = 100 else . end
		| if .block then .block = 101 else . end | if .block_hash then .block_hash = "0xc" else . end' one >two
	cat one two | liq-scan --min-net=2000 >out
	jq -r 'if .type == "cycle" then "-" elif .type == "liquidation" then .decision else empty end' out |
		awk '/-/ { n++ } { k[n + 0, $1]++ } END { exit !(k[0, "skip"] > 0 && !k[1, "skip"] && k[0, "go"] == k[1, "go"]) }'
}

@test "a liquidation is the same intent in the next frame, until its account has changed" {
	local ids='select(.type == "action" and .action == "liquidate") | .intent_id'
	frame >one
	jq -c 'if .type == "cycle" then .ts_ms += 12000 | .id += 12000 else . end' one >two
	jq -c 'if .type == "user_reserve" and .scaled_debt then .scaled_debt |= .[:-3] + "000" else . end' two >paid
	liq-scan < <(frame) >out1
	liq-scan <two >out2
	liq-scan <paid >out3
	jq -r "$ids" out1 | sort >first
	[ "$(wc -l <first)" -gt 3 ]
	same "$(<first)" "$(jq -r "$ids" out2 | sort)"
	[ -z "$(jq -r "$ids" out3 | sort | comm -12 first -)" ]
	# everything else is of its frame
	[ -z "$(comm -12 <(jq -r 'select(.type == "action" and .action != "liquidate") | .intent_id, .group' out1 | sort -u) \
		<(jq -r 'select(.type == "action") | .intent_id, .group' out2 | sort -u))" ]
	model check 3 14 <out2
}

@test "a tip is no more than what may be paid for it" {
	model frame 3 14 | liq-scan -o LIQ_TIP_PCT=50 -o PRIORITY_MAX_GWEI=3 |
		jq -c 'select(.decision == "go") | [.gross_base, .swap_cost_base, .gas_base, .tip_base, .net_base | tonumber]' >out
	[ "$(wc -l <out)" -gt 3 ]
	# 2 gwei on top of 1, where gas costs 20
	jqall 'all(.[]; .[3] < .[2] / 10 + 0.000001 and (.[0] - .[1] - .[2] - .[3] - .[4] | fabs) < 0.00001)
		and any(.[]; .[3] > .[2] / 10 - 0.000001)' "$(<out)"
}

@test "each wallet pays for one before any pays for two" {
	frame 'if .type == "wallet" then .balances |= map_values(.free = (if . then "1000000" else . end)) else . end
		| if .wallet == "two" then .balances |= map_values(.free = "2000000") else . end' |
		liq-scan | jq -r 'select(.decision == "go") | .wallet' >paid
	[ "$(head -n 2 paid | paste -sd' ')" = 'two one' ]
}

@test "a thousand who owe much and give nothing do not hide the others for long" {
	local n
	frame 'select(.type == "lend_market") |= (.users += 1001) | select(.type != "cycle")' >one
	for ((n = 0; n < 1001; n++)); do
		printf '{"type":"user_reserve","ts_ms":1,"chain_id":1,"pool":"0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2","user":"0x%040d","reserve":%d,"block":100,"collateral":%s,"scaled_%s":"%s"}\n' \
			$((5000 + n)) 0 true supply 1000000000 $((5000 + n)) 2 false debt 1000000000000000000000000
	done >>one
	frame 'select(.type == "cycle")' >>one
	frame 'select(.type | IN("reserve", "user_reserve", "emode") | not) | del(.whole)
		| if .type == "cycle" then .ts_ms += 12000 | .id += 12000
		  elif .type == "lend_market" then .after_block = 100 | .users += 1001 else . end
		| if .block then .block = 101 else . end | if .block_hash then .block_hash = "0xc" else . end' >two
	cat one two | liq-scan >out
	jq -r 'if .type == "cycle" then "-" elif .type == "liquidation" then .decision else empty end' out |
		awk '/-/ { n++ } { k[n + 0, $1]++ } END { exit !(!k[0, "go"] && k[1, "go"] > 3) }'
}

@test "where gas has no price nothing is weighed, and the health is told" {
	frame 'select(.type | IN("oracle", "reserve") | not), (select(.type == "reserve") | if .asset == "WETH" then .asset = .address else . end),
		(select(.type == "oracle") | if .asset == "WETH" then .asset = "0x0000000000000000000000000000000000000001" else . end)' |
		told -o ASSETS=USDC:0x0000000000000000000000000000000000000002:6 | whys >said
	[ "$(grep -vc 'skip gas_price_missing' said)" -eq 0 ]
}

@test "a pool without a router is no way, and a refused frame asks for nothing" {
	told -o V2_ROUTER= < <(frame) | whys >said
	run ! grep -v skip said
	grep -q 'skip no_route' said
	add "$(frame)" '{"type":"refusal","ts_ms":1,"by":"lp-read","reason":"x","text":"y"}' | liq-scan >out || true
	run ! jq -e 'select(.type == "action")' out
}
