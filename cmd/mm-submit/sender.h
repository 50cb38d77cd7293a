/* sender.h - what every verb of mm-submit holds.  Layer: cmd. */
#ifndef MM_SUBMIT_SENDER_H
#define MM_SUBMIT_SENDER_H

#include "data/frame.h"
#include "data/sol_conf.h"
#include "io/journal.h"
#include "io/jsonrpc.h"
#include "venue/jito_rpc.h"

#define SENDER_CHAIN "solana"

enum sender_via { VIA_JITO, VIA_RPC };

struct sender {
	struct sol_conf conf;
	struct arena conf_arena;
	struct journal *journal; /* MM_HOME/journal.db; NULL: a dry run      */
	struct jsonrpc *rpc;
	struct jito *jito; /* NULL: not sending that way                     */
	enum sender_via via;
	struct out *out; /* where records go                                 */
};

/* What a verb needs; anything missing or wrong is one line and the end of the
 * program. */
enum sender_needs {
	SENDER_JOURNAL = 1,
	SENDER_NODES = 2,
	SENDER_ENGINE = 4, /* Jito's */
};

void sender_open(struct sender *s, unsigned needs);
void sender_close(struct sender *s);

/* sender_quorum: how many nodes must prove that a transaction is dead. */
int sender_quorum(const struct sender *s);

/* sender_says: false, and a refusal that binds the frame, where the journal did
 * not do what it should. */
bool sender_says(struct frame *f, const struct sender *s, enum db_err e);

#endif
