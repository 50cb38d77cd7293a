# route-find against the contracts: what the routers give for each leg, one after the
# other, is what the route said, to the last part.
load lib
load world-evm

setup_file() {
	evm_start --lend --block-ms 0
	evm_keep
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
	evm_back
	{
		evm_conf trader
		evm_lend_conf aave
		echo TICK_WORDS=8
	} >"$MM_HOME/mm.conf"
	me=$(evm_of .wallets.trader)
}

at() { evm_of ".tokens.$1.address"; }
# sent CONTRACT SIGNATURE ARGUMENT...: the hash of a transaction of trader, in the next block.
sent() {
	evm_rpc eth_sendTransaction "[{\"from\":\"$me\",\"to\":\"$1\",\"data\":\"$(evm-call --encode "${@:2}")\",\"gas\":\"0x4c4b40\"}]"
}
# told ROUTER ASSET AMOUNT SIGNATURE ARGUMENT...: the router may take it, and does.
told() {
	local hash
	sent "$(at "$2")" 'approve(address,uint256)' "$1" "$3" >/dev/null
	hash=$(sent "$1" "${@:4}")
	evm mine >/dev/null
	[[ $(evm_rpc eth_getTransactionReceipt "[$hash]") == *'"status":"0x1"'* ]]
}
# purse ASSET: smallest parts trader has.
purse() { evm balances '["trader"]' | jq -r ".$1"; }
atoms() { python3 -c 'import sys; from decimal import Decimal; print(int(Decimal(sys.argv[1]).scaleb(int(sys.argv[2]))))' "$1" "$(evm_of ".tokens.$2.decimals")"; }

# swap LEG: as its protocol's router takes it.
swap() {
	local amount path hop key zero in out pool
	in=$(jq -r '.path[0]' <<<"$1") out=$(jq -r '.path[-1]' <<<"$1")
	amount=$(atoms "$(jq -r .amount_in <<<"$1")" "$in")
	case $(jq -r .kind <<<"$1") in
	v2)
		for hop in $(jq -r '.path[range(0; .path | length; 2)]' <<<"$1"); do path+=${path:+,}$(at "$hop"); done
		told "$(evm_of .v2.router)" "$in" "$amount" 'swapExactTokensForTokens(uint256,uint256,address[],address,uint256)' "$amount" 0 "[$path]" "$me" 4102444800
		;;
	v3)
		path=0x
		for hop in $(jq -r '.path[]' <<<"$1"); do
			[[ $hop =~ ^[0-9]+$ ]] && path+=$(printf %06x "$hop") || path+=$(at "$hop" | cut -c 3-)
		done
		told "$(evm_of .v3.router02)" "$in" "$amount" 'exactInput((bytes,address,uint256,uint256))' "($path,$me,$amount,0)"
		;;
	v4)
		pool=$(evm_of ".pools[] | select(.id == \"$(jq -r '.pools[0]' <<<"$1")\")")
		read -r key zero < <(python3 -c 'import sys; a, b = sys.argv[1:]; print(",".join(sorted((a, b), key=str.lower)), a.lower() < b.lower())' "$(at "$in")" "$(at "$out")")
		key+=,$(jq -r '"\(.fee),\(.spacing)"' <<<"$pool"),0x0000000000000000000000000000000000000000
		[ "$zero" = True ] && zero="true,-$amount,4295128740" || zero="false,-$amount,1461446703485210103287273052203988822378723970341"
		told "$(evm_of .v4.swap_router)" "$in" "$amount" 'swap((address,address,uint24,int24,address),(bool,int256,uint160),(bool,bool),bytes)' "($key)" "($zero)" '(false,false)' 0x
		;;
	esac
}

# swapped ROUTE: each leg gave what it said.
swapped() {
	local leg out before
	out=$(jq -r .asset_out <<<"$1")
	while read -r leg; do
		before=$(purse "$out")
		swap "$leg"
		same "$(atoms "$(jq -r .amount_out <<<"$leg")" "$out")" "$(python3 -c 'import sys; print(int(sys.argv[2]) - int(sys.argv[1]))' "$before" "$(purse "$out")")"
	done < <(jq -c '.legs[]' <<<"$1")
}

@test "legs of v2, v3 and v4, over hops and shared pools: the contracts give what was said" {
	local frame route kinds='' ask in out amount
	for ask in 'WETH DAI 600' 'WBTC DAI 20'; do
		read -r in out amount <<<"$ask"
		frame=$(mm-cycle --once | lp-read --pools)
		route=$(of_type route "$(route-find --from "$in" --to "$out" --amount "$amount" --legs 4 <<<"$frame")")
		valid "$route"
		jqeq '(.legs | length) > 2 and (.legs | map(.pools[]) | length) > (.legs | length)' "$route"
		kinds+=$(jq -r '.legs[].kind' <<<"$route")
		swapped "$route"
	done
	[[ $kinds == *v2* && $kinds == *v3* && $kinds == *v4* ]]
}
