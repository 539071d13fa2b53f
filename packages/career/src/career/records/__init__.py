"""The collections of the career desk: what is kept about postings and feeds."""
