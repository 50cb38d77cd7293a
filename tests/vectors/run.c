/* vectors FILE... - check our library against golden lines.
 *
 * in:  {"fn":F,"in":{...},"out":{...},"tol":T} a line; README.md beside this
 * out: a message for each line that fails, on stderr; last, on stdout,
 *      "N passed, N failed, N skipped" (skipped: an F no checker answers)
 *
 * Exits 0, 1 if a line failed or a file could not be read, 2 on usage.
 */
#include "check.h"
#include "line.h"

#include "base/mem.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct checker *const modules[] = {
	check_aave,     check_aave_abi, check_abi,         check_ed25519,
	check_evm_tx,   check_grid,     check_keys,        check_lp,
	check_match,    check_openbook, check_openbook_ix, check_pivot,
	check_risk,     check_route,    check_sol_ix,      check_sol_tx,
	check_sol_wire, check_stats,    check_treasury,    check_univ2,
	check_univ3,
};

static struct arena memory; /* the line's */
static jmp_buf abandon;     /* where line_fail goes */
static const char *file;
static size_t line_no;
static size_t n_passed, n_failed, n_skipped;

void *vec_alloc(size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		line_fail("too large");
	return arena_alloc(&memory, n * size);
}

struct arena *vec_arena(void)
{
	return &memory;
}

static void *json_alloc(size_t n)
{
	return arena_alloc(&memory, n);
}

static void json_free(void *p)
{
	(void)p; /* the arena's */
}

noreturn void line_fail(const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	mm_warn("%s:%zu: %s", file, line_no, text);
	n_failed++;
	longjmp(abandon, 1);
}

static const struct checker *checker_of(const char *fn)
{
	for (size_t m = 0; m < sizeof(modules) / sizeof(*modules); m++)
		for (const struct checker *c = modules[m]; c->fn; c++)
			if (strcmp(c->fn, fn) == 0)
				return c;
	return NULL;
}

static void check_line(const char *text, size_t len)
{
	const cJSON *in, *out, *tol;
	const struct checker *c;
	const char *end;
	const char *fn;
	cJSON *v;

	v = cJSON_ParseWithLengthOpts(text, len, &end, 0);
	if (!cJSON_IsObject(v) || end + strspn(end, " \t\r\n") != text + len)
		line_fail("not a JSON object");
	fn = vec_text(v, "fn");
	c = checker_of(fn);
	if (!c) {
		n_skipped++;
		return;
	}
	in = vec_get(v, "in");
	out = vec_get(v, "out");
	tol = cJSON_GetObjectItemCaseSensitive(v, "tol");
	if (!cJSON_IsObject(in) || !cJSON_IsObject(out) || !out->child)
		line_fail("'in' or 'out' is not an object with keys");
	compare_answer(fn, in, out, tol, c->answer(in));
	n_passed++;
}

static bool check_file(const char *name)
{
	FILE *f = fopen(name, "r");
	char *text = NULL;
	size_t cap = 0;
	ssize_t len;
	bool ok;

	if (!f) {
		mm_warn("%s: %s", name, strerror(errno));
		return false;
	}
	file = name;
	for (line_no = 1; (len = getline(&text, &cap, f)) >= 0; line_no++) {
		if (strspn(text, " \t\r\n") == (size_t)len)
			continue;
		if (!setjmp(abandon))
			check_line(text, (size_t)len);
		arena_reset(&memory);
	}
	ok = !ferror(f);
	if (!ok)
		mm_warn("%s: %s", name, strerror(errno));
	free(text);
	fclose(f);
	return ok;
}

int main(int argc, char **argv)
{
	cJSON_Hooks hooks = { .malloc_fn = json_alloc, .free_fn = json_free };
	bool readable = true;

	mm_prog = "vectors";
	if (argc < 2) {
		fputs("usage: vectors FILE...\n", stderr);
		return MM_USAGE;
	}
	cJSON_InitHooks(&hooks);
	for (int i = 1; i < argc; i++)
		readable &= check_file(argv[i]);
	arena_free(&memory);
	printf("%zu passed, %zu failed, %zu skipped\n", n_passed, n_failed,
	       n_skipped);
	return (int)mm_close_stdout(readable && !n_failed ? MM_OK : MM_FAIL);
}
