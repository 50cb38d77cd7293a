/* venue.h - what both ends of the paper venue hold.  Layer: cmd. */
#ifndef MM_PAPER_TRADE_VENUE_H
#define MM_PAPER_TRADE_VENUE_H

#include "io/journal.h"
#include "venue/paper_conf.h"

struct venue {
	struct paper_conf conf;
	struct paper_db *db;
	struct journal *journal; /* MM_HOME/journal.db */
};

/* venue_home makes MM_HOME where it is missing, or ends the program. */
void venue_home(void);

/* venue_conf reads what the venue is to be, venue_open opens it and makes it where
 * there is none.  Anything wrong is one line and the end of the program. */
void venue_conf(struct venue *v);
void venue_open(struct venue *v);
void venue_close(struct venue *v);

/* The two verbs with records; each returns an enum mm_exit.
 * in: files: as frame_options takes them. */
int paper_read(const char *tape, char **files, int64_t now_ms);
int paper_submit(bool live, char **files, int64_t now_ms);

#endif
