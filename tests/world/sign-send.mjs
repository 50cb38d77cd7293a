#!/usr/bin/env node
// sign-send.mjs URL [--frames]: signs each `tx` on standard input with the keys of a world's
// named wallets and sends it by plain RPC, in order; says what came of each.  For tests of
// what is built, where signing and submitting are not the question.  --frames: an empty line
// where a frame is done.
//
// out: {intents, class, size, slots, err}, err null where it landed and succeeded
import crypto from 'node:crypto';
import readline from 'node:readline';

const [url, frames] = process.argv.slice(2);
let id = 0;
async function rpc(method, ...params) {
	const reply = await fetch(url, { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }) });
	return reply.json();
}

const info = (await rpc('world_info')).result, keys = {};
for (const [name, w] of Object.entries(info.wallets))
	keys[w.pubkey] = Buffer.from((await rpc('world_key', name)).result.secretKey);

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
function sign(message, signer) {
	if (!keys[signer]) throw new Error(`no key of ${signer}`);
	const key = crypto.createPrivateKey({ key: Buffer.concat([PKCS8, keys[signer].subarray(0, 32)]), format: 'der', type: 'pkcs8' });
	return crypto.sign(null, message, key);
}

let begun = false;
for await (const line of readline.createInterface({ input: process.stdin })) {
	if (line.startsWith('{"type":"cycle"')) {
		begun = false;
		if (frames) console.log();
	}
	if (!line.startsWith('{"type":"tx"')) continue;
	// What was read was true of an earlier slot than the one it is sent in.
	if (!begun) await rpc('world_advanceSlots', 1);
	begun = true;
	const tx = JSON.parse(line), message = Buffer.from(tx.message, 'base64');
	const raw = Buffer.concat([Buffer.from([tx.signers.length]), ...tx.signers.map((s) => sign(message, s)), message]);
	const sent = await rpc('sendTransaction', raw.toString('base64'), { encoding: 'base64' });
	let err = sent.error ? `${sent.error.message} ${JSON.stringify(sent.error.data?.err ?? null)} ${(sent.error.data?.logs ?? []).slice(-4).join(' | ')}` : null, units;
	if (!err) {
		await rpc('world_advanceSlots', 3);
		const got = (await rpc('getTransaction', sent.result, { encoding: 'base64', commitment: 'confirmed', maxSupportedTransactionVersion: 0 })).result;
		err = got ? got.meta.err : 'not landed';
		units = got?.meta.computeUnitsConsumed;
	}
	console.log(JSON.stringify({ intents: tx.intents, class: tx.class, size: raw.length, units, err }));
}
