// faults.mjs - what can go wrong in this world (../faults.mjs).  Names and meanings:
//
//   rpc    rate429 (with retry-after: retryAfter seconds), http500, garbage, half, close,
//          stall (ms), lose (the reply, after it was done), behind (answers as n slots ago)
//   send   drop (accepted, never lands), delay (lands so many slots later)
//   jito   jito429, jitoFail (the bundle fails whole), jitoPending (accepted, never lands),
//          jitoAlone (one member lands alone), jitoLose (the reply)
//   chain  vanish (a confirmed transaction is undone some slots later)
import { faults as make } from '../faults.mjs';

const FAULTS = ['rate429', 'http500', 'garbage', 'half', 'close', 'stall', 'lose', 'behind', 'drop', 'delay', 'jito429',
	'jitoFail', 'jitoPending', 'jitoAlone', 'jitoLose', 'vanish', 'retryAfter'];

export const faults = () => make(FAULTS);
