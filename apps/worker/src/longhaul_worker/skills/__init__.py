"""The skills lexicon: canonical names, aliases, and finding them in text."""
