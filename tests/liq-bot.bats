# liq-bot: its pipe, its breaker and what it counts.  What it shares with mm-bot
# tests/mm-bot.bats tests; tests/story-liq.bats runs the real programs on a chain.  Here
# mm-cycle, mm-conf and kill-switch are real, the other stages do as a test says.
# shellcheck disable=SC2016,SC2034,SC2317 # what a stage does stands in single quotes
load lib
load stages

setup() {
	liq_stages
	prom=$MM_HOME/metrics/liq-bot-home.prom
}

starts() { grep -c "^$1" "$MM_HOME/started" || true; }
does() { cat >"$MM_HOME/do/$1"; }
# metric NAME: its value in the file, by another reader; all of the file is held against
# the format.
metric() { "$MM_TOP/tests/prom.py" "$prom" | jq -r --arg name "$1" 'select(.name == $name) | .value'; }
refusing='echo "{\"type\":\"refusal\",\"by\":\"lend-read\",\"reason\":\"empty_answer\",\"text\":\"x\"}"'

@test "usage; another venue, no market, a public way and a flash loan without a contract are 2, and start nothing" {
	run -2 liq-bot
	run -2 liq-bot run
	run -2 liq-bot check now
	run -0 liq-bot --help
	[[ $output == "usage: liq-bot once "*"liq-bot check"* ]]
	sed -i s/^VENUE=evm/VENUE=paper/ "$MM_HOME/mm.conf"
	run -2 liq-bot once
	[ "$output" = 'liq-bot: VENUE=paper: liquidations are made with VENUE=evm' ]
	sed -i 's/^VENUE=paper/VENUE=evm/; /^LEND_MARKETS/d' "$MM_HOME/mm.conf"
	run -2 liq-bot once
	[ "$output" = 'liq-bot: LEND_MARKETS: no market is named' ]
	printf '%s\n' LEND_MARKETS=aave:0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2 LIQ_FUND=flash >>"$MM_HOME/mm.conf"
	run -2 liq-bot once
	[ "$output" = 'liq-bot: LIQ_FUND=flash: no LIQUIDATOR_CONTRACT' ]
	sed -i 's/^LIQ_FUND.*/LIQ_FUND=own/; s/^SUBMIT_VIA.*/SUBMIT_VIA=rpc/' "$MM_HOME/mm.conf"
	run -2 liq-bot check
	[[ $output == 'liq-bot: SUBMIT_VIA=rpc: '*'ALLOW_PUBLIC=1' ]]
	[ ! -e "$MM_HOME/started" ]
	echo ALLOW_PUBLIC=1 >>"$MM_HOME/mm.conf"
	run -0 liq-bot once
}

@test "a frame: every stage in its place, under one configuration" {
	for name in mm-submit-pending event-watch lend-read lp-read liq-scan tx-build tx-sim mm-sign mm-submit store-log-put; do
		does $name <<<'echo "$name" >>"$MM_HOME/order"'
	done
	run -0 liq-bot once
	same 'mm-submit-pending event-watch lend-read lp-read liq-scan liq-scan tx-build tx-sim mm-sign mm-submit store-log-put' \
		"$(xargs <"$MM_HOME/order")"
	[ "$(grep -vc -e "-c $MM_HOME/run/mm.conf" "$MM_HOME/started")" -eq 1 ] # store-log, which has none
	grep -qx "event-watch -c .* --watch .*share/watch/lend.watch --store $MM_HOME/mm.db" <(sed 's|scripts/../share/bash/../|share/|' "$MM_HOME/started")
	grep -qx 'liq-scan .* --shard 0/2' "$MM_HOME/started"
	grep -qx 'liq-scan .* --shard 1/2' "$MM_HOME/started"
	grep -q '^lp-read .* --pools' "$MM_HOME/started"
	grep -q '^mm-submit .*--via flashbots --live$' "$MM_HOME/started"
}

@test "without pools none is read; a share of the accounts for each processor" {
	sed -i '/^POOLS=/d; /^LIQ_SHARDS=/d' "$MM_HOME/mm.conf"
	run -0 liq-bot once
	[ "$(starts lp-read)" -eq 0 ]
	[ "$(starts liq-scan)" -eq "$(nproc)" ]
}

@test "a configuration that is gone: one share, which says so, and not one behind the other" {
	run -0 bash -c '. "$MM_TOP/scripts/liq-bot"; conf=/nonexistent; share() { echo "$1"; exit; }; scan; shares() { echo 2; }; scan 5' 2>/dev/null
	same 0/1 "$(tail -n 1 <<<"$output")"
}

@test "a share that dies is the pipe's end" {
	does liq-scan <<<'[[ " $* " != *" 0/2 "* ]] || exit 6'
	run -6 liq-bot once
}

@test "the kill switch: nothing new begins, what is under way is cancelled, 5" {
	kill-switch on --reason test
	run -5 liq-bot once
	[ "$(starts liq-scan)" -eq 0 ]
	[ "$(starts 'mm-submit repair')" -eq 1 ]
}

