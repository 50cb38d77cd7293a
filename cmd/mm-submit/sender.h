/* sender.h - what every verb of mm-submit holds.  Layer: cmd. */
#ifndef MM_SUBMIT_SENDER_H
#define MM_SUBMIT_SENDER_H

#include "data/evm_conf.h"
#include "data/frame.h"
#include "data/sol_conf.h"
#include "io/journal.h"
#include "io/jsonrpc.h"
#include "venue/flashbots.h"
#include "venue/jito_rpc.h"

struct chain;
struct way;

struct sender {
	const struct chain *chain;
	const struct way *via; /* NULL: it is for looking, not for sending   */
	struct sol_conf sol;   /* of its chain alone                         */
	struct evm_conf evm;   /* of its chain alone                         */
	struct arena conf_arena;
	const char *prefix; /* every name of ours in the journal begins so   */
	struct journal *journal; /* MM_HOME/journal.db; NULL: a dry run      */
	struct jsonrpc *rpc;
	struct jito *jito;           /* NULL: not sending that way           */
	struct jsonrpc *private_rpc; /* NULL: not sending that way           */
	struct flashbots *flashbots; /* NULL: not sending that way           */
	struct out *out;             /* where records go                     */
};

/* What a verb needs; anything missing or wrong is one line and the end of the
 * program. */
enum sender_needs {
	SENDER_JOURNAL = 1,
	SENDER_NODES = 2,
	SENDER_WAY = 4, /* what s->via needs */
};

/* in: s->via, with SENDER_WAY. */
void sender_open(struct sender *s, unsigned needs);
void sender_close(struct sender *s);

/* sender_quorum: how many nodes must prove that a transaction is dead. */
int sender_quorum(const struct sender *s);

/* sender_says: false, and a refusal that binds the frame, where the journal did
 * not do what it should. */
bool sender_says(struct frame *f, const struct sender *s, enum db_err e);

#endif
