# mm-sign: what is refused, whatever comes; then what is signed, and that it is
# signed once, by the right key, and counted before it leaves.
load lib

export ASAN_OPTIONS=detect_leaks=0 # which a process that cannot be traced forbids
export PATH=$MM_OBJ/tests/bench:$PATH
a=AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9 # seed 01 01 ...
b=9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu # seed 02 02 ...

setup_file() {
	export KEYS=$BATS_FILE_TMPDIR/keys
	umask 077
	cd "$BATS_FILE_TMPDIR" || return
	echo swordfish-on-tuesdays >pass
	export MM_HOME=$BATS_FILE_TMPDIR
	key-vault new --memory 16 --passes 1 --passphrase pass
	for w in a b; do
		seed "$w" >"seed-$w"
		key-vault import "$w" "seed-$w" --from hex --chain solana -p pass
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	umask 077
	cp -r "$KEYS" "$MM_HOME/keys"
	cp "$BATS_FILE_TMPDIR/pass" .
	txs policy >"$MM_HOME/policy.json"
}

# seed WALLET: its 64 digits.
seed() { printf "%064d\n" 0 | sed "s/00/0$([ "$1" = a ] && echo 1 || echo 2)/g"; }
cycle() { echo '{"type":"cycle","ts_ms":'"${1:-1700000000000}"',"id":'"${1:-1700000000000}"'}'; }
frame() { txs "$@" && cycle; }
sign() { mm-sign -p pass "$@"; }
# edit FILTER: the policy, changed.
edit() { jq "$1" "$MM_HOME/policy.json" >new && cat new >"$MM_HOME/policy.json"; }
# said: "reason intent ..." of each refusal, "signed class intent" of each signed_tx.
said() {
	jq -r 'select(.type == "refusal") | "\(.reason) \(.intents // [] | map(select(endswith("-all"))) | join(" "))"' <<<"$output"
	jq -r 'select(.type == "signed_tx") | "signed \(.class) \(.intents[1])"' <<<"$output"
}
# spent WHAT: of the last hour, in atoms.
spent() { sqlite3 "$MM_HOME/policy.db" "SELECT coalesce(sum(amount), 0) FROM spent WHERE span = 1 AND what = '$1'"; }
# signer BODY: a program that signs, as SIGNER asks for it.
signer() {
	printf '#!/usr/bin/python3\nimport base64, sys, time, os\n%s\n' "$1" >signer
	chmod 700 signer
}

@test "wrong usage, a missing or loose policy, no vault" {
	run -2 mm-sign --bogus
	run -2 mm-sign pin
	run -2 mm-sign init
	run -2 mm-sign init --explain=1
	frame cancel >in
	chmod 660 "$MM_HOME/policy.json"
	run --separate-stderr -5 sign in
	[ "$stderr" = "mm-sign: $MM_HOME/policy.json: others can write to it (chmod 600, chown)" ]
	[ -z "$output" ]
	chmod 600 "$MM_HOME/policy.json"
	mv "$MM_HOME/policy.json" policy
	run -2 sign in
	[ "$output" = "mm-sign: $MM_HOME/policy.json: no policy; 'mm-sign init' writes a first one" ]
	ln -s "$PWD/policy" "$MM_HOME/policy.json"
	run -1 sign in
	rm "$MM_HOME/policy.json" && mv policy "$MM_HOME/policy.json"
	rm -r "$MM_HOME/keys"
	run -2 sign in
	run -1 bash -c 'mm-sign --help >/dev/full'
}

