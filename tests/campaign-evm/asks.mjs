// asks.mjs - what a run wants done: actions whose deeds the chain can tell apart, by
// amounts that no other has.
const ETH = 10n ** 18n;

function decimal(n, places) {
	const t = String(n).padStart(places + 1, '0');
	return `${t.slice(0, -places)}.${t.slice(-places)}`;
}

// The nth ask of a run; price: of WETH in USDC on the pair.  Returns { action, deed, may }: may: the reasons for which it need
// not have been done in the end.
export function ask(info, n, { kind, wallet }, price) {
	const own = info.wallets[wallet].toLowerCase(), to = (name) => info.wallets[name];
	const action = (what, more) => ({ type: 'action', ts_ms: 1, action: what, intent_id: `ask${n}`, strategy: 1, chain_id: info.chain_id, wallet, ...more });
	const wei = ETH / 1000n + BigInt(n + 1), usd = 1000000n + BigInt(n + 1);
	const least = (part) => (price * part * Number(wei) / 1e18).toFixed(6);
	const swap = (out, may) => ({ may, deed: `swap ${own} ${wei}`,
		action: action('swap', { kind: 'v2', asset: 'WETH', amount: decimal(wei, 18), asset_out: 'USDC', min_out: out, path: ['WETH', 'USDC'] }) });
	const send = (who, may) => ({ may, deed: `send ${own} ${to(who).toLowerCase()} ${usd}`,
		action: action('transfer', { asset: 'USDC', amount: decimal(usd, 6), to: to(who) }) });
	return {
		transfer: () => send('dave', []),
		forbidden: () => send('mallory', ['refused']),
		pay: () => ({ may: [], deed: `pay ${own} ${to('dave').toLowerCase()} ${wei}`, action: action('transfer', { asset: 'ETH', amount: decimal(wei, 18), to: to('dave') }) }),
		wrap: () => ({ may: [], deed: `wrap ${own} ${wei}`, action: action('wrap', { amount: decimal(wei, 18) }) }),
		unwrap: () => ({ may: [], deed: `unwrap ${own} ${wei}`, action: action('unwrap', { amount: decimal(wei, 18) }) }),
		swap: () => swap(least(0.9), []),
		tight: () => swap(least(0.996), ['refused', 'reverted']),
		hopeless: () => swap('99', ['refused']),
	}[kind]();
}
