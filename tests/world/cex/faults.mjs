// faults.mjs - what goes wrong on purpose.
//
// inject({fault, method, path, venue, client_id, nth, times, kept, ...amounts}): the nth
// (1) request that fits, and so many (1) after it; kept: only on a connection that served
// something before.  Names and amounts:
//
//   lost_request {how: fin|rst}           it never came
//   lost_reply {how: fin|rst}             done, and nobody is told
//   slow {ms}                             done, and told late, in the machine's time
//   late {ms}                             nobody is told; it comes so much later, in time of
//                                         the world, and is judged then
//   truncated, stalled {ms}, empty {status}, html {status, done}; stalled: cut, and the
//                                         connection stays for so long
//   unknown_error {done}                  Binance 503 -1000, Bybit 10016: nobody knows
//   timeout {done}                        Binance 408 -1007, Bybit 10000
//   error1000 {done}                      Binance 500 -1000; Bybit 500
//   unavailable, internal, throttled      Binance 503: not done (-1008 the last)
//   says {status, code, text}             any refusal: not done
//   protected {done}                      Bybit 429: nobody knows
//   limited {seconds}                     Binance 429 and 418 after it; Bybit 403
//   visits                                Bybit 10006
//   queue {ms}                            taken, and moves so much later; until then queries do
//                                         not know it
//   hide {ms, calls}, wiped               an order that queries do not know for a while;
//                                         that only the history knows
//   partial {share}                       a part is executed, the rest canceled
//   refuse {reason}                       taken, then rejected (Bybit)
//   fill_on_cancel {share}                somebody takes it while it is canceled
//   lag {ms, calls}                       positions are told as they were before the fill
//   fills_lag {ms, calls}                 the list of fills does not know them yet
//   first {do, params}                    a control is called before the request is heard
//   redirect {status}                     to another place, which remembers what came
//   twice, numbers, blanks, extra         replies of another form: keys twice, numbers as
//                                         numbers, as empty texts, with fields nobody knows
import { dice as makeDice } from './dice.mjs';

const KNOWN = new Set(['lost_request', 'lost_reply', 'slow', 'late', 'truncated', 'stalled', 'empty', 'html', 'unknown_error', 'timeout', 'error1000',
	'unavailable', 'internal', 'throttled', 'says', 'protected', 'limited', 'visits',
	'queue', 'hide', 'wiped', 'partial', 'refuse', 'fill_on_cancel', 'lag', 'fills_lag', 'first', 'redirect', 'twice', 'numbers', 'blanks', 'extra']);

export function faults() {
	let list = [], made = 0;
	const dice = makeDice();
	return {
		inject(f) {
			if (Array.isArray(f)) return f.map((x) => this.inject(x));
			if (!KNOWN.has(f.fault)) throw new Error(`no fault '${f.fault}'`);
			const one = { nth: 1, times: 1, ...f, id: ++made, hits: 0 };
			list.push(one);
			return { id: one.id };
		},
		// The faults that strike this request.
		strike(q, where, clientId) {
			const out = [];
			for (const f of list) {
				if ((f.method && f.method !== q.method) || (f.path && f.path !== q.path) || (f.venue && f.venue !== where) || (f.kept !== undefined && f.kept !== q.kept)) continue;
				if ((f.client_id && f.client_id !== clientId) || f.times === 0 || --f.nth > 0) continue;
				f.times--;
				f.hits++;
				out.push(f);
			}
			return out.length ? out : dice.throw(where, q);
		},
		told: () => list,
		dice: dice.set,
		clear: () => {
			list = [];
			dice.set({});
		},
	};
}