@test "a policy with a mistake anywhere is no policy" {
	cp "$MM_HOME/policy.json" good
	while IFS='|' read -r filter why; do
		cp good "$MM_HOME/policy.json"
		edit "$filter"
		run -2 mm-sign check
		same "mm-sign: $MM_HOME/policy.json: $why" "$output"
	done <<-'END'
		.version = 2|'version': not a whole number from 1 to 1
		.alow = []|'policy': unknown key 'alow'
		del(.limits)|'policy': 'limits' is missing
		.allow += ["fly"]|'allow': 'fly' is no word of it
		.limits.tx.fees_sol = 0.1|'fees_sol': not an amount, as text, of at most 9 decimals
		.limits.tx.fees_sol = "0.0000000001"|'fees_sol': not an amount, as text, of at most 9 decimals
		.limits.tx.fees_sol = "-1"|'fees_sol': not an amount, as text, of at most 9 decimals
		.limits.hour.out.EUR = "1"|'limits': 'EUR' is not one of the assets
		.limits.tx.transactions = 5|'tx': 'transactions' is of an hour or a day
		.wallets.c = "x"|'c': not an address
		.wallets.c = .wallets.a|AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9: listed twice
		.assets.SOL = .assets.USDC|'SOL': an asset of that name is built in
		.programs.openbook = []|market AXmGGCrphdWkshXruBK6b2WQtTyji3hMDKoycDwMXM1Z: its program is not listed
		.markets[].quote = "SOL"|'markets': lots of 0, or one asset on both sides, or SOL, which no market has: wSOL
		.markets[].base_lot = "0"|'markets': lots of 0, or one asset on both sides, or SOL, which no market has: wSOL
		.swap.reference["USDC"] = "1"|'reference': 'USDC' is not two assets as in 'USDC/wSOL'
		.tip_accounts = "x"|'tip_accounts': not a list
	END
	echo '{"version":1,"version":1}' >"$MM_HOME/policy.json"
	run -2 mm-sign check
	cp good "$MM_HOME/policy.json"
	run -0 mm-sign check
	[ -z "$output" ]
	cp "$MM_TOP/share/policy.json" "$MM_HOME/policy.json"
	run -0 mm-sign check
	[ -z "$output" ]
}

@test "a bad line, a cut frame, a full disk" {
	{ txs place cancel && echo '{"type":"tx","chain":1}' && cycle; } >in
	run --separate-stderr -5 sign in
	[ "${stderr_lines[0]}" = "mm-sign: in:3: tx: 'chain': not a string" ]
	same $'bad_record \nframe_refused place-all\nsigned reduce cancel-all' "$(said)"
	valid "$output"
	txs cancel >in
	run --separate-stderr -1 sign in
	[ "$stderr" = 'mm-sign: frame not closed' ]
	[ -z "$output" ]
	run --separate-stderr -0 sign --now-ms 5 in
	[ "$(said)" = 'signed reduce cancel-all' ]
	frame cancel >in
	run -1 bash -c 'mm-sign -p pass in >/dev/full'
	echo '{"type":"tx","ts_ms":1,"chain":"solana","signers":["x"],"intents":["i-all"],"class":"risk","message":"AA=","valid_until_height":1}' >in
	cycle >>in
	run --separate-stderr -5 sign in
	[ "$(said)" = 'message i-all' ]
	sed -i 's/AA=/AAAA/; s/solana/bitcoin/' in
	run --separate-stderr -5 sign in
	[ "$(said)" = 'chain i-all' ]
}

@test "each kind, refused or signed, in the order they came" {
	frame place late cancel steal settle table tip foreign move >in
	run --separate-stderr -5 sign in
	valid "$output"
	same 'max_ts late-all
destination steal-all
table table-all
signer foreign-all
signed risk place-all
signed reduce cancel-all
signed reduce settle-all
signed reduce tip-all
signed risk move-all' "$(said)"
	[ "$(jq -c 'select(.type == "tx")' <<<"$output")" = '' ]
	jqall '[.[] | select(.intents) | .intents[0]] == ["place-1","cancel-3","settle-5","tip-7","move-9","late-2","steal-4","table-6","foreign-8"]' "$output"
	jqall '.[3] | .tip == "0.005" and .fee == "0.000005" and .valid_until == 123456' "$output"
	[ "${#stderr_lines[@]}" -eq 4 ]
}

