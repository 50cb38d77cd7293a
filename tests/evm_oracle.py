"""Ethereum by the book and slowly: what the tests of mm-sign hold it against.

    evm_oracle.py            signed_tx records: what each raw transaction says, who signed
                             it, as a JSON line; fails where the record says otherwise
    evm_oracle.py tx NAME..  tx records: the named cases below, KEY=VALUE changes the next
    evm_oracle.py policy     the policy they are judged by
    evm_oracle.py sign KEY   a SIGNER: base64 transactions in, base64 signatures out

source: yellow paper, appendices B and F.
"""
import base64, functools, json, sys, time

from evm_curve import G, N, P, add, keccak, mul

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

@functools.cache  # 1 ms each, of some 200 cases
def selector(signature): return keccak(signature.encode())[:4]

def call(signature, *args):
    return selector(signature) + many(split(signature[signature.index('(') + 1:-1]), args)

# ---- cases

def account(secret): return '0x' + address(mul(secret, G)).hex()
A, B = account(1), account(2)
STRANGER = '0x' + '99' * 20
WETH, USDC, ROUTER, V3, V302, NPM, AAVE, PERMIT2, VAULT, EXCHANGE, PM4, UR, CUSDC, CETH, CBARE, COMPTROLLER = (
    '0x' + f'{i:02x}' * 20 for i in range(0x11, 0x21))
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
def decrease(min0, min1, liquidity=1000): return call('decreaseLiquidity((uint256,uint128,uint256,uint256,uint256))', (7, liquidity, min0, min1, LATE))
def increase(position): return call('increaseLiquidity((uint256,uint256,uint256,uint256,uint256,uint256))', (position, E18, 5 * E6, 1, 1, LATE))
def mint(to, fee=3000, min0=1): return call('mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))',
                                           (WETH, USDC, fee, -60, 60, E18, 5 * E6, min0, 0, to, LATE))

# v4: a list of actions, each a number and its parameters.
ETH, KEY = '0x' + '00' * 20, '(address,address,uint24,int24,address)'
def plan(*acts): return many(['bytes', 'bytes[]'], (bytes(n for n, _ in acts), [p for _, p in acts]))
def modify(*acts, deadline=LATE, more=b''): return call('modifyLiquidities(bytes,uint256)', plan(*acts) + more, deadline)
def mint4(owner=A, token=WETH, fee=3000, spacing=60, hooks=ETH, hook_data=b'', most=E18):
    return 2, many([KEY, 'int24', 'int24', 'uint256', 'uint128', 'uint128', 'address', 'bytes'],
                   ((token, USDC, fee, spacing, hooks), -60, 60, 10**12, most, 5 * E6, owner, hook_data))
def increase4(position): return 0, many(['uint256', 'uint256', 'uint128', 'uint128', 'bytes'], (position, 10**12, E18, 5 * E6, b''))
def decrease4(liquidity, min0, min1): return 1, many(['uint256', 'uint256', 'uint128', 'uint128', 'bytes'], (7, liquidity, min0, min1, b''))
def burn4(min0, min1): return 3, many(['uint256', 'uint128', 'uint128', 'bytes'], (7, min0, min1, b''))
def settle(token=WETH): return 0x0d, many(['address', 'address'], (token, USDC))
def take(to=A): return 0x11, many(['address', 'address', 'address'], (WETH, USDC, to))
def execute(*commands, deadline=LATE):
    return call('execute(bytes,bytes[],uint256)', bytes(n for n, _ in commands), [p for _, p in commands], deadline)
def v4_swap(*acts): return 0x10, plan(*acts)
def swap4(zero=1, a=WETH, b=USDC, fee=3000, amount=E18, out=1700 * E6, hooks=ETH, hook_data=b''):
    return 6, many([f'({KEY},bool,uint128,uint128,bytes)'], (((a, b, fee, 60, hooks), zero, amount, out, hook_data),))
def settle_all(token=WETH, most=E18): return 0x0c, many(['address', 'uint256'], (token, most))
def take_all(token=USDC, least=1700 * E6): return 0x0f, many(['address', 'uint256'], (token, least))
def sweep_router(to=A, token=ETH): return 4, many(['address', 'address', 'uint256'], (token, to, 0))
def close(token): return 0x12, many(['address'], (token,))
def sweep(to=A, token=ETH): return 0x14, many(['address', 'address'], (token, to))
def dirty(data, at): return data[:4 + at] + b'\xff' + data[5 + at:]

