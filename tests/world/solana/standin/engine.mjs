// engine.mjs - the stand-in engine: a Solana of six programs in plain Node, for machines
// without the real ones.  What is shown on it is shown on a stand-in, and not proven.
//
// The face of an engine:
//   get(key), set(key, account)   account: {lamports, data, owner, executable}, or null
//   execute(wire), simulate(wire, verify)   a signed transaction: {err, logs, cu, post?};
//                                 err as the RPC says it, null where it succeeded.
//                                 Blockhashes are the chain's business, not the engine's
//   owned(program)                [[key, account]] of its accounts
//   snapshot(), restore(s)        all of it, as it was
//   clock(slot, seconds), slot(), blockhash(), expire(), rent(space)
import { ALT, ATA, BUDGET, DEX, MEMO, SYSTEM, TOKEN, WSOL, encode58, key32, parse, resolve, sha256, verify } from '../wire.mjs';
import { budgetOf, feeOf } from '../budget.mjs';
import { Cell, Failure, Info, rent } from './account.mjs';
import { dex } from './dex.mjs';
import { lookup, tableOf } from './lookup.mjs';
import { system } from './system.mjs';
import { MINT, associated, token } from './token.mjs';

const PROGRAMS = { [SYSTEM]: system, [TOKEN]: token, [ATA]: associated, [ALT]: lookup, [DEX]: dex, [BUDGET]: () => {}, [MEMO]: () => {} };
const FIRST_SLOT = 447552000;
// What an instruction is said to use: of the order of the real figures.
const USED = { [DEX]: 12000, [TOKEN]: 200, [ATA]: 12000, [ALT]: 750, [SYSTEM]: 150, [BUDGET]: 150, [MEMO]: 500 };

export async function engine() {
	let accounts = new Map(), done = new Set(), slot = FIRST_SLOT, seconds = 0;
	let hash = encode58(sha256('genesis')); // and on from there, as LiteSVM's

	const nativeMint = Buffer.alloc(MINT);
	nativeMint[44] = 9;
	nativeMint[45] = 1;
	accounts.set(WSOL, { lamports: rent(MINT), data: nativeMint, owner: TOKEN, executable: false });

	const get = (key) => accounts.get(key) ?? null;
	const put = (key, a) => (a.lamports > 0n ? accounts.set(key, a) : accounts.delete(key));

	function run(tx, metas, cells, logs) {
		const signed = new Set(metas.filter((m) => m.signer).map((m) => m.key));
		for (const [i, ix] of tx.instructions.entries()) {
			const program = tx.keys[ix.program];
			const context = { slot, seconds, blockhash: hash, signed, log: (s) => logs.push('Program log: ' + s),
				data: (b) => logs.push('Program data: ' + b.toString('base64')) };
			logs.push(`Program ${program} invoke [1]`);
			try {
				const infos = ix.accounts.map((k) => new Info(cells[k], metas[k].signer, metas[k].writable));
				PROGRAMS[program](infos, ix.data, context);
			} catch (e) {
				if (!(e instanceof Failure) && !(e instanceof RangeError)) throw e;
				const f = e instanceof Failure ? e : new Failure('InvalidInstructionData');
				logs.push(`Program ${program} failed: ${f.message}`);
				return { InstructionError: [i, f.what] };
			}
			logs.push(`Program ${program} success`);
		}
		// An account either holds nothing, or enough for its rent, or no less than before.
		for (const [i, c] of cells.entries())
			if (metas[i].writable && c.lamports > 0n && c.lamports < rent(c.data.length) &&
			    !(c.before && c.before.lamports < rent(c.before.data.length) && c.data.length === c.before.data.length &&
			      c.lamports <= c.before.lamports))
				return { InsufficientFundsForRent: { account_index: i } };
		return null;
	}

	// err of a transaction that leaves no trace, or {metas, cells, fee}.
	function load(tx, signed) {
		for (const [i, s] of tx.signatures.entries()) if (signed && !verify(tx.keys[i], tx.message, s)) return { err: 'SignatureFailure' };
		if (done.has(tx.id)) return { err: 'AlreadyProcessed' };
		let metas;
		try {
			metas = resolve(tx, (key) => tableOf(get(key), slot));
		} catch (e) {
			return { err: e.message };
		}
		const budget = budgetOf(tx);
		if (budget.err) return budget;
		if (tx.instructions.some((ix) => !PROGRAMS[tx.keys[ix.program]])) return { err: 'ProgramAccountNotFound' };
		const fee = feeOf(tx);
		const cells = metas.map((m) => new Cell(m.key, get(m.key)));
		if (!cells[0].exists) return { err: 'AccountNotFound' };
		if (cells[0].lamports < fee) return { err: 'InsufficientFundsForFee' };
		if (cells[0].lamports - fee > 0n && cells[0].lamports - fee < rent(0)) return { err: { InsufficientFundsForRent: { account_index: 0 } } };
		cells[0].lamports -= fee;
		return { metas, cells, fee };
	}

	function perform(wire, signed = true) {
		const tx = parse(wire), logs = [], l = load(tx, signed);
		if (l.err) return { tx, logs, cu: 0, err: l.err, charged: false };
		const err = run(tx, l.metas, l.cells, logs);
		const cu = tx.instructions.reduce((n, ix) => n + USED[tx.keys[ix.program]], 0);
		return { tx, logs, cu, err, charged: true, ...l };
	}

	return {
		name: 'standin',
		get,
		set: put,
		execute(wire) {
			const r = perform(wire);
			if (r.charged) {
				done.add(r.tx.id);
				if (r.err) put(r.cells[0].key, { ...get(r.cells[0].key), lamports: get(r.cells[0].key).lamports - r.fee });
				else for (const [i, c] of r.cells.entries()) if (r.metas[i].writable) put(c.key, c.state());
			}
			return { err: r.err, logs: r.logs, cu: r.cu };
		},
		simulate(wire, signed) {
			const r = perform(wire, signed);
			const post = new Map(r.err ? [] : r.cells.map((c) => [c.key, c.state()]));
			return { err: r.err, logs: r.logs, cu: r.cu, post };
		},
		owned: (program) => [...accounts].filter(([, a]) => a.owner === program),
		// Accounts are never changed where they stand, so a copy of the map is enough.
		snapshot: () => ({ accounts: new Map(accounts), done: new Set(done) }),
		restore(s) {
			accounts = new Map(s.accounts);
			done = new Set(s.done);
		},
		clock(s, t) {
			slot = s;
			seconds = t;
		},
		slot: () => slot,
		blockhash: () => hash,
		expire() {
			hash = encode58(sha256(key32(hash)));
		},
		rent: (space) => rent(space),
	};
}
