#include "math/route_parts.h"

#include "math/univ3_tick.h"

#include <math.h>

#define ROOM_ERROR 1e-9 /* of what doubles sum up to */

static const char *check_v2(const struct route_pool *p)
{
	if (u256_is_zero(p->reserve[0]) || u256_is_zero(p->reserve[1]))
		return "a reserve is empty";
	if (!p->fee_num || p->fee_num > p->fee_den)
		return "no such fee";
	return NULL;
}

static const char *check_ticks(const struct route_pool *p)
{
	const struct univ3_pool *v = &p->v3;

	if (p->tick_low > v->tick || p->tick_high < v->tick)
		return "its ticks are not told";
	for (size_t i = 0; i < v->n_ticks; i++)
		if (v->ticks[i].tick < p->tick_low ||
		    v->ticks[i].tick > p->tick_high ||
		    v->ticks[i].tick % v->spacing ||
		    (i && v->ticks[i].tick <= v->ticks[i - 1].tick))
			return "its ticks are out of order";
	return NULL;
}

static const char *check_v3(const struct route_pool *p)
{
	const struct univ3_pool *v = &p->v3;

	if (v->version != (p->curve == ROUTE_V4 ? UNIV4 : UNIV3))
		return "of another version";
	if (v->fee_pips >= UNIV3_PIPS)
		return "no such fee";
	if (v->spacing < 1 || v->spacing > UNIV3_SPACING_MAX)
		return "no such tick spacing";
	if (v->tick < UNIV3_TICK_MIN || v->tick > UNIV3_TICK_MAX ||
	    u256_cmp(v->sqrt_x96, UNIV3_SQRT_MIN) < 0 ||
	    u256_cmp(v->sqrt_x96, UNIV3_SQRT_MAX) >= 0)
		return "no such price";
	return check_ticks(p);
}

const char *route_pool_check(const struct route_pool *p, int n_tokens)
{
	if (p->token[0] < 0 || p->token[0] >= n_tokens || p->token[1] < 0 ||
	    p->token[1] >= n_tokens || p->token[0] == p->token[1])
		return "no such tokens";
	if (p->router < 0)
		return "no such router";
	return p->curve == ROUTE_V2 ? check_v2(p) : check_v3(p);
}

static void v2_side(struct arena *a, struct route_side *s,
		    const struct route_pool *p, int in)
{
	struct route_piece *one = arena_alloc(a, sizeof(*one));

	*one = (struct route_piece){ .x = u256_to_double(p->reserve[in]),
				     .y = u256_to_double(p->reserve[1 - in]) };
	s->left = (double)p->fee_num / p->fee_den;
	s->room = s->sure = INFINITY;
	s->piece = one;
	s->n = 1;
}

/* ---- v3 and v4 ---- */

/* By way of the exact one: the last bit of libm's exp is not the same everywhere. */
static double root_at(int32_t tick)
{
	struct u256 root = U256_ZERO;

	if (univ3_sqrt_at_tick(&root, tick))
		return tick < 0 ? root_at(UNIV3_TICK_MIN)
				: root_at(UNIV3_TICK_MAX);
	return u256_to_double(root) * 0x1p-96;
}

/* A swap that walks from tick to tick, before it is cut at what was told. */
struct walk {
	struct route_piece *piece;
	int n;
	unsigned __int128 liquidity;
	double root, in, out;
};

static void walk_to(struct walk *w, const struct route_side *s, bool down,
		    double root)
{
	struct route_piece p = { .in = w->in, .out = w->out };
	double liquidity = (double)w->liquidity, net;

	if (down ? !(root < w->root) : !(root > w->root))
		return;
	p.x = down ? liquidity / w->root : liquidity * w->root;
	p.y = down ? liquidity * w->root : liquidity / w->root;
	net = down ? liquidity * (1 / root - 1 / w->root)
		   : liquidity * (root - w->root);
	if (w->liquidity) {
		w->piece[w->n++] = p;
		w->in += net / s->left;
		w->out += p.y * net / (p.x + net);
	}
	w->root = root;
}

/* Modulo 2^128, as what is signed is; of ticks that cannot be the exact swap says so. */
static void cross(struct walk *w, __int128 net, bool down)
{
	if (down)
		w->liquidity -= (unsigned __int128)net;
	else
		w->liquidity += (unsigned __int128)net;
}

static double fee_left(const struct univ3_pool *v, bool down)
{
	uint32_t protocol =
		down ? v->protocol_fee & 0xfff : v->protocol_fee >> 12 & 0xfff;
	uint32_t fee = v->version == UNIV4 && protocol <= UNIV4_PROTOCOL_MAX
			       ? univ4_swap_fee(protocol, v->fee_pips)
			       : v->fee_pips;

	return 1 - (double)fee / UNIV3_PIPS;
}

/* The first tick that is above the pool's. */
static size_t above(const struct univ3_pool *v)
{
	size_t i = 0;

	while (i < v->n_ticks && v->ticks[i].tick <= v->tick)
		i++;
	return i;
}

