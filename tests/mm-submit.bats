# mm-submit against the local world: what it sends lands once, and what became of it is
# known, told once, and true.
load lib
load world

setup_file() { world_start --slot-ms 0; }
teardown_file() { world_stop; }

setup() {
	cd "$BATS_TEST_TMPDIR" && world setFaults '[{}]' >/dev/null
	world_conf alice bob carol dave erin frank grace heidi ivan judy >"$MM_HOME/mm.conf"
	ts=$(date +%s%3N)
}

set_conf() {
	for line; do
		sed -i "/^${line%%=*}=/d" "$MM_HOME/mm.conf"
		echo "$line" >>"$MM_HOME/mm.conf"
	done
}
cycle() { echo '{"type":"cycle","ts_ms":'"$1"',"id":'"$1"'}'; }
advance() { world advanceSlots "[$1]" >/dev/null; }
# What was sent lands, and is confirmed.
land() { advance 1 && advance 1; }
fault() { world setFaults "[$1]" >/dev/null; }
cid() { echo $((1 << 48 | $1 << 32 | ${2:-5})); }

# tx WALLET ACTION...: a transaction of a job; member ID INDEX COUNT WALLET ACTION...:
# one of a bundle, the last with the tip.
tx() { echo '{"wallet":"'"$1"'","actions":['"$(IFS=, && echo "${*:2}")"']}'; }
member() {
	local t tip=
	t=$(tx "${@:4}")
	(($2 + 1 < $3)) || tip=',"tip":5000'
	echo "${t%\}}"',"bundle":{"id":"'"$1"'","index":'"$2"',"count":'"$3"'}'"$tip}"
}
alone() { member "$ts-$1-$RANDOM" 0 1 "$@"; }
buy() { echo '{"action":"'"${4:-place}"'","intent_id":"'"$1"'","side":"buy","price":'"$2"',"size":'"$3"',"client_id":'"$(cid 0)"'}'; }
pay() { echo '{"action":"transfer","intent_id":"'"$1"'","to":"'"$2"'","lamports":'"$3"'}'; }
cancel() { echo '{"action":"cancel","intent_id":"'"$1"'","side":"buy","client_id":'"$(cid 0)"'}'; }

# frame TX...: the records of a frame with these transactions, without its cycle.
frame() {
	http_post "$WORLD/sign" '{"ts_ms":'"$ts"',"txs":['"$(IFS=, && echo "$*")"']}'
}
# submit FILE OPTION...: sends a frame.
submit() { { cat "$1" && cycle "$ts"; } | mm-submit --live --wait-ms 0 "${@:2}"; }
pending() { ts=$((ts + 1000)) && cycle "$ts" | mm-submit pending; }
receipts() { of_type receipt "$1" | sed -E 's/.*"status":"([a-z_]*)".*"error":"(\w*)".*/\1 \2/; s/^\{.*"status":"([a-z_]*)".*/\1/' | paste -sd, -; }
states() { of_type pending "$1" | sed -E 's/.*"state":"([a-z_]*)".*/\1/' | paste -sd, -; }
# How often that wallet landed something that was not refused.
landed() { world landed "[\"$1\"]"; }

# ---- what is wrong ----

@test "usage: another way, plain nodes, no node" {
	run -2 --separate-stderr mm-submit --via pigeon
	[ "$stderr" = "mm-submit: --via: 'jito' or 'rpc', not 'pigeon'" ]
	run -2 mm-submit --via rpc --live
	run -2 mm-submit --live pending
	run -2 --separate-stderr mm-submit -o SOLANA_RPC= pending
	[ "$stderr" = 'mm-submit: SOLANA_RPC is not set' ]
}

