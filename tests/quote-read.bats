# quote-read: what of Jupiter's answers is believed, and that nothing else is.
load lib
load world-said

W=CMqyePWtpGe7WUN3M8JmkZsp716t8pEM6KRs5bsSLN5h

setup_file() {
	export JUP=$BATS_FILE_TMPDIR/jupiter
	server_start "$JUP" "$MM_TOP/tests/jupiter.py"
}
teardown_file() { server_stop "$JUP"; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	rm -f "$JUP/how" "$JUP/log"
	printf '%s\n' "JUPITER_URL=http://127.0.0.1:$(<"$JUP/port")" "WALLETS=w1:$W" HTTP_TIMEOUT=500ms >"$MM_HOME/mm.conf"
	frame >in
}

# swap [INTENT]
swap() { echo '{"type":"action","ts_ms":5000,"action":"swap","intent_id":"'"${1:-i1}"'","strategy":1,"wallet":"w1","since_ms":5000,"asset":"wSOL","amount":"2","asset_out":"USDC","min_out":"331","max_slippage_bps":50}'; }
cycle() { echo '{"type":"cycle","ts_ms":5000,"id":5000}'; }
frame() { swap && cycle; }
said() { of_type refusal "$output" | jq -r .text; }

@test "a bad line, a full disk, wrong configuration, an unfinished frame" {
	{ echo '{"type":"action","action":1}' && cycle; } >bad
	run --separate-stderr -5 quote-read bad
	[ "$(of_type quote "$output")" = "" ]
	run -1 bash -c 'quote-read in >/dev/full'
	run --separate-stderr -1 quote-read <<<"$(swap)"
	[ "$(of_type quote "$output")" = "" ]
	run -2 quote-read -o JUPITER_URL=http://example.org in
	[[ $output == "quote-read: JUPITER_URL: "* ]]
	echo secret >key && chmod 0644 key
	run -2 quote-read -o "JUPITER_KEY_FILE=$PWD/key" in
	[[ $output == "quote-read: JUPITER_KEY_FILE: "* ]]
	run -2 quote-read -o "WALLETS=w1:nobody" in
}

@test "no answer, half of one, garbage, too late, too many: no quote, and it says why" {
	local way text
	while IFS=: read -r way text; do
		echo "$way" >"$JUP/how"
		run --separate-stderr -5 quote-read in
		[ "$(of_type quote "$output")" = "" ]
		jqeq '.reason == "no_quote" and .intents == ["i1"]' "$(of_type refusal "$output")"
		[[ $(said) == *"$text"* ]] || { echo "$way: $(said)" >&2; return 1; }
	done <<-EOF
		500:HTTP status 500
		429:HTTP status 429
		garbage:Jupiter
		half:Jupiter
		slow:Jupiter
	EOF
	run --separate-stderr -5 quote-read -o JUPITER_URL=http://127.0.0.1:1 in
	[[ $(said) == "Jupiter: "* ]]
}

@test "an answer to something else, or one that could cost more, is none" {
	local way text
	while IFS=: read -r way text; do
		echo "$way" >"$JUP/how"
		run --separate-stderr -5 quote-read in
		[ "$(of_type quote "$output")" = "" ]
		[[ $(said) == *"$text"* ]] || { echo "$way: $(said)" >&2; return 1; }
	done <<-EOF
		other-mint:the quote is for another swap
		other-amount:the quote is for another amount
		no-least:the quote has no least amount
		wide:the quote allows another slippage
		poor:it gives less than the reference price allows
		impact:it would move the price by 200 bps
		no-route:no route
		error:it says 'Could not find any route'
		stranger-signs:somebody else would have to sign
		no-swap:an instruction names no program
		odd-data:an instruction's data is not base64
		odd-table:a lookup table is no address
	EOF
}

@test "a swap that does not say what it is, of a wallet that is not ours, is refused" {
	sed 's/"w1"/"w9"/' in >other
	run --separate-stderr -5 quote-read other
	[[ $(said) == "the swap's wallet is none of WALLETS" ]]
	sed 's/"amount":"2"/"amount":"0.0000000001"/' in >other
	run --separate-stderr -5 quote-read other
	[[ $(said) == "the amount is not in whole atoms" ]]
	sed 's/"asset_out":"USDC"/"asset_out":"EURC"/' in >other
	run --separate-stderr -5 quote-read other
	[[ $(said) == "no mint of 'wSOL' or 'EURC' (ASSETS)" ]]
}

@test "a quote: the exact question, the route, the instructions as they came" {
	echo 'key 1' >key && chmod 0600 key
	run --separate-stderr -0 quote-read -o "JUPITER_KEY_FILE=$PWD/key" in
	valid "$output"
	[[ $stderr == "" ]]
	jqeq '.intent_id == "i1" and .expected == "334" and .min_out == "332.33" and .impact_bps == 12
		and .route == ["Raydium CLMM"] and .units == 1400000 and .slot == 123456789
		and .tables == ["GxS6FiQ3mNnAar9HGQ6mxP7t6FcwmHkU7peSeQDUHmpN"]
		and .instructions == ["JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4 5RfLl3rjrSo= '$W'/s 2QdhepnKRTLjjSqPL1PtKNwqrUkoLee5Gqs8bvZhRdMv/w"]' "$(of_type quote "$output")"
	jq -es '(.[0].path | contains("inputMint=So11111111111111111111111111111111111111112")
			and contains("amount=2000000000") and contains("slippageBps=50") and contains("swapMode=ExactIn"))
		and .[1].path == "/swap-instructions" and .[1].body.userPublicKey == "'$W'"
		and .[1].body.wrapAndUnwrapSol == false and .[1].body.quoteResponse.outAmount == "334000000"
		and all(.[]; .key == "key 1")' "$JUP/log"
}

@test "what the route costs comes out of what the swap may lose in all" {
	sed 's/"min_out":"331"/"min_out":"333"/' in >tight # 334 expected, 332.33 at 50 bps
	run --separate-stderr -0 quote-read tight
	jqeq '.min_out == "333.031400" or .min_out == "333.0314"' "$(of_type quote "$output")"
	jqeq '.slippage_bps == 29' "$(of_type quote "$output")"
	[ "$(grep -c swap-instructions "$JUP/log")" -eq 1 ]
	sed 's/"min_out":"331"/"min_out":"334"/' in >tight
	run --separate-stderr -5 quote-read tight
}

@test "two swaps are two quotes, one refused does not hold back the other" {
	{ swap i1 && swap i2 | sed 's/"w1"/"w9"/' && cycle; } >two
	run --separate-stderr -5 quote-read two
	jqeq '.intent_id == "i1"' "$(of_type quote "$output")"
	jqeq '.intents == ["i2"]' "$(of_type refusal "$output")"
}

@test "what is refused already is not asked for" {
	{ echo '{"type":"refusal","ts_ms":1,"by":"x","reason":"x","text":"x","intents":["i1"]}' && frame; } >bound
	run --separate-stderr -0 quote-read bound
	{ echo '{"type":"refusal","ts_ms":1,"by":"x","reason":"x","text":"x"}' && frame; } >bound
	run --separate-stderr -0 quote-read bound
	[ "$(of_type quote "$output")" = "" ]
	[ ! -e "$JUP/log" ]
}
