"""Where people meet the house: the command line, the docs, the browser."""
