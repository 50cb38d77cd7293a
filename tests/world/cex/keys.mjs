// keys.mjs - API keys: what they may do, from where, how long; and the endpoints by which
// a master key makes, reads, changes and revokes those of the accounts below it.
//
// A key: {kind, key, secret or public, account, rights {read, trade, withdraw, transfer},
// ips, expires, created}, and beside it master, label (what its maker called it), changed.
// Its secret is told once, when it is made.
// source: sub-account API management of Binance, its connector's types; users of Bybit v5.
import crypto from 'node:crypto';
import { makeKey } from './auth.mjs';
import { UID_BASE } from './engine.mjs';
import { why } from './refusal.mjs';

const DAY = 86_400_000;
const UNBOUND_DAYS = 90; // how long a key lives at Bybit that is bound to no address
const IP = /^\d{1,3}(\.\d{1,3}){3}$/;

function addresses(text, name) {
	const list = text.split(',');
	if (!list.every((ip) => IP.test(ip))) throw why('data', name);
	return list;
}

// A key for an account: from its number, so that a run repeats.  publicKey: SPKI, with or
// without its PEM lines; then there is no secret here.
function make(venue, account, { publicKey, ...more }) {
	const id = venue.id('key'), made = makeKey(`${venue.name}/made/${id}`, 'hmac');
	const key = { ...made, id: String(16_651_283n + id), account: account.name, created: venue.now(), changed: venue.now(), expires: null, ips: [], ...more };
	if (publicKey !== undefined) {
		try {
			const der = Buffer.from(publicKey.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
			Object.assign(key, { kind: 'ed25519', secret: '', public: crypto.createPublicKey({ key: der, format: 'der', type: 'spki' }) });
		} catch {
			throw why('data', 'publicKey');
		}
	}
	venue.keys.set(key.key, key);
	return key;
}

// --- Binance

export const email = (account) => `${account.name}@accounts.example`;
const FLAGS = ['canTrade', 'canMarginLoanRepay', 'canFuturesTrade', 'canUniversalTransfer', 'canVanillaOptions'];

function below({ venue, key, p }) {
	if (!key.master) throw why('unauthorized');
	const account = [...venue.accounts.values()].find((a) => email(a) === p.email);
	if (!account || account.name === key.account) throw why('data', 'email');
	return account;
}
function theirs(c) {
	const account = below(c), key = c.venue.keys.get(c.p.subAccountApiKey);
	if (!key || key.account !== account.name) throw why('data', 'subAccountApiKey');
	return key;
}
function flags(p, was = {}) {
	return Object.fromEntries(FLAGS.map((name) => {
		if (![undefined, 'true', 'false'].includes(p[name])) throw why('data', name);
		return [name, p[name] === undefined ? was[name] ?? false : p[name] === 'true'];
	}));
}
const rightsOf = (can) => ({ read: true, trade: can.canFuturesTrade, withdraw: false, transfer: can.canUniversalTransfer });
// What a key may, which came from elsewhere.
const canOf = (key) => key.can ?? { canTrade: false, canMarginLoanRepay: false, canFuturesTrade: key.rights.trade, canUniversalTransfer: key.rights.transfer, canVanillaOptions: false };

// status: 1 any address, 2 those told.
function bound(p) {
	if (!['1', '2'].includes(p.status)) throw why('data', 'status');
	if (p.status === '1') return [];
	if (p.ipAddress === undefined) throw why('missing', 'ipAddress');
	return addresses(p.ipAddress, 'ipAddress');
}

function restrictions({ key }) {
	return { ipRestrict: key.ips.length > 0, createTime: key.created, enableReading: key.rights.read, enableWithdrawals: key.rights.withdraw, enableInternalTransfer: key.rights.transfer,
		enableMargin: false, enableFutures: key.rights.trade, permitsUniversalTransfer: key.rights.transfer, enableVanillaOptions: false, enableFixApiTrade: false, enableFixReadOnly: false,
		enableSpotAndMarginTrading: canOf(key).canTrade, enablePortfolioMarginTrading: false, ...(key.expires !== null && { tradingAuthorityExpirationTime: key.expires }) };
}

function create(c) {
	const account = below(c), can = flags(c.p), ips = bound(c.p);
	const key = make(c.venue, account, { label: c.p.apiName, can, rights: rightsOf(can), ips, publicKey: c.p.publicKey });
	return { apiName: key.label, apiKey: key.key, secretKey: key.secret, ...can, status: Number(c.p.status), ipList: ips };
}

const row = (key) => ({ apiName: key.label ?? '', apikey: key.key, ...canOf(key), timestamp: key.changed ?? key.created });

function list(c) {
	const account = below(c), { subAccountApiKey, page = '1', size = '30' } = c.p;
	if (!/^[1-9]\d{0,5}$/.test(page)) throw why('data', 'page');
	if (!/^[1-9]\d{0,2}$/.test(size) || Number(size) > 100) throw why('data', 'size');
	const all = [...c.venue.keys.values()].filter((k) => k.account === account.name && (!subAccountApiKey || k.key === subAccountApiKey)), from = (Number(page) - 1) * Number(size);
	return { total: all.length, rows: all.slice(from, from + Number(size)).map((k) => ({ email: email(account), ...row(k) })) };
}

function revoke(c) {
	c.venue.keys.delete(theirs(c).key);
	return {};
}

function permit(c) {
	const key = theirs(c);
	key.can = flags(c.p, canOf(key));
	Object.assign(key, { rights: rightsOf(key.can), changed: c.venue.now() });
	return row(key);
}

function bind(c) {
	const key = theirs(c);
	Object.assign(key, { ips: bound(c.p), changed: c.venue.now() });
	return { status: c.p.status, ipList: key.ips, updateTime: key.changed, apiKey: key.key };
}
const binding = (key) => ({ ipRestrict: String(key.ips.length > 0), ipList: key.ips, updateTime: key.changed ?? key.created, apiKey: key.key });

function unbind(c) {
	const key = theirs(c), gone = addresses(c.p.ipAddress, 'ipAddress');
	Object.assign(key, { ips: key.ips.filter((ip) => !gone.includes(ip)), changed: c.venue.now() });
	return binding(key);
}

const master = (takes, run) => ({ signed: true, weight: 1, takes, run });
const SUB = '/sapi/v1/sub-account/subAccountApi';
export const binanceKeys = {
	'GET /sapi/v1/account/apiRestrictions': { signed: true, weight: 1, run: restrictions },
	[`POST ${SUB}`]: master(`email* apiName* status* ${FLAGS.join(' ')} ipAddress thirdPartyName publicKey`, create),
	[`GET ${SUB}`]: master('email* subAccountApiKey page size', list),
	[`DELETE ${SUB}`]: master('email* subAccountApiKey*', revoke),
	[`POST ${SUB}Permission`]: master(`email* subAccountApiKey* ${FLAGS.join(' ')}`, permit),
	[`GET ${SUB}/ipRestriction`]: master('email* subAccountApiKey*', (c) => binding(theirs(c))),
	'POST /sapi/v2/sub-account/subAccountApi/ipRestriction': master('email* subAccountApiKey* status* ipAddress', bind),
	[`DELETE ${SUB}/ipRestriction/ipList`]: master('email* subAccountApiKey* ipAddress*', unbind),
};

// --- Bybit

// All that may be ticked; what is here not asked about is empty.
const PERMISSIONS = { ContractTrade: ['Order', 'Position'], Spot: ['SpotTrade'], Wallet: ['AccountTransfer', 'SubMemberTransfer', 'SubMemberTransferList', 'Withdraw'], Options: ['OptionsTrade'],
	Derivatives: ['DerivativesTrade'], CopyTrading: [], BlockTrade: [], Exchange: ['ExchangeHistory'], NFT: [], Affiliate: [], Earn: ['Earn'] };

const ticked = (rights) => ({ ContractTrade: rights.trade ? ['Order', 'Position'] : [], Derivatives: rights.trade ? ['DerivativesTrade'] : [],
	Wallet: [...(rights.transfer ? ['AccountTransfer', 'SubMemberTransfer'] : []), ...(rights.withdraw ? ['Withdraw'] : [])] });
const permissionsOf = (key) => ({ ...Object.fromEntries(Object.keys(PERMISSIONS).map((name) => [name, []])), ...(key.permissions ?? ticked(key.rights)) });

function permitted(p) {
	if (p.permissions === null || typeof p.permissions !== 'object') throw why('missing', 'permissions');
	for (const [name, values] of Object.entries(p.permissions))
		if (!Object.hasOwn(PERMISSIONS, name) || !Array.isArray(values) || !values.every((v) => PERMISSIONS[name].includes(v))) throw why('data', `permissions.${name}`);
	return p.permissions;
}
function readOnly(p) {
	if (p.readOnly !== 0 && p.readOnly !== 1) throw why('data', 'readOnly');
	return p.readOnly === 1;
}
// What follows for the key of what was ticked.
function allow(key, permissions, readonly) {
	const has = (group, name) => (permissions[group] ?? []).includes(name), wallet = permissions.Wallet ?? [];
	Object.assign(key, { permissions, readonly, rights: { read: true, trade: !readonly && has('ContractTrade', 'Order'), position: !readonly && has('ContractTrade', 'Position'),
		withdraw: wallet.includes('Withdraw'), transfer: wallet.some((w) => w !== 'Withdraw') } });
}
// ips: texts with commas; none or * is any.  A key that is bound does not end.
function place(venue, key, ips) {
	key.ips = ips === undefined || ips === '*' ? [] : addresses(ips, 'ips');
	key.expires = key.ips.length ? null : venue.now() + UNBOUND_DAYS * DAY;
}

const date = (ms) => new Date(ms ?? 0).toISOString().replace(/\.\d+/, '');
const left = (venue, key) => (key.expires === null ? -2 : Math.ceil((key.expires - venue.now()) / DAY));
const ipsOf = (key) => (key.ips.length ? key.ips : ['*']);
const common = (key) => ({ id: key.id ?? '1', note: key.label ?? '', apiKey: key.key, readOnly: key.readonly ? 1 : 0, secret: '', permissions: permissionsOf(key) });

function mine({ venue, key, account }) {
	return { ...common(key), ips: ipsOf(key), type: 1, deadlineDay: left(venue, key), expiredAt: date(key.expires), createdAt: date(key.created), unified: 0, uta: 1, userID: account.uid,
		inviterID: 0, vipLevel: 'No VIP', mktMakerLevel: '0', affiliateID: 0, rsaPublicKey: '', isMaster: !!key.master, parentUid: key.master ? '0' : String(UID_BASE), kycLevel: 'LEVEL_1', kycRegion: '' };
}

// The calling key may look after keys: a master's that moves money in some way.
function manager(key) {
	if (!key.master || !(key.rights.transfer || key.rights.withdraw)) throw why('permission');
}
const byUid = (venue, key, uid, name) => {
	const account = [...venue.accounts.values()].find((a) => String(a.uid) === String(uid));
	if (!account || account.name === key.account) throw why('data', name);
	return account;
};

function createSub({ venue, key, p }) {
	manager(key);
	if (!Number.isSafeInteger(p.subuid)) throw why('data', 'subuid');
	const account = byUid(venue, key, p.subuid, 'subuid'), readonly = readOnly(p), permissions = permitted(p), draft = {};
	place(venue, draft, p.ips);
	const made = make(venue, account, { label: p.note ?? '', ...draft });
	allow(made, permissions, readonly);
	return { ...common(made), secret: made.secret };
}

function subKeys({ venue, key, p }) {
	if (!key.master) throw why('permission');
	const account = byUid(venue, key, p.subMemberId, 'subMemberId'), limit = Number(p.limit ?? 20), from = Number(p.cursor || 0);
	if (!(limit >= 1 && limit <= 20) || !Number.isInteger(from)) throw why('data', 'limit');
	const all = [...venue.keys.values()].filter((k) => k.account === account.name), status = (k) => (k.expires === null ? 1 : left(venue, k) <= 0 ? 2 : left(venue, k) < 7 ? 4 : 3);
	return { result: all.slice(from, from + limit).map((k) => ({ id: k.id ?? '1', ips: ipsOf(k), apiKey: k.key, note: k.label ?? '', status: status(k), ...(k.expires !== null && { expiredAt: date(k.expires) }),
		createdAt: date(k.created), type: 1, permissions: permissionsOf(k), secret: '******', readOnly: !!k.readonly, deadlineDay: left(venue, k), flag: 'hmac' })),
	nextPageCursor: from + limit < all.length ? String(from + limit) : '' };
}

// The key that is meant: a master names one of a sub-account, such a one only itself.
function meant({ venue, key, p }) {
	if (!key.master) {
		if (p.apikey !== undefined) throw why('data', 'apikey');
		if (!key.rights.transfer) throw why('permission');
		return key;
	}
	manager(key);
	const found = venue.keys.get(p.apikey);
	if (!found || found.master) throw why('data', 'apikey');
	return found;
}

function updateSub(c) {
	const key = meant(c), readonly = c.p.readOnly === undefined ? !!key.readonly : readOnly(c.p);
	allow(key, c.p.permissions === undefined ? permissionsOf(key) : permitted(c.p), readonly);
	if (c.p.ips !== undefined) place(c.venue, key, Array.isArray(c.p.ips) ? c.p.ips.join(',') : c.p.ips);
	return { ...common(key), ips: ipsOf(key) };
}

function deleteSub(c) {
	c.venue.keys.delete(meant(c).key);
	return {};
}

const user = (perSecond, takes, run) => ({ signed: true, perSecond, takes, run: (c) => ({ result: run(c) }) });
export const bybitKeys = {
	'GET /v5/user/query-api': user(10, '', mine),
	'GET /v5/user/sub-apikeys': user(10, 'subMemberId* limit cursor', subKeys),
	'POST /v5/user/create-sub-api': user(5, 'subuid* note readOnly* ips permissions*', createSub),
	'POST /v5/user/update-sub-api': user(5, 'apikey readOnly ips permissions', updateSub),
	'POST /v5/user/delete-sub-api': user(5, 'apikey', deleteSub),
};