# name: (class, to, data, value); to NONE: a creation
# Lending: name, class, signature, arguments, wei.
SUPPLY, WITHDRAW = 'supply(address,uint256,address,uint16)', 'withdraw(address,uint256,address)'
REPAY, BORROW = 'repay(address,uint256,uint256,address)', 'borrow(address,uint256,uint256,uint16,address)'
SEIZE, PLEDGE = 'liquidationCall(address,address,address,uint256,bool)', 'setUserUseReserveAsCollateral(address,bool)'
LENT = [
    ('supply-much', 'risk', SUPPLY, (USDC, 20000 * E6 + 1, A, 0), 0),
    ('supply-referred', 'risk', SUPPLY, (USDC, 5 * E6, A, 7), 0),
    ('supply-unknown', 'risk', SUPPLY, (STRANGER, 5 * E6, A, 0), 0),
    ('supply-other', 'risk', SUPPLY, (USDC, 5 * E6, B, 0), 0),
    ('supply-value', 'risk', SUPPLY, (USDC, 5 * E6, A, 0), 1),
    ('withdraw', 'risk', WITHDRAW, (USDC, MOST, A), 0),
    ('withdraw-claims', 'reduce', WITHDRAW, (USDC, MOST, A), 0),
    ('withdraw-stranger', 'risk', WITHDRAW, (USDC, MOST, STRANGER), 0),
    ('withdraw-other', 'risk', WITHDRAW, (USDC, MOST, B), 0),
    ('withdraw-unknown', 'risk', WITHDRAW, (STRANGER, MOST, A), 0),
    ('borrow', 'risk', BORROW, (USDC, 5 * E6, 2, 0, A), 0),
    ('borrow-claims', 'reduce', BORROW, (USDC, 5 * E6, 2, 0, A), 0),
    ('borrow-stable', 'risk', BORROW, (USDC, 5 * E6, 1, 0, A), 0),
    ('borrow-much', 'risk', BORROW, (USDC, 20000 * E6 + 1, 2, 0, A), 0),
    ('borrow-stranger', 'risk', BORROW, (USDC, 5 * E6, 2, 0, STRANGER), 0),
    ('repay', 'reduce', REPAY, (USDC, 5 * E6, 2, A), 0),
    ('repay-all', 'reduce', REPAY, (USDC, MOST, 2, A), 0),
    ('repay-stranger', 'reduce', REPAY, (USDC, 5 * E6, 2, STRANGER), 0),
    ('repay-unknown', 'reduce', REPAY, (STRANGER, 5 * E6, 2, A), 0),
    ('repay-value', 'reduce', REPAY, (USDC, 5 * E6, 2, A), 1),
    ('pledge', 'risk', PLEDGE, (USDC, 1), 0),
    ('unpledge', 'risk', PLEDGE, (USDC, 0), 0),
    ('liquidate', 'risk', SEIZE, (WETH, USDC, STRANGER, 100 * E6, 0), 0),
    ('liquidate-claims', 'reduce', SEIZE, (WETH, USDC, STRANGER, 100 * E6, 0), 0),
    ('liquidate-much', 'risk', SEIZE, (WETH, USDC, STRANGER, 20000 * E6 + 1, 0), 0),
    ('liquidate-all', 'risk', SEIZE, (WETH, USDC, STRANGER, MOST, 0), 0),
    ('liquidate-deposit', 'risk', SEIZE, (WETH, USDC, STRANGER, 100 * E6, 1), 0),
    ('liquidate-dirty', 'risk', SEIZE, (WETH, USDC, STRANGER, 100 * E6, 2), 0),
    ('liquidate-own', 'risk', SEIZE, (WETH, USDC, B, 100 * E6, 0), 0),
    ('liquidate-unknown', 'risk', SEIZE, (STRANGER, USDC, EXCHANGE, 100 * E6, 0), 0),
    ('liquidate-owed-unknown', 'risk', SEIZE, (WETH, STRANGER, EXCHANGE, 100 * E6, 0), 0),
    ('lend-emode', 'risk', 'setUserEMode(uint8)', (1,), 0),
    ('lend-flash', 'risk', 'flashLoanSimple(address,address,uint256,bytes,uint16)', (STRANGER, USDC, 5 * E6, b'', 0), 0),
    ('lend-delegate', 'risk', 'approveDelegation(address,uint256)', (STRANGER, 5 * E6), 0),
]
COMPOUND = [
    ('c-mint', 'risk', CUSDC, 'mint(uint256)', (5 * E6,), 0),
    ('c-mint-much', 'risk', CUSDC, 'mint(uint256)', (20000 * E6 + 1,), 0),
    ('c-mint-value', 'risk', CUSDC, 'mint(uint256)', (5 * E6,), 1),
    ('c-mint-bare', 'risk', CBARE, 'mint(uint256)', (5 * E6,), 0),
    ('c-redeem', 'risk', CUSDC, 'redeem(uint256)', (MOST,), 0),
    ('c-redeem-claims', 'reduce', CUSDC, 'redeem(uint256)', (MOST,), 0),
    ('c-redeem-some', 'risk', CUSDC, 'redeemUnderlying(uint256)', (5 * E6,), 0),
    ('c-borrow', 'risk', CUSDC, 'borrow(uint256)', (5 * E6,), 0),
    ('c-borrow-much', 'risk', CUSDC, 'borrow(uint256)', (20000 * E6 + 1,), 0),
    ('c-repay', 'reduce', CUSDC, 'repayBorrow(uint256)', (MOST,), 0),
    ('c-repay-other', 'reduce', CUSDC, 'repayBorrowBehalf(address,uint256)', (STRANGER, 5 * E6), 0),
    ('c-transfer', 'risk', CUSDC, 'transfer(address,uint256)', (STRANGER, 5), 0),
    ('c-seize', 'risk', CUSDC, 'liquidateBorrow(address,uint256,address)', (STRANGER, 5 * E6, CETH), 0),
    ('ce-mint', 'risk', CETH, 'mint()', (), E18),
    ('ce-mint-much', 'risk', CETH, 'mint()', (), 20 * E18 + 1),
    ('ce-repay', 'risk', CETH, 'repayBorrow()', (), E18),
    ('ce-repay-claims', 'reduce', CETH, 'repayBorrow()', (), E18),
    ('ce-mint-token', 'risk', CETH, 'mint(uint256)', (5,), 0),
    ('c-enter', 'risk', COMPTROLLER, 'enterMarkets(address[])', ([CUSDC, CETH],), 0),
    ('c-leave', 'risk', COMPTROLLER, 'exitMarket(address)', (CUSDC,), 0),
    ('c-admin', 'risk', COMPTROLLER, '_setPriceOracle(address)', (STRANGER,), 0),
]

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
    'mint-pool': ('risk', NPM, mint(A, fee=500), 0),
    'mint-free': ('risk', NPM, mint(A, min0=0), 0),
    'decrease-none': ('reduce', NPM, multicall(decrease(0, 0, liquidity=0), collect(A)), 0),
    'increase': ('risk', NPM, increase(7), 0),
    'increase-stranger': ('risk', NPM, increase(8), 0),
    'nft-approve': ('risk', NPM, approve(STRANGER, 7), 0),
    'supply': ('risk', AAVE, call('supply(address,uint256,address,uint16)', USDC, 5 * E6, A, 0), 0),
    'supply-stranger': ('risk', AAVE, call('supply(address,uint256,address,uint16)', USDC, 5 * E6, STRANGER, 0), 0),
    **{name: (kind, AAVE, call(signature, *args), value) for name, kind, signature, args, value in LENT},
    **{name: (kind, to, call(signature, *args), value) for name, kind, to, signature, args, value in COMPOUND},
    'vault': ('risk', VAULT, call('deposit(uint256,address)', 100 * E6, A), 0),
    'vault-more': ('risk', VAULT, call('deposit(uint256,address)', 101 * E6, A), 0),
    'vault-fee': ('risk', VAULT, call('setFee(uint24)', 3000), 0),
    'vault-other-fee': ('risk', VAULT, call('setFee(uint24)', 100), 0),
    'vault-unknown': ('risk', VAULT, call('sweep(address)', STRANGER), 0),
    'vault-nothing': ('risk', VAULT, b'\1\2', 0),
    'modify': ('risk', NPM, call('modifyLiquidities(bytes,uint256)', b'\2\x0d', LATE), 0),
    'v4-mint': ('risk', PM4, modify(mint4(), settle()), 0),
    'v4-mint-eth': ('risk', PM4, modify(mint4(token=ETH), settle(ETH), sweep()), E18),
    'v4-mint-hooked': ('risk', PM4, modify(mint4(fee=0x800000, hooks=EXCHANGE), settle()), 0),
    'v4-mint-stranger': ('risk', PM4, modify(mint4(owner=STRANGER), settle()), 0),
    'v4-mint-other': ('risk', PM4, modify(mint4(owner=B), settle()), 0),
    'v4-mint-fee': ('risk', PM4, modify(mint4(fee=500), settle()), 0),
    'v4-mint-spacing': ('risk', PM4, modify(mint4(spacing=-60), settle()), 0),
    'v4-mint-hook': ('risk', PM4, modify(mint4(hooks=STRANGER), settle()), 0),
    'v4-mint-token': ('risk', PM4, modify(mint4(token=STRANGER), settle(STRANGER)), 0),
    'v4-mint-hook-data': ('risk', PM4, modify(mint4(hook_data=b'x'), settle()), 0),
    'v4-mint-much': ('risk', PM4, modify(mint4(most=21 * E18), settle()), 0),
    'v4-mint-twice': ('risk', PM4, modify(*[mint4(most=6 * E18)] * 4, settle()), 0),
    'v4-eth-kept': ('risk', PM4, modify(mint4(token=ETH), settle(ETH)), E18),
    'v4-eth-kept-first': ('risk', PM4, modify(mint4(token=ETH), sweep(), settle(ETH)), E18),
    'v4-eth-kept-token': ('risk', PM4, modify(mint4(token=ETH), settle(ETH), sweep(token=WETH)), E18),
    'v4-eth-swept': ('risk', PM4, modify(mint4(token=ETH), settle(ETH), sweep(STRANGER)), E18),
    'v4-eth-more': ('risk', PM4, modify(mint4(token=ETH), settle(ETH), sweep()), E18 + 1),
    'v4-eth-none': ('risk', PM4, modify(mint4(token=ETH), settle(ETH), sweep()), 0),
    'v4-eth-twice': ('risk', PM4, modify(mint4(token=ETH), mint4(token=ETH), settle(ETH), sweep()), E18),
    'v4-eth-idle': ('risk', PM4, modify(mint4(), settle(), sweep()), 1),
    'v4-increase': ('risk', PM4, modify(increase4(7), close(WETH), close(USDC)), 0),
    'v4-increase-stranger': ('risk', PM4, modify(increase4(8), close(WETH), close(USDC)), 0),
    'v4-close-unknown': ('risk', PM4, modify(increase4(7), close(STRANGER)), 0),
    'v4-settle-unknown': ('risk', PM4, modify(mint4(), settle(STRANGER)), 0),
    'v4-decrease': ('reduce', PM4, modify(decrease4(1000, 1, 0), take()), 0),
    'v4-collect': ('reduce', PM4, modify(decrease4(0, 0, 0), take()), 0),
    'v4-burn': ('reduce', PM4, modify(burn4(0, 1), take()), 0),
    'v4-decrease-free': ('reduce', PM4, modify(decrease4(1000, 0, 0), take()), 0),
    'v4-burn-free': ('reduce', PM4, modify(burn4(0, 0), take()), 0),
    'v4-take-stranger': ('reduce', PM4, modify(burn4(0, 1), take(STRANGER)), 0),
    'v4-take-caller': ('reduce', PM4, modify(burn4(0, 1), take('0x' + '00' * 19 + '01')), 0),
    'v4-burn-settle': ('reduce', PM4, modify(burn4(0, 1), settle()), 0),
    'v4-burn-mint': ('reduce', PM4, modify(burn4(0, 1), mint4(), settle()), 0),
    'v4-late': ('risk', PM4, modify(mint4(), settle(), deadline=NOW + 900), 0),
    'v4-take': ('risk', PM4, modify((0x0e, many(['address', 'address', 'uint256'], (WETH, A, 0)))), 0),
    'v4-clear': ('risk', PM4, modify(burn4(0, 1), (0x13, many(['address', 'uint256'], (WETH, MOST)))), 0),
    'v4-swap': ('risk', PM4, modify((6, b'')), 0),
    'v4-cut': ('risk', PM4, modify((2, mint4()[1][:-32]), settle()), 0),
    'v4-long': ('risk', PM4, modify((2, mint4()[1] + bytes(32)), settle()), 0),
    'v4-behind': ('risk', PM4, modify(mint4(), settle(), more=bytes(32)), 0),
    'v4-uneven': ('risk', PM4, call('modifyLiquidities(bytes,uint256)', many(['bytes', 'bytes[]'], (b'\2\x0d', [mint4()[1]])), LATE), 0),
    'v4-bare': ('risk', PM4, call('modifyLiquidities(bytes,uint256)', b'\2\x0d', LATE), 0),
    'v4-multicall': ('risk', PM4, multicall(modify(mint4(), settle())), 0),
    'v4-transfer': ('risk', PM4, call('transferFrom(address,address,uint256)', A, STRANGER, 7), 0),
    'ur': ('risk', UR, execute(v4_swap(swap4(), settle_all(), take_all())), 0),
    'ur-up': ('risk', UR, execute(v4_swap(swap4(zero=0, amount=1700 * E6, out=E18), settle_all(USDC, 1700 * E6), take_all(WETH, E18))), 0),
    'ur-eth': ('risk', UR, execute(v4_swap(swap4(a=ETH), settle_all(ETH), take_all()), sweep_router()), E18),
    'ur-eth-kept': ('risk', UR, execute(v4_swap(swap4(a=ETH), settle_all(ETH), take_all())), E18),
    'ur-eth-swept': ('risk', UR, execute(v4_swap(swap4(a=ETH), settle_all(ETH), take_all()), sweep_router(STRANGER)), E18),
    'ur-eth-first': ('risk', UR, execute(sweep_router(), v4_swap(swap4(a=ETH), settle_all(ETH), take_all())), E18),
    'ur-eth-token': ('risk', UR, execute(v4_swap(swap4(a=ETH), settle_all(ETH), take_all()), sweep_router(token=WETH)), E18),
    'ur-eth-more': ('risk', UR, execute(v4_swap(swap4(a=ETH), settle_all(ETH), take_all()), sweep_router()), E18 + 1),
    'ur-pool': ('risk', UR, execute(v4_swap(swap4(fee=500), settle_all(), take_all())), 0),
    'ur-hook': ('risk', UR, execute(v4_swap(swap4(hooks=STRANGER), settle_all(), take_all())), 0),
    'ur-hook-data': ('risk', UR, execute(v4_swap(swap4(hook_data=b'x'), settle_all(), take_all())), 0),
    'ur-free': ('risk', UR, execute(v4_swap(swap4(out=0), settle_all(), take_all())), 0),
    'ur-cheap': ('risk', UR, execute(v4_swap(swap4(out=1499 * E6), settle_all(), take_all())), 0),
    'ur-large': ('risk', UR, execute(v4_swap(swap4(amount=21 * E18, out=10**12), settle_all(most=21 * E18), take_all())), 0),
    'ur-settles-more': ('risk', UR, execute(v4_swap(swap4(), settle_all(most=E18 + 1), take_all())), 0),
    'ur-settles-other': ('risk', UR, execute(v4_swap(swap4(), settle_all(), settle_all(USDC, 1))), 0),
    'ur-late': ('risk', UR, execute(v4_swap(swap4(), settle_all(), take_all()), deadline=NOW + 900), 0),
    'ur-bare': ('risk', UR, call('execute(bytes,bytes[])', b'\x10', [plan(swap4(), settle_all(), take_all())]), 0),
    'ur-transfer': ('risk', UR, execute((5, many(['address', 'address', 'uint256'], (WETH, STRANGER, E18)))), 0),
    'ur-may-fail': ('risk', UR, execute((0x90, plan(swap4(), settle_all(), take_all()))), 0),
    'ur-take': ('risk', UR, execute(v4_swap((0x0e, many(['address', 'address', 'uint256'], (USDC, STRANGER, 0))))), 0),
    'ur-cut': ('risk', UR, execute(v4_swap(swap4(), (0x0c, settle_all()[1][:-1]), take_all())), 0),
    'ur-uneven': ('risk', UR, call('execute(bytes,bytes[],uint256)', b'\x10\x10', [plan(swap4(), settle_all(), take_all())], LATE), 0),
    'ur-long-sweep': ('risk', UR, execute(v4_swap(swap4(a=ETH), settle_all(ETH), take_all()), (4, sweep_router()[1] + bytes(32))), E18),
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
            positions=contract(NPM, 'uniswap_v3_positions', positions={'7': 'WETH/USDC'}, pools=['WETH/USDC/3000']),
            positions4=contract(PM4, 'uniswap_v4_positions', positions={'7': 'WETH/USDC'}, pools=[
                'WETH/USDC/3000/60', 'ETH/USDC/3000/60', 'WETH/USDC/8388608/60/' + EXCHANGE]),
            universal=contract(UR, 'uniswap_universal_router', pools=['WETH/USDC/3000/60', 'ETH/USDC/3000/60']),
            cusdc=contract(CUSDC, 'compound_ctoken', underlying='USDC'), ceth=contract(CETH, 'compound_cether', underlying='ETH'),
            cbare=contract(CBARE, 'compound_ctoken'), comptroller=contract(COMPTROLLER, 'compound_comptroller'),
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
