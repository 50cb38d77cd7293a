# API keys at the simulated exchange: what they may do and from where, and how a master key
# makes, reads, changes and revokes those of an account below it.
load lib
load world-cex

setup_file() {
	cex_start
}

teardown_file() {
	cex_stop
}

setup() {
	cex_here
	cex reset >/dev/null
	for v in binance bybit; do
		cex account "{\"venue\":\"$v\",\"name\":\"owner\"}" >/dev/null
		cex key "{\"venue\":\"$v\",\"account\":\"owner\",\"name\":\"master\",\"master\":true,\"rights\":{\"transfer\":true,\"trade\":false}}" >"$BATS_TEST_TMPDIR/$v.master"
	done
	cex info >"$CEX_INFO"
	email=$(jq -r .accounts.binance.main.email "$CEX_INFO") uid=$(jq -r .accounts.bybit.main.uid "$CEX_INFO")
}

sub=/sapi/v1/sub-account/subAccountApi
# master VENUE ..., made FILE VENUE ...: as binance and bybit, with the master's key, or
# one that was made, told in FILE.
master() { made "$BATS_TEST_TMPDIR/$1.master" "$@"; }
made() {
	KEY=$(jq -r '.result // . | .key // .apiKey' "$1") SECRET=$(jq -r '.result // . | .secret // .secretKey' "$1") "${@:2}"
}

@test "Binance: what a key may is told, and more than that is refused" {
	run binance GET /sapi/v1/account/apiRestrictions
	jqeq '.enableFutures and .enableReading and (.ipRestrict or .enableWithdrawals or .permitsUniversalTransfer | not)' "${lines[-1]}"
	run master binance GET /sapi/v1/account/apiRestrictions
	jqeq '.permitsUniversalTransfer and (.enableFutures | not)' "${lines[-1]}"
	run master binance POST /fapi/v1/order/test 'symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1'
	jqeq '.code == -2015' "${lines[-1]}"
	run binance GET $sub "email=$email"
	jqeq '.code == -1002' "${lines[-1]}"
}

@test "Binance: a key is made, its secret told once; bound, changed, revoked" {
	run master binance POST $sub "email=$email&apiName=turn-7&status=1&canFuturesTrade=true"
	echo "${lines[-1]}" >"$BATS_TEST_TMPDIR/new"
	jqeq '.apiName == "turn-7" and .canFuturesTrade and (.canUniversalTransfer | not) and .ipList == [] and (.secretKey | length == 64)' "${lines[-1]}"
	key=$(jq -r .apiKey "$BATS_TEST_TMPDIR/new")
	run made "$BATS_TEST_TMPDIR/new" binance POST /fapi/v1/order/test 'symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1'
	[ "${lines[-1]}" = '{}' ]
	run master binance GET $sub "email=$email"
	jqeq ".total == 3 and (.rows[] | select(.apiName == \"turn-7\") | .apikey == \"$key\" and .email == \"$email\") and (tostring | contains(\"secret\") | not)" "${lines[-1]}"

	run master binance POST /sapi/v2/sub-account/subAccountApi/ipRestriction "email=$email&subAccountApiKey=$key&status=2"
	jqeq '.code == -1102' "${lines[-1]}"
	run master binance POST /sapi/v2/sub-account/subAccountApi/ipRestriction "email=$email&subAccountApiKey=$key&status=2&ipAddress=203.0.113.7"
	jqeq '.status == "2" and .ipList == ["203.0.113.7"]' "${lines[-1]}"
	run made "$BATS_TEST_TMPDIR/new" binance GET /fapi/v3/balance
	jqeq '.code == -2015' "${lines[-1]}"
	run master binance DELETE $sub/ipRestriction/ipList "email=$email&subAccountApiKey=$key&ipAddress=203.0.113.7"
	jqeq '.ipRestrict == "false"' "${lines[-1]}"
	run master binance POST ${sub}Permission "email=$email&subAccountApiKey=$key&canFuturesTrade=false"
	jqeq '.apikey and (.canFuturesTrade | not)' "${lines[-1]}"
	run made "$BATS_TEST_TMPDIR/new" binance POST /fapi/v1/order/test 'symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1'
	jqeq '.code == -2015' "${lines[-1]}"

	run master binance DELETE $sub "email=$email&subAccountApiKey=$key"
	[ "${lines[-1]}" = '{}' ]
	run made "$BATS_TEST_TMPDIR/new" binance GET /fapi/v3/balance
	jqeq '.code == -2015' "${lines[-1]}"
	run master binance DELETE $sub "email=$email&subAccountApiKey=$key"
	jqeq '.code == -1130' "${lines[-1]}"
	cex judge | jq -e .ok
}

