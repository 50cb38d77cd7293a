# mm-sign on chains of Ethereum's kind: what is refused, whatever comes; then what is
# signed, held against an oracle that shares nothing with it (evm_oracle.py).
load lib

export ASAN_OPTIONS=detect_leaks=0 # which a process that cannot be traced forbids
a=0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf # of the secret 1

setup_file() {
	export KEYS=$BATS_FILE_TMPDIR/keys
	umask 077
	cd "$BATS_FILE_TMPDIR" || return
	echo swordfish-on-tuesdays >pass
	export MM_HOME=$BATS_FILE_TMPDIR
	key-vault new --memory 16 --passes 1 --passphrase pass
	for w in 1 2; do
		printf '%064d\n' $w >seed
		key-vault import "wallet$w" seed --from hex --chain ethereum -p pass
	done
	oracle policy >policy.json
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	umask 077
	cp -r "$KEYS" "$MM_HOME/keys"
	cp "$BATS_FILE_TMPDIR/pass" .
	policy >"$MM_HOME/policy.json"
	: >made
}

# All that a test made, at once.
teardown() {
	[ ! -s made ] || valid <made
}

WETH=1111111111111111111111111111111111111111

# at BYTE: an address of that byte.
at() { printf '0x'; printf "$1%.0s" {1..20}; }
policy() { cat "$BATS_FILE_TMPDIR/policy.json"; }
oracle() { python3 "$MM_TOP/tests/evm_oracle.py" "$@"; }
cycle() { echo '{"type":"cycle","ts_ms":1700000000000,"id":1}'; }
frame() { oracle tx "$@" && cycle; }
sign() { mm-sign -p pass "$@"; }
# edit FILTER: the policy, changed.
edit() { jq "$1" "$MM_HOME/policy.json" >new && cat new >"$MM_HOME/policy.json"; }
# said: "reason case" of each refusal, "signed class case" of each signed_tx.
said() {
	jq -rs '(.[] | select(.type == "refusal") | "\(.reason) \((.intents // ["-"])[0] | ltrimstr("i-"))"),
		(.[] | select(.type == "signed_tx") | "signed \(.class) \(.intents[0] | ltrimstr("i-"))")' <<<"$output"
}
# named WORD CASE...: a line for each, without what is changed in them.
named() { for c in "${@:2}"; do [[ $c == *=* ]] || echo "$1 $c"; done; }
# refused REASON CASE...: each of them is, for that, and nothing is signed.
refused() {
	local reason=$1
	shift
	frame "$@" >in
	run --separate-stderr -5 sign in
	diff <(named "$reason" "$@") <(said)
	echo "$output" >>made
}
# signed CLASS CASE...: each of them is, and says what its record says.
signed() {
	local class=$1
	shift
	frame "$@" >in
	run --separate-stderr sign in
	[ "$status" -eq 0 ] || echo "$stderr"
	diff <(named "signed $class" "$@") <(said)
	echo "$output" >>made
	oracle <<<"$output" >decoded
	diff <(jq -c 'select(.type == "tx") | [.data, .to, .value_wei, .nonce, .gas, .max_fee_wei]' in) \
		<(jq -c '[.data, (if .to == "0x" then null else .to end), .value, .nonce, .gas, .fee]' decoded)
}

