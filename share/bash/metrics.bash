# metrics.bash - what a liquidator counts, as a text file that node_exporter reads; see
# liq-bot(1).
#
# Counters go on from that file when the bot is started again.  Amounts of the base
# currency are kept in parts of 10^-8, so that no sum is rounded.
#
# shellcheck shell=bash disable=SC2154,SC2034 # bot.bash's variables, and the script's

metered=chain,action,pending,receipt,liquidation,lend_scan # types that are counted

# name|type|meaning.  One with labels is a series for each; keep: begins where it ended.
metrics=(
	'liquidations_total|counter|liquidations that are final on the chain'
	'liquidation_profit|gauge|net gain of those that landed in the size that was weighed, in base currency'
	'pending_transactions|gauge|transactions that may still land'
	'health_factor_distribution|histogram|accounts that owe something, by the health factor reckoned last'
	'liquidator_accounts|gauge|accounts of the market'
	'liquidator_accounts_below|gauge|accounts that can be liquidated'
	'liquidator_accounts_near|gauge|accounts that are near that'
	'liquidator_accounts_evaluated|gauge|accounts whose health factor was reckoned in the last frame'
	'liquidator_frames_total|counter|frames that came out whole'
	'liquidator_refusals_total|counter|refusals, by program and reason'
	'liquidator_errors_total|counter|times the pipe broke'
	'liquidator_losses_total|counter|transactions that were paid for and did nothing'
	'liquidator_losses_in_row|gauge|such since the last liquidation'
	'liquidator_refused_in_row|gauge|frames in a row in which nothing could be decided'
	'liquidator_resyncs_total|counter|times the market was read anew and proven'
	'liquidator_tripped|gauge|1 while the market has to be proven before anything is done'
	'liquidator_last_block|gauge|block of the last frame'
	'liquidator_last_frame_seconds|gauge|when that frame was, Unix time'
	'liquidator_uptime_seconds|gauge|since the bot was started'
)

declare -A counted=() # value by series: name, or name{labels}
declare -A worth=()   # net gain by intent, of liquidations that are not final yet
declare -A size_of=() # by intent of a smaller size: the one it stands in for
declare -A scanned=() # of this frame: accounts
declare -A at_most=() # of those that owe something: by health factor
bounds=()             # such, rising
histogram=()          # of the last frame that had any: series and value in turn
under_way=0
begun=$EPOCHSECONDS
metrics_file='' bot_name=''

# --- numbers

# value KEY LINE: REPLY is what the record has there, empty where it has not.
value() {
	REPLY=
	[[ ! $2 =~ \"$1\":\"?([^,\"}]*) ]] || REPLY=${BASH_REMATCH[1]}
}

# parts DECIMAL: REPLY is it in parts, what is smaller cut off.
parts() {
	local whole=${1%%.*} rest=
	[[ $1 != *.* ]] || rest=${1#*.}
	rest=${rest}00000000
	REPLY=$((10#${whole#-} * 100000000 + 10#${rest:0:8}))
	[[ $1 != -* ]] || REPLY=-$REPLY
}

# units PARTS: REPLY is that as a decimal.
units() {
	local n=${1#-}
	printf -v REPLY '%d.%08d' $((n / 100000000)) $((n % 100000000))
	[[ $1 != -* ]] || REPLY=-$REPLY
}

# count SERIES [N]
count() {
	counted[$1]=$((${counted[$1]:-0} + ${2:-1}))
}

# --- what comes out of the pipe

heard() {
	case $1 in
	'{"type":"chain",'*) value block "$1" && counted[liquidator_last_block]=$REPLY ;;
	'{"type":"pending",'*) [[ $1 == *'"state":"done"'* ]] || under_way=$((under_way + 1)) ;;
	'{"type":"refusal",'*) heard_refusal "$1" ;;
	'{"type":"receipt",'*) heard_receipt "$1" ;;
	'{"type":"action",'*) heard_action "$1" ;;
	'{"type":"liquidation",'*) heard_liquidation "$1" ;;
	'{"type":"lend_scan",'*) heard_scan "$1" ;;
	esac
}

heard_refusal() {
	local by
	value by "$1"
	by=$REPLY
	value reason "$1"
	count "liquidator_refusals_total{by=\"$by\",reason=\"$REPLY\"}"
}

heard_liquidation() {
	local intent
	[[ $1 == *'"decision":"go"'* ]] || return 0
	value intent_id "$1"
	intent=$REPLY
	value net_base "$1"
	parts "${REPLY:-0}"
	[ -z "$intent" ] || worth[$intent]=$REPLY
}

