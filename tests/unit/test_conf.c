/* test_conf - configuration: bad files first, then the sources' precedence, then
 * the key table itself and the specification's defaults.
 *
 * Configuration is read once a process and a mistake may end it, so every case
 * runs in a child; what it wrote to stderr and its exit code are compared.
 */
#include "base/conf.h"
#include "base/conf_value.h"
#include "base/err.h"
#include "check.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/test_conf.XXXXXX";

#define TEXT(s) (s), sizeof(s) - 1

/* Runs child(arg) in a process of its own; returns its exit code and what it
 * wrote to stderr. */
static int in_child(char *said, size_t said_sz, int (*child)(const void *),
		    const void *arg)
{
	int ends[2], st;
	size_t len = 0;
	ssize_t n;
	pid_t pid;

	CHECK(pipe(ends) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		exit(child(arg));
	}
	close(ends[1]);
	while ((n = read(ends[0], said + len, said_sz - 1 - len)) > 0)
		len += (size_t)n;
	said[len] = '\0';
	close(ends[0]);
	CHECK(waitpid(pid, &st, 0) == pid && WIFEXITED(st));
	return WEXITSTATUS(st);
}

static void write_file(const char *name, const char *text, size_t len)
{
	FILE *f = fopen(name, "w");

	CHECK(f && fwrite(text, 1, len, f) == len && fclose(f) == 0);
}

