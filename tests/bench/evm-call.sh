#!/usr/bin/env bash
# evm-call: hashing and encoding as whole processes, beside cast (@foundry-rs/cast).
. "${BASH_SOURCE[0]%/*}/lib.bash"

modules=$("$MM_TOP/tests/world/evm/install" "$MM_OBJ/world-evm") || {
	echo 'evm-call: no cast (npm): not measured'
	exit 0
}
cast=$modules/@foundry-rs/cast-linux-amd64/bin/cast

# times N COMMAND: bash that runs it N times, a process each.
times() { printf 'for ((i = 0; i < %d; i++)); do %s; done' "$1" "$2"; }

args='"[(0x95222290DD7278Aa3Ddd389Cc1E1d165CC4BAfe5,1000000),(0x95222290DD7278Aa3Ddd389Cc1E1d165CC4BAfe5,5)]" 0x0102 true'
types='((address,uint256)[],bytes,bool)'

[ "$(evm-call --hash hello)" = "$("$cast" keccak hello)" ]
[ "$(eval "evm-call --encode '$types' $args")" = "$(eval "$cast abi-encode 'f$types' $args")" ]
faster 'evm-call --hash, 50 processes' 4 'cast keccak' "$(times 50 'evm-call --hash hello')" "$(times 50 "$cast keccak hello")"
faster 'evm-call --encode, 50 processes' 4 'cast abi-encode' "$(times 50 "evm-call --encode '$types' $args")" \
	"$(times 50 "$cast abi-encode 'f$types' $args")"
