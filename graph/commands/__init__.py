"""The commands of ``gongwen``, a module each. Thin: arguments in, calls out."""