@test "a bad line, a cut line, a full disk, a frame that is not closed" {
	run -5 --separate-stderr mm-submit <<<'{"type":"signed_tx","id":1}'$'\n'"$(cycle 1)"
	jqeq '.reason == "bad_record"' "$(of_type refusal "$output")"
	frame "$(alone alice "$(pay full bob 10)")" >f
	run -1 --separate-stderr mm-submit --live <f
	[[ $stderr == *'frame not closed' ]]
	run -1 mm-submit --live < <(head -c -1 f)
	run -6 bash -c 'mm-submit --live --wait-ms 0 >/dev/full' < <(cat f && cycle 1000)
	[ "$(mm-submit list | wc -l)" -eq 1 ]
}

@test "a transaction that is not what it says, lacks a record, or its bundle a member" {
	frame "$(alone alice "$(pay i1 bob 10)")" >f
	jq -c 'if .raw then .raw = "AAAA" else . end' f >bad
	jq -c 'select(.type != "action")' f >lacks
	frame "$(member b 0 2 alice "$(pay i2 bob 10)")" "$(member b 1 2 bob "$(pay i3 bob 10)")" |
		jq -c 'select(.type != "signed_tx" or .bundle.index == 0)' >half
	frame "$(tx alice "$(pay i4 bob 10)")" >bundleless
	for case in bad:bad_tx lacks:no_action half:bundle_incomplete bundleless:no_bundle; do
		run -5 --separate-stderr submit "${case%:*}"
		jqeq '.reason == "'"${case#*:}"'" and (.intents | length) == 1' "$(of_type refusal "$output")"
		[ -z "$(of_type receipt "$output")" ]
	done
	[ -z "$(mm-submit list)" ]
}

# ---- a dry run ----

@test "without --live a node simulates, but not what depends on what is not sent" {
	n=$(landed alice)
	frame "$(alone alice "$(pay i1 bob 10)")" "$(alone alice "$(pay i2 bob 10)")" "$(alone bob '{"action":"fail","intent_id":"i3"}')" >f
	run -0 --separate-stderr mm-submit < <(cat f && cycle 1000)
	valid "$output"
	[ "$(receipts "$output")" = 'simulated ClientIdNotFound,simulated,not_simulated depends' ] || { receipts "$output" >&2 && false; }
	[ "$(landed alice)" -eq "$n" ] && [ ! -e "$MM_HOME/journal.db" ]
}

# ---- landing ----

@test "an order: sent, confirmed, finalized; each told once; then done" {
	frame "$(alone alice "$(buy i1 10000 5)")" >f
	run -6 --separate-stderr submit f
	[ "$(receipts "$output")" = sent ]
	valid "$(of_type receipt "$output")"
	run -0 --separate-stderr pending
	[ "$(states "$output")" = sent ]
	land
	all=$(pending && pending)
	[ "$(receipts "$all")" = confirmed ] && [ "$(states "$all")" = done,done ]
	advance 40
	all=$(pending && ts=$((ts + 1000)) && pending)
	valid "$all"
	[ "$(receipts "$all")" = finalized ]
	jqeq '.fee and .tip == "0.000005" and .slot > 0' "$(of_type receipt "$all")"
	jqeq '.landed_slot > 0' "$(of_type lane "$all" | grep :alice | grep -v '"solana:')"
	[ -z "$(mm-submit list)" ]
}

@test "by RPC to two nodes, with what is known in the frame itself" {
	set_conf ALLOW_PUBLIC=1 "SOLANA_RPC=$WORLD,${WORLD/127.0.0.1/localhost}"
	frame "$(tx bob "$(pay i1 alice 777)")" >f
	(sleep 0.3 && land) 3>&- &
	run -0 --separate-stderr submit f --via rpc --wait-ms 20000
	[ "$(receipts "$output")" = sent,confirmed ]
	wait
	run -0 mm-submit resume --wait-ms 4000
}