/* What a configuration file says, and what is answered. */
static const struct wrong {
	const char *text;
	size_t len;
	int mistakes;
	const char *said;
} wrongs[] = {
	{ TEXT(""), 0, "" },
	{ TEXT("\n# a comment\n\t \r\n"), 0, "" },
	{ TEXT("  HISTORY_WINDOW_DAYS = 30 # a month\r\n"), 0, "" },
	{ TEXT("HISTORY_WINDOW_DAYS=30"), 0, "" }, /* no newline at the end */
	{ TEXT("SEED_PRICE="), 0, "" },
	{ TEXT("HISTORY_WINDOW=30\n"), 1,
	  "c:1: 'HISTORY_WINDOW': '30': unknown key" },
	{ TEXT("history_window_days=30\n"), 1,
	  "c:1: 'history_window_days': '30': unknown key" },
	{ TEXT("=30\n"), 1, "c:1: '': '30': unknown key" },
	{ TEXT("_%=30\n"), 1, "c:1: '_%': '30': unknown key" },
	{ TEXT("\n\nHISTORY_WINDOW_DAYS\n"), 1,
	  "c:3: 'HISTORY_WINDOW_DAYS': not KEY=value" },
	{ TEXT("HISTORY_WINDOW_DAYS=\n"), 1,
	  "c:1: 'HISTORY_WINDOW_DAYS': empty (1..3650)" },
	{ TEXT("HISTORY_WINDOW_DAYS=0\n"), 1,
	  "c:1: 'HISTORY_WINDOW_DAYS': '0': out of range (1..3650)" },
	{ TEXT("HISTORY_WINDOW_DAYS=3651\n"), 1,
	  "c:1: 'HISTORY_WINDOW_DAYS': '3651': out of range (1..3650)" },
	{ TEXT("HISTORY_WINDOW_DAYS=30.5\n"), 1,
	  "c:1: 'HISTORY_WINDOW_DAYS': '30.5': not a whole number (1..3650)" },
	{ TEXT("HISTORY_WINDOW_DAYS=1e2\n"), 1,
	  "c:1: 'HISTORY_WINDOW_DAYS': '1e2': not a plain number (1..3650)" },
	{ TEXT("HISTORY_WINDOW_DAYS=99999999999999999999\n"), 1,
	  "c:1: 'HISTORY_WINDOW_DAYS': '99999999999999999999': "
	  "not a whole number (1..3650)" },
	{ TEXT("BUY_CHANNEL_WIDTH_PCT=15.00001\n"), 1,
	  "c:1: 'BUY_CHANNEL_WIDTH_PCT': '15.00001': "
	  "over 4 decimals (0.01..99.99)" },
	{ TEXT("SEED_PRICE=-0.1\n"), 1,
	  "c:1: 'SEED_PRICE': '-0.1': out of range (at least 0)" },
	{ TEXT("BUY_DENSITY=nan\n"), 1,
	  "c:1: 'BUY_DENSITY': 'nan': not a number (0..20)" },
	{ TEXT("BUY_DENSITY=1e999\n"), 1,
	  "c:1: 'BUY_DENSITY': '1e999': not a number (0..20)" },
	{ TEXT("BUY_DENSITY=20.5\n"), 1,
	  "c:1: 'BUY_DENSITY': '20.5': out of range (0..20)" },
	{ TEXT("IMPROVE=yes\n"), 1,
	  "c:1: 'IMPROVE': 'yes': not one of its words (0|1)" },
	{ TEXT("OUT_OF_CHANNEL=pul\n"), 1,
	  "c:1: 'OUT_OF_CHANNEL': 'pul': "
	  "not one of its words (pull|one_side)" },
	{ TEXT("BUY_LEVELS=many\n"), 1,
	  "c:1: 'BUY_LEVELS': 'many': not a plain number (auto, 0..100000)" },
	{ TEXT("PAPER_LATENCY=5\n"), 1,
	  "c:1: 'PAPER_LATENCY': '5': not a duration like 30s (0s..1d)" },
	{ TEXT("PAPER_LATENCY=25h\n"), 1,
	  "c:1: 'PAPER_LATENCY': '25h': out of range (0s..1d)" },
	{ TEXT("MARKET=\"SOL/USDT\"\n"), 1,
	  "c:1: 'MARKET': '\"SOL/USDT\"': holds a byte that is not allowed" },
	{ TEXT("MARKET=$HOME\n"), 1,
	  "c:1: 'MARKET': '$HOME': holds a byte that is not allowed" },
	{ TEXT("MARKET=a b\n"), 1,
	  "c:1: 'MARKET': 'a b': holds a byte that is not allowed" },
	{ TEXT("MARKET=a\n#\nMARKET=b\n"), 1,
	  "c:3: 'MARKET': 'b': given twice" },
	{ TEXT("BUY_CHANNEL_WIDTH_PCT=15\nBUY_CHANNEL_WIDTH_%=15\n"), 1,
	  "c:2: 'BUY_CHANNEL_WIDTH_%': '15': given twice" },
	{ TEXT("MARKET=a\0b\nIMPROVE=2\n"), 2,
	  "c:1: holds a NUL byte|"
	  "c:2: 'IMPROVE': '2': not one of its words (0|1)" },
	{ TEXT("A=1\nMARKET=a\nB=2\n"), 2,
	  "c:1: 'A': '1': unknown key|c:3: 'B': '2': unknown key" },
	{ TEXT("MIN_SOL_RESERVE_PCT=70\n"), 1,
	  "c:1: 'MIN_SOL_RESERVE_PCT': '70': not below 100 less the larger of "
	  "UPPER_ and LOWER_USDC_RATIO_MAX_PCT" },
	{ TEXT("LOWER_USDC_RATIO_MAX_PCT=35\n"), 1,
	  "default: 'MIN_SOL_RESERVE_PCT': '65': not below 100 less the larger "
	  "of UPPER_ and LOWER_USDC_RATIO_MAX_PCT" },
	{ TEXT("FLASH_VOLUME_MIN=1\nNOISE_A=x y\nFLASH_VOLUME_MAX=2\n"), 0,
	  "warning: 'FLASH_VOLUME_MIN': trades between own wallets to show "
	  "volume are wash trading; FLASH_VOLUME_* and NOISE_* are ignored" },
	{ TEXT("FLASH=1\n"), 1, "c:1: 'FLASH': '1': unknown key" },
};

static int check_c(const void *unused)
{
	(void)unused;
	return conf_check("c");
}

static int load_c(const void *unused)
{
	(void)unused;
	conf_load("c");
	return 0;
}

/* said holds one line a mistake, "test_conf: " before each; want has them
 * separated by '|'. */
static bool same_lines(const char *said, const char *want)
{
	char text[2048] = "";
	size_t n = 0;

	for (const char *p = want; *p;) {
		size_t len = strcspn(p, "|");

		/* "not one of its words (a|b)" holds a bar of its own. */
		if (p[len] && memchr(p, '(', len) && !memchr(p, ')', len))
			len += 1 + strcspn(p + len + 1, "|");
		n += (size_t)snprintf(text + n, sizeof(text) - n,
				      "test_conf: %.*s\n", (int)len, p);
		p += len + (p[len] == '|');
	}
	return !strcmp(said, text);
}

