# hedge-sync doctor: keys that may too much, or too little, are found before an order is.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-cex
load hedge

setup_file() { cex_start; }
teardown_file() { cex_stop; }

setup() {
	cex_here
	cd "$BATS_TEST_TMPDIR" || return
	cex reset >/dev/null
}

# key VENUE JSON: the vault's key of that exchange is one with these members more.
key() {
	cex key "$(jq -c --arg v "$1" '{venue: $v, account: "main"} + .' <<<"$2")" |
		jq -r '.key, .secret' | key-vault put "$1" -u "$MM_HOME/unlock" >/dev/null
}
found() { awk -F '\t' -v v="$1" '$1 == v { printf "%s%s:%s", n++ ? " " : "", $2, $3 }' <<<"$output"; }

@test "wrong usage is 2" {
	run -2 hedge-sync doctor
	[ "$output" = "hedge-sync: HEDGE_VENUES names no exchange" ]
	hedge_home binance
	run -2 hedge-sync doctor now
	hedge_conf BINANCE_SAPI_URL=http://192.0.2.1
	run -2 hedge-sync doctor
	[ "$output" = 'hedge-sync: binance: plain http to another machine' ]
}

@test "a key that may withdraw or transfer is refused, by name; one that cannot trade too" {
	hedge_home binance bybit
	key binance '{"rights":{"withdraw":true}}'
	key bybit '{"rights":{"transfer":true}}'
	run -5 hedge-sync doctor
	[[ $(found binance) == *refused:may_withdraw* ]]
	[[ $(found bybit) == *refused:may_transfer* ]]
	key binance '{"rights":{"trade":false}}'
	run -5 hedge-sync doctor
	[[ $(found binance) == *refused:no_trade_right* ]]
	key binance '{"rights":{"transfer":true}}'
	run --separate-stderr -0 hedge-sync doctor --any-rights
	[[ $(found binance) == *refused:may_transfer* ]]
	[[ $stderr == *--any-rights* ]]
}

@test "a key nobody knows, a venue that is not there, an answer that is none" {
	hedge_home binance bybit
	printf 'nobodys-key-0000\nnobodys-secret\n' | key-vault put binance -u "$MM_HOME/unlock" >/dev/null
	run -5 hedge-sync doctor
	[[ $(found binance) == *refused:no_permission* ]]
	[[ $output != *nobodys-* ]]
	hedge_conf HEDGE_VENUES=bybit BYBIT_URL=http://127.0.0.1:9
	run -4 hedge-sync doctor
	[[ $(found bybit) == *unknown:venue_unreachable* ]]
}

@test "no bound address and a coming end are warned of, a key past its end is refused" {
	local day=86400000
	hedge_home binance bybit
	run -0 hedge-sync doctor
	[[ $(found binance) == *ok:rights*warning:ip_unbound* ]]
	key bybit "{\"expires_ms\":$(($(cex_now) + 13 * day))}"
	key binance '{"ips":["127.0.0.1"]}'
	run -0 hedge-sync doctor
	[[ $(found binance) == *ok:rights*ok:ip_bound* && $(found binance) != *ip_unbound* ]]
	[[ $(found bybit) == *warning:key_expires* ]]
	run -0 hedge-sync doctor -o KEY_EXPIRY_DAYS=10
	[[ $(found bybit) != *key_expires* ]]
	cex clock "{\"advance\":$((14 * day))}" >/dev/null
	run -5 hedge-sync doctor
	[[ $(found binance) == *refused:clock* ]]
	[[ $(found bybit) == *refused:* ]]
}

@test "mode, margin and leverage of the accounts" {
	hedge_home binance bybit:hedge
	run -0 hedge-sync doctor
	[[ $(found binance) == *ok:clock*ok:mode* ]]
	[[ $output == *"a long and a short position"* ]]
	run -5 hedge-sync doctor -o HEDGE_MARGIN_TYPE=isolated
	[[ $(found binance) == *refused:margin_type* ]]
	run -0 hedge-sync doctor -o MAX_LEVERAGE=1
	[[ $(found binance) == *warning:leverage* ]]
	cex judge | jq -e .ok
}

