# hedge-sync rotate: whatever happens, whenever it is killed, the vault holds a key that
# works, no other that does is left in the end, and no secret is anywhere else.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-cex
load hedge
load rotate

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() { rotate_here; }

@test "wrong usage, a key that others can read: nothing is asked" {
	run -2 hedge-sync rotate
	run -2 hedge-sync rotate --venue kraken
	run -2 hedge-sync rotate --venue binance
	run -2 hedge-sync rotate --venue binance --account bot --master-fd 3
	run -2 hedge-sync rotate --venue bybit --account a@b --master-fd 3
	run -2 hedge-sync rotate --venue binance --account a@b
	run -2 rotate binance -o SERVER_IP=
	run -2 rotate binance -o SERVER_IP=here
	run -2 rotate binance -o HEDGE_ASSETS=WETH@bybit:ETHUSDT
	run -1 hedge-sync rotate --venue binance --account a@b --master-fd 9
	chmod 644 binance.master
	run -5 rotate binance --live
	chmod 600 binance.master
	cp binance.master kept && echo one-line-only >binance.master
	run -2 rotate binance --live
	mv kept binance.master
	mkdir "$MM_HOME/rotate" && echo 'rotate 1 create' >"$MM_HOME/rotate/binance"
	run -1 rotate binance --live
	[[ $output == *"not what was written"* ]]
	jqeq 'length == 0' "$(cex requests | jq '[.[] | select(.method != "GET")]')"
}

@test "a new key takes the place of the old one, which is revoked" {
	local v
	for v in binance bybit; do
		cex_key "$v" main >old
		run --separate-stderr -0 rotate "$v"
		[ -z "$(keys_of "$v")" ]
		run --separate-stderr -0 rotate "$v" --live
		[[ $(alerts) == api_key_rotated* ]]
		valid "$output"
		[ -z "$stderr" ]
		one_good_key "$v"
		grep -q $'\tok\tip_bound' looked
		run by old "$v" GET "$([ "$v" = binance ] && echo /fapi/v3/balance || echo /v5/user/query-api)"
		jqeq '.code == -2015 or .retCode == 10003' "${lines[-1]}"
		# And again: what is turned once can be turned twice.
		run --separate-stderr -0 rotate "$v" --live
		one_good_key "$v"
	done
	cex judge | jq -e .ok
}

@test "a master that may not, an account that is another's, an address that is not ours" {
	cex_key binance main >binance.master
	run --separate-stderr rotate binance --live
	[[ $status == [45] && $(alerts) == api_key_rotation_failed ]]
	works binance
	bybit_account=$(jq -r .accounts.bybit.hedge.uid accounts.json)
	run --separate-stderr -5 rotate bybit --live
	[ "$(alerts)" = api_key_rotation_failed ]
	# shellcheck disable=SC2034 # named by its venue
	bybit_account=$(jq -r .accounts.bybit.main.uid accounts.json)
	# The new key does not work from here: it goes again, the old one stays.
	run --separate-stderr rotate bybit --live -o SERVER_IP=203.0.113.7
	[[ $status == [45] && $(alerts) == *api_key_rotation_failed* ]]
	one_good_key bybit
	[ "$(keys_of bybit)" = '' ]
}

@test "a vault that does not take it: the new key goes, the old one stays" {
	mkdir -p bin && printf '#!/bin/sh\nexit 4\n' >bin/key-vault && chmod 700 bin/key-vault
	PATH=$PWD/bin:$PATH run --separate-stderr -1 rotate binance --live
	[[ $(alerts) == api_key_rotation_failed* ]]
	one_good_key binance
	[ -z "$(keys_of binance)" ]
}

@test "without --live an unfinished one is told, and nothing is changed" {
	cex inject "{\"method\":\"POST\",\"path\":\"$sub\",\"fault\":\"lost_request\"}" >/dev/null
	run --separate-stderr -4 rotate binance --live
	[ -e "$MM_HOME/rotate/binance" ]
	run --separate-stderr -0 rotate binance
	[ "$stderr" = 'hedge-sync: binance: a rotation is not finished: --live ends it' ]
	run --separate-stderr -4 rotate binance --live
	[[ $stderr == *"may still be made: again in "* ]]
	cex clock '{"advance":2100}' >/dev/null
	run --separate-stderr -0 rotate binance --live
	one_good_key binance
}

@test "every reply lost, every request unheard: a key that works, and none left over" {
	local v path fault paths
	for v in binance bybit; do
		paths="POST:$sub DELETE:$sub GET:$sub GET:/sapi/v1/account/apiRestrictions POST:/fapi/v1/order/test"
		[ "$v" = binance ] || paths='POST:/v5/user/create-sub-api POST:/v5/user/delete-sub-api GET:/v5/user/sub-apikeys GET:/v5/user/query-api POST:/v5/order/pre-check'
		for path in $paths; do
			for fault in lost_reply lost_request; do
				cex inject "{\"method\":\"${path%%:*}\",\"path\":\"${path#*:}\",\"fault\":\"$fault\"}" >/dev/null
				run --separate-stderr rotate "$v" --live
				[[ $status == [045] ]] || { echo "$path $fault: $status $stderr" && false; }
				cex clear >/dev/null
				rm -r "$MM_HOME/quota" # thousands a request
				works "$v" || { echo "$path $fault" && false; }
				cex clock '{"advance":2100}' >/dev/null
				run --separate-stderr -0 rotate "$v" --live
				one_good_key "$v" || { echo "$path $fault" && false; }
			done
		done
	done
	cex judge | jq -e .ok
}
