// user.mjs - somebody who speaks to the world by ethers alone, for tests of the world:
// what they sign they send themselves.
export function user({ node: { rpc }, shop: { ethers }, info, people }) {
	return {
		// {from, ahead, to, value, data}: the bytes of a transaction of that wallet, so many
		// nonces behind the next.
		async world_sign([{ from, ahead = 0, to, value = 0, data = '0x' }]) {
			const wallet = new ethers.Wallet(people[from].key);
			return wallet.signTransaction({ type: 2, chainId: info.chain_id, nonce: Number(await rpc('eth_getTransactionCount', wallet.address, 'latest')) + ahead,
				to: people[to]?.address ?? to, value: BigInt(value), data, gasLimit: 200000n, maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n });
		},

		// What says to a relay that the owner of the key asks this.
		async world_header([key, body]) {
			const wallet = new ethers.Wallet(key);
			return `${wallet.address}:${await wallet.signMessage(ethers.id(body))}`;
		},
	};
}
