/* fuzz_lend_line - what the quick reader of user_reserve lines accepts, the general one
 * reads the same, whatever line was before. */
#include "data/lend_aave.h"
#include "data/lend_line.h"
#include "fuzz.h"

#include <string.h>

static char line[4096];

static void check_same(const struct lend_line *l,
		       const struct rec_user_reserve *r)
{
	struct lend_told told;

	FUZZ_CHECK(!lend_aave_hold(&told.user, &told.hold, &told.emode, r));
	FUZZ_CHECK(!memcmp(&told.user, &l->told.user, sizeof(told.user)));
	FUZZ_CHECK(told.emode == l->told.emode);
	FUZZ_CHECK(told.hold.reserve == l->told.hold.reserve);
	FUZZ_CHECK(told.hold.collateral == l->told.hold.collateral);
	FUZZ_CHECK(told.hold.supply == l->told.hold.supply);
	FUZZ_CHECK(told.hold.debt == l->told.hold.debt);
	FUZZ_CHECK(told.hold.stable == l->told.hold.stable);
	FUZZ_CHECK(r->block == l->block && r->chain_id == l->chain_id);
	FUZZ_CHECK(strlen(r->pool) == l->pool_len &&
		   !memcmp(r->pool, l->head + l->pool, l->pool_len));
}

void fuzz_one(const uint8_t *data, size_t len)
{
	static struct lend_line l;
	static struct json j;
	static struct arena a;
	struct rec_user_reserve r;
	const struct json_tok *type;

	if (len >= sizeof(line) || memchr(data, '\n', len))
		return;
	memcpy(line, data, len);
	line[len] = '\0';
	if (!lend_line_read(&l, line, len))
		return;
	FUZZ_CHECK(!json_scan(&j, line, len));
	type = json_member(&j, 0, "type");
	FUZZ_CHECK(type && !strcmp(type->s, "user_reserve"));
	FUZZ_CHECK(!rec_decode(&rec_user_reserve_type, &r, &j, &a));
	check_same(&l, &r);
	arena_reset(&a);
}
