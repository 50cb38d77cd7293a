// world.mjs - the controls of the exchanges, and what their own books say.
export function worldAt(url) {
	const call = async (name, params = {}) => {
		const reply = await fetch(`${url}/_paper/${name}`, { method: 'POST', body: JSON.stringify(params) }), text = await reply.text();
		if (!reply.ok) throw new Error(`${name} ${JSON.stringify(params)}: ${text}`);
		return JSON.parse(text);
	};
	return {
		call,
		inject: (f) => call('inject', f),
		// What one account of an exchange has, beside the marks of its market.
		async book(venue, account) {
			const { markets, accounts } = (await call('state'))[venue];
			return { marks: Object.fromEntries(Object.entries(markets).map(([s, m]) => [s, Number(m.mark)])), ...accounts[account] };
		},
	};
}

// What an account holds of a symbol, over both its sides.
export const held = (book, symbol) => book.positions.filter((p) => p.symbol === symbol).reduce((sum, p) => sum + Number(p.position), 0);
