"""Ethereum by the book and slowly: what the tests of mm-sign hold it against.

    evm_oracle.py            signed_tx records: what each raw transaction says, who signed
                             it, as a JSON line; fails where the record says otherwise
    evm_oracle.py tx NAME..  tx records: the named cases below, KEY=VALUE changes the next
    evm_oracle.py policy     the policy they are judged by
    evm_oracle.py sign KEY   a SIGNER: base64 transactions in, base64 signatures out

source: FIPS 202 with the padding of Keccak; yellow paper, appendices B and F; SEC 2.
"""
import base64, json, sys, time

# ---- Keccak-256

def keccak(data):
    def rot(x, n): return (x << n | x >> 64 - n) & (1 << 64) - 1
    rate, state = 136, [[0] * 5 for _ in range(5)]
    data = bytearray(data) + b'\1' + bytes(-(len(data) + 1) % rate)
    data[-1] |= 0x80
    for at in range(0, len(data), rate):
        for i in range(rate // 8):
            state[i % 5][i // 5] ^= int.from_bytes(data[at + 8 * i:at + 8 * i + 8], 'little')
        lfsr = 1
        for _ in range(24):
            c = [a[0] ^ a[1] ^ a[2] ^ a[3] ^ a[4] for a in state]
            state = [[v ^ c[x - 1] ^ rot(c[(x + 1) % 5], 1) for v in state[x]] for x in range(5)]
            x, y, now = 1, 0, state[1][0]
            for t in range(24):
                x, y = y, (2 * x + 3 * y) % 5
                now, state[x][y] = state[x][y], rot(now, (t + 1) * (t + 2) // 2 % 64)
            state = [[state[x][y] ^ ~state[(x + 1) % 5][y] & state[(x + 2) % 5][y] for y in range(5)] for x in range(5)]
            for j in range(7):
                lfsr = (lfsr << 1) ^ (0x171 if lfsr >> 7 else 0)
                if lfsr & 2:
                    state[0][0] ^= 1 << (1 << j) - 1
    return b''.join(state[i % 5][i // 5].to_bytes(8, 'little') for i in range(4))

# ---- secp256k1

P = 2**256 - 2**32 - 977
N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
G = (0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,
     0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8)

def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if a[1] != b[1]:
            return None
        m = 3 * a[0] * a[0] * pow(2 * a[1], -1, P)
    else:
        m = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (m * m - a[0] - b[0]) % P
    return x, (m * (a[0] - x) - a[1]) % P

def mul(k, p):
    out = None
    while k:
        out = add(out, p) if k & 1 else out
        p, k = add(p, p), k >> 1
    return out

def address(point):
    return keccak(point[0].to_bytes(32, 'big') + point[1].to_bytes(32, 'big'))[12:]

def recover(digest, r, s, odd):
    assert 0 < r < N and 0 < s <= N // 2
    y = pow(r**3 + 7, (P + 1) // 4, P)
    point = (r, y if y & 1 == odd else P - y)
    back = pow(r, -1, N)
    return address(add(mul(s * back % N, point), mul(-int.from_bytes(digest, 'big') * back % N, G)))

def sign(digest, secret):
    z = int.from_bytes(digest, 'big')
    k = int.from_bytes(keccak(secret.to_bytes(32, 'big') + digest), 'big') % N  # of tests
    x, y = mul(k, G)
    s, odd = pow(k, -1, N) * (z + x * secret) % N, y & 1
    return (x, N - s, odd ^ 1) if s > N // 2 else (x, s, odd)

# ---- RLP

def rlp(b):
    def item(at):
        h = b[at]
        if h < 0x80: return b[at:at + 1], at + 1
        if h < 0xb8: return b[at + 1:at + 1 + h - 0x80], at + 1 + h - 0x80
        if h < 0xc0:
            n = int.from_bytes(b[at + 1:at + 1 + h - 0xb7], 'big')
            return b[at + 1 + h - 0xb7:at + 1 + h - 0xb7 + n], at + 1 + h - 0xb7 + n
        if h < 0xf8: begin, n = at + 1, h - 0xc0
        else:
            begin = at + 1 + h - 0xf7
            n = int.from_bytes(b[at + 1:begin], 'big')
        at, out = begin, []
        while at < begin + n:
            v, at = item(at)
            out.append(v)
        return out, at
    v, end = item(0)
    assert end == len(b)
    return v

def unrlp(v):
    def head(n, short):
        if n < 56: return bytes([short + n])
        l = n.to_bytes((n.bit_length() + 7) // 8, 'big')
        return bytes([short + 55 + len(l)]) + l
    if isinstance(v, list):
        body = b''.join(map(unrlp, v))
        return head(len(body), 0xc0) + body
    return v if len(v) == 1 and v[0] < 0x80 else head(len(v), 0x80) + v

def num(b): return int.from_bytes(b, 'big')

def decode(raw):
    kind = raw[0] if raw[0] < 0xc0 else 0
    f = rlp(raw[1:] if kind else raw)
    sig = f[-3:]
    if kind:
        body, odd = bytes([kind]) + unrlp(f[:-3]), num(sig[0])
        names = ['chain_id', 'nonce'] + (['priority', 'fee'] if kind == 2 else ['fee']) + ['gas', 'to', 'value', 'data']
    else:
        v = num(sig[0])
        assert v >= 35
        chain, odd = (v - 35) // 2, (v - 35) % 2
        body = unrlp(f[:6] + [chain.to_bytes(8, 'big').lstrip(b'\0'), b'', b''])
        names = ['nonce', 'fee', 'gas', 'to', 'value', 'data']
    out = dict(zip(names, f))
    out = {k: ('0x' + v.hex() if k in ('to', 'data') else num(v)) for k, v in out.items()}
    out.setdefault('chain_id', None if kind else chain)
    out.update(kind=kind, access=len(f[8]) if kind == 2 else len(f[7]) if kind else 0,
               sender='0x' + recover(keccak(body), num(sig[1]), num(sig[2]), odd).hex(), hash='0x' + keccak(raw).hex())
    return out

# ---- the ABI, as far as the cases need it

def split(s):
    out, depth, at = [], 0, 0
    for i, ch in enumerate(s + ','):
        depth += (ch == '(') - (ch == ')')
        if ch == ',' and depth == 0:
            out.append(s[at:i])
            at = i + 1
    return [t for t in out if t]

def dynamic(t):
    return t in ('bytes', 'string') or t.endswith('[]') or (t[0] == '(' and any(map(dynamic, split(t[1:-1]))))

def word(t, v):
    if t.startswith('bytes'): return v.ljust(32, b'\0')
    if isinstance(v, str): v = int(v, 0)
    return (v % 2**256).to_bytes(32, 'big')

def one(t, v):
    if t == 'bytes':
        v = bytes.fromhex(v[2:]) if isinstance(v, str) else v
        return word('uint', len(v)) + v + bytes(-len(v) % 32)
    if t.endswith('[]'): return word('uint', len(v)) + many([t[:-2]] * len(v), v)
    if t[0] == '(': return many(split(t[1:-1]), v)
    return word(t, v)

def many(types, values):
    head = sum(32 if dynamic(t) else len(one(t, v)) for t, v in zip(types, values))
    heads, tails = b'', b''
    for t, v in zip(types, values):
        if dynamic(t):
            heads += word('uint', head + len(tails))
            tails += one(t, v)
        else:
            heads += one(t, v)
    return heads + tails

def call(signature, *args):
    return keccak(signature.encode())[:4] + many(split(signature[signature.index('(') + 1:-1]), args)

# ---- cases

def account(secret): return '0x' + address(mul(secret, G)).hex()
A, B = account(1), account(2)
STRANGER = '0x' + '99' * 20
WETH, USDC, ROUTER, V3, V302, NPM, AAVE, PERMIT2, VAULT, EXCHANGE = ('0x' + f'{i:02x}' * 20 for i in range(0x11, 0x1b))
NOW = int(time.time())
LATE = NOW + 300
MOST = 2**256 - 1
E18, E6 = 10**18, 10**6

def swap(out=1700 * E6, to=A, deadline=LATE, amount=E18, path=(WETH, USDC)):
    return call('swapExactTokensForTokens(uint256,uint256,address[],address,uint256)', amount, out, list(path), to, deadline)
def single(to=A, deadline=LATE, out=1700 * E6, token=WETH, limit=0):
    return call('exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))',
                (token, USDC, 3000, to, deadline, E18, out, limit))
def single02(to=A, out=1700 * E6):
    return call('exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))', (WETH, USDC, 3000, to, E18, out, 0))
def path(*hops): return b''.join(h.to_bytes(3, 'big') if isinstance(h, int) else bytes.fromhex(h[2:]) for h in hops)
def approve(spender, amount): return call('approve(address,uint256)', spender, amount)
def multicall(*calls): return call('multicall(bytes[])', list(calls))
def multicall02(deadline, *calls): return call('multicall(uint256,bytes[])', deadline, list(calls))
def collect(to): return call('collect((uint256,address,uint128,uint128))', (7, to, 2**128 - 1, 2**128 - 1))
def decrease(min0, min1): return call('decreaseLiquidity((uint256,uint128,uint256,uint256,uint256))', (7, 1000, min0, min1, LATE))
def increase(position): return call('increaseLiquidity((uint256,uint256,uint256,uint256,uint256,uint256))', (position, E18, 5 * E6, 1, 1, LATE))
def mint(to): return call('mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))',
                          (WETH, USDC, 3000, -60, 60, E18, 5 * E6, 1, 1, to, LATE))
def dirty(data, at): return data[:4 + at] + b'\xff' + data[5 + at:]

# name: (class, to, data, value); to NONE: a creation
CASES = {
    'cancel': ('reduce', A, b'', 0),
    'cancel-value': ('reduce', A, b'', 1),
    'pay': ('risk', EXCHANGE, b'', E18),
    'pay-own': ('risk', B, b'', E18),
    'pay-stranger': ('risk', STRANGER, b'', 1),
    'pay-token-address': ('risk', USDC, b'', 1),
    'transfer': ('risk', USDC, call('transfer(address,uint256)', EXCHANGE, 5 * E6), 0),
    'transfer-own': ('risk', USDC, call('transfer(address,uint256)', B, 10**30), 0),
    'transfer-stranger': ('risk', USDC, call('transfer(address,uint256)', STRANGER, 1), 0),
    'transfer-asset': ('risk', WETH, call('transfer(address,uint256)', EXCHANGE, 1), 0),
    'transfer-all': ('risk', USDC, call('transfer(address,uint256)', EXCHANGE, MOST), 0),
    'transfer-from': ('risk', USDC, call('transferFrom(address,address,uint256)', STRANGER, A, 1), 0),
    'approve': ('risk', USDC, approve(ROUTER, 500 * E6), 0),
    'approve-0': ('reduce', USDC, approve(STRANGER, 0), 0),
    'approve-stranger': ('risk', USDC, approve(STRANGER, 1), 0),
    'approve-more': ('risk', USDC, approve(ROUTER, 5001 * E6), 0),
    'approve-all': ('risk', USDC, approve(ROUTER, MOST), 0),
    'approve-named': ('risk', WETH, approve(PERMIT2, MOST), 0),
    'increase-allowance': ('risk', USDC, call('increaseAllowance(address,uint256)', ROUTER, 500 * E6), 0),
    'increase-all': ('risk', WETH, call('increaseAllowance(address,uint256)', PERMIT2, MOST), 0),
    'permit': ('risk', USDC, call('permit(address,address,uint256,uint256,uint8,bytes32,bytes32)', A, STRANGER, MOST, MOST, 27, b'r', b's'), 0),
    'permit2': ('risk', PERMIT2, call('approve(address,address,uint160,uint48)', USDC, ROUTER, 100 * E6, LATE), 0),
    'permit2-all': ('risk', PERMIT2, call('approve(address,address,uint160,uint48)', USDC, ROUTER, 2**160 - 1, LATE), 0),
    'permit2-late': ('risk', PERMIT2, call('approve(address,address,uint160,uint48)', USDC, ROUTER, 100 * E6, 2**48 - 1), 0),
    'permit2-stranger': ('risk', PERMIT2, call('approve(address,address,uint160,uint48)', USDC, STRANGER, 1, LATE), 0),
    'permit2-0': ('reduce', PERMIT2, call('approve(address,address,uint160,uint48)', USDC, STRANGER, 0, 2**48 - 1), 0),
    'wrap': ('risk', WETH, call('deposit()'), E18),
    'unwrap': ('reduce', WETH, call('withdraw(uint256)', E18), 0),
    'unwrap-value': ('risk', WETH, call('withdraw(uint256)', E18), 1),
    'swap': ('risk', ROUTER, swap(), 0),
    'swap-short': ('risk', ROUTER, swap()[:-1], 0),
    'swap-trailing': ('risk', ROUTER, swap() + b'\0', 0),
    'swap-trailing-word': ('risk', ROUTER, swap() + bytes(32), 0),
    'swap-dirty': ('risk', ROUTER, dirty(swap(), 96), 0),
    'swap-stranger': ('risk', ROUTER, swap(to=STRANGER), 0),
    'swap-own-other': ('risk', ROUTER, swap(to=B), 0),
    'swap-late': ('risk', ROUTER, swap(deadline=NOW + 900), 0),
    'swap-never': ('risk', ROUTER, swap(deadline=MOST), 0),
    'swap-free': ('risk', ROUTER, swap(out=0), 0),
    'swap-cheap': ('risk', ROUTER, swap(out=1499 * E6), 0),
    'swap-large': ('risk', ROUTER, swap(amount=21 * E18, out=10**12), 0),
    'swap-three': ('risk', ROUTER, swap(amount=3 * E18, out=6000 * E6), 0),
    'swap-all': ('risk', ROUTER, swap(amount=MOST, out=MOST), 0),
    'swap-unknown': ('risk', ROUTER, swap(path=(WETH, STRANGER)), 0),
    'swap-nowhere': ('risk', ROUTER, swap(path=()), 0),
    'swap-value': ('risk', ROUTER, swap(), 1),
    'swap-eth': ('risk', ROUTER, call('swapExactETHForTokens(uint256,address[],address,uint256)', 1700 * E6, [WETH, USDC], A, LATE), E18),
    'swap-eth-cheap': ('risk', ROUTER, call('swapExactETHForTokens(uint256,address[],address,uint256)', 1 * E6, [WETH, USDC], A, LATE), E18),
    'add': ('risk', ROUTER, call('addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)', WETH, USDC, E18, 5 * E6, 1, 1, A, LATE), 0),
    'remove': ('reduce', ROUTER, call('removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)', WETH, USDC, E18, 1, 1, A, LATE), 0),
    'remove-stranger': ('risk', ROUTER, call('removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)', WETH, USDC, E18, 1, 1, STRANGER, LATE), 0),
    'remove-free': ('reduce', ROUTER, call('removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)', WETH, USDC, E18, 0, 0, A, LATE), 0),
    'v3': ('risk', V3, single(), 0),
    'v3-value': ('risk', V3, single(), E18),
    'v3-other-value': ('risk', V3, single(), E18 - 1),
    'v3-value-token': ('risk', V3, single(token=USDC), E18),
    'v3-limit': ('risk', V3, single(limit=5), 0),
    'v3-path': ('risk', V3, call('exactInput((bytes,address,uint256,uint256,uint256))', (path(WETH, 500, STRANGER, 3000, USDC), A, LATE, E18, 1700 * E6)), 0),
    'v3-path-cut': ('risk', V3, call('exactInput((bytes,address,uint256,uint256,uint256))', (path(WETH, 500, USDC)[:-1], A, LATE, E18, 1700 * E6)), 0),
    'v3-out': ('risk', V3, call('exactOutput((bytes,address,uint256,uint256,uint256))', (path(USDC, 3000, WETH), A, LATE, 1700 * E6, E18)), 0),
    'v3-out-turned': ('risk', V3, call('exactOutput((bytes,address,uint256,uint256,uint256))', (path(WETH, 3000, USDC), A, LATE, E18, 1700 * E6)), 0),
    'v3-multi': ('risk', V3, multicall(single(), single()), 0),
    'v3-multi-stranger': ('risk', V3, multicall(single(), single(to=STRANGER)), 0),
    'v3-multi-nested': ('risk', V3, multicall(multicall(single())), 0),
    'v3-multi-value-twice': ('risk', V3, multicall(single(), single()), E18),
    'v302': ('risk', V302, multicall02(LATE, single02()), 0),
    'v302-bare': ('risk', V302, single02(), 0),
    'v302-late': ('risk', V302, multicall02(MOST, single02()), 0),
    'collect': ('reduce', NPM, collect(A), 0),
    'collect-stranger': ('reduce', NPM, collect(STRANGER), 0),
    'collect-nobody': ('reduce', NPM, collect('0x' + '00' * 20), 0),
    'decrease': ('reduce', NPM, multicall(decrease(1, 0), collect(A)), 0),
    'decrease-free': ('reduce', NPM, multicall(decrease(0, 0), collect(A)), 0),
    'decrease-mint': ('reduce', NPM, multicall(decrease(1, 0), mint(A)), 0),
    'mint-decrease': ('reduce', NPM, multicall(mint(A), decrease(1, 0)), 0),
    'burn': ('reduce', NPM, call('burn(uint256)', 7), 0),
    'mint': ('risk', NPM, mint(A), 0),
    'mint-stranger': ('risk', NPM, mint(STRANGER), 0),
    'increase': ('risk', NPM, increase(7), 0),
    'increase-stranger': ('risk', NPM, increase(8), 0),
    'nft-approve': ('risk', NPM, approve(STRANGER, 7), 0),
    'supply': ('risk', AAVE, call('supply(address,uint256,address,uint16)', USDC, 5 * E6, A, 0), 0),
    'supply-stranger': ('risk', AAVE, call('supply(address,uint256,address,uint16)', USDC, 5 * E6, STRANGER, 0), 0),
    'withdraw': ('reduce', AAVE, call('withdraw(address,uint256,address)', USDC, MOST, A), 0),
    'withdraw-stranger': ('reduce', AAVE, call('withdraw(address,uint256,address)', USDC, MOST, STRANGER), 0),
    'repay-all': ('risk', AAVE, call('repay(address,uint256,uint256,address)', USDC, MOST, 2, A), 0),
    'liquidate': ('risk', AAVE, call('liquidationCall(address,address,address,uint256,bool)', WETH, USDC, STRANGER, 100 * E6, 0), 0),
    'vault': ('risk', VAULT, call('deposit(uint256,address)', 100 * E6, A), 0),
    'vault-more': ('risk', VAULT, call('deposit(uint256,address)', 101 * E6, A), 0),
    'vault-fee': ('risk', VAULT, call('setFee(uint24)', 3000), 0),
    'vault-other-fee': ('risk', VAULT, call('setFee(uint24)', 100), 0),
    'vault-unknown': ('risk', VAULT, call('sweep(address)', STRANGER), 0),
    'vault-nothing': ('risk', VAULT, b'\1\2', 0),
    'modify': ('risk', NPM, call('modifyLiquidities(bytes,uint256)', b'\2\x0d', LATE), 0),
    'stranger': ('risk', STRANGER, b'\1\2\3\4', 0),
    'create': ('risk', None, bytes.fromhex('600160005500'), 0),
    'create-stranger': ('risk', None, bytes.fromhex('600160005501'), 0),
    'claims': ('reduce', ROUTER, swap(), 0),
}

def cases(args):
    change, nonce = {}, 0
    for arg in args:
        if '=' in arg:
            key, value = arg.split('=', 1)
            change[key] = value
            continue
        kind, to, data, value = CASES[arg]
        r = dict(type='tx', ts_ms=1700000000000, chain='evm', signers=['a'], intents=['i-' + arg], chain_id=31337, nonce=str(nonce),
                 value_wei=str(value), data='0x' + data.hex(), gas='300000', max_fee_wei='30000000000', max_priority_fee_wei='1000000000')
        r.update({'class': kind, 'from': A})
        if to:
            r['to'] = to
        for key, v in change.items():
            if v == '':
                r.pop(key, None)
            else:
                r[key] = json.loads(v) if v[0] in '{[' or key == 'chain_id' else v
        print(json.dumps(r))
        change, nonce = {}, nonce + 1 if not r.get('nonce', '').isdigit() else int(r['nonce']) + 1

# The policy: swaps at 1500 USDC a WETH and better, a position, a vault of 100 USDC a time.
def policy():
    def contract(address, kind, **more): return dict(address=address, kind=kind, **more)
    def out(**assets): return assets
    none = dict(fees_sol='0', tips_sol='0')
    evm = dict(
        chain_ids=[31337], wallets=dict(a=A, b=B), deadline_s=600, native='ETH', wrapped='WETH',
        gas=dict(limit=500000, max_fee_wei='50000000000', max_priority_fee_wei='2000000000'),
        assets=dict(WETH=dict(address=WETH, decimals=18), USDC=dict(address=USDC, decimals=6)),
        contracts=dict(
            router=contract(ROUTER, 'uniswap_v2_router'), v3=contract(V3, 'uniswap_v3_router'),
            v302=contract(V302, 'uniswap_v3_router02'), aave=contract(AAVE, 'aave_v3_pool'), permit2=contract(PERMIT2, 'permit2'),
            positions=contract(NPM, 'uniswap_v3_positions', positions={'7': 'WETH/USDC'}),
            vault=dict(address=VAULT, functions={'deposit(uint256 amount, address to)': 'out amount USDC 100; self to',
                                                 'setFee(uint24 fee)': 'one fee 500,3000'})),
        spenders=dict(router=dict(address=ROUTER, most=dict(USDC='5000')), permit2=dict(address=PERMIT2, unlimited=['WETH'])),
        destinations={'exchange': dict(address=EXCHANGE, asset='USDC'), 'exchange-eth': dict(address=EXCHANGE, asset='ETH')},
        create=dict(stub='0x' + keccak(CASES['create'][2]).hex()), reference={'WETH/USDC': '1500'},
        limits=dict(tx=dict(fees='0.02', out=out(ETH='20', WETH='20', USDC='20000')),
                    hour=dict(fees='0.5', gas=20000000, transactions=200, out=out(ETH='30', WETH='30', USDC='30000')),
                    day=dict(fees='5', gas=200000000, transactions=500, out=out(ETH='50', WETH='50', USDC='50000'))))
    print(json.dumps(dict(version=1, allow=[], wallets={}, order_ttl_s=60, evm=evm,
                          limits=dict(tx=none, hour=dict(none, transactions=0), day=dict(none, transactions=0))), indent=1))

def main():
    if sys.argv[1:2] == ['tx']:
        cases(sys.argv[2:])
    elif sys.argv[1:2] == ['policy']:
        policy()
    elif sys.argv[1:2] == ['keccak']:
        print('0x' + keccak(bytes.fromhex(sys.argv[2])).hex())
    elif sys.argv[1:2] == ['sign']:
        for line in sys.stdin:
            r, s, odd = sign(keccak(base64.b64decode(line)), int(sys.argv[2]))
            print(base64.b64encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big') + bytes([odd])).decode(), flush=True)
    else:
        for line in sys.stdin:
            r = json.loads(line)
            if r['type'] != 'signed_tx':
                continue
            d = decode(bytes.fromhex(r['raw'][2:]))
            assert d['hash'] == r['id'] and d['sender'] == r['from'].lower(), (d, r)
            assert d['chain_id'] == r['chain_id'] and str(d['nonce']) == r['nonce'], (d, r)
            print(json.dumps({k: str(v) if k in ('nonce', 'gas', 'fee', 'priority', 'value') else v for k, v in d.items()}))

main()
