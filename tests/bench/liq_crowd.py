#!/usr/bin/python3
"""usage: liq_crowd.py FRAMES COPIES FALLS: frames of a market with each account COPIES times,
whose prices fall FALLS times and rise in between."""
import sys

from liq_frames import fall_and_rise, more_users, text

whole, low, again, high = fall_and_rise(sys.argv[1])
ts_ms = whole[-1]["ts_ms"]
frames = [more_users(whole, int(sys.argv[2])), low] + [high, again] * (int(sys.argv[3]) - 1)
for i, frame in enumerate(frames):
    sys.stdout.write(text(frame, ts_ms + 1000 * i))
