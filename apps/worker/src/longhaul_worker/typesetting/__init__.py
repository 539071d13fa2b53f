"""From a CV or a letter to a PDF that people like to look at and programs can read: Typst, or LaTeX where asked."""
