// control.mjs - the world around a peer: its account, its book, and a clock that it shares
// with the exchange.  Imported before any client, for some keep Date.now of that moment.
const real = Date.now;
let offset = 0;
Date.now = () => real() + offset;

export const clock = {
	// The same time as the exchange has, as its control told it.
	follow(ms) {
		offset = ms - real();
	},
	// doing, in a process whose clock is wrong by so much.
	async skewed(ms, doing) {
		offset += ms;
		try {
			return await doing();
		} finally {
			offset -= ms;
		}
	},
};

const SYMBOL = 'ETHUSDT';
// A book to count on: 2 at the best price, 20 behind it.
const BOOK = { symbol: SYMBOL, bids: [['1999', '2'], ['1990', '20']], asks: [['2001', '2'], ['2010', '20']] };

export async function world(url, venue, name, kind) {
	const control = async (what, params = {}) => {
		const reply = await fetch(`${url}/_paper/${what}`, { method: 'POST', body: JSON.stringify(params) });
		const said = await reply.json();
		if (!reply.ok) throw new Error(`${what}: ${said.error}`);
		return said;
	};
	const follow = (times) => clock.follow(times[venue]);
	follow(await control('clock'));
	const keys = await control('account', { venue, name, balance: '10000' });
	const here = {
		control,
		creds: keys.find((k) => k.kind === kind),
		book: () => control('book', { venue, ...BOOK }),
		// On to the next funding, at this rate.
		funding: async (rate) => {
			await control('market', { venue, symbol: SYMBOL, rate });
			follow(await control('clock', { advance: 8 * 3_600_000 }));
		},
	};
	await here.book();
	// What a second allows is another test's.
	if (venue === 'bybit') await control('limits', { venue, perSecond: 1000 });
	return here;
}
