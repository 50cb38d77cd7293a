# crash-submit-evm: kill -9 at every write, fsync, send and answer of mm-submit on a chain
# with nonces, one after the other, and of the stage that looks up (of the pages SQLite
# writes at every eighth; make soak: at every one).  Judged by the chain: every intent is
# executed once, no nonce is missing, and what became of it is known and told.
load lib
load world-said

key=0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80
alice=0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266
bob=0x70997970C51812dc3A010C7d01b50e0d17dc79C8
calls='write pwrite64 ftruncate fsync fdatasync unlink sendto recvfrom'

setup() {
	command -v strace >/dev/null || skip 'strace is missing'
	cd "$BATS_TEST_TMPDIR" || return
	server_start node "$MM_TOP/tests/evm_pool.py"
	url=http://127.0.0.1:$(<node/port)
	printf '%s\n' VENUE=evm CHAIN_ID=31337 "EVM_RPC=$url/a" "WALLETS=alice:$alice" SUBMIT_VIA=rpc ALLOW_PUBLIC=1 \
		CONFIRMATIONS=2 ASSETS=WETH:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2:18 >"$MM_HOME/mm.conf"
	ts=1000000 nonce=0
	: >told
	mine 3
	# Journal and locks are there already: what is struck is the daily way.
	cycle | mm-submit pending >/dev/null
}

teardown() {
	[ ! -e node/pid ] || server_stop node
}

world() {
	local reply
	reply=$(curl -s -m 10 "$url/a" -d '{"jsonrpc":"2.0","id":1,"method":"world_'"$1"'","params":['"${2:-}"']}')
	reply=${reply#*'"result":'}
	echo "${reply%\}}"
}
mine() { world mine '{"n":'"$1"'}' >/dev/null; }
# nonces: of all that is in the chain, in its order.
nonces() { world ledger | grep -o '"nonce":[0-9]*' | cut -d : -f 2 | paste -sd ' ' -; }
cycle() { echo '{"type":"cycle","ts_ms":'"$ts"',"id":'"$ts"'}'; }

# frame ROUND FROM: the two payments of a round, at the nonces from there on.
frame() {
	local n txs=
	for n in 0 1; do
		printf -v txs '%s,{"key":"%s","wallet":"alice","nonce":%s,"to":"%s","value":"%s","actions":[%s]}' "$txs" $key $(($2 + n)) $bob "$1" \
			'{"action":"transfer","intent_id":"i'"$1-$n"'","asset":"ETH","to":"'$bob'","amount":"1"}'
	done
	curl -s -m 10 "$url/frame" -d '{"ts_ms":'"$ts"',"chain_id":31337,"txs":['"${txs:1}"']}'
}
submit() { { cat job && cycle; } | "$@" >out 2>err; }
pending() { ts=$((ts + 1)) && cycle | "$@" mm-submit pending >out 2>err; }
keep() { grep '^{"type":"receipt".*}$' out >>told || true; }
# disturbed CALL K PROGRAM...
disturbed() { strace -D -o trace -e trace="$1" -e inject="$1:signal=KILL:when=$2" "${@:3}"; }

# judge I: both payments of round I are in the chain, once, and so is it told.
judge() {
	[ -z "$(mm-submit list)" ] || { mm-submit list >&2 && return 1; }
	[ "$(nonces)" = "$(seq -s ' ' 0 $((nonce + 1)))" ] || { world ledger >&2 && return 1; }
	for intent in "i$1-0" "i$1-1"; do
		[ "$(grep -F '"status":"finalized"' told | grep -F '"intents":["'"$intent"'"]' | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort -u | wc -l)" -eq 1 ] ||
			{ echo "$intent is not told" >&2 && return 1; }
	done
	# The same record, byte for byte, or another one.
	[ -z "$(sort -u told | jq -r 'select(.status != "sent") | [.id, .status, .block_hash, .turn] | map(tostring) | join(" ")' | sort | uniq -d)" ]
}

# rounds STRIKE N: struck at every call, more than N of them, then run again as a bot does:
# look up, ask for the same at the nonces that come next.
rounds() {
	local call n=0 code i=0 k step
	for call in $calls; do
		step=$STRIDE
		[[ $call != pwrite64 || ${MM_SOAK:-1} -gt 1 ]] || step=$((8 * STRIDE))
		for ((k = 1; ; k += step)); do
			i=$((i + 1)) ts=$((ts + 10)) code=0
			frame "$i" "$nonce" >job
			"$1" "$call" "$k" || code=$?
			keep
			again "$i"
			judge "$i" || { echo "$call $k" >&2 && return 1; }
			nonce=$((nonce + 2))
			[ "$code" -eq 137 ] || break
			n=$((n + 1))
		done
	done
	echo "# $n calls" >&3
	((n > $2 / STRIDE))
}

again() {
	for _ in 1 2 3; do
		pending && keep
		frame "$1" "$(sed -n 's/^{"type":"nonce".*"next":"\([0-9]*\)".*/\1/p' out)" >job
		submit mm-submit --live --wait-ms 0 || [ $? -eq 6 ]
		keep
		mine 3
		pending && keep
		[ "$(nonces | wc -w)" -lt $((nonce + 2)) ] || break
	done
}

strike_submit() { submit disturbed "$1" "$2" mm-submit --live --wait-ms 0; }
strike_pending() {
	submit mm-submit --live --wait-ms 0 || [ $? -eq 6 ]
	keep
	mine 2
	pending disturbed "$1" "$2"
}

@test "sending: kill -9 at every call, and each lands once, at the next nonce" {
	[ "${MM_SOAK:-1}" -gt 1 ] || calls='write pwrite64 fsync sendto recvfrom'
	rounds strike_submit 18
}

@test "looking up: kill -9 at every call, and each outcome is told" {
	[ "${MM_SOAK:-1}" -gt 1 ] || calls='write fsync sendto'
	rounds strike_pending 8
}