@test "a section with a mistake anywhere is no policy" {
	local filters=() said=() n=0 filter what policy
	frame cancel >in
	while IFS='|' read -r filter what; do
		filters+=("($filter)") said+=("$what")
	done <<-END
		.evm.chain_ids = []|'chain_ids': not a list of chains
		.evm.chain_ids = [0]|'chain_ids': not a whole number
		.evm.wallet = {}|'evm': unknown key 'wallet'
		del(.evm.gas)|'evm': 'gas' is missing
		.evm.wallets.a = "0x7E5F4552091A69125d5DfCb7b8C2659029395bdf"|'a': a wrong checksum (EIP-55)
		.evm.wallets.a = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bd"|'a': not 0x and 40 hex digits
		.evm.wallets.b = .evm.wallets.a|listed twice
		.evm.contracts.router.address = .evm.wallets.a|listed twice
		.evm.destinations.exchange.address = .evm.wallets.a|listed twice
		.evm.assets.ETH = .evm.assets.USDC|'ETH': the native coin has that name
		.evm.wrapped = "USDC"|'wrapped': not of 18 decimals
		.evm.contracts.router.kind = "uniswap"|'router': 'uniswap' is no kind of contract
		.evm.contracts.vault.functions = { "deposit(uint256 amount)": "out amount DAI" }|'DAI' is neither an asset nor
		.evm.contracts.vault.functions = { "deposit(uint256 amount, address to)": "out amount USDC" }|argument 'to' has no rule
		.evm.contracts.vault.functions = { "deposit(uint256 amount)": "self amount" }|no argument 'amount' of a type that fits
		.evm.contracts.vault.functions = { "deposit(uint256 amount)": "out amount USDC 1.0000001" }|is not an amount of it
		.evm.contracts.vault.functions = { "deposit(uint256 amount)": "most amount" }|'most' is no rule
		.evm.contracts.vault.functions = { "deposit(uint256 amount": "any amount" }|'vault'
		.evm.contracts.router.functions = { "multicall(bytes[] data)": "calls data", "multicall(bytes[] d)": "calls d" }|it has rules already
		.evm.contracts.positions.pools = "WETH/USDC/3000"|'pools': not a list
		.evm.contracts.positions.pools = ["WETH/USDC"]|'pools': 'WETH/USDC' is not as in
		.evm.contracts.positions.pools = ["WETH/DAI/3000"]|'pools': 'WETH/DAI/3000' is not as in
		.evm.contracts.positions.pools = ["WETH/USDC/16777216"]|'pools': 'WETH/USDC/16777216' is not as in
		.evm.contracts.positions.pools = ["WETH/USDC/3000/60/0x12"]|'pools': 'WETH/USDC/3000/60/0x12' is not as in
		.evm.contracts.positions.pools = ["USDC/WETH/3000"]|is not in the order of the addresses
		.evm.contracts.vault.functions = { "f(bytes b)": "actions" }|an argument is missing
		.evm.contracts.vault.underlying = "DAI"|'underlying': not one of the assets
		.evm.contracts.vault.functions = { "f(bytes b)": "stranger b" }|no argument 'b' of a type that fits
		.evm.spenders.router.most.USDC = "1.0000001"|'USDC': not an amount
		.evm.spenders.router.most.ETH = "1"|'ETH' is no token of the assets
		.evm.create.stub = "0x00"|'create': 'stub' is not 0x and 64 digits
		.evm.reference = { "WETH/WETH": "1" }|is not two assets
		.evm.limits.tx.gas = 1|'gas' and 'transactions' are of an hour or a day
		.evm.limits.day.out.DAI = "1"|'DAI' is not one of the assets
		.evm.gas.max_fee_wei = 5|'max_fee_wei': not a whole number, as text
	END
	while read -r policy; do
		echo "$policy" >"$MM_HOME/policy.json"
		run --separate-stderr -2 sign in
		[[ "$stderr" == *"${said[n]}"* ]] || { echo "${filters[n]}: $stderr"; false; }
		n=$((n + 1))
	done < <(policy | jq -c "$(IFS=, && echo "${filters[*]}")")
	[ "$n" -eq "${#said[@]}" ]
}

@test "without the section nothing of Ethereum is signed, a cancel neither" {
	edit 'del(.evm)'
	refused not_allowed cancel swap
}