@test "signatures are what an independent signer makes" {
	frame place both >in
	sign in >out
	"$MM_TOP/tests/sign_oracle.py" verify <out
	run jq -c 'select(.type == "signed_tx") | [.id, .fee]' out
	[ "${#lines[@]}" -eq 2 ]
	[ "$(jq -r 'select(.intents[1] == "both-all") | .fee' out)" = 0.00001 ]
}

@test "what claims to reduce and does not is refused; what claims risk is risk" {
	frame 'place!' 'move!' >in
	run --separate-stderr -5 sign in
	same $'class place-all\nclass move-all' "$(said)"
	txs cancel | sed 's/"class":"reduce"/"class":"risk"/' >in && cycle >>in
	run --separate-stderr -0 sign in
	[ "$(said)" = 'signed risk cancel-all' ]
}

@test "a refusal of the frame leaves what reduces; one of an intent, that" {
	{ txs place cancel && echo '{"type":"refusal","ts_ms":1,"by":"book-read","reason":"stale","text":"x"}' && cycle; } >in
	run --separate-stderr -5 sign in
	[ "$(said | grep -v '^stale')" = $'frame_refused place-all\nsigned reduce cancel-all' ]
	{ txs place cancel && echo '{"type":"refusal","ts_ms":1,"by":"x","reason":"y","text":"z","intents":["cancel-2"]}' && cycle; } >in
	run --separate-stderr -5 sign in
	[ "$(said | grep -v '^y')" = $'bound cancel-all\nsigned risk place-all' ]
}

@test "a bundle is signed whole or not at all, and its refusal names all" {
	frame b:0:2:place b:1:2:tip >in
	run --separate-stderr -0 sign in
	same $'signed risk place-all\nsigned reduce tip-all' "$(said)"
	jqeq 'select(.bundle) | .bundle.id == "b" and .bundle.count == 2' "$(of_type signed_tx "$output")"
	frame b:0:2:place b:1:2:steal cancel >in
	run --separate-stderr -5 sign in
	same $'destination place-all steal-all\nsigned reduce cancel-all' "$(said)"
	for items in 'b:0:2:cancel' 'b:0:2:cancel b:0:2:tip' 'b:0:2:cancel b:2:2:tip' 'b:0:3:cancel b:1:2:tip' \
		'b:0:6:cancel b:1:6:cancel b:2:6:cancel b:3:6:cancel b:4:6:cancel b:5:6:cancel'; do
		# shellcheck disable=SC2086 # items
		frame $items >in
		run --separate-stderr -5 sign in
		jqeq 'select(.type == "refusal") | .reason == "bundle"' "$(of_type refusal "$output")"
		[ -z "$(of_type signed_tx "$output")" ]
	done
	# Turned round, it comes out in its order.
	frame b:1:2:tip b:0:2:place >in
	run --separate-stderr -0 sign in
	same $'signed risk place-all\nsigned reduce tip-all' "$(said)"
}

@test "the kill switch passes what reduces" {
	echo 'too hot' >"$MM_HOME/KILL"
	frame place cancel b:0:2:place b:1:2:tip >in
	run --separate-stderr -5 sign in
	same $'killed place-all\nkilled place-all tip-all\nsigned reduce cancel-all' "$(said)"
	jqeq '.text == "too hot"' "$(of_type refusal "$output")"
}

@test "a swap needs its quote, and is held to it" {
	quote='{"type":"quote","ts_ms":1,"intent_id":"swap-1","wallet":"a","source":"jupiter","asset":"USDC","amount":"10","asset_out":"wSOL","expected":"0.0403","min_out":"0.0400985","slippage_bps":50,"route":["x"],"instructions":["i"]}'
	try() {
		{ txs swap && echo "$1" && cycle; } >in
		run --separate-stderr sign in
		said
	}
	[ "$(try "$(cycle 1699999999999)")" = 'no_quote swap-all' ]
	[ "$(try "$quote")" = 'signed risk swap-all' ]
	[ "$(try "${quote/swap-1/swap-2}")" = 'no_quote swap-all' ]
	[ "$(try "${quote/'"USDC"'/'"TOK"'}")" = 'no_quote swap-all' ]
	[ "$(try "${quote/0.0400985/0.0401}")" = 'quote swap-all' ]
	[ "$(try "${quote/'"10"'/'"9.999999"'}")" = 'quote swap-all' ]
	[ "$(try "${quote/'"10"'/'"20"'}")" = 'signed risk swap-all' ]
}

