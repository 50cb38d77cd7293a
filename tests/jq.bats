# share/jq/mm.jq: looking at records.
load lib

mm() {
	jq -L "$MM_TOP/share/jq" "$@"
}

@test "sortnum sorts decimals exactly, of any length and sign" {
	run mm -nc 'include "mm"; ["2", "10", "-1", "-10", "-0.5", "-0.51", "0.5", "0.51", "0.501", "0", "100.01",
		"1342647857257299305", "1342647857257299304"] | sortnum(.)'
	same '["-10","-1","-0.51","-0.5","0","0.5","0.501","0.51","2","10","100.01","1342647857257299304","1342647857257299305"]' "$output"
	run mm -nc 'include "mm"; [{"p":"9"}, {"p":"10"}] | sortnum(.p) | map(.p)'
	same '["9","10"]' "$output"
}

@test "num is a number" {
	run mm -nc 'include "mm"; "-12.5" | num + 1'
	same -11.5 "$output"
}

@test "levels lists a book from the top, own sizes beside" {
	run mm -c 'include "mm"; levels | [.side, .price, .size, .own]' <<<'{"type":"book","ts_ms":1,"market":"m",
		"bids":[["9.5","3"],["9","1"]],"asks":[["10","2"],["100","4"]],"own_bids":[["9","1"]],"own_asks":[],"slot":1}'
	same '["sell","100","4","0"]
["sell","10","2","0"]
["buy","9.5","3","0"]
["buy","9","1","1"]' "$output"
}
