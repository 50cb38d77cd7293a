// judge.mjs - whether a run did right, by the chain's own node.  It shares nothing with the
// programs but the formats: what they said, the journal's columns.
//
// judge(evidence): the reasons why not, none where it did.
import { beliefs, gaps } from '../campaign-evm/judge.mjs';

const short = (id) => id.slice(0, 10);
const hashOf = (attempt) => attempt.split('/')[4];

// A block that has something of ours leaves the wallet with no less of anything, and with
// more than it cost; nothing of ours fails there.
const lost = ({ ledger, gains }) => [
	...ledger.filter((t) => !t.ok).map((t) => `${short(t.id)} was paid for and did nothing`),
	...gains.filter((g) => g.net <= 0).map((g) => `block ${g.block} cost ${-g.net} USD`),
	...gains.flatMap((g) => Object.entries(g.changed).filter(([, n]) => n < 0n).map(([asset, n]) => `block ${g.block} left ${n} of ${asset}`))];

// What landed was written down before, and nothing that was asked for once landed twice.
function twice({ ledger, journal }) {
	const of = new Map(journal.map((e) => [hashOf(e.attempt), e.intent_id])), done = new Map();
	return ledger.flatMap((t) => {
		const intent = of.get(t.id);
		if (!intent) return [`${short(t.id)} landed, but the journal does not know it`];
		if (done.has(intent)) return [`${short(intent)} was done twice, by ${short(done.get(intent))} and ${short(t.id)}`];
		done.set(intent, t.id);
		return [];
	});
}

// In the end the bot knows who is below 1, and whoever is still worth it was missed.
const missed = ({ below, knows, left }) => [
	...(knows === below ? [] : [`${below} accounts are below 1, the bot knows ${knows}`]),
	...left.map((b) => `borrower ${b.number} is left, worth ${b.best.net}`)];

// A bundle whose blocks are over waits for nothing, but is followed until its nonces are
// another's.
const waits = (open) => open.split('\n').filter((line) => line && !line.startsWith('sent over'));

const ended = ({ open, quiet, status }) => [
	...(quiet ? [] : ['it did not come to rest']),
	...(status === 'running' ? [] : [`its status is ${status}`]),
	...waits(open).slice(0, 1).map((line) => `still on its way: ${line}`)];

// Bytes that were made again and not sent again are where they were.
const believed = (e) => beliefs({ ...e, journal: e.journal.filter((a) => a.outcome !== 'unsent' ||
	!e.journal.some((b) => b !== a && hashOf(b.attempt) === hashOf(a.attempt))) });

export const judge = (e) => [lost, twice, missed, believed, gaps, ended].flatMap((f) => f(e));
