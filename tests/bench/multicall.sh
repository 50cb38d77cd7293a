#!/usr/bin/env bash
# multicall: 10,000 view calls at one block through Multicall3, beside as many calls of
# their own over one kept connection, both against anvil.
. "${BASH_SOURCE[0]%/*}/lib.bash"
export BATS_FILE_TMPDIR=$scratch
skip() {
	echo "multicall: not run: $1"
	exit 0
}
# shellcheck source=tests/world-evm.bash
. "$MM_TOP/tests/world-evm.bash"

N=${N:-10000}
RUNS=${RUNS_MULTICALL:-1}
evm_start "$@"
evm_conf >"$MM_HOME/mm.conf"
token=$(evm_of .tokens.WETH.address)
[ "$(views batch 300 "$token")" = "$(views single 300 "$token")" ]
faster "$N views through Multicall3" 20 'single calls' "views batch $N $token" "views single $N $token"
evm_stop
