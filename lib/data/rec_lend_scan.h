/* rec_lend_scan.h - lend_scan: what was looked at in a lending market in a frame.  Layer: data. */
#ifndef MM_REC_LEND_SCAN_H
#define MM_REC_LEND_SCAN_H

#include "data/rec.h"

struct rec_lend_scan {
	int64_t ts_ms;     /* when the frame was, Unix ms */
	int64_t chain_id;  /* chain */
	const char *pool;  /* the market */
	const char *shard; /* share of its accounts this is about: i/n */
	int64_t users;     /* accounts */
	int64_t debtors;   /* of them, those that owe something */
	int64_t evaluated; /* whose health factor was reckoned in this frame */
	int64_t below;     /* that can be liquidated */
	int64_t near;      /* that are under what --below says */
	/* debtors by the health factor that was reckoned last: how many have at most this one */
	struct rec_list hf;
	/* sum of those health factors, each counted as 10 at most */
	struct dec hf_sum;
	int64_t block;        /* block */
	const char *state_id; /* hash of all this was decided from */
};

extern const struct rec_type rec_lend_scan_type;

#endif
