// account.mjs - accounts as a program of the stand-in sees them, and how it fails.
import { SYSTEM } from '../wire.mjs';

// An instruction's failure: a name of Solana's InstructionError, or a code of the
// program's own.
export class Failure extends Error {
	constructor(what) {
		super(typeof what === 'number' ? `custom program error: 0x${what.toString(16)}` : what);
		this.what = typeof what === 'number' ? { Custom: what } : what;
	}
}

export const fail = (what) => {
	throw new Failure(what);
};

export const rent = (space) => 6960n * (BigInt(space) + 128n);

// A transaction's own copy of an account, through which its programs change it.
export class Cell {
	constructor(key, state) {
		this.key = key;
		this.before = state;
		this.lamports = state?.lamports ?? 0n;
		this.data = state ? Buffer.from(state.data) : Buffer.alloc(0);
		this.owner = state?.owner ?? SYSTEM;
		this.executable = state?.executable ?? false;
	}
	get exists() {
		return this.lamports > 0n;
	}
	state() {
		return { lamports: this.lamports, data: this.data, owner: this.owner, executable: this.executable };
	}
}

// A cell with the rights one instruction has on it.
export class Info {
	constructor(cell, signer, writable) {
		this.cell = cell;
		this.key = cell.key;
		this.signer = signer;
		this.writable = writable;
	}
	get data() {
		return this.cell.data;
	}
	get lamports() {
		return this.cell.lamports;
	}
	get owner() {
		return this.cell.owner;
	}
	// The data, to be written.
	edit() {
		if (!this.writable) fail('ReadonlyDataModified');
		return this.cell.data;
	}
	add(lamports) {
		if (lamports !== 0n && !this.writable) fail('ReadonlyLamportChange');
		if (this.cell.lamports + lamports < 0n) fail('InsufficientFunds');
		this.cell.lamports += lamports;
	}
	resize(n) {
		if (!this.writable) fail('ReadonlyDataModified');
		const data = Buffer.alloc(n);
		this.cell.data.copy(data);
		this.cell.data = data;
	}
	assign(owner) {
		if (!this.writable) fail('ModifiedProgramId');
		this.cell.owner = owner;
	}
}
