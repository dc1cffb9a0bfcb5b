"""Files as governments publish them, to ``Source`` texts: HTML, MHTML, DOCX, DOC, WPS, PDF, OFD, archives, in any of
the encodings in use (``reading``). What a file is, is told by its content and not by its name."""
