/* err.h - diagnostics and exit codes.  Layer: base.
 *
 * Who may print or exit: cmd/, mem (out of memory), opt and conf (bad command
 * line or configuration) and the record layer (input cannot be opened, stdout
 * is gone).  All other code returns a status.
 */
#ifndef MM_ERR_H
#define MM_ERR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdnoreturn.h>

enum mm_exit {
	MM_OK = 0,      /* all handled                                        */
	MM_FAIL = 1,    /* stopped: bad record, unfinished frame, I/O         */
	MM_USAGE = 2,   /* command line or configuration; nothing was done    */
	MM_PARTIAL = 3, /* -k: some records failed, each is on stderr         */
	MM_RETRY = 4,   /* nothing done; the same call may work later         */
	MM_REFUSED = 5, /* a guard said no; the reason code is in the message */
	MM_UNKNOWN = 6, /* something was sent and its outcome is not known    */
};

#define MM_PRINTF(f, a) __attribute__((format(printf, f, a)))

extern const char *mm_prog; /* set first thing in main                   */
extern bool mm_log_json;    /* --log-json or MM_LOG=json: JSON on stderr */

/* mm_warn writes "prog: message" to stderr with one write(2): lower case, no
 * full stop, values in single quotes.  Control bytes and what is no UTF-8 are
 * masked; a message over 1 KiB is cut. */
void mm_warn(const char *fmt, ...) MM_PRINTF(1, 2);
void mm_vwarn(const char *fmt, va_list ap) MM_PRINTF(1, 0);

/* What the run has come to so far: mm_die ends it no better. */
extern enum mm_exit mm_at_least;

/* mm_die is mm_warn, then exit with code, or with mm_at_least where that is worse:
 * that a disk is full does not make known what became of an order. */
noreturn void mm_die(enum mm_exit code, const char *fmt, ...) MM_PRINTF(2, 3);

/* mm_worse: the exit code a run ends with that met both a and b, by the
 * precedence 6 > 5 > 2 > 1 > 4 > 3 > 0. */
enum mm_exit mm_worse(enum mm_exit a, enum mm_exit b);

/* mm_close_stdout flushes and closes stdio's stdout, so that a full disk or a
 * lost reader is an exit code and not silence.  Returns code, or the worse of it
 * and MM_FAIL if the close failed.  Record output does not go through stdio:
 * see data/out.h. */
enum mm_exit mm_close_stdout(enum mm_exit code);

#endif
