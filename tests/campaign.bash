# campaign.bash - the two tests of every campaign: its seeded runs are proven, and, for a
# campaign that cannot fail proves nothing, bugs planted on purpose are found.
#
# A campaign is a folder in tests/: `campaign WORK FROM COUNT [first]` makes runs in a
# world of its own, bugs/ are the patches.  MM_CAMPAIGN_SECONDS is how long its runs may
# take in make check; make soak makes all of them.
#
# shellcheck shell=bash

# campaign_proven CAMPAIGN SOAK [WORLDS]: as many of 200 runs as fit, at least 40, in two
# worlds at once, or more; SOAK of them in make soak; 10 under the sanitizers.
campaign_proven() {
	local campaign=$MM_TOP/tests/$1/campaign worlds=${3:-2} runs=200 least=40 figures from started=() n
	[[ $MM_OBJ != *-san ]] || runs=10 least=10
	[ "${MM_SOAK:-1}" -eq 1 ] || runs=$2 least=$2
	export MM_CAMPAIGN_SECONDS=${MM_CAMPAIGN_SECONDS:-90} MM_CAMPAIGN_LEAST=$(((least + worlds - 1) / worlds))
	cd "$BATS_TEST_TMPDIR" || return
	for ((n = 0; n < worlds; n++)); do
		from=$((n * 100000 + 1))
		"$campaign" "$PWD/$from" $from $(((runs + worlds - 1) / worlds)) >"said$n" 2>&1 3>&- &
		started+=($!)
	done
	for ((n = 0; n < worlds; n++)); do
		wait "${started[n]}" || { cat said* && false; }
	done
	figures=$(tail -qn 1 said*)
	echo "# seeds from 1, 100001 and so on: ${figures//$'\n'/ }" >&3
	[ "$(jq -s 'map(.runs) | add' <<<"$figures")" -ge "$least" ]
}

# campaign_red CAMPAIGN BUG: 60 seeds find it; in make soak every one of bugs/.
campaign_red() {
	local campaign=$MM_TOP/tests/$1 bugs=("$2") said
	[[ $MM_OBJ != *-san ]] || skip 'as without sanitizers'
	[ "${MM_SOAK:-1}" -eq 1 ] || {
		bugs=("$campaign"/bugs/*.patch)
		bugs=("${bugs[@]##*/}") bugs=("${bugs[@]%.patch}")
	}
	said=$("$MM_TOP/tests/campaign/plant" "$campaign" "$BATS_TEST_TMPDIR" 60 "${bugs[@]}") || { echo "$said" && false; }
	echo "# ${said//$'\n'/; }" >&3
}
