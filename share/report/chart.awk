# chart.awk - a run as one SVG: price, pivot, channel, resting levels and own
# fills; worth against holding; inventory.  Files, told by their names: start grid
# price equity fill resting.  Then the same as JSON, for page.js.

function x_of(ms) { return LEFT + (ms - t0) / (t1 - t0) * WIDE }
function px(v) { return sprintf("%.1f", v) }

# A panel maps low..high to its height; a logarithmic one shows equal changes in
# percent at equal heights.
function panel(name, y, h, lo, hi, log_scale) {
	top[name] = y; height[name] = h; low[name] = lo; high[name] = hi; is_log[name] = log_scale
}
function y_of(name, v,   share) {
	if (is_log[name]) share = log(v / low[name]) / log(high[name] / low[name])
	else share = (v - low[name]) / (high[name] - low[name])
	return top[name] + height[name] * (1 - share)
}

# 1234567 -> 1,234,567; as many decimals as the step needs.
function number(v, step,   s, out, sign) {
	sign = v < 0 ? "−" : ""
	if (v < 0) v = -v
	s = step < 1 ? sprintf("%.*f", step < 0.1 ? 2 : 1, v) : sprintf("%.0f", v)
	while (match(s, /^[0-9]+[0-9][0-9][0-9]($|,)/)) {
		match(s, /^[0-9]+/)
		s = substr(s, 1, RLENGTH - 3) "," substr(s, RLENGTH - 2)
	}
	return sign s
}

# The largest of 1, 2, 5 times a power of ten that gives at least n steps.
function nice(span, n,   step) {
	step = 10 ^ int(log(span / n) / log(10) - (span / n < 1))
	if (5 * step <= span / n) return 5 * step
	if (2 * step <= span / n) return 2 * step
	return step
}

function rule(name, v, step,   y) {
	y = px(y_of(name, v))
	printf "<path class=\"rule\" d=\"M%d %sH%d\"/><text class=\"tick\" x=\"%d\" y=\"%s\" dy=\".32em\">%s</text>\n",
		LEFT, y, LEFT + WIDE, LEFT - 8, y, number(v, step)
}

function rules(name,   v, step, k, m, i, ten, last) {
	if (!is_log[name]) {
		step = nice(high[name] - low[name], 3)
		for (v = step * int(low[name] / step); v <= high[name]; v += step)
			if (v >= low[name]) rule(name, v, step)
		return
	}
	n_marks = split("1 1.25 1.5 2 2.5 3 4 5 6 7 8 9", mark, " ")
	for (ten = 10 ^ int(log(low[name]) / log(10) - 1); ten <= high[name]; ten *= 10)
		for (i = 1; i <= n_marks; i++) {
			v = mark[i] * ten
			if (v < low[name] || v > high[name] || last && y_of(name, last) - y_of(name, v) < 26) continue
			rule(name, v, ten)
			last = v
		}
}

function frame_of(name, title,   legend, n, i, part) {
	printf "<text class=\"title\" x=\"%d\" y=\"%d\">%s</text>\n", LEFT, top[name] - 10, title
}

# key CLASS,TEXT pairs from the right edge.
function legend(name, text,   n, i, part, x) {
	n = split(text, part, ";")
	x = LEFT + WIDE
	for (i = n; i >= 1; i--) {
		split(part[i], pair, "=")
		x -= length(pair[2]) * 6.4 + 38
		printf "<path class=\"key %s\" d=\"M%s %dh16\"/><text class=\"name\" x=\"%s\" y=\"%d\">%s</text>\n",
			pair[1], px(x), top[name] - 14, px(x + 21), top[name] - 10, pair[2]
	}
}

function months(bottom,   ms, text, x, shown) {
	for (ms = t0 - t0 % 86400000; ms <= t1; ms += 86400000) {
		if (ms < t0 || strftime("%d", ms / 1000, 1) != "01") continue
		x = px(x_of(ms))
		text = strftime(shown++ && strftime("%m", ms / 1000, 1) != "01" ? "%b" : "%b %Y", ms / 1000, 1)
		printf "<path class=\"rule\" d=\"M%s %dV%d\"/><text class=\"month\" x=\"%s\" y=\"%d\">%s</text>\n",
			x, top["price"], bottom, x, bottom + 18, text
	}
}