@test "an order that takes is a swap at its limit price" {
	quote='{"type":"quote","ts_ms":1,"intent_id":"take-1","wallet":"a","source":"openbook","asset":"wSOL","amount":"0.002","asset_out":"TOK","expected":"100","min_out":"100","slippage_bps":0,"route":["x"],"instructions":["i"]}'
	try() {
		{ txs take && echo "$1" && cycle; } >in
		run --separate-stderr sign in
		said
	}
	[ "$(try "$quote")" = 'signed risk take-all' ]
	[ "$(try "${quote/'"min_out":"100"'/'"min_out":"100.000001"'}")" = 'quote take-all' ]
	[ "$(try "${quote/0.002/0.001999999}")" = 'quote take-all' ]
	[ "$(try "$(cycle 1699999999999)")" = 'signed risk take-all' ]
	[ "$(spent out:So11111111111111111111111111111111111111112)" -eq 4000000 ]
	edit '.allow -= ["take"]'
	[ "$(try "$quote")" = 'order_type take-all' ]
}

@test "ceilings of the hour hold over restarts, and keep a part for cancels" {
	edit '.limits.hour.transactions = 10'
	for _ in 1 2 3 4; do frame cancel place | sign >>out; done
	frame place place cancel cancel cancel >in
	run --separate-stderr -5 sign in
	same $'hour place-all\nhour place-all\nhour cancel-all\nsigned reduce cancel-all\nsigned reduce cancel-all' "$(said)"
	[ "$(spent count)" -eq 10 ]
	[ "$(jq -r 'select(.type == "refusal") | .text' <<<"$output" | head -n 1)" = 'transactions over the ceiling of the hour, the part that may add risk' ]
	# An hour later (the rows are moved back) it is free again; the day is not.
	sqlite3 "$MM_HOME/policy.db" 'UPDATE spent SET bucket = bucket - 61 WHERE span = 1'
	edit '.limits.day.transactions = 10'
	run --separate-stderr -5 sign in
	jqeq '.reason == "day"' "$(of_type refusal "$output")"
	# What a clock put back has left behind still counts.
	sqlite3 "$MM_HOME/policy.db" 'UPDATE spent SET bucket = bucket + 1000'
	run --separate-stderr -5 sign in
	[ -z "$(of_type signed_tx "$output")" ]
}

@test "value out and tips have ceilings too, and the tip budget" {
	edit '.limits.hour.out.SOL = "0.8" | .limits.hour.tips_sol = "1" | .limits.day.tips_sol = "1"'
	frame pay pay pay >in
	run --separate-stderr -5 sign in
	same $'hour pay-all\nsigned risk pay-all\nsigned risk pay-all' "$(said)"
	[ "$(spent out:SOL)" -eq 800000000 ]
	frame b:0:2:place b:1:2:tip c:0:2:place c:1:2:tip tipped place >in
	run --separate-stderr -5 sign -o TIP_BUDGET_SOL_DAY=0.005 in
	same 'tip_budget place-all tip-all
tip_budget place-all
signed risk place-all
signed reduce tip-all
signed reduce tipped-all' "$(said)"
	[ "$(spent tips)" -eq 10000000 ]
}

@test "without a ledger only cancels without a tip are signed" {
	frame place cancel tipped >in
	head -c 8192 /dev/zero >"$MM_HOME/policy.db"
	run --separate-stderr -5 sign in
	same $'ledger place-all\nledger tipped-all\nsigned reduce cancel-all' "$(said)"
}