@test "live: such a key sends nothing; a good one is asked about once an hour" {
	local asked='[.[] | select(.path | contains("apiRestrictions"))] | length'
	local sent='[.[] | select(.method == "POST")] | length'
	hedge_home binance
	key binance '{"rights":{"withdraw":true}}'
	{ exposed 2 && echo '{"type":"cycle","ts_ms":'"$(cex_now)"',"id":7}'; } >in
	run --separate-stderr -5 hedge-sync --live --adopt in
	[[ $stderr == "hedge-sync: binance: may_withdraw: "* ]]
	[ "$(cex requests | jq "$sent")" = 0 ]
	[ -z "$output" ]
	run --separate-stderr -0 hedge-sync --adopt in
	run --separate-stderr hedge-sync --live --adopt --any-rights in
	[[ $stderr == *"ORDERS ARE SENT WITH SUCH A KEY"* ]]
	[ "$(held binance)" = -1.6 ]
	[ "$(cex requests | jq "$asked")" = 2 ]
	key binance '{"name":"better"}'
	for _ in 1 2 3; do
		hedge-sync --live --adopt in >/dev/null 2>&1 || true
	done
	[ "$(cex requests | jq "$asked")" = 3 ]
	# A file that was not written so, or of a time to come, is none.
	echo 'doctor 1 x' >"$MM_HOME/doctor/binance"
	hedge-sync --live --adopt in >/dev/null 2>&1 || true
	sed -i 's/[0-9]*$/9&/' "$MM_HOME/doctor/binance"
	hedge-sync --live --adopt in >/dev/null 2>&1 || true
	[ "$(cex requests | jq "$asked")" = 5 ]
	run grep -rF "$(cex_key binance main | tail -1)" "$MM_HOME/doctor" "$MM_HOME/quota"
	[ -z "$output" ]
}

@test "resident: a key that may more than it did sends nothing that opens, and is asked again each frame" {
	local n=0 pid asked amount about='[.[] | select(.path | contains("apiRestrictions"))] | length'
	# next AMOUNT: one more frame, an hour after the key was found well.
	next() {
		n=$((n + 1))
		sed -i 's/[0-9]*$/1/' "$MM_HOME/doctor/binance"
		{ exposed "$1" && echo '{"type":"cycle","ts_ms":'"$n"',"id":'"$n"'}'; } >&6
		until_true grep -q '"type":"cycle".*"id":'"$n"'}' out
	}
	may() { cex key '{"venue":"binance","account":"main","name":"main","rights":{"withdraw":'"$1"'}}' >/dev/null; }
	said() { jq -rs "$1" out; }
	hedge_home binance
	hedge_conf HEDGE_POSITIONS=v3:1 HEDGE_RATIO=1 HEDGE_MIN_INTERVAL=0s
	mkdir -p "$MM_HOME/doctor"
	: >"$MM_HOME/doctor/binance"
	mkfifo in
	hedge-sync --live <in >out 2>err 3>&- 6>&- &
	pid=$!
	exec 6>in
	next 5
	may true
	next 6 # the order of this frame is not held up: the key is looked at after it
	[ "$(held binance)" = -6 ]
	[ "$(said '[.[] | select(.type == "alert") | .name, .market] | join(" ")')" = 'api_key_rights binance:binance' ]
	grep -q 'binance: may_withdraw: ' err
	next 9
	[ "$(held binance)" = -6 ]
	[ "$(said '[.[] | select(.type == "hedge")][-1] | .decision + " " + .reason')" = 'refuse key_rights' ]
	next 2
	[ "$(held binance)" = -2 ]
	may false
	next 9
	next 9
	[ "$(held binance)" = -9 ]
	[ "$(said '[.[] | select(.type == "alert")] | length')" = 1 ]
	# Where it cannot be told, the frames of the next minute do not wait for it too.
	cex inject '{"path":"/sapi/v1/account/apiRestrictions","fault":"unavailable","times":99}' >/dev/null
	asked=$(cex requests | jq "$about")
	for amount in 8 7 6; do
		next "$amount"
	done
	[ "$(held binance) $(($(cex requests | jq "$about") - asked))" = '-6 1' ]
	exec 6>&-
	wait "$pid" || [ "$?" -eq 5 ]
}

@test "told to wait, no process asks; neither where the file of it is damaged" {
	local n
	hedge_home binance
	echo '{"type":"cycle","ts_ms":'"$(cex_now)"',"id":7}' >in
	run -0 hedge-sync read in
	cex inject '{"path":"/fapi/v3/account","fault":"limited","seconds":30}' >/dev/null
	run hedge-sync read in
	[[ $status -ne 0 && $output == *rate_* ]]
	n=$(cex requests | jq length)
	for _ in 1 2; do
		run hedge-sync read in
		[[ $status -ne 0 && $output == *rate_banned* ]]
	done
	[ "$(cex requests | jq length)" = "$n" ]
	rm "$MM_HOME/quota/binance"
	head -c 100 /dev/zero >"$MM_HOME/quota/binance"
	run hedge-sync read in
	[[ $status -ne 0 && $output == *rate_banned* ]]
	[ "$(cex requests | jq length)" = "$n" ]
	cex judge | jq -e .ok
}
