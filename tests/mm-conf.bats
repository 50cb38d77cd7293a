# mm-conf: the program around lib/base/conf, whose tables test_conf.c has.
load lib

@test "a mistake is named with file and line, and ends every program with 2" {
	printf 'MARKET=a\nHISTORY_WINDOW_DAYS=0\nNONE=1\n' >"$MM_HOME/mm.conf"
	run --separate-stderr -2 mm-conf get MARKET
	[ -z "$output" ]
	[ "$stderr" = "mm-conf: $MM_HOME/mm.conf:2: 'HISTORY_WINDOW_DAYS': '0': out of range (1..3650)" ]
}

@test "check reports every mistake at once" {
	printf 'NONE=1\n\nIMPROVE=2\n' >"$MM_HOME/mm.conf"
	run --separate-stderr -2 mm-conf check
	[ "${#stderr_lines[@]}" -eq 2 ]
	same "mm-conf: $MM_HOME/mm.conf:3: 'IMPROVE': '2': not one of its words (0|1)" "${stderr_lines[1]}"
	run -0 mm-conf check /dev/null
	[ -z "$output" ]
}

@test "check wants the file it is given, but not the standard one" {
	run -0 mm-conf check
	run --separate-stderr -2 mm-conf check nowhere.conf
	[ "$stderr" = "mm-conf: nowhere.conf: No such file or directory" ]
	run -2 mm-conf -o IMPROVE=1 check
	run -2 mm-conf check a b
}

@test "wrong usage is 2, a full disk is 1" {
	run -2 mm-conf
	run -2 mm-conf set A=b
	run -2 mm-conf get
	run -2 mm-conf get MARKET NONE
	[ "$output" = "mm-conf: 'NONE': unknown key" ]
	run -2 mm-conf list --format xml
	run -2 mm-conf get -o MARKET
	run -1 bash -c 'mm-conf list >/dev/full'
}

@test "an option beats the environment beats the file beats the default" {
	[ "$(mm-conf get HISTORY_WINDOW_DAYS)" = 365 ]
	echo HISTORY_WINDOW_DAYS=10 >"$MM_HOME/mm.conf"
	[ "$(mm-conf get HISTORY_WINDOW_DAYS)" = 10 ]
	[ "$(MM_HISTORY_WINDOW_DAYS=20 mm-conf get HISTORY_WINDOW_DAYS)" = 20 ]
	[ "$(MM_HISTORY_WINDOW_DAYS=20 mm-conf get -o HISTORY_WINDOW_DAYS=30 HISTORY_WINDOW_DAYS)" = 30 ]
}

@test "list says where each value comes from" {
	printf '# mine\nIMPROVE=1\n' >"$MM_HOME/mm.conf"
	run -0 env MM_STRATEGY_ID=9 mm-conf list -o MARKET=SOL/USDT
	for want in $'IMPROVE\t1\tfile:2\t\t0|1\t0\t' $'STRATEGY_ID\t9\tenvironment\t' \
		$'MARKET\tSOL/USDT\toption\t' $'ORDERS_PER_WALLET\t32\tdefault\t'; do
		grep -qF "$want" <<<"$output"
	done
	run ! grep -vqE $'^[A-Z_0-9]+(\t[^\t]*){6}$' <<<"$output"
}

@test "get prints a line a key, an empty one for an unset key" {
	run -0 --keep-empty-lines mm-conf get SEED_PRICE ORDERS_PER_WALLET
	[ "$output" = $'\n32\n' ]
}

@test "the keys of self-dealing volume get one warning and nothing else" {
	printf 'FLASH_VOLUME_MIN_SOL=1\nNOISE_BUY_%%=2\nMARKET=a\n' >"$MM_HOME/mm.conf"
	run --separate-stderr -0 mm-conf get MARKET
	[ "$output" = a ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == "mm-conf: warning: 'FLASH_VOLUME_MIN_SOL': "*"wash trading"* ]]
}

