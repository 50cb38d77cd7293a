/* settle.c - what was gathered, in order and once; and its end. */
#include "job.h"

#include <stdlib.h>
#include <string.h>

static int by_time_then_id(const void *a, const void *b)
{
	const struct own_fill *x = a, *y = b;

	if (x->ts_ms != y->ts_ms)
		return x->ts_ms < y->ts_ms ? -1 : 1;
	return strcmp(x->id, y->id);
}

static int by_time_then_wallet(const void *a, const void *b)
{
	const struct snapshot *x = a, *y = b;

	if (x->ts_ms != y->ts_ms)
		return x->ts_ms < y->ts_ms ? -1 : 1;
	return (x->wallet > y->wallet) - (x->wallet < y->wallet);
}

/* The stream brings a fill at least once: the same id is the same fill. */
static void drop_repeated_fills(struct job *job)
{
	int kept = 0;

	for (int i = 0; i < job->n_fills; i++)
		if (!kept ||
		    by_time_then_id(&job->fills[kept - 1], &job->fills[i]) != 0)
			job->fills[kept++] = job->fills[i];
	job->n_fills = kept;
}

void gather_settle(struct job *job)
{
	if (job->n_fills)
		qsort(job->fills, (size_t)job->n_fills, sizeof(*job->fills),
		      by_time_then_id);
	drop_repeated_fills(job);
	if (job->n_snapshots)
		qsort(job->snapshots, (size_t)job->n_snapshots,
		      sizeof(*job->snapshots), by_time_then_wallet);
	for (int i = 0; i < job->n_pairs; i++)
		samples_settle(&job->pairs[i].prices, job->every_ms);
	for (int i = 0; i < job->n_markets; i++)
		samples_settle(&job->markets[i].prices, job->every_ms);
	samples_settle(&job->equity, job->every_ms);

	job->quote_asset = -1;
	if (job->quote)
		job->quote_asset = names_id(&job->assets, job->quote);
	else if (job->equity_read)
		job->quote_asset = job->equity_quote;
	else if (job->market >= 0)
		job->quote_asset = job->markets[job->market].quote;
	else if (job->n_pairs == 1)
		job->quote_asset = job->pairs[0].quote;
}

static void names_free(struct names *names)
{
	for (int i = 0; i < names->n; i++)
		free(names->v[i]);
	free(names->v);
}

void gather_free(struct job *job)
{
	names_free(&job->assets);
	names_free(&job->wallets);
	for (int i = 0; i < job->n_pairs; i++)
		samples_free(&job->pairs[i].prices);
	free(job->pairs);
	for (int i = 0; i < job->n_markets; i++) {
		free(job->markets[i].name);
		samples_free(&job->markets[i].prices);
	}
	free(job->markets);
	for (int i = 0; i < job->n_snapshots; i++)
		free(job->snapshots[i].held);
	free(job->snapshots);
	free(job->fills);
	samples_free(&job->equity);
	wash_free(&job->tape.wash);
	arena_free(&job->arena);
}