static void v3_side(struct arena *a, struct route_side *s,
		    const struct route_pool *p, bool down)
{
	const struct univ3_pool *v = &p->v3;
	size_t next = above(v), n = down ? next : v->n_ticks - next;
	struct walk w = {
		.piece = arena_alloc(a, (n + 1) * sizeof(*w.piece)),
		.root = u256_to_double(v->sqrt_x96) * 0x1p-96,
		.liquidity = v->liquidity,
	};

	s->left = fee_left(v, down);
	for (size_t i = 0; i < n; i++) {
		const struct univ3_tick *t =
			&v->ticks[down ? next - 1 - i : next + i];

		walk_to(&w, s, down, root_at(t->tick));
		cross(&w, t->liquidity_net, down);
	}
	walk_to(&w, s, down, root_at(down ? p->tick_low : p->tick_high));
	s->piece = w.piece;
	s->n = w.n;
	s->room = w.in * (1 + ROOM_ERROR) + 1;
	s->sure = fmax(w.in * (1 - ROOM_ERROR) - 2, 0);
	s->told_out = down ? p->tick_low > UNIV3_TICK_MIN
			   : p->tick_high < UNIV3_TICK_MAX;
}

/* ---- the graph ---- */

static void index_sides(struct arena *a, struct route_graph *g)
{
	int n = 2 * g->n_pools;

	g->at = arena_alloc(a, ((size_t)g->n_tokens + 2) * sizeof(*g->at));
	g->by = arena_alloc(a, ((size_t)n + 1) * sizeof(*g->by));
	for (int i = 0; i < n; i++)
		if (g->sides[i].n)
			g->at[g->sides[i].from + 2]++;
	for (int t = 0; t < g->n_tokens; t++)
		g->at[t + 2] += g->at[t + 1];
	/* at[t + 1] is where the next of t goes, and at last where t + 1 begins */
	for (int i = 0; i < n; i++)
		if (g->sides[i].n)
			g->by[g->at[g->sides[i].from + 1]++] = i;
}

struct route_graph *route_graph_make(struct arena *a,
				     const struct route_pool *pools, int n,
				     int n_tokens)
{
	struct route_graph *g = arena_alloc(a, sizeof(*g));

	g->pools = pools;
	g->n_pools = n;
	g->n_tokens = n_tokens;
	g->sides = arena_alloc(a, (2 * (size_t)n + 1) * sizeof(*g->sides));
	for (int i = 0; i < 2 * n; i++) {
		const struct route_pool *p = &pools[i / 2];
		struct route_side *s = &g->sides[i];

		if (route_pool_check(p, n_tokens))
			continue;
		s->pool = i / 2;
		s->from = p->token[i % 2];
		s->to = p->token[1 - i % 2];
		if (p->curve == ROUTE_V2)
			v2_side(a, s, p, i % 2);
		else
			v3_side(a, s, p, i % 2 == 0);
		if (s->n)
			s->spot = s->left * s->piece->y / s->piece->x;
	}
	index_sides(a, g);
	return g;
}

/* ---- one side ---- */

int side_piece(const struct route_side *s, double in)
{
	int low = 0, high = s->n;

	while (high - low > 1) {
		int mid = low + (high - low) / 2;

		if (s->piece[mid].in <= in)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* All that comes out of the first `in`. */
static double out_of(const struct route_side *s, double in)
{
	const struct route_piece *p = &s->piece[side_piece(s, in)];
	double net = s->left * (in - p->in);

	return p->out + p->y * net / (p->x + net);
}

struct route_went flow_of(const struct route_flow *f, int side)
{
	for (int i = 0; i < f->n; i++)
		if (f->v[i].side == side)
			return f->v[i];
	return (struct route_went){ .side = side };
}

void flow_add(struct route_flow *f, int side, double in, double out)
{
	for (int i = 0; i < f->n; i++)
		if (f->v[i].side == side) {
			f->v[i].in += in;
			f->v[i].out += out;
			return;
		}
	f->v[f->n++] = (struct route_went){ side, in, out };
}

/* A pair keeps its fee among its reserves, v3 does not. */
double side_spot(const struct route_side *s, struct route_went went)
{
	const struct route_piece *p = &s->piece[side_piece(s, went.in)];
	double x;

	if (!(went.in > 0))
		return s->spot;
	x = p->x + s->left * (went.in - p->in);
	return s->left * (p->y / x) * (p->x / x);
}

double side_out(const struct route_side *s, struct route_went went,
		double amount, bool sure)
{
	if (went.in + amount > (sure ? s->sure : s->room))
		return -1;
	if (isinf(s->room)) {
		double net = s->left * amount;

		return (s->piece->y - went.out) * net /
		       (s->piece->x + went.in + net);
	}
	return went.in > 0 ? out_of(s, went.in + amount) - out_of(s, went.in)
			   : out_of(s, amount);
}

double side_gas(const struct route_graph *g, const struct route_side *s,
		double in, double amount)
{
	const struct route_pool *p = &g->pools[s->pool];
	int ticks =
		s->n > 1 ? side_piece(s, in + amount) - side_piece(s, in) : 0;

	return p->gas + (double)ticks * p->gas_tick;
}
