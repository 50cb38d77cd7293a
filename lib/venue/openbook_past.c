#include "venue/openbook_past.h"

#include "chain/openbook_log.h"

#include <string.h>

/* What nodes write where a log is longer than they keep. */
#define CUT       "Log truncated"
#define SAID      "Program "
#define INVOKED   " invoke ["
#define ENDED     " success"
#define FAILED    " failed"
#define DEPTH_MAX 16 /* of programs that call programs: 5 today */

void openbook_past_open(struct openbook_past *p,
			const struct openbook_place *place,
			const struct openbook_piece *taker)
{
	*p = (struct openbook_past){ .place = place, .open = taker };
	if (taker)
		p->taker = *taker;
}

/* What is known of the events beside it no longer fits together. */
void openbook_past_hole(struct openbook_past *p)
{
	p->n_holes++;
	p->open = false;
}

static void take(struct openbook_past *p, struct openbook_trades *out,
		 const struct openbook_fill_log *f, struct arena *a)
{
	const struct openbook_event e = openbook_log_event(f);
	struct openbook_piece piece;
	struct openbook_trade t;

	if (!openbook_piece_of(&piece, &e, p->place)) {
		openbook_past_hole(p);
		return;
	}
	piece.half.owner = f->owner;
	if (!piece.maker) {
		if (p->open)
			openbook_past_hole(p);
		p->taker = piece;
		p->open = true;
		return;
	}
	/* A maker without its taker: that one is still in the queue. */
	if (!p->open)
		return;
	p->open = false;
	if (!openbook_pair(&t, &piece, &p->taker)) {
		openbook_past_hole(p);
		return;
	}
	out->v = arena_grow(a, out->v, out->n * sizeof(*out->v),
			    (out->n + 1) * sizeof(*out->v));
	out->v[out->n++] = t;
}

/* Who speaks in each line of a log: programs call programs, and any of them may
 * write what looks like a fill. */
static const bool *ours(const struct solana_logs *logs, struct arena *a)
{
	bool *out = arena_alloc(a, logs->n + 1), stack[DEPTH_MAX + 1] = { 0 };
	size_t depth = 0;

	for (size_t i = 0; i < logs->n; i++) {
		const char *line = logs->v[i], *id = line + sizeof(SAID) - 1;
		size_t len = strcspn(id, " ");
		struct pubkey k;

		out[i] = stack[depth];
		if (strncmp(line, SAID, sizeof(SAID) - 1) != 0 ||
		    !pubkey_parse_n(&k, id, len))
			continue;
		id += len;
		if (!strncmp(id, INVOKED, sizeof(INVOKED) - 1)) {
			if (depth < DEPTH_MAX)
				stack[++depth] =
					pubkey_eq(&k, &openbook_program);
		} else if (depth && (!strcmp(id, ENDED) ||
				     !strncmp(id, FAILED, sizeof(FAILED) - 1)))
			depth--;
	}
	return out;
}

void openbook_past_read(struct openbook_past *p, struct openbook_trades *out,
			const struct solana_logs *logs, struct arena *a)
{
	const bool *is_ours = ours(logs, a);

	*out = (struct openbook_trades){ 0 };
	for (size_t i = logs->n; i-- > 0;) {
		struct openbook_log log;
		enum ix_err e;

		if (!strcmp(logs->v[i], CUT)) {
			openbook_past_hole(p);
			continue;
		}
		if (!is_ours[i])
			continue;
		e = openbook_log_line(&log, logs->v[i]);
		if (e == IX_OK && log.kind == OPENBOOK_LOG_FILL &&
		    pubkey_eq(&log.fill.market, &p->place->market.address))
			take(p, out, &log.fill, a);
		else if (e == IX_MALFORMED)
			openbook_past_hole(p);
	}
}
