# lp-read's capital: what vaults tell of deposits and withdrawals.  It needs no chain but
# the record of its block.
load lib

ALICE=0x70997970C51812dc3A010C7d01b50e0d17dc79C8 BOB=0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC
VAULT=0x5FbDB2315678afecb367f032d93F642f64180aa3 OTHER=0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512
NOBODY=0x0000000000000000000000000000000000000000

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	more=()
	printf '%s\n' VENUE=evm CHAIN_ID=31337 EVM_RPC=http://127.0.0.1:1 CONFIRMATIONS=2 \
		"ASSETS=USDC:0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0:6,WETH:0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9:18" \
		"VAULTS=main:$VAULT:USDC,side:$OTHER:WETH" >"$MM_HOME/mm.conf"
}

hash() { printf "0x%064x" "$1"; }
# event BLOCK INDEX CONTRACT SIGNATURE [NAME=VALUE ...]: of a block's only transaction; its
# time is 1000 s a block.
event() {
	local block=$1 index=$2 contract=$3 signature=$4
	shift 4
	jq -nc --arg block "$block" --arg hash "$(hash $((block + ${FORK:-0})))" --arg index "$index" --arg contract "$contract" --arg signature "$signature" \
		--arg turn "${TURN:-0}" '{type: "event", ts_ms: (($block | tonumber) * 1000000), name: ($signature | split("(")[0]),
		cause: "31337:\($hash):\($hash):\($index):\($turn)", chain_id: 31337, block: ($block | tonumber), block_hash: $hash, tx_hash: $hash,
		tx_index: 0, log_index: ($index | tonumber), turn: ($turn | tonumber), contract: $contract, signature: $signature,
		args: ([$ARGS.positional[] | split("=") | {(.[0]): .[1]}] | add)}' --args "$@"
}
# removed EVENT: it is taken back.
removed() { jq -c '{type: "removed", ts_ms, name, cause, chain_id, block, block_hash, tx_hash, log_index, turn, reason: "reorg"}' <<<"$1"; }
deposit() { event "$1" "$2" "$VAULT" 'DepositMade(address,uint256,uint256)' "user=$3" "assets=$4" "shares=$5"; }
withdrawal() { event "$1" "$2" "$VAULT" 'WithdrawalExecuted(address,uint256)' "user=$3" "assets=$4"; }
burn() { event "$1" "$2" "$VAULT" 'Transfer(address,address,uint256)' "from=$3" "to=$NOBODY" "value=$4"; }
# frame BLOCK [RECORD ...]: a frame at that block, with the options of the array more,
# stored; $output.
frame() {
	local block=$1
	shift
	cat >in <<-END
		{"type":"chain","ts_ms":$((block * 1000000)),"chain":"evm","chain_id":31337,"block":$block,"block_hash":"$(hash "$block")","block_ts_s":$((block * 1000))}
		$(printf '%s\n' "$@")
		{"type":"cycle","ts_ms":$((block * 1000000)),"id":$((block * 1000000))}
	END
	sed -i '/^$/d' in
	run --separate-stderr lp-read --store "$MM_HOME/mm.db" "${more[@]}" <in
	{ sed '$d' in; grep -v '"type":"chain"' <<<"$output"; } | store-log put >/dev/null
}
# told: what the frame says, a line each.
told() { of_type capital "$output" | jq -r '[.vault, .event, .owner, .asset, .amount, .shares, .owner_shares, .total_shares, .block] | join(" ")'; }

@test "a vault that is none" {
	local none
	for none in main "main:$VAULT" main:0x12:USDC "main:$VAULT:XYZ"; do
		run lp-read -o "VAULTS=$none" <<<'{"type":"chain","ts_ms":5,"chain":"evm","chain_id":31337,"block":9,"block_hash":"'"$(hash 9)"'","block_ts_s":9}
{"type":"cycle","ts_ms":5,"id":5}'
		[ "$status" -eq 2 ]
		[[ $output == *VAULTS* ]]
	done
}

