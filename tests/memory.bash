# memory.bash - what a process that holds secrets has in its memory.
#
# shellcheck shell=bash

# memory_shows_none PID: of the pages a process can write and swap, none holds a
# secret.  Those of libsodium are locked.
memory_shows_none() {
	python3 - "$1" <<-'EOF'
		import glob, re, sys
		pid = sys.argv[1]
		secrets = {f: open(f, "rb").read().rstrip(b"\n") for f in glob.glob("secrets/*")}
		mem, seen, area = open(f"/proc/{pid}/mem", "rb"), 0, None
		for line in open(f"/proc/{pid}/smaps"):
		    m = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
		    area = (int(m[1], 16), int(m[2], 16), line) if m else area if ":" in line and not re.match("[0-9a-f]+-", line) else None
		    if area and line.startswith("VmFlags:") and " lo" not in line:
		        mem.seek(area[0])
		        text = mem.read(area[1] - area[0])
		        seen += 1
		        for f, s in secrets.items():
		            if s in text:
		                sys.exit(f"{f} is in {area[2]}")
		assert seen > 3
	EOF
}