@test "kill -9 at every write and fsync: never more signed than counted" {
	command -v strace >/dev/null || skip 'strace is missing'
	frame b:0:2:place b:1:2:tip cancel cancel >in
	edit '.limits.hour |= (.tips_sol = "100" | .transactions = 100000) | .limits.day |= (.tips_sol = "100" | .transactions = 100000)'
	struck=0
	: >out
	for call in write pwrite64 ftruncate fsync fdatasync; do
		for ((k = 1; k < 40; k++)); do
			code=0
			strace -D -o trace -e trace=$call -e inject=$call:signal=KILL:when=$k \
				mm-sign -p pass in >>out 2>/dev/null || code=$?
			[ $code -eq 137 ] || break
			struck=$((struck + 1))
			n=$(grep -c '^{"type":"signed_tx".*}$' out) || true
			[ "$n" -eq 0 ] || [ "$(spent count)" -ge "$n" ]
		done
	done
	[ $struck -ge 15 ]
	sign in >>out
	n=$(grep -c '^{"type":"signed_tx".*}$' out)
	[ "$n" -ge 4 ]
	[ "$(spent count)" -ge "$n" ]
	[ "$(spent tips)" -ge "$((5000000 * $(grep -c '"tip":.*}$' out)))" ]
}

@test "what leaves was counted first" {
	mkfifo p
	frame place >in
	mm-sign -p pass <p >out 3>&- &
	exec 7>p
	cat in >&7
	until_true test -s out
	[ "$(spent count)" -eq 1 ]
	exec 7>&-
	wait
}

@test "a policy changed while it runs holds from the next frame" {
	mkfifo p
	mm-sign -p pass <p >out 2>err 3>&- &
	exec 7>p
	frame place >&7
	until_true grep -q cycle out
	edit '.allow -= ["place"]'
	{ txs place && cycle 1700000001000; } >&7
	exec 7>&-
	code=0
	wait $! || code=$?
	[ $code -eq 5 ]
	output=$(cat out)
	same $'not_allowed place-all\nsigned risk place-all' "$(said)"
}

@test "--explain says it in words and signs nothing" {
	frame place steal b:0:2:cancel b:1:2:tip >in
	run --separate-stderr -5 mm-sign --explain in
	[ -z "$stderr" ]
	[[ $output == *'bids for 100 TOK at 0.00002 post-only for up to 0.002 wSOL'* ]]
	[[ $output == *'refused: destination: instruction 2: to '* ]]
	[[ $output == *'a bundle of 2:'* ]]
	[[ $output != *'{'* ]]
	[ "$(grep -c '^would be signed$' <<<"$output")" -eq 2 ]
	[ "$(spent count)" -eq 0 ]
}

@test "init writes a first policy, once, that lets nothing out" {
	rm "$MM_HOME/policy.json"
	echo "WALLETS=a:$a,b:$b" >"$MM_HOME/mm.conf"
	run -0 mm-sign init
	[ "$(stat -c %a "$MM_HOME/policy.json")" = 600 ]
	run -0 mm-sign check
	[ -z "$output" ]
	run -2 mm-sign init
	[ "$output" = "mm-sign: $MM_HOME/policy.json: there is one already" ]
	frame cancel move place pay >in
	run --separate-stderr -5 sign in
	same $'market place-all\ndestination pay-all\nsigned reduce cancel-all\nsigned risk move-all' "$(said)"
}

@test "pin shows a table, asks, and pins that" {
	t=$(jq -r '.tables | keys[0]' "$MM_HOME/policy.json")
	jq -c --arg t "$t" '{type:"lut",ts_ms:1,address:$t,addresses:(.tables[$t] + ["'$a'"]),last_extended_slot:1,slot:2}' "$MM_HOME/policy.json" >lut
	cp "$MM_HOME/policy.json" before
	run -5 mm-sign pin "$t" --yes "$a" lut
	run -5 setsid --wait mm-sign pin "$t" lut # nobody can be asked
	[[ $output == *'not pinned: '* ]]
	run -1 mm-sign pin "$a" --yes "$a" lut
	[ "${lines[-1]}" = "mm-sign: no record of '$a' came" ]
	cmp before "$MM_HOME/policy.json"
	run -0 timeout 60 "$MM_TOP/tests/typist.py" transcript 'to pin it: ' "$t" -- mm-sign pin "$t" lut
	[ "${lines[0]}" = "table $t: 10 addresses, 9 pinned before" ]
	[ "${lines[-1]}" = "+   9 $a" ]
	[ "$(jq -r --arg t "$t" '.tables[$t][9]' "$MM_HOME/policy.json")" = $a ]
	jq 'del(.tables)' before >x && jq 'del(.tables)' "$MM_HOME/policy.json" | cmp - x
	[ "$(stat -c %a "$MM_HOME/policy.json")" = 600 ]
	jq -c '.deactivated = true' lut >closing
	run -5 mm-sign pin "$t" --yes "$t" closing
}

