# table.awk - a table of tab-separated cells, its first line the head, as HTML.

function safe(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	return s
}

BEGIN { FS = "\t" }
NR == 1 { print "<div class=\"scroll\"><table" (NF > 6 ? " class=\"wide\"" : "") ">" }
{
	printf "<tr>"
	for (i = 1; i <= NF; i++) {
		tag = NR == 1 || i == 1 ? "th" : "td"
		class = tag == "td" && $i ~ /^-[0-9]/ ? " class=\"loss\"" : ""
		text = safe($i)
		if (NR == 1) gsub(/_[a-zA-Z]/, "<wbr>&", text)
		printf "<%s%s>%s</%s>", tag, class, text, tag
	}
	print "</tr>"
}
END { print "</table></div>" }
