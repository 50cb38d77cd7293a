#include "plan.h"

#include "groups.h"

#include "base/buf.h"
#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FILE_MAX  ((size_t)1 << 20)
#define READ_SIZE 4096
#define TEXT_MAX  (16 * FILE_MAX) /* with the contracts of groups */

static void read_file(struct buf *b, const char *name)
{
	FILE *f = !strcmp(name, "-") ? NULL : fopen(name, "re");
	size_t n;

	if (!f)
		mm_die(MM_USAGE, "%s: %s", name, strerror(errno));
	buf_init(b, FILE_MAX);
	do {
		if (!buf_reserve(b, READ_SIZE))
			mm_die(MM_USAGE, "%s: over %zu bytes", name, FILE_MAX);
		n = fread(b->p + b->len, 1, READ_SIZE, f);
		b->len += n;
	} while (n);
	if (ferror(f))
		mm_die(MM_USAGE, "%s: %s", name, strerror(errno));
	fclose(f);
}

/* The contract of an asset. */
static bool named(void *ctx, struct evm_address *out, const char *name)
{
	const struct evm_conf *conf = ctx;
	const struct evm_asset *asset = evm_conf_asset(conf, name);

	return asset && asset->address &&
	       evm_address_parse(out, asset->address, strlen(asset->address));
}

static void place(struct watch *w, struct arena *a, const struct opt_list *at,
		  const struct evm_conf *conf)
{
	struct evm_address *list =
		arena_alloc(a, (size_t)at->n * sizeof(*list));

	for (int i = 0; i < at->n; i++)
		if (!evm_address_parse(&list[i], at->v[i], strlen(at->v[i])) &&
		    !named((void *)conf, &list[i], at->v[i]))
			mm_die(MM_USAGE,
			       "--at: '%s' is no address and no name "
			       "of ASSETS",
			       at->v[i]);
	if (!watch_place(w, a, list, (size_t)at->n))
		mm_die(MM_USAGE, "--at: too many contracts for so many events");
}

static void add_file(struct watch *w, struct arena *a, const char *name,
		     const struct evm_conf *conf)
{
	struct watch_no no;
	struct buf file, text;
	size_t *line_of;

	read_file(&file, name);
	buf_init(&text, TEXT_MAX);
	if (!groups_spread(&text, &line_of, a, &file, conf))
		mm_die(MM_USAGE,
		       "%s: too much of POOLS, VAULTS or LEND_MARKETS", name);
	if (!watch_add(w, a, text.p, text.len, named, (void *)conf, &no))
		mm_die(MM_USAGE, "%s:%zu: %s", name, line_of[no.line - 1],
		       no.why);
	buf_free(&file);
	buf_free(&text);
}

void plan_read(struct watch *w, struct arena *a, const struct opt_list *files,
	       const struct opt_list *at, const struct evm_conf *conf)
{
	if (!files->n)
		mm_die(MM_USAGE, "--watch: which file of watches?");
	for (int i = 0; i < files->n; i++)
		add_file(w, a, files->v[i], conf);
	if (!w->n)
		mm_die(MM_USAGE, "%s: no event in it", files->v[0]);
	if (at->n)
		place(w, a, at, conf);
}
