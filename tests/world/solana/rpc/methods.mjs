// methods.mjs - the JSON-RPC methods of a Solana node over a chain.
import { createHash } from 'node:crypto';
import { encode58, parse } from '../wire.mjs';
import { feeOf } from '../budget.mjs';
import { accounts } from './accounts.mjs';
import { address, node } from './base.mjs';
import { landed } from './landed.mjs';
import { sending } from './sending.mjs';

const EPOCH = 432000;
// Lamports a million units, what slots took in turn.
const PRIORITY = [0, 0, 1000, 5000, 20000, 100000];
const LEVELS = { min: 0, low: 2, medium: 10082, high: 100000, veryHigh: 1000000, unsafeMax: 50000000 };

export function methods(world) {
	const { engine } = world;
	const height = ([c] = []) => node(world, c).slot - world.depth(c?.commitment ?? 'finalized');
	let airdrops = 0;

	return {
		getHealth: () => 'ok',
		getVersion: () => ({ 'feature-set': 1, 'solana-core': '2.1.0' }),
		getGenesisHash: () => '11111111111111111111111111111111',
		getSlot: height,
		getBlockHeight: height,
		getBlockTime: () => world.seconds(),
		getEpochInfo: () => ({ absoluteSlot: world.slot(), blockHeight: world.slot(), epoch: Math.floor(world.slot() / EPOCH),
			slotIndex: world.slot() % EPOCH, slotsInEpoch: EPOCH }),
		getLatestBlockhash: ([c] = []) => {
			const blockhash = engine.blockhash();
			return node(world, c).says({ blockhash, lastValidBlockHeight: world.validUntil(blockhash) });
		},
		isBlockhashValid: ([hash, c]) => node(world, c).says(world.hashes().has(hash)),
		getFeeForMessage: ([message, c]) => {
			const m = Buffer.from(message, 'base64'), signatures = m[m[0] & 128 ? 1 : 0];
			const tx = parse(Buffer.concat([Buffer.from([signatures]), Buffer.alloc(64 * signatures), m]));
			return node(world, c).says(Number(feeOf(tx)));
		},
		getRecentPrioritizationFees: () => Array.from({ length: 150 }, (_, i) => ({
			prioritizationFee: PRIORITY[(world.slot() - i) % PRIORITY.length], slot: world.slot() - 149 + i })),
		getPriorityFeeEstimate: ([o]) => (o?.options?.includeAllPriorityFeeLevels
			? { priorityFeeLevels: LEVELS } : { priorityFeeEstimate: LEVELS.medium }),
		requestAirdrop: ([key, lamports]) => {
			world.airdrop(address(key), BigInt(lamports));
			const id = encode58(createHash('sha512').update(`airdrop ${key} ${airdrops++}`).digest());
			world.note(id, key);
			return id;
		},
		...accounts(world),
		...landed(world),
		...sending(world),
	};
}