@test "a record that is no transaction" {
	refused transaction 'data=0x123' cancel 'data=hello' cancel \
		'to=0x12' cancel 'to=0x7E5F4552091A69125d5DfCb7b8C2659029395bdf' cancel \
		'from=' cancel 'chain_id=' cancel \
		'nonce=1.5' cancel 'nonce=-1' cancel \
		'nonce=18446744073709551615' cancel 'gas=18446744073709551616' cancel \
		'max_fee_wei=' cancel 'max_priority_fee_wei=30000000001' cancel \
		'gas_price_wei=5' cancel 'message=AAAA' cancel \
		'access_list={"0x12":{"storage_keys":[]}}' cancel "access_list={\"$a\":{\"storage_keys\":[\"0x12\"]}}" cancel
}

@test "who, where, for how much: signer, chain, gas, fees" {
	refused chain_id 'chain_id=1' cancel
	refused signer "from=$(at 99)" cancel
	refused gas 'gas=500001' cancel
	refused fee 'max_fee_wei=50000000001' cancel 'max_priority_fee_wei=2000000001' cancel \
		'gas=500000' 'max_fee_wei=50000000000' cancel # 0.025
}

@test "strangers, by every way there is to one" {
	refused recipient pay-stranger transfer-stranger transfer-asset transfer-from swap-stranger swap-own-other \
		remove-stranger v3-multi-stranger collect-stranger collect-nobody mint-stranger supply-stranger withdraw-stranger \
		v4-mint-stranger v4-mint-other v4-eth-swept v4-take-stranger v4-take-caller ur-eth-swept
	refused contract stranger
	refused create create-stranger
	refused spender approve-stranger permit2-stranger approve-more
	refused unlimited approve-all increase-all permit2-all
	refused position increase-stranger v4-increase-stranger
	refused pool mint-pool v4-mint-fee v4-mint-spacing v4-mint-hook v4-mint-token ur-pool ur-hook
}

@test "calls that are not what they seem" {
	refused malformed swap-short swap-trailing swap-trailing-word swap-dirty v4-cut v4-long v4-behind v4-uneven v4-bare \
		ur-cut ur-uneven ur-long-sweep
	refused function permit v3-multi-nested nft-approve modify vault-unknown vault-nothing pay-token-address \
		v4-take v4-clear v4-swap v4-multicall v4-transfer ur-bare ur-transfer ur-may-fail ur-take
	refused value swap-value unwrap-value v3-other-value v3-value-token v4-eth-kept v4-eth-kept-first v4-eth-kept-token \
		v4-eth-more v4-eth-none v4-eth-twice v4-eth-idle ur-eth-kept ur-eth-first ur-eth-token ur-eth-more
	refused argument swap-nowhere v3-path-cut v3-limit vault-other-fee v4-mint-hook-data ur-hook-data
	refused asset swap-unknown v4-close-unknown v4-settle-unknown
	refused class claims decrease-mint mint-decrease cancel-value v4-burn-settle v4-burn-mint
}

@test "times and amounts that could be anything" {
	refused deadline swap-late swap-never v302-bare v302-late permit2-late v4-late ur-late
	refused amount swap-free remove-free decrease-free mint-free vault-more v4-decrease-free v4-burn-free ur-free \
		ur-settles-more ur-settles-other
	refused slippage swap-cheap swap-eth-cheap swap-all ur-cheap
	refused value_out swap-large transfer-all v4-mint-much v4-mint-twice ur-large
}

@test "lending: what is put in, owed, paid back and seized, for ourselves alone" {
	refused recipient supply-stranger supply-other withdraw-stranger withdraw-other borrow-stranger repay-stranger liquidate-own
	refused asset supply-unknown withdraw-unknown repay-unknown liquidate-unknown liquidate-owed-unknown c-mint-bare
	refused argument supply-referred borrow-stable liquidate-deposit
	refused malformed liquidate-dirty
	refused function lend-emode lend-flash lend-delegate c-repay-other c-transfer c-seize ce-mint-token c-admin
	[[ $stderr == *'comptroller: function 55ee1fe1 is not listed'* ]]
	refused value supply-value repay-value c-mint-value
	refused value_out supply-much borrow-much liquidate-much liquidate-all c-mint-much c-borrow-much ce-mint-much
	refused class withdraw-claims borrow-claims liquidate-claims c-redeem-claims ce-repay-claims
	signed risk supply withdraw borrow pledge unpledge liquidate c-mint c-redeem c-redeem-some c-borrow ce-mint ce-repay c-enter c-leave
	signed reduce nonce=100 repay repay-all c-repay
}