@test "deposits and withdrawals, and who has which shares" {
	frame 100 "$(deposit 90 3 $ALICE 1500000 1000)" "$(deposit 91 0 $BOB 2500000 2000)" \
		"$(event 92 1 $OTHER 'Deposit(address,address,uint256,uint256)' sender=$BOB owner=$ALICE assets=5000000000000000000 shares=7)" \
		"$(event 93 1 $NOBODY 'DepositMade(address,uint256,uint256)' user=$ALICE assets=1 shares=1)"
	[ "$status" -eq 0 ]
	valid "$output"
	same "$(told)" "main deposit $ALICE USDC 1.5 1000 1000 1000 90
main deposit $BOB USDC 2.5 2000 2000 3000 91
side deposit $ALICE WETH 5 7 7 7 92"
	frame 101 "$(burn 95 4 $BOB 500)" "$(withdrawal 95 5 $BOB 700000)" \
		"$(event 96 1 $OTHER 'Withdraw(address,address,address,uint256,uint256)' sender=$BOB receiver=$BOB owner=$ALICE assets=5100000000000000000 shares=7)"
	[ "$status" -eq 0 ]
	same "$(told)" "main deposit $ALICE USDC 1.5 1000 1000 1000 90
main deposit $BOB USDC 2.5 2000 2000 3000 91
main withdrawal $BOB USDC 0.7 500 1500 2500 95
side deposit $ALICE WETH 5 7 7 7 92
side withdrawal $ALICE WETH 5.1 7 0 0 96"
	# Every frame says the same, and the store has each once.
	frame 102
	[ "$(told | wc -l)" -eq 5 ]
	[ "$(store-log get capital | wc -l)" -eq 5 ]
	more=(-o CAPITAL_KEEP=7s)
	frame 103
	[ -z "$(told)" ]
	[ "$status" -eq 0 ]
}

@test "what is not final is not told; what was taken back never was" {
	frame 100 "$(deposit 98 1 $ALICE 1000000 10)" "$(deposit 99 1 $BOB 1000000 10)"
	same "$(told)" "main deposit $ALICE USDC 1 10 10 10 98"
	frame 101 "$(removed "$(deposit 99 1 $BOB 1000000 10)")" "$(FORK=1000 deposit 99 2 $BOB 2000000 20)"
	same "$(told)" "main deposit $ALICE USDC 1 10 10 10 98
main deposit $BOB USDC 2 20 20 30 99"
	# It returns: the same log, another turn.
	frame 102 "$(removed "$(FORK=1000 deposit 99 2 $BOB 2000000 20)")" "$(TURN=1 deposit 99 1 $BOB 1000000 10)"
	same "$(told)" "main deposit $ALICE USDC 1 10 10 10 98
main deposit $BOB USDC 1 10 10 20 99"
}

@test "more shares than the owner has: the vault is refused, and stays so" {
	frame 100 "$(deposit 90 1 $ALICE 1000000 10)" "$(burn 91 1 $ALICE 11)" "$(withdrawal 91 2 $ALICE 1000000)" "$(deposit 92 1 $BOB 1000000 10)" \
		"$(event 92 9 $OTHER 'Deposit(address,address,uint256,uint256)' sender=$BOB owner=$ALICE assets=1 shares=1)"
	[ "$status" -eq 5 ]
	same "$(told)" "main deposit $ALICE USDC 1 10 10 10 90
side deposit $ALICE WETH 0.000000000000000001 1 1 1 92"
	jqeq '.reason == "capital_unknown" and (.text | test("main.*more shares.*'"$(hash 91)"'"))' "$(of_type refusal "$output")"
	frame 110 "$(deposit 101 1 $BOB 1000000 10)"
	[ "$status" -eq 5 ]
	[ "$(told | wc -l)" -eq 2 ]
}

@test "a withdrawal that does not say its shares; a vault that tells twice; numbers that are none" {
	frame 100 "$(deposit 90 1 $ALICE 1000000 10)" "$(burn 91 1 $BOB 5)" "$(withdrawal 91 2 $ALICE 1000000)"
	jqeq '.reason == "capital_unknown" and (.text | test("nothing says how many shares"))' "$(of_type refusal "$output")"
	rm "$MM_HOME/mm.db"
	frame 200 "$(deposit 190 1 $ALICE 1000000 10)" "$(event 190 2 $VAULT 'Deposit(address,address,uint256,uint256)' sender=$ALICE owner=$ALICE assets=1000000 shares=10)"
	jqeq '.reason == "capital_unknown" and (.text | test("two forms"))' "$(of_type refusal "$output")"
	[ -z "$(told)" ]
	rm "$MM_HOME/mm.db"
	frame 300 "$(deposit 290 1 $ALICE 1000000 115792089237316195423570985008687907853269984665640564039457584007913129639935)"
	jqeq '.reason == "capital_unknown" and (.text | test("127 bits"))' "$(of_type refusal "$output")"
}