@test "pin-market pins a market, and leaves what is allowed there" {
	m=$(jq -r '.markets | keys[0]' "$MM_HOME/policy.json")
	jq -c --arg m "$m" '.markets[$m] as $k | {type:"market",ts_ms:1,market:$m,tick:"0.000000001",base_lot:"2",quote_lot:"0.000000002",
		base:{asset:"TOK",decimals:6,mint:.assets.TOK.mint,vault:$k.base_vault},
		quote:{asset:"wSOL",decimals:9,mint:"So11111111111111111111111111111111111111112",vault:$k.quote_vault}}
		+ ($k | {program,bids,asks,event_queue,request_queue,vault_signer})' "$MM_HOME/policy.json" >market
	run -0 mm-sign pin-market "$m" --yes "$m" market
	jqeq '.markets[] | .base_lot == "2000000" and .quote_lot == "2" and .max_order_base == "1000"' "$(cat "$MM_HOME/policy.json")"
	edit 'del(.markets[], .assets.TOK, .limits[].out.TOK, .limits[].placed.TOK)'
	run -0 mm-sign pin-market "$m" --yes "$m" market
	jqeq '.markets[] | .max_order_base == "0"' "$(cat "$MM_HOME/policy.json")"
	jqeq '.assets.TOK.decimals == 6' "$(cat "$MM_HOME/policy.json")"
	for f in 'del(.bids)' '.program = .market' '.base.mint = "x"' '.base.asset = "USDC"' '.base_lot = "0.0000001"' '.base.decimals = 19'; do
		cp "$MM_HOME/policy.json" before
		edit 'del(.markets[], .assets.TOK)'
		jq -c "$f" market >bad
		run -5 mm-sign pin-market "$m" --yes "$m" bad
		[[ $output == *'not pinned: '* ]]
		cp before "$MM_HOME/policy.json"
	done
}

@test "an external signer, and what it may do wrong" {
	frame cancel >in
	as() { run --separate-stderr "$1" mm-sign -o "SIGNER=$PWD/signer" -o SIGNER_TIMEOUT="${2:-10s}" in; }
	signer "sys.path.insert(0, '$MM_TOP/tests')
import sign_oracle
for line in sys.stdin:
    print(sign_oracle.answer(sys.argv[1], line), flush=True)"
	as -0
	[ "$(said)" = 'signed reduce cancel-all' ]
	"$MM_TOP/tests/sign_oracle.py" verify <<<"$output"
	while IFS='|' read -r body why; do
		signer "$body"
		[[ $why == *'in time' ]] && as -5 300ms || as -5
		[ "$(said)" = 'signature cancel-all' ]
		jqeq ".text == \"$why\"" "$(of_type refusal "$output")"
	done <<-'END'
		time.sleep(60)|the signer does not answer in time
		sys.exit(0)|the signer has ended
		sys.stdin.readline(); os.kill(os.getpid(), 9)|the signer has ended
		sys.stdin.readline(); print("no")|the signer's answer is no signature
		sys.stdin.readline(); print("no", flush=True); time.sleep(60)|the signer's answer is no signature
		sys.stdin.readline(); print("A" * 500, flush=True); time.sleep(60)|the signer's answer is no signature
		sys.stdin.readline(); print(base64.b64encode(bytes(64)).decode(), flush=True); time.sleep(60)|the signer's answer is no signature of this message by this wallet
	END
	rm signer
	as -5
	[ "$(said)" = 'signature cancel-all' ]
	# One that lies the first time is asked again for the next.
	signer "sys.path.insert(0, '$MM_TOP/tests')
import sign_oracle
for line in sys.stdin:
    if os.path.exists('lied'):
        print(sign_oracle.answer(sys.argv[1], line), flush=True)
    else:
        open('lied', 'w')
        print(base64.b64encode(bytes(64)).decode(), flush=True)"
	frame cancel settle >in
	as -5
	same $'signature cancel-all\nsigned reduce settle-all' "$(said)"
	run ! pgrep -f "$PWD/signer"
}