# A line through the columns where series[i] is known.
function draw(class, name, series,   i, d, pen) {
	pen = "M"
	for (i = 0; i <= COLUMNS; i++) {
		if (!((class, i) in known)) { pen = "M"; continue }
		d = d pen px(LEFT + i * GRAIN) " " px(y_of(name, series[i]))
		pen = "L"
	}
	printf "<path class=\"%s\" d=\"%s\"/>\n", class, d
}

function column(ms,   i) {
	i = int((ms - t0) / (t1 - t0) * COLUMNS + 0.5)
	return i < 0 ? 0 : i > COLUMNS ? COLUMNS : i
}

function fit(v) { if (v < lo) lo = v; if (v > hi) hi = v }

# The range of prices; false: there is none.
function fit_prices(   i) {
	lo = 1e300; hi = 0
	for (i in price_lo) { fit(price_lo[i]); fit(price_hi[i]) }
	return hi > 0
}

BEGIN {
	FS = "\t"
	LEFT = 62; WIDE = 1040; GRAIN = 1; COLUMNS = WIDE / GRAIN
	LEVEL_PX = 3 # a column of resting levels
}
FILENAME == "start" { market = $1; base = $2; quote = $3; base0 = $4; quote0 = $5 }
FILENAME == "grid" {
	frame[++n] = $1; decision[n] = $2; pivot_at[n] = $5; lower_at[n] = $6; upper_at[n] = $7
	t0 = frame[1]; t1 = $1
}
FILENAME == "price" && $1 < t0 { last_price = $2 }
FILENAME == "price" && $1 >= t0 && $1 <= t1 {
	i = column($1)
	if (!(i in price_lo) || $2 < price_lo[i]) price_lo[i] = $2
	if (!(i in price_hi) || $2 > price_hi[i]) price_hi[i] = $2
	price[i] = $2; known["price", i]
}
FILENAME == "equity" { i = column($1); own[i] = $2 - $3 + $4; known["own", i] }
FILENAME == "fill" {
	i = column($1)
	moved[i] += $2 == "buy" ? $4 : -$4
	fill_ms[++n_fills] = $1; fill_side[n_fills] = $2; fill_price[n_fills] = $3
}
FILENAME == "resting" {
	i = int(column($1) / LEVEL_PX)
	if (!(i in level_ms)) level_ms[i] = $1
	if (level_ms[i] == $1) { rest_x[++n_rest] = i; rest_side[n_rest] = $2; rest_price[n_rest] = $3 }
}
END {
	if (n < 2 || t1 == t0 || !fit_prices()) {
		print "<p>Too few frames and prices for a picture.</p>"
		exit
	}
	held = base0
	for (i = 0; i <= COLUMNS; i++) {
		held += moved[i]
		inventory[i] = held; known["inventory", i]
		if (("price", i) in known) last_price = price[i]
		if (last_price) { hold[i] = base0 * last_price + quote0; known["hold", i] }
	}
	for (k = 1; k <= n; k++) if (pivot_at[k]) {
		i = column(frame[k])
		pivot[i] = pivot_at[k]; lower[i] = lower_at[k]; upper[i] = upper_at[k]
		known["pivot", i]
		fit(lower[i]); fit(upper[i])
	}
	panel("price", 40, 440, lo / 1.03, hi * 1.03, 1)
	lo = 1e300; hi = 0
	for (i = 0; i <= COLUMNS; i++) {
		if (("own", i) in known) fit(own[i])
		if (("hold", i) in known) fit(hold[i])
	}
	panel("worth", 540, 190, lo - (hi - lo) * 0.06, hi + (hi - lo) * 0.06, 0)
	lo = 0; hi = 0
	for (i = 0; i <= COLUMNS; i++) fit(inventory[i])
	panel("inventory", 790, 110, 0, hi * 1.08 + !hi, 0)

	print "<figure><svg viewBox=\"0 0 1120 932\" role=\"img\" aria-label=\"price, worth and inventory over time\">"
	for (k = 1; k <= n; k++) {
		if (decision[k] == "pull" && !from) from = frame[k]
		if (from && (decision[k] != "pull" || k == n)) {
			printf "<rect class=\"pulled\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>\n",
				px(x_of(from)), top["price"], px(x_of(frame[k]) - x_of(from)), height["price"]
			from = 0
		}
	}
	months(top["inventory"] + height["inventory"])
	rules("price"); rules("worth"); rules("inventory")

	d = ""; back = ""
	for (i = 0; i <= COLUMNS; i++) if (("pivot", i) in known) {
		d = d (d ? "L" : "M") px(LEFT + i * GRAIN) " " px(y_of("price", upper[i]))
		back = "L" px(LEFT + i * GRAIN) " " px(y_of("price", lower[i])) back
	}
	if (d) printf "<path class=\"channel\" d=\"%s%sZ\"/>\n", d, back
	for (k = 1; k <= n_rest; k++)
		rests[rest_side[k]] = rests[rest_side[k]] "M" px(LEFT + rest_x[k] * LEVEL_PX * GRAIN) " " \
			px(y_of("price", rest_price[k])) "h" LEVEL_PX * GRAIN
	printf "<path class=\"bid\" d=\"%s\"/><path class=\"ask\" d=\"%s\"/>\n", rests["buy"], rests["sell"]
	draw("pivot", "price", pivot)
	for (k = 1; k <= n_fills; k++)
		dots[fill_side[k]] = dots[fill_side[k]] "M" px(x_of(fill_ms[k])) " " px(y_of("price", fill_price[k])) "h0"
	printf "<path class=\"buy\" d=\"%s\"/><path class=\"sell\" d=\"%s\"/>\n", dots["buy"], dots["sell"]
	d = ""
	for (i = 0; i <= COLUMNS; i++) if (("price", i) in known)
		d = d (d ? "H" px(LEFT + i * GRAIN) "V" : "M" px(LEFT + i * GRAIN) " ") px(y_of("price", price_lo[i])) \
			"V" px(y_of("price", price_hi[i])) "V" px(y_of("price", price[i]))
	printf "<path class=\"price\" d=\"%s\"/>\n", d
	frame_of("price", market ", logarithmic")
	legend("price", "price=price;pivot=pivot;channel=channel;bid=our bids;ask=our asks;buy=bought;sell=sold;pulled=pulled")

	draw("hold", "worth", hold)
	draw("own", "worth", own)
	frame_of("worth", "Worth, " quote)
	legend("worth", "own=this bot;hold=holding what it began with")

	d = "M" LEFT " " px(y_of("inventory", 0))
	for (i = 0; i <= COLUMNS; i++) d = d "L" px(LEFT + i * GRAIN) " " px(y_of("inventory", inventory[i]))
	printf "<path class=\"inventory\" d=\"%sV%sZ\"/>\n", d, px(y_of("inventory", 0))
	frame_of("inventory", "Inventory, " base)

	printf "<path class=\"cursor\" d=\"M0 %dV%d\"/></svg>\n", top["price"], top["inventory"] + height["inventory"]
	print "<figcaption>&nbsp;</figcaption>"

	printf "<script type=\"application/json\">{\"left\":%d,\"wide\":%d,\"from\":%.0f,\"to\":%.0f,\"base\":\"%s\",\"quote\":\"%s\",\"rows\":[", LEFT, WIDE, t0, t1, base, quote
	for (i = 0; i <= COLUMNS; i += 2)
		printf "%s[%s,%s,%s,%s,%.0f,%.0f,%.2f]", i ? "," : "", price[i] + 0, pivot[i] + 0, lower[i] + 0, upper[i] + 0, own[i], hold[i], inventory[i]
	print "]}</script></figure>"
}