@test "an intent is sent once: not again, not in another transaction" {
	n=$(landed carol)
	frame "$(alone carol "$(pay i1 alice 10)")" >f
	run -6 --separate-stderr submit f
	land
	run -6 --separate-stderr submit f
	[ -z "$(of_type receipt "$output")" ]
	frame "$(alone carol "$(pay i1 alice 10)" "$(pay i2 bob 11)")" >g
	run -6 --separate-stderr submit g
	[ -z "$(of_type receipt "$output")" ]
	advance 40
	run -0 --separate-stderr pending
	run -0 --separate-stderr submit g
	[ "$(landed carol)" -eq $((n + 1)) ]
}

@test "what cannot land any more is expired, and only then sent anew" {
	n=$(landed dave)
	fault '{"next":{"jitoPending":1}}'
	frame "$(alone dave "$(pay i1 alice 10)")" >f
	run -6 --separate-stderr submit f
	advance 170
	run -0 --separate-stderr pending
	[ "$(states "$output")" = sent ] # its height is over, but not finally
	frame "$(alone dave "$(pay i1 alice 10)")" >g
	run -6 --separate-stderr submit g
	[ -z "$(of_type receipt "$output")" ]
	advance 20
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = 'expired not_landed' ]
	valid "$output"
	run -6 --separate-stderr submit g
	land
	run -0 --separate-stderr mm-submit resume --wait-ms 4000
	[ "$(receipts "$output")" = confirmed ]
	[ "$(landed dave)" -eq $((n + 1)) ]
}

@test "of two nodes one that is behind proves nothing" {
	set_conf "SOLANA_RPC=$WORLD,${WORLD/127.0.0.1/localhost}"
	fault '{"next":{"jitoPending":1}}'
	frame "$(alone dave "$(pay q1 alice 10)")" >f
	run -6 --separate-stderr submit f
	advance 190
	fault '{"next":{"behind":6},"amount":{"behind":100}}'
	run -0 --separate-stderr pending
	[ "$(states "$output")" = sent ]
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = 'expired not_landed' ]
}

@test "a bundle whose reply is lost: unknown, the lane waits, then it is found" {
	n=$(landed erin)
	fault '{"next":{"jitoLose":1}}'
	frame "$(alone erin "$(pay i1 alice 10)")" >f
	run -6 --separate-stderr submit f
	[ "$(receipts "$output")" = 'unknown no_answer' ]
	frame "$(alone erin "$(pay i2 alice 11)")" >g
	run -6 --separate-stderr submit g
	jqeq '.reason == "lane_unknown" and .intents == ["i2"]' "$(of_type refusal "$output")"
	frame "$(alone erin '{"action":"open","intent_id":"i3"}')" >h
	run -6 --separate-stderr submit h
	[ "$(receipts "$output")" = sent ]
	land
	run -0 --separate-stderr mm-submit resume --wait-ms 4000
	[[ $(receipts "$output") == confirmed,* ]]
	[ "$(landed erin)" -eq $((n + 2)) ]
}

@test "one member of a bundle that lands alone is known by itself" {
	fault '{"next":{"jitoAlone":1},"seed":4}'
	frame "$(member b 0 2 frank "$(pay i1 alice 10)")" "$(member b 1 2 grace "$(pay i2 alice 10)")" >f
	run -6 --separate-stderr submit f
	[ "$(receipts "$output")" = sent,sent ]
	land
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = confirmed ] && [ "$(states "$output")" = sent ]
	advance 200
	run -0 --separate-stderr mm-submit resume --wait-ms 4000
	[[ $(receipts "$output") == *expired* && $(receipts "$output") == *finalized* ]]
}

@test "a confirmed landing that vanishes is told, and lands again" {
	fault '{"next":{"vanish":1},"amount":{"vanish":3}}'
	frame "$(alone heidi "$(pay i1 alice 10)")" >f
	run -6 --separate-stderr submit f
	land
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = confirmed ]
	advance 6
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = reorged ] && [ "$(states "$output")" = sent ]
	# Sent again by RPC: the block engine has done with it.
	set_conf ALLOW_PUBLIC=1
	frame >none
	run -6 --separate-stderr submit none --via rpc
	land
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = confirmed ]
	jqeq '.turn == 1' "$(of_type receipt "$output")"
	valid "$output"
	advance 40
	run -0 --separate-stderr mm-submit resume --wait-ms 4000
	[ "$(receipts "$output")" = finalized ]
}

