# book-read against the OpenBook program: what the world's ledger says happened is what
# the store has, each once, whatever was killed, and when the ring wrapped while we were
# away.
load lib
load world

setup_file() { world_start --slot-ms 0; }
teardown_file() { world_stop; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	world setFaults '[{}]' >/dev/null
	{ world_conf alice bob && echo SUBMIT_VIA=rpc; } >"$MM_HOME/mm.conf"
	TS=1000000 SINCE=0 RANDOM=$((${MM_SOAK:-1} * 17))
}

trade() { rpc world_take '[{"name":"'"$1"'","side":"'"$2"'","price":"'"$3"'","size":"'"$4"'","type":"'"$5"'"}]' >/dev/null; }

# A frame through book-read, not stored; one that is.
frame() {
	echo "{\"type\":\"cycle\",\"ts_ms\":$TS,\"id\":$TS}" | store-log get --last event_queue,trade,fill | book-read "$@"
}
stored() {
	TS=$((TS + 1000))
	frame "$@" | store-log put >/dev/null
}

# What the ledger and the store have, in the same words: price and size in lots, side
# of the taker, whose maker and taker.
ledger() {
	world ledger "[$SINCE]" | jq -r --slurpfile w "$WORLD_INFO" '
		[$w[0].wallets.alice.pubkey, $w[0].wallets.bob.pubkey] as $own |
		.[].matches[] | (if .maker_side == "sell" then [.paid, (.received | tonumber) - (.fee | tonumber), "buy"]
			else [.received, (.paid | tonumber) + (.fee | tonumber), "sell"] end) as [$base, $value, $side] |
		(($base | tonumber) / 1000000) as $size |
		"\($value / $size | round) \($size) \($side) \(.maker_owner as $o | $own | index($o) != null) \(.taker_owner as $o | $own | index($o) != null)"'
}
trades() {
	store-log get trade | jq -r '"\((.price | tonumber) * 1e9 | round) \(.size) \(.side) \(.own_maker // false) \(.own_taker // false)"'
}

# Some trading: orders that rest, orders that take, now and then a crank.
play() {
	local i who=(alice bob carol dave) sides=(buy sell)
	for ((i = 0; i < $1; i++)); do
		trade "${who[RANDOM % 4]}" "${sides[RANDOM % 2]}" $((10990 + RANDOM % 20)) $((1 + RANDOM % 9)) limit
		[ $((RANDOM % 7)) -ne 0 ] || world crank >/dev/null
	done
}

@test "random trading: the store has the ledger's trades and our fills, each once" {
	local round
	for ((round = 0; round < 8 * ${MM_SOAK:-1}; round++)); do
		play 8
		case $((RANDOM % 3)) in
		0) frame >/dev/null 2>&1 ;;                    # read, and killed before it was stored
		1) stored --no-trades ;;                       # a job beside the bot
		2) stored ;;
		esac
	done
	stored
	same "$(ledger | sort)" "$(trades | sort)"
	[ "$(ledger | wc -l)" -gt 20 ]
	# A fill for each own side, and none else.
	[ "$(store-log get fill | wc -l)" -eq "$(trades | awk '{ n += ($4 == "true") + ($5 == "true") } END { print n }')" ]
	same "$(store-log get fill | jq -r .id | sort -u | wc -l)" "$(store-log get fill | wc -l)"
	# In order: taker by taker.
	store-log get trade | jq -r '.id | split("-")[0]' | sort -nc
}

@test "balances, orders and accounts are the chain's" {
	play 30
	run --separate-stderr -0 frame
	valid "$output"
	jqall '[.[] | select(.type == "open_order")] | length > 3' "$output"
	local name mint
	for name in alice bob; do
		world book | jq --arg oo "$(of_type oo "$output" | jq -r "select(.wallet == \"$name\").address")" -c \
			'[.bids[], .asks[] | select(.oo == $oo) | [.id, .size]] | sort' >want
		of_type open_order "$output" | jq -sc "map(select(.wallet == \"$name\") | [.order_id, .size]) | sort" >got
		same "$(<want)" "$(<got)"
		for mint in base quote; do
			rpc getTokenAccountBalance "[\"$(jq -r ".wallets.$name.$mint" "$WORLD_INFO")\"]" | jq -r .result.value.amount >want
			of_type wallet "$output" | jq -r "select(.wallet == \"$name\").balances.$([ $mint = base ] && echo BMV || echo wSOL).free |
				tonumber * $([ $mint = base ] && echo 1e6 || echo 1e9) | round" >got
			same "$(<want)" "$(<got)"
		done
	done
}