# Two frames of one liquidation: sent, then final; a stranger's transaction is not counted.
landing() {
	does mm-submit-pending <<'STAGE'
n=$(($(cat "$MM_HOME/n" 2>/dev/null || echo 0) + 1)); echo $n >"$MM_HOME/n"
[ $n -eq 1 ] || { echo '{"type":"pending","intent_id":"l1","state":"sent"}'; echo '{"type":"pending","intent_id":"l0","state":"done"}'; }
[ $n -ne 3 ] || echo '{"type":"receipt","id":"0x1","status":"finalized","fee":"0.1","intents":["l1"]}'
[ $n -ne 3 ] || echo '{"type":"receipt","id":"0x2","status":"finalized","fee":"0.1","intents":["a1","a2"]}'
[ $n -ne 3 ] || echo '{"type":"receipt","id":"0x3","status":"failed","error":"not_included","intents":["l2"]}'
echo '{"type":"chain","chain_id":1,"block":'$((100 + n))',"block_hash":"0x1"}'
STAGE
	does liq-scan <<'STAGE'
[[ " $* " == *" 0/2 "* ]] || { echo '{"type":"liquidation","decision":"go","intent_id":"l1","net_base":"12.34500001"}'; echo '{"type":"liquidation","decision":"wait","intent_id":"l3","net_base":"9"}'; }
echo '{"type":"lend_scan","shard":"x","users":10,"debtors":7,"evaluated":3,"below":1,"near":2,"hf":{"0.5":"0","1":"1","2":"4"},"hf_sum":"9.5"}'
STAGE
	echo FRAME_TIMEOUT=10s >>"$MM_HOME/mm.conf"
}