@test "the debt repaid for others has ceilings of its own, over the hour" {
	edit '.evm.limits.hour.out.USDC = "150"'
	signed risk liquidate
	refused hour nonce=1 liquidate
	signed reduce nonce=1 repay-all
}

@test "what the policy allows is signed, and says what it should" {
	signed risk pay pay-own transfer transfer-own approve approve-named increase-allowance permit2 wrap swap \
		swap-eth v3 v3-value v3-path v3-out v3-out-turned v3-multi v3-multi-value-twice v302 add mint increase vault vault-fee create \
		v4-mint v4-mint-eth v4-mint-hooked v4-increase ur ur-up ur-eth
	signed reduce nonce=100 cancel approve-0 permit2-0 unwrap remove collect decrease decrease-none burn \
		v4-decrease v4-collect v4-burn
}

@test "legacy and access-list transactions, the chain id in them" {
	frame 'max_fee_wei=' 'max_priority_fee_wei=' 'gas_price_wei=5000000000' cancel \
		'max_fee_wei=' 'max_priority_fee_wei=' 'gas_price_wei=5000000000' \
		"access_list={\"$a\":{\"storage_keys\":[\"0x$(printf '%064d' 7)\"]}}" approve-0 >in
	run --separate-stderr -0 sign in
	oracle <<<"$output" | jq -sec 'map([.kind, .chain_id, .access, .fee]) == [[0, 31337, 0, "5000000000"], [1, 31337, 1, "5000000000"]]'
}

@test "under the kill switch only what reduces" {
	echo halt >"$MM_HOME/KILL"
	signed reduce cancel approve-0 unwrap remove collect decrease burn repay-all c-repay v4-decrease v4-collect v4-burn
	refused killed swap pay approve wrap v3-multi mint v4-mint v4-increase liquidate withdraw c-redeem
	# A record that calls itself a risk is one.
	refused killed 'class=risk' cancel
}

@test "a bundle is signed whole or not at all" {
	bundle() { echo "bundle={\"id\":\"x\",\"index\":$1,\"count\":$2}"; }
	frame "$(bundle 0 2)" approve "$(bundle 1 2)" swap-stranger wrap >in
	run --separate-stderr -5 sign in
	diff - <(said) <<<$'recipient approve\nsigned risk wrap'
	jq -sec 'map(select(.type == "refusal"))[0].intents == ["i-approve", "i-swap-stranger"]' <<<"$output"
	frame "$(bundle 0 3)" approve "$(bundle 1 3)" swap >in
	run --separate-stderr -5 sign in
	diff - <(said) <<<'bundle approve'
	frame "$(bundle 0 2)" approve "$(bundle 1 2)" swap >in
	run --separate-stderr -0 sign in
	[ "$(said | grep -c signed)" -eq 2 ]
}

@test "ceilings of the hour hold over restarts; a replacement counts once" {
	# 30 WETH an hour: what replaces a transaction is not new.
	signed risk nonce=5 swap nonce=5 max_fee_wei=40000000000 swap nonce=5 swap
	edit '.evm.limits.hour.out.WETH = "2" | .evm.reference = {}'
	signed risk nonce=6 swap
	refused hour nonce=7 swap
	signed risk nonce=6 max_fee_wei=45000000000 swap
	refused hour nonce=5 swap-three
	# Fees hold for replacements too: three nonces of 0.0135, 0.012 and so on.
	edit '.evm.limits.hour.fees = "0.03"'
	refused hour nonce=8 approve
	signed reduce nonce=9 gas=21000 cancel
	edit '.evm.limits.hour.transactions = 1'
	refused hour nonce=10 gas=21000 cancel
}

