# evm-call without a node: bytes, hashes and what they mean.
load lib

A=0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266
W=0000000000000000000000000000000000000000000000000000000000000

# refused CODE TEXT ARG...: evm-call ARG... ends with CODE, says TEXT and prints nothing.
refused() {
	local code=$1 text=$2
	shift 2
	run --separate-stderr "-$code" evm-call "$@"
	[ -z "$output" ]
	[[ $stderr == *"$text"* ]] || { echo "$stderr" >&2 && false; }
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "what does not fit is refused by the argument's name" {
	refused 2 "argument 1 'to': '0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266': wrong checksum" \
		-e 'f(address to)' 0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266
	refused 2 "argument 2 'n': '256' does not fit uint8" -e 'f(bool,uint8 n)' true 256
	refused 2 "'-129' does not fit int8" -e 'f(int8)' -- -129
	refused 2 'an odd number of digits' -e 'f(bytes)' 0x123
	refused 2 '1 arguments, 2 expected' -e 'f(bool,bool)' true
	refused 2 '3 arguments, 2 expected' -e 'f(bool,bool)' true true true
	refused 2 "'[' expected" -e 'f(bool[])' true
	refused 2 "fixed-point" -e 'f(fixed)' 1
	refused 2 "is no type" -e 'f(IERC20 token)' 1
	refused 2 'has no packed form' -p -e 'f(string[])' '[]'
	refused 2 'an event is not encoded' -e 'event E(bool)' true
	refused 2 'even number of digits' -x 0x123
	refused 2 'not hexadecimal' -x 0x12g4
	refused 2 'it has no name' -s '(bool)'
}

@test "data that do not decode are no answer" {
	refused 1 "argument 1 'arg0': a bool that is neither 0 nor 1" -d '(bool)' 0x${W}002
	refused 1 "an offset past the end" -d '(bytes)' 0x${W}021
	refused 1 '0 bytes of data, at least 32 needed' -d '(bool)' 0x
	refused 1 'not the selector of f(bool)' -d 'f(bool)' 0x12345678${W}001
	refused 1 'another event' -d 'event E(bool)' 0x${W}001 0x${W}001
	refused 2 'a topic is 32 bytes' -d 'event E(bool)' 0x01 0x
	refused 2 'topics before its data' -d 'f(bool)' 0x01 0x
	refused 2 'what is to be decoded?' -d 'f(bool)'
}

@test "wrong usage, a full disk" {
	refused 2 'one question' -x a -s 'f()'
	refused 2 'one question' -e 'f()' --to $A
	refused 2 '--packed goes with --encode' -p -x a
	refused 2 'nothing more is wanted' -x a b
	refused 2 'nothing more is wanted' -s 'f()' b
	refused 2 'hash' --hash
	run -1 bash -c 'evm-call -x a >/dev/full'
	run -1 bash -c 'evm-call -d "(bool)" 0x'${W}'001 >/dev/full'
}

@test "encode: a call, a constructor, a list, packed" {
	run -0 evm-call --encode 'transfer(address,uint256)' $A 1
	same 0xa9059cbb000000000000000000000000f39fd6e51aad88f6f4ce6ab8827279cfffb92266${W}001 "$output"
	run -0 evm-call -e 'constructor(uint8)' 1
	same 0x${W}001 "$output"
	run -0 evm-call -e '(uint8,int8)' -- 1 -1
	same 0x${W}001ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff "$output"
	run -0 evm-call -p -e '(uint8,string,bytes2)' 1 ab 0x0102
	same 0x0161620102 "$output"
	run -0 evm-call -e 'f()'
	same 0x26121ff0 "$output"
	run -0 evm-call -e '()'
	same 0x "$output"
}

@test "decode: a call, a result, an error, a log" {
	run -0 evm-call --decode 'transfer(address to, uint256)' "$(evm-call -e 'transfer(address,uint256)' $A 7)"
	same '{"to":"'$A'","arg1":"7"}' "$output"
	run -0 evm-call -d 'f(bool)(string s, int8[2] n)' "$(evm-call -e '(string,int8[2])' -- $'a\n"b' '[-1,2]')"
	same '{"s":"a\u000a\"b","n":"[-1,2]"}' "$output"
	run -0 evm-call -d 'f(bool)(string s)' "$(evm-call -e 'f(bool)' true)"
	same '{"arg0":"true"}' "$output"
	run -0 evm-call -d 'error E((address a, string b) t)' "$(evm-call -e 'error E((address,string))' "($A,\"x\")")"
	same '{"t":"('$A',\"x\")"}' "$output"
	run -0 evm-call -d 'event Transfer(address indexed from, address indexed to, uint256 value)' \
		"$(evm-call -s 'event Transfer(address,address,uint256)' | cut -d' ' -f1)" \
		"$(evm-call -e '(address)' $A)" 0x${W}000 0x${W}00f
	same '{"from":"'$A'","to":"0x0000000000000000000000000000000000000000","value":"15"}' "$output"
}

@test "hash and signature" {
	run -0 evm-call --hash ''
	same 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470 "$output"
	run -0 evm-call --hash 0x
	same 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470 "$output"
	run -0 evm-call --hash hello
	same 0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8 "$output"
	run -0 evm-call --hash 0x68656c6c6f
	same 0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8 "$output"
	run -0 evm-call --signature 'function approve(address spender, uint amount) external returns (bool)'
	same '0x095ea7b3 approve(address,uint256)' "$output"
}
