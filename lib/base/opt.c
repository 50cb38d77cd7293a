#include "base/opt.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/std.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef MM_VERSION
#define MM_VERSION "0"
#endif

static bool want_help, want_version, dump_options, dump_records;
static const char *conf_path;
static struct opt_list settings;

static const struct opt common[] = {
	OPT_FLAG_('h', "help", &want_help, "show this text"),
	OPT_FLAG_(0, "version", &want_version, "show the version"),
	OPT_FLAG_(0, "log-json", &mm_log_json, "write diagnostics as JSON"),
	OPT_FLAG_(0, "dump-options", &dump_options, "list the options"),
	OPT_FLAG_(0, "dump-records", &dump_records,
		  "list the records eaten, read and made"),
	OPT_END_,
};

static const struct opt configured[] = {
	OPT_STR_('c', "conf", &conf_path, "<file>",
		 "read this configuration (default MM_HOME/mm.conf)"),
	OPT_LIST_('o', "set", &settings, "<KEY=value>",
		  "set a configuration key, over file and environment"),
	OPT_END_,
};

/* The tables that apply: the verb's, the program's, the shared ones. */
struct tables {
	const struct opt *t[4];
};

static struct tables tables_of(const struct opt_prog *p,
			       const struct opt_verb *verb)
{
	static const struct opt none[] = { OPT_END_ };
	bool conf = p->conf && !(verb && verb->no_conf);
	const struct opt *own = verb ? verb->opts : p->run_opts;

	return (struct tables){ { own ? own : none, p->opts ? p->opts : none,
				  conf ? configured : none, common } };
}

static void help_table(const struct opt *o)
{
	for (; o->kind != OPT_END; o++) {
		char left[64];

		snprintf(left, sizeof(left), "%s%c%s--%s%s%s",
			 o->shortname ? "-" : " ",
			 o->shortname ? o->shortname : ' ',
			 o->shortname ? ", " : "  ", o->longname,
			 o->arg ? " " : "", o->arg ? o->arg : "");
		printf("  %-30s %s\n", left, o->help);
	}
}

static void help(const struct opt_prog *p, const struct opt_verb *verb)
{
	struct tables tabs = tables_of(p, verb);

	if (p->verbs && !verb) {
		printf("usage: %s <verb> [option ...] [operand ...]\n",
		       p->name);
		if (p->run)
			printf("   or: %s [option ...] %s\n", p->name,
			       p->operands);
		printf("\n");
		for (const struct opt_verb *v = p->verbs; v->name; v++)
			printf("  %-30s %s\n", v->name, v->help);
		printf("\n");
	} else {
		printf("usage: %s%s%s [option ...]%s%s\n\n", p->name,
		       verb ? " " : "", verb ? verb->name : "",
		       verb ? (*verb->operands ? " " : "")
			    : (*p->operands ? " " : ""),
		       verb ? verb->operands : p->operands);
	}
	for (int i = 0; i < 4; i++)
		help_table(tabs.t[i]);
}

static void dump_table(const char *verb, const struct opt *o)
{
	for (; o->kind != OPT_END; o++)
		printf("%s\t--%s\t%c\t%s\t%s\n", verb, o->longname,
		       o->shortname ? o->shortname : '-', o->arg ? o->arg : "",
		       o->help);
}

/* One line an option: verb or "-", long name, short letter, argument, help. */
static void dump(const struct opt_prog *p)
{
	struct tables tabs = tables_of(p, NULL);

	for (const struct opt_verb *v = p->verbs; v && v->name; v++) {
		printf("%s\t\t-\t%s\t%s\n", v->name, v->operands, v->help);
		if (v->opts)
			dump_table(v->name, v->opts);
	}
	for (int i = 0; i < 4; i++)
		dump_table("-", tabs.t[i]);
}

static void set_int(const struct opt *o, const char *arg)
{
	struct dec d;

	if (dec_parse(&d, arg, strlen(arg)) || d.scale || d.v < o->min ||
	    d.v > o->max)
		mm_die(MM_USAGE,
		       "--%s: '%.80s' is not in %" PRId64 "..%" PRId64,
		       o->longname, arg, o->min, o->max);
	*(int64_t *)o->value = (int64_t)d.v;
}

static void set(const struct opt *o, const char *arg)
{
	struct opt_list *list;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->value = true;
		return;
	case OPT_STR:
		*(const char **)o->value = arg;
		return;
	case OPT_INT:
		set_int(o, arg);
		return;
	case OPT_DURATION:
		if (duration_parse(o->value, arg))
			mm_die(MM_USAGE,
			       "--%s: '%.80s' is no duration like 30s",
			       o->longname, arg);
		return;
	case OPT_LIST:
		list = o->value;
		list->v = mem_realloc(list->v, (size_t)list->n + 1,
				      sizeof(*list->v));
		list->v[list->n++] = arg;
		return;
	case OPT_END:
		return;
	}
}

static const struct opt *find(const struct tables *tabs, char letter,
			      const char *name, size_t len)
{
	for (int i = 0; i < 4; i++) {
		const struct opt *o = tabs->t[i];

		for (; o->kind != OPT_END; o++) {
			if (name && !strncmp(o->longname, name, len) &&
			    !o->longname[len])
				return o;
			if (!name && letter && o->shortname == letter)
				return o;
		}
	}
	return NULL;
}

