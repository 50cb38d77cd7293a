#include "table.h"

#include <stdio.h>
#include <string.h>

void table_money(char text[static TABLE_CELL_SZ], struct dec d)
{
	if (dec_is_none(d))
		snprintf(text, TABLE_CELL_SZ, "-");
	else
		snprintf(text, TABLE_CELL_SZ, "%.2f", dec_to_double(d));
}

void table_number(char text[static TABLE_CELL_SZ], int64_t n)
{
	snprintf(text, TABLE_CELL_SZ, "%lld", (long long)n);
}

void table_percent(char text[static TABLE_CELL_SZ], double ratio)
{
	table_real(text, 100 * ratio);
}

void table_real(char text[static TABLE_CELL_SZ], double x)
{
	if (isnan(x))
		snprintf(text, TABLE_CELL_SZ, "-");
	else
		snprintf(text, TABLE_CELL_SZ, "%.2f", x);
}

/* The text of a cell; row -1: the title. */
static const char *cell(char text[static TABLE_CELL_SZ], const struct axes *a,
			const struct table_column *columns,
			const void *const *results, int row, int column)
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
		 const struct table_column *columns, const void *const *results)
{
	int n = a->n;
	char text[TABLE_CELL_SZ], blank[TABLE_CELL_SZ];
	struct arena mem = { .limit = 0 };
	size_t *width;

	for (const struct table_column *c = columns; c->title; c++)
		n++;
	width = arena_alloc(&mem, (size_t)n * sizeof(*width));
	memset(blank, ' ', sizeof(blank));
	for (int row = -1; row < a->n_points; row++)
		for (int i = 0; i < n; i++) {
			size_t len =
				strlen(cell(text, a, columns, results, row, i));

			if (len > width[i])
				width[i] = len;
		}
	for (int row = -1; row < a->n_points; row++)
		for (int i = 0; i < n; i++) {
			const char *s = cell(text, a, columns, results, row, i);
			size_t pad = width[i] - strlen(s) + (i ? 2 : 0);

			for (; pad > TABLE_CELL_SZ; pad -= TABLE_CELL_SZ)
				out_bytes(out, blank, TABLE_CELL_SZ);
			out_bytes(out, blank, pad);
			out_bytes(out, s, strlen(s));
			if (i == n - 1)
				out_bytes(out, "\n", 1);
		}
	arena_free(&mem);
}
