"""`python -m calculator`: the command line."""

from calculator.faces.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