static void test_wrong_files(void)
{
	char said[4096];

	for (size_t i = 0; i < COUNT(wrongs); i++) {
		const struct wrong *w = &wrongs[i];

		write_file("c", w->text, w->len);
		CHECK(in_child(said, sizeof(said), check_c, NULL) ==
		      w->mistakes);
		if (!same_lines(said, w->said))
			fprintf(stderr, "said '%s'\n", said);
		CHECK(same_lines(said, w->said));
		/* A load stops at the first, with the code for usage. */
		CHECK(in_child(said, sizeof(said), load_c, NULL) ==
		      (w->mistakes ? MM_USAGE : 0));
		CHECK(!strncmp(said + (*said ? 11 : 0), w->said,
			       strcspn(said + (*said ? 11 : 0), "\n")));
	}
}

static void test_long_line_and_file(void)
{
	static char big[1 << 21];
	char said[4096];

	/* A line without end hides neither itself nor what follows it. */
	memset(big, '#', sizeof(big));
	memcpy(big + 5000, "\nB=1\n", 5);
	write_file("c", big, 5005);
	CHECK(in_child(said, sizeof(said), check_c, NULL) == 2);
	CHECK(same_lines(said,
			 "c:1: line too long|c:2: 'B': '1': unknown key"));
	write_file("c", big, sizeof(big));
	CHECK(in_child(said, sizeof(said), check_c, NULL) == 1);
	CHECK(same_lines(said, "c: File too large"));
	CHECK(in_child(said, sizeof(said), load_c, NULL) == MM_USAGE);
}

static int load_missing(const void *path)
{
	conf_load(path);
	return 0;
}

static void test_missing_file(void)
{
	char said[4096];

	/* Only the standard place may be empty. */
	CHECK(in_child(said, sizeof(said), load_missing, NULL) == 0 && !*said);
	CHECK(in_child(said, sizeof(said), load_missing, "none") == MM_USAGE);
	CHECK(same_lines(said, "none: No such file or directory"));
	CHECK(in_child(said, sizeof(said), load_missing, ".") == MM_USAGE);
	CHECK(same_lines(said, ".: Is a directory"));
}

/* The sources that give the key, as bits, and which of them wins. */
static int strongest(const void *arg)
{
	int bits = *(const int *)arg, line = -1;
	enum conf_source want = bits & 4   ? CONF_FLAG
				: bits & 2 ? CONF_ENVIRONMENT
				: bits & 1 ? CONF_FILE
					   : CONF_DEFAULT;
	static const int64_t days[] = { 365, 10, 20, 30 };
	const char *why;

	if (bits & 4)
		CHECK(conf_set("HISTORY_WINDOW_DAYS", "30", &why));
	if (bits & 2)
		setenv("MM_HISTORY_WINDOW_DAYS", "20", 1);
	conf_load(bits & 1 ? "c" : NULL);
	CHECK(conf_int("HISTORY_WINDOW_DAYS") == days[want]);
	CHECK(conf_source("HISTORY_WINDOW_DAYS", &line) == want);
	CHECK(line == (want == CONF_FILE ? 2 : 0));
	return 0;
}

static void test_precedence(void)
{
	char said[4096];

	write_file("c", TEXT("\nHISTORY_WINDOW_DAYS=10\n"));
	for (int bits = 0; bits < 8; bits++)
		CHECK(in_child(said, sizeof(said), strongest, &bits) == 0);
}

static int bad_environment(const void *unused)
{
	(void)unused;
	setenv("MM_IMPROVE", "2", 1);
	setenv("MM_NO_SUCH_KEY", "1", 1); /* the environment is not ours */
	conf_load(NULL);
	return 0;
}

static int percent_names(const void *unused)
{
	const char *why;

	(void)unused;
	conf_load("c");
	CHECK(conf_set("SELL_CHANNEL_WIDTH_%", "50", &why));
	CHECK(conf_set("SELL_CHANNEL_WIDTH_PCT", "40.25", &why)); /* the last */
	CHECK(conf_ppm("BUY_CHANNEL_WIDTH_PCT") == 125000);
	CHECK(conf_ppm("SELL_CHANNEL_WIDTH_PCT") == 402500);
	CHECK(!conf_set("SELL_CHANNEL_WIDTH", "4", &why) &&
	      !strcmp(why, "unknown key"));
	CHECK(!conf_set("IMPROVE", "2", &why));
	return 0;
}

