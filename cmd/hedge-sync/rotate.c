/* rotate: a new key for an account, proven before the old one is revoked. */
#include "rotate.h"

#include "base/clock.h"
#include "base/conf.h"
#include "data/hedge_conf.h"
#include "data/rec_alert.h"
#include "verbs.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FD_SZ          sizeof("/dev/fd/1023")
#define LATE_MS        1000 /* the venue's own allowance for a clock */
#define MASTER_MAX     4096
#define WAIT_FOR_OTHER 200

/* ---- telling ---- */

static void tell(struct rotation *r, const char *name, const char *severity,
		 const char *text)
{
	struct rec_alert a;

	rec_clear(&rec_alert_type, &a);
	a.ts_ms = clock_now_ms();
	a.by = "hedge-sync";
	a.name = name;
	a.severity = severity;
	a.text = text;
	rec_write(&r->out, &rec_alert_type, &a);
	out_flush(&r->out);
}

static enum mm_exit fail(struct rotation *r, enum mm_exit code,
			 const char *text)
{
	tell(r, "api_key_rotation_failed", "critical",
	     arena_printf(&r->mem, "%s: %s", r->venue->name, text));
	return code;
}

/* Writes down how far it is.  What cannot be written down is not done. */
static bool step(struct rotation *r, enum rotate_step to)
{
	if (rotate_write(r, to))
		return true;
	mm_warn("MM_HOME/rotate/%s: %s", r->venue->name, strerror(errno));
	return false;
}

/* ---- what is there ---- */

/* Keys of the account that are neither in the vault nor on their way out. */
static void tell_strays(struct rotation *r, const char *current)
{
	char mark[CEX_MARK_SZ];

	for (size_t i = 0; i < r->keys.n; i++) {
		const struct cex_kept_key *k = &r->keys.v[i];

		if (!strcmp(k->key, current) ||
		    (r->state.step && !strcmp(k->name, r->state.name)) ||
		    (r->state.step == ROTATE_REVOKE &&
		     !strcmp(cex_mark(mark, k->key), r->state.old)))
			continue;
		tell(r, "api_key_stray", "warning",
		     arena_printf(&r->mem,
				  "%s: the account has another key, '%s'",
				  r->venue->name, k->name));
	}
}

/* The vault holds a key that works: the old one goes. */
static enum mm_exit finish(struct rotation *r)
{
	const char *old = rotate_marked(r, r->state.old);

	if (old && !rotate_revoke(r, old))
		return fail(r, MM_RETRY,
			    "the new key is in use, the old one is not "
			    "surely revoked: run it again");
	if (!step(r, ROTATE_NONE))
		return MM_FAIL;
	tell(r, "api_key_rotated", "info",
	     arena_printf(&r->mem, "%s: the key is '%s' now", r->venue->name,
			  r->state.name));
	return MM_OK;
}

/* The vault is seen to hold the new key, and that it works is proven with what it
 * holds. */
static enum mm_exit adopt(struct rotation *r, const char *key)
{
	struct cex_key now;
	enum mm_exit code = rotate_load(r, &now);

	if (code)
		return fail(r, code, "the vault cannot be read");
	if (strcmp(now.creds.key, key) != 0)
		code = fail(r, MM_FAIL, "the vault holds another key");
	else if ((code = rotate_prove(r, &now)))
		code = fail(r, code, "the new key does not work");
	else if (!step(r, ROTATE_REVOKE))
		code = MM_FAIL;
	cex_key_drop(&now);
	return code ? code : finish(r);
}

/* ---- a key that is not to be ---- */

/* What has the name of the new key goes, and nothing is under way any more. */
static enum mm_exit undo(struct rotation *r, enum mm_exit code,
			 const char *text)
{
	const char *key =
		rotate_list(r) ? rotate_named(r, r->state.name) : NULL;

	if (key && rotate_revoke(r, key) && !step(r, ROTATE_NONE))
		code = MM_FAIL;
	return fail(r, code, text);
}

