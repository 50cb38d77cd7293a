#!/usr/bin/env bash
# pivot: a year's mean price out of a file of N trades, against what else could
# calculate it, and out of a store, where N must not matter.
RUNS=${RUNS:-3} # jq takes minutes over ten million trades
. "${BASH_SOURCE[0]%/*}/lib.bash"

N=${N:-10000000}
first=1600000000000

# trades N: so many in 300 days, in order of time.
trades() {
	awk -v n="$1" -v t=$first 'BEGIN { step = 300 * 86400000 / n; for (i = 1; i <= n; i++)
		printf "{\"type\":\"trade\",\"ts_ms\":%.0f,\"market\":\"SOL/USDT\",\"price\":\"%d.%02d\",\"size\":\"%d.%03d\",\"side\":\"%s\",\"id\":\"%d\",\"source\":\"tape\"}\n",
			t + i * step, 100 + i / 7 % 50, i % 99 + 1, i % 50, 1 + i * 17 % 999, i % 2 ? "buy" : "sell", i }'
}

cat >import.sql <<'EOT'
create table t(line text);
.mode ascii
.separator "\037" "\n"
.import trades.jsonl t
select sum(json_extract(line, '$.price') * json_extract(line, '$.size')) / sum(json_extract(line, '$.size')) from t;
EOT
cat >sum.jq <<'EOT'
reduce inputs as $t ([0, 0]; ($t.size | tonumber) as $v | [.[0] + ($t.price | tonumber) * $v, .[1] + $v]) | .[0] / .[1]
EOT

trades "$N" >trades.jsonl
faster "mm-pivot over $N trades" 10 jq 'mm-pivot trades.jsonl' 'jq -n -f sum.jq trades.jsonl'
faster "mm-pivot over $N trades" 1 'sqlite3, import and sum' 'mm-pivot trades.jsonl' 'sqlite3 :memory: <import.sql'
awk -v n="$N" -v s="$ours" 'BEGIN { printf "mm-pivot over a file: %.2f million trades a second\n", n / s / 1e6 }'

# A hundred frames late in the tape, none at the start of a minute.
awk -v t=$((first + 299 * 86400000 + 12345)) 'BEGIN { for (i = 0; i < 100; i++) {
	ms = sprintf("%.0f", t + i * 60007); print "{\"type\":\"cycle\",\"ts_ms\":" ms ",\"id\":" ms "}" } }' >frames.jsonl
few=$((N / 4))
for n in "$few" "$N"; do
	trades "$n" | store-log --db "$n.db" put >/dev/null
	for ((i = 0; i < RUNS; i++)); do
		elapsed "mm-pivot --market SOL/USDT --store $n.db frames.jsonl"
	done | median | awk '{ print $1 * 10 }' >"$n.ms"
done
cost "a frame's pivot from $N stored trades" 1.1 "that from $few" "$(cat "$N.ms")" "$(cat "$few.ms")" ms
cost "a frame's pivot from $N stored trades" 1 'the limit' "$(cat "$N.ms")" 20 ms
