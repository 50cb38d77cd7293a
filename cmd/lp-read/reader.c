#include "reader.h"

#include "base/atoms.h"
#include "base/conf.h"
#include "base/hex.h"

#include <string.h>

const struct evm_view *reader_ask(struct reader *r,
				  const struct evm_address *to,
				  enum uniswap_view what,
				  const struct u256 *words)
{
	return evm_rounds_ask(&r->rounds, to, uniswap_call(r->a, what, words));
}

const uint8_t *reader_answer(const struct evm_view *v, size_t n)
{
	return evm_view_words(v, n);
}

bool reader_round(struct reader *r)
{
	struct evm_no no;

	if (evm_rounds_run(&r->rounds, &no))
		return true;
	frame_refuse(r->f, no.reason, "%s", no.text);
	return false;
}

/* ---- lists of pointers ---- */

static void push(struct reader *r, struct rec_list *list, const void *p)
{
	list->v = arena_grow(r->a, list->v, list->n * sizeof(p),
			     (list->n + 1) * sizeof(p));
	((const void **)list->v)[list->n++] = p;
}

static bool has(const struct rec_list *list, const void *p)
{
	const void *const *v = list->v;

	for (size_t i = 0; i < list->n; i++)
		if (v[i] == p)
			return true;
	return false;
}

static bool has_text(const struct rec_list *list, const char *text)
{
	const char *const *v = list->v;

	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(v[i], text))
			return true;
	return false;
}

/* ---- assets ---- */

const struct evm_asset *reader_asset(struct reader *r,
				     const struct evm_address *at)
{
	const struct evm_address coin = { .b = { 0 } }; /* of v4 */
	const char *text = reader_address(r, at);
	const struct evm_asset *asset =
		evm_address_eq(at, &coin) ? r->conf.native
					  : evm_conf_asset_at(&r->conf, text);

	if (asset && !has(&r->tokens, asset)) {
		push(r, &r->tokens, asset);
	} else if (!asset && !has_text(&r->unnamed, text)) {
		push(r, &r->unnamed, text);
		frame_refuse(r->f, "asset_unknown", "ASSETS has no name for %s",
			     text);
	}
	return asset;
}

const char *reader_tokens(struct reader *r, struct rec_position *p,
			  const struct u256 address[static 2])
{
	const struct evm_asset *asset[2];

	for (size_t i = 0; i < 2; i++) {
		struct evm_address at;

		if (!uniswap_to_address(&at, address[i]))
			return "a token of its pool is no address";
		asset[i] = reader_asset(r, &at);
		if (!asset[i])
			return "its pool has a token without a name";
	}
	p->token0 = asset[0]->name;
	p->token1 = asset[1]->name;
	p->decimals0 = asset[0]->decimals;
	p->decimals1 = asset[1]->decimals;
	return NULL;
}

/* ---- positions ---- */

static void add(struct reader *r, struct rec_position ***list, size_t *n,
		struct rec_position *p)
{
	*list = arena_grow(r->a, *list, *n * sizeof(p), (*n + 1) * sizeof(p));
	(*list)[(*n)++] = p;
}

void reader_position(struct reader *r, struct rec_position *p)
{
	add(r, &r->positions, &r->n_positions, p);
}

void reader_gone(struct reader *r, struct rec_position *p)
{
	add(r, &r->gone, &r->n_gone, p);
}

void reader_moved(struct reader *r, const char *position)
{
	push(r, &r->moved, position);
}

void reader_unread(struct reader *r, const char *position, const char *reason,
		   const char *why)
{
	push(r, &r->unread, position);
	frame_refuse(r->f, reason, "%s: %s", position, why);
}

bool reader_is_told(const struct reader *r, const char *position)
{
	for (size_t i = 0; i < r->n_positions; i++)
		if (!strcmp(r->positions[i]->position, position))
			return true;
	for (size_t i = 0; i < r->n_gone; i++)
		if (!strcmp(r->gone[i]->position, position))
			return true;
	return has_text(&r->moved, position);
}

void reader_vanished(struct reader *r)
{
	for (size_t i = 0; i < r->past.n; i++) {
		const char *position = r->past.v[i].p.position;

		if (!r->past.v[i].closed && !reader_is_told(r, position) &&
		    !has_text(&r->unread, position))
			reader_unread(r, position, "position_vanished",
				      "it was there, and nothing tells of its "
				      "end");
	}
}

enum status reader_amount(struct dec *out, struct u256 atoms, int64_t decimals)
{
	return atoms_amount(out, atoms, (int)decimals);
}

const char *reader_address(struct reader *r, const struct evm_address *at)
{
	return evm_address_format(arena_alloc(r->a, EVM_ADDRESS_STR_SZ), at);
}

const char *reader_word(struct reader *r, struct u256 word)
{
	char *text = arena_alloc(r->a, 2 + HEX_SZ(U256_BYTES));
	uint8_t bytes[U256_BYTES];

	u256_put_be(bytes, word);
	memcpy(text, "0x", 2);
	hex_format(text + 2, bytes, sizeof(bytes));
	return text;
}
