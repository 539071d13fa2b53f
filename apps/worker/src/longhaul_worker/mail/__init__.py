"""Reports by e-mail: to allowed recipients only, encrypted, and never twice."""
