/* list: what is on its way, for people. */
#include "base/clock.h"
#include "base/err.h"
#include "outbox.h"
#include "verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void print(const struct attempt *t, int64_t now_ms)
{
	const char *state = *t->was ? t->was : "sent";
	const char *block = strstr(state, " block ");
	int state_len = (int)(block ? (size_t)(block - state) : strlen(state));

	for (size_t i = 0; i < t->n_parts; i++) {
		const struct part *p = &t->parts[i];
		const struct rec_action *r = p->action;
		char price[DEC_STR_SZ] = "", size[DEC_STR_SZ] = "";
		char nonce[DEC_STR_SZ] = "";

		if (!dec_is_none(r->price))
			dec_format(price, r->price);
		if (!dec_is_none(r->size))
			dec_format(size, r->size);
		if (!dec_is_none(t->tx->nonce))
			dec_format(nonce, t->tx->nonce);
		printf("%-16.*s %5" PRId64 " s  %-8s %-32s %s%s%s %s%s%s  %s\n",
		       state_len, state, (now_ms - t->recorded_ms) / 1000,
		       r->action, p->lane, *nonce ? "nonce " : "", nonce,
		       r->side < 0 ? "" : rec_sides[r->side], size,
		       *price ? " at " : "", price, t->id);
	}
}

int list_run(void)
{
	struct arena a = { .limit = 0 };
	struct sender s = { .via = NULL };
	struct attempts all;
	size_t unread;
	enum db_err err;

	sender_open(&s, SENDER_JOURNAL);
	err = box_load(&s, &a, &all, &unread);
	if (err)
		mm_die(db_exit(err), "%s", journal_message(s.journal));
	for (size_t i = 0; i < all.n; i++)
		print(all.v[i], clock_now_ms());
	arena_free(&a);
	sender_close(&s);
	return (int)mm_close_stdout(unread ? MM_FAIL : MM_OK);
}
