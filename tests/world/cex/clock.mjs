// clock.mjs - the time of the world: the machine's, moved by controls, or held; and what
// is due in it.
//
// What is due happens when somebody looks: before a request or a control is served, in
// the order of its times, and it is that time while it happens.  So nothing happens between two requests that one of them could
// not have caused, and a clock that is held still is repeatable.
export function clock() {
	let offset = 0, held = null, happening = null, due = [], made = 0;
	const now = () => happening ?? held ?? Date.now() + offset;
	return {
		now,
		// stamp: what happened first has the lower one.
		stamp: () => made++,
		// at(t, f): f once the time is t.
		at(t, f) {
			due.push({ t, n: made++, f });
			due.sort((a, b) => a.t - b.t || a.n - b.n);
		},
		run() {
			for (const until = now(); due.length && due[0].t <= until;) {
				const next = due.shift();
				happening = next.t;
				next.f();
			}
			happening = null;
		},
		// advance: by so many ms; set: to that time; hold: stands still until told not to.
		change({ advance = 0, set, hold }) {
			const t = (set ?? now()) + advance;
			if (hold ?? held !== null) held = t;
			else [held, offset] = [null, t - Date.now()];
		},
		reset() {
			[offset, held, happening, due, made] = [0, null, null, [], 0];
		},
	};
}
