"""``python -m gradanim`` is the command line."""

from gradanim.cli import main

main()