@test "the ledger counts 256 bits and is written before anything leaves" {
	edit '.evm.limits |= ((.tx, .hour, .day) |= (.out.ETH = "100000000000000000000"))'
	frame "value_wei=90000000000000000000000000000000000000" pay >in
	run -0 sign in
	[ "$(sqlite3 "$MM_HOME/policy.db" "SELECT amount FROM evm_spent WHERE span = 2 AND what = 'native'")" = 90000000000000000000000000000000000000 ]
	frame nonce=1 "value_wei=90000000000000000000000000000000000000" pay >in
	run -5 sign in
	chmod 500 "$MM_HOME"
	cp "$MM_HOME/policy.db" keep
	echo rubbish >"$MM_HOME/policy.db"
	chmod 700 "$MM_HOME"
	refused ledger nonce=2 swap
	frame nonce=2 cancel >in
	run --separate-stderr sign in
	[[ "$(said)" == *'signed reduce cancel'* ]]
}

@test "--explain says it in words, and signs nothing" {
	frame swap approve-0 swap-stranger >in
	run --separate-stderr -5 mm-sign --explain in
	grep -qx 'transaction of a, which can add risk, for' <<<"$output"
	grep -qx -- '- spends up to 1 WETH' <<<"$output"
	grep -qx -- '- gets at least 1700 USDC' <<<"$output"
	grep -q -- "^- router: swapExactTokensForTokens(1000000000000000000,1700000000,\[" <<<"$output"
	grep -q 'refused: recipient:' <<<"$output"
	grep -qx 'costs up to 0.009 ETH; nonce 0 on chain 31337' <<<"$output"
	[[ "$output" != *signed_tx* ]]
	frame v4-mint-eth v4-burn ur >in
	run --separate-stderr -0 mm-sign --explain in
	for line in 'spends up to 1 ETH' 'spends up to 5 USDC' "'owner' is a" "'recipient' is a" 'gets at least 1700 USDC'; do
		grep -qx -- "- $line" <<<"$output"
	done
	grep -q -- '^- positions4: BURN_POSITION(7,0,1,0x)' <<<"$output"
	[ ! -e "$MM_HOME/policy.db" ] || [ -z "$(sqlite3 "$MM_HOME/policy.db" 'SELECT * FROM evm_spent')" ]
}

@test "an external signer is given the transaction, and verified by recovery" {
	frame swap >in
	printf '#!/bin/sh\nexec python3 %q sign %s\n' "$MM_TOP/tests/evm_oracle.py" 1 >signer
	chmod 700 signer
	run --separate-stderr -0 mm-sign -o "SIGNER=$PWD/signer" in
	oracle <<<"$output"
	printf '#!/bin/sh\nexec python3 %q sign %s\n' "$MM_TOP/tests/evm_oracle.py" 2 >signer
	run --separate-stderr -5 mm-sign -o "SIGNER=$PWD/signer" in
	[[ "$output" == *"no signature of this message by this wallet"* ]]
}

@test "there is no way to have a digest signed" {
	echo '{"type":"tx","ts_ms":1,"chain":"evm","signers":["a"],"intents":["i-x"],"class":"risk","message":"'"$(head -c 32 /dev/zero | base64)"'","chain_id":31337}' >in
	cycle >>in
	run --separate-stderr -5 sign in
	diff - <(said) <<<'transaction x'
}

@test "pinning for Solana leaves the section as it was" {
	jq -c .evm "$MM_HOME/policy.json" >before
	lut='{"type":"lut","ts_ms":1,"address":"9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu","addresses":["AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9"],"last_extended_slot":1,"slot":2}'
	{ echo "$lut" && cycle; } >in
	run -0 mm-sign pin --yes 9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu in
	jq -c .evm "$MM_HOME/policy.json" | diff before -
	run -0 mm-sign check
}

