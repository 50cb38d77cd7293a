# key-vault: what is refused, what is never shown, and that keys come out as they
# went in.
load lib
load memory

export ASAN_OPTIONS=detect_leaks=0 # which a process that cannot be traced forbids
words='abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'
solana=HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk
ethereum=0x9858EfFD232B4033E47d90003D41EC34EcaEda94

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	umask 077
	echo 'correct horse battery' >pass
	echo "$words" >words
}

teardown() { [ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true; }

# The least work Argon2id may be asked for: these passphrases protect nothing.
new() { key-vault new --memory 16 --passes 1 --passphrase pass; }
vault() { key-vault "$@" --passphrase pass; }

# typist [QUESTION ANSWER ...] -- COMMAND: a person at a terminal.
typist() { timeout 60 "$MM_TOP/tests/typist.py" transcript "$@"; }

# turn FILE OFFSET: one bit of that byte.
turn() {
	local byte
	byte=$(od -An -tu1 -j "$2" -N 1 "$1")
	# shellcheck disable=SC2059 # a byte
	printf "\\x$(printf %02x $((byte ^ 4)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# export_to FILE NAME [OPTION ...]: asked twice, it is written.
export_to() {
	typist "type its name: " "$2" "type show it: " 'show it' -- \
		key-vault export "$2" "$1" --passphrase pass "${@:3}"
}

# A vault that holds old as binance; what it holds under a name.
vault_new_with_old() {
	new
	vault put binance old >/dev/null
}
secret_of() {
	rm -f shown
	export_to shown "$1" --to text >/dev/null && cat shown
}

@test "wrong usage is 2, where no vault is too" {
	run -2 key-vault
	run -2 key-vault open
	run -2 key-vault new now
	run -2 key-vault new --memory 15
	run -2 key-vault import
	for args in '' '--from json' '--from hex' '--from hex --chain tron' '--from base58 --chain ethereum' \
		'--from keystore --path m/0' '--from text --password pass'; do
		# shellcheck disable=SC2086 # options
		run -2 key-vault import w1 words $args
	done
	run -2 key-vault import ../w1 words --from text
	run -2 key-vault export
	run -2 key-vault unlock-file --revoke file
	run -2 key-vault list
	[ "$output" = "key-vault: $MM_HOME/keys: there is no vault (key-vault new makes one)" ]
	run -2 vault import w1 words --from mnemonic --chain solana
	[ ! -e "$MM_HOME/keys" ]
	new
	run -2 vault export w1
	[ "$output" = 'key-vault: w1: no such key' ]
	run -1 bash -c 'key-vault --help >/dev/full'
}

@test "one vault a bot, one key a name" {
	new
	run -2 new
	[ "$output" = "key-vault: $MM_HOME: there is a vault already" ]
	vault import w1 words --from mnemonic --chain solana
	run -2 vault import w1 words --from text
	[ "$output" = 'key-vault: w1: there is a key of that name' ]
	rm "$MM_HOME/keys/vault"
	run -2 new
	[ "$output" = "key-vault: $MM_HOME: keys are there, their vault is not" ]
}

@test "what is no key is refused in one line that does not show it" {
	new
	while IFS='|' read -r form text why; do
		echo "$text" >bad
		# shellcheck disable=SC2086 # a form and its options
		run --separate-stderr -1 vault import w1 bad --from $form
		same "key-vault: ${form%% *}: $why" "$stderr"
		[ -z "$output" ]
	done <<-'EOF'
		id-json|[1,2,3]|not an array of 64 numbers from 0 to 255
		id-json|{"secret":1}|not an array of 64 numbers from 0 to 255
		base58|3ycXhSpt0QpEGoiPgp5zbddcXuF2W3iEv9mSAqZJJDxm|not 64 bytes in base58
		base58|3ycXhSpt5QpEGoiPgp5zbddcXuF2W3iEv9mSAqZJJDxmmKJrhXWLVir2avCMnUfG9tQy3qYsxbDuy7JPaEcD5gbW|its public key is not that of its secret key
		hex --chain solana|0x12|not 64 hexadecimal digits
		hex --chain ethereum|0000000000000000000000000000000000000000000000000000000000000000|not a secret key: zero, or too large
		hex --chain ethereum|fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141|not a secret key: zero, or too large
		hex --chain ethereum|fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036414100|not 64 hexadecimal digits
		mnemonic --chain solana|legal winner|not 12, 15, 18, 21 or 24 words
		mnemonic --chain solana|legal winner thank yeer|word 4 is not in the list
		mnemonic --chain solana|legal winner thank year wave sausage worth useful legal winner thank thank|the words do not fit together: one is wrong, or in the wrong place
		keystore --password pass|{}|not of version 3
		keystore --password pass|{"version":3,"version":3}|key given twice
		text||empty
	EOF
	run -1 vault import w1 words --from mnemonic --chain solana --path m/44
	[ "$output" = "key-vault: mnemonic: every step of a path on solana is hardened (44')" ]
	run -1 vault import w1 words --from mnemonic --chain solana --path 44
	head -c 4097 /dev/zero | tr '\0' x >bad
	run -1 vault import w1 bad --from text
	head -c 100000 /dev/zero | tr '\0' x >bad
	run -1 vault import w1 bad --from text
	[ "$output" = 'key-vault: the file of the secret: too long' ]
	run -1 vault import w1 5KJvsngHeMpm884wtkJNzQGaCErckhHJBGFsvd3VyK5qMZXj3hS --from text
	[ "$output" = 'key-vault: the file of the secret: cannot be read: No such file or directory' ]
	[ -z "$(key-vault list)" ]
}

@test "a file or descriptor that others can read is refused" {
	new
	why='not a file or pipe that only its owner can read (chmod 600)'
	chmod 640 words
	run -5 vault import w1 words --from mnemonic --chain solana
	[ "$output" = "key-vault: the file of the secret: $why" ]
	run -5 vault import w1 - --from text <words
	[ "$output" = "key-vault: the file of the secret: $why" ]
	run -5 vault import w1 /dev/null --from text
	run -5 key-vault import w1 /dev/fd/3 --from text --passphrase words 3< <(echo x)
	[ "$output" = "key-vault: words: $why" ]
	chmod 600 words
	run -0 vault import w1 /dev/fd/3 --from text 3<words
	for f in vault w1.key; do
		chmod 644 "$MM_HOME/keys/$f"
		run -5 vault check
		[[ $output == "key-vault: "*": others can read it (chmod 600)" ]]
		chmod 600 "$MM_HOME/keys/$f"
	done
	chmod 711 "$MM_HOME/keys"
	run -5 vault check
	[ "$output" = "key-vault: $MM_HOME/keys: others can look into it (chmod 700)" ]
}

@test "keys come out as they went in" {
	new
	key=$(jq -c 'select(.fn == "key_id_json")' "$MM_TOP/tests/vectors/ed25519.jsonl" | head -n 1)
	jq -r .in.text <<<"$key" >id.json
	jq -r .out.seed <<<"$key" >seed
	jq -r 'select(.fn == "key_base58") | .in.text' "$MM_TOP/tests/vectors/ed25519.jsonl" | head -n 1 >b58
	printf 'api key \xff\n\n' >secret
	run -0 vault import a id.json --from id-json
	[ "$output" = $'a\tsolana\tCMqyePWtpGe7WUN3M8JmkZsp716t8pEM6KRs5bsSLN5h' ]
	vault import b b58 --from base58
	vault import c seed --from hex --chain solana
	vault import d seed --from hex --chain ethereum
	vault import e secret --from text
	vault check
	for k in a b c; do
		export_to "$k.json" $k
		same "$(tr -d ' ' <id.json)" "$(cat $k.json)"
		export_to "$k.b58" $k --to base58
		same "$(cat b58)" "$(cat $k.b58)"
		export_to "$k.hex" $k --to hex
		same "$(cat seed)" "$(cat $k.hex)"
	done
	export_to d.hex d
	same "$(cat seed)" "$(cat d.hex)"
	export_to e.text e
	cmp secret e.text
	[ "$(stat -c %a a.json)" = 600 ]
	[ "$(key-vault list | cut -f 1 | tr '\n' ' ')" = 'a b c d e ' ]
	run -1 export_to a.json a
	run -2 vault export d --to id-json
	[ "$output" = 'key-vault: export: --to id-json is no form of a ethereum key' ]
}

@test "put: what it refuses leaves what was there" {
	printf 'old-key\nold-secret\n' >old
	vault_new_with_old
	for args in '' 'x y z' '../x old' 'x old --fd 3' 'x --fd 1024' 'x --fd -1'; do
		# shellcheck disable=SC2086 # options
		run -2 vault put $args
	done
	run -1 vault put binance missing
	[ "$output" = 'key-vault: the secret: cannot be read: No such file or directory' ]
	run -1 vault put binance --fd 9
	run -5 vault put binance /dev/null
	run -1 vault put binance - < <(:)
	printf '\n' >blank
	run -1 vault put binance blank
	head -c 4097 /dev/zero | tr '\0' x >long
	run -1 vault put binance long
	cp old shared && chmod 644 shared
	run -5 vault put binance shared
	[ "$output" = 'key-vault: the secret: not a file or pipe that only its owner can read (chmod 600)' ]
	run -5 vault put binance --fd 3 3<shared
	vault import w1 words --from mnemonic --chain solana
	run -2 vault put w1 old
	[ "$output" = 'key-vault: w1: a key of another kind' ]
	run -5 key-vault put binance old --passphrase <(echo wrong)
	[ "$(secret_of binance)" = "$(cat old)" ]
	[ ! -e "$MM_HOME/keys/binance.key.new" ]
}

@test "put: a secret by file, descriptor or standard input, made or replaced" {
	printf 'old-key\nold-secret\n' >old
	printf 'new-key\nnew-secret\n' >new
	vault_new_with_old
	[ "$(key-vault list)" = "$(printf 'binance\tsecret\t-')" ]
	run -0 vault put binance new
	[ "$output" = "$(printf 'binance\tsecret\t-')" ]
	[ "$(secret_of binance)" = "$(cat new)" ]
	vault put binance --fd 3 3<old
	[ "$(secret_of binance)" = "$(cat old)" ]
	vault put binance <new
	[ "$(secret_of binance)" = "$(cat new)" ]
	vault put binance - < <(cat old)
	[ "$(secret_of binance)" = "$(cat old)" ]
	vault put bybit --fd 3 3< <(cat new)
	[ "$(secret_of bybit)" = "$(cat new)" ]
	[ "$(stat -c %a "$MM_HOME/keys/bybit.key")" = 600 ]
	vault check
}

@test "put: killed at any moment, the old one or the new one is there" {
	local i made=0
	printf 'old-key\nold-secret\n' >old
	vault_new_with_old
	vault unlock-file unlock
	for ((i = 0; i < 12 * ${MM_SOAK:-1}; i++)); do
		printf 'key-%s\nsecret-%s\n' "$i" "$i" >next
		key-vault put binance next --unlock-file unlock >out 2>&1 3>&- &
		pid=$!
		sleep "0.00$((i % 10))"
		kill -9 "$pid" 2>/dev/null || made=$((made + 1))
		wait "$pid" || true
		secret=$(secret_of binance)
		[ "$secret" = "$(cat old)" ] || [ "$secret" = "$(cat next)" ]
		[ ! -s out ] || [ "$secret" = "$(cat next)" ]
		printf '%s\n' "$secret" >old
	done
}

@test "wallets of mnemonics and keystores have the addresses others give them" {
	new
	run -0 vault import s words --from mnemonic --chain solana
	[ "$output" = $'s\tsolana\t'$solana ]
	run -0 vault import e words --from mnemonic --chain ethereum
	[ "$output" = $'e\tethereum\t'$ethereum ]
	echo 'test test test test test test test test test test test junk' >junk
	run -0 vault import e1 junk --from mnemonic --chain ethereum --path "m/44'/60'/0'/0/1"
	[ "$output" = $'e1\tethereum\t0x70997970C51812dc3A010C7d01b50e0d17dc79C8' ]
	printf TREZOR >password
	run -0 vault import s2 words --from mnemonic --chain solana --password password
	[[ $output != *$solana ]]
	printf '\xc3\xa9' >password
	run -1 vault import s3 words --from mnemonic --chain solana --password password
	jq -r 'select(.fn == "v3_keystore" and .in.password == "foobartest121") | .in.file' \
		"$MM_TOP/tests/vectors/keys.jsonl" | head -n 1 >keystore
	printf foobartest121 >password
	run -0 vault import k keystore --from keystore --password password
	[ "$output" = $'k\tethereum\t0x460121576Cc7DF020759730751f92bd62FD78dD6' ]
	printf foobartest122 >password
	run -1 vault import k2 keystore --from keystore --password password
	[ "$output" = 'key-vault: keystore: wrong password, or damaged' ]
	vault check
}

@test "a wrong passphrase, a turned bit, a swapped file: one line each" {
	new
	vault import w1 words --from mnemonic --chain solana
	vault import w2 words --from mnemonic --chain solana --path "m/44'/501'/1'/0'"
	echo wrong >wrong
	run -5 key-vault check --passphrase wrong
	[ "$output" = 'key-vault: wrong: wrong passphrase' ]
	cp -r "$MM_HOME/keys" good
	mv "$MM_HOME/keys/w2.key" "$MM_HOME/keys/w1.key"
	run -5 vault check
	[ "$output" = 'key-vault: w1: another key'\''s file under this name' ]
	run -5 key-vault list
	[ "$output" = 'key-vault: w1.key: another key'\''s file under this name' ]
	rm -r "$MM_HOME/keys" && cp -r good "$MM_HOME/keys"
	turn "$MM_HOME/keys/w1.key" 150
	run -1 vault check
	[ "$output" = 'key-vault: w1: damaged: it is not what was written' ]
	run --separate-stderr -1 key-vault list
	[ "$output" = "$(key-vault list 2>/dev/null | grep w2)" ] && [ "${#stderr_lines[@]}" -eq 1 ]
	rm -r "$MM_HOME/keys" && cp -r good "$MM_HOME/keys"
	turn "$MM_HOME/keys/vault" 60
	run -1 vault check
	[ "$output" = "key-vault: $MM_HOME/keys/vault: damaged: it is not what was written" ]
}

@test "rotate, passwd, unlock-file: who opens it after and who does not" {
	new
	vault import w1 words --from mnemonic --chain solana
	run -0 vault unlock-file unlock
	run -1 vault unlock-file unlock
	[ "$output" = 'key-vault: unlock: File exists' ]
	[ "$(stat -c %a unlock)" = 600 ]
	key-vault check --unlock-file unlock
	MM_VAULT_UNLOCK=unlock key-vault check
	mkdir creds && cp unlock creds/vault-unlock
	CREDENTIALS_DIRECTORY=$PWD/creds key-vault check
	if [ "$(id -u)" -eq 0 ]; then # systemd's access list shows as a group bit of root's
		chmod 440 creds/vault-unlock
		CREDENTIALS_DIRECTORY=$PWD/creds key-vault check
		run -5 key-vault check --unlock-file creds/vault-unlock
		CREDENTIALS_DIRECTORY=$PWD/creds/../creds run -5 key-vault check --unlock-file creds/vault-unlock
		chmod 444 creds/vault-unlock
		CREDENTIALS_DIRECTORY=$PWD/creds run -5 key-vault check
	fi
	run -2 vault rotate
	[[ $output == *'name it with --unlock-file, or end it with --drop-unlock' ]]
	run -5 vault rotate --unlock-file pass
	cp -r "$MM_HOME/keys" old
	vault rotate --unlock-file unlock
	key-vault check --unlock-file unlock
	vault check
	cp "$MM_HOME/keys/vault" now && cp old/vault "$MM_HOME/keys/vault"
	run -5 key-vault check --unlock-file unlock
	[ "$output" = 'key-vault: w1: sealed in another vault' ]
	cp now "$MM_HOME/keys/vault"
	echo other >other
	vault passwd --new-passphrase other --memory 16 --passes 1
	run -5 vault check
	mv other pass
	vault check
	vault rotate --drop-unlock
	run -5 key-vault check --unlock-file unlock
	[ "$output" = 'key-vault: unlock: not the unlock file of this vault' ]
	vault check
	vault unlock-file again
	vault unlock-file --revoke
	run -5 key-vault check --unlock-file again
	# The unlock file opens it where the passphrase is forgotten.
	vault unlock-file third
	echo remembered >pass
	run -5 vault check
	key-vault passwd --unlock-file third --new-passphrase pass --memory 16 --passes 1
	vault check
	[ "$(key-vault list)" = $'w1\tsolana\t'$solana ]
}

@test "typed at a terminal: unseen, twice where it is new; export and remove ask" {
	run -5 typist 'new passphrase' one again two -- key-vault new --memory 16
	[ "$output" = 'key-vault: new passphrase: not the same' ]
	[ ! -e "$MM_HOME/keys" ]
	typist 'new passphrase' 'my secret' again 'my secret' -- key-vault new --memory 16
	typist secret "$words" 'passphrase of the vault' 'my secret' -- \
		key-vault import w1 --from mnemonic --chain solana
	run -1 grep -E 'my secret|abandon' transcript
	run -5 typist 'passphrase of the vault' 'My secret' -- key-vault check
	[ "$output" = 'key-vault: passphrase: wrong passphrase' ]
	run -5 typist 'passphrase of the vault' 'my secret' 'type its name' w2 -- key-vault export w1
	[ "$output" = 'key-vault: not confirmed: nothing was done' ]
	run -5 typist 'passphrase of the vault' 'my secret' 'type its name' w1 'show it' yes -- key-vault export w1
	[ "$output" = 'key-vault: not confirmed: nothing was done' ]
	run -0 typist 'passphrase of the vault' 'my secret' 'type its name' w1 'show it' 'show it' -- key-vault export w1
	[[ $output == '[55,223,87,'*',247]' ]]
	run -5 typist 'type its name' w2 -- key-vault remove w1
	typist 'type its name' w1 -- key-vault remove w1
	[ -z "$(key-vault list)" ]
	# Without a terminal nobody is asked, and nothing done.
	echo 'my secret' >pass
	vault import w1 words --from mnemonic --chain solana
	run -5 setsid --wait key-vault export w1 --passphrase pass
	[ "$output" = 'key-vault: confirmation: no terminal to ask at' ]
	run -5 setsid --wait key-vault remove w1
	run -2 setsid --wait key-vault check
	[ "$output" = 'key-vault: passphrase: no unlock file, no passphrase file and no terminal' ]
	vault check
}

# shows_none FILE...: no secret of the folder secrets is in any of the files.
shows_none() {
	python3 - "$@" <<-'EOF'
		import glob, sys
		secrets = [open(f, "rb").read().rstrip(b"\n") for f in glob.glob("secrets/*")]
		assert len(secrets) > 8 and all(len(s) > 8 for s in secrets)
		for name in sys.argv[1:]:
		    try:
		        text = open(name, "rb").read()
		    except PermissionError:
		        continue
		    for s in secrets:
		        if s in text:
		            sys.exit("%s shows a secret" % name)
	EOF
}

# What an import of w1 knows, in every form it may be written in.
secrets() {
	mkdir secrets && cp pass words secrets
	echo 'exchange secret 0123' >secrets/api
	new >>log 2>&1
	vault import w1 words --from mnemonic --chain solana
	export_to secrets/id.json w1
	tr -d '[]\n' <secrets/id.json >secrets/numbers
	export_to secrets/b58 w1 --to base58
	export_to secrets/hex w1 --to hex
	tr -d '\n' <secrets/hex | tr a-f A-F >secrets/HEX
	python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(open("secrets/hex").read()))' >secrets/raw
	head -c 16 secrets/raw >secrets/half
	base64 -w 0 <secrets/raw >secrets/base64
}

@test "no secret is in an output or a file of MM_HOME" {
	secrets
	for json in '' 1; do
		export MM_LOG=${json:+json}
		{
			vault import x$json secrets/api --from text
			vault import y$json secrets/hex --from hex --chain ethereum
			vault import z$json secrets/id.json --from id-json
			vault import z$json secrets/id.json --from id-json || true
			vault import bad secrets/words --from base58 || true
			vault import bad secrets/hex --from mnemonic --chain solana || true
			vault import bad secrets/id.json --from keystore --password secrets/api || true
			vault unlock-file unlock$json
			vault rotate --unlock-file unlock$json
			vault passwd --new-passphrase pass --memory 16 --passes 1
			key-vault list
			vault check
			key-vault check --passphrase secrets/words || true
			strings -n 8 "$MM_HOME"/keys/* || true
		} >>log 2>&1
	done
	cp unlock1 secrets/unlock
	shows_none log "$MM_HOME"/keys/* "$MM_HOME"/lock/*
	run -1 shows_none secrets/words # it can fail
	[ "$output" = 'secrets/words shows a secret' ]
}

# held FORM FILE: a process that has read a secret and waits for the passphrase.
held() {
	local most=600
	[[ $MM_OBJ != *-san ]] || most=20 # AddressSanitizer locks nothing
	mkfifo later
	# shellcheck disable=SC2086 # a form and its options
	key-vault import held "$2" --from $1 --passphrase later 3>&- &
	pid=$!
	for ((; most > 0; most--)); do
		! grep -q 'VmLck:.* [1-9]' /proc/$pid/status || break
		sleep 0.05
	done
	sleep 0.1 # until it has read all of it
}

@test "no secret is in /proc of a process that holds it, or in memory that is swapped" {
	secrets
	while IFS='|' read -r form file; do
		held "$form" "secrets/$file"
		shows_none /proc/$pid/{cmdline,environ,status,maps,limits,comm}
		grep -q 'Max core file size  *0  *0 ' /proc/$pid/limits
		if [[ $MM_OBJ != *-san ]]; then # AddressSanitizer locks nothing
			# Each run of secret pages is locked (lo) and in no core dump (dd).
			grep -q 'VmLck:.* [1-9]' /proc/$pid/status
			grep '^VmFlags:.* lo' /proc/$pid/smaps >locked
			[ -z "$(grep -v ' dd' locked)" ]
			[ "$(id -u)" -ne 0 ] || memory_shows_none $pid
		fi
		[ "$(id -u)" -eq 0 ] || [ ! -r /proc/$pid/environ ]
		cat pass >later
		wait $pid
		vault check
		rm later "$MM_HOME/keys/held.key"
	done <<-'EOF'
		hex --chain solana|hex
		base58|b58
		id-json|id.json
		mnemonic --chain solana|words
		text|api
	EOF
}

@test "it forbids dumps and traces before it reads a secret" {
	command -v strace >/dev/null || skip 'strace is missing'
	new
	strace -o trace -e trace=prctl,prlimit64,openat key-vault check --passphrase pass
	grep -n 'PR_SET_DUMPABLE, SUID_DUMP_DISABLE) *= 0' trace >guard
	grep -n 'RLIMIT_CORE, {rlim_cur=0, rlim_max=0}' trace >>guard
	[ "$(wc -l <guard)" -eq 2 ]
	first=$(grep -n '"pass"' trace | cut -d : -f 1)
	[ "$(tail -n 1 guard | cut -d : -f 1)" -lt "$first" ]
}
