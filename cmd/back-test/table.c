#include "table.h"

#include <stdio.h>
#include <string.h>

#define CELL_SZ 64

struct column {
	const char *title;
	void (*cell)(char text[static CELL_SZ], const struct rec_backtest *r);
};

static void money(char text[static CELL_SZ], struct dec d)
{
	if (dec_is_none(d))
		snprintf(text, CELL_SZ, "-");
	else
		snprintf(text, CELL_SZ, "%.2f", dec_to_double(d));
}

static void number(char text[static CELL_SZ], int64_t n)
{
	snprintf(text, CELL_SZ, "%lld", (long long)n);
}

static void percent(char text[static CELL_SZ], double ratio)
{
	if (isnan(ratio))
		snprintf(text, CELL_SZ, "-");
	else
		snprintf(text, CELL_SZ, "%.2f", 100 * ratio);
}

#define CELL(name, kind, expr)                                                 \
	static void name(char text[static CELL_SZ],                            \
			 const struct rec_backtest *r)                         \
	{                                                                      \
		kind(text, expr);                                              \
	}

CELL(vs_hold, money, r->pnl_vs_hold)
CELL(pnl, money, r->pnl)
CELL(drawdown, percent, r->max_drawdown_ratio)
CELL(fees, money, r->fees)
CELL(fills, number, r->n_fills)
CELL(base_end, money, r->base_end)
CELL(placed, number, r->n_placed)
CELL(replaced, number, r->n_replaced)
CELL(cancelled, number, r->n_cancelled)
CELL(kept, number, r->n_kept)
CELL(pulled, percent, (double)r->n_pulls / (double)r->n_frames)

static const struct column columns[] = {
	{ "pnl_vs_hold", vs_hold }, { "pnl", pnl },
	{ "drawdown_%", drawdown }, { "fees", fees },
	{ "fills", fills },         { "base", base_end },
	{ "placed", placed },       { "replaced", replaced },
	{ "cancelled", cancelled }, { "kept", kept },
	{ "pulled_%", pulled },
};

#define N_COLUMNS ((int)(sizeof(columns) / sizeof(*columns)))

/* The text of a cell; row -1: the title. */
static const char *cell(char text[static CELL_SZ], const struct axes *a,
			const struct rec_backtest *const *results, int row,
			int column)
{
	if (column < a->n)
		return row < 0 ? a->v[column].key : axes_value(a, column, row);
	column -= a->n;
	if (row < 0)
		return columns[column].title;
	if (!results[row])
		return "failed";
	columns[column].cell(text, results[row]);
	return text;
}

void table_write(struct out *out, const struct axes *a,
		 const struct rec_backtest *const *results)
{
	int n = a->n + N_COLUMNS;
	char text[CELL_SZ], blank[CELL_SZ];
	struct arena mem = { .limit = 0 };
	size_t *width = arena_alloc(&mem, (size_t)n * sizeof(*width));

	memset(blank, ' ', sizeof(blank));
	for (int row = -1; row < a->n_points; row++)
		for (int i = 0; i < n; i++) {
			size_t len = strlen(cell(text, a, results, row, i));

			if (len > width[i])
				width[i] = len;
		}
	for (int row = -1; row < a->n_points; row++)
		for (int i = 0; i < n; i++) {
			const char *s = cell(text, a, results, row, i);
			size_t pad = width[i] - strlen(s) + (i ? 2 : 0);

			for (; pad > CELL_SZ; pad -= CELL_SZ)
				out_bytes(out, blank, CELL_SZ);
			out_bytes(out, blank, pad);
			out_bytes(out, s, strlen(s));
			if (i == n - 1)
				out_bytes(out, "\n", 1);
		}
	arena_free(&mem);
}