@test "the secrets are nowhere: not in what is written, not in /proc" {
	mkfifo p
	mm-sign -p pass <p >out 2>err 3>&- &
	pid=$!
	exec 7>p
	frame place cancel >&7
	until_true grep -q cycle out
	secrets() { seed a && seed b && cat pass; }
	secrets >patterns
	for f in environ cmdline maps status; do
		[ "$f" != environ ] || [ -r /proc/$pid/$f ] || continue
		run ! grep -aqiFf patterns /proc/$pid/$f
	done
	if [ "$(id -u)" -ne 0 ]; then run ! cat /proc/$pid/mem; fi
	[ "$(awk '/Max core file size/ { print $5 }' /proc/$pid/limits)" = 0 ]
	exec 7>&-
	wait $pid
	run ! grep -aqiFf patterns out err
	run ! grep -raqiFf patterns "$MM_HOME"
}

@test "any byte of an allowed message turned: refused, or still within the policy" {
	txs place cancel settle refresh both tip >in
	"$MM_TOP/tests/sign_oracle.py" mutate $((2 * ${MM_SOAK:-1})) <in >mutants
	cycle >>mutants
	edit '.limits.hour.transactions = 1000000 | .limits.day.transactions = 1000000 |
		.limits.hour.fees_sol = "1000" | .limits.day.fees_sol = "1000" | .limits.hour.tips_sol = "1000" | .limits.day.tips_sol = "1000" |
		.limits.hour.placed = {"TOK":"1000000000","wSOL":"1000000000"} | .limits.day.placed = {"TOK":"1000000000","wSOL":"1000000000"}'
	sign mutants >out 2>err || true
	[ "$(grep -c '"type":"refusal"' out)" -gt 100 ]
	[ "$(grep -c '"type":"signed_tx"' out)" -gt 20 ]
	"$MM_TOP/tests/sign_oracle.py" judge "$MM_HOME/policy.json" <out
}

@test "what tx-build makes of whatever is asked of it is within a policy for it" {
	rm "$MM_HOME/policy.json"
	"$MM_TOP/tests/tx_build.py" conf 1 >"$MM_HOME/mm.conf"
	"$MM_TOP/tests/tx_build.py" frame 1 wallets=10 orders=2 table=1 >in
	market=$(jq -r 'select(.type == "market").market' in) table=$(mm-conf get LUTS)
	run -0 mm-sign init
	run -0 mm-sign pin-market --yes "$market" --order-base 100000000 --order-quote 100000 in
	jqeq '.limits.tx.placed.wSOL == "1600000"' "$(cat "$MM_HOME/policy.json")"
	edit ".tip_accounts = $(jq -c 'select(.type == "chain").tip_accounts' in)"
	cp "$MM_HOME/policy.json" base
	for ((seed = 1; seed <= 12 * ${MM_SOAK:-1}; seed++)); do
		"$MM_TOP/tests/tx_build.py" frame "$seed" >in
		cat base >"$MM_HOME/policy.json"
		! grep -q '"type":"lut"' in || mm-sign pin --yes "$table" <in >/dev/null
		tx-build in 2>/dev/null | mm-sign --explain >>words
	done
	run ! grep refused words
	[ "$(grep -c '^would be signed$' words)" -gt $((10 * ${MM_SOAK:-1})) ]
	run -5 mm-sign pin-market "$market" --yes "$market" --order-base 1.0000001 <in
}
