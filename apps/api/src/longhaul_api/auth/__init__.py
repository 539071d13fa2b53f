"""Who asks: credentials of a request, what they allow, and until when."""