heard_action() {
	local intent first names='"alternatives":\[([^]]+)\]'
	[[ $1 =~ $names ]] || return 0
	names=${BASH_REMATCH[1]//[\",]/ }
	value intent_id "$1"
	first=$REPLY
	for intent in $names; do
		size_of[$intent]=$first
	done
}

# What is final is counted, once; what was paid for and did nothing is a loss.  Of a smaller
# size nobody weighed what it gains.
heard_receipt() {
	local intent first names='"intents":\[([^]]*)\]'
	if [[ $1 == *'"status":"failed"'* && $1 == *'"fee":"'* ]]; then
		count liquidator_losses_total
		count liquidator_losses_in_row
	fi
	[[ $1 == *'"status":"finalized"'* && $1 =~ $names ]] || return
	for intent in ${BASH_REMATCH[1]//[\",]/ }; do
		first=${size_of[$intent]:-$intent}
		[ -n "${worth[$first]:-}" ] || continue
		count liquidations_total
		[ "$first" != "$intent" ] || count liquidation_profit "${worth[$first]}"
		counted[liquidator_losses_in_row]=0
		unset "worth[$first]"
	done
}

# A frame has one for each share of the accounts.
heard_scan() {
	local key text pair hf='"hf":\{([^}]*)\}'
	for key in users debtors below near evaluated; do
		value "$key" "$1"
		scanned[$key]=$((${scanned[$key]:-0} + ${REPLY:-0}))
	done
	value hf_sum "$1"
	parts "${REPLY:-0}"
	scanned[hf_sum]=$((${scanned[hf_sum]:-0} + REPLY))
	[[ $1 =~ $hf ]] || return
	text=${BASH_REMATCH[1]//\"/}
	for pair in ${text//,/ }; do
		key=${pair%:*}
		[ -n "${at_most[$key]:-}" ] || bounds+=("$key")
		at_most[$key]=$((${at_most[$key]:-0} + ${pair#*:}))
	done
}

# --- the file

name_metrics() {
	local dir
	dir=$(of METRICS_DIR)
	bot_name=${home##*/}
	bot_name=${bot_name//[^A-Za-z0-9._-]/_}
	metrics_file=${dir:-$home/metrics}/liq-bot-$bot_name.prom
}

# What counters go on from, and what the last day's liquidations are worth: some of them
# are not final yet.
open_metrics() {
	local key val series
	name_metrics
	(umask 022 && mkdir -p "${metrics_file%/*}") || die 1 "${metrics_file%/*}: cannot be made"
	while IFS= read -r val; do
		heard "$val"
	done < <(store-log get liquidation action --from-ms $(((EPOCHSECONDS - 86400) * 1000)) 2>/dev/null)
	while read -r key val; do
		series=${key/\{bot=\"$bot_name\"\}/}
		series=${series/\{bot=\"$bot_name\",/\{}
		case $series in
		liquidation_profit) parts "$val" && counted[$series]=$REPLY ;;
		health_* | '#'*) ;;
		*_total* | *_in_row) counted[$series]=$val ;;
		esac
	done < <(cat "$metrics_file" 2>/dev/null)
}

# line SERIES VALUE: a line of the file, with the bot's label.
line() {
	local labels=
	[[ $1 != *'{'* ]] || labels=,${1#*'{'}
	text+="${1%%'{'*}{bot=\"$bot_name\"${labels%'}'}} $2"$'\n'
}

# Of a whole frame: what it showed of the market, where it showed any.
take_scanned() {
	local key
	((${#scanned[@]} > 0)) || return
	counted[liquidator_accounts]=${scanned[users]}
	for key in below near evaluated; do
		counted[liquidator_accounts_$key]=${scanned[$key]}
	done
	histogram=()
	for key in "${bounds[@]}"; do
		histogram+=("bucket{le=\"$key\"}" "${at_most[$key]}")
	done
	units "${scanned[hf_sum]}"
	histogram+=('bucket{le="+Inf"}' "${scanned[debtors]}" sum "$REPLY" count "${scanned[debtors]}")
	scanned=() at_most=() bounds=()
}

# The series of a metric.
lines_of() {
	local i key
	case $1 in
	health_factor_distribution)
		for ((i = 0; i < ${#histogram[@]}; i += 2)); do
			line "$1_${histogram[i]}" "${histogram[i + 1]}"
		done
		;;
	liquidator_refusals_total)
		for key in "${!counted[@]}"; do
			[[ $key != "$1"* ]] || line "$key" "${counted[$key]}"
		done
		;;
	liquidation_profit)
		units "${counted[$1]:-0}"
		line "$1" "$REPLY"
		;;
	*) line "$1" "${counted[$1]:-0}" ;;
	esac
}

# Whole or not at all: who reads meanwhile finds the one before.
write_metrics() {
	local text='' metric name type meaning
	for metric in "${metrics[@]}"; do
		IFS='|' read -r name type meaning <<<"$metric"
		text+="# HELP $name $meaning"$'\n'"# TYPE $name $type"$'\n'
		lines_of "$name"
	done
	{ printf %s "$text" >"$metrics_file.new" && mv -f "$metrics_file.new" "$metrics_file"; } 2>/dev/null ||
		say "warning: $metrics_file: cannot be written"
}

# Of a frame that came out.
meter_frame() {
	count liquidator_frames_total
	counted[pending_transactions]=$under_way
	counted[liquidator_refused_in_row]=$refused
	counted[liquidator_last_frame_seconds]=$((last / 1000))
	counted[liquidator_uptime_seconds]=$((EPOCHSECONDS - begun))
	under_way=0
	take_scanned
	write_metrics
}

# --- for people and programs that ask

# {status, uptime, metrics}: as bot.bash's, of what is known without asking a node.
status() {
	local state=stopped code=1 up=0 said
	[ -e "$conf" ] || conf=$home/mm.conf
	if is_running; then
		state=orphaned # it was killed, and its pipe is left
		! has_bot || { state=running code=0 up=$((EPOCHSECONDS - $(stat -c %Y "$lock_file"))); }
		[ ! -e "$run/tripped" ] || [ "$state" != running ] || state=proving
	fi
	said=$(kill-switch status) || code=5
	name_metrics
	[ -r "$metrics_file" ] || metrics_file=/dev/null
	jq -Rnc --arg state "$state" --arg kill "$said" --argjson up "$up" '
		reduce (inputs | capture("^(?<name>[a-z_]+)[{]bot=\"[^\"]*\",?(?<of>[^}]*)[}] (?<is>.*)$")) as $m ({};
			if $m.of == "" then .[$m.name] = ($m.is | tonumber) else .[$m.name][$m.of] = ($m.is | tonumber) end)
		| {status: $state, uptime: $up, kill: $kill, metrics: .}' "$metrics_file"
	exit "$code"
}
