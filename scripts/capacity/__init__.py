"""What the database can carry: costs per job, event and reader from a run, and what they say of other machines."""
