# hedge-sync-faults: everything that goes wrong with an order, one after the other, at both
# exchanges; judged by their own books: the position is the target, once.
load hedge-exec

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() { cex_here; }

# meets FAULT [AMOUNTS]: the first order of a bot meets it, at either exchange; what is
# hedged in the end is right.  When it is looked up so much time has passed that what it
# came to is sure; meets_early: as little as has.
meets() { met soon "$@"; }
meets_early() { met true "$@"; }
met() {
	local venue
	for venue in binance bybit; do
		exec_home "$venue"
		struck "$venue" "${@:2}"
		"$1" "$venue"
		sync 10 || true
		[[ $(cex injections) =~ ^[^}]*'"hits":'[1-9] ]] || { echo "no order was struck at $venue" >&2 && return 1; }
		steady 10
		judged "$venue" -10
	done
}

@test "the request never comes" { meets lost_request '{"how":"rst"}'; }
@test "it is done, and the connection ends without an answer" { meets lost_reply; }
@test "it is done, and the connection is reset" { meets lost_reply '{"how":"rst"}'; }
@test "the answer comes after nobody waits any more" { meets slow '{"ms":1500}'; }
@test "nobody is told, and it comes later" { meets_early late '{"ms":300}'; }
@test "nobody is told, and it comes too late" { meets late '{"ms":2500}'; }
@test "half an answer" { meets truncated; }
@test "an answer of nothing" { meets empty; }
@test "a page instead of an answer, and it is done" { meets html; }
@test "a page instead of an answer, and it is not" { meets html '{"done":false,"status":502}'; }
@test "nobody knows, says the exchange, and it is done" { meets unknown_error; }
@test "nobody knows, says the exchange, and it is not" { meets unknown_error '{"done":false}'; }
@test "a timeout within the exchange, done" { meets timeout; }
@test "a timeout within the exchange, not done" { meets timeout '{"done":false}'; }
@test "an error of no meaning, done" { meets error1000; }
@test "service unavailable: not done" { meets unavailable; }
@test "internal error: not done" { meets internal; }
@test "throttled" { meets throttled; }
@test "too many requests, and then a ban" { meets limited; }
@test "the order is invisible for a while" { meets_early hide '{"ms":300}'; }
@test "the fast list of orders was wiped" { meets wiped; }
@test "only a part is executed, the rest is canceled" { meets partial; }
@test "positions are told as they were before the fill" { meets lag '{"ms":400,"calls":2}'; }
@test "redirects are not followed" { meets redirect; }
@test "keys twice in the answer" { meets twice; }
@test "numbers as numbers" { meets numbers; }
@test "fields nobody knows" { meets extra; }
@test "numbers that are empty" { meets blanks; }
@test "filled, and the list of fills does not have it yet" { meets_early fills_lag '{"calls":2}'; }
@test "the answer stops in the middle" { meets stalled '{"ms":1400}'; }
@test "taken, and then rejected" { meets refuse; }