@test "what fails on the chain is failed once that is final, and may be sent anew" {
	frame "$(alone ivan '{"action":"fail","intent_id":"i1"}')" >f
	set_conf ALLOW_PUBLIC=1
	run -6 --separate-stderr submit f --via rpc
	land
	run -0 --separate-stderr pending
	[ -z "$(receipts "$output")" ] && [ "$(states "$output")" = sent ]
	advance 40
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = 'failed ClientIdNotFound' ]
}

# ---- do they rest? ----

@test "an order that crosses is not posted, and one that rests is not told" {
	world take '[{"name":"taker","side":"sell","price":"12000","size":"3","type":"limit"}]' >/dev/null
	frame "$(alone alice "$(buy x1 12500 5 replace)")" "$(alone judy "$(buy x2 9000 5)")" >f
	run -6 --separate-stderr submit f
	land
	run -0 --separate-stderr pending
	valid "$output"
	jqeq '.intents == ["x1"] and .error == "crossed"' "$(of_type receipt "$output" | grep not_posted)"
}

# ---- what holds back ----

@test "the kill switch lets through what reduces" {
	kill-switch on --reason test
	frame "$(alone bob "$(pay k1 alice 10)")" "$(alone alice "$(cancel k2)")" >f
	run -6 --separate-stderr submit f
	[ "$(receipts "$output")" = sent ]
	jqeq '.intents == ["k2"]' "$(of_type receipt "$output")"
	jqeq '.reason == "kill_switch"' "$(of_type refusal "$output")"
}

@test "a refused frame, and a refused intent" {
	frame "$(alone bob "$(pay r1 alice 10)")" "$(alone alice "$(pay r2 bob 10)")" >f
	refused() { cat f && echo '{"type":"refusal","ts_ms":1,"by":"x","reason":"y","text":"z"}' && cycle "$ts"; }
	run -0 --separate-stderr mm-submit --live < <(refused)
	[ -z "$(of_type receipt "$output")" ]
	run -6 --separate-stderr mm-submit --live --wait-ms 0 < <(cat f && echo '{"type":"refusal","ts_ms":1,"by":"x","reason":"y","text":"z","intents":["r1"]}' && cycle 1000)
	jqeq '.intents == ["r2"]' "$(of_type receipt "$output")"
}

@test "a lane that another process holds" {
	frame "$(alone bob "$(pay l1 alice 10)")" >f
	mkdir -p "$MM_HOME/lock"
	exec 9>"$MM_HOME/lock/solana:bob" && flock 9
	run -5 --separate-stderr submit f
	jqeq '.reason == "lane_held"' "$(of_type refusal "$output")"
	# An order has a lane of its own, whatever goes with it.
	frame "$(alone bob "$(buy l2 9000 1)" "$(pay l3 alice 10)")" >g
	run -6 --separate-stderr submit g
	[ "$(receipts "$output")" = sent ]
	exec 9>&-
	run -6 --separate-stderr submit f
	[ "$(receipts "$output")" = sent ]
}

@test "what reduces risk goes first" {
	frame "$(alone bob "$(pay o1 alice 10)")" "$(alone alice "$(cancel o2)")" >f
	run -6 --separate-stderr submit f
	[ "$(of_type receipt "$output" | jq -r '.intents[0]' | paste -sd, -)" = o2,o1 ]
}

# ---- a network in trouble ----

