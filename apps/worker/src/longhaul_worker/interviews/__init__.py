"""Questions of an interview, made from an advert and a CV: what is asked for, what is shown, and what is missing."""
