// refusal.mjs - why an exchange does not do what it is asked, in one vocabulary; each
// dialect has its own codes and words for it.
export class Refusal extends Error {
	constructor(reason, detail) {
		super(detail === undefined ? reason : `${reason}: ${detail}`);
		Object.assign(this, { reason, detail });
	}
}
export const why = (reason, detail) => new Refusal(reason, detail);