/* Takes argv[i], and argv[i + 1] where it is its value; returns the last index
 * taken. */
static int take(const struct tables *tabs, int argc, char **argv, int i)
{
	const char *a = argv[i], *val = NULL;
	const struct opt *o;

	if (a[1] == '-') {
		const char *eq = strchr(a, '=');
		size_t len = eq ? (size_t)(eq - a - 2) : strlen(a + 2);

		o = find(tabs, 0, a + 2, len);
		val = eq ? eq + 1 : NULL;
	} else {
		o = find(tabs, a[1], NULL, 0);
		val = a[2] ? a + 2 : NULL;
	}
	if (!o)
		mm_die(MM_USAGE, "unknown option '%.80s' (try --help)", a);
	if (o->kind == OPT_FLAG && val)
		mm_die(MM_USAGE, "--%s takes no value", o->longname);
	if (o->kind != OPT_FLAG && !val) {
		if (++i >= argc)
			mm_die(MM_USAGE, "--%s needs %s", o->longname, o->arg);
		val = argv[i];
	}
	set(o, val);
	return i;
}

static void configure(void)
{
	for (int i = 0; i < settings.n; i++) {
		const char *text = settings.v[i], *eq = strchr(text, '=');
		const char *why = "not KEY=value";
		char name[64];

		snprintf(name, sizeof(name), "%.*s", eq ? (int)(eq - text) : 0,
			 text);
		if (!eq || !conf_set(name, eq + 1, &why))
			mm_die(MM_USAGE, "-o %.120s: %s", text, why);
	}
	conf_load(conf_path);
}

/* Moves the n strings at argv[i] before those at argv[first..i). */
static void move_up(char **argv, int first, int i, int n)
{
	for (; n > 0; n--, first++, i++) {
		char *s = argv[i];

		memmove(argv + first + 1, argv + first,
			(size_t)(i - first) * sizeof(*argv));
		argv[first] = s;
	}
}

/* Options of the verb (NULL: none chosen yet) from argv[i] on, moved before the
 * operands they stand between; a verb yet to be chosen is where it stops.  Returns
 * the index of the first operand. */
static int parse_from(const struct opt_prog *p, const struct opt_verb *verb,
		      int argc, char **argv, int i)
{
	struct tables tabs = tables_of(p, verb);
	int first = i, next;

	for (; i < argc; i = next) {
		bool end = !strcmp(argv[i], "--");

		next = i + 1;
		if (argv[i][0] != '-' || !argv[i][1]) {
			if (p->verbs && !verb)
				break;
			continue;
		}
		if (!end)
			next = take(&tabs, argc, argv, i) + 1;
		move_up(argv, first, i, next - i);
		first += next - i;
		if (end)
			break;
	}
	return first;
}

static void answer_asked(const struct opt_prog *p, const struct opt_verb *verb)
{
	if (want_help)
		help(p, verb);
	else if (want_version)
		printf("%s %s\n", p->name, MM_VERSION);
	else if (dump_options)
		dump(p);
	else if (dump_records && p->dump_records)
		p->dump_records();
	else if (!dump_records)
		return;
	exit((int)mm_close_stdout(MM_OK));
}

static void begin(const struct opt_prog *p)
{
	const char *log = getenv("MM_LOG");

	std_hold();
	mm_prog = p->name;
	mm_log_json = log && !strcmp(log, "json");
}

int opt_parse(const struct opt_prog *p, int argc, char **argv)
{
	int first;

	begin(p);
	first = parse_from(p, NULL, argc, argv, 1);
	answer_asked(p, NULL);
	if (first < argc && !*p->operands)
		mm_die(MM_USAGE, "unexpected operand '%.80s'", argv[first]);
	if (p->conf)
		configure();
	return first;
}

int opt_run_verb(const struct opt_prog *p, int argc, char **argv)
{
	const struct opt_verb *v = p->verbs;
	const struct opt_verb none = { .name = "",
				       .operands = p->operands,
				       .opts = p->run_opts,
				       .run = p->run };
	int at;

	begin(p);
	at = parse_from(p, NULL, argc, argv, 1);
	if (at == argc)
		answer_asked(p, NULL);
	if (at == argc && !p->run)
		mm_die(MM_USAGE, "which verb? (try --help)");
	while (v->name && (at == argc || strcmp(v->name, argv[at])))
		v++;
	if (!v->name && !p->run)
		mm_die(MM_USAGE, "unknown verb '%.80s' (try --help)", argv[at]);
	if (v->name && p->run_opts) {
		/* What stands before a verb must be an option of it too. */
		settings.n = 0;
		parse_from(p, v, at, argv, 1);
	}
	at = v->name ? at + 1 : at;
	v = v->name ? v : &none;
	at = parse_from(p, v, argc, argv, at);
	answer_asked(p, v);
	if (at < argc && !*v->operands)
		mm_die(MM_USAGE, "%s%sunexpected operand '%.80s'", v->name,
		       *v->name ? ": " : "", argv[at]);
	if (v->no_conf && (conf_path || settings.n))
		mm_die(MM_USAGE, "%s: takes neither -c nor -o", v->name);
	if (p->conf && !v->no_conf)
		configure();
	return v->run(argc - at, argv + at);
}