/* What a run left that was killed, or never knew what became of its request.
 * *over: nothing is left of it. */
static enum mm_exit resume(struct rotation *r, const char *current, bool *over)
{
	int64_t end = r->state.ts_ms + conf_int("RECV_WINDOW_MS") + LATE_MS +
		      conf_int("ORDER_HORIZON_MS");
	const char *key = rotate_named(r, r->state.name);

	*over = false;
	if (r->state.step == ROTATE_REVOKE)
		return finish(r);
	if (key && !strcmp(key, current))
		return adopt(r, current);
	if (key && !rotate_revoke(r, key))
		return fail(r, MM_RETRY, "a key without a secret is left");
	if (key)
		tell(r, "api_key_stray", "warning",
		     arena_printf(&r->mem, "%s: '%s' had no secret: revoked",
				  r->venue->name, r->state.name));
	if (!key && cex_now(r->by) <= end) {
		mm_warn("%s: '%s' may still be made: again in %" PRId64 " ms",
			r->venue->name, r->state.name, end - cex_now(r->by));
		return MM_RETRY;
	}
	*over = step(r, ROTATE_NONE);
	return *over ? MM_OK : MM_FAIL;
}

/* ---- a new key ---- */

/* It is made; its secret is in text alone. */
static enum mm_exit put_in_place(struct rotation *r, const struct secret *text)
{
	struct cex_key made, held;
	const char *why = cex_key_read(&made, text->p, text->len);
	enum mm_exit code;
	bool same;

	if (why)
		return undo(r, MM_FAIL, why);
	code = rotate_prove(r, &made);
	if (code) {
		code = undo(r, code, "the new key does not work");
	} else if (rotate_hand_over(r, text)) {
		code = rotate_list(r) ? adopt(r, made.creds.key)
				      : fail(r, MM_RETRY, "run it again");
	} else if (rotate_load(r, &held)) {
		/* Neither is touched: the next run sees which it is. */
		code = fail(r, MM_RETRY, "the vault cannot be read");
	} else {
		same = !strcmp(held.creds.key, made.creds.key);
		cex_key_drop(&held);
		code = same ? fail(r, MM_RETRY, "run it again")
			    : undo(r, MM_FAIL, "the vault did not take it");
	}
	cex_key_drop(&made);
	return code;
}

static enum mm_exit create(struct rotation *r)
{
	struct secret text;
	enum cex_verdict v;
	enum mm_exit code = MM_FAIL;

	rotate_name(r);
	r->state.ts_ms = cex_now(r->by);
	if (!step(r, ROTATE_CREATE))
		return fail(r, MM_FAIL, "nothing was done");
	v = rotate_create(r, &text);
	switch (v) {
	case CEX_DONE:
		code = put_in_place(r, &text);
		break;
	case CEX_UNKNOWN:
		code = undo(r, MM_RETRY, "the new key was not told");
		break;
	case CEX_REJECTED:
	case CEX_RETRY:
	case CEX_FATAL:
		code = v == CEX_RETRY ? MM_RETRY : MM_REFUSED;
		if (!step(r, ROTATE_NONE))
			code = MM_FAIL;
		code = fail(r, code, "no new key was made");
		break;
	}
	secret_free(&text);
	return code;
}

static enum mm_exit turn(struct rotation *r, bool live)
{
	char mark[CEX_MARK_SZ];
	struct cex_key current;
	enum mm_exit code = rotate_load(r, &current);
	bool over = true;

	if (code)
		return code;
	if (!rotate_list(r)) {
		code = fail(r, MM_RETRY, "nothing was done");
	} else if (!rotate_marked(r, cex_mark(mark, current.creds.key))) {
		code = fail(r, MM_REFUSED,
			    "the key in the vault is none of that account");
	} else {
		tell_strays(r, current.creds.key);
		if (!live && r->state.step)
			mm_warn("%s: a rotation is not finished: --live ends "
				"it",
				r->venue->name);
		if (live && r->state.step)
			code = resume(r, current.creds.key, &over);
		if (live && !code && over) {
			memcpy(r->state.old, mark, sizeof(mark));
			code = create(r);
		}
	}
	cex_key_drop(&current);
	return code;
}

