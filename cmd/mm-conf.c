/* mm-conf - read and check the configuration; see mm-conf(1). */
#include "base/conf.h"
#include "base/conf_value.h"
#include "base/err.h"
#include "base/home.h"
#include "base/opt.h"

#include <stdio.h>
#include <string.h>

static const char *format = "tsv"; /* --format of list */

static const struct opt list_options[] = {
	OPT_STR_('f', "format", &format, "<form>",
		 "tsv (default), conf (an example file) or mdoc (a page)"),
	OPT_END_,
};

static int get(int n, char **names)
{
	if (n == 0)
		mm_die(MM_USAGE, "get: which key? (try mm-conf list)");
	for (int i = 0; i < n; i++)
		if (!conf_find(names[i]))
			mm_die(MM_USAGE, "'%.80s': unknown key", names[i]);
	for (int i = 0; i < n; i++)
		printf("%s\n", conf_text(names[i]));
	return MM_OK;
}

static int check(int n, char **files)
{
	if (n > 1)
		mm_die(MM_USAGE, "check: one file, not %d", n);
	return conf_check(n ? files[0] : NULL) ? MM_USAGE : MM_OK;
}

static int home(int n, char **operands)
{
	(void)n, (void)operands;
	printf("%s\n", home_dir());
	return MM_OK;
}

/* How list writes: once a group, once a key, once at the end. */
struct form {
	const char *name;
	void (*head)(const char *title, bool first); /* NULL: nothing */
	void (*key)(const struct conf_key *k, const char *range);
	const char *tail;
};

static void tsv_key(const struct conf_key *k, const char *range)
{
	int line;
	enum conf_source from = conf_source(k->name, &line);

	printf("%s\t%s\t%s", k->name, conf_text(k->name),
	       conf_source_text(from));
	if (line)
		printf(":%d", line);
	printf("\t%s\t%s\t%s\t%s\n", k->unit, range, k->initial, k->meaning);
}

static void conf_head(const char *title, bool first)
{
	printf("%s## %s\n", first ? "" : "\n", title);
}

static void conf_key(const struct conf_key *k, const char *range)
{
	printf("\n# %s\n", k->meaning);
	if (*range || *k->unit)
		printf("# %s%s%s\n", range, *range && *k->unit ? " " : "",
		       k->unit);
	printf("#%s=%s\n", k->name, k->initial);
}

static void mdoc_head(const char *title, bool first)
{
	printf("%s.Ss %s\n.Bl -tag -width Ds\n", first ? "" : ".El\n", title);
}

static void mdoc_key(const struct conf_key *k, const char *range)
{
	printf(".It Va %s\n%s", k->name, k->meaning);
	if (*k->unit)
		printf(", in %s", k->unit);
	if (*range)
		printf("; %s", range);
	printf("; %s%s.\n", *k->initial ? "default " : "unset by default",
	       k->initial);
}

static const struct form forms[] = {
	{ "tsv", NULL, tsv_key, "" },
	{ "conf", conf_head, conf_key, "" },
	{ "mdoc", mdoc_head, mdoc_key, ".El\n" },
	{ 0 },
};

static int list(int n, char **operands)
{
	const struct conf_group *g = conf_groups;
	const struct form *f = forms;
	char range[CONF_RANGE_SZ];

	(void)n, (void)operands;
	while (f->name && strcmp(f->name, format))
		f++;
	if (!f->name)
		mm_die(MM_USAGE, "--format: '%.80s' is not tsv, conf or mdoc",
		       format);
	for (const struct conf_key *k = conf_keys; k->name; k++) {
		if (g->first && !strcmp(g->first, k->name)) {
			if (f->head)
				f->head(g->title, g == conf_groups);
			g++;
		}
		conf_range(range, k);
		f->key(k, range);
	}
	fputs(f->tail, stdout);
	return MM_OK;
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "get", "key ...", "print the value of each key", NULL, get, false },
	{ "check", "[file]", "report every mistake in a configuration", NULL,
	  check, true },
	{ "list", "", "print every key, its value and its meaning",
	  list_options, list, false },
	{ "home", "", "print the folder of this bot", NULL, home, true },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "mm-conf",
	.operands = "<verb> ...",
	.verbs = verbs,
	.conf = true,
};

int main(int argc, char **argv)
{
	enum mm_exit code = (enum mm_exit)opt_run_verb(&prog, argc, argv);

	return (int)mm_close_stdout(code);
}
