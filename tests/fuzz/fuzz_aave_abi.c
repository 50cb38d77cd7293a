/* fuzz_aave_abi - what a Pool answers is in its range, or it is refused; and whoever an
 * event names stands in it. */
#include "chain/aave_abi.h"
#include "data/aave_event.h"
#include "fuzz.h"

#include <string.h>

#define ARGS_MAX 8

static void reserve(const uint8_t *data, size_t len)
{
	const struct evm_address none = { .b = { 0 } };
	struct aave_said said;

	if (!aave_reserve_read(&said, data, len))
		return;
	FUZZ_CHECK(said.id >= 0 && said.id < AAVE_RESERVES_MAX);
	FUZZ_CHECK(said.updated_s >= 0 && said.updated_s < INT64_C(1) << 40);
	FUZZ_CHECK(!evm_address_eq(&said.a_token, &none));
	FUZZ_CHECK(said.config.decimals >= 0 && said.config.decimals < 256);
}

static void others(const uint8_t *data, size_t len)
{
	struct evm_address list[AAVE_RESERVES_MAX];
	struct aave_emode_said emode;
	struct arena a = { 0 };
	const char *label;
	size_t n;

	if (aave_list_read(list, &n, data, len))
		FUZZ_CHECK(n <= AAVE_RESERVES_MAX);
	if (aave_emode_read(&emode, &a, data, len)) {
		FUZZ_CHECK(emode.lt_bps >= 0 && emode.lt_bps < 1 << 16);
		FUZZ_CHECK(!emode.label || *emode.label);
	}
	label = aave_label_read(&a, data, len);
	FUZZ_CHECK(!label || *label);
	arena_free(&a);
}

/* Lines: the signature of an event, then its arguments. */
static void event(const uint8_t *data, size_t len)
{
	struct arena a = { 0 };
	char *text = arena_strndup(&a, (const char *)data, len), *next;
	struct rec_text args[ARGS_MAX];
	struct rec_event e = { .signature = text };
	struct aave_says says;

	e.args.v = args;
	for (next = text; (next = strchr(next, '\n')) && e.args.n < ARGS_MAX;
	     e.args.n++) {
		*next++ = '\0';
		args[e.args.n] = (struct rec_text){ "a", next };
	}
	if (!aave_event_read(&says, &e)) {
		FUZZ_CHECK(says.n_users <= AAVE_EVENT_USERS);
		for (size_t i = 0; i < says.n_users; i++)
			FUZZ_CHECK(says.user[i] > text &&
				   says.user[i] <= text + len);
		for (size_t i = 0; i < says.n_assets; i++)
			FUZZ_CHECK(says.asset[i] > text &&
				   says.asset[i] <= text + len);
	}
	arena_free(&a);
}

/* The first byte says what it is. */
void fuzz_one(const uint8_t *data, size_t len)
{
	if (!len)
		return;
	switch (data[0] % 3) {
	case 0:
		reserve(data + 1, len - 1);
		break;
	case 1:
		others(data + 1, len - 1);
		break;
	case 2:
		event(data + 1, len - 1);
		break;
	}
}