@test "a first policy for the 0x wallets lets nothing out; check says what is missing" {
	rm "$MM_HOME/policy.json"
	cat >"$MM_HOME/mm.conf" <<-END
		CHAIN_ID=31337
		WALLETS=a:$a
		ASSETS=WETH:$(at 11):18,USDC:$(at 12):6
		TX_DEADLINE_S=300
		V2_ROUTER=$(at 13)
		V3_ROUTER=$(at 15)
		V3_MANAGER=$(at 16)
		V4_MANAGER=$(at 1b)
		PERMIT2=$(at 18)
		POOLS=v3:$(at 99),v4:WETH/USDC/3000/60,v2:$(at 98)
		LEND_MARKETS=aave:$(at 17),compound:$(at 20)
	END
	run --separate-stderr -0 mm-sign init
	run --separate-stderr -0 mm-sign check
	[ -z "$stderr" ]
	jq -e '.evm.contracts | .v4_positions.pools == ["WETH/USDC/3000/60"] and .v3_positions.pools == []' "$MM_HOME/policy.json"
	jq -e '.evm | .contracts.aave_pool.kind == "aave_v3_pool" and .contracts.comptroller.kind == "compound_comptroller" and .spenders.aave_pool.most == {} and (.spenders | has("comptroller") | not)' "$MM_HOME/policy.json"
	signed reduce cancel approve-0 remove unwrap decrease v4-burn repay
	refused value_out nonce=5 swap nonce=6 v4-mint nonce=7 liquidate nonce=8 borrow
	refused pool nonce=5 mint
	refused spender nonce=5 approve
	edit '.evm.contracts = {} | .evm.chain_ids = [1] | .evm.wallets = {}'
	run --separate-stderr -0 mm-sign check
	for what in 'CHAIN_ID 31337 is not listed' "wallet 'a' of WALLETS is not in it" "V2_ROUTER '$(at 13)' is none" \
		"V4_MANAGER '$(at 1b)' is none" "LEND_MARKETS '$(at 17)' is none"; do
		[[ "$stderr" == *"$what"* ]]
	done
	edit 'del(.evm)'
	run --separate-stderr -0 mm-sign check
	[[ "$stderr" == *"it has no section 'evm'"* ]]
}

@test "kill -9 at every write and fsync: never more signed than counted, each nonce once" {
	command -v strace >/dev/null || skip 'strace is missing'
	edit '.evm.limits |= ((.hour, .day) |= (.transactions = 100000 | .gas = 1000000000 | .fees = "1000" | .out.WETH = "100000"))'
	oracle tx swap | sed 's/"nonce": "0"/"nonce": "@"/' >record
	struck=0
	: >out
	for call in write pwrite64 fdatasync; do
		for ((k = 1; k < 40; k++)); do
			code=0
			# A nonce of its own, and one that all runs have.
			{ sed "s/@/$((1000 + struck))/" record && sed 's/@/7/' record && cycle; } >in
			strace -D -o trace -e trace=$call -e inject=$call:signal=KILL:when=$k \
				mm-sign -p pass in >>out 2>/dev/null || code=$?
			[ $code -eq 137 ] || break
			struck=$((struck + 1))
			n=$(sed -n 's/^{"type":"signed_tx".*"nonce":"\([0-9]*\)".*}$/\1/p' out | sort -u | wc -l)
			counted=0
			[ ! -s "$MM_HOME/policy.db" ] || counted=$(sqlite3 "$MM_HOME/policy.db" \
				"SELECT CAST(round(total(amount) / 1e18) AS INTEGER) FROM evm_spent WHERE span = 1 AND what = '$WETH'" || echo 0)
			[ "$counted" -ge "$n" ] || { echo "$call $k: $n signed, $counted counted"; false; }
		done
	done
	[ $struck -ge 10 ]
	# As many as there were nonces: what all runs share counted once.
	[ "$counted" -le $((struck + 1)) ]
}
