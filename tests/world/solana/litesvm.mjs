// litesvm.mjs - the engine with the real programs: LiteSVM and the OpenBook program
// of the file it is given.  The same face as standin/engine.mjs.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { DEX, encode58, parse } from './wire.mjs';

// What LiteSVM says of an error, in the form the RPC gives it.
function errorOf(text) {
	const e = text.match(/err: (.*?), meta:/s)?.[1] ?? text;
	let m;
	if ((m = e.match(/^InstructionError\((\d+), Custom\((\d+)\)\)/))) return { InstructionError: [+m[1], { Custom: +m[2] }] };
	if ((m = e.match(/^InstructionError\((\d+), (\w+)/))) return { InstructionError: [+m[1], m[2]] };
	if ((m = e.match(/^InsufficientFundsForRent { account_index: (\d+)/)))
		return { InsufficientFundsForRent: { account_index: +m[1] } };
	if ((m = e.match(/^DuplicateInstruction\((\d+)/))) return { DuplicateInstruction: +m[1] };
	return e.match(/^\w+/)?.[0] ?? e;
}

export async function engine({ program, modules }) {
	const { LiteSVM } = createRequire(modules + '/')('litesvm');
	let svm = new LiteSVM().withNativeMints().withBlockhashCheck(false);
	svm.addProgram(DEX, fs.readFileSync(program));

	// The slots a lookup table may be named after.
	const first = Number(svm.getClock().slot);
	const hashesBefore = (slot) => Array.from({ length: Math.min(512, slot - first) }, (_, i) => ({ slot: BigInt(slot - 1 - i), hash: svm.latestBlockhash() }));

	const account = (a) => ({ lamports: BigInt(a.lamports), data: Buffer.from(a.data), owner: a.programAddress, executable: a.executable });
	const call = (what, wire) => {
		const legacy = parse(wire).version === 'legacy';
		return svm.inner[what + (legacy ? 'LegacyTransaction' : 'VersionedTransaction')](Uint8Array.from(wire));
	};
	return {
		name: 'litesvm',
		get(key) {
			const a = svm.getAccount(key);
			return a.exists && BigInt(a.lamports) > 0n ? account(a) : null;
		},
		set(key, a) {
			svm.setAccount({ address: key, lamports: BigInt(a.lamports), data: a.data, programAddress: a.owner,
				executable: !!a.executable, space: BigInt(a.data.length) });
		},
		execute(wire) {
			const r = call('send', wire), failed = typeof r.signature !== 'function', meta = failed ? r.meta() : r;
			return { err: failed ? errorOf(r.toString()) : null, logs: meta.logs(), cu: Number(meta.computeUnitsConsumed()) };
		},
		simulate(wire, verify = true) {
			svm.withSigverify(verify);
			const r = call('simulate', wire), failed = !r.postAccounts, meta = r.meta();
			svm.withSigverify(true);
			const post = new Map(failed ? [] : r.postAccounts().map((x) => {
				const a = x.account();
				return [encode58(x.address), { lamports: a.lamports(), data: Buffer.from(a.data()), owner: encode58(a.owner()),
					executable: a.executable() }];
			}));
			return { err: failed ? errorOf(r.toString()) : null, logs: meta.logs(), cu: Number(meta.computeUnitsConsumed()), post };
		},
		owned: (owner) => svm.getProgramAccounts(owner).map((a) => [a.address, account(a)]),
		snapshot: () => svm.toBytes(),
		restore(bytes) {
			svm = LiteSVM.fromBytes(bytes);
		},
		clock(slot, seconds) {
			const c = svm.getClock();
			if (Number(c.slot) !== slot) svm.setSlotHashes(hashesBefore(slot));
			c.slot = BigInt(slot);
			c.unixTimestamp = BigInt(seconds);
			svm.setClock(c);
		},
		slot: () => Number(svm.getClock().slot),
		blockhash: () => svm.latestBlockhash(),
		expire: () => svm.expireBlockhash(),
		rent: (space) => svm.minimumBalanceForRentExemption(BigInt(space)),
	};
}
