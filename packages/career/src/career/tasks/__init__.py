"""The definitions of the career desk's tasks: names, arguments, results, limits."""
