#include "base/conf.h"
#include "rotate.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define TRIES      4
#define PAGES      50 /* of keys: an account has a few dozen at most */
#define PAUSE_MS   250
#define REPLY_ROOM ((size_t)16 << 10)

static void pause_ms(int64_t ms)
{
	const struct timespec t = { .tv_sec = ms / 1000,
				    .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

void rotate_call(struct rotation *r, struct cex_call *c, bool again)
{
	for (int i = 0; i < TRIES; i++) {
		enum cex_verdict v;
		int64_t wait = PAUSE_MS << i;

		cex_calls(&(struct cex_call *){ c }, 1, &r->mem);
		v = c->reply.verdict;
		if (v != CEX_RETRY && !(again && v == CEX_UNKNOWN))
			return;
		if (c->reply.retry_ms > wait)
			wait = c->reply.retry_ms;
		if (i + 1 == TRIES || wait > 8 * PAUSE_MS)
			return;
		pause_ms(wait);
	}
}

static void say(const struct rotation *r, const char *what,
		const struct cex_reply *reply)
{
	mm_warn("%s: %s: %s", r->venue->name, what,
		*reply->text ? reply->text : "no answer that can be used");
}

static bool add_page(struct rotation *r, const struct cex_kept_keys *page)
{
	struct cex_kept_keys *k = &r->keys;

	k->v = arena_grow(&r->mem, k->v, k->n * sizeof(*k->v),
			  (k->n + page->n) * sizeof(*k->v));
	if (page->n)
		memcpy(k->v + k->n, page->v, page->n * sizeof(*k->v));
	k->n += page->n;
	return page->cursor != NULL;
}

bool rotate_list(struct rotation *r)
{
	const struct cex_care *care = r->venue->care;
	struct cex_kept_keys page = { NULL, 0, NULL };
	const char *why = "too many keys";
	struct cex_call c;
	bool more = true;

	r->keys = (struct cex_kept_keys){ NULL, 0, NULL };
	cex_call_init(&c, r->by);
	for (int i = 0; more && i < PAGES; i++) {
		const char *cursor = page.cursor;

		care->ask_list(&c.req, r->account, cursor);
		rotate_call(r, &c, true);
		if (c.reply.verdict != CEX_DONE) {
			why = *c.reply.text ? c.reply.text : "no answer";
			break;
		}
		why = care->read_list(&page, cursor, c.body, c.len, &r->mem);
		if (why)
			break;
		more = add_page(r, &page);
	}
	cex_call_free(&c);
	if (more)
		mm_warn("%s: the keys of the account cannot be listed: %s",
			r->venue->name, why ? why : "too many keys");
	return !more;
}

const char *rotate_named(const struct rotation *r, const char *name)
{
	for (size_t i = 0; i < r->keys.n; i++)
		if (!strcmp(r->keys.v[i].name, name))
			return r->keys.v[i].key;
	return NULL;
}

const char *rotate_marked(const struct rotation *r, const char *mark)
{
	char one[CEX_MARK_SZ];

	for (size_t i = 0; i < r->keys.n; i++)
		if (!strcmp(cex_mark(one, r->keys.v[i].key), mark))
			return r->keys.v[i].key;
	return NULL;
}

enum cex_verdict rotate_create(struct rotation *r, struct secret *text)
{
	const struct cex_care *care = r->venue->care;
	enum cex_verdict verdict;
	const char *why = NULL;
	struct cex_call c;

	*text = (struct secret){ NULL, 0 };
	cex_call_init(&c, r->by);
	/* The reply holds the secret: no copy of it is left by growing. */
	if (!buf_reserve(&c.http.answer, REPLY_ROOM))
		mm_die(MM_FAIL, "rotate: out of memory");
	care->ask_create(&c.req, r->account, r->state.name,
			 conf_text("SERVER_IP"));
	rotate_call(r, &c, false);
	verdict = c.reply.verdict;
	if (verdict == CEX_DONE)
		why = care->read_create(text, c.body, c.len);
	if (why)
		verdict = CEX_UNKNOWN;
	if (verdict != CEX_DONE && why)
		mm_warn("%s: no key was told: %s", r->venue->name, why);
	else if (verdict != CEX_DONE)
		say(r, "no key was told", &c.reply);
	cex_call_free(&c);
	return verdict;
}

/* A second time does no harm, and the list says what became of it. */
bool rotate_revoke(struct rotation *r, const char *key)
{
	char mark[CEX_MARK_SZ];
	struct cex_call c;
	bool gone = false;

	cex_mark(mark, key);
	cex_call_init(&c, r->by);
	for (int i = 0; !gone && i < TRIES; i++) {
		r->venue->care->ask_delete(&c.req, r->account, key);
		rotate_call(r, &c, true);
		if (c.reply.verdict != CEX_DONE)
			say(r, "a key is not surely revoked", &c.reply);
		if (!rotate_list(r))
			break;
		gone = !rotate_marked(r, mark);
	}
	cex_call_free(&c);
	return gone;
}
