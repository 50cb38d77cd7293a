# table.awk - a table of tab-separated cells, its first line the head, as HTML.

function safe(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	return s
}

BEGIN { FS = "\t"; print "<div class=\"scroll\"><table>" }
{
	printf "<tr>"
	for (i = 1; i <= NF; i++) {
		tag = NR == 1 || i == 1 ? "th" : "td"
		class = tag == "td" && $i ~ /^-[0-9]/ ? " class=\"loss\"" : ""
		printf "<%s%s>%s</%s>", tag, class, safe($i), tag
	}
	print "</tr>"
}
END { print "</table></div>" }
