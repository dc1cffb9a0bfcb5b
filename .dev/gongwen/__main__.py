"""``python -m gongwen``: the command line where its script is not on the PATH."""

from gongwen.graph.cli import main

if __name__ == "__main__":
    main()