# resident FRAMES: a loop of so many frames, as fast as they come out; it waits for nothing.
resident() {
	local first
	first=$((10#$(cat "$MM_HOME/cycle" 2>/dev/null || echo 0) + 1000))
	echo "--from-ms $first --to-ms $((first + 1000 * ($1 - 1))) --step 1s" >"$MM_HOME/drive"
	run --separate-stderr hasty loop
	stderr=$(grep -v 'have left before' <<<"$stderr" || true)
}
hasty() (
	. "$MM_TOP/scripts/liq-bot"
	sleep() { :; }
	job_frame() { exec mm-cycle --once --ts-ms $((10#$(<"$MM_HOME/cycle") + 1)); }
	bot "$@"
)

@test "what is counted: the file is whole, in the format, and says what came out" {
	landing
	resident 4
	[ "$status" -eq 0 ]
	same 1 "$(metric liquidations_total)"
	same 12.34500001 "$(metric liquidation_profit)"
	same 0 "$(metric liquidator_losses_total)"
	same 104 "$(metric liquidator_last_block)"
	same 14 "$(metric health_factor_distribution_count)"
	same 19.00000000 "$(metric health_factor_distribution_sum)"
	same 2 "$(metric liquidator_accounts_below)"
	[ ! -e "$prom.new" ]
	run -1 liq-bot status
	jqeq '.status == "stopped" and .uptime == 0 and .kill == "off" and .metrics.liquidator_frames_total == 4 and
		.metrics.pending_transactions == 1 and .metrics.health_factor_distribution_bucket == {"le=\"0.5\"": 0, "le=\"1\"": 2, "le=\"2\"": 8, "le=\"+Inf\"": 14}' "$output"
}

@test "a smaller size that landed is its liquidation, once, and ends a run of losses" {
	run -0 bash -c '. "$MM_TOP/scripts/liq-bot"
		heard '\''{"type":"liquidation","decision":"go","intent_id":"l1","net_base":"5"}'\''
		heard '\''{"type":"action","action":"liquidate","intent_id":"l1","group":"g","alternatives":["m1","n1"]}'\''
		heard '\''{"type":"action","action":"swap","intent_id":"s1","group":"g"}'\''
		heard '\''{"type":"receipt","id":"0x1","status":"failed","fee":"0.1","intents":["z"]}'\''
		echo "${counted[liquidator_losses_in_row]} ${counted[liquidations_total]:-none}"
		for intent in n2 n1 l1; do heard '\''{"type":"receipt","id":"0x2","status":"finalized","fee":"0.1","intents":["'\''$intent'\''"]}'\'' || true; done
		echo "${counted[liquidator_losses_in_row]} ${counted[liquidations_total]} ${counted[liquidation_profit]:-none}"'
	same $'1 none\n0 1 none' "$output"
}

@test "counters go on where they ended, by cron too" {
	landing
	resident 4
	echo '{"type":"liquidation","decision":"go","intent_id":"l1","net_base":"-2.5"}' >"$MM_HOME/liquidations"
	echo 1 >"$MM_HOME/n"
	rm "$MM_HOME/do/liq-scan"
	liq-bot once
	liq-bot once
	same 2 "$(metric liquidations_total)"
	same 9.84500001 "$(metric liquidation_profit)"
	same 6 "$(metric liquidator_frames_total)"
}

@test "refused frames in a row: nothing more until the market is proven" {
	does lend-read <<<"[ -e \"\$MM_HOME/well\" ] || $refusing"
	: >"$MM_HOME/lend-1-0xAb.accounts"
	does lend-read-check <<'STAGE'
n=$(($(cat "$MM_HOME/n" 2>/dev/null || echo 0) + 1)); echo $n >"$MM_HOME/n"
[ $n -ge 3 ] || { echo '{"type":"refusal","by":"lend-read","reason":"state_differs","text":"x"}'; exit 5; }
: >"$MM_HOME/well"
STAGE
	resident 5
	same "liq-bot: 3 frames in a row were refused: reading everything anew
liq-bot: not proven: it is tried again
liq-bot: not proven: it is tried again
liq-bot: what is known of the market is proven" "$stderr"
	[ "$(starts 'lend-read-check')" -eq 3 ]
	[ ! -e "$MM_HOME/lend-1-0xAb.accounts" ]
	[ "$(starts 'lend-read -c')" -eq 2 ]
	same 1 "$(metric liquidator_resyncs_total)"
	same 0 "$(metric liquidator_tripped)"
	[ "$("$MM_TOP/tests/prom.py" "$prom" | jq -r 'select(.name == "liquidator_refusals_total" and .labels.by == "lend-read" and .labels.reason == "empty_answer") | .value')" = 3 ]
}

@test "by cron: tripped outlives the process, and without a proof nothing begins: 5" {
	does lend-read <<<"$refusing"
	does lend-read-check <<<'exit 5'
	for _ in 1 2 3; do liq-bot once 2>/dev/null; done
	same 1 "$(metric liquidator_tripped)"
	run -5 liq-bot once
	[[ $output == *"not proven: nothing is done" ]]
	[ "$(starts liq-scan)" -eq 6 ]
	rm "$MM_HOME/do/"*
	run -0 liq-bot once
	[ "$(starts liq-scan)" -eq 8 ]
}

@test "losses in a row: transactions that were paid for and did nothing" {
	does mm-submit <<<'echo "{\"type\":\"receipt\",\"id\":\"0x1\",\"status\":\"failed\",\"error\":\"reverted\",\"fee\":\"0.1\",\"intents\":[\"l1\"]}"'
	does lend-read-check <<<'rm "$MM_HOME/do/mm-submit"'
	resident 5
	[[ $stderr == "liq-bot: 3 losses in a row: reading everything anew"* ]]
	same 3 "$(metric liquidator_losses_total)"
	same 0 "$(metric liquidator_losses_in_row)"
	[ "$(starts lend-read-check)" -eq 1 ]
}

@test "a pipe that breaks again and again: read anew before it is tried again" {
	does lend-read <<<'[ -e "$MM_HOME/well" ] || exit 1'
	does lend-read-check <<<': >"$MM_HOME/well"'
	resident 5
	same 3 "$(metric liquidator_errors_total)"
	[ "$(starts lend-read-check)" -eq 1 ]
	[[ $stderr == *"the pipe broke 3 times in a row: reading everything anew"* ]]
}

@test "the loop: every stage once, stop ends it with nothing under way" {
	local pid
	liq-bot loop 2>"$MM_HOME/err" 3>&- &
	pid=$!
	until_true grep -qsx 'frames=[1-9].*' "$MM_HOME/run/state"
	run -0 liq-bot status
	jqeq '.status == "running" and .uptime >= 0' "$output"
	run -0 liq-bot stop
	wait "$pid"
	[ "$(starts liq-scan)" -eq 2 ]
	grep -q '^mm-submit .*--wait-ms 0$' "$MM_HOME/started"
	[ "$(tail -n 1 "$MM_HOME/err")" = "liq-bot: nothing rests" ]
}

@test "a folder of metrics that cannot be written: said, and no frame less" {
	echo "METRICS_DIR=$MM_HOME/own" >>"$MM_HOME/mm.conf"
	mkdir "$MM_HOME/own" "$MM_HOME/own/liq-bot-home.prom"
	does lend-read <<<'mkdir -p "$MM_HOME/own/liq-bot-home.prom.new"'
	run -0 liq-bot once
	[[ $output == *"warning: $MM_HOME/own/liq-bot-home.prom: cannot be written" ]]
}

@test "check: what it is told, the policy and the market" {
	does lend-read-check <<<'exit 5'
	run -5 liq-bot check
	[ "$output" = 'liq-bot: not proven: what is followed of the market' ]
	rm "$MM_HOME/do/lend-read-check"
	run -0 liq-bot check
	[ "$(starts liq-scan)" -eq 0 ]
	grep -q '^mm-sign check' "$MM_HOME/started"
}