@test "home follows MM_HOME, then XDG_STATE_HOME, then HOME" {
	[ "$(mm-conf home)" = "$MM_HOME" ]
	[ "$(MM_HOME='' XDG_STATE_HOME=/x mm-conf home)" = /x/mmutils ]
	[ "$(MM_HOME='' XDG_STATE_HOME='' HOME=/h mm-conf home)" = /h/.local/state/mmutils ]
	run -2 env -u MM_HOME -u XDG_STATE_HOME -u HOME mm-conf home
}

@test "share/mm.conf and mm.conf(5) say what the key table says" {
	"$MM_TOP/scripts/make-conf-docs" --check || {
		echo "run scripts/make-conf-docs" >&2
		false
	}
	# Every line of the example taken as it stands is the default.
	sed 's/^#\([A-Z]\)/\1/' "$MM_TOP/share/mm.conf" >"$MM_HOME/all.conf"
	run -0 mm-conf check "$MM_HOME/all.conf"
	same "$(mm-conf list | cut -f 1,2)" "$(mm-conf -c "$MM_HOME/all.conf" list | cut -f 1,2)"
	[ "$(mm-conf -c "$MM_HOME/all.conf" list | grep -c $'\tfile:')" -eq "$(mm-conf list | wc -l)" ]
}

@test "the example of the liquidity manager is a valid configuration, its pools too" {
	local lp=$MM_TOP/share/mm.conf.lp
	run --separate-stderr -0 mm-conf check "$lp"
	[ -z "$stderr" ]
	run -0 event-watch --decode -c "$lp" -w "$MM_TOP/share/watch/lp.watch" /dev/null
}

@test "the example of the hedge is a valid configuration, what it hedges too" {
	local hedge=$MM_TOP/share/mm.conf.hedge
	run --separate-stderr -0 mm-conf check "$hedge"
	[ -z "$stderr" ]
	run -0 event-watch --decode -c "$hedge" -w "$MM_TOP/share/watch/lp.watch" /dev/null
	run -0 hedge-sync plan -c "$hedge" /dev/null
}

@test "the example of the liquidator is a valid configuration, its assets too" {
	local liq=$MM_TOP/share/mm.conf.liq
	run --separate-stderr -0 mm-conf check "$liq"
	[ -z "$stderr" ]
	run -0 event-watch --decode -c "$liq" -w "$MM_TOP/share/watch/erc20.watch" -a WETH /dev/null
	# its share for the builder is not cut off at what pays for a place in any block
	[ "$(mm-conf -c "$liq" get PRIORITY_MAX_GWEI)" -ge 100 ]
	[ "$(mm-conf -c "$liq" get MAX_FEE_GWEI)" -gt "$(mm-conf -c "$liq" get PRIORITY_MAX_GWEI)" ]
}

@test "the specification's market is a valid configuration at its defaults" {
	local bmv=$MM_TOP/share/mm.conf.bmv
	run --separate-stderr -0 mm-conf check "$bmv"
	[ -z "$stderr" ]
	same "B9coHrCxYv7xmPfSU7Z5VfugDqdTdZqZTpBGBdazq8AC
8VMi93EEqSGCHGjRGNhEFBkGoNZTQxUFfFYWDEX2e5Uf
365
15
30
1
32
dynamic
30
30
65
0.005
1h" "$(mm-conf -c "$bmv" get MARKET MINT HISTORY_WINDOW_DAYS BUY_CHANNEL_WIDTH_% \
		SELL_CHANNEL_WIDTH_% REBALANCE_THRESHOLD_% ORDERS_PER_WALLET TARGET_CONTROL_% \
		UPPER_USDC_RATIO_MAX_% LOWER_USDC_RATIO_MAX_% MIN_SOL_RESERVE_% \
		JITO_TIP_AMOUNT_SOL RENT_RECOVERY_TIME)"
}