@test "lookup tables and tips" {
	local table
	table=$(world table "[\"t1\",[\"$WORLD_MARKET\",\"$(jq -r .usdc "$WORLD_INFO")\"]]" | jq -r .)
	run --separate-stderr -0 frame -o "LUTS=$table" -o SUBMIT_VIA=jito
	valid "$output"
	jqeq ".address == \"$table\" and .addresses[0] == \"$WORLD_MARKET\" and (.addresses | length) == 2" "$(of_type lut "$output")"
	jqeq '(.tip_accounts | length) == 8 and .tip_floor.p50 != null and .priority_fee.p75 != null and .last_valid_height > .height' "$(of_type chain "$output")"
	# The engine is limited: the accounts its documentation lists.
	run --separate-stderr -0 frame -o JITO_URL=http://127.0.0.1:1/api/v1 -o SUBMIT_VIA=jito
	jqeq '(.tip_accounts | length) == 8' "$(of_type chain "$output")"
	# Not a table.
	run --separate-stderr -5 frame -o "LUTS=$WORLD_MARKET"
	jqeq '.reason == "account_owner"' "$(of_type refusal "$output")"
	[ -z "$(of_type book "$output")" ]
}

# A ring with room for 128 events, the least there is.
shrink() {
	local key data
	world crank >/dev/null
	key=$(jq -r .market.events "$WORLD_INFO")
	data=$(world account "[\"$key\"]" | jq -r .data | base64 -d | head -c 13 | base64 -w0)
	python3 - "$data" >bytes <<-'EOF'
		import base64, sys
		head = base64.b64decode(sys.argv[1])
		print(base64.b64encode(head + bytes(11308 - 13 - 7) + b"padding").decode())
	EOF
	world setAccount "$(jq -cn --arg k "$key" --rawfile d bytes '[$k, {lamports: "1825496640", data: ($d | rtrimstr("\n")), owner: "srmqPvymJeFKQ4zGQed1GFppgkRHL9kaELCbyksJtPX"}]')" >/dev/null
}

# time_goes COMMAND: while slots pass.
time_goes() {
	while [ ! -e over ]; do
		world advanceSlots '[4]' >/dev/null
		sleep 0.1
	done 3>&- &
	local code=0
	"$@" || code=$?
	touch over
	wait $!
	rm over
	return "$code"
}

@test "a ring that wrapped while we were away: what it forgot comes out of the logs" {
	shrink
	world advanceSlots '[1]' >/dev/null
	SINCE=$(world ledger | jq length)
	play 5
	stored
	before=$(store-log get trade | wc -l)
	for i in 1 2 3 4 5 6; do
		trade alice sell 10000 3 limit
		trade carol buy 12000 30 ioc
		play 8
		world crank >/dev/null
	done
	stored --gap-wait 100ms 2>err # not final yet: nothing is told
	[ "$(store-log get trade | wc -l)" -eq "$before" ]
	time_goes frame >/dev/null 2>>err # killed
	grep 'events of the queue were missed' err
	time_goes stored 2>>err
	play 6
	stored
	ledger | sort >want
	same "$(<want)" "$(trades | sort)"
	[ "$(store-log get trade | wc -l)" -gt $((before + 20)) ]
	[ "$(store-log get fill | wc -l)" -eq "$(trades | awk '{ n += ($4 == "true") + ($5 == "true") } END { print n }')" ]
}

@test "--backfill finds in the logs what the ring told, under the same names" {
	run --separate-stderr -0 frame
	of_type trade "$output" | jq -r .id | sort >ring
	world crank >/dev/null
	world advanceSlots '[32]' >/dev/null
	book-read --backfill 36500 </dev/null >logs
	valid <logs
	jq -r 'select(.type == "trade").id' logs | sort >all
	[ "$(comm -23 ring all | wc -l)" -eq 0 ]
	[ "$(jq -r 'select(.type == "trade").id' logs | wc -l)" -eq "$(ledger | wc -l)" ]
}