@test "a thousand moves in any order are those of another reckoning" {
	python3 - "$VAULT" >moves 3>want <<-'END'
		import json, os, random, sys
		rnd, vault, owners, shares, out, want = random.Random(7), sys.argv[1], ["0x%040x" % (k * 7919 + 1) for k in range(20)], {}, [], []
		def event(block, index, name, **args):
		    h = "0x%064x" % block
		    kinds = {"Deposit": "address,address,uint256,uint256", "Withdraw": "address,address,address,uint256,uint256"}
		    return {"type": "event", "ts_ms": block * 1000000, "name": name, "cause": f"31337:{h}:{h}:{index}:0", "chain_id": 31337, "block": block,
		            "block_hash": h, "tx_hash": h, "tx_index": 0, "log_index": index, "turn": 0, "contract": vault, "signature": f"{name}({kinds[name]})", "args": args}
		for k in range(1000):
		    who, n, amount, total = rnd.choice(owners), rnd.randrange(1, 10**20), rnd.randrange(1, 10**12), sum(shares.values())
		    has = shares.get(who, 0)
		    if has and rnd.random() < 0.5:
		        n = rnd.randrange(1, has + 1) if rnd.random() < 0.8 else has
		        out.append(event(1000 + k // 3, k % 3, "Withdraw", sender=who, receiver=who, owner=who, assets=str(amount), shares=str(n)))
		        shares[who], total, kind = has - n, total - n, "withdrawal"
		    else:
		        out.append(event(1000 + k // 3, k % 3, "Deposit", sender=who, owner=who, assets=str(amount), shares=str(n)))
		        shares[who], total, kind = has + n, total + n, "deposit"
		    want.append(f"{1000 + k // 3} {k % 3} {kind} {who} {n} {shares[who]} {total}")
		rnd.shuffle(out)
		print("\n".join(json.dumps(e, separators=(",", ":")) for e in out))
		os.write(3, ("\n".join(want) + "\n").encode())
	END
	more=(-o CAPITAL_KEEP=365d)
	frame 2000 "$(<moves)"
	[ "$status" -eq 0 ]
	same "$(<want)" "$(of_type capital "$output" | jq -r '[.block, .log_index, .event, .owner, .shares, .owner_shares, .total_shares] | join(" ")')"
	# From the records alone, the events having been pruned.
	store-log get capital >kept
	rm "$MM_HOME/mm.db"
	frame 2001 "$(<kept)"
	frame 2002
	same "$(<want)" "$(of_type capital "$output" | jq -r '[.block, .log_index, .event, .owner, .shares, .owner_shares, .total_shares] | join(" ")')"
}

@test "many frames of one run say what single ones do" {
	local block
	for block in 100 101 102 103 104 105 106; do
		cat <<-END
			{"type":"chain","ts_ms":$((block * 1000000)),"chain":"evm","chain_id":31337,"block":$block,"block_hash":"$(hash "$block")","block_ts_s":$((block * 1000))}
			$([ "$block" != 102 ] || deposit 101 1 $ALICE 1000000 10)
			$([ "$block" != 104 ] || deposit 103 1 $BOB 2000000 20)
			{"type":"cycle","ts_ms":$((block * 1000000)),"id":$((block * 1000000))}
		END
	done | sed '/^$/d' >in
	mkfifo back
	# One frame at a time, the last one stored before the next comes.
	# shellcheck disable=SC2094 # a fifo
	{
		while IFS= read -r line; do
			printf '%s\n' "$line"
			[[ $line != *'"cycle"'* ]] || read -r _ <&3
		done <in 3<>back
	} | lp-read --store "$MM_HOME/mm.db" | tee out | store-log put --only cycle >back
	same "$(jq -r 'select(.type == "capital" or .type == "cycle") | if .type == "cycle" then .id / 1000000 else .owner[0:4] end' out | paste -sd' ')" \
		'100 101 102 0x70 103 0x70 104 0x70 0x3C 105 0x70 0x3C 106'
}
