// faults.mjs - what can go wrong in this world (../faults.mjs).  Names and meanings:
//
//   any    lost_request, lost_reply (after it was done), delay (amount: ms), rate429
//          (retry_after seconds), http500, garbage, truncated
//   some   no_method (amount: names, with commas: not by chance), no_receipt (not yet),
//          behind (amount: blocks: not by chance; newer ones the node has never heard of)
//   send   known, nonce_low, underpriced, unknown_error (what it says; known and
//          unknown_error were taken all the same), dropped (taken, then forgotten)
//   logs   too_many, range (amount: the most blocks: not by chance), logs_shuffled,
//          logs_missing (the last, this time), logs_twice
//   relay  never_includes, includes_late, unbundles
import { faults as make } from '../faults.mjs';

const FAULTS = ['lost_request', 'lost_reply', 'delay', 'rate429', 'retry_after', 'http500', 'garbage', 'truncated', 'no_method', 'no_receipt', 'behind',
	'known', 'nonce_low', 'underpriced', 'unknown_error', 'dropped', 'too_many', 'range', 'logs_shuffled', 'logs_missing', 'logs_twice',
	'never_includes', 'includes_late', 'unbundles'];

export const faults = () => make(FAULTS);
