/* fuzz_rlp - what is read as RLP is written again as it was. */
#include "base/mem.h"
#include "chain/rlp.h"
#include "fuzz.h"

#include <string.h>

#define DEPTH_MAX 64

static struct arena arena;

struct item {
	bool list;
	struct rlp_reader in; /* what it holds */
};

static struct item next(struct rlp_reader *r)
{
	const struct rlp_reader before = *r;
	struct rlp_reader other = *r;
	struct item it, string;

	string.list = !rlp_read(&other, &string.in.p, &string.in.left);
	it.list = rlp_read_list(r, &it.in);
	FUZZ_CHECK(it.list == string.list);
	if (!it.list) {
		it = string;
		*r = other;
	}
	FUZZ_CHECK(r->p > before.p && r->p + r->left == before.p + before.left);
	FUZZ_CHECK(it.in.p + it.in.left == r->p);
	return it;
}

/* Writes what is in r in front.  False: it is not RLP, or too deep. */
static bool copy(struct rlp_writer *w, struct rlp_reader r, int depth)
{
	struct item *v;
	size_t n;

	if (depth > DEPTH_MAX || !rlp_count(r, &n))
		return false;
	v = arena_alloc(&arena, (n + 1) * sizeof(*v));
	for (size_t i = 0; i < n; i++)
		v[i] = next(&r);
	FUZZ_CHECK(r.left == 0);
	while (n-- > 0) {
		const uint8_t *behind = w->p;

		if (!v[n].list)
			rlp_put(w, v[n].in.p, v[n].in.left);
		else if (copy(w, v[n].in, depth + 1))
			rlp_put_list(w, behind);
		else
			return false;
	}
	return true;
}

static void numbers(const uint8_t *data, size_t len)
{
	struct rlp_reader r = { data, len };
	uint8_t room[RLP_U256_MAX + RLP_HEAD_MAX];
	struct rlp_writer w;
	struct u256 x;
	uint64_t y;

	if (!rlp_read_u256(&r, &x))
		return;
	rlp_begin(&w, room, sizeof(room));
	rlp_put_u256(&w, x);
	FUZZ_CHECK(rlp_len(&w) == len - r.left &&
		   !memcmp(w.p, data, rlp_len(&w)));
	r = (struct rlp_reader){ data, len };
	if (rlp_read_u64(&r, &y))
		FUZZ_CHECK(u256_cmp(x, u256_of_u64(y)) == 0);
	else
		FUZZ_CHECK(u256_bits(x) > 64 && r.left == len);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	uint8_t *room = arena_alloc(&arena, len + 1);
	struct rlp_writer w;

	rlp_begin(&w, room, len);
	if (copy(&w, (struct rlp_reader){ data, len }, 0))
		FUZZ_CHECK(rlp_len(&w) == len && !memcmp(w.p, data, len));
	numbers(data, len);
	arena_reset(&arena);
}
