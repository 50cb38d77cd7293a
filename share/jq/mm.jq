# mm.jq - looking at records with jq.  Use: jq -L .../share/mmutils/jq 'include "mm"; ...'
#
# For looking only.  jq 1.6 holds every number as a double, so 1342647857257299304
# comes out as 1342647857257299200, and it sorts decimals as the texts they are.
# What reaches a submitter must not pass through jq.

# num: a decimal as a number, to about 16 digits.
def num: tonumber;

# A key that sorts decimals exactly: sign, length of the whole part, digits; of a
# negative one the digits are turned round, for the larger comes first.
def _decimal_key:
	tostring
	| (if startswith("-") then -1 else 1 end) as $sign
	| ltrimstr("-") | split(".") | [.[0], .[1] // ""]
	| if $sign > 0 then [1, (.[0] | length), .[0], .[1]]
	  else [-1, -(.[0] | length)] + map(explode | map(105 - .) | implode + "~") end;

# sortnum(f): sort an array by the decimal f, exactly: jq -s 'sortnum(.price)'.
def sortnum(f): sort_by(f | _decimal_key);

# levels: a book, a line each: {side, price, size, own}, highest price first.
def levels:
	def side($name; $levels; $own):
		$levels[] as [$price, $size]
		| { side: $name, price: $price, size: $size,
		    own: ([$own[] | select(.[0] == $price) | .[1]][0] // "0") };
	[side("sell"; .asks; .own_asks), side("buy"; .bids; .own_bids)]
	| sortnum(.price) | reverse | .[];
