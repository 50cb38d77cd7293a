/* opt.h - one table drives parsing, --help, completions and the docs check.
 * Layer: base.
 *
 * Every program also takes --help, --version, --log-json, --dump-options and
 * --dump-records; one that reads configuration (.conf) takes -c FILE and
 * -o KEY=VALUE (repeatable, the strongest source of a key).
 */
#ifndef MM_OPT_H
#define MM_OPT_H

#include <stdbool.h>
#include <stdint.h>

enum opt_kind {
	OPT_END,
	OPT_FLAG,     /* bool *            */
	OPT_STR,      /* const char **     */
	OPT_INT,      /* int64_t *         */
	OPT_DURATION, /* int64_t *, in ms  */
	OPT_LIST,     /* struct opt_list * */
};

/* The values of an option given many times, in order. */
struct opt_list {
	const char **v;
	int n;
};

struct opt {
	enum opt_kind kind;
	char shortname;       /* 0 if none */
	const char *longname; /* never NULL */
	void *value;          /* by kind; keeps its default when not given */
	const char *arg;      /* "<name>" shown in help; NULL for flags */
	const char *help;     /* lower case, no full stop */
	int64_t min, max;     /* OPT_INT only */
};

/* clang-format off */
#define OPT_FLAG_(s, l, v, h)           { OPT_FLAG, s, l, v, 0, h, 0, 0 }
#define OPT_STR_(s, l, v, a, h)         { OPT_STR, s, l, v, a, h, 0, 0 }
#define OPT_INT_(s, l, v, a, lo, hi, h) { OPT_INT, s, l, v, a, h, lo, hi }
#define OPT_DURATION_(s, l, v, a, h)    { OPT_DURATION, s, l, v, a, h, 0, 0 }
#define OPT_LIST_(s, l, v, a, h)        { OPT_LIST, s, l, v, a, h, 0, 0 }
#define OPT_END_                        { OPT_END, 0, 0, 0, 0, 0, 0, 0 }
/* clang-format on */

/* A verb of a program that has several, such as store-log put. */
struct opt_verb {
	const char *name;     /* NULL ends the table */
	const char *operands; /* as shown, "" if none */
	const char *help;
	const struct opt *opts;
	int (*run)(int n_operands, char **operands); /* an enum mm_exit */
	bool no_conf; /* of a program with .conf: this verb takes none */
};

struct opt_prog {
	const char *name;
	const char *operands;         /* as shown in the usage line */
	const struct opt *opts;       /* common to all verbs; NULL if none */
	const struct opt_verb *verbs; /* NULL for a program without verbs */
	bool conf;                    /* reads configuration */
	void (*dump_records)(void);   /* prints the record table; NULL: none */
	/* Of a program with verbs: what it does where the first word is none of
	 * them; NULL: that is a mistake. */
	int (*run)(int n_operands, char **operands);
	const struct opt *run_opts; /* of run alone; NULL if none */
};

/* opt_parse sets mm_prog, fills the table's values, loads configuration where
 * .conf is set, and returns the index of the first operand.  Options may stand
 * behind operands, up to "--"; argv is put in order.  --help, --version
 * and the dumps print and exit 0; anything wrong prints one line and exits
 * MM_USAGE. */
int opt_parse(const struct opt_prog *prog, int argc, char **argv);

/* opt_run_verb is opt_parse for a program with verbs: argv[1] (or the first word
 * that is no option) names one; its run() is called, or the program's, and its
 * result returned. */
int opt_run_verb(const struct opt_prog *prog, int argc, char **argv);

#endif