@test "429, 500, a slow node, garbage, half a body, a closed connection: nothing twice, all of it known" {
	set_conf HTTP_TIMEOUT=500ms
	before=$(landed bob) sent=0
	for trouble in rate429 http500 stall garbage half close lose; do
		for k in 1 3; do
			sent=$((sent + 1)) ts=$((ts + 1000))
			frame "$(alone bob "$(pay "t$trouble$k" alice $((10 + sent)))")" >f
			fault '{"next":{"'$trouble'":'$k'},"amount":{"stall":800}}'
			submit f --wait-ms 300 >/dev/null 2>&1 || true
			fault '{}'
			advance 200
			rm -rf "$MM_HOME/breaker"
			run -0 --separate-stderr mm-submit resume --wait-ms 20000
			# What expired is asked for again.
			if [[ $(receipts "$output") != *finalized* ]]; then
				frame "$(alone bob "$(pay "t$trouble$k" alice $((10 + sent)))")" >f
				submit f >/dev/null 2>&1 || true
				land && advance 40
				run -0 --separate-stderr mm-submit resume --wait-ms 20000
			fi
			[ "$(landed bob)" -eq $((before + sent)) ] || { echo "$trouble $k: $(landed bob), not $before + $sent" && false; }
		done
	done
}

@test "nobody answers: unknown, resume ends 6; repair asks for the cancel" {
	frame "$(alone judy "$(buy n1 9100 5 replace)")" >f
	run -6 --separate-stderr submit f
	run -6 --separate-stderr mm-submit -o SOLANA_RPC=http://127.0.0.1:1 resume --wait-ms 0
	[[ $stderr == *'is not known yet' ]]
	run -0 --separate-stderr mm-submit -o SOLANA_RPC=http://127.0.0.1:1 pending < <(cycle 2000)
	[ "$(states "$output")" = unknown ]
	run -0 --separate-stderr mm-submit repair < <(cycle 3000)
	valid "$output"
	jqeq '.action == "cancel" and .client_id == "'"$(cid 0)"'"' "$(of_type action "$output")"
	land
	run -0 mm-submit resume --wait-ms 4000
	run -0 --separate-stderr mm-submit repair < <(cycle 4000)
	[ -z "$(of_type action "$output")" ]
}

# ---- events ----

@test "rent that came back, once, also when nobody took it the first time" {
	set_conf ALLOW_PUBLIC=1
	frame "$(tx grace '{"action":"open","intent_id":"g1"}')" >f
	run -6 --separate-stderr submit f --via rpc
	land
	frame "$(tx grace '{"action":"close","intent_id":"g2"}')" >g
	run -6 --separate-stderr submit g --via rpc
	land
	run -0 --separate-stderr pending
	[ -z "$(of_type event "$output")" ]
	advance 40
	# A reader that is gone: the journal has it that this was not told.
	cycle $((ts + 1)) | mm-submit pending >/dev/full || true
	all=$(pending && pending)
	valid "$all"
	[ "$(of_type event "$all" | wc -l)" -eq 1 ]
	jqeq '.name == "RENT_RECLAIM" and .sol == "0.02335776"' "$(of_type event "$all")"
}

@test "an injection, in amounts of the chain" {
	set_conf ALLOW_PUBLIC=1
	usdc() { world account "[\"$(jq -r .wallets.ivan.usdc "$WORLD_INFO")\"]" | jq -r .data | base64 -d | od -An -tu8 -j64 -N8; }
	before=$(usdc)
	frame "$(tx ivan '{"action":"inject","intent_id":"j1","usdc":160}')" >f
	run -6 --separate-stderr submit f --via rpc
	land && advance 40
	run -0 --separate-stderr pending
	valid "$output"
	event=$(of_type event "$output")
	jqeq '.name == "FIAT_INJECTION" and (.sol | tonumber) > 0.9' "$event"
	[ "$(jq -r '.usdc | tonumber * 1e6 | round' <<<"$event")" -eq $((before - $(usdc))) ]
}
