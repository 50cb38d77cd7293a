// judge.mjs - whether a run did right, by the chain's own ledger.  It shares nothing with
// mm-submit but the formats: what was given to it, what it said, the journal's columns.
//
// judge(evidence): the reasons why not, none where it did.

// Of the journal: see lib/io/journal.h.
const DONE = 3, FAILED = 4, DEAD = 5;
const PLACES = ['place', 'replace'];

const key = (o) => [o.wallet ?? '', o.side, o.client_id, o.price, o.size].join(' ');
const short = (id) => id.slice(0, 8);

function count(list, name) {
	const n = new Map();
	for (const x of list) n.set(name(x), (n.get(name(x)) ?? 0) + 1);
	return n;
}

// Everything of ours on the chain was asked for, and written down before.
function strangers({ ledger, own, txs, journal }) {
	const known = new Set(journal.map((e) => e.attempt));
	return ledger.filter((e) => own.has(e.payer)).flatMap((e) => [
		...(txs.has(e.id) ? [] : [`${short(e.id)} landed, but nobody signed it in a frame`]),
		...(known.has(e.id) ? [] : [`${short(e.id)} landed, but the journal does not know it`])]);
}

// No intent twice: neither by the transactions that carry it, nor by the orders they place.
function twice({ ledger, own, txs, actions }) {
	const done = ledger.filter((e) => own.has(e.payer) && !e.err);
	const carried = count(done.flatMap((e) => txs.get(e.id) ?? []), (id) => id);
	const placed = count(done.flatMap((e) => e.instructions.filter((ix) => PLACES.includes(ix.name))
		.flatMap((ix) => ix.orders.filter((o) => o.client_id !== '0').map((o) => ({ ...o, wallet: ix.oo })))), key);
	const orders = [...actions.values()].filter((a) => PLACES.includes(a.action));
	const asked = count(orders, (a) => key({ ...a, wallet: '' }));
	return [
		...[...carried].filter(([, n]) => n > 1).map(([id, n]) => `intent ${short(id)} was executed ${n} times`),
		...[...placed].filter(([k, n]) => n > (asked.get(k.replace(/^\S*/, '')) ?? 0))
			.map(([k, n]) => `order ${k} was placed ${n} times, asked for ${asked.get(k.replace(/^\S*/, '')) ?? 0} times`)];
}

// What the journal and the last receipt say of a transaction is so.
function beliefs({ ledger, journal, receipts, txs }) {
	const landed = new Map(ledger.map((e) => [e.id, e])), last = new Map();
	for (const r of receipts) if (r.status !== 'not_posted') last.set(r.id, r.status);
	const is = (id) => (!landed.has(id) ? 'absent' : landed.get(id).err ? 'failed' : 'done');
	const wrong = [];
	for (const e of journal) {
		const may = { [DONE]: ['done'], [FAILED]: ['failed', 'absent'], [DEAD]: ['absent'] }[e.state];
		if (!may) wrong.push(`intent ${short(e.intent_id)} is left as '${e.outcome}'`);
		else if (!may.includes(is(e.attempt))) wrong.push(`${short(e.attempt)} is ${is(e.attempt)} on the chain, '${e.outcome}' in the journal`);
	}
	for (const [id, status] of last) {
		const may = { finalized: ['done'], confirmed: ['done'], failed: ['failed', 'absent'], expired: ['absent'] }[status];
		if (may && txs.has(id) && !may.includes(is(id))) wrong.push(`${short(id)} is ${is(id)} on the chain, '${status}' was said`);
	}
	return [...new Set(wrong)];
}

// No own order ever met another, also where that was undone again.
const selfTrades = ({ seen, own }) => seen.flatMap((e) => e.matches).filter((m) => own.has(m.maker_owner) && own.has(m.taker_owner))
	.map((m) => `own orders met: ${short(m.maker_oo)} and ${short(m.taker_oo)} at event ${m.seq}`);

// Each transaction does what its intents say: the orders of the one are those of the others.
function deeds({ ledger, own, txs, actions }) {
	return ledger.filter((e) => own.has(e.payer) && !e.err && txs.has(e.id)).flatMap((e) => {
		const does = e.instructions.filter((ix) => PLACES.includes(ix.name)).flatMap((ix) => ix.orders).filter((o) => o.client_id !== '0');
		const says = txs.get(e.id).map((id) => actions.get(id)).filter((a) => a && PLACES.includes(a.action));
		const a = does.map((o) => key({ ...o, wallet: '' })).sort().join(), b = says.map((o) => key({ ...o, wallet: '' })).sort().join();
		return a === b ? [] : [`${short(e.id)} places '${a}', its intents say '${b}'`];
	});
}

// In the end what rests is what the grid wants; what does not rest somebody explains.
function rest({ wanted, resting, refusals, receipts, actions }) {
	const is = new Set(resting.map(key)), wants = new Set(wanted.map(key));
	const told = new Set(receipts.filter((r) => r.status === 'not_posted').flatMap((r) => r.intents.map((i) => actions.get(i)?.client_id)));
	return [
		...resting.filter((o) => !wants.has(key(o))).map((o) => `${key(o)} rests, and nobody wants it`),
		...(refusals.length ? [] : wanted.filter((o) => !is.has(key(o)) && !told.has(o.client_id)).map((o) => `${key(o)} is wanted, and does not rest`)),
	];
}

const settled = ({ codes, open, calm }) => [
	...codes.filter((c) => c !== 0).map((c) => `resume ended ${c}`),
	...(open ? [`still on its way: ${open.split('\n')[0]}`] : []),
	...(calm.every((c) => c === 0) ? [] : [`the last frame ended ${calm.join(' ')}`])];

export const judge = (e) => [strangers, twice, beliefs, selfTrades, deeds, rest, settled].flatMap((f) => f(e));
