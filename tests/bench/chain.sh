#!/usr/bin/env bash
# chain: decoding a full book and a full transaction against what cannot be spared.
. "${BASH_SOURCE[0]%/*}/lib.bash"

chain >figures
# row WHAT NAME WANTED PEER
row() {
	local a b
	read -r _ a b < <(grep "^$1 " figures)
	cost "$2" "$3" "$4" "$a" "$b" ns
}
row book 'a full book and 32 open-orders accounts' 1 'reading their base64'
row read 'a full transaction read to the last order' 0.2 'signing it'
row build 'the same built' 0.2 'signing it'
row base58 'a signature in base58' 2 'one SHA-256 of it'
