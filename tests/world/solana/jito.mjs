// jito.mjs - the block engine: bundles, their states, its tips.
import { createHash } from 'node:crypto';
import { parse } from './wire.mjs';
import { TIPS } from './chain.mjs';
import { RpcError, atMost, wireOf } from './rpc/base.mjs';

const PATIENCE = 150, MAX_IDS = 5;

export const bundleId = (ids) => createHash('sha256').update(ids.join(',')).digest('hex');

export function methods(world) {
	return {
		getTipAccounts: () => TIPS,
		sendBundle: ([texts, c = {}]) => {
			if (!Array.isArray(texts) || !texts.length) throw new RpcError(-32602, 'Invalid params: bundle must contain at least one transaction');
			if (texts.length > 5) throw new RpcError(-32602, 'bundle exceeded maximum number of transactions: 5');
			const wires = texts.map((t) => wireOf(t, c.encoding)), txs = wires.map(parse);
			const tips = txs.some((tx) => world.resolve(tx).some((a) => a.writable && TIPS.includes(a.key)));
			if (!tips) throw new RpcError(-32602, 'Bundles must write lock at least one tip account to be eligible for the auction.');
			const ids = txs.map((tx) => tx.id), id = bundleId(ids);
			if (world.bundles.has(id)) throw new RpcError(-32602, 'bundle contains an already processed transaction');
			world.sendBundle({ id, wires, ids });
			return id;
		},
		getBundleStatuses: ([ids]) => ({ context: { slot: world.slot() }, value: atMost(ids, MAX_IDS).map((id) => world.bundles.get(id))
			.filter((b) => b?.status === 'Landed').map((b) => ({ bundle_id: b.id, transactions: b.ids, slot: b.slot,
				confirmation_status: world.commitment(b.slot), err: { Ok: null } })) }),
		getInflightBundleStatuses: ([ids]) => ({ context: { slot: world.slot() }, value: atMost(ids, MAX_IDS).map((id) => {
			const b = world.bundles.get(id);
			const status = !b ? 'Invalid' : b.status === 'Pending' && world.slot() - b.at > PATIENCE ? 'Failed' : b.status;
			return { bundle_id: id, status, landed_slot: b?.slot ?? null };
		}) }),
		sendTransaction: ([t, c = {}]) => {
			const wire = wireOf(t, c.encoding);
			world.send(wire);
			return parse(wire).id;
		},
	};
}

export const tipFloor = () => [{ time: new Date().toISOString(), landed_tips_25th_percentile: 1e-6, landed_tips_50th_percentile: 1e-5,
	landed_tips_75th_percentile: 3.6e-5, landed_tips_95th_percentile: 0.0014, landed_tips_99th_percentile: 0.01,
	ema_landed_tips_50th_percentile: 9.8e-6 }];
