"""Keccak-256 and secp256k1 for the oracles of tests, without a line of ours.

source: FIPS 202 with the padding of Keccak; SEC 2.
"""
P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


def steps():
    """Where rho and pi move each lane and by how much; the constants of iota."""
    moves, x, y = [], 1, 0
    for t in range(24):
        was = x + 5 * y
        x, y = y, (2 * x + 3 * y) % 5
        moves.append((was, x + 5 * y, (t + 1) * (t + 2) // 2 % 64))
    lfsr, constants = 1, []
    for _ in range(24):
        constants.append(0)
        for j in range(7):
            lfsr = (lfsr << 1) ^ (0x171 if lfsr >> 7 else 0)
            if lfsr & 2:
                constants[-1] ^= 1 << (1 << j) - 1
    return moves, constants


MOVES, CONSTANTS = steps()
M64 = (1 << 64) - 1


def permute(a):
    for constant in CONSTANTS:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ (c[x - 4] << 1 | c[x - 4] >> 63) & M64 for x in range(5)]
        b = [a[0] ^ d[0]] * 25
        for was, to, n in MOVES:
            v = a[was] ^ d[was % 5]
            b[to] = (v << n | v >> 64 - n) & M64
        a = []
        for y in range(0, 25, 5):
            p, q, r, s, t = b[y:y + 5]
            a += p ^ ~q & r, q ^ ~r & s, r ^ ~s & t, s ^ ~t & p, t ^ ~p & q
        a[0] ^= constant
    return a


def keccak(data):
    rate, state = 136, [0] * 25
    data = bytearray(data) + b"\1" + bytes(-(len(data) + 1) % rate)
    data[-1] |= 0x80
    for at in range(0, len(data), rate):
        for i in range(rate // 8):
            state[i] ^= int.from_bytes(data[at + 8 * i:at + 8 * i + 8], "little")
        state = permute(state)
    return b"".join(v.to_bytes(8, "little") for v in state[:4])


def add(p, q):
    if not p or not q:
        return p or q
    if p[0] == q[0]:
        if p[1] != q[1]:
            return None
        m = 3 * p[0] * p[0] * pow(2 * p[1], -1, P)
    else:
        m = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (m * m - p[0] - q[0]) % P
    return x, (m * (p[0] - x) - p[1]) % P


def mul(k, p):
    """k times p, k below the order; in Jacobian coordinates, for one inverse in all."""
    x, y, z = 0, 1, 0
    for bit in f"{k:b}":
        yy, xx = y * y % P, 3 * x * x
        s = 4 * x * yy % P
        x, z = (xx * xx - 2 * s) % P, 2 * y * z % P
        y = (xx * (s - x) - 8 * yy * yy) % P
        if bit == "1" and not z:
            x, y, z = *p, 1
        elif bit == "1":
            h, r = (p[0] * z * z - x) % P, (p[1] * z**3 - y) % P
            hh = h * h % P
            w, hhh = x * hh % P, h * hh % P
            x = (r * r - hhh - 2 * w) % P
            y, z = (r * (w - x) - y * hhh) % P, z * h % P
    i = pow(z, -1, P) if z else 0
    return (x * i * i % P, y * i**3 % P) if z else None
