"""What can be asked for on the terminal, one module a command."""