/* ---- the way there ---- */

static const char *symbol_at(const struct hedge_conf *c, const char *venue)
{
	for (size_t i = 0; i < c->n_pairs; i++)
		if (!strcmp(c->venues[c->pairs[i].venue].name, venue))
			return c->pairs[i].symbol;
	return NULL;
}

static bool is_address(const char *ip)
{
	size_t n = strspn(ip, "0123456789abcdefABCDEF.:");

	return n >= 7 && !ip[n] && strpbrk(ip, ".:");
}

static void aim(struct rotation *r, const struct rotate_options *o)
{
	struct hedge_conf conf;
	const char *why;

	r->venue = o->venue ? cex_venue_find(o->venue) : NULL;
	if (!r->venue)
		mm_die(MM_USAGE, "rotate: --venue names no exchange");
	if (!r->venue->care)
		mm_die(MM_USAGE, "rotate: keys of %s are made by hand",
		       r->venue->name);
	if (!o->account)
		mm_die(MM_USAGE, "rotate: --account is needed");
	why = r->venue->care->account_unfit(o->account);
	if (why)
		mm_die(MM_USAGE, "rotate: --account: %s", why);
	if (o->master_fd < 0)
		mm_die(MM_USAGE, "rotate: --master-fd is needed");
	if (!is_address(conf_text("SERVER_IP")))
		mm_die(MM_USAGE, "rotate: SERVER_IP is no address");
	hedge_conf_read(&conf, &r->mem);
	r->account = o->account;
	r->in_vault = conf_text(r->venue->account_key);
	r->symbol = symbol_at(&conf, r->venue->name);
	if (!r->symbol)
		mm_die(MM_USAGE, "rotate: HEDGE_ASSETS has no symbol at %s",
		       r->venue->name);
}

static void read_master(struct rotation *r, int64_t fd)
{
	char path[FD_SZ];
	struct secret text;
	enum secret_err e;
	const char *why;

	snprintf(path, sizeof(path), "/dev/fd/%d", (int)fd);
	e = secret_file(&text, path, MASTER_MAX);
	if (e)
		mm_die(e == SECRET_SHARED ? MM_REFUSED : MM_FAIL,
		       "the master's key: %s", secret_text(e));
	(void)close((int)fd);
	why = cex_key_read(&r->master, text.p, text.len);
	secret_free(&text);
	if (why)
		mm_die(MM_USAGE, "the master's key: %s", why);
	r->http = cex_http();
	r->by = cex_open(r->venue, r->http, &r->master.creds, &why);
	if (!r->by)
		mm_die(MM_USAGE, "%s: %s", r->venue->name, why);
}

int rotate_run(const struct rotate_options *o)
{
	struct rotation r = { .lock = { -1 } };
	enum mm_exit code;
	char lane[64];

	secret_guard();
	signal(SIGPIPE, SIG_IGN);
	aim(&r, o);
	snprintf(lane, sizeof(lane), "rotate:%s", r.venue->name);
	if (lock_take(&r.lock, lane, WAIT_FOR_OTHER))
		mm_die(MM_RETRY, "rotate: another one is under way");
	if (!rotate_read(&r))
		mm_die(MM_FAIL,
		       "MM_HOME/rotate/%s: not what was written: look at the "
		       "account's keys, then remove it",
		       r.venue->name);
	read_master(&r, o->master_fd);
	out_open(&r.out, STDOUT_FILENO);
	code = turn(&r, o->live);
	out_close(&r.out);
	cex_close(r.by);
	cex_key_drop(&r.master);
	http_close(r.http);
	lock_drop(&r.lock);
	arena_free(&r.mem);
	return (int)code;
}
