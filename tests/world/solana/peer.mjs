#!/usr/bin/env node
// peer.mjs - the world used through @solana/web3.js: its shapes are those a stranger's
// client takes, not only ours.
//
// usage: peer.mjs MODULES URL
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { TOKEN, keypair } from './wire.mjs';

const [modules, url] = process.argv.slice(2);
const { Connection, Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction, Transaction } = createRequire(modules + '/')('@solana/web3.js');
const c = new Connection(url, 'confirmed'), of = (name) => Keypair.fromSecretKey(keypair(name).secretKey);
const control = async (method, ...params) => (await (await fetch(url, { method: 'POST',
	body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: `world_${method}`, params }) })).json()).result;

const alice = of('alice'), bob = of('bob'), info = await control('info');
const pay = (lamports) => SystemProgram.transfer({ fromPubkey: alice.publicKey, toPubkey: bob.publicKey, lamports });

async function landed(id, before) {
	await control('advanceSlots', 1);
	const { value: [s] } = await c.getSignatureStatuses([id]);
	assert.equal(s.confirmationStatus, 'confirmed');
	assert.equal(s.err, null);
	const tx = await c.getTransaction(id, { maxSupportedTransactionVersion: 0, commitment: 'confirmed' });
	assert.equal(tx.meta.fee, 5000);
	assert.equal(tx.meta.postBalances[0], before - tx.meta.fee - (tx.meta.postBalances[1] - tx.meta.preBalances[1]));
	assert.equal((await c.getSignaturesForAddress(bob.publicKey, { limit: 1 }))[0].signature, id);
}

let before = await c.getBalance(alice.publicKey);
const legacy = new Transaction({ feePayer: alice.publicKey, ...(await c.getLatestBlockhash()) }).add(pay(7));
await landed(await c.sendTransaction(legacy, [alice]), before);

before = await c.getBalance(alice.publicKey);
const { blockhash } = await c.getLatestBlockhash();
const v0 = new VersionedTransaction(new TransactionMessage({ payerKey: alice.publicKey, recentBlockhash: blockhash, instructions: [pay(8)] }).compileToV0Message());
v0.sign([alice]);
assert.equal((await c.simulateTransaction(v0)).value.err, null);
assert.equal((await c.getFeeForMessage(v0.message)).value, 5000);
await landed(await c.sendTransaction(v0), before);

const market = await c.getAccountInfo(new PublicKey(info.market.market));
assert.equal(market.data.length, 388);
assert.equal(market.owner.toBase58(), info.programId);
assert.equal((await c.getMultipleAccountsInfo([alice.publicKey, PublicKey.unique()]))[1], null);
assert.equal((await c.getProgramAccounts(new PublicKey(info.programId), { filters: [{ dataSize: 388 }, { memcmp: { offset: 53, bytes: info.market.baseMint } }] })).length, 1);
assert.equal((await c.getTokenAccountsByOwner(bob.publicKey, { programId: new PublicKey(TOKEN) })).value.length, 3);
assert.equal((await c.getTokenAccountBalance(new PublicKey(info.wallets.bob.base))).value.decimals, 6);
assert.equal(await c.getMinimumBalanceForRentExemption(3228), 23357760);
assert.equal((await c.getRecentPrioritizationFees()).length, 150);
assert.ok(await c.getBlockHeight('finalized') < await c.getSlot('confirmed'));
assert.ok((await c.isBlockhashValid(blockhash)).value);
const id = await c.requestAirdrop(PublicKey.unique(), 10);
assert.equal((await c.getSignatureStatuses([id])).value[0].err, null);
await assert.rejects(c.sendTransaction(new Transaction({ feePayer: alice.publicKey, ...(await c.getLatestBlockhash()) }).add(pay(1e15)), [alice]), /custom program error: 0x1/);
console.log('as web3.js expects');
