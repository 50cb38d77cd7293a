// judge.mjs - whether a run did right, by the chain's own node.  It shares nothing with the
// programs but the formats: what they were given, what they said, the journal's columns.
//
// judge(evidence): the reasons why not, none where it did.

// Of the journal: see lib/io/journal.h.
const DONE = 3, FAILED = 4, DEAD = 5;

const short = (id) => id.slice(0, 10);
const hashOf = (attempt) => attempt.split('/')[4]; // evm/CHAIN/SENDER/NONCE/HASH, and more where it was tried again

// Of the attempts with the same bytes the last.
function newest(journal) {
	const last = new Map(journal.map((e) => [hashOf(e.attempt), e.attempt]));
	return journal.filter((e) => last.get(hashOf(e.attempt)) === e.attempt);
}

// Everything of ours on the chain was asked for, and written down before.
function strangers({ ledger, txs, journal, asks }) {
	const known = new Set(journal.map((e) => hashOf(e.attempt))), deeds = new Set(['nothing', ...asks.map((a) => a.deed)]);
	return ledger.flatMap((e) => [
		...(txs.has(e.id) ? [] : [`${short(e.id)} landed, but nobody signed it in a frame`]),
		...(known.has(e.id) ? [] : [`${short(e.id)} landed, but the journal does not know it`]),
		...(deeds.has(e.deed) ? [] : [`${short(e.id)} does '${e.deed}', which nobody asked for`])]);
}

// Each thing that was asked for is done once, but where a person was told why not.
function once({ ledger, asks, settled }) {
	return asks.flatMap((a) => {
		const n = ledger.filter((e) => e.ok && e.deed === a.deed).length, id = a.action.intent_id;
		if (n > 1) return [`${id} (${a.deed}) was done ${n} times`];
		if (n === 0 && !a.may.includes(settled.get(id))) return [`${id} (${a.deed}) was not done, and is '${settled.get(id) ?? 'unknown'}'`];
		return n === 1 && settled.get(id) !== 'done' ? [`${id} was done, and is '${settled.get(id) ?? 'unknown'}'`] : [];
	});
}

// What the journal and the last receipt say of a transaction is so.  Of one that was
// replaced by another with the same deed its intents are done (served).
export function beliefs({ ledger, journal, receipts }) {
	const landed = new Map(ledger.map((e) => [e.id, e])), last = new Map(receipts.map((r) => [r.id, r.status]));
	const is = (id) => (!landed.has(id) ? 'absent' : landed.get(id).ok ? 'done' : 'reverted');
	const wrong = newest(journal).flatMap((e) => {
		const id = hashOf(e.attempt), may = { [DONE]: [/served/.test(e.outcome) ? 'absent' : 'done'], [FAILED]: ['reverted', 'absent'], [DEAD]: ['absent'] }[e.state];
		if (!may) return [`intent ${short(e.intent_id)} is left as '${e.outcome}'`];
		return may.includes(is(id)) ? [] : [`${short(id)} is ${is(id)} on the chain, '${e.outcome}' in the journal`];
	});
	for (const [id, status] of last) {
		const may = { finalized: ['done'], confirmed: ['done'], failed: ['reverted', 'absent'], expired: ['absent'], replaced: ['absent'] }[status];
		if (may && !may.includes(is(id))) wrong.push(`${short(id)} is ${is(id)} on the chain, '${status}' was said`);
	}
	return [...new Set(wrong)];
}

// No nonce waits for another, and what the next one is, is known.
export const gaps = ({ nonces, told }) => nonces.flatMap(({ who, mined, waiting, behind }) => [
	...(mined === waiting ? [] : [`${who}: ${waiting - mined} transactions still wait`]),
	...(behind.length ? [`${who}: nonces ${behind} wait behind a gap at ${mined}`] : []),
	...(told.get(who) === mined ? [] : [`${who}: the next nonce is ${mined}, ${told.get(who)} was said`])]);

// After each frame, what event-watch told and did not take back was what the chain had.
const events = ({ differ }) => differ;

const ended = ({ open, codes, calm }) => [
	...(codes.every((c) => c === 0) ? [] : [`resume ended ${codes}`]),
	...(open ? [`still on its way: ${open.split('\n')[0]}`] : []),
	...(calm.every((c) => c === 0) ? [] : [`the last frame ended ${calm.join(' ')}`])];

export const judge = (e) => [strangers, once, beliefs, gaps, events, ended].flatMap((f) => f(e));
