# facts.awk - what a run came to, a line "name<TAB>value" each.  Files, told by
# their names: start grid price equity fill action refusal resting.

function day(ms) { return strftime("%Y-%m-%d", ms / 1000, 1) }

# 1234567.891 -> 1,234,567.89
function money(x, digits,   s, sign, whole, out) {
	sign = x < 0 ? "-" : ""
	s = sprintf("%.*f", digits, x < 0 ? -x : x)
	if (s + 0 == 0) sign = ""
	whole = digits ? substr(s, 1, length(s) - digits - 1) : s
	out = digits ? substr(s, length(s) - digits) : ""
	while (length(whole) > 3) {
		out = "," substr(whole, length(whole) - 2) out
		whole = substr(whole, 1, length(whole) - 3)
	}
	return sign whole out
}

function percent(x) { return sprintf("%.1f %%", 100 * x) }

function fall(value, which) {
	if (value > peak[which]) peak[which] = value
	if (peak[which] && 1 - value / peak[which] > worst[which]) worst[which] = 1 - value / peak[which]
}

function say(name, value) { print name "\t" value }

BEGIN { FS = "\t" }
FILENAME == "start" { base = $2; quote = $3; base0 = $4; quote0 = $5 }
FILENAME == "grid" {
	if (!frames++) first = $1
	last = $1
	decided[$2]++
	wanted += $4
}
# The holder is valued where the bot is: at the last price before each sample.
FILENAME == "price" {
	price_ms[++n_prices] = $1; price[n_prices] = $2
	if ($1 < first || n_prices == 1) start = base0 * $2 + quote0
}
FILENAME == "equity" {
	while (k < n_prices && price_ms[k + 1] <= $1) k++
	value = $2; flows = $3 - $4
	hold = base0 * price[k] + quote0
	fall(value - flows, "own")
	fall(hold, "hold")
}
FILENAME == "fill" {
	fills++
	volume += $4; turnover += $3 * $4; fees += $5
	inventory += $2 == "buy" ? $4 : -$4
}
FILENAME == "action" { did[$2]++ }
FILENAME == "refusal" { if ($1 != refused_at) refused++; refused_at = $1 }
FILENAME == "resting" { resting++ }
END {
	gain = value - flows - start
	say("from", day(first))
	say("to", day(last))
	say("frames", money(frames))
	say("worth at the start, " quote, money(start))
	say("worth at the end, " quote, money(value))
	say("profit, " quote, money(gain))
	say("profit", percent(gain / start))
	say("holding instead", percent(hold / start - 1))
	say("against holding, " quote, money(value - flows - hold))
	say("against holding", percent((value - flows - hold) / start))
	say("deepest fall", percent(worst["own"]))
	say("deepest fall, holding", percent(worst["hold"]))
	say("fills", money(fills))
	say("volume, " base, money(volume))
	say("turnover, " quote, money(turnover))
	say("fees, " quote, money(fees))
	say("inventory at the start, " base, money(base0))
	say("inventory at the end, " base, money(base0 + inventory))
	say("orders placed", money(did["place"]))
	say("orders moved", money(did["replace"]))
	say("orders cancelled", money(did["cancel"]))
	say("orders at rest, a frame", sprintf("%.1f", resting / frames))
	say("of them kept in place", resting ? percent(1 - (did["replace"] + did["cancel"]) / resting) : "-")
	say("grids rebuilt", money(decided["rebuild"]))
	say("time pulled", percent(decided["pull"] / frames))
	say("frames refused", money(refused))
}
