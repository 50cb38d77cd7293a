# The market maker on Solana's OpenBook, as README's "Going live" has it: it quotes, it
# is traded with, its treasury converts, its rent comes back, and it goes flat.
load lib
load world

setup_file() {
	world_start --slot-ms 40
	export BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR MM_HOME=$BATS_FILE_TMPDIR/home # one bot for the file
	mkdir -m 700 "$MM_HOME"
	world_home alice bob carol dave
}
teardown_file() { world_stop; }

setup() {
	export MM_HOME=$BATS_FILE_TMPDIR/home
	world setFaults '[{}]' >/dev/null
}

levels() { world book | jq -c '[.bids, .asks | length]'; }
# matches: those between two accounts of ours.
own_matches() {
	jq -c --argjson w "$(jq -c '[.wallets | {alice, bob, carol, dave} | .[].pubkey]' "$WORLD_INFO")" \
		'[.[].matches[] | select((.maker_owner | IN($w[])) and (.taker_owner | IN($w[])))]' <<<"$(world ledger)"
}
take() { world take '[{"name":"taker","side":"'"$1"'","price":"'"$2"'","size":"'"$3"'"}]'; }

@test "without a policy nothing is signed, and nothing rests" {
	mv "$MM_HOME/policy.json" "$MM_HOME/policy.away"
	run -2 mm-bot once
	mv "$MM_HOME/policy.away" "$MM_HOME/policy.json"
	[ "$(levels)" = '[0,0]' ]
}

@test "plain RPC is refused unless it is allowed" {
	run mm-submit --via rpc --live <<<'{"type":"cycle","ts_ms":1,"id":1}'
	[ "$status" -ne 0 ]
	[[ $output == *ALLOW_PUBLIC* ]]
}

@test "a frame: 100 levels and more over four wallets, none of which meets another" {
	run -0 mm-bot once
	[ "$(world book | jq '[.bids, .asks | length] | add >= 100')" = true ]
	[ "$(world book | jq '[.bids[], .asks[] | .oo] | unique | length')" -eq 4 ]
	[ "$(world book | jq '(.bids[0].price | tonumber) < (.asks[0].price | tonumber)')" = true ]
	jqeq 'length > 0 and all(.[]; .err == null)' "$(world ledger)"
	mm-bot status >"$BATS_TEST_TMPDIR/status" || true
	grep -E '^tips +0\.[0-9]{9} SOL in 24 hours, of 20$' "$BATS_TEST_TMPDIR/status"
}

@test "the next frame holds: nothing is sent" {
	n=$(world ledger | jq length)
	run -0 mm-bot once
	[ "$(world ledger | jq length)" -eq "$n" ]
}

@test "a taker trades: every match is a fill in the store, once, and the pivot moves" {
	before=$(store-log get pivot | tail -n 1 | jq -r .price)
	jqeq '.err == null' "$(take buy 11300 60000)"
	jqeq '.err == null' "$(take sell 10800 60000)"
	run -0 mm-bot once
	run -0 mm-bot once
	matches=$(world ledger | jq '[.[].matches[]] | length')
	[ "$matches" -ge 2 ]
	[ "$(store-log get fill | wc -l)" -eq "$matches" ]
	[ "$(store-log get fill | jq -r .id | sort -u | wc -l)" -eq "$matches" ]
	[ "$(store-log get pivot | tail -n 1 | jq -r .price)" != "$before" ]
	[ "$(store-log get event | grep -c ORDER_FILL)" -eq "$matches" ]
}

@test "asked to rebuild, the grid moves, and no two of ours ever met" {
	mm-bot rebuild --reason 'test'
	echo MIN_REBUILD_S=0 >>"$MM_HOME/mm.conf"
	run -0 mm-bot once
	[ "$(store-log get grid | tail -n 1 | jq -r '"\(.decision) \(.reason)"')" = 'rebuild manual' ]
	[ "$(own_matches)" = '[]' ]
}

@test "the crank hands out what waits of ours" {
	[ "$(world book | jq '.events | length')" -gt 0 ]
	for _ in 1 2 3 4 5 6; do # a transaction holds so many
		run -0 mm-bot crank
	done
	[ "$(world book | jq '.events | length')" -eq 0 ]
}

@test "the treasury converts, and says so once" {
	run -0 mm-bot treasury
	[ "$(store-log get fund | tail -n 1 | jq -r .decision)" = inject ]
	world advanceSlots '[40]' >/dev/null
	run -0 mm-bot treasury
	run -0 mm-bot once
	injected=$(store-log get event | grep FIAT_INJECTION)
	[ "$(jq -rs 'map(.cause) | length == (unique | length)' <<<"$injected")" = true ]
	jqeq '(.usdc | tonumber) > 4000 and (.sol | tonumber) > 20' "$injected"
}

@test "with the network down nothing is lost, and it goes on when it is back" {
	world setFaults '[{"chance":{"http500":1}}]' >/dev/null
	run mm-bot once
	[ "$status" -ne 0 ]
	world setFaults '[{"chance":{"http500":0}}]' >/dev/null
	run -0 mm-bot once
	[ "$(world book | jq '[.bids, .asks | length] | add >= 100')" = true ]
}

@test "mm-panic goes flat with proof, and stays so" {
	run -0 mm-panic --reason test
	[ "${lines[-1]}" = 'mm-panic: nothing rests and nothing is under way' ]
	[ "$(levels)" = '[0,0]' ]
	run -5 mm-bot once
	[ "$(levels)" = '[0,0]' ]
	kill-switch off
	[ "$(own_matches)" = '[]' ]
}

@test "rent comes back to the lamport, and says so once" {
	# The treasury's swap left an account on the other market, which nobody needs.
	alice=$(jq -r .wallets.alice.pubkey "$WORLD_INFO")
	oo=$(world ledger | jq -r '[.[].instructions[] | select(.name == "init") | .oo] | unique | .[]' | while read -r key; do
		[ "$(world oo "[\"$key\"]" | jq -r '"\(.owner) \(.market)"')" != "$alice $(jq -r .swapMarket.market "$WORLD_INFO")" ] || echo "$key"
	done)
	[ -n "$oo" ]
	had=$(world account "[\"$alice\"]" | jq -r .lamports) n=$(world ledger | jq length)
	rm -f "$MM_HOME/run/rent.last"
	run -0 mm-bot rent
	world advanceSlots '[40]' >/dev/null
	run -0 mm-bot crank
	[ "$(world account "[\"$oo\"]")" = null ]
	paid=$(world ledger "[$n]" | jq --arg a "$alice" '[.[] | select(.payer == $a) | (.fee | tonumber) + (.tip | tonumber)] | add // 0')
	[ $(($(world account "[\"$alice\"]" | jq -r .lamports) - had + paid)) -eq 23357760 ]
	[ "$(store-log get event | grep -c RENT_RECLAIM)" -eq 1 ]
	jqeq '.sol == "0.02335776"' "$(store-log get event | grep RENT_RECLAIM)"
}
