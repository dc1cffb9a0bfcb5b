"""Bounds on untrusted files, each with its reason; a file beyond one is refused with a diagnostic."""

from __future__ import annotations

# A gazette's volume of a year is about 30 MB as PDF.
LARGEST_FILE = 256 * 1024 * 1024
# What one archive may unpack to, all members together; the largest yearly collections seen are about 200 MB.
LARGEST_UNPACKED = 1024 * 1024 * 1024
# Deflate reaches about 1030 to 1 on blanks; real text and office files stay below 30.
HIGHEST_RATIO = 200
# Small members may compress better than that without harm.
RATIO_FREE = 16 * 1024 * 1024
MOST_MEMBERS = 20_000
# An archive in an archive in an archive: further in, nobody publishes documents.
DEEPEST_ARCHIVE = 3
# Elements of a page or a document; the largest pages of governments have about 60,000.
MOST_NODES = 2_000_000
# Pages of a PDF or OFD file; a thick gazette has 400.
MOST_PAGES = 5_000
# Seconds that LibreOffice may take for one file; it takes two for most.
CONVERSION_SECONDS = 120