@test "Bybit: what a key may, from where and how long" {
	run bybit GET /v5/user/query-api
	jqeq ".result | .readOnly == 0 and .permissions.ContractTrade == [\"Order\", \"Position\"] and .permissions.Wallet == [] and .ips == [\"*\"] and .userID == $uid and .secret == \"\"" "${lines[-1]}"
	run master bybit GET /v5/user/query-api
	jqeq '.result | .isMaster and .permissions.Wallet == ["AccountTransfer", "SubMemberTransfer"]' "${lines[-1]}"
	run bybit GET /v5/user/sub-apikeys "subMemberId=$uid"
	jqeq '.retCode == 10005' "${lines[-1]}"
}

@test "Bybit: a key is made, its secret told once; bound, it does not end; changed, revoked" {
	local trade='{"ContractTrade":["Order","Position"]}'
	run master bybit POST /v5/user/create-sub-api "{\"subuid\":\"$uid\",\"readOnly\":0,\"permissions\":$trade}"
	jqeq '.retCode == 10001' "${lines[-1]}"
	run master bybit POST /v5/user/create-sub-api "{\"subuid\":$uid,\"note\":\"turn-7\",\"readOnly\":0,\"permissions\":$trade}"
	echo "${lines[-1]}" >"$BATS_TEST_TMPDIR/new"
	jqeq '.result | .note == "turn-7" and (.secret | length > 30)' "${lines[-1]}"
	key=$(jq -r .result.apiKey "$BATS_TEST_TMPDIR/new")
	run made "$BATS_TEST_TMPDIR/new" bybit GET /v5/user/query-api
	jqeq '.result | .deadlineDay == 90 and .secret == "" and (.isMaster | not)' "${lines[-1]}"
	run master bybit GET /v5/user/sub-apikeys "subMemberId=$uid&limit=1"
	jqeq '.result | (.result | length == 1) and .nextPageCursor != ""' "${lines[-1]}"
	run master bybit GET /v5/user/sub-apikeys "subMemberId=$uid"
	jqeq ".result.result[] | select(.note == \"turn-7\") | .apiKey == \"$key\" and .secret == \"******\" and .status == 3 and .readOnly == false" "${lines[-1]}"

	run master bybit POST /v5/user/update-sub-api "{\"apikey\":\"$key\",\"ips\":\"127.0.0.1\"}"
	jqeq '.result | .ips == ["127.0.0.1"] and .permissions.ContractTrade == ["Order", "Position"] and .secret == ""' "${lines[-1]}"
	cex clock '{"advance":8640000000}' >/dev/null
	run made "$BATS_TEST_TMPDIR/new" bybit GET /v5/user/query-api
	jqeq '.retCode == 0 and .result.deadlineDay == -2' "${lines[-1]}"
	run master bybit POST /v5/user/update-sub-api "{\"apikey\":\"$key\",\"ips\":\"203.0.113.7\"}"
	run made "$BATS_TEST_TMPDIR/new" bybit GET /v5/user/query-api
	jqeq '.retCode == 10010' "${lines[-1]}"
	run master bybit POST /v5/user/delete-sub-api "{\"apikey\":\"$key\"}"
	jqeq '.retCode == 0 and .result == {}' "${lines[-1]}"
	run made "$BATS_TEST_TMPDIR/new" bybit GET /v5/user/query-api
	jqeq '.retCode == 10003' "${lines[-1]}"
	cex judge | jq -e .ok
}

@test "Bybit: a key that is bound to no address ends after 90 days" {
	run master bybit POST /v5/user/create-sub-api "{\"subuid\":$uid,\"readOnly\":1,\"permissions\":{\"ContractTrade\":[\"Order\"]}}"
	echo "${lines[-1]}" >"$BATS_TEST_TMPDIR/new"
	run made "$BATS_TEST_TMPDIR/new" bybit POST /v5/order/create '{"category":"linear","symbol":"ETHUSDT","side":"Buy","orderType":"Market","qty":"1"}'
	jqeq '.retCode == 10005' "${lines[-1]}"
	cex clock '{"advance":7776000000}' >/dev/null
	run made "$BATS_TEST_TMPDIR/new" bybit GET /v5/user/query-api
	jqeq '.retCode == 33004' "${lines[-1]}"
}