static int getters(const void *unused)
{
	struct dec tip = dec_make(5, 3);

	(void)unused;
	conf_load("c");
	CHECK(conf_is("TARGET_CONTROL_PCT", "dynamic"));
	CHECK(!conf_isset("SEED_PRICE") && !*conf_text("SEED_PRICE"));
	CHECK(dec_cmp(conf_dec("JITO_TIP_AMOUNT_SOL"), tip) == 0);
	CHECK(conf_ms("RENT_RECOVERY_TIME") == 3600000);
	CHECK(conf_real("BUY_DENSITY") == 2.5);
	CHECK(conf_bool("IMPROVE"));
	CHECK(!conf_find("NONE") && conf_find("IMPROVE"));
	conf_ppm("TARGET_CONTROL_PCT"); /* a word where a number is needed */
	return 0;
}

static void test_getters(void)
{
	char said[4096];

	CHECK(in_child(said, sizeof(said), bad_environment, NULL) == MM_USAGE);
	CHECK(same_lines(said, "environment: 'IMPROVE': '2': "
			       "not one of its words (0|1)"));
	write_file("c", TEXT("BUY_CHANNEL_WIDTH_%=12.5\n"));
	CHECK(in_child(said, sizeof(said), percent_names, NULL) == 0);
	write_file("c", TEXT("BUY_DENSITY=2.5\nIMPROVE=1\n"));
	CHECK(in_child(said, sizeof(said), getters, NULL) == MM_USAGE);
	CHECK(same_lines(said, "TARGET_CONTROL_PCT: 'dynamic' where a number "
			       "is needed"));
}

static bool number_fits(const struct conf_key *k, const char *s)
{
	struct dec d;
	double x;

	return k->kind == CONF_REAL ? conf_finite(&x, s)
				    : conf_number(&d, k->kind, s);
}

static void test_table(void)
{
	const struct conf_group *g = conf_groups;

	for (const struct conf_key *k = conf_keys; k->name; k++) {
		CHECK(conf_find(k->name) ==
		      k); /* no name twice, none too many */
		CHECK(k - conf_keys < 512);
		CHECK(!k->name[strspn(
			k->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")]);
		CHECK(!*k->initial || !conf_unfit(k, k->initial));
		CHECK(!k->min || number_fits(k, k->min));
		CHECK(!k->max || number_fits(k, k->max));
		CHECK(k->kind != CONF_WORD || k->words);
		CHECK(*k->meaning && k->meaning[strlen(k->meaning) - 1] != '.');
		CHECK(!strpbrk(k->meaning, "\t\n\\"));
		if (g->first && !strcmp(g->first, k->name))
			g++;
	}
	CHECK(!g->title); /* every heading's key exists, in this order */
}

/* The market-making specification's keys; where a default departs from its text
 * the reason is in mm.conf(5). */
static const struct {
	const char *name, *initial;
} specification[] = {
	{ "HISTORY_WINDOW_DAYS", "365" },   { "BUY_CHANNEL_WIDTH_%", "15" },
	{ "SELL_CHANNEL_WIDTH_%", "30" },   { "REBALANCE_THRESHOLD_%", "1" },
	{ "ORDERS_PER_WALLET", "32" },      { "TARGET_CONTROL_%", "dynamic" },
	{ "UPPER_USDC_RATIO_MAX_%", "30" }, { "LOWER_USDC_RATIO_MAX_%", "30" },
	{ "MIN_SOL_RESERVE_%", "65" },      { "JITO_TIP_AMOUNT_SOL", "0.005" },
	{ "RENT_RECOVERY_TIME", "1h" },
};

static void test_specification(void)
{
	for (size_t i = 0; i < COUNT(specification); i++) {
		const struct conf_key *k = conf_find(specification[i].name);

		CHECK(k && !strcmp(k->initial, specification[i].initial));
	}
}

int main(void)
{
	mm_prog = "test_conf";
	CHECK(mkdtemp(dir) && chdir(dir) == 0);
	setenv("MM_HOME", dir, 1);
	test_wrong_files();
	test_long_line_and_file();
	test_missing_file();
	test_precedence();
	test_getters();
	test_table();
	test_specification();
	CHECK(unlink("c") == 0 && chdir("/") == 0 && rmdir(dir) == 0);
	printf("test_conf: pass\n");
	return 0;
}
